/* The national picture, how each of its figures is known, and asking another agency. */
#include "base/str.h"
#include "base/time.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "web/ask.h"
#include "web/route.h"
#include "web/when.h"

enum { YEARS = 20 };

static int64_t number_of(const json_t *object, const char *key) {
	return json_integer_value(json_object_get(object, key));
}

/* One figure: the row of that indicator and year that stands for all groups (group ""), or of one group. */
static json_t *cell(json_t *rows, const char *indicator, int64_t year, const char *group) {
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row)
		if (str_equal(json_text(row, "indicator"), indicator) && number_of(row, "year") == year &&
		    str_equal(json_text(row, "group"), group))
			return row;
	return NULL;
}

static bool counted(const json_t *row) {
	return row != NULL && !str_equal(json_text(row, "value_status"), "not_reported");
}

/* A figure's value, or null where nobody reported it: never nought. */
static json_t *value_of(const json_t *row) {
	return counted(row) ? json_integer(number_of(row, "value")) : json_null();
}

static const json_t *definition_of(const struct page *page, const char *indicator) {
	return profile_entry(page->cx->profile, L_INDICATOR, profile_code(page->cx->profile, L_INDICATOR, indicator));
}

static const char *say(const struct page *page, const json_t *definition, const char *what) {
	const json_t *texts = json_object_get(definition, what);
	return texts == NULL ? "" : profile_say(texts, page->cx->lang);
}

/* "Source: identification decisions in the registry · as recorded by the end of 20 November 2026": a date that ends
 * in a full stop, as in Lithuanian, must not meet another. */
static const char *source_line(const struct page *page, const char *source, int64_t as_of) {
	const struct cx *cx = page->cx;
	struct text_fill fills[] = {{"source", source}, {"day", text_day(cx->arena, cx->lang, as_of)}, {0}};
	return text_fill(cx->arena, _("Source: %{source} · as recorded by the end of %{day}"), fills);
}

struct picture {
	struct page *page;
	json_t *rows;
	int64_t as_of, years[YEARS];
	size_t years_n;
};

/* The years that stand in the answer, the oldest first. */
static void find_years(struct picture *p) {
	size_t i;
	json_t *row;
	json_array_foreach(p->rows, i, row) {
		int64_t year = number_of(row, "year");
		size_t at = 0;
		while (at < p->years_n && p->years[at] < year)
			at++;
		if (p->years_n == YEARS || (at < p->years_n && p->years[at] == year))
			continue;
		for (size_t j = p->years_n++; j > at; j--)
			p->years[j] = p->years[j - 1];
		p->years[at] = year;
	}
}

static json_t *why_link(const struct picture *p, const char *indicator, int64_t year) {
	return json_sprintf("/figures/%s/%d?as_of=%s", indicator, (int)year, day_text(p->page->cx->arena, (int32_t)p->as_of));
}

/* The years of one indicator as a line. Its title says what happened between the first and the last whole year. */
static json_t *line(const struct picture *p, const char *indicator, const char *label, const char *source) {
	const struct cx *cx = p->page->cx;
	json_t *points = json_array();
	const json_t *first = NULL, *last = NULL;
	int64_t now_year = day_year((int32_t)p->as_of);
	for (size_t i = 0; i < p->years_n; i++) {
		json_t *row = cell(p->rows, indicator, p->years[i], "");
		if (p->years[i] >= now_year)
			continue; /* a year that is not over has no place on a line */
		json_array_append_new(points, json_pack("{s:s, s:o}", "label", arena_printf(cx->arena, "%d", (int)p->years[i]),
		                                        "value", value_of(row)));
		if (counted(row)) {
			first = first == NULL ? row : first;
			last = row;
		}
	}
	if (first == NULL)
		return json_null();
	struct text_fill fills[] = {{"label", label},
		{"first", text_number(cx->arena, cx->lang, number_of(first, "value"))},
		{"last", text_number(cx->arena, cx->lang, number_of(last, "value"))},
		{"from", arena_printf(cx->arena, "%d", (int)number_of(first, "year"))},
		{"to", arena_printf(cx->arena, "%d", (int)number_of(last, "year"))}, {0}};
	const char *title = first == last ? _("%{label}: %{last} in %{to}")
	                                  : _("%{label}: from %{first} in %{from} to %{last} in %{to}");
	return json_pack("{s:s, s:s, s:s, s:s, s:o}", "kind", "spark", "id", arena_printf(cx->arena, "line-%zu",
		(size_t)json_array_size(points)), "title", text_fill(cx->arena, title, fills), "source",
		source_line(p->page, source, p->as_of), "rows", points);
}

