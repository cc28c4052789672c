/* Calls to a hotline: counted in their register and nowhere else, at the minute the clock on the wall showed. */
#include "fixture.h"

#include "core/register.h"

/* The fixture's people, with what their house keeps. */
static int record(struct fixture *f, const char *more) {
	return CALL(f, call_record, "{'related': 'yes', 'language': 'uk', 'caller': 'self', 'call_outcome': 'advice'%s}", more);
}

static const char *cells(struct fixture *f) {
	struct buf all = buf_new(f->cx.arena, 4096);
	json_t *one;
	size_t i;
	struct actor was = f->cx.actor;
	DO(f, entry_list, "{'register': 'call'}");
	f->cx.actor = was;
	json_array_foreach(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "cell"), i, one)
		buf_printf(&all, "%s%s", i == 0 ? "" : " ", json_string_value(one));
	return all.at;
}

static void a_call_is_one_record_of_its_register_and_corrected_there(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	assert_int_equal(record(f, ""), 0);
	const char *call = arena_strdup(f->cx.arena, fixture_get(f, "call"));
	assert_string_equal(fixture_get(f, "number"), "2026-1");
	assert_string_equal(cells(f), "related=yes language=uk outcome=advice");
	DO(f, call_change, "{'call': '%s', 'related': 'other_exploitation', 'call_outcome': 'police', 'investigation': ['T-7']}", call);
	assert_string_equal(cells(f), "related=other_exploitation language=uk investigation=T-7 outcome=police");
	DO(f, call_change, "{'call': '%s', 'call_outcome': 'referral'}", call);
	assert_string_equal(cells(f), "related=other_exploitation language=uk investigation=T-7 outcome=referral");
	assert_int_equal(fixture_rows(f), 1);
	DO(f, call_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "related"), "other_exploitation");
}

