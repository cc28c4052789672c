/* Reports: which there are, one with all its figures, its editions, and each of them to take along. */
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "view/report.h"
#include "web/figures.h"
#include "web/route.h"
#include "web/when.h"

enum { YEARS_OFFERED = 8 };

static const json_t *report_definition(const struct page *page, const char *report) {
	return profile_entry(page->cx->profile, L_REPORT, profile_code(page->cx->profile, L_REPORT, report));
}

static const char *report_about(const struct page *page, const char *report) {
	const json_t *about = json_object_get(report_definition(page, report), "about");
	return about == NULL ? "" : profile_say(about, page->cx->lang);
}

/* An edition as a line: where it is, and the first digits of its hash. */
static void say_editions(const struct page *page, json_t *rows) {
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row) {
		json_object_set_new(row, "short", json_string(arena_printf(page->cx->arena, "%.12s", json_text(row, "hash"))));
		json_object_set_new(row, "href", json_sprintf("/reports/%s/%d?edition=%d", json_text(row, "report"),
			(int)json_integer_value(json_object_get(row, "year")),
			(int)json_integer_value(json_object_get(row, "edition"))));
	}
}

/* The years of a report, the newest that is over first. */
static json_t *years_of(const struct page *page, const char *report) {
	json_t *list = json_array();
	int64_t now = day_year(day_of(page->cx->now));
	for (int64_t year = now; year > now - YEARS_OFFERED; year--)
		json_array_append_new(list, json_pack("{s:I, s:b, s:o}", "year", (json_int_t)year, "unfinished", year == now,
			"href",
		                                      json_sprintf("/reports/%s/%d", report, (int)year)));
	return list;
}

static int reports_page(struct page *page) {
	size_t call = page_add(page, OP_edition_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *reports = json_array();
	const struct profile *profile = page->cx->profile;
	say_editions(page, page_rows(page, call));
	for (size_t i = 0; profile_number(profile, L_REPORT, i) != 0; i++) {
		const char *report = code_name(profile, L_REPORT, profile_number(profile, L_REPORT, i));
		if (str_equal(report, "picture"))
			continue; /* a page of its own */
		json_t *editions = when_pick(page_rows(page, call), "report", report, NULL);
		json_array_append_new(reports, json_pack("{s:s, s:s, s:s, s:o, s:O}", "report", report, "label",
			page_label(page, L_REPORT, report), "about", report_about(page, report), "years", years_of(page, report),
			"editions", when_some(editions)));
	}
	return page_render(page, "reports", json_pack("{s:s, s:o}", "title", N_("Reports"), "reports", reports));
}

/* Cells one below the other become groups of one indicator. */
static json_t *groups_of(const struct page *page, json_t *cells) {
	json_t *groups = json_array(), *group = NULL, *cell;
	size_t i;
	json_array_foreach(cells, i, cell) {
		const char *indicator = json_text(cell, "indicator");
		if (group == NULL || !str_equal(json_text(group, "indicator"), indicator)) {
			group = json_pack("{s:s, s:s, s:s, s:I, s:[]}", "indicator", indicator, "label",
				json_text(cell, "indicator_label"), "definition", figures_text(page, indicator, "definition"),
				"version", json_integer_value(json_object_get(cell, "version")), "cells");
			json_array_append_new(groups, group);
		}
		json_array_append(json_object_get(group, "cells"), cell);
	}
	return groups;
}

static size_t count_known(json_t *cells) {
	size_t i, n = 0;
	json_t *cell;
	json_array_foreach(cells, i, cell)
		n += figures_known(cell);
	return n;
}

/* Queue the report of the address: as it stands, or one of its editions. */
static size_t ask_for(struct page *page, bool *ret_edition) {
	const char *edition = page_query(page, "edition");
	enum op_id op = edition[0] == 0 ? OP_report_read : OP_edition_read;
	json_t *in = page_form(page, op);
	json_object_set_new(in, "report", json_string(page_param(page, "report")));
	json_object_set_new(in, "year", json_string(page_param(page, "year")));
	*ret_edition = edition[0] != 0;
	return page_add(page, op, in);
}

static int freeze(struct page *page) {
	const char *report = page_param(page, "report"), *year = page_param(page, "year");
	json_t *in = page_form(page, OP_edition_freeze);
	json_object_set_new(in, "report", json_string(report));
	json_object_set_new(in, "year", json_string(year));
	size_t call = page_add(page, OP_edition_freeze, in);
	int rc = page_run(page);
	return rc != 0 ? rc : page_redirect(page, "/reports/%s/%s?edition=%d", report, year,
		(int)json_integer_value(json_object_get(page_answer(page, call), "edition")));
}

static int report_page(struct page *page) {
	if (page_posted(page)) {
		int rc = freeze(page);
		if (rc == 0 || !page_mend(page, rc))
			return rc;
	}
	bool edition;
	size_t call = ask_for(page, &edition), shift, list = page_try(page, OP_edition_list,
		json_pack("{s:s}", "report", page_param(page, "report")));
	int rc = figures_run(page, call, &shift);
	if (rc != 0)
		return rc;
	struct cx *cx = page->cx;
	json_t *answer = page_answer(page, call + shift), *cells = page_rows(page, call + shift);
	const char *report = page_param(page, "report");
	int64_t as_of = page_day(answer, "as_of"), year = figures_year(page_param(page, "year"), 0);
	figures_say(page, cells, as_of);
	say_editions(page, page_rows(page, list + shift));
	json_t *editions = json_array(), *row;
	size_t i;
	json_array_foreach(page_rows(page, list + shift), i, row)
		if (json_integer_value(json_object_get(row, "year")) == year)
			json_array_append(editions, row);
	const char *query = edition ? arena_printf(cx->arena, "?edition=%s",
		form_encode(cx->arena, page_query(page, "edition")))
	                            : arena_printf(cx->arena, "?as_of=%s", day_text(cx->arena, (int32_t)as_of));
	json_t *view = json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:b, s:o, s:I, s:I, s:o, s:o, s:s, s:s}", "title",
		N_("A report"), "back", "/reports", "report", report, "label", page_label(page, L_REPORT, report), "about",
		report_about(page, report), "year", (json_int_t)year, "unfinished", year >= day_year(day_of(cx->now)), "groups",
		groups_of(page, cells), "known_n", (json_int_t)count_known(cells), "gaps_n",
		(json_int_t)(json_array_size(cells) - count_known(cells)), "years", years_of(page, report), "editions",
		when_some(editions), "files", arena_printf(cx->arena, "/reports/%s/%d", report, (int)year), "query", query);
	json_object_set(view, "edition", edition ? answer : json_null());
	json_object_set(view, "links", answer);
	figures_as_of(page, view, as_of, "");
	return page_render(page, "report", view);
}

