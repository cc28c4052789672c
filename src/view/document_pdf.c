/*
 * A document as a PDF: first every line is given its page and place, in the arena; then cairo draws them and
 * nothing is allocated there any more. Tagged as cairo 1.16 can: headings, paragraphs, tables with their rows and
 * cells, an outline. It sets no language and no alternative texts, so this is no PDF/UA; the HTML file is the
 * accessible one.
 */
#include <cairo-pdf.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "text/catalogue.h"
#include "text/format.h"
#include "view/document.h"
#include "view/paper.h"

/* Points: 72 an inch, on A4. */
#define WIDE 595.28
#define HIGH 841.89
#define LEFT 54.0
#define RIGHT (WIDE - 54.0)
#define TOP 58.0
#define FLOOR (HIGH - 66.0)
#define PAD 5.0

enum colour { INK, TEAL, QUIET, SAND, LINE, COLOURS };
static const double colours[COLOURS][3] = {
	{0x16 / 255.0, 0x23 / 255.0, 0x2b / 255.0}, {0x0b / 255.0, 0x5d / 255.0, 0x6b / 255.0},
	{0x50 / 255.0, 0x5a / 255.0, 0x5f / 255.0}, {0xf6 / 255.0, 0xf1 / 255.0, 0xe7 / 255.0},
	{0xd5 / 255.0, 0xdd / 255.0, 0xe0 / 255.0},
};

struct mark {
	struct mark *next;
	enum { MARK_TEXT, MARK_FILL, MARK_RULE, MARK_BOX, MARK_OPEN, MARK_CLOSE, MARK_PAGE, MARK_OUTLINE } kind;
	double x, y, w, h;
	struct paper_font font;
	enum colour colour;
	const char *text; /* words, or the name of a tag */
	size_t n;
};

struct layout {
	struct cx *cx;
	struct mark *marks, *last;
	double y;
	int pages;
	const struct document_block *table; /* whose heading is repeated on a new page */
};

static struct mark *mark(struct layout *l, int kind) {
	struct mark *m = arena_alloc(l->cx->arena, sizeof *m);
	m->kind = kind;
	if (l->last == NULL)
		l->marks = m;
	else
		l->last->next = m;
	return l->last = m;
}

static void open_tag(struct layout *l, const char *name) {
	mark(l, MARK_OPEN)->text = name;
}

static void close_tag(struct layout *l, const char *name) {
	mark(l, MARK_CLOSE)->text = name;
}

static void rectangle(struct layout *l, int kind, enum colour colour, double x, double y, double w, double h) {
	struct mark *m = mark(l, kind);
	m->colour = colour;
	m->x = x;
	m->y = y;
	m->w = w;
	m->h = h;
}

static double leading(struct paper_font font) {
	return font.size * 1.38;
}

/* Text in a column from l->y or, if `place` is false, only how high it would be. */
static double column(struct layout *l, struct paper_font font, enum colour colour, double x, double width, bool right,
                     const char *text, double y, bool place) {
	double begin = y;
	size_t n = strlen(text);
	do {
		size_t k = paper_line(font, text, n, width);
		if (place && k > 0) {
			struct mark *m = mark(l, MARK_TEXT);
			m->font = font;
			m->colour = colour;
			m->text = text;
			m->n = k < n && text[k] == ' ' ? k + 1 : k; /* the blank too: else two words are one when copied */
			m->x = right ? x + width - paper_width(font, text, k) : x;
			m->y = y + font.size * 1.07;
		}
		text += k;
		n -= k;
		if (n > 0 && *text == '\n') {
			text++;
			n--;
		} else {
			while (n > 0 && *text == ' ') {
				text++;
				n--;
			}
		}
		y += leading(font);
	} while (n > 0);
	return y - begin;
}

static void table_heading(struct layout *l);

static void new_page(struct layout *l) {
	mark(l, MARK_PAGE);
	l->pages++;
	l->y = TOP;
	if (l->table != NULL)
		table_heading(l);
}

/* Room for `height` more on this page, or the next page. */
static void need(struct layout *l, double height) {
	if (l->y + height > FLOOR && l->y > TOP + 1)
		new_page(l);
}

