/*
 * cells.h - the form and the words of a record, made of its definition: of a register, or of a sheet of a person's file.
 *
 * `cells` is a list of "field=value" as the keeper gives them, or NULL. A question has the code of its field as its
 * name; a field with several values has a box for each. What was typed is kept, and all that is wrong is marked at
 * once.
 */
#pragma once
#include "op/register.h"
#include "web/page.h"

struct cells {
	const json_t *definition;
	int sheet;            /* number of L_SHEET: a sheet; 0: a register */
	json_t *orgs, *units; /* rows of org_list and unit_list, for fields that name one; NULL: there are no such fields */
};

/* One question a field: [{"radios": ask, "checks": ask, "select": ask, "text": ask, "area": ask, "day": ask,
 * "several": ask}], all null but the one meant; part_questions draws them. On GET `cells` stand in them. */
json_t *cells_ask(const struct page *page, const struct cells *c, const json_t *cells);

/* What was posted, as "field=value". ERR_INVALID: something is wrong, all of it is marked (page_mend). */
MUST_CHECK int cells_form(struct page *page, const struct cells *c, json_t **ret_cells);

/* In the order of the definition: [{"field", "label", "values": [words], "numbers": whether they are amounts, "sealed":
 * whether they are a text of several lines, "body": whether they name an organisation or unit}]; a field without a value is left out. */
json_t *cells_say(const struct page *page, const struct cells *c, const json_t *cells);

/* What a row says otherwise than the row before it: [{"field", "label", "was": words or null, "now": words or null}]. */
json_t *cells_compare(const struct page *page, const struct cells *c, const json_t *before, const json_t *after);
