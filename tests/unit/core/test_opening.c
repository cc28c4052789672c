#include "fixture.h"

#include "core/closed.h"
#include "core/opening.h"

#define OPEN "{'person': '%s', 'use': '%s', 'knows': '%s'}"

/* Row numbers of persons begin at 1. */
static enum audit_verdict verdict(struct fixture *f, int64_t person) {
	enum audit_verdict v = AUDIT_FAILED;
	assert_int_equal(closed_to(&f->cx, person, &v), 0);
	return v;
}

static bool has(struct fixture *f, int64_t person) {
	bool has = false;
	assert_int_equal(opening_has(&f->cx, person, &has), 0);
	return has;
}

static int64_t count_tasks(struct fixture *f, const char *kind) {
	DO(f, task_list, "{}");
	int64_t n = 0;
	for (size_t i = 0; i < fixture_rows(f); i++)
		n += strcmp(fixture_row(f, i, "task_kind"), kind) == 0;
	return n;
}

static void recording_a_sign_opens_the_file_to_who_recorded_it_for_twelve_hours(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	fixture_sign(f);
	assert_true(has(f, 1));
	fixture_as(f, PETRAS); /* a colleague has said nothing yet */
	assert_false(has(f, 1));
	fixture_as(f, RASA);
	fixture_wait(f, OPENING_HOURS * HOUR - 1);
	assert_true(has(f, 1));
	fixture_wait(f, 1);
	assert_false(has(f, 1));
}

static void going_on_with_what_one_began_opens_it_again_and_a_colleague_going_on_does_not(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	fixture_wait(f, OPENING_HOURS * HOUR);
	fixture_as(f, PETRAS);
	DO(f, identity_record, "{'person': '%s', 'given': 'Olena'}", person);
	assert_false(has(f, 1));
	fixture_as(f, RASA);
	assert_false(has(f, 1));
	DO(f, identity_record, "{'person': '%s', 'family': 'Kovalenko'}", person);
	assert_true(has(f, 1));
}

static void accepting_a_referral_says_what_for(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'silas', 'consent_state': 'given', "
		"'language': 'uk', 'read_aloud': true}", person);
	DO(f, referral_send, "{'person': '%s', 'org': 'silas', 'purpose': 'support', 'need': ['shelter']}", person);
	const char *referral = fixture_get(f, "referral");
	fixture_as(f, ONA);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
	assert_true(has(f, 1));
	struct row_gate_person row;
	assert_int_equal(q_gate_person(&f->cx, 1, f->cx.actor.org, 0, f->cx.actor.user, f->cx.now, &row), 0);
	assert_int_equal(row.use, USE_SUPPORT);
	fixture_as(f, LAIMA); /* her colleague accepted nothing */
	assert_false(has(f, 1));
}

static void a_file_is_opened_for_what_the_organisation_does_and_for_nothing_else(void **state) {
	struct fixture *f = *state;
	static const struct {
		const char *use;
		int code;
	} of_who_met[] = {{"identification", 0}, {"support", 0}, {"protection", 0}, {"return", 0}, {"answer", 0},
		{"decision", ERR_INVALID}, {"emergency", ERR_INVALID}};
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	fixture_as(f, PETRAS);
	for (size_t i = 0; i < sizeof of_who_met / sizeof *of_who_met; i++) {
		assert_int_equal(CALL(f, file_open, OPEN, person, of_who_met[i].use, "no"), of_who_met[i].code);
		if (of_who_met[i].code != 0)
			assert_string_equal(f->cx.err.field, "use");
	}
	assert_true(has(f, 1));
	assert_int_equal(verdict(f, 1), AUDIT_ALLOWED);
}