static void paragraph(struct layout *l, const char *tag, struct paper_font font, enum colour colour, const char *text,
                      double before, double with_next) {
	double height = column(l, font, colour, LEFT, RIGHT - LEFT, false, text, 0, false);
	if (l->y > TOP)
		l->y += before;
	need(l, height + with_next);
	open_tag(l, tag);
	l->y += column(l, font, colour, LEFT, RIGHT - LEFT, false, text, l->y, true);
	close_tag(l, tag);
}

static void heading(struct layout *l, const struct document_block *b) {
	bool second = b->level == 2;
	struct paper_font font = {PAPER_BOLD, second ? 14 : 10.5};
	double with_next = second ? 70 : 34;
	if (second) {
		need(l, 24 + leading(font) + with_next);
		struct mark *m = mark(l, MARK_OUTLINE);
		m->text = b->text;
		m->y = l->y;
	}
	paragraph(l, second ? "H2" : "H3", font, second ? TEAL : INK, b->text, second ? 22 : 9, with_next);
	if (second) {
		rectangle(l, MARK_RULE, TEAL, LEFT, l->y + 3, RIGHT - LEFT, 1.2);
		l->y += 10;
	}
}

static void text(struct layout *l, const struct document_block *b) {
	bool quiet = b->style == DOCUMENT_QUIET;
	paragraph(l, "P", (struct paper_font){PAPER_REGULAR, quiet ? 8.5 : 10}, quiet ? QUIET : INK, b->text, quiet ? 1 : 4,
		0);
	l->y += quiet ? 2 : 4;
}

/* A panel: terms to the left, what they are to the right. */
static void facts(struct layout *l, const struct document_block *b) {
	const struct paper_font term = {PAPER_REGULAR, 9.5}, value = {PAPER_BOLD, 9.5};
	double left = LEFT + 12, middle = left + 165, height = 10;
	for (const struct document_row *r = b->rows; r != NULL; r = r->next)
		height += fmax(column(l, term, QUIET, left, 155, false, r->cells[0].text, 0, false),
		               column(l, value, INK, middle, RIGHT - 12 - middle, false, r->cells[1].text, 0, false)) + 4;
	l->y += 8;
	need(l, height + 8);
	rectangle(l, MARK_FILL, SAND, LEFT, l->y, RIGHT - LEFT, height + 6);
	l->y += 9;
	open_tag(l, "L");
	for (const struct document_row *r = b->rows; r != NULL; r = r->next) {
		open_tag(l, "LI");
		open_tag(l, "Lbl");
		double one = column(l, term, QUIET, left, 155, false, r->cells[0].text, l->y, true);
		close_tag(l, "Lbl");
		open_tag(l, "LBody");
		double two = column(l, value, INK, middle, RIGHT - 12 - middle, false, r->cells[1].text, l->y, true);
		close_tag(l, "LBody");
		close_tag(l, "LI");
		l->y += fmax(one, two) + 4;
	}
	close_tag(l, "L");
	l->y += 11;
}

struct place { /* of a table's column */
	double x, width;
};

static struct place place_of(const struct document_block *b, int i) {
	double all = 0, before = 0;
	for (int k = 0; k < b->n; k++) {
		all += b->columns[k].width;
		before += k < i ? b->columns[k].width : 0;
	}
	double wide = RIGHT - LEFT;
	return (struct place){LEFT + wide * before / all + PAD, wide * b->columns[i].width / all - 2 * PAD};
}

static const struct paper_font cell_font = {PAPER_REGULAR, 9}, strong_font = {PAPER_BOLD, 9},
	head_font = {PAPER_BOLD, 9.5}, small_font = {PAPER_REGULAR, 8};

static double heading_height(struct layout *l, const struct document_block *b, bool place) {
	double height = 0;
	for (int i = 0; i < b->n; i++) {
		struct place at = place_of(b, i);
		if (place)
			open_tag(l, "TH");
		height = fmax(height, column(l, small_font, QUIET, at.x, at.width, b->columns[i].number, b->columns[i].title,
			l->y, place));
		if (place)
			close_tag(l, "TH");
	}
	return height;
}

static void table_heading(struct layout *l) {
	open_tag(l, "TR");
	l->y += heading_height(l, l->table, true) + 3;
	close_tag(l, "TR");
	rectangle(l, MARK_RULE, INK, LEFT, l->y, RIGHT - LEFT, 0.8);
	l->y += 2;
}

