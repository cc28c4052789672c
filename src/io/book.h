/*
 * book.h - a workbook (XLSX) written in memory.
 *
 * Sheets and rows are added in order; book_end packs them with libzip, whose archive lives in memory too:
 * libxlsxwriter makes a temporary file of every sheet, and a web worker can open none. A text is a string cell and
 * nothing else, however it begins: "=1+1" stays those four letters in every program, for there is no formula in
 * what is written here; it is marked as quoted, so that it stays so when somebody edits it. What XML cannot carry
 * is replaced. The same content gives the same bytes. Everything lives in the arena of book_new; nothing needs
 * freeing.
 */
#pragma once
#include "base/buf.h"
#include "base/cx.h"

enum {
	BOOK_SHEETS = 8,
	BOOK_COLUMNS = 26,
	BOOK_CELL = 32767,      /* characters a cell may have, by the format; longer texts are cut */
	BOOK_PART = 256 << 20,  /* bytes of one sheet before it is packed */
};

enum book_style { BOOK_PLAIN, BOOK_HEAD, BOOK_TITLE, BOOK_STRONG, BOOK_QUIET, BOOK_STYLES };

struct book;

/* `title` for the file's properties: a neutral one. */
struct book *book_new(struct arena *a, const char *title);

/* Begin the next sheet; columns `widths` wide, in characters. A name is cut to what the format allows; names differ. */
void book_sheet(struct book *b, const char *name, const double *widths, size_t columns);

/* The row added last is the heading: it stays in sight, and lists below it can be filtered. Once a sheet. */
void book_heading(struct book *b);

void book_row(struct book *b); /* begin the next row */
void book_text(struct book *b, enum book_style style, const char *text);
void book_number(struct book *b, int64_t n);        /* as it is: a year, a count of bodies */
void book_figure(struct book *b, const char *text); /* "1350" or "1.5", as a number; anything else as a text */
void book_skip(struct book *b);                     /* an empty cell */

/* Pack it at the end of `out`. ERR_LIMIT: more than its ceiling; ERR_BUG. */
MUST_CHECK int book_end(struct cx *cx, struct book *b, struct buf *out);