static void who_knows_her_sees_her_no_more_and_somebody_else_takes_over(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	fixture_as(f, PETRAS);
	DO(f, file_open, OPEN, person, "identification", "yes");
	assert_string_equal(fixture_get(f, "until"), instant_text(f->cx.arena, f->cx.now));
	assert_int_equal(verdict(f, 1), AUDIT_CONFLICT);
	assert_false(has(f, 1));
	assert_int_equal(count_tasks(f, "conflict"), 0); /* not for his eyes */
	DO(f, person_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
	fixture_as(f, RASA);
	assert_int_equal(verdict(f, 1), AUDIT_ALLOWED);
	assert_int_equal(count_tasks(f, "conflict"), 1);
	DO(f, person_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
}

/* abuse 2 */
static void somebody_of_ones_own_is_hidden_by_name_and_birth_document_or_telephone(void **state) {
	struct fixture *f = *state;
	static const char *const declared[] = {
		"{'given': 'Kovalenko', 'family': 'Олена', 'born': 1996}", "{'document': 'ab 123456'}", "{'phone': '8 612 34567'}",
		"{'given': 'Olena', 'family': 'Kovalenko', 'birth': '1996-05-04'}"};
	static const enum who who[] = {RASA, PETRAS, CHIEF, ADMIN};
	fixture_as(f, ONA);
	const char *person = fixture_sign(f);
	DO(f, identity_record, "{'person': '%s', 'given': 'Olena', 'family': 'Kovalenko', 'birth': '1996-05-04', "
		"'document': 'AB123456', 'phone': '+370 612 34567'}", person);
	for (size_t i = 0; i < 4; i++) {
		fixture_as(f, who[i]);
		assert_int_equal(verdict(f, 1), AUDIT_ALLOWED);
		DO(f, own_record, declared[i], NULL);
		assert_int_equal(json_integer_value(json_object_get(f->answer, "own")), 1);
		assert_int_equal(verdict(f, 1), AUDIT_CONFLICT);
		assert_int_equal(verdict(f, 0), AUDIT_ALLOWED);
	}
	fixture_as(f, ONA);
	assert_int_equal(verdict(f, 1), AUDIT_ALLOWED);
	DO(f, own_record, "{'given': 'Olena', 'family': 'Kovalenko', 'born': 1997}"); /* of another year */
	assert_int_equal(verdict(f, 1), AUDIT_ALLOWED);
	DO(f, own_count, "{}");
	assert_int_equal(json_integer_value(json_object_get(f->answer, "own")), 1);
}

static void refuses_to_declare_nobody_in_particular(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	assert_int_equal(CALL(f, own_record, "{}"), ERR_INVALID);
	assert_int_equal(CALL(f, own_record, "{'given': 'Olena', 'family': 'Kovalenko'}"), ERR_INVALID);
	assert_int_equal(CALL(f, own_record, "{'born': 1996}"), ERR_INVALID);
	assert_int_equal(CALL(f, own_record, "{'phone': '12'}"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "phone");
	DO(f, own_count, "{}");
	assert_int_equal(json_integer_value(json_object_get(f->answer, "own")), 0);
}

/* The gate asks of all her records, and so do the lists. */
static void who_knows_her_meets_her_by_no_other_record_in_a_list(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *one = fixture_sign(f), *other = fixture_sign(f);
	fixture_open(f, other);
	DO(f, link_record, "{'person': '%s', 'other': '%s', 'like': 'same', 'why_same': 'said'}", one, other);
	assert_int_equal(fixture_agree(f, PETRAS), 0);
	fixture_as(f, PETRAS);
	DO(f, person_list, "{}");
	assert_int_equal(fixture_rows(f), 2);
	DO(f, file_open, OPEN, one, "identification", "yes");
	DO(f, person_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
	fixture_as(f, RASA);
	DO(f, person_list, "{}");
	assert_int_equal(fixture_rows(f), 2);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(recording_a_sign_opens_the_file_to_who_recorded_it_for_twelve_hours),
		TEST(going_on_with_what_one_began_opens_it_again_and_a_colleague_going_on_does_not),
		TEST(accepting_a_referral_says_what_for),
		TEST(a_file_is_opened_for_what_the_organisation_does_and_for_nothing_else),
		TEST(who_knows_her_sees_her_no_more_and_somebody_else_takes_over),
		TEST(who_knows_her_meets_her_by_no_other_record_in_a_list),
		TEST(somebody_of_ones_own_is_hidden_by_name_and_birth_document_or_telephone),
		TEST(refuses_to_declare_nobody_in_particular),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