static struct paper_font font_of(const struct document_cell *c) {
	return c->style == DOCUMENT_STRONG ? strong_font : cell_font;
}

static double row_height(struct layout *l, const struct document_block *b, const struct document_row *r) {
	double height = 0;
	if (r->kind == ROW_HEAD)
		return column(l, head_font, INK, 0, RIGHT - LEFT - 2 * PAD, false, r->cells[0].text, 0, false) + 11;
	if (r->kind == ROW_NOTE)
		return column(l, small_font, QUIET, 0, RIGHT - LEFT - 6 * PAD, false, r->cells[0].text, 0, false) + 5;
	for (int i = 0; i < r->n; i++)
		height = fmax(height, column(l, font_of(&r->cells[i]), INK, 0, place_of(b, i).width, false, r->cells[i].text, 0,
			false));
	return height + 6;
}

static void row_cells(struct layout *l, const struct document_block *b, const struct document_row *r) {
	for (int i = 0; i < r->n; i++) {
		const struct document_cell *c = &r->cells[i];
		struct place at = place_of(b, i);
		bool missing = c->style == DOCUMENT_MISSING;
		double width = missing ? fmin(at.width, paper_width(cell_font, c->text, strlen(c->text))) : 0;
		if (missing) /* an empty slot with those words */
			rectangle(l, MARK_BOX, QUIET, b->columns[i].number ? at.x + at.width - width - 3 : at.x - 3, l->y + 1.5,
				width + 6,
			          row_height(l, b, r) - 4);
		open_tag(l, "TD");
		column(l, font_of(c), c->style == DOCUMENT_QUIET || missing ? QUIET : INK, at.x, at.width, b->columns[i].number,
			c->text,
		       l->y + 2.5, true);
		close_tag(l, "TD");
	}
}

static void row(struct layout *l, const struct document_block *b, const struct document_row *r) {
	double height = row_height(l, b, r), with_next = 0;
	for (const struct document_row *k = r; k->next != NULL && (k->kind == ROW_HEAD || k->next->kind == ROW_NOTE); k =
		k->next)
		with_next += row_height(l, b, k->next); /* what names it or tells about it stays with it */
	need(l, height + with_next);
	open_tag(l, "TR");
	if (r->kind == ROW_HEAD) {
		open_tag(l, "TH");
		column(l, head_font, INK, LEFT + PAD, RIGHT - LEFT - 2 * PAD, false, r->cells[0].text, l->y + 7, true);
		close_tag(l, "TH");
	} else if (r->kind == ROW_NOTE) {
		open_tag(l, "TD");
		column(l, small_font, QUIET, LEFT + 5 * PAD, RIGHT - LEFT - 6 * PAD, false, r->cells[0].text, l->y, true);
		close_tag(l, "TD");
	} else {
		row_cells(l, b, r);
	}
	close_tag(l, "TR");
	l->y += height;
	if (r->next == NULL || r->next->kind != ROW_NOTE)
		rectangle(l, MARK_RULE, r->kind == ROW_HEAD ? QUIET : LINE, LEFT, l->y, RIGHT - LEFT, 0.5);
}

static void table(struct layout *l, const struct document_block *b) {
	need(l, heading_height(l, b, false) + 60);
	l->table = b;
	open_tag(l, "Table");
	table_heading(l);
	for (const struct document_row *r = b->rows; r != NULL; r = r->next)
		row(l, b, r);
	l->table = NULL;
	close_tag(l, "Table");
	l->y += 6;
}

static void lay_out(struct layout *l, const struct document *d) {
	l->y = 52;
	l->pages = 1;
	open_tag(l, "Document");
	paragraph(l, "H1", (struct paper_font){PAPER_BOLD, 22}, TEAL, d->title, 0, 0);
	paragraph(l, "P", (struct paper_font){PAPER_REGULAR, 13}, INK, d->subtitle, 2, 0);
	l->y += 8;
	for (const struct document_block *b = d->blocks; b != NULL; b = b->next)
		switch (b->kind) {
		case BLOCK_HEADING: heading(l, b); break;
		case BLOCK_TEXT: text(l, b); break;
		case BLOCK_FACTS: facts(l, b); break;
		default: table(l, b); break;
		}
	close_tag(l, "Document");
}

