#include "core/job.h"
#include "core/projection.h"
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
	assert_int_equal(fixture_rows(f), 2);
	assert_string_equal(fixture_row(f, 0, "task_kind"), "withdrawn");
	assert_true(json_is_true(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 1), "done")));
	assert_int_equal(CALL(f, referral_accept, "{'referral': '%s'}", silas), ERR_CONFLICT);
	struct row_relation_kinds kinds;
	assert_int_equal(q_relation_kinds(&f->cx, 1, f->orgs[SILAS], &kinds), ERR_NOTFOUND);
}

static unsigned held(struct fixture *f, enum whose org) {
	struct row_relation_kinds kinds = {0};
	int rc = q_relation_kinds(&f->cx, 1, f->orgs[org], &kinds);
	assert_true(rc == ERR_OK || rc == ERR_NOTFOUND);
	return (unsigned)kinds.kinds;
}

static bool answered(struct fixture *f, const char *field) {
	return json_object_get(f->answer, field) != NULL && json_array_size(json_object_get(f->answer, field)) != 0
		? true : json_is_string(json_object_get(f->answer, field));
}

/* A person Rasa met, with a name, a story and a need; she said yes to Silas, who accepted. Gives the referral. */
static const char *accepted(struct fixture *f, const char *more, const char **ret_person) {
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	DO(f, identity_record, "{'person': '%s', 'given': 'Olena', 'family': 'Kovalenko', 'born': 1996, 'phone': '+37060012345'}",
		person);
	DO(f, trait_record, "{'person': '%s', 'trait': 'disability', 'trait_value': 'yes', 'happened': '%s'}", person,
		fixture_day(f, 0));
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'silas', 'consent_state': 'given', "
		"'language': 'uk', 'read_aloud': true%s}", person, more);
	DO(f, referral_send, "{'person': '%s', 'org': 'silas', 'purpose': 'support', 'need': ['shelter']}", person);
	const char *referral = fixture_get(f, "referral");
	fixture_as(f, ONA);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
	*ret_person = person;
	return referral;
}

/* abuse 39 */
static void taking_consent_back_ends_what_was_accepted_and_asks_to_confirm(void **state) {
	struct fixture *f = *state;
	const char *person, *referral = accepted(f, "", &person);
	assert_int_equal(held(f, SILAS), REL_SUPPORTS);
	DO(f, referral_read, "{'referral': '%s'}", referral);
	assert_true(answered(f, "age") && answered(f, "need") && answered(f, "person"));
	fixture_as(f, RASA);
	assert_int_equal(say(f, person, "silas", "withdrawn"), 0);
	assert_int_equal(held(f, SILAS), 0);
	assert_int_equal(held(f, POLICE), REL_MET);
	fixture_as(f, ONA);
	DO(f, referral_read, "{'referral': '%s'}", referral);
	assert_string_equal(fixture_get(f, "referral_state"), "withdrawn");
	assert_false(answered(f, "age") || answered(f, "need") || answered(f, "language") || answered(f, "person"));
	DO(f, task_list, "{}");
	size_t i = 0;
	while (i < fixture_rows(f) && strcmp(fixture_row(f, i, "task_kind"), "withdrawn") != 0)
		i++;
	assert_true(i < fixture_rows(f));
	assert_null(fixture_row(f, i, "person"));
	assert_string_equal(fixture_row(f, i, "referral"), referral);
	DO(f, task_done, "{'task': '%s'}", fixture_row(f, i, "task"));
	/* The facts alone say the same. */
	uint8_t before[PROJECTION_PRINT], after[PROJECTION_PRINT];
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(core_fingerprint(&f->cx, before), 0);
	assert_int_equal(core_rebuild(&f->cx), 0);
	assert_int_equal(core_fingerprint(&f->cx, after), 0);
	db_rollback(&f->cx);
	assert_memory_equal(before, after, sizeof before);
}

static void another_consent_keeps_what_it_carries(void **state) {
	struct fixture *f = *state;
	const char *person;
	accepted(f, "", &person);
	fixture_as(f, RASA);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'health', 'org': 'silas', 'consent_state': 'given', "
		"'language': 'uk', 'read_aloud': true}", person);
	DO(f, referral_send, "{'person': '%s', 'org': 'silas', 'purpose': 'health', 'need': ['health']}", person);
	const char *referral = fixture_get(f, "referral");
	fixture_as(f, ONA);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
	fixture_as(f, RASA);
	assert_int_equal(say(f, person, "silas", "withdrawn"), 0);
	assert_int_equal(held(f, SILAS), REL_SUPPORTS);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'health', 'org': 'silas', 'consent_state': 'refused', "
		"'language': 'uk', 'read_aloud': true}", person);
	assert_int_equal(held(f, SILAS), 0);
}