/* One row a year: in all, by group, and the way to how it is known. */
static json_t *table(const struct picture *p, const char *indicator) {
	json_t *table = json_array();
	for (size_t i = p->years_n; i-- > 0;) {
		json_t *row = cell(p->rows, indicator, p->years[i], ""), *groups = json_array();
		for (size_t g = 0; code_at(p->page->cx->profile, L_GROUP, g) != 0; g++) {
			const char *group = code_name(p->page->cx->profile, L_GROUP, code_at(p->page->cx->profile, L_GROUP, g));
			json_t *part = cell(p->rows, indicator, p->years[i], group);
			if (part == NULL)
				continue; /* this figure has no groups */
			json_array_append_new(groups, json_pack("{s:s, s:b, s:o}", "group_label", page_label(p->page, L_GROUP, group),
				"known", counted(part), "value", value_of(part)));
		}
		json_array_append_new(table, json_pack("{s:I, s:b, s:o, s:o, s:o, s:b}", "year", (json_int_t)p->years[i], "known",
			counted(row), "value", value_of(row), "groups", groups, "why", why_link(p, indicator, p->years[i]), "unfinished",
			p->years[i] == day_year((int32_t)p->as_of)));
	}
	return table;
}

/* Two indicators beside each other in the year in which they differ most; null if they never stand together. */
static json_t *beside(const struct picture *p, const json_t *indicators) {
	const struct cx *cx = p->page->cx;
	const json_t *a = json_array_get(indicators, 0), *b = json_array_get(indicators, 1);
	const json_t *one = NULL, *two = NULL;
	int64_t widest = -1;
	for (size_t i = 0; b != NULL && i < p->years_n; i++) {
		const json_t *x = cell(p->rows, json_text(a, "indicator"), p->years[i], "");
		const json_t *y = cell(p->rows, json_text(b, "indicator"), p->years[i], "");
		int64_t gap = number_of(y, "value") - number_of(x, "value");
		gap = gap < 0 ? -gap : gap;
		if (!counted(x) || !counted(y) || gap < widest)
			continue;
		widest = gap;
		one = x;
		two = y;
	}
	if (one == NULL)
		return json_null();
	int64_t year = number_of(one, "year");
	struct text_fill fills[] = {{"year", arena_printf(cx->arena, "%d", (int)year)},
		{"a", text_number(cx->arena, cx->lang, number_of(one, "value"))},
		{"b", text_number(cx->arena, cx->lang, number_of(two, "value"))},
		{"first", json_text(a, "label")}, {"second", json_text(b, "label")}, {0}};
	json_t *bars = json_pack("[{s:s, s:o}, {s:s, s:o}]", "label", json_text(a, "label"), "value", value_of(one), "label",
	                         json_text(b, "label"), "value", value_of(two));
	json_t *chart = json_pack("{s:s, s:s, s:s, s:s, s:o}", "kind", "bars", "id", "beside", "title",
		text_fill(cx->arena, _("%{year}: %{first} – %{a}, %{second} – %{b}"), fills), "source",
		source_line(p->page, text_fill(cx->arena, _("the registry, definitions of both figures"), fills), p->as_of), "rows", bars);
	return json_pack("{s:I, s:O, s:O, s:o, s:o, s:o, s:s, s:s}", "year", (json_int_t)year, "a", json_object_get(one, "value"),
		"b", json_object_get(two, "value"), "chart", chart, "why_first",
		why_link(p, json_text(a, "indicator"), year), "why_second", why_link(p, json_text(b, "indicator"), year), "first",
		json_text(a, "label"), "second", json_text(b, "label"));
}

