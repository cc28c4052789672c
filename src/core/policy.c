#include "core/policy.h"

#include "base/str.h"
#include "base/time.h"
#include "core/grow.h"
#include "core/operations.h"
#include "core/proposal.h"
#include "crypt/crypt.h"
#include "db/queries.h"
#include "op/profile.h"

enum { CHANGES_MAX = 64 };

struct changes {
	size_t n;
	const char *text[CHANGES_MAX];
	struct policy_change at[CHANGES_MAX];
};

int policy_in_force(struct cx *cx, struct policy *ret_policy) {
	struct rows rows;
	struct row_policy_rules rule;
	struct policy policy = policy_delivered();
	int rc = q_policy_rules(cx, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_policy_rules_next(&rows, &rule)) { /* a capability there no longer is changes nothing */
		struct policy_change change = {rule.role, capability_find(rule.capability), rule.allowed != 0};
		policy_change(&policy, &change);
	}
	rc = rows_end(&rows);
	if (rc == ERR_OK)
		*ret_policy = policy;
	return rc;
}

int policy_may(struct cx *cx, uint32_t *ret_may) {
	struct policy policy;
	int rc = policy_in_force(cx, &policy);
	if (rc == ERR_OK)
		*ret_may = policy_capabilities_at(cx->profile, &policy, cx->actor.roles, cx->actor.org_kind);
	return rc;
}

static bool has(const struct policy *policy, int role, enum capability capability) {
	return policy->can[role] >> capability & 1;
}

int policy_read(struct cx *cx, const struct in *in, struct out *out) {
	struct policy now, was = policy_delivered();
	(void)in;
	int rc = policy_in_force(cx, &now);
	for (size_t i = 0; rc == ERR_OK && code_at(cx->profile, L_ROLE, i) != 0; i++) {
		int role = code_at(cx->profile, L_ROLE, i);
		for (enum capability c = 0; c < CAN__MAX; c++) {
			if (!policy_changeable(c))
				continue;
			out_row(out);
			out_code(out, F_ROLE, role);
			out_text(out, F_CAN, capability_name(c));
			out_number(out, F_ALLOWED, has(&now, role, c));
			out_number(out, F_CHANGED, has(&now, role, c) != has(&was, role, c));
		}
	}
	return rc;
}

/* Why a change cannot be made; NULL if it can. */
static const char *change_fault(const struct policy *now, const struct policy_change *c) {
	if (!policy_changeable(c->capability))
		return N_("This is everybody's: it cannot be given or taken.");
	if (c->allowed && policy_never(c->role, c->capability))
		return N_("No change can join this role with this right.");
	if (!c->allowed && c->role == ROLE_ADMINISTRATOR && c->capability == CAN_ADMINISTER)
		return N_("Without administrators nobody could change this back.");
	return has(now, c->role, c->capability) == c->allowed ? N_("That is so already.") : NULL;
}

static int change_add(struct cx *cx, const struct policy *now, const char *text, struct changes *changes) {
	struct policy_change *c = &changes->at[changes->n];
	int rc = bad_if(cx, changes->n == CHANGES_MAX, "change", N_("At most 64 changes at a time."), NULL);
	if (rc == ERR_OK)
		rc = bad_if(cx, !policy_change_parse(text, c), "change",
			N_("Write a change as role:right:yes or role:right:no."), text);
	for (size_t i = 0; rc == ERR_OK && i < changes->n; i++)
		rc = bad_if(cx, changes->at[i].role == c->role && changes->at[i].capability == c->capability, "change",
			N_("Say this once."), text);
	const char *fault = rc == ERR_OK ? change_fault(now, c) : NULL;
	if (rc == ERR_OK)
		rc = bad_if(cx, fault != NULL, "change", fault, text);
	if (rc == ERR_OK)
		changes->text[changes->n++] = text;
	return rc;
}

static int changes_take(struct cx *cx, const struct in *in, const struct policy *now, struct changes *ret_changes) {
	struct changes changes = {0};
	int rc = ERR_OK;
	for (size_t i = 0; rc == ERR_OK && i < in_count(in, F_CHANGE); i++)
		rc = change_add(cx, now, in_at(in, F_CHANGE, i)->text, &changes);
	if (rc == ERR_OK)
		*ret_changes = changes;
	return rc;
}

struct holder { /* an account that may sign in */
	int64_t account;
	int org_kind;
	uint32_t roles;
};

static int holders_read(struct cx *cx, struct holder **ret_holders, size_t *ret_n) {
	struct rows rows;
	struct row_policy_holders each;
	struct holder *all = NULL;
	size_t n = 0;
	int rc = q_policy_holders(cx, day_of(cx->now), &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_policy_holders_next(&rows, &each)) {
		if (n == 0 || all[n - 1].account != each.account) {
			all = grow(cx->arena, all, n, sizeof *all);
			all[n++] = (struct holder){.account = each.account, .org_kind = each.org_kind};
		}
		all[n - 1].roles |= 1U << each.role;
	}
	*ret_holders = all;
	*ret_n = n;
	return rows_end(&rows);
}

