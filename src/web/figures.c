#include "web/figures.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "view/chart.h"
#include "view/picture.h"
#include "view/report.h"
#include "web/ask.h"

enum { YEAR_FIRST = 1990, YEAR_LAST = 2100, PICTURE_WIDTH = 1408 };

static int64_t number_of(const json_t *object, const char *key) {
	return json_integer_value(json_object_get(object, key));
}

const json_t *figures_definition(const struct page *page, const char *indicator) {
	return profile_entry(page->cx->profile, L_INDICATOR, profile_code(page->cx->profile, L_INDICATOR, indicator));
}

const char *figures_text(const struct page *page, const char *indicator, const char *what) {
	const json_t *texts = json_object_get(figures_definition(page, indicator), what);
	return json_is_object(texts) ? profile_say(texts, page->cx->lang) : "";
}

const char *figures_part(const struct page *page, const char *indicator, const char *breakdown) {
	const json_t *part = json_object_get(json_object_get(figures_definition(page, indicator), "breakdowns"), breakdown);
	const json_t *say = json_object_get(part, "say");
	if (json_is_object(say))
		return profile_say(say, page->cx->lang);
	if (str_equal(breakdown, "total"))
		return page_label(page, L_INDICATOR, indicator);
	char *plain = arena_strdup(page->cx->arena, breakdown);
	for (char *c = plain; *c != 0; c++)
		*c = *c == '_' ? ' ' : *c;
	return plain;
}

bool figures_known(const json_t *cell) {
	const char *status = json_text(cell, "value_status");
	return str_equal(status, "value") || str_equal(status, "zero");
}

json_t *figures_number(const json_t *cell) {
	const char *text = json_text(cell, "figure");
	int64_t n;
	if (!figures_known(cell))
		return json_null();
	return int_parse(text, &n) ? json_integer(n) : json_real(strtod(text, NULL));
}

/* Why there is no value: who answers, and how many of them have. */
static const char *gap(const struct page *page, const json_t *cell) {
	const struct cx *cx = page->cx;
	int64_t bodies = number_of(cell, "bodies"), delivered = number_of(cell, "delivered");
	struct text_fill fills[] = {{"delivered", text_number(cx->arena, cx->lang, delivered)},
		{"n", text_number(cx->arena, cx->lang, bodies)}, {0}};
	if (!str_equal(json_text(cell, "value_status"), "not_reported"))
		return json_text(cell, "value_status_label");
	if (bodies == 0)
		return _("Nobody answers for this figure yet.");
	return text_fill(cx->arena, text_say_n(cx->lang, "%{delivered} of %{n} body has reported",
		"%{delivered} of %{n} bodies have reported", bodies), fills);
}

/* "51 (press release ...); 25 (...)": what others published, one a line. */
static json_t *quotes(const char *text) {
	json_t *list = json_array();
	while (*text != 0) {
		const char *end = strstr(text, "); ");
		size_t n = end == NULL ? strlen(text) : (size_t)(end - text) + 1;
		json_array_append_new(list, json_stringn(text, n));
		text += end == NULL ? n : n + 2;
	}
	return list;
}

void figures_say(const struct page *page, json_t *cells, int64_t as_of) {
	size_t i;
	json_t *cell;
	struct cx *cx = page->cx;
	json_array_foreach(cells, i, cell) {
		/* "breakdown" is the word as the report prints it; where the definition has another, that is "part" */
		const char *indicator = json_text(cell, "indicator"), *breakdown = json_text(cell, "part");
		breakdown = breakdown[0] == 0 ? json_text(cell, "breakdown") : breakdown;
		bool known = figures_known(cell), whole = str_equal(breakdown, "total");
		json_object_set_new(cell, "known", json_boolean(known));
		const char *shown = report_figure_say(cx, json_text(cell, "figure"), json_text(cell, "unit_of"));
		json_object_set_new(cell, "shown", known ? json_string(shown) : json_null());
		json_object_set_new(cell, "unit_say", json_string(report_unit_say(cx, json_text(cell, "unit_of"))));
		json_object_set_new(cell, "part_say", json_string(figures_part(page, indicator, breakdown)));
		json_object_set_new(cell, "whole", json_boolean(whole));
		json_object_set_new(cell, "gap", known ? json_null() : json_string(gap(page, cell)));
		json_object_set_new(cell, "quotes", quotes(json_text(cell, "quoted")));
		json_object_set_new(cell, "why", json_sprintf("/figures/%s/%d?breakdown=%s&as_of=%s", indicator,
			(int)number_of(cell, "year"), breakdown, day_text(cx->arena, (int32_t)as_of)));
	}
}

