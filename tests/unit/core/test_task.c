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

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(the_task_to_answer_names_the_referral_and_not_the_person),
		TEST(open_work_comes_first_and_by_the_day_it_is_due),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
