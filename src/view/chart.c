#include "view/chart.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "view/template.h"

/* Units of the viewBox: a phone's column shows them at 0.9, a desktop's (30rem) at 1.5, so 15 is never too small. */
enum { WIDTH = 320, LABEL_CHARS = 38, LABEL_LINES = 3, LINE = 19, BAR = 20, GAP = 14, SLOT = 104, DIGIT = 9 };

#define INK "#16232b"
#define QUIET "#505a5f"
#define TRACK "#d5dde0"
#define BLUE "#0072b2"      /* Okabe and Ito */
#define VERMILION "#d55e00" /* Okabe and Ito */
#define FONT "font-family=\"'Noto Sans', Arial, sans-serif\""

struct row {
	const char *label, *value; /* as text; value NULL: not reported */
	double x;
};

struct chart {
	struct cx *cx;
	struct buf *out;
	const char *id, *title, *source;
	struct row rows[CHART_ROWS];
	size_t n;
	double most;
};

static double least(double a, double b) {
	return a < b ? a : b;
}

static double larger(double a, double b) {
	return a > b ? a : b;
}

static int wrong(struct cx *cx) {
	return err_say(cx, ERR_INVALID, "chart", N_("This picture could not be drawn."), NULL);
}

static void text(struct chart *c, const char *s) {
	html_escape(c->out, s, strlen(s));
}

static const char *not_reported(const struct cx *cx) {
	return _("not reported");
}

static bool id_sound(const char *id) {
	size_t n = strlen(id);
	for (size_t i = 0; i < n; i++)
		if (!islower((unsigned char)id[i]) && !isdigit((unsigned char)id[i]) && id[i] != '-')
			return false;
	return n > 0 && n <= 40 && islower((unsigned char)*id);
}

static const char *id_of(struct cx *cx, const json_t *chart, const char *title) {
	const char *id = json_string_value(json_object_get(chart, "id"));
	if (id != NULL && id_sound(id))
		return id;
	uint32_t h = 2166136261U; /* FNV-1a of the title: two pictures of one page differ in it */
	for (; *title != 0; title++)
		h = (h ^ (unsigned char)*title) * 16777619U;
	return arena_printf(cx->arena, "chart-%08x", h);
}

static bool rows_get(struct chart *c, const json_t *rows) {
	size_t i;
	json_t *row;
	c->n = json_array_size(rows);
	if (c->n == 0 || c->n > CHART_ROWS)
		return false;
	json_array_foreach(rows, i, row) {
		struct row *r = &c->rows[i];
		json_t *v = json_object_get(row, "value");
		r->label = json_string_value(json_object_get(row, "label"));
		if (r->label == NULL || v == NULL || !(json_is_number(v) || json_is_null(v)))
			return false;
		r->x = json_number_value(v);
		if (!isfinite(r->x) || r->x < 0 || r->x > 9e15)
			return false;
		if (json_is_integer(v))
			r->value = text_number(c->cx->arena, c->cx->lang, json_integer_value(v));
		else if (json_is_real(v))
			r->value = text_decimal(c->cx->arena, c->cx->lang, r->x, 1);
		c->most = larger(c->most, r->x);
	}
	return true;
}

/* The figure up to the drawing itself: visible title, then title and description for those who cannot see it. */
static void begin(struct chart *c, const char *kind, double width, double height, const char *description) {
	buf_printf(c->out, "<figure class=\"chart chart-%s\"><figcaption class=\"chart-title\">", kind);
	text(c, c->title);
	buf_printf(c->out,
	           "</figcaption>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%s\" "
	           "role=\"img\" aria-labelledby=\"%s-t %s-d\" " FONT " font-size=\"15\" fill=\"" INK "\">\n"
	           "<title id=\"%s-t\">",
	           width, height, width < WIDTH ? "160" : "100%", c->id, c->id, c->id); /* a ring does not grow */
	text(c, c->title);
	buf_printf(c->out, "</title><desc id=\"%s-d\">", c->id);
	text(c, description);
	buf_str(c->out, "</desc>\n");
	buf_printf(c->out,
	           "<defs><pattern id=\"%s-h\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" "
	           "patternTransform=\"rotate(45)\"><rect width=\"7\" height=\"7\" fill=\"#ffffff\"/>"
	           "<path d=\"M0 0V7\" stroke=\"" QUIET "\" stroke-width=\"1.6\"/></pattern></defs>\n",
	           c->id);
}

