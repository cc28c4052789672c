#include "fixture.h"

#include "core/account.h"
#include "core/job.h"
#include "core/proposal.h"

static int grant(struct fixture *f, enum who to, const char *role) {
	return CALL(f, role_grant, "{'user': '%s', 'role': '%s'}", fixture_user(f, to), role);
}

static uint32_t roles(struct fixture *f, enum who who) {
	uint32_t roles = 0;
	assert_int_equal(account_roles(&f->cx, f->actors[who].user, &roles), 0);
	return roles;
}

/* Whether a list shows the proposal, and what it says of the caller. */
static const char *listed(struct fixture *f, enum who who, const char *proposal) {
	struct actor was = f->cx.actor;
	const char *said = "not listed";
	fixture_as(f, who);
	DO(f, proposal_list, "{}");
	for (size_t i = 0; i < fixture_rows(f); i++) {
		const json_t *row = json_array_get(json_object_get(f->answer, "rows"), i);
		if (strcmp(fixture_row(f, i, "proposal"), proposal) == 0)
			said = json_is_true(json_object_get(row, "allowed")) ? "may agree" : fixture_row(f, i, "proposal_state");
	}
	f->cx.actor = was;
	return said;
}

static int agree(struct fixture *f, enum who who, const char *proposal) {
	fixture_as(f, who);
	return CALL(f, proposal_agree, "{'proposal': '%s'}", proposal);
}

static size_t tasks(struct fixture *f, enum who who) {
	size_t n = 0;
	fixture_as(f, who);
	DO(f, task_list, "{}");
	for (size_t i = 0; i < fixture_rows(f); i++) {
		const json_t *row = json_array_get(json_object_get(f->answer, "rows"), i);
		n += strcmp(fixture_row(f, i, "task_kind"), "proposal") == 0 && !json_is_true(json_object_get(row, "done"));
	}
	return n;
}

static void a_role_holds_once_another_than_who_asked_and_who_gets_it_agrees(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ADMIN);
	assert_int_equal(grant(f, RASA, "decider"), 0);
	const char *proposal = fixture_get(f, "proposal");
	assert_int_equal(roles(f, RASA), 1u << ROLE_OFFICER);
	static const enum who nobody[] = {ADMIN, RASA, PETRAS, ONA, JONAS, NIJOLE, AUDITOR};
	for (size_t i = 0; i < sizeof nobody / sizeof *nobody; i++) {
		assert_int_equal(agree(f, nobody[i], proposal), ERR_DENIED);
		assert_string_equal(listed(f, nobody[i], proposal), nobody[i] == ADMIN ? "open" : "not listed");
	}
	assert_int_equal(roles(f, RASA), 1u << ROLE_OFFICER);
	assert_string_equal(listed(f, DEPUTY, proposal), "may agree");
	assert_string_equal(listed(f, CHIEF, proposal), "may agree");
	assert_int_equal(tasks(f, DEPUTY), 1);
	assert_int_equal(tasks(f, CHIEF), 1);
	assert_int_equal(tasks(f, ONA), 0);
	assert_int_equal(agree(f, CHIEF, proposal), 0);
	assert_int_equal(roles(f, RASA), 1u << ROLE_OFFICER | 1u << ROLE_DECIDER);
	assert_int_equal(agree(f, DEPUTY, proposal), ERR_CONFLICT);
	assert_string_equal(listed(f, ADMIN, proposal), "agreed");
	assert_int_equal(tasks(f, DEPUTY), 0);
}

static void the_gate_is_told_who_may_agree_and_who_asked(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ADMIN);
	assert_int_equal(grant(f, CHIEF, "officer"), 0);
	struct row_on_proposal on;
	struct ref ref;
	unsigned held = 77;
	assert_true(ref_parse(fixture_get(f, "proposal"), &ref));
	assert_int_equal(q_on_proposal(&f->cx, ref_blob(&ref), &on), 0);
	static const struct {
		enum who who;
		unsigned held;
	} told[] = {{ADMIN, REL_ASKER}, {DEPUTY, REL_APPROVER}, {KEEPER, REL_APPROVER}, {CHIEF, 0}, {RASA, 0}, {AUDITOR, 0},
		{ONA, 0}};
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		fixture_as(f, told[i].who);
		assert_int_equal(proposal_relation(&f->cx, on.id, &held), 0);
		assert_int_equal(held, told[i].held);
	}
	f->cx.actor = (struct actor){.operator = true, .roles = 1u << ROLE_ADMINISTRATOR};
	assert_int_equal(proposal_relation(&f->cx, on.id, &held), 0);
	assert_int_equal(held, 0);
}

