/* The national picture: a year's figures, the years before it, who recorded whom, from where to where. */
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "web/figures.h"
#include "web/route.h"

enum { YEARS = 20, YEARS_OFFERED = 12 };

#define REPORT "picture" /* the profile's report this page shows; the page of reports leaves it out */
#define MECHANISM "mechanism" /* the one that page_mechanism.c shows */

struct picture {
	struct page *page;
	json_t *cells, *overlap, *flows; /* NULL where the profile or the reader's right has none */
	int64_t as_of, year, years[YEARS];
	size_t years_n;
	const char *keep; /* "&as_of=2026-11-20", or "" */
};

static int64_t year_of(const json_t *cell) {
	return json_integer_value(json_object_get(cell, "year"));
}

static json_t *find(const struct picture *p, const char *indicator, const char *breakdown, int64_t year) {
	size_t i;
	json_t *cell;
	json_array_foreach(p->cells, i, cell)
		if (year_of(cell) == year && str_equal(json_text(cell, "indicator"), indicator) &&
		    str_equal(json_text(cell, "breakdown"), breakdown))
			return cell;
	return NULL;
}

/* The years that stand in the answer and are over, the oldest first. */
static void find_years(struct picture *p) {
	int64_t now = day_year((int32_t)p->as_of);
	size_t i;
	json_t *cell;
	p->years_n = 0;
	json_array_foreach(p->cells, i, cell) {
		int64_t year = year_of(cell);
		size_t at = 0;
		while (at < p->years_n && p->years[at] < year)
			at++;
		if (year >= now || p->years_n == YEARS || (at < p->years_n && p->years[at] == year))
			continue;
		for (size_t k = p->years_n++; k > at; k--)
			p->years[k] = p->years[k - 1];
		p->years[at] = year;
	}
}

/* The first cell of every indicator in the chosen year: what the cards show. */
static json_t *cards(const struct picture *p) {
	json_t *list = json_array(), *seen = json_object(), *cell;
	size_t i;
	json_array_foreach(p->cells, i, cell) {
		const char *indicator = json_text(cell, "indicator");
		if (year_of(cell) != p->year || json_object_get(seen, indicator) != NULL)
			continue;
		json_object_set_new(seen, indicator, json_true());
		json_array_append(list, cell);
	}
	return list;
}

static const char *files(const struct picture *p, const char *name) {
	return arena_printf(p->page->cx->arena, "/figures/chart/%s", name);
}

static json_t *frame(const struct picture *p, const char *kind, const char *name, const char *title,
	const char *source) {
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "kind", kind, "id", name, "title", title, "source",
		figures_source(p->page, source, p->as_of), "files", files(p, name), "query",
		arena_printf(p->page->cx->arena, "?year=%d%s", (int)p->year, p->keep));
}

static const char *year_text(const struct picture *p, int64_t year) {
	return arena_printf(p->page->cx->arena, "%d", (int)year);
}

/* How much a line moved: what the title of the small multiples tells of. Where fewer bodies had reported in the one
   year
 * than in the other, a difference says little, and stands back. */
struct move {
	const json_t *first, *last;
	double by;
};

static bool everybody_reported(const json_t *cell) {
	return json_integer_value(json_object_get(cell, "bodies")) == json_integer_value(json_object_get(cell,
		"delivered"));
}

static struct move move_of(const struct picture *p, const json_t *card) {
	struct move m = {0};
	for (size_t i = 0; i < p->years_n; i++) {
		const json_t *cell = find(p, json_text(card, "indicator"), json_text(card, "breakdown"), p->years[i]);
		if (cell == NULL || !figures_known(cell))
			continue;
		m.first = m.first == NULL ? cell : m.first;
		m.last = cell;
	}
	double a = json_number_value(figures_number(m.first)), b = json_number_value(figures_number(m.last));
	m.by = m.first == NULL || a + b <= 0 ? 0 : (a > b ? a - b : b - a) / (a > b ? a : b);
	if (m.first != NULL && !(everybody_reported(m.first) && everybody_reported(m.last)))
		m.by /= 1000;
	return m;
}

