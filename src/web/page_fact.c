/* The facts of all agencies without identity: for whoever answers for the country's figures. */
#include "base/str.h"
#include "base/time.h"
#include "web/ask.h"
#include "web/route.h"
#include "web/when.h"

enum { SHOWN = 200, YEARS = 10 };

static json_t *years(const struct page *page, int64_t year) {
	json_t *list = json_array();
	int64_t now = day_year(day_of(page->cx->now));
	for (int64_t y = now; y > now - YEARS; y--)
		json_array_append_new(list, json_pack("{s:s, s:s, s:b, s:s}", "code", arena_printf(page->cx->arena, "%lld", (long long)y),
			"label", arena_printf(page->cx->arena, "%lld", (long long)y), "chosen", y == year, "id", "year"));
	return list;
}

static int facts_page(struct page *page) {
	json_t *in = page_form(page, OP_fact_list);
	int64_t year;
	int rc = page_meet(page);
	if (rc != 0)
		return rc;
	if (!int_parse(page_query(page, "year"), &year)) {
		year = day_year(day_of(page->cx->now));
		json_object_set_new(in, "year", json_string(arena_printf(page->cx->arena, "%lld", (long long)year)));
	}
	size_t list = page_add(page, OP_fact_list, in), orgs = page_add(page, OP_org_list, NULL);
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *rows = page_rows(page, list), *shown = json_array(), *row;
	size_t i, n = json_array_size(rows);
	json_array_foreach(rows, i, row)
		if (i < SHOWN)
			json_array_append(shown, row);
	when_rows(page, shown);
	json_t *org = ask_rows(page, F_ORG, N_("Organisation"), NULL, page_rows(page, orgs), "org", "org_name");
	json_object_set_new(org, "nothing", json_string(N_("Any")));
	json_t *ask = ask_choice(page, F_YEAR, N_("Year"), NULL);
	json_object_set_new(ask, "options", years(page, year));
	json_object_set_new(ask, "nothing", json_string(N_("This year")));
	json_t *number = json_object_get(page_answer(page, list), "number");
	return page_render(page, "facts", json_pack("{s:s, s:s, s:o, s:o, s:I, s:o, s:b, s:O?, s:s, s:I}", "title",
		N_("Facts of all agencies"), "back", "/work", "org", org, "year_ask", ask, "year", (json_int_t)year, "facts",
		when_some(shown), "more", n > SHOWN, "next", number, "org_code", page_query(page, "org"), "count", (json_int_t)n));
}

const struct route routes_fact[] = {
	{"/facts", facts_page, 0},
	{0},
};
