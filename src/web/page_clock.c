/*
 * Times that run for a person: how far each is and what nobody may do meanwhile; begun, stopped, made longer, ended.
 *
 * What is offered follows from the profile's definition of each time; the keeper decides.
 */
#include "base/str.h"
#include "base/time.h"
#include "op/clock.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "web/about.h"
#include "web/ask.h"
#include "web/rights.h"
#include "web/route.h"
#include "web/when.h"

static const char *text_of(const struct page *page, const struct clock *c, const char *key) {
	const char *text = profile_say(json_object_get(c->definition, key), page->cx->lang);
	return text == NULL ? "" : text;
}

static bool clock_named(const struct page *page, const char *code, struct clock *ret_clock) {
	int number = profile_code(page->cx->profile, L_CLOCK, code);
	return number != 0 && clock_read(page->cx->profile, number, ret_clock);
}

static bool is_running(const json_t *row) {
	const char *state = json_text(row, "clock_state");
	return str_equal(state, "runs") || str_equal(state, "paused");
}

/* A deadline that is past is still waited for. */
static bool is_late(const json_t *row, const struct clock *c) {
	return c->deadline && str_equal(json_text(row, "clock_state"), "over");
}

/* What may still become of it: nothing leads to no page. */
static bool may_change(const json_t *row, const struct clock *c) {
	return (is_running(row) && (c->deadline || (c->pause | c->extend | c->end) != 0)) || is_late(row, c);
}

/* How many days it has by the calendar, and which of them today is. What it counts itself stands in days_left. */
static void row_days(const struct page *page, json_t *row, const struct clock *c) {
	int64_t started = page_day(row, "started"), ends = page_day(row, "ends"), today = day_of(page->cx->now);
	json_int_t left = json_integer_value(json_object_get(row, "days_left"));
	int64_t of = ends - started + (c->first_counts ? 1 : 0), day = today - started + (c->first_counts ? 1 : 0);
	bool running = str_equal(json_text(row, "clock_state"), "runs");
	of = of < 1 ? 1 : of;
	json_object_set_new(row, "of", json_integer(of));
	json_object_set_new(row, "day", json_integer(day < 0 ? 0 : day > of ? of : day));
	json_object_set_new(row, "bar", json_boolean(is_running(row) || is_late(row, c)));
	bool working = str_equal(json_string_value(json_object_get(row, "unit")), "working");
	bool counts = running && left >= 0 && today <= ends;
	json_object_set_new(row, "left", counts && !working ? json_pack("{s:I}", "n", left) : json_null());
	json_object_set_new(row, "left_working", counts && working ? json_pack("{s:I}", "n", left) : json_null());
	json_object_set_new(row, "goes_on", json_boolean(running && today > ends));
	json_object_set_new(row, "late", is_late(row, c) ? json_pack("{s:I}", "n", -left) : json_null());
	json_object_set_new(row, "still", json_boolean(str_equal(json_text(row, "clock_state"), "paused")));
}

/* Texts of the profile, days, and where it is changed. */
static void row_say(const struct page *page, json_t *row) {
	struct clock c;
	if (!clock_named(page, json_text(row, "clock"), &c))
		return;
	const json_t *newest = json_array_get(c.length, json_array_size(c.length) - 1);
	json_object_set_new(row, "unit", json_string(json_object_get(newest, "working_days") != NULL ? "working" : "days"));
	json_object_set_new(row, "about", json_string(text_of(page, &c, "about")));
	json_object_set_new(row, "runs", json_boolean(is_running(row) || is_late(row, &c)));
	json_object_set_new(row, "met", json_boolean(str_equal(json_text(row, "clock_state"), "met")));
	row_days(page, row, &c);
	json_object_set_new(row, "stop_rows", when_some(json_incref(json_object_get(row, "stops_label"))));
	const char *id = json_text(row, "clock_id"), *home = about_path(page, "");
	bool changes = may_change(row, &c) && rights_may(page, "receive");
	bool papers = str_equal(json_text(row, "clock_state"), "runs") && c.stops != 0 && rights_may(page, "recognise");
	json_object_set_new(row, "change", changes ? json_sprintf("%s/clock/%s", home, id) : json_null());
	json_object_set_new(row, "paper", papers ? json_sprintf("%s/papers/clock?clock_id=%s", home, id) : json_null());
}

/* How many days are left of each that runs. */
static json_t *chart(json_t *rows) {
	json_t *bars = json_array(), *row;
	size_t i;
	json_array_foreach(rows, i, row) {
		json_int_t left = json_integer_value(json_object_get(row, "days_left"));
		json_array_append_new(bars, json_pack("{s:s, s:I}", "label", json_text(row, "clock_label"), "value",
			left < 0 ? (json_int_t)0 : left));
	}
	return bars;
}

/* The times somebody may begin by hand. */
static json_t *offers(const struct page *page, json_t *running) {
	json_t *list = json_array();
	for (size_t i = 0; profile_number(page->cx->profile, L_CLOCK, i) != 0; i++) {
		int number = profile_number(page->cx->profile, L_CLOCK, i);
		struct clock c;
		const char *code = code_name(page->cx->profile, L_CLOCK, number);
		if (clock_read(page->cx->profile, number, &c) && c.by_hand &&
		    json_array_size(when_pick(running, "clock", code, NULL)) == 0)
			json_array_append_new(list, json_pack("{s:o, s:s, s:s}", "href", json_sprintf("%s?clock=%s",
				about_path(page, "/clock/new"), code), "what", text_of(page, &c, "say"),
				"about", text_of(page, &c, "about")));
	}
	return list;
}

