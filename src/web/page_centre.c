/* A registration centre: who arrived, who waits to be asked, and who is called on. None of it is a sign of anything. */
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "web/about.h"
#include "web/arrived.h"
#include "web/ask.h"
#include "web/rights.h"
#include "web/route.h"
#include "web/when.h"

/* The centre ------------------------------------------------------------------------------------------------------- */

static json_t *day_bars(const struct page *page, json_t *rows) {
	struct cx *cx = page->cx;
	json_t *bars = json_array();
	int64_t all = 0;
	for (size_t i = json_array_size(rows); i-- > 0;) {
		const json_t *row = json_array_get(rows, i);
		int64_t n = json_integer_value(json_object_get(row, "count"));
		all += n;
		json_array_append_new(bars, json_pack("{s:s, s:I}", "label",
			text_day(cx->arena, cx->lang, page_day(row, "happened")), "value", (json_int_t)n));
	}
	struct text_fill fills[] = {{"n", text_number(cx->arena, cx->lang, all)}, {0}};
	return all == 0 ? json_null() : json_pack("{s:s, s:s, s:s, s:o}", "kind", "bars", "title",
		text_fill(cx->arena, text_say(cx->lang, N_("Registered in the last 30 days: %{n}")), fills), "source", "", "rows",
		bars);
}

static bool is_any(const json_t *answer, const char *key) {
	return json_integer_value(json_object_get(answer, key)) > 0;
}

/* A child nobody of hers is with, first; of the others who came first. */
static json_t *alone_first(json_t *rows) {
	json_t *alone = json_array(), *others = json_array(), *row;
	size_t i;
	json_array_foreach(rows, i, row) {
		bool is = json_object_get(row, "told_org") != NULL;
		json_object_set_new(row, "is_alone", json_boolean(is));
		json_array_append(is ? alone : others, row);
	}
	json_array_extend(alone, others);
	return alone;
}

/* A centre and whom to ring there; only those that name somebody. */
static json_t *coordinators(const struct page *page, json_t *centres) {
	json_t *list = json_array(), *row;
	size_t i;
	json_array_foreach(centres, i, row)
		if (json_object_get(row, "helper") != NULL) {
			arrived_ring(page, row);
			json_array_append(list, row);
		}
	return list;
}

static int centre_page(struct page *page) {
	static const struct ask_way done[] = {
		{"corrected", N_("The registration is corrected.")},
		{"told", N_("The registration is corrected. Child protection has been told, and has work about this child now.")},
		{"held", N_("The registration is corrected. Child protection was told before: ring them and say what was wrong.")},
		{"back", N_("The registration is taken back. No list and no figure counts it.")},
		{0},
	};
	bool asked = str_equal(page_query(page, "done"), "yes");
	size_t centres = page_try(page, OP_centre_list, NULL);
	size_t days = page_add(page, OP_arrival_days, NULL);
	size_t list = page_try(page, OP_arrival_list, json_pack("{s:b}", "done", asked));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *answer = page_answer(page, list);
	json_t *view = json_pack("{s:s, s:s, s:b, s:o, s:b, s:b}", "title", N_("Registration centre"), "back", "/work",
		"asked", asked, "days", day_bars(page, page_rows(page, days)), "hidden", answer == NULL, "recognises", rights_may(page, "recognise"));
	json_object_set_new(view, "told", ask_told(page, done));
	json_object_set_new(view, "centres", when_some(coordinators(page, page_rows(page, centres))));
	if (answer != NULL) {
		static const char *const counts[] = {"waiting", "since", "today_n", "count", "families", "children"};
		for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
			json_object_set(view, counts[i], json_object_get(answer, counts[i]));
		json_object_set_new(view, "any_waiting", json_boolean(is_any(answer, "waiting")));
		json_object_set_new(view, "found", when_some(alone_first(page_rows(page, list))));
	}
	return page_render(page, "centre", view);
}

/* Somebody new ----------------------------------------------------------------------------------------------------- */