/* Everything the page shows of one indicator. */
static json_t *indicator_view(const struct picture *p, const char *code) {
	const json_t *definition = definition_of(p->page, code);
	const char *label = page_label(p->page, L_INDICATOR, code), *source = say(p->page, definition, "source");
	int64_t year = p->years[p->years_n - 1];
	json_t *row = cell(p->rows, code, year, "");
	json_t *chart = line(p, code, label, source), *years = table(p, code);
	json_t *groups = json_object_get(json_array_get(years, 0), "groups");
	if (json_is_object(chart))
		json_object_set_new(chart, "id", json_sprintf("line-%s", number_of(definition, "number") == 1 ? "one"
			: number_of(definition, "number") == 2 ? "two" : "three"));
	return json_pack("{s:s, s:s, s:s, s:I, s:b, s:o, s:O?, s:o, s:o, s:O, s:O, s:I}", "indicator", code, "label", label,
		"definition", say(p->page, definition, "definition"), "year", (json_int_t)year, "known", counted(row), "value",
		value_of(row), "value_status_label", json_object_get(row, "value_status_label"), "why", why_link(p, code, year),
		"chart", chart, "table", years, "groups", groups,
		"groups_n", (json_int_t)json_array_size(groups));
}

/* "As of" on both pages: the field, and three days one press away. */
static void add_as_of(struct page *page, json_t *view, int64_t as_of) {
	struct arena *a = page->cx->arena;
	int32_t today = day_of(page->cx->now);
	const struct {
		const char *what;
		int32_t day;
	} days[] = {{N_("Today"), today}, {N_("Yesterday"), today - 1}, {N_("A month ago"), today - 30},
	            {N_("The last day of last year"), day_from_ymd(day_year(today), 1, 1) - 1}};
	json_t *list = json_array();
	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		json_array_append_new(list, json_pack("{s:s, s:s, s:b}", "what", days[i].what, "day", day_text(a, days[i].day),
		                                      "current", as_of == days[i].day));
	json_object_set_new(view, "days", list);
	json_object_set_new(view, "as_of_ask", ask_day(page, F_AS_OF, N_("As recorded by the end of this day"), NULL, as_of));
	json_object_set_new(view, "as_of", json_string(day_text(a, (int32_t)as_of)));
	json_object_set_new(view, "earlier", json_boolean(as_of < today));
}

/* Run a question about figures; a day that is none is asked for again, and meanwhile the figures are today's. */
static int run_as_of(struct page *page, enum op_id op, json_t *in, size_t *ret_call) {
	*ret_call = page_add(page, op, in);
	int rc = page_run(page);
	if (rc != ERR_INVALID || !str_equal(page->cx->err.field, "as_of") || !page_mend(page, rc))
		return rc;
	json_t *again = json_copy(in);
	json_object_del(again, "as_of");
	*ret_call = page_add(page, op, again);
	return page_run(page);
}

static int figures_page(struct page *page) {
	size_t call;
	int rc = run_as_of(page, OP_figure_list, page_form(page, OP_figure_list), &call);
	if (rc != 0)
		return rc;
	struct picture p = {.page = page, .rows = page_rows(page, call)};
	p.as_of = page_day(page_answer(page, call), "as_of");
	find_years(&p);
	json_t *indicators = json_array();
	for (size_t i = 0; p.years_n > 0 && profile_number(page->cx->profile, L_INDICATOR, i) != 0; i++) {
		const char *code = code_name(page->cx->profile, L_INDICATOR, profile_number(page->cx->profile, L_INDICATOR, i));
		json_array_append_new(indicators, indicator_view(&p, code));
	}
	json_t *view = json_pack("{s:s, s:O, s:o, s:I}", "title", N_("The national picture"), "indicators", indicators,
	                         "beside", beside(&p, indicators), "year",
	                         (json_int_t)(p.years_n == 0 ? 0 : p.years[p.years_n - 1]));
	add_as_of(page, view, p.as_of);
	return page_render(page, "figures", view);
}

/* How many rows give each reason, the commonest order being the list's own. */
static json_t *by_reason(const struct page *page, json_t *rows) {
	json_t *reasons = json_array();
	for (size_t i = 0; code_at(page->cx->profile, L_REASON, i) != 0; i++) {
		const char *reason = code_name(page->cx->profile, L_REASON, code_at(page->cx->profile, L_REASON, i));
		json_t *some = when_pick(rows, "reason", reason, NULL);
		if (json_array_size(some) > 0)
			json_array_append_new(reasons, json_pack("{s:s, s:I, s:O}", "reason_label", page_label(page, L_REASON, reason),
			                                         "n", (json_int_t)json_array_size(some), "rows", some));
	}
	return reasons;
}

