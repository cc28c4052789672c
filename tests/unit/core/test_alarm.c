/* The watch over those who look: each rule with a look too few, and one enough; whoever oversees sees no person. */
#include "fixture.h"

#include "core/alarm.h"
#include "core/job.h"

/* An entry as the keeper writes it. `person` may be NONE. */
static void look(struct fixture *f, enum who who, const char *op, enum audit_verdict verdict, int64_t person) {
	struct cx *cx = &f->cx;
	fixture_as(f, who);
	struct audit_entry e = audit_entry_of(cx, op, verdict);
	e.person = person;
	e.shown = verdict == AUDIT_ALLOWED;
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(audit_append(cx, &e), 0);
	assert_int_equal(audit_seal(cx), 0);
	assert_int_equal(db_commit(cx), 0);
}

static void watch(struct fixture *f) {
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(alarm_watch(&f->cx, false), 0);
	assert_int_equal(db_commit(&f->cx), 0);
}

/* How often the rule was found, as the auditor reads it; 0 where there is no alarm of it. */
static int64_t found(struct fixture *f, const char *rule) {
	watch(f);
	fixture_as(f, AUDITOR);
	DO(f, alarm_list, "{}");
	for (size_t i = 0; i < fixture_rows(f); i++)
		if (str_equal(fixture_row(f, i, "alarm_rule"), rule))
			return json_integer_value(json_object_get(json_array_get(json_object_get(f->answer, "rows"), i), "count"));
	return 0;
}

static int64_t person_of(struct fixture *f, const char *ref_text) {
	struct row_on_person row;
	struct ref ref;
	assert_true(ref_parse(ref_text, &ref));
	assert_int_equal(q_on_person(&f->cx, ref_blob(&ref), &row), 0);
	return row.id;
}

static int64_t somebody(struct fixture *f) {
	fixture_as(f, RASA);
	return person_of(f, fixture_sign(f));
}

static void tells_of_files_asked_for_without_a_relation(void **state) {
	struct fixture *f = *state;
	for (int i = 0; i < 4; i++, fixture_wait(f, HOUR))
		look(f, VIDA, "person_read", AUDIT_HIDDEN, somebody(f));
	fixture_wait(f, 20 * HOUR + 30 * MINUTE); /* the first is more than a day old by now */
	look(f, VIDA, "person_read", AUDIT_HIDDEN, somebody(f));
	assert_int_equal(found(f, "no_relation"), 0);
	look(f, VIDA, "person_read", AUDIT_HIDDEN, somebody(f));
	assert_int_equal(found(f, "no_relation"), 5);
	assert_int_equal(found(f, "walking"), 0);
	look(f, VIDA, "person_read", AUDIT_HIDDEN, somebody(f));
	assert_int_equal(found(f, "no_relation"), 6); /* the open one grows */
	assert_int_equal(fixture_rows(f), 1);
}

/* abuse 4 */
static void tells_of_references_tried_one_after_another(void **state) {
	struct fixture *f = *state;
	for (int i = 0; i < 5; i++, fixture_wait(f, 10 * SECOND))
		look(f, VIDA, "person_read", AUDIT_HIDDEN, NONE);
	assert_int_equal(found(f, "walking"), 0);
	look(f, ONA, "person_read", AUDIT_HIDDEN, NONE); /* somebody else's do not count */
	assert_int_equal(found(f, "walking"), 0);
	look(f, VIDA, "person_read", AUDIT_HIDDEN, NONE); /* the watch has read the others before */
	assert_int_equal(found(f, "walking"), 6);
}

static void tells_of_many_names_in_an_hour(void **state) {
	struct fixture *f = *state;
	int64_t one = somebody(f);
	for (int i = 0; i < 20; i++, fixture_wait(f, MINUTE))
		look(f, ONA, "identity_read", AUDIT_ALLOWED, one);
	assert_int_equal(found(f, "volume"), 0);
	look(f, ONA, "person_read", AUDIT_ALLOWED, one); /* no name */
	assert_int_equal(found(f, "volume"), 0);
	look(f, ONA, "identity_read", AUDIT_ALLOWED, one);
	assert_int_equal(found(f, "volume"), 21);
}

