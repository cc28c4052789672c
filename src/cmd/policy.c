/*
 * `atrama policy`: who may do what, printed from the tables the gate itself asks.
 *
 *   policy [--csv|--json]              as delivered
 *   policy matrix DIR [--csv|--json]   as it stands in a registry, with what its country forbids
 *   policy why DIR --as USER OP [REF]  each question of the gate, for whoever holds the keys
 *   policy processing ...              what is done with data about persons (processing.c)
 */
#include "op/policy.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/str.h"
#include "cmd/cmd.h"
#include "cmd/lend.h"
#include "op/profile.h"

static const struct {
	unsigned bit;
	const char *name;
} relations[] = {
	{REL_MET, "met"}, {REL_SUPPORTS, "supports"}, {REL_DECIDER, "decides"}, {REL_OFFERED, "offered"},
	{REL_SENDER, "sender"}, {REL_RECEIVER, "receiver"}, {REL_OPERATOR, "operator"}, {REL_OWNER, "owner"},
	{REL_ADMINISTERS, "administers"}, {REL_APPROVER, "approver"}, {REL_ASKER, "asker"}, {REL_REVIEWER, "reviewer"},
	{REL_HEARS, "hears"}, {REL_GLASS, "glass"},
};

static const char *const kinds[] = {[AUDIT_WRITE] = "write", [AUDIT_SEEN] = "seen", [AUDIT_NOTE] = "note"};

struct matrix {
	struct policy policy;
	const struct profile *profile; /* NULL: of no country */
};

/* Words parted by `comma`. */
static void word_put(struct buf *b, const char *comma, const char *word) {
	buf_printf(b, "%s%s", b->n == 0 ? "" : comma, word);
}

static const char *relations_text(struct cx *cx, const struct op *op, const char *comma) {
	struct buf b = buf_new(cx->arena, 256);
	buf_str(&b, "");
	for (size_t i = 0; i < sizeof relations / sizeof *relations; i++)
		if (op->on.scope == SCOPE_THING && (op->on.relations & relations[i].bit) != 0)
			word_put(&b, comma, relations[i].name);
	return b.at;
}

/* What the operation is about, and the relations to it of which one is needed. */
static const char *on_text(struct cx *cx, const struct op *op) {
	switch (op->on.scope) {
	case SCOPE_NOTHING: return "nothing";
	case SCOPE_ORG: return "own organisation";
	case SCOPE_NATIONAL: return "figures only";
	case SCOPE_THING: break;
	}
	return arena_printf(cx->arena, "%s: %s", fields[op->on.field].name, relations_text(cx, op, " or "));
}

static const char *needs_text(struct cx *cx, const struct op *op, const char *comma) {
	struct buf b = buf_new(cx->arena, 64);
	buf_str(&b, "");
	if (op->capability == CAN_FINISH)
		word_put(&b, comma, "half");
	if (op->capability == CAN_SEND)
		word_put(&b, comma, "telephone");
	if (op->opened)
		word_put(&b, comma, "opened");
	if (op->fresh)
		word_put(&b, comma, "fresh");
	if (op->timed)
		word_put(&b, comma, "timed");
	return b.at;
}

static const char *forbidden_text(struct cx *cx, const struct matrix *m, int op, const char *comma) {
	struct buf b = buf_new(cx->arena, 512);
	buf_str(&b, "");
	for (size_t i = 0; m->profile != NULL && code_at(NULL, L_ORG_KIND, i) != 0; i++) {
		int kind = code_at(NULL, L_ORG_KIND, i);
		if (profile_prohibits(m->profile, kind, (enum op_id)op) != NULL)
			word_put(&b, comma, code_name(NULL, L_ORG_KIND, kind));
	}
	return b.at;
}

static bool allows(const struct matrix *m, int role, const struct op *op) {
	if (op->capability == CAN_SEND) /* a telephone's, of whatever role */
		return false;
	return !policy_changeable(op->capability) || (m->policy.can[role] >> op->capability & 1) != 0;
}

