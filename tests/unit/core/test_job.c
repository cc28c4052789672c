/* Jobs: each once, caught up in order, and a referral nobody answered is told to those concerned. */
#include "core/job.h"
#include "core/task.h"
#include "fixture.h"

/* A referral of a child by Rasa to Silas, due in 24 hours. */
static const char *sent(struct fixture *f) {
	fixture_as(f, RASA);
	DO(f, signal_record, "{'municipality': '%s', 'source': 'met', 'age': '12_17', 'sex': 'male', 'language': 'lt', "
		"'happened': '%s'}", fixture_code(f, L_MUNICIPALITY, 0), fixture_day(f, 0));
	DO(f, referral_send, "{'person': '%s', 'org': 'silas', 'purpose': 'support', 'need': ['shelter']}",
		fixture_get(f, "person"));
	return fixture_get(f, "referral");
}

/* As the keeper's timer does it. */
static int64_t run(struct fixture *f) {
	struct cx *cx = &f->cx;
	struct row_act_begin act;
	int64_t ran = -1;
	cx->actor = (struct actor){0};
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(q_act_begin(cx, cx->now, 0, "job", (struct blob){0}, (struct blob){0}, &act), 0);
	cx->act = act.n;
	assert_int_equal(job_run_due(cx, &ran), 0);
	cx->act = 0;
	assert_int_equal(db_commit(cx), 0);
	return ran;
}

static int64_t next(struct fixture *f) {
	int64_t at = 0;
	assert_int_equal(job_next(&f->cx, &at), 0);
	return at;
}

static int overdue(struct fixture *f, enum who who) {
	fixture_as(f, who);
	DO(f, task_list, "{}");
	int n = 0;
	for (size_t i = 0; i < fixture_rows(f); i++)
		n += strcmp(fixture_row(f, i, "task_kind"), "overdue") == 0
			&& !json_is_true(json_object_get(json_array_get(json_object_get(f->answer, "rows"), i), "done"));
	return n;
}

static void add(struct fixture *f, int kind, int64_t referral, int64_t due_at) {
	struct row_act_begin act;
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(q_act_begin(&f->cx, f->cx.now, 0, "test", (struct blob){0}, (struct blob){0}, &act), 0);
	f->cx.act = act.n;
	assert_int_equal(job_add(&f->cx, (enum job_kind)kind, due_at, referral, NONE), 0);
	f->cx.act = 0;
	assert_int_equal(db_commit(&f->cx), 0);
}

static void unanswered_referral_reaches_sender_and_coordinator_once(void **state) {
	struct fixture *f = *state;
	assert_true(next(f) == NONE);
	sent(f);
	assert_int_equal(next(f), f->cx.now + 24 * HOUR);
	fixture_wait(f, 24 * HOUR - 1);
	assert_int_equal(run(f), 0);
	fixture_wait(f, 1);
	assert_int_equal(run(f), 1);
	assert_int_equal(run(f), 0);
	assert_int_equal(next(f), f->cx.now + 12 * HOUR);
	assert_int_equal(overdue(f, RASA), 1);
	assert_non_null(fixture_row(f, 0, "person"));
	assert_int_equal(overdue(f, KAZYS), 1);
	assert_null(fixture_row(f, 0, "person")); /* the coordinator hears of the referral, not of her */
	assert_int_equal(overdue(f, ONA), 0);
}

static void half_the_time_later_everybody_of_the_receiver_hears_once(void **state) {
	struct fixture *f = *state;
	const char *referral = sent(f);
	fixture_wait(f, 24 * HOUR);
	assert_int_equal(run(f), 1);
	fixture_wait(f, 12 * HOUR - 1);
	assert_int_equal(run(f), 0);
	fixture_wait(f, 1);
	assert_int_equal(run(f), 1);
	assert_int_equal(overdue(f, ONA), 1);
	assert_null(fixture_row(f, 0, "person"));
	assert_int_equal(overdue(f, RASA), 1); /* told once */
	assert_true(next(f) == NONE);
	fixture_as(f, ONA);
	DO(f, referral_decline, "{'referral': '%s', 'decline': 'full'}", referral);
	assert_int_equal(overdue(f, ONA), 0);
}

