/*
 * Who stands where together, as an UpSet plot: above a bar for every combination, below its dots, one row a set.
 * The eight commonest combinations are drawn; the table has all of them.
 */
#include "view/chart_inside.h"

#include <stdlib.h>

#include "text/catalogue.h"
#include "text/format.h"

enum { LABEL = 128, LABEL_CHARS = 18, LABEL_LINES = 5, DRAWN = 8, TOP = 20, BARS = 92, ROW = 26, DOT = 6 };

static const json_t *combination(const struct chart *c, size_t i) {
	return json_array_get(json_object_get(c->json, "rows"), i);
}

static bool holds(const json_t *row, size_t set) {
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(row, "in"), i, one)
		if ((size_t)json_integer_value(one) == set)
			return true;
	return false;
}

static const char *set_name(const struct chart *c, size_t set) {
	return json_string_value(json_array_get(json_object_get(c->json, "sets"), set));
}

static size_t sets_n(const struct chart *c) {
	return json_array_size(json_object_get(c->json, "sets"));
}

/* "Police + NGO". */
static const char *label_of(const struct chart *c, const json_t *row) {
	struct buf b = buf_new(c->cx->arena, 1 << 16);
	for (size_t i = 0; i < sets_n(c); i++)
		if (holds(row, i))
			buf_printf(&b, "%s%s", b.n > 0 ? " + " : "", set_name(c, i));
	return b.n == 0 ? "" : b.at;
}

static int by_size(const void *a, const void *b) {
	double x = ((const struct row *)a)->x, y = ((const struct row *)b)->x;
	return x < y ? 1 : x > y ? -1 : 0;
}

static const json_t *row_of(const struct chart *c, const struct row *r) {
	return combination(c, r->at);
}

bool chart_upset_read(struct chart *c) {
	const json_t *rows = json_object_get(c->json, "rows");
	struct cx *cx = c->cx;
	c->n = json_array_size(rows);
	if (sets_n(c) == 0 || sets_n(c) > CHART_SETS || c->n == 0 || c->n > CHART_ROWS)
		return false;
	for (size_t i = 0; i < sets_n(c); i++)
		if (set_name(c, i) == NULL)
			return false;
	c->rows = arena_array(cx->arena, c->n, sizeof *c->rows);
	for (size_t i = 0; i < c->n; i++) {
		const json_t *row = combination(c, i);
		if (!json_is_array(json_object_get(row, "in")) || !chart_value(c, json_object_get(row, "value"), &c->rows[i]) ||
		    c->rows[i].value == NULL)
			return false;
		c->rows[i].at = i;
		c->most = larger(c->most, c->rows[i].x);
	}
	qsort(c->rows, c->n, sizeof *c->rows, by_size);
	chart_grid(c, 2, c->n);
	chart_heads(c, (const char *const[]){_("Together"), _("How many")});
	for (size_t i = 0; i < c->n; i++) {
		chart_cell(c, i, 0, label_of(c, row_of(c, &c->rows[i])));
		chart_cell(c, i, 1, c->rows[i].value);
	}
	return true;
}

/* "16 · Police": how many are in the set at all, and its name. */
static const char *set_label(const struct chart *c, size_t set) {
	int64_t sum = 0;
	for (size_t i = 0; i < c->n; i++)
		if (holds(row_of(c, &c->rows[i]), set))
			sum += (int64_t)c->rows[i].x;
	return arena_printf(c->cx->arena, "%s\u00a0\u00b7 %s", text_number(c->cx->arena, c->cx->lang, sum),
		set_name(c, set));
}

static double set_height(struct chart *c, size_t set) {
	return larger(ROW, 8 + SMALL_LINE * chart_lines(c, set_label(c, set), 0, -1, LABEL_CHARS, LABEL_LINES, 0, ""));
}

static void column(struct chart *c, size_t i, double x, double pace) {
	const json_t *row = row_of(c, &c->rows[i]);
	double bar = least(20, pace - 6), high = larger(c->most > 0 ? BARS * c->rows[i].x / c->most : 0, 1.5), y = TOP +
		BARS + 8;
	double from = -1, to = -1;
	bool several = json_array_size(json_object_get(row, "in")) > 1;
	buf_printf(c->out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>"
	                   "<text class=\"chart-small\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" font-size=\"12\" "
	                   "font-weight=\"700\">",
	           x - bar / 2, TOP + BARS - high, bar, high, several ? VERMILION : BLUE, x, TOP + BARS - high - 5);
	chart_text(c, c->rows[i].value);
	buf_str(c->out, "</text>\n");
	for (size_t s = 0; s < sets_n(c); s++) {
		double middle = y + set_height(c, s) / 2;
		if (holds(row, s)) {
			from = from < 0 ? middle : from;
			to = middle;
		}
		y += set_height(c, s);
	}
	if (to > from)
		buf_printf(c->out, "<path d=\"M%.1f %.1fV%.1f\" stroke=\"" VERMILION "\" stroke-width=\"3\"/>\n", x, from, to);
	y = TOP + BARS + 8;
	for (size_t s = 0; s < sets_n(c); s++) {
		buf_printf(c->out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" fill=\"%s\"/>", x, y + set_height(c, s) / 2,
		           holds(row, s) ? DOT : 4, !holds(row, s) ? TRACK : several ? VERMILION : BLUE);
		y += set_height(c, s);
	}
	buf_char(c->out, '\n');
}

void chart_upset(struct chart *c) {
	struct cx *cx = c->cx;
	size_t drawn = c->n < DRAWN ? c->n : DRAWN;
	double height = TOP + BARS + 8, pace = least(30, (WIDTH - LABEL - 4) / (double)drawn);
	for (size_t s = 0; s < sets_n(c); s++)
		height += set_height(c, s);
	if (c->n > drawn) {
		struct text_fill fills[] = {{"n", text_number(cx->arena, cx->lang, (int64_t)(c->n - drawn))}, {0}};
		c->notes = text_fill(cx->arena, text_say_n(cx->lang, "%{n} rarer combination stands in the table only.",
			"%{n} rarer combinations stand in the table only.", (int64_t)(c->n - drawn)), fills);
	}
	chart_begin(c, WIDTH, height + 4, chart_words(c));
	double y = TOP + BARS + 8;
	buf_printf(c->out, "<path d=\"M%d %dH%d\" stroke=\"" TRACK "\" stroke-width=\"1.5\"/>\n", LABEL, TOP + BARS, WIDTH);
	for (size_t s = 0; s < sets_n(c); s++) {
		double high = set_height(c, s);
		int lines = chart_lines(c, set_label(c, s), 0, -1, LABEL_CHARS, LABEL_LINES, 0, "");
		if (s % 2 == 0)
			buf_printf(c->out, "<rect x=\"0\" y=\"%.1f\" width=\"%d\" height=\"%.1f\" fill=\"" SAND "\"/>\n", y, WIDTH,
				high);
		chart_lines(c, set_label(c, s), 4, y + high / 2 - SMALL_LINE * lines / 2.0 + 12, LABEL_CHARS, LABEL_LINES,
			SMALL_LINE,
		            " class=\"chart-small\" font-size=\"13\"");
		y += high;
	}
	for (size_t i = 0; i < drawn; i++)
		column(c, i, LABEL + 8 + pace * ((double)i + 0.5), pace);
	chart_end(c, true);
}
