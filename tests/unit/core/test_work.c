/* Whose work it is: what is urgent, what is mine, what goes to the next shift, who works on a case. */
#include "fixture.h"

#include "core/likeness.h"
#include "core/task.h"

static bool is(struct fixture *f, size_t i, const char *field) {
	const json_t *value = json_object_get(json_array_get(json_object_get(f->answer, "rows"), i), field);
	return json_is_true(value);
}

static const char *met(struct fixture *f, const char *age) {
	DO(f, signal_record, "{'municipality': '%s', 'source': 'met', 'age': '%s', 'sex': 'male', 'language': 'lt', "
		"'happened': '%s'}", fixture_code(f, L_MUNICIPALITY, 0), age, fixture_day(f, 0));
	return fixture_get(f, "person");
}

static int64_t number_of(struct fixture *f, const char *person) {
	struct ref ref;
	struct row_on_person row;
	assert_true(ref_parse(person, &ref));
	assert_int_equal(q_on_person(&f->cx, ref_blob(&ref), &row), 0);
	return row.id;
}

static void give(struct fixture *f, struct task t) {
	struct row_act_begin act;
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(q_act_begin(&f->cx, f->cx.now, 0, "test", (struct blob){0}, (struct blob){0}, &act), 0);
	f->cx.act = act.n;
	assert_int_equal(task_add(&f->cx, &t), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	f->cx.act = 0;
}

static void children_and_danger_come_before_the_clock(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	int64_t adult = number_of(f, met(f, "25_39")), child = number_of(f, met(f, "12_17")), unknown = number_of(f, met(f, "unknown"));
	int64_t now = f->cx.now, org = f->orgs[SILAS];
	give(f, TASK_NEW(.org = org, .kind = TASK_FOLLOW, .due_at = now + HOUR, .person = adult));
	give(f, TASK_NEW(.org = org, .kind = TASK_FOLLOW, .due_at = now + 9 * HOUR, .person = child));
	give(f, TASK_NEW(.org = org, .kind = TASK_FOLLOW, .due_at = now + 5 * HOUR, .person = unknown));
	give(f, TASK_NEW(.org = org, .kind = TASK_FOLLOW, .due_at = now + 7 * HOUR, .person = adult, .danger = true));
	give(f, TASK_NEW(.org = org, .kind = TASK_REPLIED, .due_at = now + 2 * HOUR, .person = child)); /* news never press */
	DO(f, task_list, "{}");
	assert_int_equal(fixture_rows(f), 5);
	static const int hours[] = {5, 7, 9, 0, 1}; /* news stands by the day it came */
	for (size_t i = 0; i < 5; i++) {
		assert_string_equal(fixture_row(f, i, "due"), instant_text(f->cx.arena, now + hours[i] * HOUR));
		assert_int_equal(is(f, i, "urgent"), i < 3);
	}
	struct task_alerts alerts;
	assert_int_equal(task_alerts(&f->cx, &alerts), 0);
	assert_int_equal(alerts.urgent, 3);
	assert_int_equal(alerts.late, 0);
	fixture_wait(f, 6 * HOUR);
	assert_int_equal(task_alerts(&f->cx, &alerts), 0);
	assert_int_equal(alerts.late, 2); /* nor are they late */
	fixture_as(f, VIDA);
	assert_int_equal(task_alerts(&f->cx, &alerts), 0);
	assert_int_equal(alerts.urgent + alerts.late, 0);
	/* An adult in danger from now on. */
	fixture_as(f, ONA);
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(task_urge(&f->cx, adult), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	assert_int_equal(task_alerts(&f->cx, &alerts), 0);
	assert_int_equal(alerts.urgent, 4);
	/* Also where the work names only the referral. */
	fixture_as(f, RASA);
	const char *other = met(f, "25_39");
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'viltis', 'consent_state': 'given', "
		"'language': 'lt', 'read_aloud': true}", other);
	DO(f, referral_send, "{'person': '%s', 'org': 'viltis', 'purpose': 'support', 'need': ['shelter']}", other);
	fixture_as(f, VIDA);
	assert_int_equal(task_alerts(&f->cx, &alerts), 0);
	assert_int_equal(alerts.urgent, 0);
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(task_urge(&f->cx, number_of(f, other)), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	assert_int_equal(task_alerts(&f->cx, &alerts), 0);
	assert_int_equal(alerts.urgent, 1);
}

static void nothing_of_a_closed_file_is_counted_or_listed(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = met(f, "12_17");
	give(f, TASK_NEW(.org = f->orgs[POLICE], .kind = TASK_FOLLOW, .due_at = f->cx.now - HOUR, .person = number_of(f, person)));
	DO(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", person);
	struct task_alerts alerts;
	assert_int_equal(task_alerts(&f->cx, &alerts), 0);
	assert_int_equal(alerts.urgent, 1);
	fixture_as(f, PETRAS);
	assert_int_equal(task_alerts(&f->cx, &alerts), 0);
	assert_int_equal(alerts.urgent + alerts.late, 0);
}

/* How many tasks the list of `who` has; his alerts count as many urgent ones. */
static size_t listed(struct fixture *f, enum who who) {
	struct task_alerts alerts;
	fixture_as(f, who);
	DO(f, task_list, "{'done': false}");
	size_t n = fixture_rows(f);
	assert_int_equal(task_alerts(&f->cx, &alerts), 0);
	assert_int_equal(alerts.urgent, n);
	return n;
}

/* Two records that may be of one person: the task names one of them, and is about both. */
static void a_task_about_two_is_hidden_with_either(void **state) {
	struct fixture *f = *state;
	enum { FIRST = 1 }; /* likeness of the store */
	fixture_as(f, RASA);
	const char *a = met(f, "25_39"), *b = met(f, "25_39");
	int64_t both[] = {number_of(f, a), number_of(f, b)};
	assert_int_equal(db_begin(&f->cx), 0);
	struct row_act_begin act;
	assert_int_equal(q_act_begin(&f->cx, f->cx.now, 0, "test", (struct blob){0}, (struct blob){0}, &act), 0);
	f->cx.act = act.n;
	assert_int_equal(likeness_note(&f->cx, both[0], both[1]), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	for (int i = 0; i < 2; i++) /* urgent, to be counted */
		give(f, TASK_NEW(.org = f->orgs[POLICE], .kind = TASK_FOLLOW, .danger = true, .due_at = f->cx.now + HOUR, .person = both[i],
			.likeness = FIRST));
	give(f, TASK_NEW(.org = f->orgs[POLICE], .kind = TASK_FOLLOW, .danger = true, .due_at = f->cx.now + HOUR, .likeness = FIRST));
	assert_int_equal(listed(f, RASA), 3);
	assert_int_equal(listed(f, PETRAS), 3);
	/* One of both says that his unit must never know: it hears of neither task. */
	fixture_as(f, RASA);
	DO(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", b);
	assert_int_equal(listed(f, PETRAS), 0);
	assert_int_equal(listed(f, RASA), 3);
	/* And whoever stands in a conflict over the other neither. */
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(q_conflict_add(&f->cx, both[0], f->actors[RASA].user, act.n), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	assert_int_equal(listed(f, RASA), 0);
}

static void mine_is_what_is_in_my_hand(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	const char *a = met(f, "25_39"), *b = met(f, "25_39");
	int64_t org = f->orgs[SILAS], now = f->cx.now;
	give(f, TASK_NEW(.org = org, .kind = TASK_FOLLOW, .due_at = now + 1, .person = number_of(f, a)));
	give(f, TASK_NEW(.org = org, .kind = TASK_FOLLOW, .due_at = now + 2, .person = number_of(f, b)));
	give(f, TASK_NEW(.org = org, .kind = TASK_FOLLOW, .due_at = now + 3, .account = f->actors[LAIMA].user));
	DO(f, person_assign, "{'person': '%s', 'user': '%s'}", a, fixture_user(f, ONA));
	DO(f, task_list, "{'mine': true}");
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "person"), a);
	DO(f, task_list, "{}");
	assert_int_equal(fixture_rows(f), 2); /* Laima's own is not in Ona's queue */
	assert_true(is(f, 0, "mine"));
	assert_false(is(f, 1, "mine"));
	fixture_as(f, LAIMA);
	DO(f, task_list, "{'mine': true}");
	assert_int_equal(fixture_rows(f), 1);
	DO(f, task_list, "{}");
	assert_int_equal(fixture_rows(f), 3);
}

static void the_next_shift_has_the_work_and_the_word(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	const char *a = met(f, "25_39"), *b = met(f, "25_39");
	int64_t org = f->orgs[SILAS], now = f->cx.now;
	give(f, TASK_NEW(.org = org, .kind = TASK_FOLLOW, .due_at = now + 1, .person = number_of(f, a)));
	give(f, TASK_NEW(.org = org, .kind = TASK_FOLLOW, .due_at = now + 2, .person = number_of(f, b)));
	give(f, TASK_NEW(.org = org, .kind = TASK_FOLLOW, .due_at = now + 3, .account = f->actors[ONA].user));
	DO(f, person_assign, "{'person': '%s', 'user': '%s'}", a, fixture_user(f, ONA));
	static const char hand[] = "{'to': '%s', 'words': 'The night was quiet; the telephone rings at ten.'}";
	assert_int_equal(CALL(f, shift_hand, hand, fixture_user(f, ONA)), ERR_INVALID);
	assert_int_equal(CALL(f, shift_hand, hand, fixture_user(f, VIDA)), ERR_INVALID);
	DO(f, shift_hand, hand, fixture_user(f, LAIMA));
	assert_int_equal(json_integer_value(json_object_get(f->answer, "count")), 2);
	DO(f, task_list, "{'mine': true}");
	assert_int_equal(fixture_rows(f), 0);
	DO(f, task_list, "{}");
	assert_int_equal(fixture_rows(f), 2); /* what is for all she still sees */
	/* With nothing left and nothing to say there is nothing to hand over. */
	assert_int_equal(CALL(f, shift_hand, "{'to': '%s'}", fixture_user(f, LAIMA)), ERR_CONFLICT);
	fixture_as(f, LAIMA);
	DO(f, task_list, "{'mine': true}");
	assert_int_equal(fixture_rows(f), 3);
	size_t notice = 0;
	while (strcmp(fixture_row(f, notice, "task_kind"), "handover") != 0)
		notice++;
	DO(f, task_read, "{'task': '%s'}", fixture_row(f, notice, "task"));
	assert_string_equal(fixture_get(f, "staff_name"), "Ona O.");
	assert_string_equal(fixture_get(f, "why"), "The night was quiet; the telephone rings at ten.");
	assert_int_equal(json_integer_value(json_object_get(f->answer, "count")), 2);
	/* To anybody else this task is not there. */
	const char *task = fixture_get(f, "task");
	fixture_as(f, ONA);
	assert_int_equal(CALL(f, task_read, "{'task': '%s'}", task), ERR_NOTFOUND);
	assert_int_equal(CALL(f, task_done, "{'task': '%s'}", task), ERR_NOTFOUND);
	fixture_as(f, LAIMA);
	/* And on to the shift after that, or back. */
	DO(f, shift_hand, "{'to': '%s'}", fixture_user(f, ONA));
	fixture_as(f, ONA);
	DO(f, task_list, "{'mine': true}");
	assert_int_equal(fixture_rows(f), 4);
}

static void the_word_names_nobody_and_goes_once_it_is_read(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	static const char *const wrong[] = {"Write to marija@example.org today", "The code is 48001010007, look", "Ring +370 612 34567 at ten"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(CALL(f, shift_hand, "{'to': '%s', 'words': '%s'}", fixture_user(f, LAIMA), wrong[i]), ERR_INVALID);
		assert_string_equal(f->cx.err.field, "words");
	}
	DO(f, shift_hand, "{'to': '%s', 'words': 'The telephone rings at ten, take it.'}", fixture_user(f, LAIMA));
	fixture_as(f, LAIMA);
	DO(f, task_list, "{'mine': true}");
	const char *task = fixture_row(f, 0, "task");
	DO(f, task_read, "{'task': '%s'}", task);
	assert_string_equal(fixture_get(f, "why"), "The telephone rings at ten, take it.");
	f->cx.wipe = false;
	DO(f, task_done, "{'task': '%s'}", task);
	assert_true(f->cx.wipe);
	DO(f, task_read, "{'task': '%s'}", task);
	assert_string_equal(fixture_get(f, "staff_name"), "Ona O.");
	assert_null(fixture_get(f, "why"));
}

static void a_closed_file_does_not_change_hands(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = met(f, "25_39");
	give(f, TASK_NEW(.org = f->orgs[POLICE], .kind = TASK_FOLLOW, .due_at = f->cx.now, .person = number_of(f, person)));
	DO(f, person_assign, "{'person': '%s', 'user': '%s'}", person, fixture_user(f, RASA));
	DO(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", person);
	assert_int_equal(CALL(f, shift_hand, "{'to': '%s'}", fixture_user(f, PETRAS)), ERR_CONFLICT);
	DO(f, task_list, "{'mine': true}");
	assert_int_equal(fixture_rows(f), 1);
}

static void everybody_on_a_case_is_listed_with_what_they_do(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = met(f, "12_17");
	DO(f, referral_send, "{'person': '%s', 'org': 'silas', 'purpose': 'support', 'need': ['shelter']}", person);
	const char *referral = fixture_get(f, "referral");
	DO(f, person_parties, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 2);
	json_t *party = json_object_get(json_array_get(json_object_get(f->answer, "rows"), 1), "party");
	assert_string_equal(fixture_row(f, 1, "org"), "silas");
	assert_string_equal(json_string_value(json_array_get(party, 0)), "asked");
	assert_string_equal(fixture_row(f, 1, "since"), fixture_day(f, 0));
	fixture_as(f, ONA);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
	DO(f, person_parties, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 2);
	party = json_object_get(json_array_get(json_object_get(f->answer, "rows"), 1), "party");
	assert_int_equal(json_array_size(party), 1);
	assert_string_equal(json_string_value(json_array_get(party, 0)), "supports");
	assert_string_equal(fixture_row(f, 0, "org_kind"), "police");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(children_and_danger_come_before_the_clock),
		TEST(nothing_of_a_closed_file_is_counted_or_listed),
		TEST(a_task_about_two_is_hidden_with_either),
		TEST(mine_is_what_is_in_my_hand),
		TEST(the_next_shift_has_the_work_and_the_word),
		TEST(the_word_names_nobody_and_goes_once_it_is_read),
		TEST(a_closed_file_does_not_change_hands),
		TEST(everybody_on_a_case_is_listed_with_what_they_do),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
