/* Laid out twice by the same functions: first to count the sheets, then to draw them. Nothing is allocated while cairo
   draws. */
#include "view/blank.h"

#include <cairo-pdf.h>
#include <math.h>
#include <string.h>

#include "text/catalogue.h"
#include "text/format.h"
#include "view/paper.h"

/* Points: 72 an inch, on A4. */
#define WIDE 595.28
#define HIGH 841.89
#define LEFT 50.0
#define RIGHT (WIDE - 50.0)
#define IN (LEFT + 30.0) /* where questions begin; their numbers stand before it */
#define TOP 92.0
#define FLOOR (HIGH - 46.0)
#define BOX 9.0
#define LINE 21.0        /* from one line to write on to the next */

enum ink { INK, TEAL, QUIET, PALE };

struct words { /* of the sheet itself, in the reader's language */
	const char *day, *number, *by, *year, *month, *of_month, *hour, *minute, *order;
	const char **pages;
};

struct sheet {
	const struct blank *blank;
	const struct words *words;
	cairo_t *cairo; /* NULL: only counted */
	bool dry;       /* only measured: sheets do not end */
	double y;
	int page;
};

static const struct paper_font label_font = {PAPER_BOLD, 10}, plain_font = {PAPER_REGULAR, 9.5},
	small_font = {PAPER_REGULAR, 8.2}, code_font = {PAPER_REGULAR, 7};

static bool draws(const struct sheet *s) {
	return s->cairo != NULL && !s->dry;
}

static void dip(const struct sheet *s, enum ink ink) {
	static const double inks[][3] = {{0.09, 0.14, 0.17}, {0.04, 0.36, 0.42}, {0.31, 0.35, 0.37}, {0.62, 0.67, 0.69}};
	cairo_set_source_rgb(s->cairo, inks[ink][0], inks[ink][1], inks[ink][2]);
}

static void rule(const struct sheet *s, double x, double y, double width, enum ink ink) {
	if (!draws(s))
		return;
	dip(s, ink);
	cairo_rectangle(s->cairo, x, y, width, 0.6);
	cairo_fill(s->cairo);
}

static void box(const struct sheet *s, double x, double y, double width, double height, bool round) {
	if (!draws(s))
		return;
	dip(s, QUIET);
	cairo_set_line_width(s->cairo, 0.8);
	if (round)
		cairo_arc(s->cairo, x + width / 2, y + height / 2, width / 2, 0, 2 * M_PI);
	else
		cairo_rectangle(s->cairo, x, y, width, height);
	cairo_stroke(s->cairo);
}

static void put(const struct sheet *s, struct paper_font font, enum ink ink, double x, double y, const char *text,
	size_t n) {
	if (!draws(s) || n == 0)
		return;
	dip(s, ink);
	paper_text(s->cairo, font, x, y + font.size * 1.07, text, n);
}

static double across(struct paper_font font, const char *text) {
	return paper_width(font, text, strlen(text));
}

/* Text in a column; how high it is. */
static double column(const struct sheet *s, struct paper_font font, enum ink ink, double x, double y, double width,
	const char *text) {
	double begin = y;
	size_t n = strlen(text);
	while (n > 0) {
		size_t k = paper_line(font, text, n, width);
		put(s, font, ink, x, y, text, k);
		text += k;
		n -= k;
		for (bool first = true; n > 0 && (*text == ' ' || (first && *text == '\n')); first = false) {
			text++;
			n--;
		}
		y += font.size * 1.34;
	}
	return y - begin;
}

static void tag(const struct sheet *s, bool begin, const char *name) {
	if (draws(s) && begin)
		cairo_tag_begin(s->cairo, name, NULL);
	else if (draws(s))
		cairo_tag_end(s->cairo, name);
}

/* Sheets ----------------------------------------------------------------------------------------------------------- */

static double place_for(const struct sheet *s, double x, double width, const char *what) {
	put(s, small_font, QUIET, x, 56, what, strlen(what));
	double from = x + across(small_font, what) + 5;
	rule(s, from, 67, fmax(x + width - from, 10), QUIET);
	return x + width + 14;
}