static void tells_of_names_opened_at_night_until_somebody_says_that_is_right(void **state) {
	struct fixture *f = *state;
	int64_t one = somebody(f);
	look(f, ONA, "identity_read", AUDIT_ALLOWED, one); /* noon on a Tuesday */
	assert_int_equal(found(f, "off_hours"), 0);
	fixture_wait(f, 11 * HOUR);
	look(f, ONA, "identity_read", AUDIT_ALLOWED, one);
	assert_int_equal(found(f, "off_hours"), 1);
	DO(f, alarm_close, "{'alarm': '%s', 'alarm_state': 'right', 'words': 'She is on duty at night this month.'}",
		fixture_row(f, 0, "alarm"));
	fixture_wait(f, 24 * HOUR);
	look(f, ONA, "identity_read", AUDIT_ALLOWED, one);
	watch(f);
	fixture_as(f, AUDITOR);
	DO(f, alarm_list, "{'alarm_state': 'open'}");
	assert_int_equal(fixture_rows(f), 0);
}

/* An account with that name, in Viltis. */
static int64_t account_named(struct fixture *f, const char *name) {
	struct cx *cx = &f->cx;
	struct row_account_next next;
	struct blob sealed;
	struct ref ref = ref_new(cx);
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(q_account_next(cx, &next), 0);
	const struct seal_at at = {"account", "name", next.id, ref, C_META};
	assert_int_equal(seal_meta(cx, &at, name, &sealed), 0);
	assert_int_equal(q_account_add(cx, next.id, ref_blob(&ref), f->orgs[VILTIS], NONE, (struct blob){"another login", 13},
		sealed, "none"), 0);
	assert_int_equal(db_commit(cx), 0);
	return next.id;
}

/* abuse 2 */
static void tells_of_an_officer_with_the_persons_name(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	DO(f, identity_record, "{'person': '%s', 'given': 'Vika', 'family': 'Kazlauskienė', 'born': 1990}", person);
	look(f, VIDA, "identity_read", AUDIT_ALLOWED, person_of(f, person));
	assert_int_equal(found(f, "same_name"), 0);
	f->actors[VIDA].user = account_named(f, "Vida Kazlauskaitė");
	look(f, VIDA, "identity_read", AUDIT_ALLOWED, person_of(f, person));
	assert_int_equal(found(f, "same_name"), 1);
	assert_string_equal(fixture_row(f, 0, "staff_name"), "Vida Kazlauskaitė");
}

static void tells_of_a_closed_file_and_of_a_known_person(void **state) {
	struct fixture *f = *state;
	look(f, RASA, "person_read", AUDIT_BLOCKED, somebody(f));
	look(f, PETRAS, "person_read", AUDIT_CONFLICT, somebody(f));
	assert_int_equal(found(f, "blocked"), 1);
	assert_int_equal(found(f, "conflict"), 1);
	assert_int_equal(fixture_rows(f), 2);
}

static void tells_of_a_file_that_many_organisations_open_in_a_day(void **state) {
	struct fixture *f = *state;
	int64_t one = somebody(f);
	look(f, RASA, "identity_read", AUDIT_ALLOWED, one);
	look(f, PETRAS, "identity_read", AUDIT_ALLOWED, one); /* of the same organisation */
	look(f, ONA, "identity_read", AUDIT_ALLOWED, one);
	assert_int_equal(found(f, "many_eyes"), 0);
	look(f, VIDA, "identity_read", AUDIT_ALLOWED, one);
	assert_int_equal(found(f, "many_eyes"), 4);
}

static void tells_of_an_emergency_that_nobody_reviewed(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	DO(f, identity_record, "{'person': '%s', 'given': 'Vika', 'family': 'Melnyk', 'born': 1990}", person);
	fixture_as(f, VIDA);
	DO(f, glass_break, "{'given': 'Vika', 'family': 'Melnyk', 'born': 1990, 'glass_why': 'life', "
		"'words': 'She rang and said that somebody stands at her door.'}");
	assert_int_equal(fixture_rows(f), 1);
	look(f, VIDA, "glass_break", AUDIT_ALLOWED, NONE);
	fixture_wait(f, 23 * HOUR);
	assert_int_equal(found(f, "glass"), 0);
	fixture_wait(f, 2 * HOUR);
	look(f, ONA, "org_list", AUDIT_ALLOWED, NONE);
	assert_int_equal(found(f, "glass"), 1);
	fixture_wait(f, 2 * HOUR);
	look(f, ONA, "org_list", AUDIT_ALLOWED, NONE);
	assert_int_equal(found(f, "glass"), 1); /* told once */
}

