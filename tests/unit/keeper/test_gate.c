/*
 * Who may do what: every role with every operation as the table says, and every way of not being allowed to see a person
 * answered with the same bytes.
 */
#include "world.h"

#include "op/policy.h"

/* Answers whatever the row declares, with nothing behind it. */
static int answer_anything(struct cx *cx, const struct in *in, struct out *out) {
	static const struct ref ref = {{7}};
	for (const uint16_t *f = in->op->out; *f != 0 && *f != EACH; f++) {
		enum field_id id = (enum field_id)(*f & FIELD_ID);
		int one = code_at(cx->profile, fields[id].list, 0);
		if (*f & FIELD_OPT)
			continue;
		if (fields[id].type == T_CODE && (*f & FIELD_MANY))
			out_codes(out, id, &one, 1);
		else if (fields[id].type == T_CODE)
			out_code(out, id, one);
		else if (*f & FIELD_MANY)
			out_codes(out, id, NULL, 0);
		else if (fields[id].type == T_REF)
			out_ref(out, id, &ref);
		else if (fields[id].type >= T_WORD)
			out_text(out, id, "text");
		else
			out_number(out, id, fields[id].type == T_BOOL ? 1 : 20000);
	}
	return ERR_OK;
}

/* Something in_parse takes. */
static const char *value_for(const struct profile *profile, enum field_id id, struct arena *a) {
	const struct field *f = &fields[id];
	switch (f->type) {
	case T_REF: return "'00112233445566778899aabbccddeeff'";
	case T_INT: return arena_printf(a, "%lld", (long long)(f->min > 0 ? f->min : 1));
	case T_DAY: return "'2026-02-01'";
	case T_INSTANT: return "'2026-02-01T10:00:00Z'";
	case T_BOOL: return "true";
	case T_CODE: return arena_printf(a, "'%s'", code_name(profile, f->list, code_at(profile, f->list, 0)));
	default: return arena_printf(a, "'%.*s'", (int)(f->min > 12 ? f->min : f->max < 12 ? f->max : 12),
		"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz");
	}
}

static const char *input_for(const struct profile *profile, const struct op *op, struct arena *a) {
	const char *text = "";
	for (const uint16_t *f = op->in; *f != 0; f++) {
		enum field_id id = (enum field_id)(*f & FIELD_ID);
		if ((*f & FIELD_OPT) == 0)
			text = arena_printf(a, *f & FIELD_MANY ? "%s%s'%s': [%s]" : "%s%s'%s': %s", text, *text ? ", " : "",
				fields[id].name, value_for(profile, id, a));
	}
	return text;
}

/* A kind of organisation that may hold the role and that nothing is forbidden to. */
static int kind_for(const struct profile *profile, int role) {
	for (size_t i = 0; code_at(profile, L_ORG_KIND, i) != 0; i++) {
		int kind = code_at(profile, L_ORG_KIND, i);
		bool forbidden = false;
		for (int op = 0; op < OP__MAX; op++)
			forbidden = forbidden || profile_prohibits(profile, kind, (enum op_id)op) != NULL;
		if (profile_holds(profile, role, kind) && !forbidden)
			return kind;
	}
	fail_msg("no kind of organisation for role %d", role);
	return 0;
}

/* Accounts role-1, role-2 ... of organisations of their own. */
static void every_role_make(struct world *w, const struct profile *profile) {
	for (int role = ROLE_OFFICER; role <= ROLE_AUDITOR; role++) {
		const json_t *a = ASK(w, "{'calls': [{'op': 'org_create', 'in': {'org': 'org-%d', 'org_name': 'Body', 'org_kind': '%s',"
			" 'region': 'utena'}}, {'op': 'user_create', 'in': {'login': 'role-%d', 'password': 'long enough now',"
			" 'staff_name': 'Somebody', 'org': 'org-%d', 'role': ['%s'], 'held': ['vetting:2027-01-01',"
			" 'training:2027-01-01']}}]}", role, code_name(profile, L_ORG_KIND, kind_for(profile, role)), role, role,
			code_name(profile, L_ROLE, role));
		if (!str_equal(code(a, 1), "ok"))
			fail_msg("role %d: %s", role, w->raw.at);
	}
}

static bool is_left_to_machine(enum op_id op) {
	return op == OP_org_create || op == OP_unit_create || op == OP_user_create || op == OP_policy_read
		|| op == OP_policy_history || op == OP_policy_why || op == OP_form_add || op == OP_form_list || op == OP_form_read
		|| op == OP_form_end || (ops[op].on.scope == SCOPE_NATIONAL && ops[op].audit != AUDIT_WRITE);
}