/* "tip-2022.pdf", and an edition says so: "tip-2022-edition-1.pdf". */
static int file_page(struct page *page) {
	enum report_format format;
	if (!report_format_find(page_param(page, "format"), &format))
		return ERR_NOTFOUND;
	bool edition;
	size_t call = ask_for(page, &edition);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	struct cx *cx = page->cx;
	struct buf out = buf_new(cx->arena, HTTP_ANSWER_MAX);
	json_t *answer = page_answer(page, call);
	if (json_object_get(answer, "year") == NULL)
		json_object_set_new(answer, "year", json_integer(figures_year(page_param(page, "year"), 0)));
	rc = report_render(cx, answer, format, &out);
	if (rc == 0)
		figures_attach(page, report_media_type(format), arena_printf(cx->arena, "%s-%s%s%s.%s",
			page_param(page, "report"), page_param(page, "year"), edition ? "-edition-" : "", edition ? page_query(page,
			"edition") : "", report_format_name(format)), &out);
	return rc;
}

/* A report without a year is the newest that is over. */
static int newest_page(struct page *page) {
	int rc = page_meet(page);
	if (rc != 0)
		return rc;
	if (report_definition(page, page_param(page, "report")) == NULL)
		return ERR_NOTFOUND;
	return page_redirect(page, "/reports/%s/%d", page_param(page, "report"), (int)day_year(day_of(page->cx->now)) - 1);
}

const struct route routes_report[] = {
	{"/reports", reports_page, 0},
	{"/reports/:report", newest_page, 0},
	{"/reports/:report/:year", report_page, ROUTE_POST},
	{"/reports/:report/:year/:format", file_page, 0},
	{0},
};