static void print_table(struct cx *cx, const struct matrix *m, bool csv) {
	printf(csv ? "operation,log,about,needs,forbidden" : "%-22s %-5s %-40s %-13s", "operation", "log",
		"about, and the relation needed", "needs");
	for (size_t r = 0; code_at(NULL, L_ROLE, r) != 0; r++)
		printf(csv ? ",%s" : " %-13s", code_name(NULL, L_ROLE, code_at(NULL, L_ROLE, r)));
	for (int i = 0; i < OP__MAX; i++) {
		if (csv)
			printf("\n%s,%s,%s,%s,%s", ops[i].name, kinds[ops[i].audit], on_text(cx, &ops[i]), needs_text(cx, &ops[i],
				" "),
				forbidden_text(cx, m, i, " "));
		else
			printf("\n%-22s %-5s %-40s %-13s", ops[i].name, kinds[ops[i].audit], on_text(cx, &ops[i]),
				needs_text(cx, &ops[i], " "));
		for (size_t r = 0; code_at(NULL, L_ROLE, r) != 0; r++)
			printf(csv ? ",%s" : " %-13s", allows(m, code_at(NULL, L_ROLE, r), &ops[i]) ? "yes" : csv ? "no" : "-");
	}
	printf("\n");
}

/* "a,b" as a list. */
static json_t *list_of(struct cx *cx, const char *text) {
	json_t *list = json_array();
	const char *at = text;
	while (*at != 0) {
		const char *end = strchrnul(at, ',');
		json_array_append_new(list, json_string(arena_strndup(cx->arena, at, (size_t)(end - at))));
		at = *end == 0 ? end : end + 1;
	}
	return list;
}

static json_t *role_json(const struct matrix *m, int role) {
	json_t *can = json_array(), *never = json_array(), *held = json_array();
	for (enum capability c = 0; c < CAN__MAX; c++) {
		if ((m->policy.can[role] >> c & 1) != 0)
			json_array_append_new(can, json_string(capability_name(c)));
		if (policy_never(role, c))
			json_array_append_new(never, json_string(capability_name(c)));
	}
	for (size_t i = 0; m->profile != NULL && code_at(NULL, L_ORG_KIND, i) != 0; i++)
		if (profile_holds(m->profile, role, code_at(NULL, L_ORG_KIND, i)))
			json_array_append_new(held, json_string(code_name(NULL, L_ORG_KIND, code_at(NULL, L_ORG_KIND, i))));
	return json_pack("{s:s, s:o, s:o, s:o}", "role", code_name(NULL, L_ROLE, role), "can", can, "never", never,
		"org_kinds", held);
}

static int json_print(struct cx *cx, json_t *all) {
	char *text = json_dumps(all, JSON_INDENT(1));
	json_decref(all);
	if (bug_if(cx, text == NULL))
		return ERR_BUG;
	printf("%s\n", text);
	free(text);
	return ERR_OK;
}

/* As delivered: a list of operations. In a registry: operations and roles. */
static int print_json(struct cx *cx, const struct matrix *m) {
	json_t *operations = json_array(), *all_roles = json_array();
	for (int i = 0; i < OP__MAX; i++) {
		json_t *roles = json_array();
		for (size_t r = 0; code_at(NULL, L_ROLE, r) != 0; r++)
			if (allows(m, code_at(NULL, L_ROLE, r), &ops[i]))
				json_array_append_new(roles, json_string(code_name(NULL, L_ROLE, code_at(NULL, L_ROLE, r))));
		json_t *one = json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o}", "operation", ops[i].name, "capability",
			capability_name(ops[i].capability), "log", kinds[ops[i].audit], "about", on_text(cx, &ops[i]), "relations",
			list_of(cx, relations_text(cx, &ops[i], ",")), "needs", list_of(cx, needs_text(cx, &ops[i], ",")), "roles",
			roles);
		if (m->profile != NULL)
			json_object_set_new(one, "forbidden", list_of(cx, forbidden_text(cx, m, i, ",")));
		json_array_append_new(operations, one);
	}
	for (size_t r = 0; code_at(NULL, L_ROLE, r) != 0; r++)
		json_array_append_new(all_roles, role_json(m, code_at(NULL, L_ROLE, r)));
	if (m->profile != NULL)
		return json_print(cx, json_pack("{s:o, s:o}", "operations", operations, "roles", all_roles));
	json_decref(all_roles);
	return json_print(cx, operations);
}