static void answers_every_role_and_operation_as_the_table_says(void **state) {
	struct world *w = *state;
	struct profile *profile = NULL;
	assert_int_equal(profile_load(&w->cx, "lt", &profile), 0);
	world_start(w);
	every_role_make(w, profile);
	const json_t *made = ASK(w, "{'as': 'role-%d', 'calls': [{'op': 'field_key_make', 'in': {'label': 'tel'}}]}", ROLE_OFFICER);
	assert_string_equal(code(made, 0), "ok");
	const char *key = arena_printf(w->cx.arena, "%s:%s", ok_text(w, made, 0, "key_name"), ok_text(w, made, 0, "key_secret"));
	world_stop(w);
	for (int op = 0; op < OP__MAX; op++)
		w->bind.run[op] = answer_anything;
	world_start(w);
	int allowed = 0, denied = 0;
	for (int op = 0; op < OP__MAX; op++) {
		const char *in = arena_strdup(w->cx.arena, input_for(profile, &ops[op], w->cx.arena));
		for (int role = ROLE_OFFICER; role <= ROLE_AUDITOR; role++) {
			const json_t *a = ASK(w, "{'as': 'role-%d', 'calls': [{'op': '%s', 'in': {%s}}]}", role, ops[op].name, in);
			bool may = policy_allows(1U << role, &ops[op]);
			const char *expected = !may ? "denied" : ops[op].on.scope == SCOPE_THING ? "not_found" : "ok";
			if (!str_equal(code(a, 0), expected))
				fail_msg("%s as role %d: %s, not %s", ops[op].name, role, w->raw.at, expected);
			*(may ? &allowed : &denied) += 1;
		}
		/* Nobody signed in, and the registry itself without an account. */
		struct wire *worker = NULL;
		assert_int_equal(wire_open(&w->cx, w->dir, WIRE_WORKER, &worker), 0);
		const json_t *a = world_ask(w, worker, arena_printf(w->cx.arena, "{'calls': [{'op': '%s', 'in': {%s}}]}",
			ops[op].name, in));
		bool writes = ops[op].audit == AUDIT_WRITE; /* without a key of its own: behind the gate */
		if (!str_equal(code(a, 0), ops[op].capability != CAN_ENTER ? "denied" : writes ? "invalid" : "ok"))
			fail_msg("%s by nobody: %s", ops[op].name, w->raw.at);
		/* A telephone of an officer reaches what is marked for it, and nothing else. */
		a = world_ask(w, worker, arena_printf(w->cx.arena, "{'field_key': '%s', 'calls': [{'op': '%s', 'in': {%s}}]}", key,
			ops[op].name, in));
		bool reaches = ops[op].capability == CAN_ENTER || (ops[op].keyed
			&& (ops[op].capability == CAN_SEND || policy_allows(1U << ROLE_OFFICER, &ops[op])));
		if (!str_equal(code(a, 0), !reaches ? "denied" : ops[op].on.scope == SCOPE_THING ? "not_found" : writes ? "invalid" : "ok"))
			fail_msg("%s with a telephone's key: %s", ops[op].name, w->raw.at);
		wire_close(worker);
		a = ASK(w, "{'calls': [{'op': '%s', 'in': {%s}}]}", ops[op].name, in);
		assert_string_equal(code(a, 0), is_left_to_machine((enum op_id)op) || ops[op].capability == CAN_ENTER ? "ok"
			: "denied");
	}
	assert_true(allowed > 200 && denied > 400);
	profile_free(profile);
}

static void gives_every_capability_a_name_and_somebody_who_has_it(void **state) {
	(void)state;
	for (int c = 0; c < CAN__MAX; c++) {
		uint32_t all = 1U << CAN_ENROL | 1U << CAN_FINISH | 1U << CAN_SEND; /* a matter of the session */
		assert_non_null(capability_name((enum capability)c));
		for (int role = ROLE_OFFICER; role <= ROLE_AUDITOR; role++)
			all |= role_capabilities(1U << role);
		assert_true(all >> c & 1);
	}
	assert_int_equal(role_capabilities(0), 1U << CAN_ENTER);
	/* Who keeps the accounts sees no person, and who explains the figures neither. */
	assert_int_equal(role_capabilities(1U << ROLE_ADMINISTRATOR), 1U << CAN_ENTER | 1U << CAN_BE | 1U << CAN_ADMINISTER
		| 1U << CAN_SECOND | 1U << CAN_SEE_POLICY | 1U << CAN_WEIGH_POLICY);
	assert_int_equal(role_capabilities(1U << ROLE_RAPPORTEUR) & (1U << CAN_RECOGNISE | 1U << CAN_SUPPORT | 1U << CAN_DECIDE), 0);
}