static void the_bed_of_whoever_works_with_her_no_more_is_free(void **state) {
	struct fixture *f = *state;
	const char *person;
	accepted(f, "", &person);
	DO(f, place_create, "{'label': 'Namai', 'region': '%s', 'sex': 'female', 'beds': 1, 'language': ['uk'], "
		"'address': 'Made-up street 1'}", fixture_code(f, L_REGION, 0));
	const char *place = fixture_get(f, "place");
	DO(f, placement_start, "{'person': '%s', 'place': '%s', 'happened': '%s'}", person, place, fixture_day(f, 0));
	DO(f, person_read, "{'person': '%s'}", person);
	assert_string_equal(fixture_get(f, "place"), place);
	fixture_as(f, RASA);
	assert_int_equal(say(f, person, "silas", "withdrawn"), 0);
	fixture_as(f, ONA);
	DO(f, person_read, "{'person': '%s'}", person);
	assert_null(fixture_get(f, "place"));
	struct row_place_room room;
	struct ref ref;
	assert_true(hex_get(ref.at, REF_SIZE, place));
	assert_int_equal(q_place_room(&f->cx, ref_blob(&ref), &room), 0);
	assert_int_equal(room.taken, 0);
}

static void help_for_a_child_goes_on_by_the_rule(void **state) {
	struct fixture *f = *state;
	const char *person;
	accepted(f, "", &person);
	fixture_as(f, RASA);
	DO(f, signal_record, "{'municipality': '%s', 'source': 'met', 'age': '25_39', 'sex': 'female', 'language': 'uk', "
		"'happened': '%s'}", fixture_code(f, L_MUNICIPALITY, 0), fixture_day(f, 0)); /* somebody else */
	DO(f, signal_record, "{'municipality': '%s', 'source': 'met', 'age': '12_17', 'sex': 'female', 'language': 'uk', "
		"'happened': '%s'}", fixture_code(f, L_MUNICIPALITY, 0), fixture_day(f, 0));
	const char *child = fixture_get(f, "person");
	DO(f, referral_send, "{'person': '%s', 'org': 'viltis', 'purpose': 'support', 'need': ['shelter']}", child);
	const char *referral = fixture_get(f, "referral");
	fixture_as(f, VIDA);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
	fixture_as(f, RASA);
	assert_int_equal(say(f, child, "viltis", "refused"), 0);
	fixture_as(f, VIDA);
	DO(f, referral_read, "{'referral': '%s'}", referral);
	assert_string_equal(fixture_get(f, "referral_state"), "accepted");
	assert_true(answered(f, "person"));
}

static void a_consent_ends_on_its_day(void **state) {
	struct fixture *f = *state;
	const char *person;
	const char *until = arena_printf(f->cx.arena, ", 'expires': '%s'", fixture_day(f, 2));
	const char *referral = accepted(f, until, &person);
	int64_t due = 0, ran = 0;
	assert_int_equal(job_next(&f->cx, &due), 0);
	fixture_wait(f, 2 * 24 * HOUR); /* the last day it holds */
	fixture_as(f, NOBODY);
	for (int late = 0; late < 2; late++) {
		struct row_act_begin act;
		assert_int_equal(held(f, SILAS), REL_SUPPORTS);
		if (late)
			fixture_wait(f, 24 * HOUR);
		assert_int_equal(db_begin(&f->cx), 0);
		assert_int_equal(q_act_begin(&f->cx, f->cx.now, 0, "job", (struct blob){0}, (struct blob){0}, &act), 0);
		f->cx.act = act.n;
		assert_int_equal(job_run_due(&f->cx, &ran), 0);
		assert_int_equal(audit_seal(&f->cx), 0);
		assert_int_equal(db_commit(&f->cx), 0);
	}
	assert_int_equal(held(f, SILAS), 0);
	fixture_as(f, ONA);
	DO(f, referral_read, "{'referral': '%s'}", referral);
	assert_string_equal(fixture_get(f, "referral_state"), "withdrawn");
}

static void a_receiver_reads_what_she_lets_it_read(void **state) {
	struct fixture *f = *state;
	const char *person, *referral = accepted(f, ", 'scope': ['needs']", &person);
	static const char find[] = "{'given': 'Olena', 'family': 'Kovalenko', 'born': 1996}";
	DO(f, referral_read, "{'referral': '%s'}", referral);
	assert_true(answered(f, "need") && answered(f, "age"));
	assert_int_equal(CALL(f, identity_read, "{'person': '%s'}", person), ERR_NOTFOUND);
	DO(f, person_find, find);
	assert_int_equal(fixture_rows(f), 0);
	DO(f, trait_list, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 0);
	/* What it hears from her itself is its own. */
	DO(f, identity_record, "{'person': '%s', 'given': 'Lena'}", person);
	DO(f, identity_read, "{'person': '%s'}", person);
	assert_string_equal(fixture_get(f, "given"), "Lena");
	assert_null(fixture_get(f, "phone"));
	fixture_as(f, RASA);
	DO(f, consent_list, "{'person': '%s'}", person);
	const json_t *scope = json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "scope");
	assert_int_equal(json_array_size(scope), 1);
	assert_string_equal(fixture_row(f, 0, "consent_by"), "self");
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'silas', 'consent_state': 'given', "
		"'language': 'uk', 'read_aloud': true, 'scope': ['identity', 'health']}", person);
	fixture_as(f, LAIMA);
	DO(f, person_find, find);
	assert_int_equal(fixture_rows(f), 1);
	DO(f, trait_list, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 1);
	DO(f, referral_read, "{'referral': '%s'}", referral);
	assert_false(answered(f, "need"));
	assert_true(answered(f, "age"));
}

