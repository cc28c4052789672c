/*
 * document.h - headings, paragraphs, lists and tables, before they become HTML or PDF.
 *
 * Whoever writes one adds blocks in the order of reading. Texts are in the reader's language, not copied, and live
 * as long as the document's arena; they are escaped where they are written out. A table's rows have as many cells
 * as it has columns.
 */
#pragma once
#include <stdbool.h>

#include "base/buf.h"
#include "base/cx.h"

enum { DOCUMENT_COLUMNS = 8 };

enum document_style { DOCUMENT_PLAIN, DOCUMENT_STRONG, DOCUMENT_QUIET, DOCUMENT_MISSING };

struct document_column {
	const char *title;
	int width;    /* parts of the whole: 10 is twice 5 */
	bool number;  /* set to the right */
	/* on a narrow screen main and value stand in the first line */
	enum { COLUMN_REST, COLUMN_MAIN, COLUMN_VALUE } role;
};

struct document_cell {
	enum document_style style;
	const char *text;
};

struct document_row {
	struct document_row *next;
	enum { ROW_CELLS, ROW_HEAD, ROW_NOTE } kind; /* a head or a note runs over all columns */
	struct document_cell cells[DOCUMENT_COLUMNS];
	int n;
};

struct document_block {
	struct document_block *next;
	enum { BLOCK_HEADING, BLOCK_TEXT, BLOCK_FACTS, BLOCK_TABLE } kind;
	int level;                  /* of a heading: 2 or 3 */
	enum document_style style;  /* of a text */
	const char *text;           /* heading, text, caption of a table */
	const struct document_column *columns;
	int n;
	struct document_row *rows, *last; /* of a table; facts are rows of two cells */
};

struct document {
	struct cx *cx;
	const char *title, *subtitle, *foot; /* foot: the source line of every page */
	const char *dated; /* the day its figures are of, "2023-03-01" */
	struct document_block *blocks, *last;
};

struct document *document_new(struct cx *cx, const char *title, const char *subtitle, const char *foot,
                              const char *dated);
void document_heading(struct document *d, int level, const char *text);
void document_text(struct document *d, enum document_style style, const char *text);
void document_fact(struct document *d, const char *term, const char *value); /* facts in a row make one list */
void document_table(struct document *d, const char *caption, const struct document_column *columns, int n);
void document_row(struct document *d);
void document_cell(struct document *d, enum document_style style, const char *text);
void document_head(struct document *d, const char *text); /* a line of the table that names the rows after it */
void document_note(struct document *d, const char *text); /* a line of the table about the row before it */

/* A whole HTML file: its style inside, no script, nothing loaded; prints well. */
void document_html(const struct document *d, struct buf *out);

/* A tagged PDF on A4, fonts embedded, its text to be found and copied. ERR_LIMIT past the ceiling of `out`. */
MUST_CHECK int document_pdf(const struct document *d, struct buf *out);