static int64_t concerned(struct cx *cx, const struct holder *all, size_t n, const struct policy *was,
	const struct policy *then, uint32_t capabilities) {
	int64_t people = 0;
	for (size_t i = 0; i < n; i++)
		people += ((policy_capabilities_at(cx->profile, was, all[i].roles, all[i].org_kind)
			^ policy_capabilities_at(cx->profile, then, all[i].roles, all[i].org_kind)) & capabilities) != 0;
	return people;
}

/* Each change with the operations it opens or shuts, and for how many accounts once all changes are made. */
int policy_preview(struct cx *cx, const struct in *in, struct out *out) {
	struct policy now, then;
	struct changes changes;
	struct holder *all = NULL;
	size_t n = 0;
	int rc = policy_in_force(cx, &now);
	if (rc == ERR_OK)
		rc = changes_take(cx, in, &now, &changes);
	if (rc == ERR_OK)
		rc = holders_read(cx, &all, &n);
	if (rc != ERR_OK)
		return rc;
	then = now;
	for (size_t i = 0; i < changes.n; i++)
		policy_change(&then, &changes.at[i]);
	out_number(out, F_PEOPLE, concerned(cx, all, n, &now, &then, UINT32_MAX));
	for (size_t i = 0; i < changes.n; i++) {
		struct policy alone = now;
		policy_change(&alone, &changes.at[i]);
		int64_t people = concerned(cx, all, n, &now, &alone, 1U << changes.at[i].capability);
		for (int op = 0; op < OP__MAX; op++) {
			if (ops[op].capability != changes.at[i].capability)
				continue;
			out_row(out);
			out_text(out, F_CHANGE, changes.text[i]);
			out_text(out, F_OPERATION, ops[op].name);
			out_number(out, F_ALLOWED, changes.at[i].allowed);
			out_number(out, F_PEOPLE, people);
		}
	}
	return ERR_OK;
}

int policy_propose(struct cx *cx, const struct in *in, struct out *out) {
	struct policy now;
	struct changes changes;
	struct ref ref;
	if (cx->actor.org_kind != ORG_ADMINISTRATION) /* an independent body's administrator keeps that body alone */
		return err_say(cx, ERR_DENIED, NULL, N_("Only the registry's own administrators change the policy."), NULL);
	int rc = policy_in_force(cx, &now);
	if (rc == ERR_OK)
		rc = changes_take(cx, in, &now, &changes);
	if (rc != ERR_OK)
		return rc;
	json_t *list = json_array();
	for (size_t i = 0; i < changes.n; i++)
		json_array_append_new(list, json_string(changes.text[i]));
	rc = proposal_add(cx, PROPOSAL_POLICY, NONE, NONE, json_pack("{s:o, s:s}", "changes", list, "words",
		in_text(in, F_WORDS)), &ref);
	if (rc == ERR_OK)
		out_ref(out, F_PROPOSAL, &ref);
	return rc;
}

/* Asked anew: the policy may have changed since it was proposed. */
int policy_agreed(struct cx *cx, const struct proposal *p) {
	struct policy now;
	struct changes changes = {0};
	const json_t *list = json_object_get(p->detail, "changes"), *one;
	size_t i;
	int rc = policy_in_force(cx, &now);
	json_array_foreach((json_t *)list, i, one) {
		const char *text = json_string_value(one);
		if (rc == ERR_OK)
			rc = bug_if(cx, text == NULL);
		if (rc == ERR_OK)
			rc = change_add(cx, &now, text, &changes);
		if (rc == ERR_INVALID)
			return err_say(cx, ERR_CONFLICT, NULL, N_("The policy has changed since this was proposed."), NULL);
	}
	for (i = 0; rc == ERR_OK && i < changes.n; i++)
		rc = q_policy_rule_add(cx, changes.at[i].role, capability_name(changes.at[i].capability), changes.at[i].allowed,
			BLOB(p->ref.at, REF_SIZE), cx->act);
	return rc;
}

int policy_history(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_policy_rule_history h;
	(void)in;
	int rc = q_policy_rule_history(cx, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_policy_rule_history_next(&rows, &h)) {
		out_row(out);
		out_number(out, F_AT, h.at);
		out_text(out, F_CHANGE, arena_printf(cx->arena, "%s:%s:%s", code_name(cx->profile, L_ROLE, h.role),
			h.capability, h.allowed != 0 ? "yes" : "no"));
		out_blob_ref(out, F_PROPOSAL, h.proposal);
	}
	return rows_end(&rows);
}
