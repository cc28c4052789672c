#include "fixture.h"

static void a_sign_makes_a_person_her_relation_and_where_she_stands(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	DO(f, person_read, "{'person': '%s'}", person);
	assert_string_equal(fixture_get(f, "status"), "signal");
	assert_string_equal(fixture_get(f, "age"), "25_39");
	assert_string_equal(fixture_get(f, "language"), "uk");
	assert_string_equal(fixture_get(f, "since"), fixture_day(f, 0));
	assert_true(json_is_true(json_object_get(f->answer, "may_open")));
	assert_null(fixture_get(f, "place"));
	DO(f, person_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "person"), person);
	fixture_as(f, ONA);
	DO(f, person_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
}

static int sign_on(struct fixture *f, const char *day) {
	return CALL(f, signal_record, "{'municipality': '%s', 'source': 'call', 'age': 'unknown', 'sex': 'unknown', "
		"'language': 'other', 'happened': '%s', 'note': 'A short story'}", fixture_code(f, L_MUNICIPALITY, 1), day);
}

static void refuses_a_day_that_has_not_come_and_one_before_1990(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	assert_int_equal(sign_on(f, fixture_day(f, 1)), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "happened");
	assert_string_equal(f->cx.err.rule, "That day has not come yet.");
	assert_int_equal(sign_on(f, "1989-12-31"), ERR_INVALID);
	assert_int_equal(sign_on(f, "1990-01-01"), 0);
	DO(f, person_list, "{}");
	assert_int_equal(fixture_rows(f), 1); /* nothing of the refused ones is left */
}

static void a_note_is_read_by_its_own_organisation_only(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	assert_int_equal(sign_on(f, fixture_day(f, 0)), 0);
	const char *person = fixture_get(f, "person");
	DO(f, person_notes, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "note"), "A short story");
	assert_string_equal(fixture_row(f, 0, "fact"), "signal");
	fixture_as(f, ONA);
	DO(f, person_notes, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(a_sign_makes_a_person_her_relation_and_where_she_stands),
		TEST(refuses_a_day_that_has_not_come_and_one_before_1990),
		TEST(a_note_is_read_by_its_own_organisation_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
