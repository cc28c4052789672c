/*
 * From where to where, on a map: an arc for every pair, as wide as it is strong; beside each place the name of the
 * country and its numbers. What goes to the home country is blue, what leaves it vermilion and broken.
 */
#include "view/chart_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text/catalogue.h"
#include "text/format.h"
#include "view/chart_map.h"
#include "view/template.h"

enum { DRAWN = 18, PLACED = 200 };

struct end {
	int country; /* 0: not known */
	const char *label;
	double x, y;
};

struct flow {
	struct end from, to;
	double x;
	const char *value;
};

struct box {
	double x, y, w, h;
};

struct map {
	struct chart *c;
	struct map_view view;
	struct flow flows[CHART_ROWS];
	struct box taken[PLACED];
	size_t taken_n;
	int home;
	double most;
};

static bool end_read(const json_t *row, const char *number, const char *label, const char *unknown, struct end *ret) {
	const json_t *country = json_object_get(row, number), *name = json_object_get(row, label);
	if (!(json_is_integer(country) || json_is_null(country)) || (json_is_integer(country) && !json_is_string(name)))
		return false;
	*ret = (struct end){.country = (int)json_integer_value(country), .label = json_is_integer(country) ?
		json_string_value(name) : unknown};
	return ret->country >= 0 && ret->country < 1000;
}

static bool flow_read(struct chart *c, const json_t *row, struct flow *ret) {
	struct cx *cx = c->cx;
	struct row value = {0};
	if (!end_read(row, "from", "from_label", _("not known"), &ret->from) || !end_read(row, "to", "to_label",
		_("not known"), &ret->to) ||
	    !chart_value(c, json_object_get(row, "value"), &value) || value.value == NULL)
		return false;
	ret->x = value.x;
	ret->value = value.value;
	return true;
}

static int by_strength(const void *a, const void *b) {
	double x = ((const struct flow *)a)->x, y = ((const struct flow *)b)->x;
	return x < y ? 1 : x > y ? -1 : 0;
}

static bool flows_get(struct chart *c, struct flow *flows) {
	size_t i;
	json_t *row;
	json_array_foreach(json_object_get(c->json, "rows"), i, row)
		if (!flow_read(c, row, &flows[i]))
			return false;
	qsort(flows, c->n, sizeof *flows, by_strength);
	return true;
}

bool chart_flows_read(struct chart *c) {
	struct cx *cx = c->cx;
	c->n = json_array_size(json_object_get(c->json, "rows"));
	if (c->n == 0 || c->n > CHART_ROWS)
		return false;
	struct flow *flows = arena_array(cx->arena, c->n, sizeof *flows);
	if (!flows_get(c, flows))
		return false;
	chart_grid(c, 3, c->n);
	chart_heads(c, (const char *const[]){_("From"), _("To"), _("How many")});
	for (size_t i = 0; i < c->n; i++) {
		chart_cell(c, i, 0, flows[i].from.label);
		chart_cell(c, i, 1, flows[i].to.label);
		chart_cell(c, i, 2, flows[i].value);
	}
	return true;
}

static bool free_place(const struct map *m, struct box b) {
	if (b.x < 1 || b.y < 1 || b.x + b.w > m->view.width - 1 || b.y + b.h > m->view.height - 1)
		return false;
	for (size_t i = 0; i < m->taken_n; i++) {
		const struct box *t = &m->taken[i];
		if (b.x < t->x + t->w && t->x < b.x + b.w && b.y < t->y + t->h && t->y < b.y + b.h)
			return false;
	}
	return true;
}

static void take(struct map *m, struct box b) {
	if (m->taken_n < PLACED)
		m->taken[m->taken_n++] = b;
}

/* What stands beside a place: its name, how many came home from there, how many went there. */
static const char *label_of(const struct map *m, const struct flow *const *on, size_t n, const struct end *e,
	bool marked) {
	struct buf b = buf_new(m->c->cx->arena, 1 << 16);
	html_escape(&b, e->label, strlen(e->label));
	for (size_t i = 0; i < n; i++) {
		const struct flow *f = on[i];
		bool away = f->from.country == m->home && f->to.country == e->country && e->country != m->home;
		bool home = f->to.country == m->home && f->from.country == e->country;
		if ((home || away) && marked)
			buf_printf(&b, " <tspan font-weight=\"700\" fill=\"%s\">%s</tspan>", away ? VERMILION : BLUE, f->value);
		else if (home || away)
			buf_printf(&b, " <tspan font-weight=\"700\">%s</tspan>", f->value);
	}
	return b.at;
}

/* Letters of the label, without its tags. */
static double width_of(const char *s) {
	size_t n = 0;
	for (bool tag = false; *s != 0; s++) {
		tag = tag || *s == '<';
		n += !tag && ((unsigned char)*s & 0xc0) != 0x80;
		tag = tag && *s != '>';
	}
	return 7.4 * (double)n;
}