static const char *raw(struct world *w) {
	return arena_strndup(w->cx.arena, w->raw.at, w->raw.n);
}

/* abuse 4 */
static void answers_unknown_hidden_and_blocked_with_the_same_bytes(void **state) {
	struct world *w = *state;
	struct row_audit_page row;
	world_start(w);
	world_people(w);
	const json_t *a = ASK(w, "{'as': 'rasa', 'calls': [" SIGN "]}");
	const char *police = ok_text(w, a, 0, "person");
	a = ASK(w, "{'as': 'ona', 'calls': [" SIGN "]}");
	const char *hers = ok_text(w, a, 0, "person");
	/* Of the same organisation as rasa, but of a unit the woman fears. */
	a = ASK(w, "{'calls': [{'op': 'unit_create', 'in': {'unit': 'pol-2', 'org': 'police', 'unit_name': 'Unit two'}},"
		"{'op': 'user_create', 'in': {'login': 'petras', 'password': 'correct horse', 'staff_name': 'Petras',"
		" 'org': 'police', 'unit': 'pol-2', 'role': ['officer']}}]}");
	assert_string_equal(code(a, 1), "ok");
	const char *reads = "{'as': 'petras', 'calls': [{'op': 'person_read', 'in': {'person': '%s'}}]}";
	assert_string_equal(code(world_ask(w, w->wire, arena_printf(w->cx.arena, reads, police)), 0), "ok");
	a = ASK(w, "{'as': 'rasa', 'calls': [{'op': 'block_record', 'in': {'person': '%s', 'unit': 'pol-2'}}]}", police);
	assert_string_equal(code(a, 0), "ok");

	static const char *const operations[] = {"person_read", "identity_read", "person_timeline", "decision_list",
		"who_looked", "block_list", "screening_latest"};
	for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
		const char *ask = arena_printf(w->cx.arena, "{'as': 'petras', 'calls': [{'op': '%s', 'in': {'person': '%%s'}}]}",
			operations[i]);
		world_ask(w, w->wire, arena_printf(w->cx.arena, ask, "00112233445566778899aabbccddeeff"));
		const char *unknown = raw(w);
		assert_non_null(strstr(unknown, "\"not_found\""));
		world_log(w, &row);
		assert_int_equal(row.verdict, AUDIT_HIDDEN);
		world_ask(w, w->wire, arena_printf(w->cx.arena, ask, hers));
		assert_string_equal(raw(w), unknown);
		world_log(w, &row);
		assert_int_equal(row.verdict, AUDIT_HIDDEN);
		world_ask(w, w->wire, arena_printf(w->cx.arena, ask, police));
		assert_string_equal(raw(w), unknown);
		world_log(w, &row);
		assert_int_equal(row.verdict, AUDIT_BLOCKED);
		assert_true(row.person != NONE); /* who looked shows the attempt */
	}
	/* Her own organisation's other unit still may, and the refusal took nothing from it. */
	assert_string_equal(code(ASK(w, "{'as': 'rasa', 'calls': [{'op': 'person_read', 'in': {'person': '%s'}}]}", police), 0),
		"ok");
}

static void forbids_what_the_profile_says_no_right_can_lift(void **state) {
	struct world *w = *state;
	struct row_audit_page row;
	world_start(w);
	world_people(w);
	const json_t *a = ASK(w, "{'calls': [{'op': 'org_create', 'in': {'org': 'migration', 'org_name': 'Migration',"
		" 'org_kind': 'migration', 'region': 'vilnius'}},"
		"{'op': 'user_create', 'in': {'login': 'jurga', 'password': 'correct horse', 'staff_name': 'Jurga',"
		" 'org': 'migration', 'role': ['officer', 'supervisor'], 'held': ['vetting:2027-01-01']}}]}");
	assert_string_equal(code(a, 1), "ok");
	/* She met the woman herself, and has every role: what she told is still not for immigration enforcement. */
	a = ASK(w, "{'as': 'jurga', 'calls': [" SIGN ", {'op': 'identity_record', 'in': {'person': '$0.person', 'given': 'Mai'}},"
		" {'op': 'person_read', 'in': {'person': '$0.person'}}]}");
	assert_string_equal(code(a, 2), "ok");
	const char *person = ok_text(w, a, 0, "person");
	static const char *const operations[] = {"identity_read", "screening_latest", "person_notes", "person_timeline",
		"who_looked", "consent_list", "channel_list", "decision_list", "trait_list"};
	for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
		const char *ask = "{'as': 'jurga', 'calls': [{'op': '%s', 'in': {'person': '%s'}}]}";
		a = ASK(w, ask, operations[i], person);
		assert_string_equal(code(a, 0), "denied");
		assert_non_null(strstr(w->raw.at, "What was said when asking for help is not for immigration enforcement"));
		const char *known = raw(w);
		world_log(w, &row);
		assert_int_equal(row.verdict, AUDIT_DENIED);
		assert_string_equal(row.op, operations[i]);
		ASK(w, ask, operations[i], "00112233445566778899aabbccddeeff");
		assert_string_equal(raw(w), known); /* it tells nothing about anybody */
	}
	/* Another kind of organisation with the same relation may. */
	a = ASK(w, "{'as': 'rasa', 'calls': [" SIGN ", {'op': 'identity_record', 'in': {'person': '$0.person', 'given': 'Mai'}},"
		" {'op': 'identity_read', 'in': {'person': '$0.person'}}]}");
	assert_string_equal(code(a, 2), "ok");
}