static const char *description(struct chart *c) {
	struct buf b = buf_new(c->cx->arena, 1 << 20);
	for (size_t i = 0; i < c->n; i++)
		buf_printf(&b, "%s%s: %s", i > 0 ? "; " : "", c->rows[i].label,
		           c->rows[i].value != NULL ? c->rows[i].value : not_reported(c->cx));
	buf_char(&b, '.');
	return b.at;
}

static void table(struct chart *c) {
	struct cx *cx = c->cx;
	buf_str(c->out, "<details class=\"govuk-details chart-table\"><summary class=\"govuk-details__summary\">"
	                "<span class=\"govuk-details__summary-text\">");
	text(c, _("Show as a table"));
	buf_str(c->out, "</span></summary><div class=\"govuk-details__text\"><table class=\"govuk-table\">"
	                "<caption class=\"govuk-table__caption govuk-visually-hidden\">");
	text(c, c->title);
	buf_str(c->out, "</caption><tbody class=\"govuk-table__body\">\n");
	for (size_t i = 0; i < c->n; i++) {
		buf_str(c->out, "<tr class=\"govuk-table__row\"><th scope=\"row\" class=\"govuk-table__header\">");
		text(c, c->rows[i].label);
		buf_str(c->out, "</th><td class=\"govuk-table__cell govuk-table__cell--numeric\">");
		text(c, c->rows[i].value != NULL ? c->rows[i].value : not_reported(cx));
		buf_str(c->out, "</td></tr>\n");
	}
	buf_str(c->out, "</tbody></table></div></details>");
}

/* "2020, 2021: not reported" under a picture with gaps, where a slot has no room for the words. */
static void gaps(struct chart *c) {
	bool any = false;
	for (size_t i = 0; i < c->n; i++) {
		if (c->rows[i].value != NULL)
			continue;
		buf_str(c->out, any ? ", " : "<p class=\"chart-note\">");
		text(c, c->rows[i].label);
		any = true;
	}
	if (!any)
		return;
	buf_str(c->out, ": ");
	text(c, not_reported(c->cx));
	buf_str(c->out, "</p>\n");
}

static void end(struct chart *c, bool with_table, bool with_gaps) {
	buf_str(c->out, "</svg>\n");
	if (with_gaps)
		gaps(c);
	if (c->source != NULL && *c->source != 0) {
		buf_str(c->out, "<p class=\"chart-source\">");
		text(c, c->source);
		buf_str(c->out, "</p>\n");
	}
	if (with_table)
		table(c);
	buf_str(c->out, "</figure>\n");
}

/* How many bytes of `s` fit a line: up to the last blank within LABEL_CHARS, or all of them. */
static size_t line_bytes(const char *s) {
	size_t fits = 0, chars = 0, n = strlen(s);
	if (utf8_count(s, n) <= LABEL_CHARS)
		return n;
	for (size_t i = 0; i < n && chars <= LABEL_CHARS; i++) {
		chars += ((unsigned char)s[i] & 0xc0) != 0x80;
		if (s[i] == ' ' && i > 0)
			fits = i;
		else if (fits == 0 && chars <= LABEL_CHARS && ((unsigned char)s[i + 1] & 0xc0) != 0x80 && chars == LABEL_CHARS)
			return i + 1; /* one long word */
	}
	return fits > 0 ? fits : n;
}

/* The label in up to three lines; gives their number. With `y` negative it only counts. */
static int label(struct chart *c, const char *s, double y) {
	int lines = 0;
	while (*s != 0 && lines < LABEL_LINES) {
		size_t n = line_bytes(s);
		if (y >= 0) {
			buf_printf(c->out, "<text x=\"0\" y=\"%.0f\">", y + 15 + LINE * lines);
			html_escape(c->out, s, n);
			buf_str(c->out, lines == LABEL_LINES - 1 && s[n] != 0 ? "\u2026</text>\n" : "</text>\n");
		}
		lines++;
		s += n;
		while (*s == ' ')
			s++;
	}
	return lines;
}

