/*
 * why.c - why an account may or may not do something: the gate's own questions, asked for somebody else.
 *
 * Nothing is done and nobody is told. Whoever asks by an account hears about a thing no more than the account asked
 * about would: that there is nothing, whether the file is closed, hidden or of somebody it knows. An operator at the
 * machine, who could read the store, hears every question. Freshness is answered as if the account had just proved who
 * it is: that is a matter of a session, not of a right.
 */
#include "base/str.h"
#include "core/account.h"
#include "core/operations.h"
#include "keeper/gate.h"

static const char *const names[GATE_PASSED] = {
	[GATE_LEVEL] = "session", [GATE_ROLE] = "role", [GATE_KIND] = "organisation_kind", [GATE_ORG] = "organisation",
	[GATE_PROHIBITION] = "prohibition", [GATE_FRESH] = "fresh", [GATE_THING] = "thing", [GATE_CLOSED] = "closed",
	[GATE_CONFLICT] = "conflict", [GATE_RELATION] = "relation", [GATE_OPENED] = "opened",
};

static int subject_take(struct cx *cx, const struct in *in, const struct op *op, struct value *ret_value) {
	if (op->on.scope != SCOPE_THING)
		return ERR_OK;
	const char *text = in_has(in, F_SUBJECT) ? in_text(in, F_SUBJECT) : "";
	return bad_if(cx, !hex_get(ret_value->ref.at, REF_SIZE, text) || strlen(text) != 2 * (size_t)REF_SIZE, "subject",
		N_("This operation is about a thing: give its reference."), NULL);
}

/* The facts as the gate would find them for that account. */
static int facts_of(struct cx *cx, const struct account *a, struct in *asked, struct facts *ret_facts) {
	struct actor self = cx->actor;
	cx->actor = account_actor(a);
	cx->actor.fresh = INT64_MAX;
	int rc = gate_facts(cx, asked, ret_facts);
	cx->actor = self;
	return rc;
}

static void step_put(struct out *out, const char *name, bool allowed, const char *rule) {
	out_row(out);
	out_text(out, F_STEP_NAME, name);
	out_number(out, F_ALLOWED, allowed);
	if (rule != NULL)
		out_text(out, F_RULE, rule);
}

static bool is_of_thing(enum gate_step step) {
	return step >= GATE_THING && step <= GATE_RELATION;
}

/* What stands between an account and a thing is one question to whoever asks by an account. */
static void steps_put(const struct cx *cx, const struct account *a, const struct op *op, const struct facts *f,
	bool all, struct out *out) {
	struct cx as = *cx; /* the sentences are about that account's organisation */
	as.actor = account_actor(a);
	for (enum gate_step step = GATE_LEVEL; step < GATE_PASSED; step++) {
		bool yes = decide_step(f, step), of_thing = is_of_thing(step);
		if ((of_thing || step == GATE_OPENED) && op->on.scope != SCOPE_THING)
			continue;
		if (of_thing && !all) {
			if (step != GATE_THING)
				continue;
			yes = f->found && f->admitted && f->impartial && decide_step(f, GATE_RELATION);
		}
		step_put(out, names[step], yes, yes && !(step == GATE_FRESH && op->fresh) ? NULL : gate_say(&as, op, step));
		if (!yes && step == GATE_THING)
			break;
	}
}

int policy_why(struct cx *cx, const struct in *in, struct out *out) {
	bool all = cx->actor.operator && cx->actor.user == 0;
	struct account a;
	struct facts f;
	struct value subject = {0};
	int id = op_find(in_text(in, F_OPERATION));
	int rc = bad_if(cx, id < 0, "operation", N_("There is no such operation."), in_text(in, F_OPERATION));
	if (rc == ERR_OK)
		rc = account_by_login(cx, in_text(in, F_LOGIN), &a);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_INVALID, "login", N_("There is no account with that sign-in name."), NULL);
	if (rc == ERR_OK)
		rc = subject_take(cx, in, &ops[id], &subject);
	if (rc != ERR_OK)
		return rc;
	struct in_field about = {.id = (enum field_id)ops[id].on.field, .n = 1, .values = &subject};
	struct in asked = {.op = &ops[id], .n = ops[id].on.scope == SCOPE_THING, .fields = &about};
	rc = facts_of(cx, &a, &asked, &f);
	if (rc != ERR_OK)
		return rc;
	enum gate_step step = decide(&f);
	out_code(out, F_VERDICT, (int)gate_verdict(!all && is_of_thing(step) ? GATE_THING : step));
	steps_put(cx, &a, &ops[id], &f, all, out);
	return ERR_OK;
}
