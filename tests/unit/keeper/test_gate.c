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

static void answers_every_role_and_operation_as_the_table_says(void **state) {
	struct world *w = *state;
	struct profile *profile = NULL;
	assert_int_equal(profile_load(&w->cx, "lt", &profile), 0);
	world_start(w);
	assert_string_equal(code(ASK(w, "{'calls': [{'op': 'org_create', 'in': {'org': 'every', 'org_name': 'Everybody',"
		" 'org_kind': 'ngo', 'region': 'utena'}}]}"), 0), "ok");
	for (int role = ROLE_OFFICER; role <= ROLE_RECORDER; role++)
		assert_string_equal(code(ASK(w, "{'calls': [{'op': 'user_create', 'in': {'login': 'role-%d', 'password':"
			" 'long enough now', 'staff_name': 'Somebody', 'org': 'every', 'role': ['%s']}}]}", role,
			code_name(profile, L_ROLE, role)), 0), "ok");
	world_stop(w);
	for (int op = 0; op < OP__MAX; op++)
		w->bind.run[op] = answer_anything;
	world_start(w);
	int allowed = 0, denied = 0;
	for (int op = 0; op < OP__MAX; op++) {
		const char *in = arena_strdup(w->cx.arena, input_for(profile, &ops[op], w->cx.arena));
		for (int role = ROLE_OFFICER; role <= ROLE_RECORDER; role++) {
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
		assert_string_equal(code(a, 0), ops[op].capability == CAN_ENTER ? "ok" : "denied");
		wire_close(worker);
		a = ASK(w, "{'calls': [{'op': '%s', 'in': {%s}}]}", ops[op].name, in);
		bool first = op == OP_org_create || op == OP_unit_create || op == OP_user_create;
		bool figures = ops[op].on.scope == SCOPE_NATIONAL && ops[op].audit != AUDIT_WRITE;
		assert_string_equal(code(a, 0), first || figures || ops[op].capability == CAN_ENTER ? "ok" : "denied");
	}
	assert_true(allowed > 100 && denied > 100);
	profile_free(profile);
}

static void gives_every_capability_a_name_and_somebody_who_has_it(void **state) {
	(void)state;
	for (int c = 0; c < CAN__MAX; c++) {
		uint32_t all = 0;
		assert_non_null(capability_name((enum capability)c));
		for (int role = ROLE_OFFICER; role <= ROLE_RECORDER; role++)
			all |= role_capabilities(1U << role);
		assert_true(all >> c & 1);
	}
	assert_int_equal(role_capabilities(0), 1U << CAN_ENTER);
	/* Who keeps the accounts sees no person, and who explains the figures neither. */
	assert_int_equal(role_capabilities(1U << ROLE_ADMINISTRATOR), 1U << CAN_ENTER | 1U << CAN_BE | 1U << CAN_ADMINISTER);
	assert_int_equal(role_capabilities(1U << ROLE_RAPPORTEUR) & (1U << CAN_RECOGNISE | 1U << CAN_SUPPORT | 1U << CAN_DECIDE), 0);
}

static const char *raw(struct world *w) {
	return arena_strndup(w->cx.arena, w->raw.at, w->raw.n);
}

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
		" 'org': 'migration', 'role': ['officer', 'support', 'decider']}}]}");
	assert_string_equal(code(a, 1), "ok");
	/* She met the woman herself, and has every role: what she told is still not for immigration enforcement. */
	a = ASK(w, "{'as': 'jurga', 'calls': [" SIGN ", {'op': 'identity_record', 'in': {'person': '$0.person', 'given': 'Mai'}},"
		" {'op': 'person_read', 'in': {'person': '$0.person'}}]}");
	assert_string_equal(code(a, 2), "ok");
	const char *person = ok_text(w, a, 0, "person");
	static const char *const operations[] = {"identity_read", "screening_latest", "person_notes", "person_timeline",
		"who_looked"};
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
		cmocka_unit_test(gives_every_capability_a_name_and_somebody_who_has_it),
		TEST(answers_unknown_hidden_and_blocked_with_the_same_bytes),
		TEST(forbids_what_the_profile_says_no_right_can_lift),
		TEST(keeps_the_tasks_of_a_referral_from_a_unit_she_fears),
		TEST(wants_the_form_of_this_session_for_a_change_from_a_page),
		TEST(answers_a_wrong_name_a_wrong_password_and_too_many_alike),
	};
	return cmocka_run_group_tests_name("gate", tests, NULL, NULL);
}