static void what_is_taken_back_in_the_register_is_no_call_any_more(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	assert_int_equal(record(f, ""), 0);
	DO(f, entry_list, "{'register': 'call'}");
	DO(f, entry_void, "{'entry': '%s'}", fixture_row(f, 0, "entry"));
	DO(f, call_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
}

static void a_house_that_keeps_no_such_register_writes_down_no_call(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	assert_int_equal(record(f, ""), ERR_DENIED);
	assert_string_equal(f->cx.err.field, "register");
	DO(f, call_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
}

static void the_police_is_told_after_the_call_began(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	assert_int_equal(record(f, ", 'police_at': '2026-03-10T09:59:00Z', 'began': '2026-03-10T10:00:00Z'"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "police_at");
	assert_int_equal(record(f, ", 'police_at': '2026-03-10T10:02:00Z'"), ERR_INVALID); /* not yet */
	assert_int_equal(record(f, ", 'began': '2026-03-10T10:05:00Z'"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "began");
	assert_int_equal(record(f, ", 'danger': true, 'began': '2026-03-10T09:00:00Z', 'police_at': '2026-03-10T09:04:00Z'"), 0);
}

static int64_t at(const char *text) {
	int64_t instant = 0;
	assert_true(instant_parse(text, &instant));
	return instant;
}

/* 25 October 2026 in Vilnius has 25 hours: 03:30 comes twice. 29 March 2026 has no 03:30. */
static void the_night_the_clock_is_put_back_has_each_hour(void **state) {
	struct fixture *f = *state;
	int64_t two[2];
	assert_int_equal(instant_at(day_from_ymd(2026, 10, 25), 3 * 60 + 30, two), 2);
	assert_true(two[0] == at("2026-10-25T00:30:00Z") && two[1] == at("2026-10-25T01:30:00Z"));
	assert_int_equal(instant_at(day_from_ymd(2026, 3, 29), 3 * 60 + 30, two), 0);
	assert_int_equal(instant_at(day_from_ymd(2026, 3, 29), 2 * 60 + 59, two), 1);
	assert_true(two[0] == at("2026-03-29T00:59:00Z"));
	assert_int_equal(instant_at(day_from_ymd(2026, 3, 29), 4 * 60, two), 1);
	assert_true(two[0] == at("2026-03-29T01:00:00Z"));
	assert_int_equal(instant_at(day_from_ymd(2026, 1, 1), 0, two), 1);
	assert_true(two[0] == at("2025-12-31T22:00:00Z"));
	f->cx.now = at("2026-10-25T06:00:00Z");
	fixture_as(f, ONA);
	for (int hour = 20; hour < 30; hour++) /* a night on duty */
		assert_int_equal(record(f, arena_printf(f->cx.arena, ", 'began': '2026-10-%02dT%02d:30:00Z'", hour < 24 ? 24 : 25, hour % 24)), 0);
	DO(f, call_list, "{}");
	assert_int_equal(fixture_rows(f), 10);
	json_t *rows = json_object_get(f->answer, "rows");
	for (size_t i = 0; i < 10; i++) { /* newest first: 05:30Z ... 20:30Z, none lost and none doubled */
		int hour = 29 - (int)i;
		assert_string_equal(fixture_row(f, i, "began"), arena_printf(f->cx.arena, "2026-10-%02dT%02d:30:00Z", hour < 24 ? 24 : 25, hour % 24));
		assert_int_equal(json_integer_value(json_object_get(json_array_get(rows, i), "east")), hour % 24 >= 20 || hour % 24 == 0 ? 180 : 120);
	}
}

static void one_matter_has_many_calls_and_one_call_many_people(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *others = arena_strdup(f->cx.arena, fixture_sign(f));
	fixture_as(f, ONA);
	const char *one = arena_strdup(f->cx.arena, fixture_sign(f)), *two = arena_strdup(f->cx.arena, fixture_sign(f));
	assert_int_equal(record(f, arena_printf(f->cx.arena, ", 'helped': ['%s', '%s']", one, two)), 0);
	const char *call = arena_strdup(f->cx.arena, fixture_get(f, "call"));
	assert_int_equal(record(f, arena_printf(f->cx.arena, ", 'earlier': '%s'", call)), 0);
	DO(f, call_list, "{}");
	assert_string_equal(fixture_row(f, 0, "earlier"), call);
	assert_int_equal(json_integer_value(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 1), "people")), 2);
	assert_int_equal(record(f, arena_printf(f->cx.arena, ", 'helped': ['%s']", others)), ERR_INVALID);
	fixture_as(f, VIDA);
	assert_int_equal(record(f, arena_printf(f->cx.arena, ", 'earlier': '%s'", call)), ERR_INVALID); /* another house's */
	DO(f, call_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
}

static int duty(struct fixture *f, const char *from, const char *until) {
	return CALL(f, duty_record, "{'began': '%s', 'until': '%s', 'language': ['uk', 'lt']}", from, until);
}

static void who_answers_now_and_next_and_in_which_languages(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	assert_int_equal(duty(f, "2026-03-10T09:00:00Z", "2026-03-10T17:00:00Z"), 0);
	fixture_as(f, LAIMA);
	assert_int_equal(duty(f, "2026-03-10T17:00:00Z", "2026-03-11T05:00:00Z"), 0);
	assert_int_equal(duty(f, "2026-03-10T17:00:00Z", "2026-03-11T17:01:00Z"), ERR_INVALID);
	assert_int_equal(duty(f, "2026-03-10T17:00:00Z", "2026-03-10T17:00:00Z"), ERR_INVALID);
	assert_int_equal(duty(f, "2026-03-09T17:00:00Z", "2026-03-10T05:00:00Z"), ERR_INVALID);
	DO(f, duty_list, "{}");
	assert_int_equal(fixture_rows(f), 2);
	assert_string_equal(fixture_row(f, 0, "staff_name"), "Ona O.");
	assert_true(json_is_true(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "current")));
	assert_true(json_is_false(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 1), "current")));
	fixture_as(f, VIDA);
	DO(f, duty_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(a_call_is_one_record_of_its_register_and_corrected_there),
		TEST(what_is_taken_back_in_the_register_is_no_call_any_more),
		TEST(a_house_that_keeps_no_such_register_writes_down_no_call),
		TEST(the_police_is_told_after_the_call_began),
		TEST(the_night_the_clock_is_put_back_has_each_hour),
		TEST(one_matter_has_many_calls_and_one_call_many_people),
		TEST(who_answers_now_and_next_and_in_which_languages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