static void margins(const struct sheet *s) {
	if (!draws(s))
		return;
	const struct blank *b = s->blank;
	const char *label = s->words->pages[s->page - 1];
	double width = across(small_font, label), version = across(small_font, b->version);
	dip(s, TEAL);
	cairo_rectangle(s->cairo, 0, 0, WIDE, 6);
	cairo_fill(s->cairo);
	put(s, small_font, QUIET, LEFT, 26, b->title,
		paper_line(small_font, b->title, strlen(b->title), RIGHT - LEFT - width - 30));
	put(s, small_font, QUIET, RIGHT - width, 26, label, strlen(label));
	double x = place_for(s, LEFT, 150, s->words->day);
	x = place_for(s, x, 110, s->words->number);
	place_for(s, x, RIGHT - x, s->words->by);
	rule(s, LEFT, 80, RIGHT - LEFT, PALE);
	put(s, small_font, QUIET, RIGHT - fmin(version, 200), HIGH - 32, b->version,
		paper_line(small_font, b->version, strlen(b->version), 200));
}

static void need(struct sheet *s, double height) {
	if (s->dry || s->y + height <= FLOOR || s->y <= TOP + 1)
		return;
	if (s->cairo != NULL)
		cairo_show_page(s->cairo);
	s->page++;
	s->y = TOP;
	margins(s);
}

/* Answers ---------------------------------------------------------------------------------------------------------- */

static void lines(struct sheet *s, int n, double width) {
	for (int i = 0; i < n; i++) {
		need(s, LINE);
		s->y += LINE;
		rule(s, IN, s->y - 3, width, QUIET);
	}
	s->y += 3;
}

/* Boxes for n figures, and what belongs into them below. */
static double boxes(const struct sheet *s, double x, int n, const char *below) {
	for (int i = 0; i < n; i++)
		box(s, x + i * 15, s->y + 3, 15, 18, false);
	put(s, code_font, QUIET, x, s->y + 22, below, strlen(below));
	return x + fmax(n * 15, across(code_font, below)) + 10;
}

static void day(struct sheet *s, bool has_day, bool has_clock) {
	const struct words *w = s->words;
	double x = IN;
	need(s, 34);
	if (has_day) {
		x = boxes(s, x, 4, w->year);
		x = boxes(s, x, 2, w->month);
		x = boxes(s, x, 2, w->of_month);
	}
	if (has_clock) {
		x = boxes(s, x + (has_day ? 14 : 0), 2, w->hour);
		boxes(s, x, 2, w->minute);
	}
	s->y += 34;
}

static double option_height(const struct sheet *s, const struct blank_option *o, double width) {
	struct sheet dry = *s;
	dry.dry = true;
	return fmax(BOX + 4, column(&dry, plain_font, INK, 0, 0, width - BOX - 8 - across(code_font, o->code) - 6, o->label)) + 3;
}

static void option(const struct sheet *s, const struct blank_item *item, const struct blank_option *o, double x,
	double width) {
	bool order = item->answer == BLANK_ORDER;
	double code = across(code_font, o->code), room = width - BOX - 8 - code - 6;
	box(s, x, s->y + 2, order ? BOX + 4 : BOX, order ? BOX + 4 : BOX, item->answer == BLANK_ONE);
	column(s, plain_font, INK, x + BOX + 8, s->y, room, o->label);
	double label = fmin(across(plain_font, o->label), room);
	put(s, code_font, PALE, x + BOX + 8 + label + 5, s->y + 3, o->code, strlen(o->code));
}

/* Side by side where the longest leaves room for it. */
static void options(struct sheet *s, const struct blank_item *item) {
	double widest = 0, whole = RIGHT - IN;
	for (size_t i = 0; i < item->options_n; i++)
		widest = fmax(widest, across(plain_font, item->options[i].label) + across(code_font, item->options[i].code) + BOX + 24);
	size_t beside = widest * 4 <= whole && item->options_n > 4 ? 4 : widest * 3 <= whole && item->options_n > 2 ? 3
		: widest * 2 <= whole ? 2 : 1;
	double width = whole / (double)beside;
	if (item->answer == BLANK_ORDER)
		s->y += column(s, small_font, QUIET, IN, s->y, whole, s->words->order) + 2;
	for (size_t i = 0; i < item->options_n; i += beside) {
		double height = 0;
		for (size_t k = i; k < i + beside && k < item->options_n; k++)
			height = fmax(height, option_height(s, &item->options[k], width));
		need(s, height);
		for (size_t k = i; k < i + beside && k < item->options_n; k++)
			option(s, item, &item->options[k], IN + width * (double)(k - i), width);
		s->y += height;
	}
}

