/* `atrama policy [--csv|--json]`: who may do what, printed from the tables the gate itself asks. */
#include "op/policy.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/buf.h"
#include "cmd/cmd.h"

static const struct {
	unsigned bit;
	const char *name;
} relations[] = {
	{REL_MET, "met"}, {REL_SUPPORTS, "supports"}, {REL_DECIDER, "decides"}, {REL_OFFERED, "offered"},
	{REL_SENDER, "sender"}, {REL_RECEIVER, "receiver"}, {REL_OPERATOR, "operator"}, {REL_OWNER, "owner"},
};

static const char *const kinds[] = {[AUDIT_WRITE] = "write", [AUDIT_SEEN] = "seen", [AUDIT_NOTE] = "note"};

/* What the operation is about, and the relations to it of which one is needed. */
static const char *on_text(struct cx *cx, const struct op *op) {
	struct buf b = buf_new(cx->arena, 256);
	switch (op->on.scope) {
	case SCOPE_NOTHING: return "nothing";
	case SCOPE_ORG: return "own organisation";
	case SCOPE_NATIONAL: return "figures only";
	case SCOPE_THING: break;
	}
	buf_str(&b, fields[op->on.field].name);
	for (size_t i = 0, n = 0; i < sizeof relations / sizeof *relations; i++)
		if (op->on.relations & relations[i].bit)
			buf_printf(&b, "%s%s", n++ == 0 ? ": " : " or ", relations[i].name);
	return b.at;
}

static void print_table(struct cx *cx, bool csv) {
	printf(csv ? "operation,log,about" : "%-22s %-5s %-40s", "operation", "log", "about, and the relation needed");
	for (int role = ROLE_OFFICER; role <= ROLE_RECORDER; role++)
		printf(csv ? ",%s" : " %-13s", code_name(NULL, L_ROLE, role));
	for (int i = 0; i < OP__MAX; i++) {
		printf(csv ? "\n%s,%s,%s" : "\n%-22s %-5s %-40s", ops[i].name, kinds[ops[i].audit], on_text(cx, &ops[i]));
		for (int role = ROLE_OFFICER; role <= ROLE_RECORDER; role++)
			printf(csv ? ",%s" : " %-13s", policy_allows(1U << role, &ops[i]) ? "yes" : csv ? "no" : "-");
	}
	printf("\n");
}

static int print_json(struct cx *cx) {
	json_t *all = json_array();
	for (int i = 0; i < OP__MAX; i++) {
		json_t *roles = json_array();
		for (int role = ROLE_OFFICER; role <= ROLE_RECORDER; role++)
			if (policy_allows(1U << role, &ops[i]))
				json_array_append_new(roles, json_string(code_name(NULL, L_ROLE, role)));
		json_array_append_new(all, json_pack("{s:s, s:s, s:s, s:s, s:o}", "operation", ops[i].name, "capability",
			capability_name(ops[i].capability), "log", kinds[ops[i].audit], "about", on_text(cx, &ops[i]), "roles", roles));
	}
	char *text = json_dumps(all, JSON_INDENT(1));
	json_decref(all);
	if (bug_if(cx, text == NULL))
		return ERR_BUG;
	printf("%s\n", text);
	free(text);
	return ERR_OK;
}

int cmd_policy(struct cx *cx, int argc, char **argv) {
	bool csv = cmd_flag(&argc, argv, "--csv"), json = cmd_flag(&argc, argv, "--json");
	if (argc != 1 || (csv && json))
		return ERR_INVALID;
	if (json)
		return print_json(cx);
	print_table(cx, csv);
	return ERR_OK;
}