static void bars(struct chart *c) {
	double height = 0, room = WIDTH;
	for (size_t i = 0; i < c->n; i++) {
		const char *v = c->rows[i].value;
		height += label(c, c->rows[i].label, -1) * LINE + BAR + GAP;
		if (v != NULL)
			room = least(room, WIDTH - 10 - DIGIT * (double)utf8_count(v, strlen(v)));
	}
	room = larger(room, 60);
	begin(c, "bars", WIDTH, height - GAP + 6, description(c));
	double y = 0;
	for (size_t i = 0; i < c->n; i++) {
		const struct row *r = &c->rows[i];
		y += label(c, r->label, y) * LINE + 4;
		double width = c->most > 0 ? room * r->x / c->most : 0;
		if (r->value == NULL) {
			buf_printf(c->out,
			           "<rect x=\"0.5\" y=\"%.1f\" width=\"%d\" height=\"%d\" fill=\"url(#%s-h)\" stroke=\"" QUIET "\" "
			           "stroke-dasharray=\"4 3\"/><text x=\"%d\" y=\"%.0f\" fill=\"" QUIET "\">",
			           y + 0.5, SLOT, BAR - 1, c->id, SLOT + 10, y + 15);
			text(c, not_reported(c->cx));
		} else {
			buf_printf(c->out,
			           "<rect x=\"0\" y=\"%.0f\" width=\"%.1f\" height=\"%d\" fill=\"" BLUE "\"/>"
			           "<text x=\"%.1f\" y=\"%.0f\" font-weight=\"700\">",
			           y, larger(width, 1.5), BAR, larger(width, 1.5) + 8, y + 15);
			text(c, r->value);
		}
		buf_str(c->out, "</text>\n");
		y += BAR + GAP - 4;
	}
	end(c, true, false);
}

