/*
 * sheets.h - records of a person's file (op/sheet.h) as pages show them: in words, by group, what is open first.
 *
 * A row is one of sheet_list or sheet_read. What stands aside is in no group; only its own page shows it.
 */
#pragma once
#include "web/cells.h"

/* A text of the definition in the reader's language: sheets_text(page, sheet, "say"). */
const char *sheets_text(const struct page *page, int sheet, const char *what);

/* The definition, for web/cells.h; organisations and units come from the answers of those two calls (sheets_bodies). */
struct cells sheets_cells(const struct page *page, int sheet);

/* Queue what is needed to name organisations and units, where the sheet has such fields; after page_run they are put
 * into `c`. Gives the number of the first call, -1 where nothing is needed. */
int sheets_ask_bodies(struct page *page, const struct cells *c);
void sheets_take_bodies(const struct page *page, struct cells *c, int call);

/* Whether the reader may write it, or read what others wrote in it: for what a page offers; the keeper decides. */
bool sheets_may_write(const struct page *page, int sheet);
bool sheets_may_read(const struct page *page, int sheet);

/* Add to every row of sheet_list "what" (what is recorded), "words" (the first of what it says, joined; null without),
 * "open", "when" (as when_rows) and "href" below the person's page. */
void sheets_say(const struct page *page, json_t *rows);

/* [{"group": message id, "rows": at most `most`, what is open first, "more": how many are left out}], for rows that
 * sheets_say has been through. */
json_t *sheets_groups(const struct page *page, json_t *rows, size_t most);

/* [{"group": message id, "rows": [{"href", "what", "about"}]}] of what the reader may write, or of what stands aside and
 * the reader may read or write. */
json_t *sheets_offers(const struct page *page, bool aside);