static void keeps_the_tasks_of_a_referral_from_a_unit_she_fears(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	const json_t *a = ASK(w, "{'calls': [{'op': 'unit_create', 'in': {'unit': 'ngo-2', 'org': 'ngo', 'unit_name': 'Two'}},"
		"{'op': 'user_create', 'in': {'login': 'petras', 'password': 'correct horse', 'staff_name': 'Petras',"
		" 'org': 'ngo', 'unit': 'ngo-2', 'role': ['support']}}]}");
	assert_string_equal(code(a, 1), "ok");
	a = ASK(w, "{'as': 'rasa', 'calls': [" SIGN ", {'op': 'consent_record', 'in': {'person': '$0.person', 'purpose': 'support',"
		" 'org': 'ngo', 'consent_state': 'given', 'language': 'uk', 'read_aloud': true}},"
		"{'op': 'referral_send', 'in': {'person': '$0.person', 'org': 'ngo', 'purpose': 'support', 'need': ['shelter']}}]}");
	assert_string_equal(code(a, 2), "ok");
	const char *person = ok_text(w, a, 0, "person");
	a = ASK(w, "{'as': 'petras', 'calls': [{'op': 'task_list'}]}");
	const json_t *row = json_array_get(json_object_get(json_object_get(json_array_get(a, 0), "ok"), "rows"), 0);
	const char *task = arena_strdup(w->cx.arena, json_string_value(json_object_get(row, "task")));
	assert_string_equal(code(ASK(w, "{'as': 'petras', 'calls': [{'op': 'task_read', 'in': {'task': '%s'}}]}", task), 0), "ok");
	a = ASK(w, "{'as': 'rasa', 'calls': [{'op': 'block_record', 'in': {'person': '%s', 'unit': 'ngo-2'}}]}", person);
	assert_string_equal(code(a, 0), "ok");
	ASK(w, "{'as': 'petras', 'calls': [{'op': 'task_read', 'in': {'task': '%s'}}]}", "00112233445566778899aabbccddeeff");
	const char *unknown = raw(w);
	ASK(w, "{'as': 'petras', 'calls': [{'op': 'task_read', 'in': {'task': '%s'}}]}", task);
	assert_string_equal(raw(w), unknown);
	/* Ona is of no unit, so she may be of that one; an account of another unit reads on. */
	assert_string_equal(code(ASK(w, "{'as': 'ona', 'calls': [{'op': 'task_read', 'in': {'task': '%s'}}]}", task), 0),
		"not_found");
	a = ASK(w, "{'calls': [{'op': 'unit_create', 'in': {'unit': 'ngo-1', 'org': 'ngo', 'unit_name': 'House one'}},"
		"{'op': 'user_create', 'in': {'login': 'vida', 'password': 'correct horse', 'staff_name': 'Vida',"
		" 'org': 'ngo', 'unit': 'ngo-1', 'role': ['support']}}]}");
	assert_string_equal(code(a, 1), "ok");
	assert_string_equal(code(ASK(w, "{'as': 'vida', 'calls': [{'op': 'task_read', 'in': {'task': '%s'}}]}", task), 0), "ok");
}