/* Text above a white edge of its own, so that it is read above lines and borders. */
static void write_at(struct map *m, const char *edge, const char *s, double x, double y) {
	buf_printf(m->c->out,
		"<text class=\"chart-small\" x=\"%.1f\" y=\"%.1f\" font-size=\"13\" text-anchor=\"middle\" stroke=\"#ffffff\" "
	                      "stroke-width=\"3\" stroke-linejoin=\"round\">%s</text>", x, y, edge);
	buf_printf(m->c->out,
		"<text class=\"chart-small\" x=\"%.1f\" y=\"%.1f\" font-size=\"13\" text-anchor=\"middle\">%s</text>\n", x, y,
		s);
}

/* The label beside its place, where there is room; away from the middle first, where the arcs are few. */
static void name(struct map *m, const struct flow *const *on, size_t n, const struct end *e) {
	const char *edge = label_of(m, on, n, e, false), *label = label_of(m, on, n, e, true);
	double w = width_of(label), h = 15, side = e->x < m->view.width / 2 ? -1 : 1;
	const double at[][2] = {{side * (w / 2 + 7), 0}, {0, -14}, {0, 15}, {side * (w / 2), -13}, {side * (w / 2), 14},
	                        {-side * w / 2, -13}, {-side * w / 2, 14}, {-side * (w / 2 + 7), 0},
	                        	{side * (w / 2 + 16), 20},
	                        {side * (w / 2 + 16), -20}};
	for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
		struct box b = {e->x + at[i][0] - w / 2, e->y + at[i][1] - h / 2, w, h};
		if (!free_place(m, b))
			continue;
		take(m, b);
		write_at(m, edge, label, b.x + w / 2, b.y + 12);
		return;
	}
}

struct arc {
	double from[2], bend[2], to[2];
};

static void arc_at(const struct arc *a, double t, double *ret_x, double *ret_y) {
	double u = 1 - t;
	*ret_x = u * u * a->from[0] + 2 * u * t * a->bend[0] + t * t * a->to[0];
	*ret_y = u * u * a->from[1] + 2 * u * t * a->bend[1] + t * t * a->to[1];
}

static struct arc arc_of(const struct flow *f) {
	double dx = f->to.x - f->from.x, dy = f->to.y - f->from.y;
	return (struct arc){{f->from.x, f->from.y},
		{(f->from.x + f->to.x) / 2 + dy * 0.18, (f->from.y + f->to.y) / 2 - dx * 0.18}, {f->to.x, f->to.y}};
}

static const char *colour(const struct map *m, const struct flow *f) {
	return f->to.country == m->home ? BLUE : f->from.country == m->home ? VERMILION : GREEN;
}

static double thickness(const struct map *m, const struct flow *f) {
	return 1.5 + 4 * (m->most > 0 ? f->x / m->most : 0);
}

static void arc_draw(struct map *m, const struct flow *f) {
	struct buf *out = m->c->out;
	double thick = thickness(m, f);
	if (f->from.country == f->to.country) { /* within one country: a ring around its place */
		buf_printf(out,
			"<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"none\" stroke=\"" BLUE "\" stroke-width=\"%.1f\" "
		                "opacity=\".85\"/>\n",
		           f->to.x, f->to.y, 7 + thick / 2, thick);
		return;
	}
	struct arc a = arc_of(f);
	double bx, by;
	arc_at(&a, 0.97, &bx, &by);
	double length = hypot(a.to[0] - bx, a.to[1] - by), ux = (a.to[0] - bx) / length, uy = (a.to[1] - by) / length;
	double tip = thick / 2 + 2.6, tx = a.to[0] - ux * 4, ty = a.to[1] - uy * 4; /* the head ends before the dot */
	buf_printf(out,
		"<path d=\"M%.1f %.1fQ%.1f %.1f %.1f %.1f\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\" "
		"opacity=\".85\"%s/>"
	                "<path d=\"M%.1f %.1fL%.1f %.1fL%.1f %.1fz\" fill=\"%s\" stroke=\"#ffffff\" "
	                "stroke-width=\".8\"/>\n",
	           a.from[0], a.from[1], a.bend[0], a.bend[1], tx - ux * tip, ty - uy * tip, colour(m, f), thick,
	           f->from.country == m->home ? " stroke-dasharray=\"7 3\"" : "", tx, ty, tx - ux * tip * 2 - uy * tip,
	           ty - uy * tip * 2 + ux * tip, tx - ux * tip * 2 + uy * tip, ty - uy * tip * 2 - ux * tip, colour(m, f));
}

/* The number of an arc between two other countries, at its middle if there is room. */
static void arc_number(struct map *m, const struct flow *f) {
	if (f->from.country == m->home || f->to.country == m->home)
		return; /* it stands beside the name */
	struct arc a = arc_of(f);
	double x, y, w = width_of(f->value) + 5, h = 15;
	arc_at(&a, f->from.country == f->to.country ? 0 : 0.5, &x, &y);
	struct box b = {x - w / 2, y - h / 2, w, h};
	if (!free_place(m, b))
		return; /* the table has it */
	take(m, b);
	write_at(m, f->value, arena_printf(m->c->cx->arena, "<tspan font-weight=\"700\" fill=\"" GREEN "\">%s</tspan>",
		f->value), x, y + 4.5);
}

