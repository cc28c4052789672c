/*
 * cells.h - the form and the words of a record, made of the definition of its register.
 *
 * `cells` is a list of "field=value" as the keeper gives them, or NULL. A question has the code of its field as its
 * name; a field with several values has a box for each. What was typed is kept, and all that is wrong is marked at
 * once.
 */
#pragma once
#include "op/register.h"
#include "web/page.h"

/* One question a field: [{"radios": ask, "checks": ask, "select": ask, "text": ask, "day": ask, "several": ask}], all
 * null but the one meant. On GET `cells` stand in them. */
json_t *cells_ask(const struct page *page, int reg, const json_t *cells);

/* What was posted, as "field=value". ERR_INVALID: something is wrong, all of it is marked (page_mend). */
MUST_CHECK int cells_form(struct page *page, int reg, json_t **ret_cells);

/* In the order of the definition: [{"field", "label", "values": [words], "numbers": whether they are amounts}]; a field
 * without a value is left out. */
json_t *cells_say(const struct page *page, int reg, const json_t *cells);

/* What a row says otherwise than the row before it: [{"label", "was": words or null, "now": words or null}]. */
json_t *cells_compare(const struct page *page, int reg, const json_t *before, const json_t *after);