/* abuse 38 */
static void the_store_itself_refuses_who_asked(void **state) {
	struct fixture *f = *state;
	struct cx *cx = &f->cx;
	struct row_act_begin act;
	fixture_as(f, ADMIN);
	assert_int_equal(grant(f, RASA, "decider"), 0);
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(q_act_begin(cx, cx->now, 1, "test", (struct blob){0}, (struct blob){0}, &act), 0);
	assert_int_equal(db_savepoint(cx), 0);
	assert_int_not_equal(q_proposal_finish(cx, 1, PROPOSAL_AGREED, f->actors[ADMIN].user, act.n), 0);
	assert_int_equal(db_undo(cx), 0);
	assert_int_equal(db_savepoint(cx), 0);
	assert_int_not_equal(q_proposal_finish(cx, 1, PROPOSAL_AGREED, NONE, act.n), 0);
	assert_int_equal(db_undo(cx), 0);
	assert_int_equal(q_proposal_finish(cx, 1, PROPOSAL_AGREED, f->actors[DEPUTY].user, act.n), 0);
	db_rollback(cx);
}

static void what_is_proposed_does_not_stand_in_clear(void **state) {
	struct fixture *f = *state;
	struct row_proposal_get row;
	fixture_as(f, ADMIN);
	DO(f, user_reset, "{'user': '%s', 'new_password': 'three grey horses 9', "
		"'words': 'The telephone with the codes is lost.'}", fixture_user(f, RASA));
	assert_int_equal(q_proposal_get(&f->cx, 1, &row), 0);
	assert_null(memmem(row.detail.at, row.detail.n, "telephone", 9));
	assert_null(memmem(row.detail.at, row.detail.n, "argon2id", 8));
	fixture_as(f, DEPUTY);
	DO(f, proposal_read, "{'proposal': '%s'}", fixture_get(f, "proposal"));
	assert_string_equal(fixture_get(f, "words"), "The telephone with the codes is lost.");
	assert_string_equal(fixture_get(f, "user"), fixture_user(f, RASA));
	assert_string_equal(fixture_get(f, "staff_name"), "Adminas A.");
	char *shown = json_dumps(f->answer, 0);
	assert_null(strstr(shown, "argon2")); /* not even to the second person */
	free(shown);
}

static void nobody_waits_twice_for_the_same(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ADMIN);
	assert_int_equal(grant(f, RASA, "decider"), 0);
	const char *proposal = fixture_get(f, "proposal");
	assert_int_equal(grant(f, RASA, "decider"), ERR_CONFLICT);
	assert_int_equal(grant(f, RASA, "supervisor"), 0);
	fixture_as(f, RASA);
	assert_int_equal(CALL(f, proposal_refuse, "{'proposal': '%s'}", proposal), ERR_DENIED);
	fixture_as(f, ADMIN); /* takes it back */
	DO(f, proposal_refuse, "{'proposal': '%s'}", proposal);
	assert_int_equal(agree(f, DEPUTY, proposal), ERR_CONFLICT);
	fixture_as(f, ADMIN);
	assert_int_equal(grant(f, RASA, "decider"), 0);
}

static void run_jobs(struct fixture *f) {
	struct row_act_begin act;
	int64_t ran = 0;
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(q_act_begin(&f->cx, f->cx.now, 0, "job", (struct blob){0}, (struct blob){0}, &act), 0);
	f->cx.act = act.n;
	assert_int_equal(job_run_due(&f->cx, &ran), 0);
	f->cx.act = 0;
	assert_int_equal(db_commit(&f->cx), 0);
}

static void after_seven_days_it_ends_by_itself(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ADMIN);
	assert_int_equal(grant(f, RASA, "decider"), 0);
	const char *proposal = fixture_get(f, "proposal");
	fixture_wait(f, 7 * 24 * HOUR - SECOND);
	run_jobs(f);
	assert_string_equal(listed(f, DEPUTY, proposal), "may agree");
	fixture_wait(f, SECOND);
	assert_int_equal(agree(f, DEPUTY, proposal), ERR_CONFLICT); /* also before its job has run */
	run_jobs(f);
	assert_int_equal(agree(f, DEPUTY, proposal), ERR_CONFLICT);
	assert_string_equal(listed(f, ADMIN, proposal), "expired");
	assert_int_equal(tasks(f, DEPUTY), 0);
	assert_int_equal(roles(f, RASA), 1u << ROLE_OFFICER);
	fixture_as(f, ADMIN);
	assert_int_equal(grant(f, RASA, "decider"), 0);
}