static int print(struct cx *cx, const struct matrix *m, bool csv, bool json) {
	if (json)
		return print_json(cx, m);
	print_table(cx, m, csv);
	return ERR_OK;
}

/* The rows of policy_read. */
static void policy_take(const json_t *ok, struct policy *policy) {
	const json_t *row;
	size_t i;
	json_array_foreach(json_object_get(ok, "rows"), i, row) {
		int role = code_find(NULL, L_ROLE, json_string_value(json_object_get(row, "role")));
		struct policy_change change = {role, capability_find(json_string_value(json_object_get(row, "can"))),
			json_is_true(json_object_get(row, "allowed"))};
		policy_change(policy, &change);
	}
}

static int matrix(struct cx *cx, const char *dir, bool csv, bool json) {
	struct matrix m = {.policy = policy_delivered()};
	struct profile *profile = NULL;
	struct lent lent;
	json_t *ok = NULL;
	int rc = lend_one(cx, dir, NULL, json_pack("{s:s}", "op", "policy_read"), &ok);
	if (rc == ERR_OK)
		rc = lend_open(cx, dir, &lent);
	if (rc == ERR_OK) {
		rc = lend_profile(cx, &lent, &profile);
		int closed = lend_close(cx, &lent);
		rc = rc == ERR_OK ? closed : rc;
	}
	if (rc == ERR_OK) {
		policy_take(ok, &m.policy);
		m.profile = profile;
		rc = print(cx, &m, csv, json);
	}
	profile_free(profile);
	json_decref(ok);
	return rc;
}

static int why(struct cx *cx, const char *dir, const char *login, const char *op, const char *subject) {
	json_t *ok = NULL, *in = json_pack("{s:s, s:s}", "login", login, "operation", op), *row;
	size_t i;
	if (in == NULL)
		return err_say(cx, ERR_INVALID, NULL, N_("The text is not well-formed UTF-8."), NULL);
	if (subject != NULL)
		json_object_set_new(in, "subject", json_string(subject));
	int rc = lend_one(cx, dir, NULL, json_pack("{s:s, s:o}", "op", "policy_why", "in", in), &ok);
	if (rc != ERR_OK)
		return rc;
	json_array_foreach(json_object_get(ok, "rows"), i, row) {
		const char *rule = json_string_value(json_object_get(row, "rule"));
		printf("%-18s %-4s%s%s\n", json_string_value(json_object_get(row, "step_name")),
			json_is_true(json_object_get(row, "allowed")) ? "yes" : "no", rule == NULL ? "" : "  ", rule == NULL ? ""
			: rule);
	}
	printf("%s\n", json_string_value(json_object_get(ok, "verdict")));
	json_decref(ok);
	return ERR_OK;
}

int cmd_policy(struct cx *cx, int argc, char **argv) {
	if (argc > 1 && str_equal(argv[1], "processing"))
		return cmd_processing(cx, argc - 1, argv + 1);
	const char *as = cmd_option(&argc, argv, "--as");
	bool csv = cmd_flag(&argc, argv, "--csv"), json = cmd_flag(&argc, argv, "--json");
	if (csv && json)
		return ERR_INVALID;
	if (argc > 1 && str_equal(argv[1], "why"))
		return as == NULL || csv || json || argc < 4 || argc > 5 ? ERR_INVALID
			: why(cx, argv[2], as, argv[3], argc == 5 ? argv[4] : NULL);
	if (as != NULL)
		return ERR_INVALID;
	if (argc == 3 && str_equal(argv[1], "matrix"))
		return matrix(cx, argv[2], csv, json);
	struct matrix delivered = {.policy = policy_delivered()};
	return argc == 1 ? print(cx, &delivered, csv, json) : ERR_INVALID;
}
