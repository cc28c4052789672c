#include "view/document.h"

#include <stdlib.h>

struct document *document_new(struct cx *cx, const char *title, const char *subtitle, const char *foot,
                              const char *dated) {
	struct document *d = arena_alloc(cx->arena, sizeof *d);
	*d = (struct document){.cx = cx, .title = title, .subtitle = subtitle, .foot = foot, .dated = dated};
	return d;
}

static struct document_block *block(struct document *d, int kind) {
	struct document_block *b = arena_alloc(d->cx->arena, sizeof *b);
	b->kind = kind;
	if (d->last == NULL)
		d->blocks = b;
	else
		d->last->next = b;
	d->last = b;
	return b;
}

void document_heading(struct document *d, int level, const char *text) {
	struct document_block *b = block(d, BLOCK_HEADING);
	b->level = level;
	b->text = text;
}

void document_text(struct document *d, enum document_style style, const char *text) {
	struct document_block *b = block(d, BLOCK_TEXT);
	b->style = style;
	b->text = text;
}

static struct document_row *row(struct document *d, int kind) {
	struct document_row *r = arena_alloc(d->cx->arena, sizeof *r);
	r->kind = kind;
	if (d->last->last == NULL)
		d->last->rows = r;
	else
		d->last->last->next = r;
	d->last->last = r;
	return r;
}

void document_fact(struct document *d, const char *term, const char *value) {
	if (d->last == NULL || d->last->kind != BLOCK_FACTS)
		block(d, BLOCK_FACTS);
	struct document_row *r = row(d, ROW_CELLS);
	r->n = 2;
	r->cells[0].text = term;
	r->cells[1].text = value;
}

void document_table(struct document *d, const char *caption, const struct document_column *columns, int n) {
	if (n > DOCUMENT_COLUMNS)
		abort(); /* a program's own mistake */
	struct document_block *b = block(d, BLOCK_TABLE);
	b->text = caption;
	b->columns = columns;
	b->n = n;
}

void document_row(struct document *d) {
	row(d, ROW_CELLS);
}

void document_cell(struct document *d, enum document_style style, const char *text) {
	struct document_row *r = d->last->last;
	if (r->n == d->last->n)
		abort();
	r->cells[r->n++] = (struct document_cell){style, text};
}

static void across(struct document *d, int kind, const char *text) {
	struct document_row *r = row(d, kind);
	r->n = 1;
	r->cells[0].text = text;
}

void document_head(struct document *d, const char *text) {
	across(d, ROW_HEAD, text);
}

void document_note(struct document *d, const char *text) {
	across(d, ROW_NOTE, text);
}