/* A person whom rasa of pol-1 recorded with a name. */
static const char *named_person(struct world *w) {
	world_people(w);
	const json_t *a = ASK(w, "{'calls': [{'op': 'user_create', 'in': {'login': 'vytas', 'password': 'correct horse',"
		" 'staff_name': 'Vytas Vienas', 'org': 'police', 'unit': 'pol-1', 'role': ['officer'], 'held': ['vetting:2027-01-01']}}]}");
	assert_string_equal(code(a, 0), "ok");
	a = ASK(w, "{'as': 'rasa', 'calls': [" SIGN ", {'op': 'identity_record', 'in': {'person': '$0.person', 'given': 'Mai',"
		" 'family': 'Nguyen', 'born': 2004}}]}");
	assert_string_equal(code(a, 1), "ok");
	return ok_text(w, a, 0, "person");
}

static const char *about(struct world *w, const char *who, const char *op, const char *person) {
	return code(ASK(w, "{'as': '%s', 'calls': [{'op': '%s', 'in': {'person': '%s'}}]}", who, op, person), 0);
}

static const char *field(struct world *w) {
	const json_t *answer = json_array_get(json_object_get(w->answer, "answers"), 0);
	const char *field = json_string_value(json_object_get(json_object_get(answer, "error"), "field"));
	return field == NULL ? "" : field;
}

static void reads_a_file_only_once_it_was_opened_for_a_purpose(void **state) {
	struct world *w = *state;
	struct row_audit_page row;
	world_start(w);
	const char *person = named_person(w);
	assert_string_equal(about(w, "rasa", "identity_read", person), "ok"); /* she recorded the sign */
	assert_string_equal(about(w, "vytas", "person_read", person), "ok");
	assert_string_equal(about(w, "vytas", "identity_read", person), "denied");
	assert_string_equal(field(w), "opened");
	world_log(w, &row);
	assert_int_equal(row.verdict, AUDIT_UNOPENED);
	/* Whoever has nothing to do with her is not told that there is a file to open. */
	assert_string_equal(about(w, "ona", "identity_read", person), "not_found");
	assert_string_equal(code(ASK(w, "{'as': 'vytas', 'calls': [{'op': 'file_open', 'in': {'person': '%s', 'use':"
		" 'protection', 'knows': false}}]}", person), 0), "ok");
	assert_string_equal(about(w, "vytas", "identity_read", person), "ok");
	world_log(w, &row);
	assert_int_equal(row.use, USE_PROTECT);
	world_now += 12 * HOUR;
	assert_string_equal(about(w, "vytas", "identity_read", person), "denied");
	world_now -= 12 * HOUR;
}

static void hides_her_from_whoever_knows_her_with_the_same_bytes(void **state) {
	struct world *w = *state;
	struct row_audit_page row;
	world_start(w);
	const char *person = named_person(w);
	about(w, "vytas", "person_read", "00112233445566778899aabbccddeeff");
	const char *unknown = raw(w);
	assert_string_equal(code(ASK(w, "{'as': 'vytas', 'calls': [{'op': 'own_record', 'in': {'given': 'Mai', 'family': 'Nguyen',"
		" 'born': 2004}}]}"), 0), "ok");
	about(w, "vytas", "person_read", person);
	assert_string_equal(raw(w), unknown);
	world_log(w, &row);
	assert_int_equal(row.verdict, AUDIT_CONFLICT);
	assert_true(row.person != NONE);
	const json_t *a = ASK(w, "{'as': 'vytas', 'calls': [{'op': 'person_list'}]}");
	assert_null(strstr(w->raw.at, person));
	/* And who says so. */
	a = ASK(w, "{'as': 'rasa', 'calls': [{'op': 'file_open', 'in': {'person': '%s', 'use': 'support', 'knows': true}}]}", person);
	assert_string_equal(code(a, 0), "ok");
	a = ASK(w, "{'as': 'rasa', 'calls': [{'op': 'identity_read', 'in': {'person': '%s'}}]}", person);
	assert_string_equal(code(a, 0), "not_found");
	assert_string_equal(field(w), "");
}