static void both_steps_are_caught_up_after_an_absence(void **state) {
	struct fixture *f = *state;
	sent(f);
	fixture_wait(f, 30 * 24 * HOUR);
	assert_int_equal(run(f), 2);
	assert_int_equal(overdue(f, RASA), 1);
	assert_int_equal(overdue(f, KAZYS), 1);
	assert_int_equal(overdue(f, ONA), 1);
}

static void late_answer_clears_what_was_overdue(void **state) {
	struct fixture *f = *state;
	const char *referral = sent(f);
	fixture_wait(f, 30 * HOUR);
	assert_int_equal(run(f), 1);
	fixture_as(f, ONA);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
	assert_int_equal(overdue(f, RASA), 0);
	assert_int_equal(overdue(f, KAZYS), 0);
}

static void answered_referral_alarms_nobody(void **state) {
	struct fixture *f = *state;
	const char *referral = sent(f);
	fixture_as(f, ONA);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
	fixture_wait(f, 25 * HOUR);
	assert_int_equal(run(f), 1);
	assert_int_equal(overdue(f, RASA), 0);
	assert_int_equal(overdue(f, KAZYS), 0);
}

static void coordinator_of_another_region_is_better_than_none(void **state) {
	struct fixture *f = *state;
	struct row_org_add elsewhere;
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(q_org_add(&f->cx, "toli", "Far away", ORG_NGO, code_at(f->profile, L_REGION, 1), &elsewhere), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	f->actors[VIDA].org = elsewhere.id;
	fixture_as(f, VIDA);
	DO(f, signal_record, "{'municipality': '%s', 'source': 'met', 'age': '12_17', 'sex': 'male', 'language': 'lt', "
		"'happened': '%s'}", fixture_code(f, L_MUNICIPALITY, 0), fixture_day(f, 0));
	DO(f, referral_send, "{'person': '%s', 'org': 'silas', 'purpose': 'support', 'need': ['shelter']}",
		fixture_get(f, "person"));
	fixture_wait(f, 25 * HOUR);
	assert_int_equal(run(f), 1);
	assert_int_equal(overdue(f, KAZYS), 1);
	assert_int_equal(overdue(f, VIDA), 1);
}

static void long_absence_is_caught_up_in_slices(void **state) {
	struct fixture *f = *state;
	const char *referral = sent(f);
	DO(f, referral_withdraw, "{'referral': '%s'}", referral);
	for (int i = 0; i < JOB_RUN_MAX + 3; i++)
		add(f, JOB_REFERRAL_OVERDUE, 1, f->cx.now + HOUR);
	fixture_wait(f, 400 * 24 * HOUR);
	assert_int_equal(run(f), JOB_RUN_MAX);
	assert_true(next(f) < f->cx.now);
	assert_int_equal(run(f), 4); /* with the referral's own */
	assert_true(next(f) == NONE);
}

static void failing_job_holds_up_nothing_behind_it(void **state) {
	struct fixture *f = *state;
	add(f, 99, NONE, f->cx.now - HOUR); /* a kind nobody knows */
	sent(f);
	fixture_wait(f, 25 * HOUR);
	assert_int_equal(run(f), 2);
	assert_int_equal(run(f), 0);
	assert_int_equal(overdue(f, RASA), 1);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(unanswered_referral_reaches_sender_and_coordinator_once),
		TEST(half_the_time_later_everybody_of_the_receiver_hears_once),
		TEST(both_steps_are_caught_up_after_an_absence),
		TEST(late_answer_clears_what_was_overdue),
		TEST(answered_referral_alarms_nobody),
		TEST(coordinator_of_another_region_is_better_than_none),
		TEST(long_absence_is_caught_up_in_slices),
		TEST(failing_job_holds_up_nothing_behind_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
