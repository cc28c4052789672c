#include "keeper/gate.h"

#include "crypt/crypt.h"
#include "db/queries.h"
#include "op/policy.h"
#include "op/profile.h"

struct thing { /* what an operation is about; 0 where there is none */
	int64_t id;
	int64_t person, other; /* persons concerned */
	unsigned held;         /* relations of the caller's organisation to it */
};

static int kinds_of(struct cx *cx, int64_t person, unsigned *ret_kinds) {
	struct row_relation_kinds row = {0};
	int r = q_relation_kinds(cx, person, cx->actor.org, &row);
	if (r != ERR_OK && r != ERR_NOTFOUND)
		return r;
	*ret_kinds = r == ERR_OK ? (unsigned)row.kinds : 0;
	return ERR_OK;
}

static int find_person(struct cx *cx, struct blob ref, struct thing *ret) {
	struct row_on_person row;
	int r = q_on_person(cx, ref, &row);
	if (r != ERR_OK)
		return r;
	ret->id = ret->person = row.id;
	return kinds_of(cx, row.id, &ret->held);
}

static int find_referral(struct cx *cx, struct blob ref, struct thing *ret) {
	struct row_on_referral row;
	int r = q_on_referral(cx, ref, &row);
	if (r != ERR_OK)
		return r;
	*ret = (struct thing){.id = row.id, .person = row.person};
	if (row.sender == cx->actor.org)
		ret->held |= REL_SENDER;
	if (row.receiver == cx->actor.org)
		ret->held |= REL_RECEIVER;
	return ERR_OK;
}

static int find_place(struct cx *cx, struct blob ref, struct thing *ret) {
	struct row_on_place row;
	int r = q_on_place(cx, ref, &row);
	if (r != ERR_OK)
		return r;
	*ret = (struct thing){.id = row.id, .held = row.org == cx->actor.org ? REL_OPERATOR : 0};
	return ERR_OK;
}

static int find_task(struct cx *cx, struct blob ref, struct thing *ret) {
	struct row_on_task row;
	int r = q_on_task(cx, ref, &row);
	if (r != ERR_OK)
		return r;
	*ret = (struct thing){.id = row.id, .person = row.person == NONE ? 0 : row.person,
		.other = row.other == NONE ? 0 : row.other, .held = row.org == cx->actor.org ? REL_OWNER : 0};
	return ERR_OK;
}

/* Whoever works with both persons may compare their records. */
static int find_likeness(struct cx *cx, struct blob ref, struct thing *ret) {
	struct row_on_likeness row;
	unsigned one = 0, two = 0;
	int r = q_on_likeness(cx, ref, &row);
	if (r == ERR_OK)
		r = kinds_of(cx, row.person, &one);
	if (r == ERR_OK)
		r = kinds_of(cx, row.other, &two);
	if (r != ERR_OK)
		return r;
	*ret = (struct thing){.id = row.id, .person = row.person, .other = row.other,
		.held = (one & REL_WORKS) != 0 && (two & REL_WORKS) != 0 ? REL_OWNER : 0};
	return ERR_OK;
}

static const struct {
	enum field_id field;
	int (*find)(struct cx *cx, struct blob ref, struct thing *ret);
} finders[] = {
	{F_PERSON, find_person},
	{F_REFERRAL, find_referral},
	{F_PLACE, find_place},
	{F_TASK, find_task},
	{F_LIKENESS, find_likeness},
};

static int find(struct cx *cx, const struct in *in, struct thing *ret) {
	for (size_t i = 0; i < sizeof finders / sizeof *finders; i++)
		if (finders[i].field == in->op->on.field)
			return finders[i].find(cx, BLOB(in_ref(in, finders[i].field)->at, REF_SIZE), ret);
	return bug_if(cx, "a row's ON names a field the gate cannot find");
}

/* Whether the person said that the caller's unit, or one the caller may well be of, may never see her file. */
static int blocked(struct cx *cx, int64_t person, bool *ret_blocked) {
	struct row_block_has row = {0};
	if (person == 0)
		return ERR_OK;
	int r = q_block_has(cx, person, cx->actor.org, cx->actor.unit, &row);
	if (r != ERR_OK && r != ERR_NOTFOUND)
		return r;
	*ret_blocked = *ret_blocked || (r == ERR_OK && row.n > 0);
	return ERR_OK;
}

bool gate_operator_reads(const struct cx *cx, const struct op *op) {
	return cx->actor.operator && cx->actor.user == 0 && cx->actor.org == 0 && op->on.scope == SCOPE_NATIONAL
		&& op->audit != AUDIT_WRITE;
}

int gate_role(struct cx *cx, const struct op *op) {
	if (gate_operator_reads(cx, op))
		return ERR_OK;
	uint32_t may = role_capabilities(cx->actor.roles) | (cx->actor.user == 0 ? 0 : 1U << CAN_BE);
	if (may >> op->capability & 1)
		return ERR_OK;
	if (cx->actor.user == 0 && !cx->actor.operator)
		return err_say(cx, ERR_DENIED, NULL, N_("Sign in first."), NULL);
	if (cx->actor.user == 0 && cx->actor.org == 0)
		return err_say(cx, ERR_DENIED, NULL, N_("Say on whose behalf, with --as."), NULL);
	return err_say(cx, ERR_DENIED, NULL, err_kinds[ERR_DENIED].say, NULL);
}

int gate_prohibited(struct cx *cx, const struct op *op) {
	const json_t *why = profile_prohibits(cx->profile, cx->actor.org_kind, (enum op_id)(op - ops));
	return why == NULL ? ERR_OK : err_say(cx, ERR_DENIED, NULL, profile_say(why, "en"), NULL);
}

static int nothing_here(struct cx *cx) {
	return err_say(cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
}

int gate_thing(struct cx *cx, struct in *in, enum audit_verdict *ret_verdict) {
	const struct on *on = &in->op->on;
	struct thing thing = {0};
	bool never = false;

	*ret_verdict = AUDIT_ALLOWED;
	if (on->scope == SCOPE_ORG && cx->actor.org == 0) {
		*ret_verdict = AUDIT_DENIED;
		return err_say(cx, ERR_DENIED, NULL, err_kinds[ERR_DENIED].say, NULL);
	}
	if (on->scope != SCOPE_THING)
		return ERR_OK;
	*ret_verdict = AUDIT_HIDDEN;
	int r = find(cx, in, &thing);
	if (r == ERR_NOTFOUND)
		return nothing_here(cx);
	if (r != ERR_OK)
		return r;
	in->object = thing.id;
	in->person = thing.person;
	r = blocked(cx, thing.person, &never);
	if (r == ERR_OK)
		r = blocked(cx, thing.other, &never);
	if (r != ERR_OK)
		return r;
	if (never) {
		*ret_verdict = AUDIT_BLOCKED;
		return nothing_here(cx);
	}
	if ((thing.held & on->relations) == 0)
		return nothing_here(cx);
	*ret_verdict = AUDIT_ALLOWED;
	return ERR_OK;
}
