/* Messages: who is told, how often, and that nothing is lost. */
#include "fixture.h"

#include "core/job.h"
#include "core/mail.h"
#include "core/task.h"

static void begin(struct fixture *f) {
	struct row_act_begin act;
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(q_act_begin(&f->cx, f->cx.now, 0, "test", (struct blob){0}, (struct blob){0}, &act), 0);
	f->cx.act = act.n;
}

static void end(struct fixture *f) {
	f->cx.act = 0;
	assert_int_equal(db_commit(&f->cx), 0);
}

static void give(struct fixture *f, struct task t) {
	begin(f);
	assert_int_equal(task_add(&f->cx, &t), 0);
	end(f);
}

static int64_t jobs(struct fixture *f) {
	int64_t ran = 0;
	begin(f);
	assert_int_equal(job_run_due(&f->cx, &ran), 0);
	end(f);
	return ran;
}

static size_t take(struct fixture *f, struct letter letters[MAIL_TAKEN]) {
	size_t n = 0;
	begin(f);
	assert_int_equal(mail_take(&f->cx, letters, &n), 0);
	end(f);
	return n;
}

static void settle(struct fixture *f, int64_t id, bool sent) {
	begin(f);
	assert_int_equal(mail_settle(&f->cx, id, sent), 0);
	end(f);
}

