/* Reports told in pictures, one a figure: how the mechanism works, and how people are looked for (practice). */
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "web/figures.h"
#include "web/route.h"

enum { YEARS_OFFERED = 8, BARS_MAX = 20 };

struct told { /* a report, the page that tells it, and its template */
	const char *report, *path, *template, *title;
};

static const struct told mechanism = {"mechanism", "/figures/mechanism", "mechanism", N_("How the mechanism works")};
static const struct told practice = {"practice", "/practice", "practice", N_("How people are looked for")};

#define MEDIAN "_median" /* parts of a figure that is told by its middle: step_median, step_quartile1 ... step_open */

struct mechanism {
	struct page *page;
	const struct told *told;
	json_t *cells;
	int64_t as_of, year;
	const char *keep; /* "&as_of=2026-11-20", or "" */
};

/* Cells ------------------------------------------------------------------------------------------------------------ */

static bool is_of(const struct mechanism *m, const json_t *cell, const char *indicator) {
	return json_integer_value(json_object_get(cell, "year")) == m->year
		&& str_equal(json_text(cell, "indicator"), indicator);
}

static json_t *find(const struct mechanism *m, const char *indicator, const char *breakdown) {
	size_t i;
	json_t *cell;
	json_array_foreach(m->cells, i, cell)
		if (is_of(m, cell, indicator) && str_equal(json_text(cell, "breakdown"), breakdown))
			return cell;
	return NULL;
}

/* The first cell of every indicator in the chosen year. */
static json_t *firsts(const struct mechanism *m) {
	json_t *list = json_array(), *seen = json_object(), *cell;
	size_t i;
	json_array_foreach(m->cells, i, cell) {
		const char *indicator = json_text(cell, "indicator");
		if (!is_of(m, cell, indicator) || json_object_get(seen, indicator) != NULL)
			continue;
		json_object_set_new(seen, indicator, json_true());
		json_array_append(list, cell);
	}
	return list;
}

static bool is_withheld(const json_t *cell) {
	return str_equal(json_text(cell, "value_status"), "suppressed");
}

/* How many numbers of an indicator rest on so few that they are withheld. */
static int64_t withheld(const struct mechanism *m, const json_t *first) {
	size_t i;
	json_t *cell;
	int64_t n = 0;
	json_array_foreach(m->cells, i, cell)
		n += is_of(m, cell, json_text(first, "indicator")) && is_withheld(cell);
	return n;
}

static bool is_middle(const json_t *first) {
	return str_ends(json_text(first, "breakdown"), MEDIAN);
}

/* "in-utena": one of many parts that stand for a list; its beginning is "in". */
static size_t prefix_of(const json_t *cell) {
	const char *dash = strchr(json_text(cell, "breakdown"), '-');
	return dash == NULL ? 0 : (size_t)(dash - json_text(cell, "breakdown"));
}

/* A cell's figure as it is written beside a bar: "0.04", "12%"; null if nothing is known. */
static json_t *said(const struct mechanism *m, const json_t *cell) {
	const struct cx *cx = m->page->cx;
	const char *shown = json_text(cell, "shown");
	if (!figures_known(cell))
		return json_null();
	if (!str_starts(json_text(cell, "unit_of"), "percent"))
		return json_string(shown);
	return json_string(text_fill(cx->arena, _("%{number}%"), (struct text_fill[]){{"number", shown}, {0}}));
}

/* Pictures --------------------------------------------------------------------------------------------------------- */

static json_t *frame(const struct mechanism *m, const char *kind, const json_t *first, const char *part,
	const char *title) {
	struct cx *cx = m->page->cx;
	const char *indicator = json_text(first, "indicator");
	const char *name = arena_printf(cx->arena, "%s%d", part, profile_code(cx->profile, L_INDICATOR, indicator));
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "kind", kind, "id", name, "title", title, "source",
		figures_source(m->page, figures_text(m->page, indicator, "source"), m->as_of), "files",
		arena_printf(cx->arena, "%s/chart/%s", m->told->path, name), "query",
		arena_printf(cx->arena, "?year=%d%s", (int)m->year, m->keep));
}

static struct text_fill *fills_of(const struct mechanism *m, const json_t *first, const char *name, const char *value) {
	struct arena *a = m->page->cx->arena;
	struct text_fill fills[] = {{"label", json_text(first, "indicator_label")},
		{"year", arena_printf(a, "%d", (int)m->year)}, {name, value}, {0}};
	struct text_fill *copy = arena_alloc(a, sizeof fills);
	memcpy(copy, fills, sizeof fills);
	return copy;
}