/* abuse 3 */
static void closes_a_file_to_one_account_and_to_a_whole_organisation(void **state) {
	struct world *w = *state;
	world_start(w);
	const char *person = named_person(w);
	const char *block = "{'as': 'rasa', 'calls': [{'op': 'block_record', 'in': {'person': '%s', %s}}]}";
	assert_string_equal(code(ASK(w, block, person, "'org': 'police', 'staff_name': 'Nobody Here'"), 0), "invalid");
	assert_string_equal(field(w), "staff_name");
	assert_string_equal(code(ASK(w, block, person, "'staff_name': 'Vytas Vienas'"), 0), "invalid");
	assert_string_equal(code(ASK(w, block, person, "'org': 'police', 'unit': 'pol-1'"), 0), "invalid");
	assert_string_equal(code(ASK(w, block, person, "'org': 'police', 'staff_name': 'VIENAS Vytas'"), 0), "ok");
	assert_string_equal(about(w, "vytas", "person_read", person), "not_found");
	assert_string_equal(about(w, "rasa", "person_read", person), "ok");
	assert_string_equal(code(ASK(w, block, person, "'org': 'police', 'staff_name': 'Vytas Vienas'"), 0), "conflict");
	/* Who wrote it reads it; a colleague of the same organisation does not. */
	ASK(w, "{'as': 'rasa', 'calls': [{'op': 'block_list', 'in': {'person': '%s'}}]}", person);
	assert_non_null(strstr(w->raw.at, "Vytas Vienas"));
	const json_t *a = ASK(w, "{'calls': [{'op': 'user_create', 'in': {'login': 'birute', 'password': 'correct horse',"
		" 'staff_name': 'Birute', 'org': 'police', 'unit': 'pol-1', 'role': ['officer'], 'held': ['vetting:2027-01-01']}}]}");
	a = ASK(w, "{'as': 'birute', 'calls': [{'op': 'file_open', 'in': {'person': '%s', 'use': 'support', 'knows': false}},"
		" {'op': 'block_list', 'in': {'person': '%s'}}]}", person, person);
	assert_string_equal(code(a, 1), "ok");
	assert_null(strstr(w->raw.at, "Vytas"));
	/* The only ones who work with her cannot be shut out; others may. */
	assert_string_equal(code(ASK(w, block, person, "'org': 'police'"), 0), "conflict");
	assert_string_equal(code(ASK(w, block, person, "'org': 'ngo'"), 0), "ok");
}

static void an_emergency_opens_what_its_rows_say_and_nothing_that_writes(void **state) {
	struct world *w = *state;
	world_start(w);
	const char *person = named_person(w);
	assert_string_equal(about(w, "ona", "person_read", person), "not_found");
	const json_t *a = ASK(w, "{'as': 'ona', 'calls': [{'op': 'glass_break', 'in': {'given': 'Mai', 'family': 'Nguyen',"
		" 'born': 2004, 'glass_why': 'life', 'words': 'Brought in by an ambulance.'}}]}");
	assert_string_equal(code(a, 0), "ok");
	assert_non_null(strstr(w->raw.at, person));
	for (int op = 0; op < OP__MAX; op++) {
		if (ops[op].on.field != F_PERSON || ops[op].on.scope != SCOPE_THING)
			continue;
		bool glass = (ops[op].on.relations & REL_GLASS) != 0;
		assert_false(glass && ops[op].audit == AUDIT_WRITE);
		if (ops[op].in[1] != 0 || (ops[op].capability != CAN_WORK && ops[op].capability != CAN_CARE))
			continue;
		if (!str_equal(about(w, "ona", ops[op].name, person), glass ? "ok" : "not_found"))
			fail_msg("%s: %s", ops[op].name, w->raw.at);
	}
	world_now += HOUR;
	assert_string_equal(about(w, "ona", "person_read", person), "not_found");
	world_now -= HOUR;
}

