/* Years as lines: one picture of one figure, or small multiples of several, each with a scale of its own from
   nought. */
#include "view/chart_inside.h"

#include <string.h>

#include "base/utf8.h"
#include "text/catalogue.h"

enum { SPARK_HEIGHT = 128, PANEL_WIDTH = 184, PANEL_HEIGHT = 96 };

static void point(struct chart *c, const struct row *row, double x, double y, double width, bool written) {
	enum { EDGE = 8 };
	buf_printf(c->out,
		"<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"" BLUE "\" stroke=\"#ffffff\" stroke-width=\"1.5\"/>\n", x, y);
	if (!written)
		return;
	const char *anchor = x < width / 4 ? "start" : x > width * 3 / 4 ? "end" : "middle";
	double at = x < width / 4 ? x - EDGE : x > width * 3 / 4 ? x + EDGE : x;
	buf_printf(c->out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-weight=\"700\">", at, larger(y - 11, 16),
		anchor);
	chart_text(c, row->value);
	buf_str(c->out, "</text>\n");
}

static double letters(const struct row *row) {
	return row->value == NULL ? 0 : (double)utf8_count(row->value, strlen(row->value));
}

void chart_line(struct chart *c, const struct row *rows, size_t n, double width, double height) {
	enum { TOP = 30, LEFT = 8 };
	double right = width - 8, floor = height - 24, most = 0;
	size_t first = n, last = n;
	for (size_t i = 0; i < n; i++)
		most = larger(most, rows[i].x);
	double pace = n > 1 ? (right - LEFT) / (double)(n - 1) : 0, scale = most > 0 ? (floor - TOP) / most : 0;
	buf_printf(c->out, "<path d=\"M%d %.0fH%.0f\" stroke=\"" TRACK "\" stroke-width=\"1.5\"/>\n", LEFT, floor, right);
	for (size_t i = 0; i < n; i++) { /* gaps first: the line lies above them */
		double half = least(larger(pace / 2, 6), 16), x = LEFT + pace * (double)i;
		double from = larger(x - half, 0), to = least(x + half, width);
		if (rows[i].value == NULL)
			buf_printf(c->out,
			           "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%.0f\" fill=\"url(#%s-h)\" stroke=\"" QUIET
			           "\" stroke-dasharray=\"4 3\"/>\n",
			           from, TOP, to - from, floor - TOP, c->id);
	}
	buf_str(c->out, "<path fill=\"none\" stroke=\"" BLUE "\" stroke-width=\"3\" stroke-linejoin=\"round\" d=\"");
	for (size_t i = 0; i < n; i++) {
		if (rows[i].value == NULL)
			continue;
		bool joins = last != n && last + 1 == i;
		buf_printf(c->out, "%c%.1f %.1f", joins ? 'L' : 'M', LEFT + pace * (double)i, floor - rows[i].x * scale);
		first = first == n ? i : first;
		last = i;
	}
	buf_str(c->out, "\"/>\n");
	bool both = first >= last || pace * (double)(last - first) > 9.5 * (letters(&rows[first]) +
		letters(&rows[last])) / 2 + 16;
	/* a year between two gaps has no line, and the ends are written if there is room */
	for (size_t i = 0; i < n; i++) {
		bool alone = rows[i].value != NULL && (i == 0 || rows[i - 1].value == NULL) &&
			(i + 1 == n || rows[i + 1].value == NULL);
		if (i == first || i == last || alone)
			point(c, &rows[i], LEFT + pace * (double)i, floor - rows[i].x * scale, width, (i == first && both) ||
				i == last);
	}
	for (size_t i = 0; i < n; i += n > 1 ? n - 1 : 1) {
		buf_printf(c->out, "<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"%s\" fill=\"" QUIET "\">", i == 0 ? 0 : width,
			height - 5,
		           i == 0 ? "start" : "end");
		chart_text(c, rows[i].label);
		buf_str(c->out, "</text>\n");
	}
}

void chart_spark(struct chart *c) {
	c->notes = chart_gaps(c, c->rows, c->n);
	chart_begin(c, WIDTH, SPARK_HEIGHT, chart_words(c));
	chart_line(c, c->rows, c->n, WIDTH, SPARK_HEIGHT);
	chart_end(c, true);
}