/* A bar a part that is counted in the same unit; *ret_silent: how many of them nobody reported, which have none (nor has what is
   withheld, which is no silence). */
static json_t *bars(const struct mechanism *m, const json_t *first, int64_t *ret_silent) {
	const struct cx *cx = m->page->cx;
	json_t *rows = json_array(), *cell;
	size_t i, known = 0;
	json_array_foreach(m->cells, i, cell) {
		if (!is_of(m, cell, json_text(first, "indicator")) || prefix_of(cell) > 0
			|| !str_equal(json_text(cell, "unit_of"), json_text(first, "unit_of")))
			continue;
		known += figures_known(cell);
		*ret_silent += !figures_known(cell) && !is_withheld(cell);
		if (figures_known(cell) || cell == first)
			json_array_append_new(rows, json_pack("{s:s, s:o, s:o}", "label", json_text(cell, "part_say"), "value",
				figures_number(cell), "say", said(m, cell)));
	}
	if (known == 0)
		return json_null();
	json_t *whole = said(m, first);
	json_t *chart = frame(m, "bars", first, "bars-", text_fill(cx->arena, figures_known(first)
		? _("%{label}, %{year}: %{n}") : _("%{label}, %{year}"), fills_of(m, first, "n", json_string_value(whole))));
	json_decref(whole);
	json_object_set_new(chart, "rows", rows);
	json_object_set_new(chart, "head", json_pack("[s, s]", json_text(first, "indicator_label"),
		json_text(first, "unit_say")));
	return chart;
}

static const char *sibling(const struct mechanism *m, const json_t *cell, const char *what) {
	const char *code = json_text(cell, "breakdown");
	return arena_printf(m->page->cx->arena, "%.*s_%s", (int)(strlen(code) - strlen(MEDIAN)), code, what);
}

static json_t *value_of(const struct mechanism *m, const json_t *cell, const char *what) {
	const json_t *other = find(m, json_text(cell, "indicator"), sibling(m, cell, what));
	return other == NULL ? json_null() : figures_number(other);
}

static json_t *say_of(const struct mechanism *m, const json_t *cell, const char *what) {
	const json_t *other = find(m, json_text(cell, "indicator"), sibling(m, cell, what));
	return other == NULL ? json_null() : figures_known(other) ? json_incref(json_object_get(other, "shown"))
		: json_incref(json_object_get(other, "gap"));
}

/* The middle of each step, or of each group of people, and between which days half of them are. */
static json_t *middles(const struct mechanism *m, const json_t *first) {
	const struct cx *cx = m->page->cx;
	const json_t *longest = NULL;
	json_t *rows = json_array(), *cell;
	size_t i;
	json_array_foreach(m->cells, i, cell) {
		if (!is_of(m, cell, json_text(first, "indicator")) || !is_middle(cell) || !figures_known(cell))
			continue;
		json_array_append_new(rows, json_pack("{s:s, s:o, s:o, s:o}", "label", json_text(cell, "part_say"), "value",
			figures_number(cell), "from", value_of(m, cell, "quartile1"), "to", value_of(m, cell, "quartile3")));
		if (longest == NULL || json_number_value(figures_number(cell)) > json_number_value(figures_number(longest)))
			longest = cell;
	}
	if (longest == NULL)
		return json_null();
	struct text_fill fills[] = {{"step", json_text(longest, "part_say")}, {"n", json_text(longest, "shown")},
		{"year", arena_printf(cx->arena, "%d", (int)m->year)}, {0}};
	json_t *chart = frame(m, "intervals", first, "days-",
		text_fill(cx->arena, _("%{year}, longest for the middle person: %{step}, %{n} days"), fills));
	json_object_set_new(chart, "rows", rows);
	json_object_set_new(chart, "head", json_pack("[s, s, s, s]", json_text(first, "indicator_label"),
		_("The middle person, days"), _("A quarter sooner than"), _("A quarter later than")));
	return chart;
}

/* What the picture of the middle does not tell: who still waits, one in ten, the longest. */
static json_t *middles_table(const struct mechanism *m, const json_t *first) {
	json_t *rows = json_array(), *cell;
	size_t i;
	json_array_foreach(m->cells, i, cell)
		if (is_of(m, cell, json_text(first, "indicator")) && is_middle(cell))
			json_array_append_new(rows, json_pack("{s:s, s:o, s:o, s:o}", "step", json_text(cell, "part_say"), "tenth",
				say_of(m, cell, "percentile90"), "longest", say_of(m, cell, "longest"), "open", say_of(m, cell, "open")));
	return rows;
}