static int explain_page(struct page *page) {
	const char *indicator = page_param(page, "indicator");
	json_t *in = page_form(page, OP_figure_explain);
	json_object_set_new(in, "indicator", json_string(indicator));
	json_object_set_new(in, "year", json_string(page_param(page, "year")));
	size_t call;
	int rc = run_as_of(page, OP_figure_explain, in, &call);
	if (rc != 0)
		return rc;
	json_t *answer = page_answer(page, call), *rows = page_rows(page, call), *row;
	const json_t *definition = definition_of(page, indicator);
	size_t i;
	json_t *in_it = json_array(), *out_of_it = json_array();
	when_rows(page, rows);
	json_array_foreach(rows, i, row) {
		json_object_set_new(row, "short", json_string(arena_printf(page->cx->arena, "%.8s", json_text(row, "record"))));
		json_array_append(json_is_true(json_object_get(row, "counted")) ? in_it : out_of_it, row);
	}
	json_t *view = json_pack("{s:s, s:s, s:s, s:s, s:s, s:O, s:b, s:o, s:o, s:o, s:I, s:I}", "title",
		N_("How do you know?"), "back", "/figures", "label", page_label(page, L_INDICATOR, indicator), "definition",
		say(page, definition, "definition"), "source", say(page, definition, "source"), "figure", answer, "known",
		counted(answer), "value", value_of(answer), "in_it", when_some(in_it), "out_of_it",
		when_some(by_reason(page, out_of_it)), "counted_n",
		(json_int_t)json_array_size(in_it), "excluded_n", (json_int_t)json_array_size(out_of_it));
	add_as_of(page, view, page_day(answer, "as_of"));
	return page_render(page, "explain", view);
}

/* A body says that a year's records are complete: only then may a figure be nought. */
static int deliver_page(struct page *page) {
	if (page_posted(page)) {
		json_t *in = page_form(page, OP_delivery_record);
		if (ask_complete(page, OP_delivery_record, in) == 0) {
			page_add(page, OP_delivery_record, in);
			int rc = page_run(page);
			if (rc == 0)
				return page_redirect(page, "/deliver?done=1");
			if (!page_mend(page, rc))
				return rc;
		}
	}
	return page_render(page, "deliver", json_pack("{s:s, s:s, s:b, s:o, s:o}", "title", N_("A year is complete"), "back",
		"/work", "done", page_query(page, "done")[0] != 0, "indicator",
		ask_choice(page, F_INDICATOR, N_("Which figure?"), NULL), "of_year", ask_text(page, F_YEAR, N_("Which year?"), NULL)));
}

/* One answer, whoever is asked about and whatever is known: only the day in it differs. */
static int ask_page(struct page *page) {
	json_t *due = NULL;
	if (page_posted(page)) {
		json_t *in = page_form(page, OP_ask_record);
		if (ask_complete(page, OP_ask_record, in) == 0) {
			size_t call = page_add(page, OP_ask_record, in);
			int rc = page_run(page);
			if (rc == 0)
				due = json_string(page_text(page, call, "due"));
			else if (!page_mend(page, rc))
				return rc;
		}
	}
	return page_render(page, "ask", json_pack("{s:s, s:s, s:o?, s:o, s:o, s:o, s:o}", "title", N_("Ask about a person"),
		"back", "/work", "due", due, "given", ask_text(page, F_GIVEN, N_("Given name"), N_("As the person says it, in any script.")),
		"family", ask_text(page, F_FAMILY, N_("Family name"), NULL), "born",
		ask_text(page, F_BORN, N_("Year of birth"), N_("For example 1994.")), "why",
		ask_text(page, F_WHY, N_("Why do you ask?"), N_("Whoever is responsible reads this before deciding whether to answer."))));
}

const struct route routes_figure[] = {
	{"/figures", figures_page, 0},
	{"/figures/:indicator/:year", explain_page, 0},
	{"/deliver", deliver_page, ROUTE_POST},
	{"/ask", ask_page, ROUTE_POST},
	{0},
};