static void answer(struct sheet *s, const struct blank_item *item) {
	s->y += 2;
	switch (item->answer) {
	case BLANK_LINE: lines(s, 1, RIGHT - IN); break;
	case BLANK_LINES: lines(s, 4, RIGHT - IN); break;
	case BLANK_NUMBER: lines(s, 1, 130); break;
	case BLANK_DAY: day(s, true, false); break;
	case BLANK_CLOCK: day(s, false, true); break;
	case BLANK_DAY_CLOCK: day(s, true, true); break;
	case BLANK_TICK:
		need(s, BOX + 6);
		box(s, IN, s->y + 2, BOX, BOX, false);
		s->y += BOX + 6;
		break;
	default: options(s, item); break;
	}
}

/* Items ------------------------------------------------------------------------------------------------------------ */

static void ask(struct sheet *s, const struct blank_item *item) {
	double width = RIGHT - IN;
	s->y += 9;
	if (item->skip[0] != 0)
		s->y += column(s, small_font, TEAL, IN, s->y, width, item->skip) + 1;
	put(s, label_font, TEAL, LEFT, s->y, item->number, strlen(item->number));
	s->y += column(s, label_font, INK, IN, s->y, width, item->label) + 1;
	s->y += column(s, small_font, QUIET, IN, s->y, width, item->hint);
	answer(s, item);
}

static double column_height(const struct sheet *s, const struct blank_column *c, double width) {
	struct sheet dry = *s;
	dry.dry = true;
	return column(&dry, small_font, INK, 0, 0, width - 8 - across(small_font, c->number) - 4, c->label)
		+ column(&dry, code_font, QUIET, 0, 0, width - 8, c->codes) + 8;
}

static void table(struct sheet *s, const struct blank_item *item) {
	double width = (RIGHT - LEFT) / item->columns_n, head = 0, row = 26;
	for (int i = 0; i < item->columns_n; i++)
		head = fmax(head, column_height(s, &item->columns[i], width));
	s->y += 6;
	need(s, head + row * 2);
	for (int i = 0; i < item->columns_n; i++) {
		const struct blank_column *c = &item->columns[i];
		double x = LEFT + width * i, number = across(small_font, c->number) + 4;
		put(s, (struct paper_font){PAPER_BOLD, small_font.size}, TEAL, x + 4, s->y + 3, c->number, strlen(c->number));
		double high = column(s, small_font, INK, x + 4 + number, s->y + 3, width - 8 - number, c->label);
		column(s, code_font, QUIET, x + 4, s->y + 3 + high, width - 8, c->codes);
		box(s, x, s->y, width, head, false);
	}
	s->y += head;
	for (int r = 0; r < item->rows; r++) {
		need(s, row);
		for (int i = 0; i < item->columns_n; i++)
			box(s, LEFT + width * i, s->y, width, row, false);
		s->y += row;
	}
	s->y += 6;
}

static void heading(struct sheet *s, const struct blank_item *item) {
	bool second = item->level == 2;
	struct paper_font font = {PAPER_BOLD, second ? 13 : 10.5};
	s->y += second ? 14 : 10;
	s->y += column(s, font, TEAL, LEFT, s->y, RIGHT - LEFT, item->label);
	if (second)
		rule(s, LEFT, s->y + 1, RIGHT - LEFT, TEAL);
	s->y += 3;
	if (item->skip[0] != 0)
		s->y += column(s, small_font, TEAL, LEFT, s->y, RIGHT - LEFT, item->skip);
}