/* Many parts of one list, those that have a value: a picture where they are few, else a table. Of what is withheld only is said
   how often, once for the whole figure: a name beside it would say that somebody is there. */
static json_t *many(const struct mechanism *m, const json_t *first, const json_t *one) {
	const json_t *parts = json_object_get(figures_definition(m->page, json_text(first, "indicator")), "breakdowns");
	const json_t *among = json_object_get(json_object_get(parts, json_text(one, "breakdown")), "among");
	const char *caption = json_is_object(among) ? profile_say(among, m->page->cx->lang)
		: json_text(first, "indicator_label");
	json_t *bar = json_array(), *table = json_array(), *cell, *chart = json_null();
	size_t i, n = prefix_of(one), all = 0;
	const char *prefix = json_text(one, "breakdown");
	json_array_foreach(m->cells, i, cell) {
		if (!is_of(m, cell, json_text(first, "indicator")) || prefix_of(cell) != n
			|| strncmp(json_text(cell, "breakdown"), prefix, n) != 0)
			continue;
		all++;
		if (!figures_known(cell))
			continue;
		json_array_append_new(bar, json_pack("{s:s, s:o, s:o}", "label", json_text(cell, "part_say"), "value",
			figures_number(cell), "say", said(m, cell)));
		json_array_append_new(table, json_pack("{s:s, s:o}", "label", json_text(cell, "part_say"), "value",
			said(m, cell)));
	}
	bool picture = json_array_size(bar) > 0 && all <= BARS_MAX;
	if (picture) {
		chart = frame(m, "bars", first, arena_printf(m->page->cx->arena, "%.*s-", (int)n, prefix),
			caption);
		json_object_set_new(chart, "rows", bar);
		json_object_set_new(chart, "head", json_pack("[s, s]", json_text(first, "indicator_label"),
			json_text(first, "unit_say")));
	}
	return json_pack("{s:o, s:o, s:b, s:b, s:s}", "chart", chart, "table", table, "table_any",
		!picture && json_array_size(table) > 0, "any", json_array_size(table) > 0, "caption", caption);
}

static json_t *lists_of(const struct mechanism *m, const json_t *first) {
	json_t *lists = json_array(), *cell;
	const json_t *before = NULL;
	size_t i;
	json_array_foreach(m->cells, i, cell) {
		if (!is_of(m, cell, json_text(first, "indicator")) || prefix_of(cell) == 0)
			continue;
		bool same = before != NULL && prefix_of(before) == prefix_of(cell)
			&& strncmp(json_text(before, "breakdown"), json_text(cell, "breakdown"), prefix_of(cell)) == 0;
		before = cell;
		if (same)
			continue;
		json_t *list = many(m, first, cell);
		if (json_is_true(json_object_get(list, "any")))
			json_array_append_new(lists, list);
	}
	return lists;
}

/* The page --------------------------------------------------------------------------------------------------------- */

/* A section a figure; one of which nothing is reported says so and has no picture. */
static json_t *sections(const struct mechanism *m, bool middle) {
	json_t *list = json_array(), *first, *all = firsts(m);
	size_t i;
	json_array_foreach(all, i, first) {
		if (is_middle(first) != middle)
			continue;
		const char *indicator = json_text(first, "indicator");
		int64_t silent = 0;
		json_t *chart = middle ? middles(m, first) : bars(m, first, &silent);
		bool any = json_is_object(chart);
		json_array_append_new(list, json_pack("{s:s, s:i, s:s, s:o, s:b, s:o, s:b, s:o, s:I, s:I}", "label",
			json_text(first, "indicator_label"), "number", profile_code(m->page->cx->profile, L_INDICATOR, indicator),
			"definition", figures_text(m->page, indicator, "definition"), "chart", chart, "any", any, "steps",
			middle && any ? middles_table(m, first) : json_null(), "has_steps", middle && any, "lists", lists_of(m, first),
			"silent", any ? (json_int_t)silent : 0, "few", (json_int_t)withheld(m, first)));
	}
	return list;
}

