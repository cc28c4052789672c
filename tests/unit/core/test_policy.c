#include "fixture.h"

#include "core/policy.h"

#define CHANGE "{'change': [%s]}"
#define PROPOSE "{'change': [%s], 'words': 'The county asks for this since May.'}"

static bool may(struct fixture *f, int role, enum capability capability) {
	struct policy policy;
	assert_int_equal(policy_in_force(&f->cx, &policy), 0);
	return policy.can[role] >> capability & 1;
}

/* The row of policy_read about a role and a capability. */
static const json_t *row(struct fixture *f, const char *role, const char *can) {
	DO(f, policy_read, "{}");
	for (size_t i = 0; i < fixture_rows(f); i++)
		if (strcmp(fixture_row(f, i, "role"), role) == 0 && strcmp(fixture_row(f, i, "can"), can) == 0)
			return json_array_get(json_object_get(f->answer, "rows"), i);
	fail_msg("no row of %s and %s", role, can);
	return NULL;
}

static void no_role_is_delivered_with_what_it_may_never_have(void **state) {
	(void)state;
	struct policy policy = policy_delivered();
	size_t pairs = 0;
	for (int role = ROLE_OFFICER; role <= ROLE_AUDITOR; role++)
		for (enum capability c = 0; c < CAN__MAX; c++) {
			assert_false(policy_never(role, c) && (policy.can[role] >> c & 1) != 0);
			assert_false(!policy_changeable(c) && (policy.can[role] >> c & 1) != 0);
			struct policy_change give = {role, c, true};
			struct policy then = policy;
			policy_change(&then, &give);
			assert_int_equal(then.can[role] >> c & 1, policy_changeable(c) && !policy_never(role, c));
			pairs += policy_never(role, c);
		}
	assert_true(pairs > 60);
	/* Whoever keeps accounts, the log, figures, registers or second looks sees no person. */
	static const int blind[] = {ROLE_COORDINATOR, ROLE_RAPPORTEUR, ROLE_RECORDER, ROLE_ADMINISTRATOR, ROLE_SUPERVISOR,
		ROLE_AUDITOR};
	for (size_t i = 0; i < sizeof blind / sizeof *blind; i++)
		assert_true(policy_never(blind[i], CAN_WORK) && policy_never(blind[i], CAN_BREAK_GLASS));
	for (int role = ROLE_OFFICER; role <= ROLE_AUDITOR; role++)
		assert_int_equal(policy_never(role, CAN_ADMINISTER), role != ROLE_ADMINISTRATOR);
}

static void a_change_takes_two_people_and_stays_in_the_history(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ADMIN);
	DO(f, policy_propose, PROPOSE, "'officer:ask:no', 'officer:import:yes'");
	const char *proposal = fixture_get(f, "proposal");
	assert_true(may(f, ROLE_OFFICER, CAN_ASK)); /* one person changes nothing */
	assert_int_equal(CALL(f, policy_propose, PROPOSE, "'officer:ask:no', 'officer:import:yes'"), ERR_CONFLICT);
	fixture_as(f, AUDITOR);
	DO(f, proposal_agree, "{'proposal': '%s'}", proposal);
	assert_false(may(f, ROLE_OFFICER, CAN_ASK));
	assert_true(may(f, ROLE_OFFICER, CAN_IMPORT));
	assert_true(json_is_false(json_object_get(row(f, "officer", "ask"), "allowed")));
	assert_true(json_is_true(json_object_get(row(f, "officer", "ask"), "changed")));
	assert_true(json_is_false(json_object_get(row(f, "support", "ask"), "changed")));
	DO(f, policy_history, "{}");
	assert_int_equal(fixture_rows(f), 2);
	assert_string_equal(fixture_row(f, 1, "change"), "officer:ask:no");
	assert_string_equal(fixture_row(f, 1, "proposal"), proposal);
	/* What a role may do is also a matter of where it is held. */
	uint32_t can = 0;
	fixture_as(f, RASA);
	assert_int_equal(policy_may(&f->cx, &can), 0);
	assert_true(can >> CAN_IMPORT & 1);
	f->cx.actor.org_kind = ORG_ADMINISTRATION;
	assert_int_equal(policy_may(&f->cx, &can), 0);
	assert_int_equal(can, 0);
	/* And back again. */
	fixture_as(f, ADMIN);
	DO(f, policy_propose, PROPOSE, "'officer:ask:yes'");
	assert_int_equal(fixture_agree(f, AUDITOR), 0);
	assert_true(may(f, ROLE_OFFICER, CAN_ASK));
	assert_true(json_is_false(json_object_get(row(f, "officer", "ask"), "changed")));
	DO(f, policy_history, "{}");
	assert_int_equal(fixture_rows(f), 3);
}