static void shows_no_person_and_another_word_in_every_alarm(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	look(f, VIDA, "person_read", AUDIT_BLOCKED, person_of(f, person));
	look(f, VIDA, "person_read", AUDIT_CONFLICT, person_of(f, person));
	assert_int_equal(found(f, "blocked"), 1);
	char *text = json_dumps(f->answer, 0);
	assert_null(strstr(text, person));
	free(text);
	const json_t *rows = json_object_get(f->answer, "rows");
	const char *one = json_string_value(json_array_get(json_object_get(json_array_get(rows, 0), "token"), 0));
	const char *two = json_string_value(json_array_get(json_object_get(json_array_get(rows, 1), "token"), 0));
	assert_int_equal(strlen(one), 16);
	assert_string_not_equal(one, two);
}

static void is_closed_once_by_somebody_else_with_words(void **state) {
	struct fixture *f = *state;
	look(f, AUDITOR, "person_read", AUDIT_BLOCKED, somebody(f));
	look(f, VIDA, "person_read", AUDIT_BLOCKED, somebody(f));
	assert_int_equal(found(f, "blocked"), 1);
	assert_int_equal(fixture_rows(f), 1); /* nobody sees her own */
	const char *alarm = fixture_row(f, 0, "alarm");
	assert_int_equal(CALL(f, alarm_close, "{'alarm': '%s', 'alarm_state': 'open', 'words': "
		"'I have not looked at it at all.'}", alarm), ERR_INVALID);
	DO(f, alarm_close, "{'alarm': '%s', 'alarm_state': 'wrong', 'words': 'Passed on to internal affairs.'}", alarm);
	assert_int_equal(CALL(f, alarm_close, "{'alarm': '%s', 'alarm_state': 'right', 'words': "
		"'It was right after all, I think.'}", alarm), ERR_CONFLICT);
	assert_int_equal(CALL(f, alarm_close, "{'alarm': '00000000000000000000000000000000', 'alarm_state': 'right', "
		"'words': 'There is no such alarm here.'}"), ERR_NOTFOUND);
	watch(f); /* what was closed is not raised again */
	DO(f, alarm_list, "{'alarm_state': 'open'}");
	assert_int_equal(fixture_rows(f), 0);
	look(f, VIDA, "person_read", AUDIT_BLOCKED, somebody(f)); /* but what comes after is */
	watch(f);
	fixture_as(f, AUDITOR);
	DO(f, alarm_list, "{'alarm_state': 'open'}");
	assert_int_equal(fixture_rows(f), 1);
}

static void is_due_ten_minutes_after_the_first_entry_it_has_not_read(void **state) {
	struct fixture *f = *state;
	int64_t due, ran;
	look(f, RASA, "org_list", AUDIT_ALLOWED, NONE);
	int64_t first = f->cx.now;
	fixture_wait(f, MINUTE);
	look(f, RASA, "org_list", AUDIT_ALLOWED, NONE);
	assert_int_equal(alarm_due(&f->cx, &due), 0);
	assert_true(due == first + 10 * MINUTE);
	fixture_wait(f, 10 * MINUTE);
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(job_run_due(&f->cx, &ran), 0);
	assert_int_equal(ran, 1);
	assert_int_equal(db_commit(&f->cx), 0);
	look(f, NOBODY, "job", AUDIT_ALLOWED, NONE); /* the run's own entry wakes nobody */
	assert_int_equal(alarm_due(&f->cx, &due), 0);
	assert_true(due == NONE);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(tells_of_files_asked_for_without_a_relation),
		TEST(tells_of_references_tried_one_after_another),
		TEST(tells_of_many_names_in_an_hour),
		TEST(tells_of_names_opened_at_night_until_somebody_says_that_is_right),
		TEST(tells_of_an_officer_with_the_persons_name),
		TEST(tells_of_a_closed_file_and_of_a_known_person),
		TEST(tells_of_a_file_that_many_organisations_open_in_a_day),
		TEST(tells_of_an_emergency_that_nobody_reviewed),
		TEST(shows_no_person_and_another_word_in_every_alarm),
		TEST(is_closed_once_by_somebody_else_with_words),
		TEST(is_due_ten_minutes_after_the_first_entry_it_has_not_read),
	};
	return cmocka_run_group_tests_name("alarm", tests, NULL, NULL);
}