static int clocks_page(struct page *page) {
	static const struct ask_way done[] = {
		{"started", N_("The time has begun. You are reminded before it runs out.")},
		{"changed", N_("The change is recorded.")},
		{0},
	};
	size_t list = page_add(page, OP_clock_list, about_person(page)), i;
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *rows = page_rows(page, list), *row, *running = json_array(), *past = json_array();
	json_array_foreach(rows, i, row) {
		row_say(page, row);
		json_array_append(json_is_true(json_object_get(row, "runs")) ? running : past, row);
	}
	json_t *view = about_view(page, N_("Times that run"), "");
	json_object_set_new(view, "told", ask_told(page, done));
	json_object_set_new(view, "picture", json_array_size(running) < 2 ? json_null() :
		json_pack("{s:s, s:s, s:s, s:o}", "kind", "bars", "title", text_say(page->cx->lang, N_("Days that are left")), "source",
		text_say(page->cx->lang, N_("As each of them counts: all days, or working days.")), "rows", chart(running)));
	json_object_set_new(view, "running", when_some(running));
	json_object_set_new(view, "past", when_some(past));
	json_object_set_new(view, "offers", rights_may(page, "receive") ? when_some(offers(page, running)) : json_null());
	return page_render(page, "clocks", view);
}

/* Beginning ------------------------------------------------------------------------------------------------------- */

static int start_page(struct page *page, const char *code, const char *back) {
	struct clock c;
	int rc;
	if (!clock_named(page, code, &c) || !c.by_hand)
		return ERR_NOTFOUND;
	json_t *more = about_person(page);
	json_object_set_new(more, "clock", json_string(code));
	if (ask_recorded(page, OP_clock_start, more, about_path(page, back), &rc))
		return rc;
	size_t read = page_add(page, OP_person_read, about_person(page)); /* so that no form is drawn for a stranger's person */
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *view = about_view(page, N_("A time begins"), "");
	json_object_set(view, "person", page_answer(page, read));
	json_object_set_new(view, "name", json_string(text_of(page, &c, "say")));
	json_object_set_new(view, "about", json_string(text_of(page, &c, "about")));
	json_object_set_new(view, "happened", ask_day(page, F_HAPPENED, N_("First day"), NULL, day_of(page->cx->now)));
	return page_render(page, "clock_start", view);
}

static int new_page(struct page *page) {
	const char *code = page_query(page, "clock");
	return start_page(page, code[0] == 0 ? "reflection" : code, "/clocks?done=started");
}

static int reflection_page(struct page *page) {
	return start_page(page, "reflection", "?done=reflection");
}

/* Changing -------------------------------------------------------------------------------------------------------- */

/* Of the choices only those of `codes`. */
static json_t *only(json_t *ask, const struct page *page, unsigned codes, enum list list) {
	json_t *kept = json_array(), *one;
	size_t i;
	json_array_foreach(json_object_get(ask, "options"), i, one)
		if ((codes >> code_find(page->cx->profile, list, json_text(one, "code")) & 1) != 0)
			json_array_append(kept, one);
	json_object_set_new(ask, "options", kept);
	return ask;
}

static unsigned changes_of(const json_t *row, const struct clock *c) {
	bool still = str_equal(json_text(row, "clock_state"), "paused"), late = is_late(row, c);
	unsigned bits = c->deadline ? 1U << CHANGE_MET : 0;
	if (still)
		bits |= 1U << CHANGE_RESUME;
	else if (!late && c->pause != 0)
		bits |= 1U << CHANGE_PAUSE;
	if (!still && !late && c->extend != 0)
		bits |= 1U << CHANGE_EXTEND;
	if (!late && c->end != 0)
		bits |= 1U << CHANGE_END;
	return bits;
}

static int change_page(struct page *page) {
	int rc;
	json_t *more = about_person(page);
	json_object_set_new(more, "clock_id", json_string(page_param(page, "clock")));
	if (ask_recorded(page, OP_clock_change, more, about_path(page, "/clocks?done=changed"), &rc))
		return rc;
	size_t list = page_add(page, OP_clock_list, about_person(page));
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *row = json_array_get(when_pick(page_rows(page, list), "clock_id", page_param(page, "clock"), NULL), 0);
	struct clock c;
	if (row == NULL || !clock_named(page, json_text(row, "clock"), &c) || !may_change(row, &c))
		return ERR_NOTFOUND;
	row_say(page, row);
	unsigned changes = changes_of(row, &c), why = c.pause | c.extend | c.end;
	json_t *view = about_view(page, N_("A time changes"), "/clocks");
	json_object_set(view, "clock", row);
	json_object_set_new(view, "change", only(ask_choice(page, F_CLOCK_CHANGE, N_("What becomes of it?"), NULL), page,
		changes, L_CLOCK_CHANGE));
	json_object_set_new(view, "happened", ask_day(page, F_HAPPENED, N_("On which day?"), NULL, day_of(page->cx->now)));
	json_object_set_new(view, "why", why == 0 ? json_null() : only(ask_choice(page, F_CLOCK_WHY, N_("Why?"),
		c.deadline ? N_("Not asked where it runs again, or where what it waited for has happened.") : NULL), page, why, L_CLOCK_WHY));
	json_object_set_new(view, "ends", (changes >> CHANGE_EXTEND & 1) == 0 ? json_null() : ask_day(page, F_ENDS,
		N_("The new last day, if it is made longer"), N_("Left empty: as long as the law lets it be."), NONE));
	return page_render(page, "clock_change", view);
}

const struct route routes_clock[] = {
	{"/person/:person/clocks", clocks_page, 0},
	{"/person/:person/clock/new", new_page, ROUTE_POST},
	{"/person/:person/reflection", reflection_page, ROUTE_POST},
	{"/person/:person/clock/:clock", change_page, ROUTE_POST},
	{0},
};