static const char *lines_title(const struct picture *p, const json_t *list) {
	const struct cx *cx = p->page->cx;
	struct move most = {0};
	size_t i;
	json_t *card;
	json_array_foreach(list, i, card) {
		struct move m = move_of(p, card);
		if (m.first != NULL && (most.first == NULL || m.by > most.by))
			most = m;
	}
	if (most.first == NULL)
		return _("No figure of these years is reported yet");
	struct text_fill fills[] = {{"label", json_text(most.last, "indicator_label")},
		{"first", json_text(most.first, "shown")},
		{"last", json_text(most.last, "shown")}, {"from", year_text(p, year_of(most.first))},
		{"to", year_text(p, year_of(most.last))}, {0}};
	return text_fill(cx->arena, most.first == most.last ? _("%{label}: %{last} in %{to}")
		: most.by == 0 ? _("%{label}: %{last} in %{from} and in %{to}")
		               : _("%{label}: from %{first} in %{from} to %{last} in %{to}"), fills);
}

/* Small multiples of every indicator the report asks of several years. */
static json_t *lines(const struct picture *p, json_t *list) {
	json_t *rows = json_array(), *labels = json_array(), *card, *shown = json_array();
	size_t i;
	if (p->years_n < 2)
		return json_null();
	for (size_t k = 0; k < p->years_n; k++)
		json_array_append_new(labels, json_string(year_text(p, p->years[k])));
	json_array_foreach(list, i, card) {
		json_t *values = json_array();
		size_t asked = 0;
		for (size_t k = 0; k < p->years_n; k++) {
			const json_t *cell = find(p, json_text(card, "indicator"), json_text(card, "breakdown"), p->years[k]);
			asked += cell != NULL;
			json_array_append_new(values, cell == NULL ? json_null() : figures_number(cell));
		}
		if (asked < 2)
			continue;
		json_array_append_new(rows, json_pack("{s:s, s:o}", "label", json_text(card, "indicator_label"), "values",
			values));
		json_array_append(shown, card);
	}
	if (json_array_size(rows) == 0)
		return json_null();
	const struct cx *cx = p->page->cx;
	json_t *chart = frame(p, "lines", "lines", lines_title(p, shown),
		_("the registry, each figure by its own definition"));
	json_object_set_new(chart, "labels", labels);
	json_object_set_new(chart, "rows", rows);
	json_object_set_new(chart, "head", json_pack("[s]", _("Figure")));
	return chart;
}

/* One indicator by its parts in the chosen year; null if it has none. */
static json_t *bars(const struct picture *p, const json_t *card) {
	const struct cx *cx = p->page->cx;
	const char *indicator = json_text(card, "indicator");
	const json_t *most = NULL;
	json_t *rows = json_array(), *cell;
	size_t i, known = 0;
	json_array_foreach(p->cells, i, cell) {
		if (cell == card || year_of(cell) != p->year || !str_equal(json_text(cell, "indicator"), indicator))
			continue;
		json_array_append_new(rows, json_pack("{s:s, s:o, s:O}", "label", json_text(cell, "part_say"),
		                                      "value", figures_number(cell), "say", json_object_get(cell, "shown")));
		known += figures_known(cell);
		if (figures_known(cell) && (most == NULL ||
			json_number_value(figures_number(cell)) > json_number_value(figures_number(most))))
			most = cell;
	}
	if (json_array_size(rows) < 2 || known == 0)
		return json_null();
	struct text_fill fills[] = {{"label", json_text(card, "indicator_label")}, {"year", year_text(p, p->year)},
		{"group", json_text(most, "part_say")}, {"n", json_text(most, "shown")},
		{"total", figures_known(card) ? json_text(card, "shown") : "?"}, {0}};
	json_t *chart = frame(p, "bars", "forms", text_fill(cx->arena,
		_("%{label}, %{year}: most often %{group}, %{n} of %{total}"), fills),
	                      figures_text(p->page, indicator, "source"));
	char *name = arena_printf(cx->arena, "forms-%d", profile_code(cx->profile, L_INDICATOR, indicator));
	json_object_set_new(chart, "id", json_string(name));
	json_object_set_new(chart, "files", json_string(files(p, name)));
	json_object_set_new(chart, "rows", rows);
	json_object_set_new(chart, "head", json_pack("[s, s]", _("Form"), _("How many")));
	return chart;
}

static json_t *all_bars(const struct picture *p, json_t *list) {
	json_t *charts = json_array(), *card;
	size_t i;
	json_array_foreach(list, i, card) {
		json_t *chart = bars(p, card);
		if (json_is_object(chart))
			json_array_append_new(charts, json_pack("{s:o}", "chart", chart));
	}
	return charts;
}

