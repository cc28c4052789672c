/*
 * sheet_book.h - the rows of a person's sheets, and which of them stand.
 *
 * Rows joined by supersedes, settled and beside are one record and have the same `root`. Newest rows come first; of more
 * than 5000 the oldest are not there.
 */
#pragma once
#include "core/sheet.h"
#include "db/queries.h"

struct sheet_line {
	struct row_sheet_rows row;
	size_t root; /* place of one row of the record */
	bool stands;
};

struct sheet_book {
	size_t n;
	struct sheet_line *at;
};

/* All rows of one sheet about a person; of every sheet where `kind` is 0. */
MUST_CHECK int sheet_book_read(struct cx *cx, int64_t person, int kind, struct sheet_book *ret_book);

/* ERR_INVALID: for whoever asks there is no such record in her file. */
int sheet_missing(struct cx *cx);

/* The row of that number; NULL if it is not there. */
struct sheet_line *sheet_book_find(const struct sheet_book *b, int64_t id);

/* The next standing row of the record of `line` but that one itself; NULL if there is none. */
const struct sheet_line *sheet_book_rival(const struct sheet_book *b, const struct sheet_line *line);

/* Whether it says that cx->actor's organisation, or her unit of it, never sees it. */
bool sheet_line_unseen(const struct cx *cx, const struct sheet_line *line);

/* Whether cx->actor may see the row; as sheet_shown. */
bool sheet_line_shown(const struct cx *cx, const struct sheet_line *line, unsigned shares);
