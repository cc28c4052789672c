/*
 * xls_sheet.h - a sheet of an XLSForm in memory, asked by the names of its columns; for the files xls*.c only.
 *
 * A heading is a name ("relevant") and, for what is translated, a language ("label::Lietuvių (lt)"). Names are taken in
 * any case, with blanks for underscores, and by their older spellings.
 */
#pragma once
#include <jansson.h>

#include "base/cx.h"

struct xls_head {
	const char *name, *lang; /* lang "" for none */
};

struct xls_row {
	int64_t line;
	const char **cells; /* heads_n, "" for an empty one */
};

struct xls_sheet {
	const char *name;
	struct xls_head *heads;
	struct xls_row *rows;
	size_t heads_n, n, room;
};

struct xls { /* what is read, and what was found wrong */
	struct cx *cx;
	struct xls_sheet survey, choices, settings;
	const char **langs; /* in the order they are met; "" is the one without a name */
	size_t langs_n;
	json_t *errors;
	size_t wrong;
};

/* Read the three sheets; only `survey` must be there. */
MUST_CHECK int xls_read(struct xls *x, struct blob xlsx);

/* A cell of a row by its column's name; "" if there is none. The text in a language; the one without a language. */
const char *xls_cell(const struct xls_sheet *s, const struct xls_row *row, const char *name);
const char *xls_text(const struct xls_sheet *s, const struct xls_row *row, const char *name, const char *lang);

/* Whether a column of that name stands there in any language. */
bool xls_has(const struct xls_sheet *s, const char *name);

/* Note what is wrong with a cell; `line` 0: with the sheet. */
void xls_wrong(struct xls *x, const struct xls_sheet *s, int64_t line, const char *name, const char *rule,
	const char *value);