static size_t place_of(json_t *list, const char *text) {
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one)
		if (str_equal(json_string_value(one), text))
			return i;
	json_array_append_new(list, json_string(text));
	return json_array_size(list) - 1;
}

static int64_t value_of(const json_t *row) {
	return json_integer_value(json_object_get(row, "value"));
}

/* Which kinds of body recorded the same people. */
static json_t *overlap(const struct picture *p) {
	const struct cx *cx = p->page->cx;
	json_t *sets = json_array(), *rows = json_array(), *row, *one;
	int64_t several = 0, all = 0;
	size_t i, k;
	json_array_foreach(p->overlap, i, row) {
		json_t *in = json_array(), *kinds = json_object_get(row, "org_kind_label");
		json_array_foreach(kinds, k, one)
			json_array_append_new(in, json_integer((json_int_t)place_of(sets, json_string_value(one))));
		several += json_array_size(kinds) > 1 ? value_of(row) : 0;
		all += value_of(row);
		json_array_append_new(rows, json_pack("{s:o, s:O}", "in", in, "value", json_object_get(row, "value")));
	}
	if (all == 0)
		return json_null();
	struct text_fill fills[] = {{"n", text_number(cx->arena, cx->lang, several)}, {"year", year_text(p, p->year)},
		{"total", text_number(cx->arena, cx->lang, all)}, {0}};
	json_t *chart = frame(p, "upset", "overlap", several == 0
		? text_fill(cx->arena, _("%{year}: nobody of %{total} was recorded by two kinds of body"), fills)
		: text_fill(cx->arena, text_say_n(cx->lang,
			"%{year}: %{n} person of %{total} was recorded by more than one kind of body",
			"%{year}: %{n} people of %{total} were recorded by more than one kind of body", several), fills),
		_("presumptions and identification decisions in the registry; one person counts once"));
	json_object_set_new(chart, "sets", sets);
	json_object_set_new(chart, "rows", rows);
	json_object_set_new(chart, "head", json_pack("[s, s]", _("Recorded by"), _("People")));
	return chart;
}

static json_t *country(const struct picture *p, const json_t *row, const char *field) {
	const char *code = json_text(row, field);
	return code[0] == 0 ? json_null() : json_integer(profile_code(p->page->cx->profile, L_COUNTRY, code));
}

static const char *flows_title(const struct picture *p, const json_t *most, int64_t all) {
	const struct cx *cx = p->page->cx;
	struct text_fill fills[] = {{"year", year_text(p, p->year)}, {"from", json_text(most, "from_country_label")},
		{"to", json_text(most, "country_label")}, {"n", text_number(cx->arena, cx->lang, value_of(most))},
		{"total", text_number(cx->arena, cx->lang, all)}, {0}};
	if (most == NULL)
		return text_fill(cx->arena, _("%{year}: of no person both countries are known"), fills);
	return text_fill(cx->arena, str_equal(json_text(most, "from_country"), json_text(most, "country"))
		? _("%{year}: most people, %{n} of %{total}, were exploited where they come from (%{to})")
		: _("%{year}: the broadest path, %{n} of %{total} people: %{from} – %{to}"), fills);
}

static json_t *flows(const struct picture *p) {
	const struct cx *cx = p->page->cx;
	json_t *rows = json_array(), *row;
	const json_t *most = NULL;
	int64_t all = 0;
	size_t i;
	json_array_foreach(p->flows, i, row) {
		json_t *from = country(p, row, "from_country"), *to = country(p, row, "country");
		all += value_of(row);
		if (json_is_integer(from) && json_is_integer(to) && (most == NULL || value_of(row) > value_of(most)))
			most = row;
		json_array_append_new(rows, json_pack("{s:o, s:o, s:s, s:s, s:O}", "from", from, "to", to, "from_label",
			json_text(row, "from_country_label"), "to_label", json_text(row, "country_label"), "value",
			json_object_get(row, "value")));
	}
	if (all == 0)
		return json_null();
	json_t *chart = frame(p, "flows", "flows", flows_title(p, most, all),
	                      _("citizenship and country of exploitation of everybody presumed or decided to be a victim"));
	json_object_set_new(chart, "home", json_integer(profile_code(cx->profile, L_COUNTRY, profile_name(cx->profile))));
	json_object_set_new(chart, "rows", rows);
	json_object_set_new(chart, "head", json_pack("[s, s, s]", _("From"), _("To"), _("People")));
	return chart;
}