/* Small multiples: c->rows holds one panel after the other, c->n points each. */
bool chart_small_read(struct chart *c) {
	const json_t *labels = json_object_get(c->json, "labels"), *panels = json_object_get(c->json, "rows");
	size_t n = json_array_size(labels), panels_n = json_array_size(panels), i;
	json_t *panel;
	if (n == 0 || n > CHART_POINTS || panels_n == 0 || panels_n > CHART_POINTS)
		return false;
	c->n = n;
	c->rows = arena_array(c->cx->arena, n * panels_n, sizeof *c->rows);
	chart_grid(c, n + 1, panels_n);
	const char **heads = arena_array(c->cx->arena, n + 1, sizeof *heads);
	heads[0] = "";
	for (size_t k = 0; k < n; k++) {
		heads[k + 1] = json_string_value(json_array_get(labels, k));
		if (heads[k + 1] == NULL)
			return false;
	}
	chart_heads(c, heads);
	json_array_foreach(panels, i, panel) {
		const json_t *values = json_object_get(panel, "values");
		const char *label = json_string_value(json_object_get(panel, "label"));
		if (label == NULL || json_array_size(values) != n)
			return false;
		chart_cell(c, i, 0, label);
		for (size_t k = 0; k < n; k++) {
			struct row *r = &c->rows[i * n + k];
			r->label = heads[k + 1];
			if (!chart_value(c, json_array_get(values, k), r))
				return false;
			chart_cell(c, i, k + 1, r->value);
		}
	}
	return true;
}

static const char *panel_words(struct chart *c, const struct row *rows) {
	struct buf b = buf_new(c->cx->arena, 1 << 16);
	for (size_t i = 0; i < c->n; i++)
		buf_printf(&b, "%s%s: %s", i > 0 ? "; " : "", rows[i].label, rows[i].value == NULL ? chart_not_reported(c->cx) :
			rows[i].value);
	return b.at;
}

/* On a page every panel is an SVG of its own, so that a telephone sets them below each other. */
static void panels_on_page(struct chart *c) {
	buf_printf(c->out, "<figure class=\"chart chart-lines\"><figcaption class=\"chart-title\">");
	chart_text(c, c->title);
	buf_printf(c->out,
		"</figcaption>\n<svg width=\"0\" height=\"0\" aria-hidden=\"true\" focusable=\"false\" "
		"class=\"chart-none\"><defs>"
		"<pattern id=\"%s-h\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" "
		"patternTransform=\"rotate(45)\"><rect width=\"7\" "
		"height=\"7\" fill=\"#ffffff\"/><path d=\"M0 0V7\" stroke=\"" QUIET "\" "
		"stroke-width=\"1.6\"/></pattern></defs></svg>\n"
		"<ul class=\"chart-panels\">\n", c->id);
	for (size_t i = 0; i < c->grid.rows; i++) {
		const struct row *rows = &c->rows[i * c->n];
		const char *label = c->grid.cells[(i + 1) * c->grid.columns], *gaps = chart_gaps(c, rows, c->n);
		buf_str(c->out, "<li class=\"chart-panel\"><p class=\"chart-panel-title\">");
		chart_text(c, label);
		buf_printf(c->out,
			"</p><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"100%%\" role=\"img\" "
			"aria-label=\"",
		           PANEL_WIDTH, PANEL_HEIGHT);
		chart_text(c, label);
		buf_str(c->out, ". ");
		chart_text(c, panel_words(c, rows));
		buf_str(c->out, "\" font-family=\"'Noto Sans', Arial, sans-serif\" font-size=\"15\" fill=\"" INK "\">\n");
		chart_line(c, rows, c->n, PANEL_WIDTH, PANEL_HEIGHT);
		buf_str(c->out, "</svg>");
		if (gaps != NULL) {
			buf_str(c->out, "<p class=\"chart-note\">");
			chart_text(c, gaps);
			buf_str(c->out, "</p>");
		}
		buf_str(c->out, "</li>\n");
	}
	buf_str(c->out, "</ul>\n");
	chart_after(c, true);
}

void chart_small(struct chart *c) {
	enum { COLUMN = 168, DRAWN = 152, LABEL_STEP = 17, FRAME = LABEL_STEP * 3 + PANEL_HEIGHT + 24 };
	if (!c->alone) {
		panels_on_page(c);
		return;
	}
	size_t high = (c->grid.rows + 1) / 2;
	chart_begin(c, WIDTH, (double)(high * FRAME), chart_words(c));
	for (size_t i = 0; i < c->grid.rows; i++) {
		const struct row *rows = &c->rows[i * c->n];
		const char *gaps = chart_gaps(c, rows, c->n);
		buf_printf(c->out, "<g transform=\"translate(%zu %zu)\">\n", i % 2 * COLUMN, i / 2 * FRAME);
		chart_lines(c, c->grid.cells[(i + 1) * c->grid.columns], 0, 14, 21, 3, LABEL_STEP,
			" font-size=\"13\" font-weight=\"700\"");
		buf_printf(c->out, "<g transform=\"translate(0 %d)\">\n", 3 * LABEL_STEP);
		chart_line(c, rows, c->n, DRAWN, PANEL_HEIGHT);
		if (gaps != NULL)
			chart_lines(c, gaps, 0, PANEL_HEIGHT + 12, 24, 1, 14, " font-size=\"12\" fill=\"" QUIET "\"");
		buf_str(c->out, "</g></g>\n");
	}
	chart_end(c, true);
}