static void the_second_person_is_of_another_organisation(void **state) {
	struct fixture *f = *state;
	f->actors[AUDITOR] = f->actors[ADMIN]; /* a colleague of who asks, an administrator too */
	f->actors[AUDITOR].user = f->actors[LAIMA].user;
	assert_int_equal(q_account_close(&f->cx, f->actors[DEPUTY].user, LEAVE_LEFT), 0);
	assert_int_equal(q_account_close(&f->cx, f->actors[KEEPER].user, LEAVE_LEFT), 0);
	fixture_as(f, ADMIN);
	assert_int_equal(grant(f, ONA, "recorder"), ERR_CONFLICT);
	assert_string_equal(f->cx.err.rule, "Nobody else could agree to this now: a second person is needed.");
	assert_int_equal(grant(f, RASA, "recorder"), 0); /* her chief is there */
	const char *proposal = fixture_get(f, "proposal");
	assert_int_equal(agree(f, AUDITOR, proposal), ERR_DENIED);
	assert_int_equal(agree(f, CHIEF, proposal), 0);
}

static void what_somebody_asked_who_left_is_not_done(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ADMIN);
	assert_int_equal(grant(f, RASA, "decider"), 0);
	assert_int_equal(q_account_close(&f->cx, f->actors[ADMIN].user, LEAVE_LEFT), 0);
	assert_int_equal(fixture_agree(f, DEPUTY), ERR_CONFLICT);
	assert_int_equal(roles(f, RASA), 1u << ROLE_OFFICER);
}

static void nobody_agrees_on_anothers_behalf_at_the_machine(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ADMIN);
	assert_int_equal(grant(f, RASA, "decider"), 0);
	const char *proposal = fixture_get(f, "proposal");
	fixture_as(f, DEPUTY);
	f->cx.actor.operator = true;
	assert_int_equal(CALL(f, proposal_agree, "{'proposal': '%s'}", proposal), ERR_DENIED);
	f->cx.actor.operator = false;
	assert_int_equal(CALL(f, proposal_agree, "{'proposal': '%s'}", proposal), 0);
}

static void two_records_are_of_one_person_when_two_people_say_so(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	const char *a = fixture_sign(f), *b = fixture_sign(f);
	/* By a person, though she says that a list says so. */
	DO(f, link_record, "{'person': '%s', 'other': '%s', 'like': 'same', 'why_same': 'listed'}", a, b);
	const char *proposal = fixture_get(f, "proposal");
	assert_non_null(proposal);
	assert_int_equal(agree(f, ONA, proposal), ERR_DENIED);
	assert_int_equal(agree(f, VIDA, proposal), ERR_DENIED); /* works with neither */
	assert_int_equal(agree(f, RASA, proposal), ERR_DENIED);
	fixture_as(f, LAIMA);
	DO(f, proposal_read, "{'proposal': '%s'}", proposal);
	assert_string_equal(fixture_get(f, "person"), b); /* the newer record first, as likenesses are */
	assert_string_equal(fixture_get(f, "other"), a);
	assert_non_null(fixture_get(f, "likeness"));
	assert_int_equal(agree(f, LAIMA, proposal), 0);
	struct row_link_newest said;
	assert_int_equal(q_link_newest(&f->cx, 2, 1, &said), 0);
	assert_int_equal(said.state, LIKE_SAME);
	assert_int_equal(said.org, f->orgs[SILAS]);
	fixture_as(f, ONA); /* that they are two, one may say */
	DO(f, link_record, "{'person': '%s', 'other': '%s', 'like': 'different', 'why_same': 'looked'}", a, b);
	assert_null(fixture_get(f, "proposal"));
	assert_int_equal(q_link_newest(&f->cx, 2, 1, &said), 0);
	assert_int_equal(said.state, LIKE_DIFFERENT);
}

static void whoever_may_not_see_a_person_cannot_agree_about_her(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *a = fixture_sign(f), *b = fixture_sign(f);
	DO(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", b); /* Petras's */
	assert_int_equal(CALL(f, link_record, "{'person': '%s', 'other': '%s', 'like': 'same', 'why_same': 'said'}", a, b),
		ERR_CONFLICT);
	assert_string_equal(f->cx.err.rule, "Nobody else could agree to this now: a second person is needed.");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(a_role_holds_once_another_than_who_asked_and_who_gets_it_agrees),
		TEST(the_gate_is_told_who_may_agree_and_who_asked),
		TEST(the_store_itself_refuses_who_asked),
		TEST(what_is_proposed_does_not_stand_in_clear),
		TEST(nobody_waits_twice_for_the_same),
		TEST(after_seven_days_it_ends_by_itself),
		TEST(the_second_person_is_of_another_organisation),
		TEST(what_somebody_asked_who_left_is_not_done),
		TEST(nobody_agrees_on_anothers_behalf_at_the_machine),
		TEST(two_records_are_of_one_person_when_two_people_say_so),
		TEST(whoever_may_not_see_a_person_cannot_agree_about_her),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