/* Ask for a year: its cells, and what hangs on it. */
static int read_year(struct picture *p, int64_t year) {
	struct page *page = p->page;
	const char *day = page_query(page, "as_of");
	json_t *in = page_form(page, OP_report_read);
	json_object_set_new(in, "report", json_string(REPORT));
	json_object_set_new(in, "year", json_integer(year));
	json_t *of_year = json_copy(in);
	json_object_del(of_year, "report");
	size_t first = page->calls_n, shift;
	page_add(page, OP_report_read, in);
	page_try(page, OP_figure_overlap, json_incref(of_year));
	page_try(page, OP_figure_flows, of_year);
	int rc = figures_run(page, first, &shift);
	if (rc != 0)
		return rc;
	p->year = year;
	p->as_of = page_day(page_answer(page, first + shift), "as_of");
	p->cells = page_rows(page, first + shift);
	p->overlap = page_rows(page, first + shift + 1);
	p->flows = page_rows(page, first + shift + 2);
	p->keep = day[0] == 0 && p->as_of == day_of(page->cx->now) ? ""
		: arena_printf(page->cx->arena, "&as_of=%s", day_text(page->cx->arena, (int32_t)p->as_of));
	find_years(p);
	figures_say(page, p->cells, p->as_of);
	return ERR_OK;
}

/* How many of the year's cells have a value, in hundredths. */
static size_t share_known(const struct picture *p, int64_t year) {
	size_t i, n = 0, known = 0;
	json_t *cell;
	json_array_foreach(p->cells, i, cell)
		if (year_of(cell) == year) {
			n++;
			known += figures_known(cell);
		}
	return n == 0 ? 0 : known * 100 / n;
}

/* The year of the address; else the newest year that is over and for which at least half is reported, else this one. */
static int read_picture(struct picture *p) {
	int64_t now = day_year(day_of(p->page->cx->now)), chosen = figures_year(page_query(p->page, "year"), 0);
	int rc = read_year(p, chosen != 0 ? chosen : now);
	if (rc != 0 || chosen != 0)
		return rc;
	for (size_t i = p->years_n; i-- > 0;)
		if (share_known(p, p->years[i]) >= 50)
			return read_year(p, p->years[i]);
	return ERR_OK;
}

static int figures_page(struct page *page) {
	struct picture p = {.page = page};
	int rc = page_meet(page); /* the registry's clock says which year is this one */
	if (rc == 0)
		rc = read_picture(&p);
	if (rc != 0)
		return rc;
	json_t *list = cards(&p), *forms = all_bars(&p, list);
	json_t *view = json_pack("{s:s, s:I, s:b, s:o, s:o, s:o, s:b, s:o, s:o, s:o}", "title", N_("The national picture"),
		"year", (json_int_t)p.year, "unfinished", p.year == day_year(day_of(page->cx->now)), "years",
		figures_years(page, p.year, YEARS_OFFERED, p.keep), "cards", list, "forms", forms, "any_form",
		json_array_size(forms) > 0, "lines", lines(&p, list), "overlap", overlap(&p), "flows", flows(&p));
	json_object_set_new(view, "mechanism", json_boolean(profile_code(page->cx->profile, L_REPORT, MECHANISM) != 0));
	figures_as_of(page, view, p.as_of, arena_printf(page->cx->arena, "&year=%d", (int)p.year));
	return page_render(page, "figures", view);
}

static int chart_page(struct page *page) {
	struct picture p = {.page = page};
	const char *name = page_param(page, "name");
	json_t *chart = NULL;
	int rc = page_meet(page);
	if (rc == 0)
		rc = read_picture(&p);
	if (rc != 0)
		return rc;
	json_t *list = cards(&p), *forms = all_bars(&p, list), *one;
	size_t i;
	if (str_equal(name, "lines"))
		chart = lines(&p, list);
	else if (str_equal(name, "overlap"))
		chart = overlap(&p);
	else if (str_equal(name, "flows"))
		chart = flows(&p);
	else
		json_array_foreach(forms, i, one)
			if (str_equal(json_text(json_object_get(one, "chart"), "id"), name))
				chart = json_object_get(one, "chart");
	if (!json_is_object(chart))
		return ERR_NOTFOUND;
	return figures_file(page, chart, arena_printf(page->cx->arena, "%s-%d", json_text(chart, "id"), (int)p.year),
	                    page_param(page, "format"));
}

const struct route routes_figure[] = {
	{"/figures", figures_page, 0},
	{"/figures/chart/:name/:format", chart_page, 0},
	{0},
};
