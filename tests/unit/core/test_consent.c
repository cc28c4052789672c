#include "fixture.h"

static int say(struct fixture *f, const char *person, const char *org, const char *state) {
	return CALL(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': '%s', 'consent_state': '%s', "
		"'language': 'uk', 'read_aloud': true}", person, org, state);
}

static void the_newest_word_per_recipient_and_purpose_stands(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	assert_int_equal(say(f, person, "silas", "given"), 0);
	assert_int_equal(say(f, person, "viltis", "refused"), 0);
	assert_int_equal(say(f, person, "silas", "withdrawn"), 0);
	DO(f, consent_list, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 2);
	assert_string_equal(fixture_row(f, 0, "org"), "viltis");
	assert_string_equal(fixture_row(f, 0, "consent_state"), "refused");
	assert_string_equal(fixture_row(f, 1, "org"), "silas");
	assert_string_equal(fixture_row(f, 1, "consent_state"), "withdrawn");
}

static void refuses_what_makes_no_sense(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	assert_int_equal(say(f, person, "nobody-here", "given"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "org");
	assert_int_equal(say(f, person, "silas", "withdrawn"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "consent_state");
	static const char given[] = "{'person': '%s', 'purpose': 'support', 'org': 'silas', 'consent_state': '%s', "
		"'language': 'uk', 'read_aloud': true, 'expires': '%s'}";
	assert_int_equal(CALL(f, consent_record, given, person, "given", fixture_day(f, -1)), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "expires");
	assert_int_equal(CALL(f, consent_record, given, person, "refused", fixture_day(f, 10)), ERR_INVALID);
	assert_int_equal(CALL(f, consent_record, given, person, "given", fixture_day(f, 0)), 0);
}

static void taking_consent_back_withdraws_what_waits_for_an_answer(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	assert_int_equal(say(f, person, "silas", "given"), 0);
	assert_int_equal(say(f, person, "viltis", "given"), 0);
	DO(f, referral_send, "{'person': '%s', 'org': 'silas', 'purpose': 'support', 'need': ['shelter']}", person);
	const char *silas = fixture_get(f, "referral");
	DO(f, referral_send, "{'person': '%s', 'org': 'viltis', 'purpose': 'support', 'need': ['shelter']}", person);
	const char *viltis = fixture_get(f, "referral");
	assert_int_equal(say(f, person, "silas", "refused"), 0);
	DO(f, referral_read, "{'referral': '%s'}", silas);
	assert_string_equal(fixture_get(f, "referral_state"), "withdrawn");
	DO(f, referral_read, "{'referral': '%s'}", viltis);
	assert_string_equal(fixture_get(f, "referral_state"), "open");
	fixture_as(f, ONA);
	DO(f, task_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
	assert_true(json_is_true(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "done")));
	assert_int_equal(CALL(f, referral_accept, "{'referral': '%s'}", silas), ERR_CONFLICT);
	struct row_relation_kinds kinds;
	assert_int_equal(q_relation_kinds(&f->cx, 1, f->orgs[SILAS], &kinds), ERR_NOTFOUND);
}

static void a_block_is_written_once_and_hides_the_person_from_that_unit(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	DO(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", person);
	assert_int_equal(CALL(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", person), ERR_CONFLICT);
	assert_int_equal(CALL(f, block_record, "{'person': '%s', 'unit': 'no-such'}", person), ERR_INVALID);
	DO(f, block_list, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "unit"), "panevezys");
	DO(f, person_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
	fixture_as(f, PETRAS);
	DO(f, person_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
	struct row_block_has has;
	assert_int_equal(q_block_has(&f->cx, 1, f->orgs[POLICE], f->actors[PETRAS].unit, &has), 0);
	assert_int_equal(has.n, 1);
	assert_int_equal(q_block_has(&f->cx, 1, f->orgs[POLICE], f->actors[RASA].unit, &has), 0);
	assert_int_equal(has.n, 0);
	/* An account of the police without a unit may be of that one; one of another organisation is not. */
	assert_int_equal(q_block_has(&f->cx, 1, f->orgs[POLICE], 0, &has), 0);
	assert_int_equal(has.n, 1);
	assert_int_equal(q_block_has(&f->cx, 1, f->orgs[SILAS], 0, &has), 0);
	assert_int_equal(has.n, 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(the_newest_word_per_recipient_and_purpose_stands),
		TEST(refuses_what_makes_no_sense),
		TEST(taking_consent_back_withdraws_what_waits_for_an_answer),
		TEST(a_block_is_written_once_and_hides_the_person_from_that_unit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