static void addresses_are_addresses_and_nothing_else(void **state) {
	(void)state;
	static const char *const good[] = {"ona@example.org", "o.na+work@mail.example.org", "a_b-c@x1.lt"};
	static const char *const bad[] = {"", "ona", "@example.org", "ona@", "ona@example", "ona@@example.org", "o na@example.org",
		"-ona@example.org", ".o@example.org", "o..a@example.org", "ona@example..org", "ona@-example.org", "ona@example-.org",
		"ona@example.org\nBcc: x@example.org", "ona@example.org, x@example.org", "<ona@example.org>", "on\xc4\x85@example.org",
		"ona@ex\xc4\x85mple.org", "\"ona\"@example.org", "ona@[127.0.0.1]", "|sh@example.org",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.org"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(mail_address_fits(good[i]));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (mail_address_fits(bad[i]))
			fail_msg("taken for an address: %s", bad[i]);
}

static void an_address_is_kept_sealed_and_can_be_taken_back(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	DO(f, mail_read, "{}");
	assert_null(fixture_get(f, "mail"));
	assert_int_equal(CALL(f, mail_set, "{'mail': 'ona example.org'}"), ERR_INVALID);
	assert_null(f->cx.err.value); /* what was typed is not said again */
	DO(f, mail_set, "{'mail': 'ona@example.org'}");
	DO(f, mail_read, "{}");
	assert_string_equal(fixture_get(f, "mail"), "ona@example.org");
	struct row_mail_get row;
	assert_int_equal(q_mail_get(&f->cx, f->actors[ONA].user, &row), 0);
	assert_null(memmem(row.sealed.at, row.sealed.n, "example", 7));
	fixture_as(f, LAIMA);
	DO(f, mail_read, "{}");
	assert_null(fixture_get(f, "mail"));
	fixture_as(f, ONA);
	DO(f, mail_set, "{}");
	DO(f, mail_read, "{}");
	assert_null(fixture_get(f, "mail"));
}

static void whoever_wants_to_is_told_once_an_hour_at_most(void **state) {
	struct fixture *f = *state;
	struct letter letters[MAIL_TAKEN], more[MAIL_TAKEN];
	int64_t now = f->cx.now, next = 0;
	fixture_as(f, ONA);
	give(f, TASK_NEW(.org = f->orgs[SILAS], .kind = TASK_FOLLOW, .due_at = now + HOUR));
	assert_int_equal(job_next(&f->cx, &next), 0);
	assert_true(next == NONE); /* nobody wants to be told */
	DO(f, mail_set, "{'mail': 'ona@example.org'}");
	assert_int_equal(job_next(&f->cx, &next), 0);
	assert_int_equal(next, now + HOUR);
	assert_int_equal(jobs(f), 0);
	give(f, TASK_NEW(.org = f->orgs[SILAS], .kind = TASK_FOLLOW, .due_at = now + 99 * HOUR, .danger = true));
	give(f, TASK_NEW(.org = f->orgs[VILTIS], .kind = TASK_FOLLOW, .due_at = now, .danger = true)); /* of others */
	assert_int_equal(jobs(f), 2); /* urgent: at once */
	assert_int_equal(take(f, letters), 1);
	assert_string_equal(letters[0].to, "ona@example.org");
	assert_int_equal(take(f, letters), 0); /* it is lent */
	settle(f, letters[0].id, true);
	fixture_wait(f, 30 * 60 * SECOND);
	give(f, TASK_NEW(.org = f->orgs[SILAS], .kind = TASK_FOLLOW, .due_at = f->cx.now, .danger = true));
	give(f, TASK_NEW(.org = f->orgs[SILAS], .kind = TASK_FOLLOW, .due_at = f->cx.now, .danger = true));
	assert_int_equal(jobs(f), 2);
	assert_int_equal(take(f, letters), 0);
	fixture_wait(f, 30 * 60 * SECOND); /* the hour is over: one message for all that came */
	assert_int_equal(jobs(f), 1);
	assert_int_equal(take(f, letters), 1);
	/* More came while the mailer had it: it may have been read already, so another follows. */
	give(f, TASK_NEW(.org = f->orgs[SILAS], .kind = TASK_FOLLOW, .due_at = f->cx.now));
	assert_int_equal(jobs(f), 1);
	assert_int_equal(take(f, more), 0);
	settle(f, letters[0].id, true);
	assert_int_equal(mail_next(&f->cx, &next), 0);
	assert_int_equal(next, f->cx.now + HOUR);
	fixture_wait(f, HOUR);
	assert_int_equal(take(f, letters), 1);
	settle(f, letters[0].id, true);
	assert_int_equal(mail_next(&f->cx, &next), 0);
	assert_true(next == NONE);
}

static void what_the_mail_system_refuses_is_tried_again_and_never_given_up(void **state) {
	struct fixture *f = *state;
	struct letter letters[MAIL_TAKEN];
	fixture_as(f, ONA);
	DO(f, mail_set, "{'mail': 'ona@example.org'}");
	give(f, TASK_NEW(.org = f->orgs[SILAS], .kind = TASK_FOLLOW, .due_at = f->cx.now));
	assert_int_equal(jobs(f), 1);
	static const int minutes[] = {1, 2, 4, 8, 16, 32, 60, 60, 60};
	for (size_t i = 0; i < sizeof minutes / sizeof *minutes; i++) {
		assert_int_equal(take(f, letters), 1);
		settle(f, letters[0].id, false);
		fixture_wait(f, minutes[i] * 60 * SECOND - 1);
		assert_int_equal(take(f, letters), 0);
		fixture_wait(f, 1);
	}
	assert_int_equal(take(f, letters), 1); /* the mailer dies with it: it is lent anew */
	fixture_wait(f, MAIL_LENT * SECOND);
	assert_int_equal(take(f, letters), 1);
	settle(f, letters[0].id, true);
	settle(f, letters[0].id, false); /* too late to take that back */
	settle(f, 999, true);
	fixture_wait(f, 99 * HOUR);
	assert_int_equal(take(f, letters), 0);
}

static void whoever_may_not_see_the_file_is_not_told(void **state) {
	struct fixture *f = *state;
	struct letter letters[MAIL_TAKEN];
	struct ref ref;
	struct row_on_person row;
	fixture_as(f, PETRAS);
	DO(f, mail_set, "{'mail': 'petras@example.org'}");
	fixture_as(f, RASA);
	DO(f, mail_set, "{'mail': 'rasa@example.org'}");
	const char *person = fixture_sign(f);
	assert_true(ref_parse(person, &ref));
	assert_int_equal(q_on_person(&f->cx, ref_blob(&ref), &row), 0);
	DO(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", person);
	give(f, TASK_NEW(.org = f->orgs[POLICE], .kind = TASK_FOLLOW, .due_at = f->cx.now, .person = row.id));
	jobs(f);
	assert_int_equal(take(f, letters), 1);
	assert_string_equal(letters[0].to, "rasa@example.org");
	/* What is for one account alone is told to that one. */
	give(f, TASK_NEW(.org = f->orgs[POLICE], .kind = TASK_HANDOVER, .due_at = f->cx.now, .account = f->actors[PETRAS].user));
	jobs(f);
	assert_int_equal(take(f, letters), 1);
	assert_string_equal(letters[0].to, "petras@example.org");
	/* And nobody who may no longer sign in. */
	give(f, TASK_NEW(.org = f->orgs[POLICE], .kind = TASK_FOLLOW, .due_at = f->cx.now));
	settle(f, letters[0].id, true);
	fixture_wait(f, 2 * HOUR);
	jobs(f);
	assert_int_equal(q_account_close(&f->cx, f->actors[PETRAS].user, LEAVE_LEFT), 0);
	size_t n = take(f, letters);
	for (size_t i = 0; i < n; i++)
		assert_string_not_equal(letters[i].to, "petras@example.org");
}

static void a_long_absence_is_told_of_in_steps(void **state) {
	struct fixture *f = *state;
	struct letter letters[MAIL_TAKEN];
	fixture_as(f, ONA);
	begin(f);
	for (int i = 0; i < 450; i++)
		assert_int_equal(task_add(&f->cx, &TASK_NEW(.org = f->orgs[SILAS], .kind = TASK_FOLLOW, .due_at = f->cx.now + i)), 0);
	end(f);
	DO(f, mail_set, "{'mail': 'ona@example.org'}");
	fixture_wait(f, 72 * HOUR);
	int64_t told = 0;
	for (int64_t ran = 1; ran > 0; told += ran)
		ran = jobs(f);
	assert_int_equal(told, 450);
	assert_int_equal(take(f, letters), 1);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(addresses_are_addresses_and_nothing_else),
		TEST(an_address_is_kept_sealed_and_can_be_taken_back),
		TEST(whoever_wants_to_is_told_once_an_hour_at_most),
		TEST(what_the_mail_system_refuses_is_tried_again_and_never_given_up),
		TEST(whoever_may_not_see_the_file_is_not_told),
		TEST(a_long_absence_is_told_of_in_steps),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
