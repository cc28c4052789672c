#include "fixture.h"

static const char ask[] = "{'given': '%s', 'family': '%s', 'born': %d, 'why': 'Her mother is looking for her.'}";

static int64_t count_tasks(struct fixture *f) {
	DO(f, task_list, "{}");
	int64_t n = 0;
	for (size_t i = 0; i < fixture_rows(f); i++)
		n += strcmp(fixture_row(f, i, "task_kind"), "question") == 0;
	return n;
}

static const char *known_person(struct fixture *f) {
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	DO(f, identity_record, "{'person': '%s', 'given': 'Олена', 'family': 'Коваленко', 'born': 1996}", person);
	return person;
}

/* abuse 5 */
static void known_and_invented_names_read_the_same_sentence(void **state) {
	struct fixture *f = *state;
	known_person(f);
	fixture_as(f, JONAS);
	DO(f, ask_record, ask, "Olena", "Kovalenko", 1997);
	char *known = json_dumps(f->answer, JSON_SORT_KEYS);
	DO(f, ask_record, ask, "Nera", "Tokios", 1980);
	char *invented = json_dumps(f->answer, JSON_SORT_KEYS);
	assert_string_equal(known, invented);
	free(known);
	free(invented);
	assert_string_equal(fixture_get(f, "due"), instant_text(f->cx.arena, f->cx.now + 72 * HOUR));
	assert_int_equal(count_tasks(f), 0);
	fixture_as(f, RASA);
	assert_int_equal(count_tasks(f), 1);
}

static void two_years_off_is_another_person(void **state) {
	struct fixture *f = *state;
	known_person(f);
	fixture_as(f, JONAS);
	DO(f, ask_record, ask, "Olena", "Kovalenko", 1998);
	DO(f, ask_record, ask, "Olena", "Kovalenko", 1994);
	DO(f, ask_record, ask, "Olga", "Kovalenko", 1996);
	fixture_as(f, RASA);
	assert_int_equal(count_tasks(f), 0);
}

static void who_helps_her_reads_who_asks_and_why_and_who_only_met_her_does_not(void **state) {
	struct fixture *f = *state;
	const char *person = known_person(f);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'silas', 'consent_state': 'given', "
		"'language': 'uk', 'read_aloud': true}", person);
	DO(f, referral_send, "{'person': '%s', 'org': 'silas', 'purpose': 'support', 'need': ['shelter']}", person);
	const char *referral = fixture_get(f, "referral");
	fixture_as(f, ONA);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
	fixture_as(f, PETRAS);
	DO(f, ask_record, ask, "Olena", "Kovalenko", 1996);
	fixture_as(f, RASA);
	assert_int_equal(count_tasks(f), 0);
	fixture_as(f, ONA);
	assert_int_equal(count_tasks(f), 1);
	size_t i = 0;
	while (strcmp(fixture_row(f, i, "task_kind"), "question") != 0)
		i++;
	assert_string_equal(fixture_row(f, i, "person"), person);
	const char *task = fixture_row(f, i, "task");
	DO(f, task_read, "{'task': '%s'}", task);
	assert_string_equal(fixture_get(f, "why"), "Her mother is looking for her.");
	assert_string_equal(fixture_get(f, "org_name"), "Police of Panevezys county");
	assert_string_equal(fixture_get(f, "unit_name"), "Panevezys");
	DO(f, task_done, "{'task': '%s'}", task);
	assert_int_equal(CALL(f, task_done, "{'task': '%s'}", task), ERR_CONFLICT);
}

static void a_blocked_unit_asking_is_seen_as_a_refused_look_and_learns_nothing(void **state) {
	struct fixture *f = *state;
	const char *person = known_person(f);
	DO(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", person);
	fixture_as(f, PETRAS);
	DO(f, ask_record, ask, "Olena", "Kovalenko", 1996);
	assert_int_equal(json_object_size(f->answer), 1);
	assert_int_equal(count_tasks(f), 0); /* his own organisation's task about her is not for his eyes */
	fixture_as(f, RASA);
	assert_int_equal(count_tasks(f), 1);
	DO(f, who_looked, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "operation"), "ask_record");
	assert_string_equal(fixture_row(f, 0, "verdict"), "blocked");
	assert_string_equal(fixture_row(f, 0, "unit_name"), "Panevezys");
	const json_t *row = json_array_get(json_object_get(f->answer, "rows"), 0);
	assert_string_equal(json_string_value(json_array_get(json_object_get(row, "role"), 0)), "officer");
}