/* What two people agree to holds from the next call on. */
static void asks_the_policy_in_force(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	const json_t *a = ASK(w, "{'calls': ["
		"{'op': 'org_create', 'in': {'org': 'centre', 'org_name': 'Centre', 'org_kind': 'administration', 'region': 'utena'}},"
		"{'op': 'org_create', 'in': {'org': 'watch', 'org_name': 'Watch', 'org_kind': 'oversight', 'region': 'utena'}},"
		"{'op': 'user_create', 'in': {'login': 'admin', 'password': 'correct horse', 'staff_name': 'Admin', 'org': 'centre',"
		" 'role': ['administrator']}},"
		"{'op': 'user_create', 'in': {'login': 'auditor', 'password': 'correct horse', 'staff_name': 'Auditor', 'org': 'watch',"
		" 'role': ['auditor'], 'held': ['vetting:2027-01-01']}}]}");
	assert_string_equal(code(a, 3), "ok");
	const char *ask = "{'as': 'rasa', 'calls': [{'op': 'ask_record', 'in': {'given': 'A', 'family': 'B', 'born': 1990, 'why':"
		" 'Her mother is looking for her.'}}]}";
	assert_string_equal(code(world_ask(w, w->wire, ask), 0), "ok");
	a = ASK(w, "{'as': 'admin', 'calls': [{'op': 'policy_propose', 'in': {'change': ['officer:ask:no'], 'words':"
		" 'Questions go by the duty officer.'}}]}");
	assert_string_equal(code(a, 0), "ok");
	assert_string_equal(code(world_ask(w, w->wire, ask), 0), "ok");
	/* At the machine nobody agrees in somebody's name: the store is changed as agreement would. */
	world_stop(w);
	assert_int_equal(db_open(&w->cx, arena_printf(w->cx.arena, "%s/" KEEPER_STORE, w->dir), DB_WRITER, &w->cx.db), 0);
	assert_int_equal(db_begin(&w->cx), 0);
	assert_int_equal(q_policy_rule_add(&w->cx, ROLE_OFFICER, "ask", 0, (struct blob){"0123456789abcdef", 16}, 1), 0);
	assert_int_equal(q_policy_rule_add(&w->cx, ROLE_AUDITOR, "work", 1, (struct blob){"0123456789abcdef", 16}, 1), 0);
	/* Of a role the person's organisation may not hold: given by whoever can write the store. */
	assert_int_equal(q_account_role_add(&w->cx, 1, ROLE_SUPPORT), 0);
	assert_int_equal(db_commit(&w->cx), 0);
	db_close(w->cx.db);
	w->cx.db = NULL;
	world_start(w);
	assert_string_equal(code(world_ask(w, w->wire, ask), 0), "denied");
	assert_string_equal(code(ASK(w, "{'as': 'auditor', 'calls': [{'op': 'person_list'}]}"), 0), "denied"); /* NEVER */
	assert_string_equal(code(ASK(w, "{'as': 'rasa', 'calls': [{'op': 'place_create', 'in': {'label': 'House', 'region': 'utena',"
		" 'sex': 'female', 'beds': 2, 'language': ['lt'], 'address': 'Street 1'}}]}"), 0), "denied");
}

static const char *why(struct world *w, const char *as, const char *login, const char *op, const char *subject) {
	const json_t *a = ASK(w, "{%s 'calls': [{'op': 'policy_why', 'in': {'login': '%s', 'operation': '%s'%s}}]}", as, login, op,
		subject == NULL ? "" : arena_printf(w->cx.arena, ", 'subject': '%s'", subject));
	assert_string_equal(code(a, 0), "ok");
	return json_string_value(json_object_get(json_object_get(json_array_get(a, 0), "ok"), "verdict"));
}

static void says_why_and_of_a_thing_no_more_than_the_account_would_be_told(void **state) {
	struct world *w = *state;
	world_start(w);
	const char *person = named_person(w);
	const json_t *a = ASK(w, "{'calls': ["
		"{'op': 'org_create', 'in': {'org': 'watch', 'org_name': 'Watch', 'org_kind': 'oversight', 'region': 'utena'}},"
		"{'op': 'user_create', 'in': {'login': 'auditor', 'password': 'correct horse', 'staff_name': 'Auditor', 'org': 'watch',"
		" 'role': ['auditor'], 'held': ['vetting:2027-01-01']}}]}");
	assert_string_equal(code(a, 1), "ok");
	a = ASK(w, "{'as': 'rasa', 'calls': [{'op': 'block_record', 'in': {'person': '%s', 'org': 'police', 'staff_name':"
		" 'Vytas Vienas'}}]}", person);
	assert_string_equal(code(a, 0), "ok");
	assert_string_equal(why(w, "", "rasa", "identity_read", person), "allowed");
	assert_string_equal(why(w, "", "vytas", "identity_read", person), "blocked");
	assert_string_equal(why(w, "", "ona", "identity_read", person), "hidden");
	assert_string_equal(why(w, "", "ona", "decision_record", person), "denied");
	assert_string_equal(why(w, "", "ona", "place_list", NULL), "allowed");
	const char *as = "'as': 'auditor',";
	assert_string_equal(why(w, as, "ona", "identity_read", "00112233445566778899aabbccddeeff"), "hidden");
	const char *unknown = raw(w);
	assert_string_equal(why(w, as, "ona", "identity_read", person), "hidden");
	assert_string_equal(raw(w), unknown);
	assert_string_equal(why(w, as, "vytas", "identity_read", person), "hidden");
	assert_string_equal(raw(w), unknown);
	assert_string_equal(code(ASK(w, "{'as': 'auditor', 'calls': [{'op': 'policy_why', 'in': {'login': 'ona', 'operation':"
		" 'person_read'}}]}"), 0), "invalid");
	assert_string_equal(code(ASK(w, "{'as': 'rasa', 'calls': [{'op': 'policy_why', 'in': {'login': 'ona', 'operation':"
		" 'person_read'}}]}"), 0), "denied");
}