/* What the next one has in common with this one stands in the form already. */
static const char *next_path(struct page *page, bool family) {
	static const enum field_id same[] = {F_MUNICIPALITY, F_UNIT, F_ROUTE, F_COUNTRY, F_LEAFLET, F_SPEECH, F_CITIZENSHIP};
	struct arena *a = page->cx->arena;
	size_t n = sizeof same / sizeof *same - (family ? 0 : 2); /* another family speaks another language */
	const char *first = page_field(page, "household"), *path = arena_strdup(a, "/centre/new?done=");
	path = arena_printf(a, "%s%s", path, page_text(page, page->calls_n - 1, "told_org")[0] != 0 ? "alone" : "registered");
	if (family)
		path = arena_printf(a, "%s&household=%s", path, first[0] != 0 ? form_encode(a, first)
			: page_text(page, page->calls_n - 1, "arrival"));
	for (size_t i = 0; i < n; i++) {
		const char *value = page_field(page, fields[same[i]].name);
		if (value[0] != 0)
			path = arena_printf(a, "%s&%s=%s", path, fields[same[i]].name, form_encode(a, value));
	}
	return path;
}

static int register_page(struct page *page) {
	static const struct ask_way done[] = {
		{"registered", N_("Registered. Here is the next form.")},
		{"alone", N_("Registered. Child protection has been told, and has work about this child now.")},
		{0},
	};
	if (page_posted(page)) {
		json_t *in = arrived_in(page, OP_arrival_record);
		int rc = ask_complete(page, OP_arrival_record, in);
		if (rc == 0) {
			page_add(page, OP_arrival_record, in);
			rc = page_run(page);
			if (rc == 0)
				return page_redirect(page, "%s", next_path(page, str_equal(page_field(page, "next_one"), "family")));
			if (!page_mend(page, rc))
				return rc;
		}
	}
	size_t centres = page_try(page, OP_centre_list, NULL);
	int run = page_run(page);
	if (run != 0)
		return run;
	const char *household = page_posted(page) ? page_field(page, "household") : page_query(page, "household");
	json_t *view = json_pack("{s:s, s:s, s:o, s:s, s:b}", "title", N_("Register somebody who arrived"), "back", "/centre",
		"told", ask_told(page, done), "household", household, "same_family", household[0] != 0);
	arrived_ask(page, view, NULL, NULL);
	arrived_where(page, view, page_rows(page, centres));
	return page_render(page, "centre_new", view);
}

/* A sign ----------------------------------------------------------------------------------------------------------- */

static int sign_page(struct page *page) {
	const char *person = page_param(page, "person");
	int rc = 0;
	if (ask_recorded(page, OP_arrival_sign, about_person(page),
		arena_printf(page->cx->arena, "/person/%s/ask", person), &rc))
		return rc;
	page_add(page, OP_person_read, about_person(page));
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *view = about_view(page, N_("There is a sign"), "");
	json_object_set_new(view, "how", ask_start(ask_without(ask_choice(page, F_SOURCE,
		N_("How did you learn of it?"), NULL), "import"), "met"));
	json_object_set_new(view, "day", ask_day(page, F_HAPPENED, N_("When was it?"), NULL, day_of(page->cx->now)));
	json_object_set_new(view, "note", ask_text(page, F_NOTE, N_("What did you notice?"),
		N_("A few words, no names. Only your own organisation reads this. You may leave it empty.")));
	return page_render(page, "centre_sign", view);
}

/* People to call on ------------------------------------------------------------------------------------------------ */

static int callon_page(struct page *page) {
	size_t list = page_add(page, OP_callon_list, NULL), i;
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *rows = page_rows(page, list), *due = json_array(), *later = json_array(), *row;
	int32_t today = day_of(page->cx->now);
	json_array_foreach(rows, i, row) {
		int64_t day = page_day(row, "call_due");
		bool now = day != NONE ? day <= today : page_day(row, "called") == NONE;
		json_object_set_new(row, "now", json_boolean(now));
		json_array_append(now ? due : later, row);
	}
	json_array_extend(due, later);
	return page_render(page, "callon", json_pack("{s:s, s:s, s:o}", "title", N_("People to call on"), "back", "/centre",
		"found", when_some(due)));
}

const struct route routes_centre[] = {
	{"/centre", centre_page, 0},
	{"/centre/new", register_page, ROUTE_POST},
	{"/centre/call-on", callon_page, 0},
	{"/person/:person/arrived", sign_page, ROUTE_POST},
	{0},
};