static void a_question_about_nobody_leaves_the_log_as_sound_as_any(void **state) {
	struct fixture *f = *state;
	fixture_as(f, JONAS);
	DO(f, ask_record, ask, "Nera", "Tokios", 1980);
	struct audit_report report;
	assert_int_equal(db_read_begin(&f->cx), 0);
	assert_int_equal(audit_verify(&f->cx, NULL, &report), 0);
	db_read_end(&f->cx);
	assert_true(report.ok);
	assert_int_equal(report.rows, 0); /* its one entry is the keeper's to write */
}

static void refuses_a_reason_that_says_nothing(void **state) {
	struct fixture *f = *state;
	fixture_as(f, JONAS);
	assert_int_equal(CALL(f, ask_record, "{'given': 'A', 'family': 'B', 'born': 1990, 'why': 'because'}"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "why");
}

/* Looks in the log of the last question, by their verdict; the answer stays as it is. */
static int64_t looks(struct fixture *f, const char *person, const char *verdict) {
	int64_t n = 0;
	fixture_as(f, RASA);
	DO(f, who_looked, "{'person': '%s'}", person);
	for (size_t i = 0; i < fixture_rows(f); i++)
		n += strcmp(fixture_row(f, i, "operation"), "ask_record") == 0
			&& strcmp(fixture_row(f, i, "verdict"), verdict) == 0;
	return n;
}

static void an_organisation_no_right_lets_read_names_gives_nobody_work(void **state) {
	struct fixture *f = *state;
	const char *person = known_person(f);
	fixture_as(f, JONAS);
	f->cx.actor.org_kind = ORG_MIGRATION;
	DO(f, ask_record, ask, "Olena", "Kovalenko", 1996);
	char *known = json_dumps(f->answer, JSON_SORT_KEYS);
	DO(f, ask_record, ask, "Nera", "Tokios", 1980);
	char *invented = json_dumps(f->answer, JSON_SORT_KEYS);
	assert_string_equal(known, invented);
	free(known);
	free(invented);
	assert_int_equal(looks(f, person, "denied"), 1);
	assert_int_equal(looks(f, person, "allowed"), 0);
	assert_int_equal(count_tasks(f), 0);
}

static void a_question_of_whoever_knows_her_is_a_refused_look(void **state) {
	struct fixture *f = *state;
	const char *person = known_person(f);
	fixture_as(f, PETRAS);
	DO(f, file_open, "{'person': '%s', 'use': 'support', 'knows': true}", person);
	DO(f, ask_record, ask, "Olena", "Kovalenko", 1996);
	assert_int_equal(json_object_size(f->answer), 1);
	assert_int_equal(count_tasks(f), 0);
	assert_int_equal(looks(f, person, "conflict"), 1);
	assert_int_equal(count_tasks(f), 1);
}

static int ask_many(struct fixture *f, int n) {
	int rc = 0;
	for (int i = 0; i < n && rc == 0; i++)
		rc = CALL(f, ask_record, ask, "Nera", "Tokios", 1980);
	return rc;
}

static void an_account_asks_so_many_times_an_hour_and_a_day(void **state) {
	struct fixture *f = *state;
	fixture_as(f, JONAS);
	assert_int_equal(ask_many(f, 30), 0);
	assert_int_equal(ask_many(f, 1), ERR_LIMIT);
	fixture_as(f, PETRAS);
	assert_int_equal(ask_many(f, 1), 0); /* each for itself */
	fixture_as(f, JONAS);
	fixture_wait(f, HOUR + SECOND);
	for (int hour = 1; hour < 5; hour++) {
		assert_int_equal(ask_many(f, 30), 0);
		fixture_wait(f, HOUR + SECOND);
	}
	assert_int_equal(ask_many(f, 1), ERR_LIMIT); /* 150 */
	fixture_wait(f, 20 * HOUR);
	assert_int_equal(ask_many(f, 1), 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(known_and_invented_names_read_the_same_sentence),
		TEST(two_years_off_is_another_person),
		TEST(who_helps_her_reads_who_asks_and_why_and_who_only_met_her_does_not),
		TEST(a_blocked_unit_asking_is_seen_as_a_refused_look_and_learns_nothing),
		TEST(a_question_about_nobody_leaves_the_log_as_sound_as_any),
		TEST(refuses_a_reason_that_says_nothing),
		TEST(an_organisation_no_right_lets_read_names_gives_nobody_work),
		TEST(a_question_of_whoever_knows_her_is_a_refused_look),
		TEST(an_account_asks_so_many_times_an_hour_and_a_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