static int read_report(struct mechanism *m) {
	struct page *page = m->page;
	const char *day = page_query(page, "as_of");
	int rc = page_meet(page); /* the registry's clock says which year is this one */
	if (rc != 0)
		return rc;
	if (profile_code(page->cx->profile, L_REPORT, m->told->report) == 0)
		return ERR_NOTFOUND;
	m->year = figures_year(page_query(page, "year"), day_year(day_of(page->cx->now)));
	json_t *in = page_form(page, OP_report_read);
	json_object_set_new(in, "report", json_string(m->told->report));
	json_object_set_new(in, "year", json_integer(m->year));
	size_t shift, call = page_add(page, OP_report_read, in);
	rc = figures_run(page, call, &shift);
	if (rc != 0)
		return rc;
	m->as_of = page_day(page_answer(page, call + shift), "as_of");
	m->cells = page_rows(page, call + shift);
	m->keep = day[0] == 0 && m->as_of == day_of(page->cx->now) ? ""
		: arena_printf(page->cx->arena, "&as_of=%s", day_text(page->cx->arena, (int32_t)m->as_of));
	figures_say(page, m->cells, m->as_of);
	return 0;
}

static json_t *report_view(struct mechanism *m) {
	struct page *page = m->page;
	json_t *view = json_pack("{s:s, s:s, s:I, s:b, s:o, s:o, s:o, s:s}", "title", m->told->title, "back", "/figures",
		"year", (json_int_t)m->year, "unfinished", m->year == day_year(day_of(page->cx->now)), "years",
		figures_years(page, m->year, YEARS_OFFERED, m->keep), "ways", sections(m, true), "sections", sections(m, false),
		"report", arena_printf(page->cx->arena, "/reports/%s/%d", m->told->report, (int)m->year));
	figures_as_of(page, view, m->as_of, arena_printf(page->cx->arena, "&year=%d", (int)m->year));
	return view;
}

static int mechanism_page(struct page *page) {
	struct mechanism m = {.page = page, .told = &mechanism};
	int rc = read_report(&m);
	return rc != 0 ? rc : page_render(page, m.told->template, report_view(&m));
}

/* Units by how often they asked in the year: never, and what is said of the others. */
static int practice_page(struct page *page) {
	struct mechanism m = {.page = page, .told = &practice};
	int rc = read_report(&m);
	if (rc != 0)
		return rc;
	size_t call = page_add(page, OP_practice_units, json_pack("{s:I}", "year", (json_int_t)m.year)), i;
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *never = json_array(), *asked = json_array(), *row;
	json_array_foreach(page_rows(page, call), i, row)
		json_array_append(json_is_true(json_object_get(row, "never")) ? never : asked, row);
	json_t *view = report_view(&m);
	json_object_set_new(view, "never_n", json_integer((json_int_t)json_array_size(never)));
	json_object_set_new(view, "units_n", json_integer((json_int_t)json_array_size(page_rows(page, call))));
	json_object_set_new(view, "any_never", json_boolean(json_array_size(never) > 0));
	json_object_set_new(view, "never", never);
	json_object_set_new(view, "any_asked", json_boolean(json_array_size(asked) > 0));
	json_object_set_new(view, "asked", asked);
	return page_render(page, m.told->template, view);
}

static json_t *chart_named(const struct mechanism *m, const char *name) {
	json_t *list = sections(m, true), *one, *more;
	size_t i, k;
	json_array_extend(list, sections(m, false));
	json_array_foreach(list, i, one) {
		if (str_equal(json_text(json_object_get(one, "chart"), "id"), name))
			return json_object_get(one, "chart");
		json_array_foreach(json_object_get(one, "lists"), k, more)
			if (str_equal(json_text(json_object_get(more, "chart"), "id"), name))
				return json_object_get(more, "chart");
	}
	return NULL;
}

static int chart_of(struct page *page, const struct told *told) {
	struct mechanism m = {.page = page, .told = told};
	int rc = read_report(&m);
	if (rc != 0)
		return rc;
	json_t *chart = chart_named(&m, page_param(page, "name"));
	if (!json_is_object(chart))
		return ERR_NOTFOUND;
	return figures_file(page, chart, arena_printf(page->cx->arena, "%s-%s-%d", told->report, json_text(chart, "id"),
		(int)m.year), page_param(page, "format"));
}

static int mechanism_chart(struct page *page) {
	return chart_of(page, &mechanism);
}

static int practice_chart(struct page *page) {
	return chart_of(page, &practice);
}

const struct route routes_mechanism[] = {
	{"/figures/mechanism", mechanism_page, 0},
	{"/figures/mechanism/chart/:name/:format", mechanism_chart, 0},
	{"/practice", practice_page, 0},
	{"/practice/chart/:name/:format", practice_chart, 0},
	{0},
};