static void refuses_what_no_change_may_do(void **state) {
	struct fixture *f = *state;
	static const char *const wrong[] = {
		"'auditor:work:yes'", "'administrator:recognise:yes'", "'rapporteur:break_glass:yes'", "'supervisor:decide:yes'",
		"'officer:administer:yes'", "'recorder:oversee:yes'", "'administrator:administer:no'", "'officer:enter:no'",
		"'officer:be:no'", "'officer:enrol:no'", "'officer:finish:yes'", "'officer:ask:yes'", "'officer:import:no'",
		"'nobody:ask:no'", "'officer:fly:yes'", "'officer:ask'", "'officer:ask:maybe'", "'officer:ask:no:no'",
		"'officer:ask:no', 'officer:ask:no'", "'support:ask:no', 'auditor:work:yes'"};
	fixture_as(f, ADMIN);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		if (CALL(f, policy_propose, PROPOSE, wrong[i]) != ERR_INVALID)
			fail_msg("%s was taken", wrong[i]);
		assert_string_equal(f->cx.err.field, "change");
		assert_int_equal(CALL(f, policy_preview, CHANGE, wrong[i]), ERR_INVALID);
	}
	fixture_as(f, KEEPER); /* the administrator of an independent body */
	assert_int_equal(CALL(f, policy_propose, PROPOSE, "'officer:ask:no'"), ERR_DENIED);
}

static void asks_again_when_the_second_person_agrees(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ADMIN);
	DO(f, policy_propose, PROPOSE, "'officer:ask:no'");
	const char *first = fixture_get(f, "proposal");
	DO(f, policy_propose, PROPOSE, "'officer:ask:no', 'support:ask:no'");
	assert_int_equal(fixture_agree(f, AUDITOR), 0);
	fixture_as(f, AUDITOR);
	assert_int_equal(CALL(f, proposal_agree, "{'proposal': '%s'}", first), ERR_CONFLICT);
	DO(f, policy_history, "{}");
	assert_int_equal(fixture_rows(f), 2);
}

static void shows_beforehand_what_it_would_do_and_to_how_many(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ADMIN);
	DO(f, policy_preview, CHANGE, "'officer:ask:no', 'rapporteur:import:yes'");
	/* Rasa and Petras lose it; Nijole gains it. */
	assert_int_equal(json_integer_value(json_object_get(f->answer, "people")), 3);
	bool asks = false;
	for (size_t i = 0; i < fixture_rows(f); i++) {
		const json_t *r = json_array_get(json_object_get(f->answer, "rows"), i);
		if (strcmp(fixture_row(f, i, "operation"), "ask_record") != 0)
			continue;
		asks = true;
		assert_string_equal(fixture_row(f, i, "change"), "officer:ask:no");
		assert_true(json_is_false(json_object_get(r, "allowed")));
		assert_int_equal(json_integer_value(json_object_get(r, "people")), 2);
	}
	assert_true(asks);
	assert_true(may(f, ROLE_OFFICER, CAN_ASK));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(no_role_is_delivered_with_what_it_may_never_have),
		TEST(a_change_takes_two_people_and_stays_in_the_history),
		TEST(refuses_what_no_change_may_do),
		TEST(asks_again_when_the_second_person_agrees),
		TEST(shows_beforehand_what_it_would_do_and_to_how_many),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