static void a_name_of_others_comes_without_the_telephone_she_kept_back(void **state) {
	struct fixture *f = *state;
	const char *person;
	accepted(f, ", 'scope': ['identity']", &person);
	DO(f, identity_read, "{'person': '%s'}", person);
	assert_string_equal(fixture_get(f, "given"), "Olena");
	assert_null(fixture_get(f, "phone"));
}

static int by(struct fixture *f, const char *person, const char *state, const char *who) {
	return CALL(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'silas', 'consent_state': '%s', "
		"'language': 'uk', 'read_aloud': true, 'consent_by': '%s'}", person, state, who);
}

static const char *aged(struct fixture *f, const char *age) {
	DO(f, signal_record, "{'municipality': '%s', 'source': 'met', 'age': '%s', 'sex': 'female', 'language': 'uk', "
		"'happened': '%s'}", fixture_code(f, L_MUNICIPALITY, 0), age, fixture_day(f, 0));
	return fixture_get(f, "person");
}

static void for_a_child_somebody_else_agrees_too(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *child = aged(f, "12_17"), *unknown = aged(f, "unknown"), *grown = aged(f, "25_39");
	assert_int_equal(by(f, child, "given", "self"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "consent_by");
	assert_int_equal(by(f, unknown, "given", "self"), ERR_INVALID);
	assert_int_equal(say(f, unknown, "silas", "given"), ERR_INVALID);
	assert_int_equal(by(f, child, "given", "parent"), 0);
	assert_int_equal(by(f, unknown, "given", "representative"), 0);
	assert_int_equal(by(f, grown, "given", "parent"), ERR_INVALID);
	assert_int_equal(by(f, grown, "given", "self"), 0);
	/* A no is taken from anybody. */
	assert_int_equal(by(f, child, "refused", "self"), 0);
	/* Sixteen years are enough, and not a day less. */
	DO(f, identity_record, "{'person': '%s', 'given': 'Ana', 'birth': '2010-03-11'}", unknown);
	assert_int_equal(by(f, unknown, "given", "self"), ERR_INVALID);
	fixture_wait(f, 24 * HOUR);
	assert_int_equal(by(f, unknown, "given", "self"), 0);
}

static void only_a_yes_names_what_may_be_shared(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	assert_int_equal(CALL(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'silas', 'consent_state': "
		"'refused', 'language': 'uk', 'read_aloud': true, 'scope': ['needs']}", person), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "scope");
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
	assert_int_equal(q_block_has(&f->cx, 1, f->orgs[POLICE], f->actors[PETRAS].unit, 0, &has), 0);
	assert_int_equal(has.n, 1);
	assert_int_equal(q_block_has(&f->cx, 1, f->orgs[POLICE], f->actors[RASA].unit, 0, &has), 0);
	assert_int_equal(has.n, 0);
	/* An account of the police without a unit may be of that one; one of another organisation is not. */
	assert_int_equal(q_block_has(&f->cx, 1, f->orgs[POLICE], 0, 0, &has), 0);
	assert_int_equal(has.n, 1);
	assert_int_equal(q_block_has(&f->cx, 1, f->orgs[SILAS], 0, 0, &has), 0);
	assert_int_equal(has.n, 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(the_newest_word_per_recipient_and_purpose_stands),
		TEST(refuses_what_makes_no_sense),
		TEST(taking_consent_back_withdraws_what_waits_for_an_answer),
		TEST(taking_consent_back_ends_what_was_accepted_and_asks_to_confirm),
		TEST(another_consent_keeps_what_it_carries),
		TEST(the_bed_of_whoever_works_with_her_no_more_is_free),
		TEST(help_for_a_child_goes_on_by_the_rule),
		TEST(a_consent_ends_on_its_day),
		TEST(a_receiver_reads_what_she_lets_it_read),
		TEST(a_name_of_others_comes_without_the_telephone_she_kept_back),
		TEST(for_a_child_somebody_else_agrees_too),
		TEST(only_a_yes_names_what_may_be_shared),
		TEST(a_block_is_written_once_and_hides_the_person_from_that_unit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
