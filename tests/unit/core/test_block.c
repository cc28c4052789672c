#include "fixture.h"

#include "core/closed.h"

#define WORDS "'words': 'She told us so herself, twice, and is not afraid of them.'"

static bool closed(struct fixture *f, enum who who) {
	const struct actor *a = &f->actors[who];
	struct row_block_has row;
	enum audit_verdict verdict = AUDIT_ALLOWED;
	assert_int_equal(q_block_has(&f->cx, 1, a->org, a->unit, a->user, &row), 0);
	struct actor was = f->cx.actor;
	f->cx.actor = *a;
	assert_int_equal(closed_to(&f->cx, 1, &verdict), 0); /* the same question, where it is asked with its reason */
	f->cx.actor = was;
	assert_int_equal(verdict, row.n != 0 ? AUDIT_BLOCKED : AUDIT_ALLOWED);
	return row.n != 0;
}

static const char *person_of_two(struct fixture *f) {
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'silas', 'consent_state': 'given', "
		"'language': 'uk', 'read_aloud': true}", person);
	DO(f, referral_send, "{'person': '%s', 'org': 'silas', 'purpose': 'support', 'need': ['shelter']}", person);
	const char *referral = fixture_get(f, "referral");
	fixture_as(f, ONA);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
	return person;
}

static void closes_to_one_a_unit_or_an_organisation_and_to_nobody_else(void **state) {
	struct fixture *f = *state;
	const char *person = person_of_two(f);
	DO(f, block_record, "{'person': '%s', 'org': 'panevezio-vpk', 'staff_name': 'Petras P.'}", person);
	assert_true(closed(f, PETRAS));
	assert_false(closed(f, RASA) || closed(f, CHIEF));
	DO(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", person);
	assert_true(closed(f, CHIEF));
	assert_false(closed(f, RASA));
	int64_t unit = f->actors[RASA].unit; /* an account of no unit may be of the one she fears */
	f->actors[RASA].unit = 0;
	assert_true(closed(f, RASA));
	f->actors[RASA].unit = unit;
	DO(f, block_record, "{'person': '%s', 'org': 'panevezio-vpk'}", person);
	assert_true(closed(f, RASA));
	assert_false(closed(f, ONA) || closed(f, LAIMA) || closed(f, JONAS));
	DO(f, block_list, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 3);
	assert_string_equal(fixture_row(f, 0, "staff_name"), "Petras P.");
	assert_string_equal(fixture_row(f, 1, "unit"), "panevezys");
	assert_null(fixture_row(f, 2, "unit"));
	assert_null(fixture_row(f, 2, "staff_name"));
}

static void lists_leave_out_who_closed_her_file_to_that_account(void **state) {
	struct fixture *f = *state;
	const char *person = person_of_two(f);
	fixture_as(f, PETRAS);
	DO(f, person_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
	DO(f, referral_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
	fixture_as(f, ONA);
	DO(f, block_record, "{'person': '%s', 'org': 'panevezio-vpk', 'staff_name': 'Petras P.'}", person);
	fixture_as(f, PETRAS);
	DO(f, person_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
	DO(f, referral_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
	DO(f, person_find, "{'given': 'Olena', 'family': 'Kovalenko', 'born': 1996}");
	assert_int_equal(fixture_rows(f), 0);
	fixture_as(f, RASA);
	DO(f, person_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
}

static void nobody_reads_that_a_colleague_was_named_but_who_wrote_it(void **state) {
	struct fixture *f = *state;
	const char *person = person_of_two(f);
	fixture_as(f, RASA);
	DO(f, block_record, "{'person': '%s', 'org': 'panevezio-vpk', 'staff_name': 'Petras P.'}", person);
	const char *block = fixture_get(f, "block");
	DO(f, block_list, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 1);
	fixture_as(f, CHIEF);
	DO(f, block_list, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 0);
	/* What he cannot read he can neither lift nor find out by writing it again. */
	assert_int_equal(CALL(f, block_lift, "{'person': '%s', 'block': '%s', " WORDS "}", person, block), ERR_INVALID);
	DO(f, block_record, "{'person': '%s', 'org': 'panevezio-vpk', 'staff_name': 'Petras P.'}", person);
	fixture_as(f, RASA);
	assert_int_equal(CALL(f, block_record, "{'person': '%s', 'org': 'panevezio-vpk', 'staff_name': 'Petras P.'}", person),
		ERR_CONFLICT);
	fixture_as(f, ONA); /* another organisation that helps her */
	DO(f, block_list, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 2);
}

static void opens_again_only_when_a_second_person_agrees(void **state) {
	struct fixture *f = *state;
	const char *person = person_of_two(f);
	DO(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", person);
	const char *block = fixture_get(f, "block");
	DO(f, block_lift, "{'person': '%s', 'block': '%s', " WORDS "}", person, block);
	const char *proposal = fixture_get(f, "proposal");
	assert_true(closed(f, PETRAS));
	assert_int_equal(fixture_agree(f, LAIMA), 0);
	assert_false(closed(f, PETRAS));
	DO(f, block_list, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 0);
	assert_int_equal(CALL(f, block_lift, "{'person': '%s', 'block': '%s', " WORDS "}", person, block), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "block");
	assert_non_null(proposal);
	/* And she may say no again. */
	DO(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", person);
	assert_true(closed(f, PETRAS));
}

static void refuses_who_cannot_be_meant(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	static const char *const wrong[] = {"'org': 'nowhere'", "'unit': 'nowhere'", "'staff_name': 'Petras P.'",
		"'org': 'panevezio-vpk', 'staff_name': 'Nobody N.'", "'org': 'panevezio-vpk', 'staff_name': 'Petras'",
		"'unit': 'panevezys', 'org': 'panevezio-vpk'", "'unit': 'panevezys', 'staff_name': 'Petras P.'"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		if (CALL(f, block_record, "{'person': '%s', %s}", person, wrong[i]) != ERR_INVALID)
			fail_msg("%s was taken", wrong[i]);
	assert_int_equal(CALL(f, block_record, "{'person': '%s'}", person), ERR_INVALID);
	/* Shut out as a whole, nobody would be left to help. */
	assert_int_equal(CALL(f, block_record, "{'person': '%s', 'org': 'panevezio-vpk'}", person), ERR_CONFLICT);
	DO(f, block_record, "{'person': '%s', 'org': 'viltis'}", person);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(closes_to_one_a_unit_or_an_organisation_and_to_nobody_else),
		TEST(lists_leave_out_who_closed_her_file_to_that_account),
		TEST(nobody_reads_that_a_colleague_was_named_but_who_wrote_it),
		TEST(opens_again_only_when_a_second_person_agrees),
		TEST(refuses_who_cannot_be_meant),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