static void dip(cairo_t *cairo, enum colour c) {
	cairo_set_source_rgb(cairo, colours[c][0], colours[c][1], colours[c][2]);
}

/* What stands on every page, outside the text. `label` is "Page 2 of 7". */
static void margins(cairo_t *cairo, const struct document *d, int page, const char *label) {
	const struct paper_font font = {PAPER_REGULAR, 8};
	double width = paper_width(font, label, strlen(label));
	dip(cairo, TEAL);
	cairo_rectangle(cairo, 0, 0, WIDE, page == 1 ? 14 : 5);
	cairo_fill(cairo);
	dip(cairo, LINE);
	cairo_rectangle(cairo, LEFT, HIGH - 50, RIGHT - LEFT, 0.6);
	cairo_fill(cairo);
	dip(cairo, QUIET);
	if (page > 1)
		paper_text(cairo, font, LEFT, 34, d->title, paper_line(font, d->title, strlen(d->title), RIGHT - LEFT));
	paper_text(cairo, font, LEFT, HIGH - 36, d->foot, paper_line(font, d->foot, strlen(d->foot), RIGHT - LEFT - width -
		20));
	paper_text(cairo, font, RIGHT - width, HIGH - 36, label, strlen(label));
}

static void paint_one(cairo_t *cairo, const struct mark *m, int page) {
	static const double dashes[] = {2.5, 1.5};
	char link[60];
	dip(cairo, m->colour);
	switch (m->kind) {
	case MARK_TEXT: paper_text(cairo, m->font, m->x, m->y, m->text, m->n); break;
	case MARK_FILL:
	case MARK_RULE:
		cairo_rectangle(cairo, m->x, m->y, m->w, m->h);
		cairo_fill(cairo);
		break;
	case MARK_BOX:
		cairo_set_line_width(cairo, 0.6);
		cairo_set_dash(cairo, dashes, 2, 0);
		cairo_rectangle(cairo, m->x, m->y, m->w, m->h);
		cairo_stroke(cairo);
		break;
	case MARK_OPEN: cairo_tag_begin(cairo, m->text, NULL); break;
	case MARK_CLOSE: cairo_tag_end(cairo, m->text); break;
	case MARK_OUTLINE:
		snprintf(link, sizeof link, "page=%d pos=[%d %d]", page, (int)LEFT, (int)m->y);
		cairo_pdf_surface_add_outline(cairo_get_target(cairo), CAIRO_PDF_OUTLINE_ROOT, m->text, link,
			CAIRO_PDF_OUTLINE_FLAG_OPEN);
		break;
	default: break;
	}
}

static cairo_status_t paint(const struct document *d, const struct layout *l, const char *const *labels,
                            struct paper_sink *sink) {
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(paper_sink_write, sink, WIDE, HIGH);
	cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, d->title);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Atrama");
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, d->dated); /* or it would be now */
	cairo_t *cairo = cairo_create(surface);
	int page = 1;
	margins(cairo, d, page, labels[0]);
	for (const struct mark *m = l->marks; m != NULL; m = m->next) {
		if (m->kind == MARK_PAGE) {
			cairo_show_page(cairo);
			page++;
			margins(cairo, d, page, labels[page - 1]);
		} else {
			paint_one(cairo, m, page);
		}
	}
	cairo_show_page(cairo);
	cairo_status_t status = cairo_status(cairo);
	cairo_destroy(cairo);
	cairo_surface_finish(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	return status;
}

int document_pdf(const struct document *d, struct buf *out) {
	struct cx *cx = d->cx;
	struct layout l = {.cx = cx};
	lay_out(&l, d);
	const char **labels = arena_array(cx->arena, (size_t)l.pages, sizeof *labels);
	for (int i = 0; i < l.pages; i++)
		labels[i] = text_fill(cx->arena, _("Page %{n} of %{all}"), (struct text_fill[]){
			{"n", text_number(cx->arena, cx->lang, i + 1)}, {"all", text_number(cx->arena, cx->lang, l.pages)}, {0}});
	struct paper_sink pdf = {.ceiling = out->ceiling - out->n};
	return paper_sink_take(cx, &pdf, paint(d, &l, labels, &pdf), out);
}
