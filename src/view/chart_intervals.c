/*
 * Estimates with what they may be: a dot on a line from the lower to the upper limit, one row each, on one scale from
 * nought. An upper limit that does not exist, or is more than three times the largest value, is an arrow to the right
 * edge (the table has its number): one that is far out would leave no room for the others. A row without a value is
 * written as such.
 */
#include "view/chart_inside.h"

#include "text/catalogue.h"

enum { NAME_CHARS = 40, STEP = 46, LEFT = 6, BEYOND = 3 };

static const json_t *part(const struct chart *c, size_t i, const char *name) {
	return json_object_get(json_array_get(json_object_get(c->json, "rows"), i), name);
}

bool chart_intervals_read(struct chart *c) {
	struct cx *cx = c->cx;
	const json_t *rows = json_object_get(c->json, "rows");
	double reach = 0;
	c->n = json_array_size(rows);
	if (c->n == 0 || c->n > CHART_POINTS)
		return false;
	c->rows = arena_array(cx->arena, 3 * c->n, sizeof *c->rows); /* of each: value, from, to */
	chart_grid(c, 4, c->n);
	chart_heads(c, (const char *const[]){"", _("Estimate"), _("From"), _("To")});
	for (size_t i = 0; i < c->n; i++) {
		struct row *r = &c->rows[3 * i];
		r->label = json_string_value(part(c, i, "label"));
		if (r->label == NULL || !chart_value(c, part(c, i, "value"), r) || !chart_value(c, part(c, i, "from"), r + 1)
			|| !chart_value(c, part(c, i, "to"), r + 2))
			return false;
		bool open = r->value != NULL && r[2].value == NULL;
		c->most = larger(c->most, larger(r[0].x, r[1].x));
		reach = larger(reach, r[2].x);
		chart_cell(c, i, 0, r->label);
		chart_cell(c, i, 1, r->value == NULL ? _("no estimate") : r->value);
		chart_cell(c, i, 2, r[1].value == NULL ? "-" : r[1].value);
		chart_cell(c, i, 3, open ? _("no limit") : r[2].value == NULL ? "-" : r[2].value);
	}
	c->most = reach <= c->most ? c->most : reach > BEYOND * c->most ? BEYOND * c->most : reach;
	return true;
}

/* How many letters of a name there is room for: capitals are wider. */
static int name_chars(const char *name) {
	double wide = 0;
	int n = 0;
	for (; *name != 0 && wide < NAME_CHARS; name++) {
		bool begins = (*name & 0xc0) != 0x80;
		n += begins;
		wide += !begins ? 0 : (*name >= 'A' && *name <= 'Z') || *name == '+' ? 1.3 : 1;
	}
	return *name == 0 ? n : n - 1;
}

void chart_intervals(struct chart *c) {
	struct cx *cx = c->cx;
	double scale = c->most > 0 ? (WIDTH - 2 * LEFT) / c->most : 0;
	chart_begin(c, WIDTH, STEP * (double)c->n + 4, chart_words(c));
	for (size_t i = 0; i < c->n; i++) {
		const struct row *r = &c->rows[3 * i];
		double y = STEP * (double)i, line = y + 36, from = LEFT + scale * r[1].x, dot = LEFT + scale * r->x;
		bool open = r[2].value == NULL || r[2].x > c->most;
		double to = open ? WIDTH - LEFT : LEFT + scale * r[2].x;
		chart_lines(c, r->label, 0, y + 13, name_chars(r->label), 1, LINE, " font-size=\"13\"");
		buf_printf(c->out, "<text x=\"%d\" y=\"%.0f\" text-anchor=\"end\" font-size=\"13\" font-weight=\"700\">", WIDTH,
			y + 13);
		chart_text(c, r->value == NULL ? _("no estimate") : r->value);
		buf_str(c->out, "</text>\n");
		buf_printf(c->out, "<path d=\"M%d %.1fH%d\" stroke=\"" TRACK "\" stroke-width=\"1\"/>\n", LEFT, line,
			WIDTH - LEFT);
		if (r->value == NULL)
			continue;
		if (r[1].value != NULL)
			buf_printf(c->out, "<path d=\"M%.1f %.1fH%.1f\" stroke=\"" BLUE "\" stroke-width=\"5\"/>\n", from, line,
				to);
		if (r[1].value != NULL && open)
			buf_printf(c->out, "<path d=\"M%d %.1fl-9 -6v12z\" fill=\"" BLUE "\"/>\n", WIDTH, line);
		buf_printf(c->out,
			"<circle cx=\"%.1f\" cy=\"%.1f\" r=\"6\" fill=\"" VERMILION "\" stroke=\"#ffffff\" "
			"stroke-width=\"1.5\"/>\n",
		           dot, line);
	}
	chart_end(c, true);
}