static void spark(struct chart *c) {
	enum { TOP = 30, FLOOR = 104, LEFT = 8, RIGHT = WIDTH - 8, HEIGHT = 128 };
	size_t first = c->n, last = c->n;
	begin(c, "spark", WIDTH, HEIGHT, description(c));
	double pace = c->n > 1 ? (RIGHT - LEFT) / (double)(c->n - 1) : 0;
	double scale = c->most > 0 ? (FLOOR - TOP) / c->most : 0;
	buf_printf(c->out, "<path d=\"M%d %dH%d\" stroke=\"" TRACK "\" stroke-width=\"1.5\"/>\n", LEFT, FLOOR, RIGHT);
	for (size_t i = 0; i < c->n; i++) { /* gaps first: the line lies above them */
		double half = least(larger(pace / 2, 6), 16), x = LEFT + pace * (double)i;
		double from = larger(x - half, 0), to = least(x + half, WIDTH);
		if (c->rows[i].value == NULL)
			buf_printf(c->out,
			           "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"url(#%s-h)\" stroke=\"" QUIET
			           "\" stroke-dasharray=\"4 3\"/>\n",
			           from, TOP, to - from, FLOOR - TOP, c->id);
	}
	buf_str(c->out, "<path fill=\"none\" stroke=\"" BLUE "\" stroke-width=\"3\" stroke-linejoin=\"round\" d=\"");
	for (size_t i = 0; i < c->n; i++) {
		if (c->rows[i].value == NULL)
			continue;
		bool joins = last != c->n && last + 1 == i;
		buf_printf(c->out, "%c%.1f %.1f", joins ? 'L' : 'M', LEFT + pace * (double)i, FLOOR - c->rows[i].x * scale);
		first = first == c->n ? i : first;
		last = i;
	}
	buf_str(c->out, "\"/>\n");
	for (size_t i = 0; i < c->n; i++) { /* a year between two gaps has no line, and the ends are written */
		bool alone = c->rows[i].value != NULL && (i == 0 || c->rows[i - 1].value == NULL) &&
		             (i + 1 == c->n || c->rows[i + 1].value == NULL);
		double x = LEFT + pace * (double)i, y = FLOOR - c->rows[i].x * scale;
		if (i == first || i == last || alone)
			buf_printf(c->out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"" BLUE "\" stroke=\"#ffffff\" stroke-width=\"1.5\"/>\n", x, y);
		if (i != first && i != last)
			continue;
		const char *anchor = x < WIDTH / 4 ? "start" : x > WIDTH * 3 / 4 ? "end" : "middle";
		double at = x < WIDTH / 4 ? x - LEFT : x > WIDTH * 3 / 4 ? x + LEFT : x;
		buf_printf(c->out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-weight=\"700\">", at, larger(y - 11, 16), anchor);
		text(c, c->rows[i].value);
		buf_str(c->out, "</text>\n");
	}
	for (size_t i = 0; i < c->n; i += c->n > 1 ? c->n - 1 : 1) {
		buf_printf(c->out, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"" QUIET "\">", i == 0 ? 0 : WIDTH, HEIGHT - 5,
		           i == 0 ? "start" : "end");
		text(c, c->rows[i].label);
		buf_str(c->out, "</text>\n");
	}
	end(c, true, true);
}

static int ring(struct chart *c, const json_t *chart) {
	enum { SIDE = 160, RADIUS = 66, STROKE = 16 };
	struct cx *cx = c->cx;
	json_t *day_json = json_object_get(chart, "day"), *of_json = json_object_get(chart, "of");
	int64_t day = json_integer_value(day_json), of = json_integer_value(of_json);
	if (!json_is_integer(day_json) || !json_is_integer(of_json) || of < 1 || of > 10000 || day < 0 || day > 100000)
		return wrong(cx);
	double round = 2 * M_PI * RADIUS, share = day >= of ? 1 : (double)day / (double)of;
	const char *day_text_ = text_number(cx->arena, cx->lang, day);
	struct text_fill fills[] = {{"n", text_number(cx->arena, cx->lang, of)}, {"day", day_text_}, {0}};
	begin(c, "ring", SIDE, SIDE, text_fill(cx->arena, _("Day %{day} of %{n}."), fills));
	buf_printf(c->out, "<circle cx=\"80\" cy=\"80\" r=\"%d\" fill=\"none\" stroke=\"" TRACK "\" stroke-width=\"%d\"/>\n", RADIUS, STROKE);
	if (day > of) /* past the end: broken, so that it is told without colour */
		buf_printf(c->out, "<circle cx=\"80\" cy=\"80\" r=\"%d\" fill=\"none\" stroke=\"" VERMILION "\" stroke-width=\"%d\" "
		                   "stroke-dasharray=\"9 4\"/>\n", RADIUS, STROKE);
	else if (day > 0)
		buf_printf(c->out, "<circle cx=\"80\" cy=\"80\" r=\"%d\" fill=\"none\" stroke=\"" BLUE "\" stroke-width=\"%d\" "
		                   "stroke-dasharray=\"%.2f %.2f\" transform=\"rotate(-90 80 80)\"/>\n",
		           RADIUS, STROKE, round * share, round);
	buf_str(c->out, "<text x=\"80\" y=\"88\" text-anchor=\"middle\" font-size=\"44\" font-weight=\"700\">");
	text(c, day_text_);
	buf_str(c->out, "</text><text x=\"80\" y=\"112\" text-anchor=\"middle\" font-size=\"16\">");
	text(c, text_fill(cx->arena, text_say_n(cx->lang, "of %{n} day", "of %{n} days", of), fills));
	buf_str(c->out, "</text>\n");
	end(c, false, false);
	return ERR_OK;
}

int chart_draw(struct cx *cx, json_t *chart, struct buf *out) {
	const char *kind = json_string_value(json_object_get(chart, "kind"));
	struct chart c = {.cx = cx, .out = out, .title = json_string_value(json_object_get(chart, "title")),
	                  .source = json_string_value(json_object_get(chart, "source"))};
	if (kind == NULL || c.title == NULL || *c.title == 0)
		return wrong(cx);
	c.id = id_of(cx, chart, c.title);
	if (str_equal(kind, "ring"))
		return ring(&c, chart);
	if (!(str_equal(kind, "bars") || str_equal(kind, "spark")) || !rows_get(&c, json_object_get(chart, "rows")))
		return wrong(cx);
	if (str_equal(kind, "bars"))
		bars(&c);
	else
		spark(&c);
	return ERR_OK;
}
