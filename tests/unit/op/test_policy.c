/* A change of the policy as a text: what is none is refused, whatever it looks like. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "op/policy.h"

static void reads_a_role_a_capability_and_yes_or_no(void **state) {
	struct policy_change change = {0};
	(void)state;
	assert_true(policy_change_parse("officer:ask:no", &change));
	assert_int_equal(change.role, ROLE_OFFICER);
	assert_int_equal(change.capability, CAN_ASK);
	assert_false(change.allowed);
	assert_true(policy_change_parse("recorder:read_figures:yes", &change));
	assert_int_equal(change.role, ROLE_RECORDER);
	assert_int_equal(change.capability, CAN_READ_FIGURES);
	assert_true(change.allowed);
}

static void refuses_what_is_none(void **state) {
	static const char *const texts[] = {"", "officer", "officer:ask", "officer:ask:", "officer:ask:maybe", "officer:ask:yes:no",
		"officer:ask:yes.", ":ask:yes", "officer::yes", "nobody:ask:yes", "officer:everything:yes", "Officer:ask:yes", "officer ask yes",
		"officer:ask:y", "officer:ask:yess", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:ask:yes"};
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct policy_change change = {0};
		if (policy_change_parse(texts[i], &change))
			fail_msg("taken: %s", texts[i]);
	}
}

static void a_change_that_is_never_or_nobodys_changes_nothing(void **state) {
	struct policy was = policy_delivered();
	static const struct policy_change changes[] = {{ROLE_AUDITOR, CAN_WORK, true}, {ROLE_OFFICER, CAN_BE, false},
		{ROLE_OFFICER, CAN_ENTER, false}, {ROLE_OFFICER, CAN_ENROL, true}, {ROLE_OFFICER, CAN_FINISH, true}, {0, CAN_WORK, true},
		{-1, CAN_WORK, true}, {POLICY_ROLES, CAN_WORK, true}, {ROLE_OFFICER, CAN__MAX, true}};
	(void)state;
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		struct policy now = was;
		policy_change(&now, &changes[i]);
		assert_memory_equal(&now, &was, sizeof was);
	}
	struct policy now = was;
	policy_change(&now, &(struct policy_change){ROLE_OFFICER, CAN_ASK, false});
	assert_int_equal(now.can[ROLE_OFFICER], was.can[ROLE_OFFICER] & ~(1U << CAN_ASK));
	policy_change(&now, &(struct policy_change){ROLE_OFFICER, CAN_ASK, true});
	assert_memory_equal(&now, &was, sizeof was);
}

static void an_account_may_what_one_of_its_roles_may(void **state) {
	struct policy policy = policy_delivered();
	(void)state;
	assert_int_equal(policy_capabilities(&policy, 0), 0);
	assert_int_equal(policy_capabilities(&policy, 1U << ROLE_OFFICER | 1U << ROLE_AUDITOR),
		policy.can[ROLE_OFFICER] | policy.can[ROLE_AUDITOR]);
	assert_int_equal(policy_capabilities(&policy, 1U << ROLE_SUPPORT), policy.can[ROLE_SUPPORT]);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_role_a_capability_and_yes_or_no),
		cmocka_unit_test(refuses_what_is_none),
		cmocka_unit_test(a_change_that_is_never_or_nobodys_changes_nothing),
		cmocka_unit_test(an_account_may_what_one_of_its_roles_may),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
