/*
 * What is left to whoever is at the machine without an account, for the registry and for an organisation; and which verdict each
 * question of the gate leaves in the log.
 */
#include "world.h"

#include "keeper/gate.h"

#define HASH64 "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static const struct {
	const char *call;
	bool registry, organisation; /* whether the gate lets it through, for neither and for "ngo" */
} calls[] = {
	{"'op': 'policy_read'", true, false},
	{"'op': 'policy_history'", true, false},
	{"'op': 'return_list'", true, false},
	{"'op': 'edition_list'", true, false},
	{"'op': 'figure_flows', 'in': {'year': 2022}", true, false},
	{"'op': 'unit_create', 'in': {'unit': 'ngo-9', 'org': 'ngo', 'unit_name': 'Unit nine'}", true, false},
	{"'op': 'import_list'", false, true},
	{"'op': 'import_begin', 'in': {'kind': 'persons', 'file_hash': '" HASH64 "', 'rows_n': 1, 'whole': false}", false, true},
	{"'op': 'return_record', 'in': {'item': 'decisions', 'year': 2022, 'return_state': 'zero'}", false, true},
	{"'op': 'return_mine'", false, true},
	{"'op': 'register_list'", false, true},
	{"'op': 'entry_void', 'in': {'entry': '00112233445566778899aabbccddeeff'}", false, true},
	{"'op': 'person_list'", false, true},
	{"'op': 'edition_freeze', 'in': {'report': 'tip', 'year': 2022}", false, false},
	{"'op': 'user_list'", false, false},
	{"'op': 'user_reset', 'in': {'user': '00112233445566778899aabbccddeeff', 'new_password': 'eight quiet harbours',"
		" 'words': 'Somebody has asked for it.'}", false, false},
	{"'op': 'signal_record', 'in': {'municipality': 'rokiskis', 'source': 'met', 'age': '18_24', 'sex': 'female', 'language': 'uk',"
		" 'happened': '2026-03-01'}", false, false},
	{"'op': 'person_find', 'in': {'given': 'Ona', 'family': 'Niekieno', 'born': 1990}", false, false},
	{"'op': 'ask_record', 'in': {'given': 'Ona', 'family': 'Niekieno', 'born': 1990, 'why': 'She rang us.'}", false, false},
	{"'op': 'alarm_list'", false, false},
	{"'op': 'complaint_list'", false, false},
	{"'op': 'totp_begin'", false, false},
	{"'op': 'passkey_begin'", false, false},
	{"'op': 'session_challenge'", false, false},
};

/* The gate refuses in words about the caller; whatever names a field was refused behind it. */
static void says(struct world *w, const char *as, const char *call, bool let_through) {
	const json_t *a = ASK(w, "{%s'calls': [{%s}]}", as, call);
	bool denied = strcmp(code(a, 0), "denied") == 0
		&& json_object_get(json_object_get(json_array_get(a, 0), "error"), "field") == NULL;
	if (denied == let_through)
		fail_msg("{%s%s}: %s", as, call, w->raw.at);
}

static void leaves_the_machine_its_first_accounts_and_figures_and_an_organisation_its_lists(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		says(w, "", calls[i].call, calls[i].registry);
		says(w, "'as': 'org:ngo', ", calls[i].call, calls[i].organisation);
	}
}

static void leaves_each_question_its_verdict_in_the_log(void **state) {
	static const enum audit_verdict verdicts[] = {
		[GATE_LEVEL] = AUDIT_DENIED, [GATE_ROLE] = AUDIT_DENIED, [GATE_KIND] = AUDIT_DENIED, [GATE_ORG] = AUDIT_DENIED,
		[GATE_PROHIBITION] = AUDIT_DENIED, [GATE_FRESH] = AUDIT_STALE, [GATE_THING] = AUDIT_HIDDEN,
		[GATE_CLOSED] = AUDIT_BLOCKED, [GATE_CONFLICT] = AUDIT_CONFLICT, [GATE_RELATION] = AUDIT_HIDDEN,
		[GATE_OPENED] = AUDIT_UNOPENED, [GATE_PASSED] = AUDIT_ALLOWED,
	};
	(void)state;
	for (int step = GATE_LEVEL; step <= GATE_PASSED; step++)
		assert_int_equal(gate_verdict((enum gate_step)step), verdicts[step]);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(leaves_the_machine_its_first_accounts_and_figures_and_an_organisation_its_lists),
		cmocka_unit_test(leaves_each_question_its_verdict_in_the_log),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
