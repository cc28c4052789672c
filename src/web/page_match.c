/* Comparing all records of names with each other: how it went, how far it is, begin and stop. Numbers only. */
#include "base/str.h"
#include "web/ask.h"
#include "web/route.h"

enum { AGAIN_SECONDS = 2 /* after which a page that shows progress asks again */ };

static bool is_open(const json_t *run) {
	const char *state = json_text(run, "match_state");
	return str_equal(state, "waiting") || str_equal(state, "running");
}

/* "1 min 12 s"; under a second "1 s". */
static void dress(const struct page *page, json_t *run) {
	struct arena *a = page->cx->arena;
	const json_t *kib = json_object_get(run, "memory_kib"), *seconds = json_object_get(run, "seconds");
	int64_t s = json_integer_value(seconds);
	if (kib != NULL)
		json_object_set_new(run, "memory", json_string(arena_printf(a, "%lld MiB", (long long)(json_integer_value(kib) + 1023) / 1024)));
	if (seconds != NULL && s >= 60)
		json_object_set_new(run, "took", json_string(arena_printf(a, "%lld min %lld s", (long long)s / 60, (long long)s % 60)));
	else if (seconds != NULL)
		json_object_set_new(run, "took", json_string(arena_printf(a, "%lld s", (long long)(s < 1 ? 1 : s))));
	json_object_set_new(run, "counted", json_boolean(json_object_get(run, "compared_n") != NULL));
	json_object_set_new(run, "wrong", json_boolean(str_equal(json_text(run, "match_state"), "failed")));
}

static int matches_page(struct page *page) {
	static const struct ask_way done[] = {{"begun", N_("All records will be compared. Others can go on working.")},
		{"stopped", N_("The comparison was stopped. What it had found is kept.")}, {0}};
	if (page_posted(page)) {
		bool stop = str_equal(page_field(page, "do"), "stop");
		enum op_id op = stop ? OP_match_stop : OP_match_start;
		page_add(page, op, page_form(page, op));
		int rc = page_run(page);
		if (rc == 0)
			return page_redirect(page, "/comparisons?done=%s", stop ? "stopped" : "begun");
		if (!page_mend(page, rc))
			return rc;
	}
	size_t list = page_add(page, OP_match_list, NULL), i;
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *runs = page_rows(page, list), *run, *now = json_array_get(runs, 0), *last = NULL;
	json_array_foreach(runs, i, run) {
		dress(page, run);
		if (last == NULL && str_equal(json_text(run, "match_state"), "done"))
			last = run;
	}
	bool going = is_open(now);
	int64_t aside = json_integer_value(json_object_get(now, "aside_n"));
	json_t *view = json_pack("{s:s, s:s, s:o, s:O?, s:b, s:O?, s:I, s:b, s:o}", "title", N_("Names compared"), "back",
		"/work", "told", ask_told(page, done), "now", going ? now : NULL, "going", going, "latest", last, "aside", (json_int_t)aside,
		"any", json_array_size(runs) > 0, "runs", runs);
	if (going)
		json_object_set_new(view, "again", json_integer(AGAIN_SECONDS));
	return page_render(page, "matches", view);
}

const struct route routes_match[] = {
	{"/comparisons", matches_page, ROUTE_POST},
	{0},
};
