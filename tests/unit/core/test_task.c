#include "fixture.h"

#include "core/task.h"

static const char *send(struct fixture *f) {
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'silas', 'consent_state': 'given', "
		"'language': 'uk', 'read_aloud': true}", person);
	DO(f, referral_send, "{'person': '%s', 'org': 'silas', 'purpose': 'support', 'need': ['shelter']}", person);
	return person;
}

static void the_task_to_answer_names_the_referral_and_not_the_person(void **state) {
	struct fixture *f = *state;
	send(f);
	const char *referral = fixture_get(f, "referral");
	fixture_as(f, ONA);
	DO(f, task_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "referral"), referral);
	assert_null(fixture_row(f, 0, "person"));
	const char *task = fixture_row(f, 0, "task");
	DO(f, task_read, "{'task': '%s'}", task);
	assert_null(fixture_get(f, "person"));
	assert_null(fixture_get(f, "why"));
	/* It closes with the answer, not by hand. */
	assert_int_equal(CALL(f, task_done, "{'task': '%s'}", task), ERR_CONFLICT);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
	DO(f, task_read, "{'task': '%s'}", task);
	assert_true(json_is_true(json_object_get(f->answer, "done")));
}

static void open_work_comes_first_and_by_the_day_it_is_due(void **state) {
	struct fixture *f = *state;
	struct cx *cx = &f->cx;
	struct row_act_begin act;
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(q_act_begin(cx, cx->now, 0, "test", (struct blob){0}, (struct blob){0}, &act), 0);
	cx->act = act.n;
	for (int i = 0; i < 250; i++)
		assert_int_equal(task_add(cx, &TASK_NEW(.org = f->orgs[COUNTY], .kind = TASK_FOLLOW,
			.due_at = cx->now + (250 - i) * HOUR)), 0);
	assert_int_equal(db_commit(cx), 0);
	fixture_as(f, KAZYS);
	DO(f, task_list, "{}");
	assert_int_equal(fixture_rows(f), 200);
	assert_string_equal(fixture_row(f, 0, "due"), instant_text(cx->arena, cx->now + HOUR));
	DO(f, task_done, "{'task': '%s'}", fixture_row(f, 0, "task"));
	DO(f, task_list, "{}");
	assert_string_equal(fixture_row(f, 0, "due"), instant_text(cx->arena, cx->now + 2 * HOUR));
	fixture_as(f, ONA);
	DO(f, task_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
}

enum { MANY = 70, PAGE = 30 };

/* MANY tasks of the county: every third is urgent, every seventh for one account alone. */
static void many(struct fixture *f, int64_t alone) {
	struct cx *cx = &f->cx;
	struct row_act_begin act;
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(q_act_begin(cx, cx->now, 0, "test", (struct blob){0}, (struct blob){0}, &act), 0);
	cx->act = act.n;
	for (int i = 0; i < MANY; i++)
		assert_int_equal(task_add(cx, &TASK_NEW(.org = f->orgs[COUNTY], .kind = TASK_FOLLOW, .danger = i % 3 == 0,
			.account = i % 7 == 0 ? alone : 0, .due_at = cx->now + i * 37 % MANY / 2 * HOUR)), 0);
	assert_int_equal(db_commit(cx), 0);
}

/* Walks the list page by page: nothing is told twice, urgent things stand first, then the day rules. Gives how many. */
static int walk(struct fixture *f, const char *which) {
	const char *after = "", *seen[MANY], *due = "";
	int n = 0, rows = PAGE;
	bool urgent = true;
	while (rows == PAGE) {
		DO(f, task_list, "{%s, 'at_most': %d%s}", which, PAGE, after);
		rows = (int)fixture_rows(f);
		for (int i = 0; i < rows; i++, n++) {
			assert_true(n < MANY);
			bool presses = json_is_true(json_object_get(json_array_get(json_object_get(f->answer, "rows"), (size_t)i), "urgent"));
			assert_true(urgent || !presses);
			if (presses == urgent)
				assert_true(strcmp(due, fixture_row(f, (size_t)i, "due")) <= 0);
			urgent = presses;
			due = fixture_row(f, (size_t)i, "due");
			seen[n] = fixture_row(f, (size_t)i, "task");
			for (int k = 0; k < n; k++)
				assert_string_not_equal(seen[k], seen[n]);
		}
		if (rows > 0)
			after = arena_printf(f->cx.arena, ", 'after': '%s'", seen[n - 1]);
	}
	return n;
}

static void a_long_list_goes_on_where_it_ended(void **state) {
	struct fixture *f = *state;
	fixture_as(f, KAZYS);
	int64_t kazys = f->cx.actor.user;
	many(f, kazys);
	assert_int_equal(walk(f, "'done': false"), MANY);
	assert_int_equal(walk(f, "'mine': true"), MANY / 7);
	DO(f, task_list, "{'done': false, 'at_most': 1}");
	const char *first = fixture_row(f, 0, "task");
	assert_int_equal(CALL(f, task_list, "{'after': '%s'}", "00000000000000000000000000000000"), ERR_INVALID);
	fixture_as(f, ONA); /* another organisation's place is no place in this list */
	assert_int_equal(CALL(f, task_list, "{'after': '%s'}", first), ERR_INVALID);
}

static void what_is_for_one_account_alone_is_in_no_other_list(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	int64_t ona = f->cx.actor.user;
	fixture_as(f, KAZYS);
	many(f, ona);
	assert_int_equal(walk(f, "'done': false"), MANY - MANY / 7);
	assert_int_equal(walk(f, "'mine': true"), 0);
	struct task_alerts alerts;
	assert_int_equal(task_alerts(&f->cx, &alerts), 0);
	assert_int_equal(alerts.urgent, (MANY + 2) / 3 - (MANY + 20) / 21);
}

static void what_is_done_is_a_list_of_its_own(void **state) {
	struct fixture *f = *state;
	fixture_as(f, KAZYS);
	many(f, 0);
	for (int i = 0; i < 3; i++) {
		DO(f, task_list, "{'done': false, 'at_most': 1}");
		DO(f, task_done, "{'task': '%s'}", fixture_row(f, 0, "task"));
	}
	DO(f, task_list, "{'done': true}");
	assert_int_equal(fixture_rows(f), 3);
	const char *newest = fixture_row(f, 0, "task"), *second = fixture_row(f, 1, "task");
	DO(f, task_list, "{'done': true, 'at_most': 1, 'after': '%s'}", newest);
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "task"), second);
	DO(f, task_list, "{}"); /* both */
	assert_int_equal(fixture_rows(f), MANY);
	assert_string_equal(fixture_row(f, MANY - 3, "task"), newest);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(the_task_to_answer_names_the_referral_and_not_the_person),
		TEST(open_work_comes_first_and_by_the_day_it_is_due),
		TEST(a_long_list_goes_on_where_it_ended),
		TEST(what_is_for_one_account_alone_is_in_no_other_list),
		TEST(what_is_done_is_a_list_of_its_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
