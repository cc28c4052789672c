/* What every picture has: its frame, its words, its table; and which kind is drawn by whom. */
#include "view/chart_inside.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "view/template.h"

#define FONT "font-family=\"'Noto Sans', Arial, sans-serif\""

enum { MARGIN = 16, TITLE_CHARS = 36, TITLE_LINES = 5, TITLE_STEP = 20, SOURCE_CHARS = 54, SOURCE_LINES = 6 };

double least(double a, double b) {
	return a < b ? a : b;
}

double larger(double a, double b) {
	return a > b ? a : b;
}

void chart_text(struct chart *c, const char *s) {
	html_escape(c->out, s, strlen(s));
}

const char *chart_not_reported(const struct cx *cx) {
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

bool chart_value(struct chart *c, const json_t *v, struct row *ret_row) {
	if (v == NULL || !(json_is_number(v) || json_is_null(v)))
		return false;
	double x = json_number_value(v);
	if (!isfinite(x) || x < 0 || x > 9e15)
		return false;
	ret_row->x = x;
	if (json_is_integer(v))
		ret_row->value = text_number(c->cx->arena, c->cx->lang, json_integer_value(v));
	else if (json_is_real(v))
		ret_row->value = text_decimal(c->cx->arena, c->cx->lang, x, 1);
	else
		ret_row->value = NULL;
	return true;
}

void chart_grid(struct chart *c, size_t columns, size_t rows) {
	c->grid = (struct grid){columns, rows, arena_array(c->cx->arena, columns * (rows + 1), sizeof *c->grid.cells)};
	for (size_t i = 0; i < columns * (rows + 1); i++)
		c->grid.cells[i] = i < columns ? "" : NULL;
}

void chart_heads(struct chart *c, const char *const *heads) {
	const json_t *own = json_object_get(c->json, "head");
	for (size_t i = 0; i < c->grid.columns; i++) {
		const char *text = json_string_value(json_array_get(own, i));
		c->grid.cells[i] = text != NULL ? text : heads != NULL ? heads[i] : "";
		c->head = c->head || c->grid.cells[i][0] != 0;
	}
}

void chart_cell(struct chart *c, size_t row, size_t column, const char *text) {
	c->grid.cells[(row + 1) * c->grid.columns + column] = text;
}

bool chart_rows(struct chart *c) {
	size_t i;
	json_t *row;
	const json_t *rows = json_object_get(c->json, "rows");
	c->n = json_array_size(rows);
	if (c->n == 0 || c->n > CHART_POINTS)
		return false;
	c->rows = arena_array(c->cx->arena, c->n, sizeof *c->rows);
	chart_grid(c, 2, c->n);
	chart_heads(c, NULL);
	json_array_foreach(rows, i, row) {
		struct row *r = &c->rows[i];
		r->label = json_string_value(json_object_get(row, "label"));
		if (r->label == NULL || !chart_value(c, json_object_get(row, "value"), r))
			return false;
		const char *say = json_string_value(json_object_get(row, "say"));
		if (say != NULL && r->value != NULL)
			r->value = say;
		c->most = larger(c->most, r->x);
		chart_cell(c, i, 0, r->label);
		chart_cell(c, i, 1, r->value);
	}
	return true;
}

const char *chart_gaps(struct chart *c, const struct row *rows, size_t n) {
	struct buf b = buf_new(c->cx->arena, 1 << 20);
	for (size_t i = 0; i < n; i++)
		if (rows[i].value == NULL)
			buf_printf(&b, "%s%s", b.n > 0 ? ", " : "", rows[i].label);
	return b.n == 0 ? NULL : arena_printf(c->cx->arena, "%s: %s", b.at, chart_not_reported(c->cx));
}

const char *chart_words(struct chart *c) {
	const struct grid *g = &c->grid;
	struct buf b = buf_new(c->cx->arena, 1 << 20);
	for (size_t i = 1; i <= g->rows; i++) {
		const char *const *cells = &g->cells[i * g->columns];
		buf_str(&b, i > 1 ? "; " : "");
		for (size_t k = 0; k < g->columns; k++) {
			const char *cell = cells[k] == NULL ? chart_not_reported(c->cx) : cells[k];
			if (k > 1 && g->cells[k][0] != 0 && g->columns > 3) /* a table of years: each number with its year */
				buf_printf(&b, ", %s %s", g->cells[k], cell);
			else if (k == 1 && g->columns > 3)
				buf_printf(&b, ": %s %s", g->cells[k], cell);
			else
				buf_printf(&b, "%s%s", k == 0 ? "" : k + 1 == g->columns ? ": " : " \u2192 ", cell);
		}
	}
	buf_char(&b, '.');
	return b.at;
}

/* How many bytes of `s` fit a line: up to the last blank within `chars`, or all of them. */
static size_t line_bytes(const char *s, size_t most) {
	size_t fits = 0, chars = 0, n = strlen(s);
	if (utf8_count(s, n) <= most)
		return n;
	for (size_t i = 0; i < n && chars <= most; i++) {
		chars += ((unsigned char)s[i] & 0xc0) != 0x80;
		if (s[i] == ' ' && i > 0)
			fits = i;
		else if (fits == 0 && chars <= most && ((unsigned char)s[i + 1] & 0xc0) != 0x80 && chars == most)
			return i + 1; /* one long word */
	}
	return fits > 0 ? fits : n;
}

int chart_lines(struct chart *c, const char *s, double x, double y, int chars, int most, int step,
                const char *attributes) {
	int lines = 0;
	while (*s != 0 && lines < most) {
		size_t n = line_bytes(s, (size_t)chars);
		if (y >= 0) {
			buf_printf(c->out, "<text x=\"%.0f\" y=\"%.0f\"%s>", x, y + step * lines, attributes);
			html_escape(c->out, s, n);
			buf_str(c->out, lines == most - 1 && s[n] != 0 ? "\u2026</text>\n" : "</text>\n");
		}
		lines++;
		s += n;
		while (*s == ' ')
			s++;
	}
	return lines;
}

static void defs(struct chart *c, const char *description) {
	buf_printf(c->out, "<title id=\"%s-t\">", c->id);
	chart_text(c, c->title);
	buf_printf(c->out, "</title><desc id=\"%s-d\">", c->id);
	chart_text(c, description);
	buf_printf(c->out,
	           "</desc>\n<defs><pattern id=\"%s-h\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" "
	           "patternTransform=\"rotate(45)\"><rect width=\"7\" height=\"7\" fill=\"#ffffff\"/>"
	           "<path d=\"M0 0V7\" stroke=\"" QUIET "\" stroke-width=\"1.6\"/></pattern></defs>\n",
	           c->id);
}

/* Title above, drawing, notes and source below. */
static void begin_alone(struct chart *c, double width, double height, const char *description) {
	bool sourced = c->source != NULL && *c->source != 0;
	double title = 6 + TITLE_STEP * chart_lines(c, c->title, 0, -1, TITLE_CHARS, TITLE_LINES, TITLE_STEP, "");
	double below = c->notes == NULL ? 0 : 8 + SMALL_LINE * chart_lines(c, c->notes, 0, -1, SOURCE_CHARS, SOURCE_LINES,
		0, "");
	below += !sourced ? 0 : 8 + SMALL_LINE * chart_lines(c, c->source, 0, -1, SOURCE_CHARS, SOURCE_LINES, 0, "");
	double w = larger(width, WIDTH) + 2 * MARGIN, h = height + title + below + 2 * MARGIN;
	c->height = height;
	buf_printf(c->out,
	           "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "
	           "%.0f %.0f\" "
	           "width=\"%.0f\" height=\"%.0f\" xml:lang=\"%s\" role=\"img\" aria-labelledby=\"%s-t %s-d\" " FONT
	           " font-size=\"15\" fill=\"" INK "\">\n",
	           w, h, 2 * w, 2 * h, c->cx->lang, c->id, c->id);
	defs(c, description);
	buf_printf(c->out, "<rect width=\"%.0f\" height=\"%.0f\" fill=\"#ffffff\"/>\n", w, h);
	chart_lines(c, c->title, MARGIN, MARGIN + 14, TITLE_CHARS, TITLE_LINES, TITLE_STEP, " font-weight=\"700\"");
	buf_printf(c->out, "<g transform=\"translate(%d %.0f)\">\n", MARGIN, MARGIN + title);
}

void chart_begin(struct chart *c, double width, double height, const char *description) {
	if (c->alone) {
		begin_alone(c, width, height, description);
		return;
	}
	buf_printf(c->out, "<figure class=\"chart chart-%s\"><figcaption class=\"chart-title\">", c->kind);
	chart_text(c, c->title);
	buf_printf(c->out,
	           "</figcaption>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%s\" "
	           "role=\"img\" aria-labelledby=\"%s-t %s-d\" " FONT " font-size=\"15\" fill=\"" INK "\">\n",
	           width, height, width < WIDTH ? "160" : "100%", c->id, c->id); /* a ring does not grow */
	defs(c, description);
}

static void table(struct chart *c) {
	struct cx *cx = c->cx;
	const struct grid *g = &c->grid;
	buf_str(c->out, "<details class=\"govuk-details chart-table\"><summary class=\"govuk-details__summary\">"
	                "<span class=\"govuk-details__summary-text\">");
	chart_text(c, _("Show as a table"));
	buf_str(c->out, "</span></summary><div class=\"govuk-details__text\"><div class=\"chart-scroll\" tabindex=\"0\" "
	                "role=\"region\" aria-label=\"");
	chart_text(c, c->title);
	buf_str(c->out, "\"><table class=\"govuk-table\"><caption class=\"govuk-table__caption govuk-visually-hidden\">");
	chart_text(c, c->title);
	buf_str(c->out, "</caption>");
	if (c->head) {
		buf_str(c->out, "<thead class=\"govuk-table__head\"><tr class=\"govuk-table__row\">");
		for (size_t k = 0; k < g->columns; k++) {
			bool number = k > 0 && (k + 1 == g->columns || g->columns > 3);
			buf_printf(c->out, "<th scope=\"col\" class=\"govuk-table__header%s\">",
				number ? " govuk-table__header--numeric" : "");
			chart_text(c, g->cells[k]);
			buf_str(c->out, "</th>");
		}
		buf_str(c->out, "</tr></thead>");
	}
	buf_str(c->out, "<tbody class=\"govuk-table__body\">\n");
	for (size_t i = 1; i <= g->rows; i++) {
		buf_str(c->out, "<tr class=\"govuk-table__row\"><th scope=\"row\" class=\"govuk-table__header\">");
		chart_text(c, g->cells[i * g->columns]);
		buf_str(c->out, "</th>");
		for (size_t k = 1; k < g->columns; k++) {
			const char *cell = g->cells[i * g->columns + k];
			bool number = k + 1 == g->columns || g->columns > 3;
			buf_printf(c->out, "<td class=\"govuk-table__cell%s\">", number ? " govuk-table__cell--numeric" : "");
			chart_text(c, cell != NULL ? cell : chart_not_reported(cx));
			buf_str(c->out, "</td>");
		}
		buf_str(c->out, "</tr>\n");
	}
	buf_str(c->out, "</tbody></table></div></div></details>");
}

static void files(struct chart *c) {
	struct cx *cx = c->cx;
	const char *path = json_string_value(json_object_get(c->json, "files"));
	const char *query = json_string_value(json_object_get(c->json, "query"));
	static const char *const kinds[][2] = {{"svg", "SVG"}, {"png", "PNG"}, {"csv", "CSV"}};
	if (path == NULL || path[0] != '/' || path[1] == '/')
		return;
	buf_str(c->out, "<p class=\"chart-files\">");
	chart_text(c, _("Take it along:"));
	for (size_t i = 0; i < 3; i++) {
		buf_printf(c->out, " <a class=\"govuk-link\" href=\"");
		chart_text(c, path);
		buf_printf(c->out, "/%s", kinds[i][0]);
		chart_text(c, query == NULL ? "" : query);
		buf_printf(c->out, "\" download>%s<span class=\"govuk-visually-hidden\">: ", kinds[i][1]);
		chart_text(c, c->title);
		buf_str(c->out, "</span></a>");
	}
	buf_str(c->out, "</p>\n");
}

void chart_end(struct chart *c, bool with_table) {
	bool sourced = c->source != NULL && *c->source != 0;
	if (c->alone) {
		double y = c->height + 20;
		if (c->notes != NULL)
			y += 8 + SMALL_LINE * chart_lines(c, c->notes, 0, y, SOURCE_CHARS, SOURCE_LINES, SMALL_LINE,
				" font-size=\"12\"");
		if (sourced)
			chart_lines(c, c->source, 0, y, SOURCE_CHARS, SOURCE_LINES, SMALL_LINE,
				" font-size=\"12\" fill=\"" QUIET "\"");
		buf_str(c->out, "</g>\n</svg>\n");
		return;
	}
	buf_str(c->out, "</svg>\n");
	chart_after(c, with_table);
}

void chart_after(struct chart *c, bool with_table) {
	if (c->notes != NULL) {
		buf_str(c->out, "<p class=\"chart-note\">");
		chart_text(c, c->notes);
		buf_str(c->out, "</p>\n");
	}
	if (c->source != NULL && *c->source != 0) {
		buf_str(c->out, "<p class=\"chart-source\">");
		chart_text(c, c->source);
		buf_str(c->out, "</p>\n");
	}
	files(c);
	if (with_table)
		table(c);
	buf_str(c->out, "</figure>\n");
}

static const struct {
	const char *name;
	bool (*read)(struct chart *c);
	void (*draw)(struct chart *c);
} kinds[] = {
	{"bars", chart_rows, chart_bars},
	{"spark", chart_rows, chart_spark},
	{"ring", chart_ring_read, chart_ring},
	{"lines", chart_small_read, chart_small},
	{"upset", chart_upset_read, chart_upset},
	{"flows", chart_flows_read, chart_flows},
	{"intervals", chart_intervals_read, chart_intervals},
};

static int draw(struct cx *cx, json_t *json, bool alone, struct buf *out, struct chart *ret_chart) {
	struct chart c = {.cx = cx, .out = out, .json = json, .alone = alone,
		.kind = json_string_value(json_object_get(json, "kind")),
		.title = json_string_value(json_object_get(json, "title")),
		.source = json_string_value(json_object_get(json, "source"))};
	size_t i = 0;
	while (i < sizeof kinds / sizeof *kinds && !str_equal(kinds[i].name, c.kind))
		i++;
	bool sound = c.title != NULL && *c.title != 0 && i < sizeof kinds / sizeof *kinds;
	if (sound)
		c.id = id_of(cx, json, c.title);
	if (!sound || !kinds[i].read(&c))
		return err_say(cx, ERR_INVALID, "chart", N_("This picture could not be drawn."), NULL);
	if (ret_chart == NULL)
		kinds[i].draw(&c);
	else
		*ret_chart = c;
	return ERR_OK;
}

int chart_draw(struct cx *cx, json_t *chart, struct buf *out) {
	return draw(cx, chart, false, out, NULL);
}

int chart_svg(struct cx *cx, json_t *chart, struct buf *out) {
	return draw(cx, chart, true, out, NULL);
}

/* A cell of a CSV that no spreadsheet takes for a formula. */
static void csv_cell(struct buf *out, const char *s) {
	buf_char(out, '"');
	if (s[0] != 0 && strchr("=+-@\t\r", s[0]) != NULL)
		buf_char(out, '\'');
	for (; *s != 0; s++) {
		if (*s == '"')
			buf_char(out, '"');
		buf_char(out, *s);
	}
	buf_char(out, '"');
}

int chart_csv(struct cx *cx, json_t *chart, struct buf *out) {
	struct chart c;
	int rc = draw(cx, chart, false, out, &c);
	if (rc != 0)
		return rc;
	for (size_t i = c.head ? 0 : 1; i <= c.grid.rows; i++)
		for (size_t k = 0; k < c.grid.columns; k++) {
			const char *cell = c.grid.cells[i * c.grid.columns + k];
			csv_cell(out, cell == NULL ? "not_reported" : cell);
			buf_str(out, k + 1 == c.grid.columns ? "\r\n" : ",");
		}
	return ERR_OK;
}