/* What stands on the map: both countries known, and on this side of the world. */
static bool on_map(const struct map *m, struct flow *f) {
	double lon, lat;
	for (int i = 0; i < 2; i++) {
		struct end *e = i == 0 ? &f->from : &f->to;
		if (e->country == 0 || !map_place(e->country, &lon, &lat) || !map_point(&m->view, lon, lat, &e->x, &e->y))
			return false;
	}
	return true;
}

static size_t ends_of(const struct flow *flows, size_t n, int *countries) {
	size_t k = 0;
	for (size_t i = 0; i < n; i++)
		for (int side = 0; side < 2; side++) {
			int country = side == 0 ? flows[i].from.country : flows[i].to.country;
			size_t at = 0;
			while (at < k && countries[at] != country)
				at++;
			if (at == k && k < MAP_COUNTRIES && country != 0)
				countries[k++] = country;
		}
	return k;
}

/* What the colours mean, and what is not drawn. */
static void notes(struct map *m, double left_out, bool home_out, bool home_in) {
	struct cx *cx = m->c->cx;
	struct buf b = buf_new(cx->arena, 1 << 16);
	const char *home = NULL;
	for (size_t i = 0; i < m->c->n && home == NULL; i++)
		home = m->flows[i].to.country == m->home ? m->flows[i].to.label
		     : m->flows[i].from.country == m->home ? m->flows[i].from.label : NULL;
	struct text_fill fills[] = {{"country", home}, {"n", text_number(cx->arena, cx->lang, (int64_t)left_out)}, {0}};
	if (home_in && m->home != 0)
		buf_str(&b, text_fill(cx->arena, _("Blue, whole lines: to %{country}, or within it."), fills));
	if (home_out && m->home != 0)
		buf_printf(&b, "%s%s", b.n > 0 ? " " : "", text_fill(cx->arena, _("Orange, broken lines: from %{country}."),
			fills));
	if (left_out > 0)
		buf_printf(&b, "%s%s", b.n > 0 ? " " : "",
			text_fill(cx->arena, text_say_n(cx->lang, "%{n} stands in the table only.", "%{n} stand in the table only.",
			(int64_t)left_out), fills));
	m->c->notes = b.n == 0 ? NULL : b.at;
}

void chart_flows(struct chart *c) {
	struct map *m = arena_alloc(c->cx->arena, sizeof *m);
	*m = (struct map){.c = c, .home = (int)json_integer_value(json_object_get(c->json, "home"))};
	if (!flows_get(c, m->flows)) /* was read before */
		return;
	int countries[MAP_COUNTRIES];
	size_t drawn = 0, ends;
	double left_out = 0;
	bool home_out = false, home_in = false;
	struct flow *on[DRAWN];
	ends = ends_of(m->flows, c->n < DRAWN ? c->n : DRAWN, countries);
	for (size_t i = 0; i < ends; i++) /* its name finds room first */
		if (countries[i] == m->home) {
			countries[i] = countries[0];
			countries[0] = m->home;
		}
	m->view = map_view(countries, ends, WIDTH);
	for (size_t i = 0; i < c->n; i++) {
		struct flow *f = &m->flows[i];
		if (drawn == DRAWN || !on_map(m, f)) {
			left_out += f->x;
			continue;
		}
		m->most = larger(m->most, f->x);
		home_in = home_in || f->to.country == m->home;
		home_out = home_out || (f->from.country == m->home && f->to.country != m->home);
		on[drawn++] = f;
	}
	notes(m, left_out, home_out, home_in);
	chart_begin(c, WIDTH, m->view.height, chart_words(c));
	buf_printf(c->out, "<rect width=\"%d\" height=\"%.0f\" fill=\"#f7fafb\"/>\n"
	                   "<g stroke=\"#ffffff\" stroke-width=\".7\" stroke-linejoin=\"round\">\n", WIDTH, m->view.height);
	map_draw(&m->view, countries, ends, c->out);
	buf_str(c->out, "</g>\n");
	for (size_t i = drawn; i-- > 0;) /* the strongest last, above the others */
		arc_draw(m, on[i]);
	for (size_t i = 0; i < drawn; i++)
		for (int side = 0; side < 2; side++) {
			const struct end *e = side == 0 ? &on[i]->from : &on[i]->to;
			buf_printf(c->out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"" INK "\" stroke=\"#ffffff\"/>", e->x,
				e->y);
			take(m, (struct box){e->x - 3, e->y - 3, 6, 6});
		}
	buf_char(c->out, '\n');
	for (size_t k = 0; k < ends; k++) /* each country once, in the order of strength */
		for (size_t i = 0; i < drawn; i++) {
			const struct end *e = on[i]->from.country == countries[k] ? &on[i]->from
			                    : on[i]->to.country == countries[k] ? &on[i]->to : NULL;
			if (e == NULL)
				continue;
			name(m, (const struct flow *const *)on, drawn, e);
			break;
		}
	for (size_t i = 0; i < drawn; i++)
		arc_number(m, on[i]);
	chart_end(c, true);
}