/* A date that ends in a full stop, as in Lithuanian, must not meet another. */
const char *figures_source(const struct page *page, const char *source, int64_t as_of) {
	const struct cx *cx = page->cx;
	struct text_fill fills[] = {{"source", source}, {"day", text_day(cx->arena, cx->lang, as_of)}, {0}};
	return text_fill(cx->arena, _("Source: %{source} · as recorded by the end of %{day}"), fills);
}

void figures_as_of(struct page *page, json_t *view, int64_t as_of, const char *keep) {
	struct arena *a = page->cx->arena;
	int32_t today = day_of(page->cx->now);
	const struct {
		const char *what;
		int32_t day;
	} days[] = {{N_("Today"), today}, {N_("Yesterday"), today - 1}, {N_("A month ago"), today - 30},
	            {N_("The last day of last year"), day_from_ymd(day_year(today), 1, 1) - 1}};
	json_t *list = json_array(), *kept = json_array();
	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:b}", "what", days[i].what, "day",
			day_text(a, days[i].day),
		                                      "keep", keep, "current", as_of == days[i].day));
	for (size_t i = 0; i < page->query.n; i++) /* the form asks the same again */
		if (!str_starts(page->query.fields[i].name, "as_of") && !str_equal(page->query.fields[i].name, "lang"))
			json_array_append_new(kept, json_pack("{s:s, s:s}", "name", page->query.fields[i].name, "value",
			                                      page->query.fields[i].value));
	json_object_set_new(view, "days", list);
	json_object_set_new(view, "kept", kept);
	json_object_set_new(view, "as_of_ask", ask_day(page, F_AS_OF, N_("As recorded by the end of this day"), NULL,
		as_of));
	json_object_set_new(view, "as_of", json_string(day_text(a, (int32_t)as_of)));
	json_object_set_new(view, "earlier", json_boolean(as_of < today));
}

int figures_run(struct page *page, size_t first, size_t *ret_shift) {
	size_t n = page->calls_n;
	*ret_shift = 0;
	int rc = page_run(page);
	if (rc != ERR_INVALID || !str_equal(page->cx->err.field, "as_of") || !page_mend(page, rc))
		return rc;
	for (size_t i = first; i < n; i++) {
		json_t *again = json_copy(page->calls[i].in);
		json_object_del(again, "as_of");
		if (page->calls[i].optional)
			page_try(page, page->calls[i].op, again);
		else
			page_add(page, page->calls[i].op, again);
	}
	*ret_shift = n - first;
	return page_run(page);
}

int64_t figures_year(const char *text, int64_t otherwise) {
	int64_t year;
	return int_parse(text, &year) && year >= YEAR_FIRST && year <= YEAR_LAST ? year : otherwise;
}

json_t *figures_years(const struct page *page, int64_t chosen, int n, const char *keep) {
	json_t *list = json_array();
	int64_t now = day_year(day_of(page->cx->now));
	for (int64_t year = now; year > now - n; year--)
		json_array_append_new(list, json_pack("{s:I, s:b, s:o, s:b}", "year", (json_int_t)year, "current",
			year == chosen, "href", json_sprintf("?year=%d%s", (int)year, keep), "unfinished", year == now));
	return list;
}

void figures_attach(struct page *page, const char *type, const char *name, const struct buf *bytes) {
	struct http_response *response = page->response;
	response->status = 200;
	response->type = type;
	response->body.n = 0;
	buf_add(&response->body, bytes->at, bytes->n);
	http_add(response, "Content-Disposition", arena_printf(page->cx->arena, "attachment; filename=\"%s\"", name));
}

int figures_file(struct page *page, json_t *chart, const char *name, const char *format) {
	struct cx *cx = page->cx;
	struct buf svg = buf_new(cx->arena, HTTP_ANSWER_MAX), out = buf_new(cx->arena, HTTP_ANSWER_MAX);
	bool csv = str_equal(format, "csv"), png = str_equal(format, "png");
	if (!csv && !png && !str_equal(format, "svg"))
		return ERR_NOTFOUND;
	if (!json_is_object(chart))
		return ERR_NOTFOUND;
	int rc = csv ? chart_csv(cx, chart, &out) : chart_svg(cx, chart, &svg);
	if (rc == 0 && png)
		rc = picture_png(cx, (struct blob){svg.at, svg.n}, PICTURE_WIDTH, &out);
	if (rc == 0)
		figures_attach(page, csv ? "text/csv; charset=utf-8" : png ? "image/png" : "image/svg+xml",
		               arena_printf(cx->arena, "%s.%s", name, format), csv || png ? &out : &svg);
	return rc;
}