static void item_put(struct sheet *s, const struct blank_item *item) {
	if (item->kind == BLANK_HEADING)
		heading(s, item);
	else if (item->kind == BLANK_TABLE)
		table(s, item);
	else if (item->kind == BLANK_ASK)
		ask(s, item);
	else {
		s->y += 6;
		if (item->skip[0] != 0)
			s->y += column(s, small_font, TEAL, IN, s->y, RIGHT - IN, item->skip) + 1;
		s->y += column(s, plain_font, INK, IN, s->y, RIGHT - IN, item->label);
		s->y += column(s, small_font, QUIET, IN, s->y, RIGHT - IN, item->hint);
	}
}

static double height_of(const struct sheet *s, const struct blank_item *item) {
	struct sheet dry = *s;
	dry.dry = true;
	dry.y = 0;
	item_put(&dry, item);
	return dry.y;
}

static void all(struct sheet *s) {
	static const char *const tags[] = {"H2", "P", "P", "P"};
	const struct blank *b = s->blank;
	margins(s);
	s->y = TOP;
	tag(s, true, "H1");
	s->y += column(s, (struct paper_font){PAPER_BOLD, 18}, TEAL, LEFT, s->y, RIGHT - LEFT, b->title) + 2;
	tag(s, false, "H1");
	s->y += column(s, small_font, QUIET, LEFT, s->y, RIGHT - LEFT, b->lead);
	for (const struct blank_item *i = b->items; i != NULL; i = i->next) {
		double height = height_of(s, i);
		for (const struct blank_item *k = i; k->kind == BLANK_HEADING && k->next != NULL; k = k->next)
			height += fmin(height_of(s, k->next), 160); /* no heading is the last of its sheet */
		if (i->kind == BLANK_TABLE || height > FLOOR - TOP)
			height = fmin(height, 120);
		need(s, height);
		tag(s, true, tags[i->kind]);
		item_put(s, i);
		tag(s, false, tags[i->kind]);
	}
}

static cairo_status_t paint(const struct blank *b, const struct words *w, struct paper_sink *sink) {
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(paper_sink_write, sink, WIDE, HIGH);
	cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, b->title);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Atrama");
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, b->dated); /* or it would be now */
	struct sheet s = {.blank = b, .words = w, .cairo = cairo_create(surface), .page = 1};
	all(&s);
	cairo_show_page(s.cairo);
	cairo_status_t status = cairo_status(s.cairo);
	cairo_destroy(s.cairo);
	cairo_surface_finish(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	return status;
}

struct blank *blank_new(struct cx *cx, const char *title, const char *version, const char *lead, const char *dated) {
	struct blank *b = arena_alloc(cx->arena, sizeof *b);
	*b = (struct blank){.cx = cx, .title = title, .version = version, .lead = lead, .dated = dated};
	return b;
}

struct blank_item *blank_add(struct blank *b, int kind, const char *label) {
	struct blank_item *i = arena_alloc(b->cx->arena, sizeof *i);
	*i = (struct blank_item){.level = 2, .number = "", .label = label, .hint = "", .skip = ""};
	i->kind = kind;
	if (b->last == NULL)
		b->items = i;
	else
		b->last->next = i;
	return b->last = i;
}

int blank_pdf(const struct blank *b, struct buf *out) {
	struct cx *cx = b->cx;
	struct words w = {.day = _("Day"), .number = _("Number"), .by = _("Filled in by"), .year = _("Year"), .month = _("Month"),
		.of_month = _("Day"), .hour = _("Hour"), .minute = _("Minute"), .order = _("1 is the first in order.")};
	struct sheet count = {.blank = b, .words = &w, .page = 1};
	all(&count);
	w.pages = arena_array(cx->arena, (size_t)count.page, sizeof *w.pages);
	for (int i = 0; i < count.page; i++)
		w.pages[i] = text_fill(cx->arena, _("Page %{n} of %{all}"), (struct text_fill[]){
			{"n", text_number(cx->arena, cx->lang, i + 1)}, {"all", text_number(cx->arena, cx->lang, count.page)}, {0}});
	struct paper_sink pdf = {.ceiling = out->ceiling - out->n};
	return paper_sink_take(cx, &pdf, paint(b, &w, &pdf), out);
}