static void wants_the_form_of_this_session_for_a_change_from_a_page(void **state) {
	struct world *w = *state;
	struct wire *worker = NULL;
	world_start(w);
	world_people(w);
	assert_int_equal(wire_open(&w->cx, w->dir, WIRE_WORKER, &worker), 0);
	const char *open = "{'face': 'page', 'calls': [{'op': 'session_open', 'in': {'login': '%s', 'password': '%s'}}]}";
	const json_t *a = world_ask(w, worker, arena_printf(w->cx.arena, open, "rasa", "correct horse"));
	const char *session = ok_text(w, a, 0, "session");
	const json_t *who = json_object_get(w->answer, "who");
	assert_string_equal(json_string_value(json_object_get(who, "name")), "Rasa");
	assert_string_equal(json_string_value(json_object_get(who, "unit")), "pol-1");
	const char *csrf = arena_strdup(w->cx.arena, json_string_value(json_object_get(who, "csrf")));
	const char *sign = "{'face': 'page', 'session': '%s', 'csrf': '%s', 'calls': [{'op': 'signal_record',"
		" 'key': '%032d', 'in': {'municipality': 'rokiskis', 'source': 'met', 'age': '18_24', 'sex': 'female',"
		" 'language': 'uk', 'happened': '2026-03-01'}}]}";
	static const char zero[] = "00000000000000000000000000000000";
	a = world_ask(w, worker, arena_printf(w->cx.arena, sign, session, zero, 1));
	assert_string_equal(code(a, 0), "denied");
	a = world_ask(w, worker, arena_printf(w->cx.arena, sign, session, csrf, 1));
	assert_string_equal(code(a, 0), "ok");
	a = world_ask(w, worker, arena_printf(w->cx.arena, "{'session': '%s', 'calls': [{'op': 'session_close'}]}", session));
	assert_string_equal(code(a, 0), "ok");
	assert_true(json_is_null(json_object_get(w->answer, "who")));
	a = world_ask(w, worker, arena_printf(w->cx.arena, sign, session, csrf, 2));
	assert_string_equal(code(a, 0), "denied");
	assert_non_null(strstr(w->raw.at, "Sign in first."));
	wire_close(worker);
}

static void answers_a_wrong_name_a_wrong_password_and_too_many_alike(void **state) {
	struct world *w = *state;
	struct wire *worker = NULL;
	world_start(w);
	world_people(w);
	assert_int_equal(wire_open(&w->cx, w->dir, WIRE_WORKER, &worker), 0);
	const char *open = "{'face': 'page', 'calls': [{'op': 'session_open', 'in': {'login': '%s', 'password': '%s'}}]}";
	world_ask(w, worker, arena_printf(w->cx.arena, open, "nobody", "correct horse"));
	const char *first = raw(w);
	assert_non_null(strstr(first, "\"denied\""));
	for (int i = 0; i < 5; i++) {
		world_ask(w, worker, arena_printf(w->cx.arena, open, i % 2 ? "rasa" : "RASA", "wrong horse"));
		assert_string_equal(raw(w), first);
	}
	world_ask(w, worker, arena_printf(w->cx.arena, open, "rasa", "correct horse")); /* too soon, though right */
	assert_string_equal(raw(w), first);
	world_now += 2 * SECOND;
	assert_string_equal(code(world_ask(w, worker, arena_printf(w->cx.arena, open, "rasa", "correct horse")), 0), "ok");
	wire_close(worker);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(answers_every_role_and_operation_as_the_table_says),
		TEST(gives_every_capability_a_name_and_somebody_who_has_it),
		TEST(answers_unknown_hidden_and_blocked_with_the_same_bytes),
		TEST(forbids_what_the_profile_says_no_right_can_lift),
		TEST(keeps_the_tasks_of_a_referral_from_a_unit_she_fears),
		TEST(reads_a_file_only_once_it_was_opened_for_a_purpose),
		TEST(hides_her_from_whoever_knows_her_with_the_same_bytes),
		TEST(closes_a_file_to_one_account_and_to_a_whole_organisation),
		TEST(an_emergency_opens_what_its_rows_say_and_nothing_that_writes),
		TEST(asks_the_policy_in_force),
		TEST(says_why_and_of_a_thing_no_more_than_the_account_would_be_told),
		DEMONSTRATION(wants_the_form_of_this_session_for_a_change_from_a_page),
		DEMONSTRATION(answers_a_wrong_name_a_wrong_password_and_too_many_alike),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
