#include "keeper/gate.h"

#include "core/closed.h"
#include "core/complaint.h"
#include "core/glass.h"
#include "core/lead.h"
#include "core/policy.h"
#include "core/proposal.h"
#include "core/realm.h"
#include "core/registry.h"
#include "crypt/crypt.h"
#include "db/queries.h"
#include "op/policy.h"
#include "op/profile.h"

struct thing { /* what an operation is about; 0 where there is none */
	int64_t id;
	int64_t person, other; /* persons concerned */
	unsigned held;         /* relations of the caller or its organisation to it */
};

static int64_t or_zero(int64_t id) {
	return id == NONE ? 0 : id;
}

/* Stored relations of the caller's organisation. */
static int kinds_of(struct cx *cx, int64_t person, unsigned *ret_kinds) {
	struct row_relation_kinds row = {0};
	int r = q_relation_kinds(cx, person, cx->actor.org, &row);
	if (r != ERR_OK && r != ERR_NOTFOUND)
		return r;
	*ret_kinds = r == ERR_OK ? (unsigned)row.kinds : 0;
	return ERR_OK;
}

/* Her relations come with all else there is between the account and her (look_at). */
static int find_person(struct cx *cx, struct blob ref, struct thing *ret) {
	struct row_on_person row;
	int r = q_on_person(cx, ref, &row);
	if (r == ERR_OK)
		ret->id = ret->person = row.id;
	return r;
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
	*ret = (struct thing){.id = row.id, .person = or_zero(row.person), .other = or_zero(row.other),
		.held = row.org == cx->actor.org ? REL_OWNER : 0};
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

static int find_user(struct cx *cx, struct blob ref, struct thing *ret) {
	struct row_on_user row;
	bool administers = false;
	int r = q_on_user(cx, ref, &row);
	if (r == ERR_OK)
		r = realm_administers(cx, row.org, &administers);
	if (r == ERR_OK)
		*ret = (struct thing){.id = row.id, .held = administers ? REL_ADMINISTERS : 0};
	return r;
}

static int find_proposal(struct cx *cx, struct blob ref, struct thing *ret) {
	struct row_on_proposal row;
	unsigned held = 0;
	int r = q_on_proposal(cx, ref, &row);
	if (r == ERR_OK)
		r = proposal_relation(cx, row.id, &held);
	if (r == ERR_OK)
		*ret = (struct thing){.id = row.id, .person = or_zero(row.person), .other = or_zero(row.other), .held = held};
	return r;
}

static int find_complaint(struct cx *cx, struct blob ref, struct thing *ret) {
	struct row_on_complaint row;
	unsigned held = 0;
	int r = q_on_complaint(cx, ref, &row);
	if (r == ERR_OK)
		r = complaint_relation(cx, row.id, &held);
	if (r == ERR_OK)
		*ret = (struct thing){.id = row.id, .held = held};
	return r;
}

static int find_glass(struct cx *cx, struct blob ref, struct thing *ret) {
	struct row_on_glass row;
	int r = q_on_glass(cx, ref, &row);
	if (r != ERR_OK)
		return r;
	bool reviews = glass_reviews(cx, row.account, row.org, or_zero(row.unit), row.units > 0);
	*ret = (struct thing){.id = row.id, .person = row.person, .held = reviews ? REL_REVIEWER : 0};
	return ERR_OK;
}

static int find_lead(struct cx *cx, struct blob ref, struct thing *ret) {
	struct row_on_lead row;
	int r = q_on_lead(cx, ref, &row);
	if (r == ERR_OK)
		*ret = (struct thing){.id = row.id, .held = lead_held(cx, row.desk, row.state, row.org)};
	return r;
}

static int find_call(struct cx *cx, struct blob ref, struct thing *ret) {
	struct row_on_call row;
	int r = q_on_call(cx, ref, &row);
	if (r == ERR_OK)
		*ret = (struct thing){.id = row.id, .held = row.org == cx->actor.org ? REL_OWNER : 0};
	return r;
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
	{F_USER, find_user},
	{F_PROPOSAL, find_proposal},
	{F_COMPLAINT, find_complaint},
	{F_GLASS, find_glass},
	{F_LEAD, find_lead},
	{F_CALL, find_call},
};

static int find(struct cx *cx, const struct in *in, struct thing *ret) {
	for (size_t i = 0; i < sizeof finders / sizeof *finders; i++)
		if (finders[i].field == in->op->on.field)
			return finders[i].find(cx, BLOB(in_ref(in, finders[i].field)->at, REF_SIZE), ret);
	return bug_if(cx, "a row's ON names a field the gate cannot find");
}

/* What stands between the caller and one person. Nobody (0) costs the same as somebody. */
static int look_at(struct cx *cx, int64_t person, struct facts *f, struct row_gate_person *ret_row) {
	int r = q_gate_person(cx, person, cx->actor.org, cx->actor.unit, cx->actor.user, cx->now, ret_row);
	if (r != ERR_OK)
		return r;
	enum audit_verdict verdict = closed_verdict(ret_row->why);
	f->admitted = f->admitted && verdict != AUDIT_BLOCKED;
	f->impartial = f->impartial && verdict != AUDIT_CONFLICT;
	return ERR_OK;
}

/* The thing itself, and all persons concerned. */
static int look(struct cx *cx, struct in *in, struct facts *f, int64_t *ret_other) {
	struct thing thing = {0};
	struct row_gate_person row, other;
	int found = find(cx, in, &thing);
	if (found != ERR_OK && found != ERR_NOTFOUND)
		return found;
	f->admitted = f->impartial = true;
	int r = look_at(cx, thing.person, f, &row);
	if (r == ERR_OK && thing.other != 0)
		r = look_at(cx, thing.other, f, &other);
	if (r != ERR_OK)
		return r;
	if (thing.other != 0 && (other.use == NONE || other.use == USE_EMERGENCY)) /* a pair is open when both files are */
		row.use = NONE;
	f->found = found == ERR_OK;
	f->held = thing.held;
	f->use = (int)or_zero(row.use);
	if (in->op->on.field == F_PERSON)
		f->held |= (unsigned)or_zero(row.kinds) | (row.glass > 0 ? REL_GLASS : 0);
	in->object = thing.id;
	in->person = thing.person;
	*ret_other = thing.other;
	return ERR_OK;
}

/* Figures name nobody, and whoever can read the keys could count for himself. */
static bool is_figure_read(const struct op *op) {
	return op->on.scope == SCOPE_NATIONAL && op->audit != AUDIT_WRITE;
}

/* What an organisation's lists need: nothing that somebody answers for by name, and nothing that is sealed. */
static bool is_of_lists(const struct op *op) {
	bool keeps = op->capability == CAN_IMPORT || op->capability == CAN_DELIVER || op->capability == CAN_KEEP_REGISTERS;
	return op->audit == AUDIT_WRITE ? keeps : op->audit == AUDIT_NOTE && op->capability != CAN_ENROL;
}

/* At the machine without an account one may make the first accounts, read figures and the policy; for an organisation,
   bring its lists in and see what came of them. It is logged as the operator's. */
static bool is_left_to_machine(const struct cx *cx, const struct op *op) {
	switch ((enum op_id)(op - ops)) {
	case OP_org_create:
	case OP_unit_create:
	case OP_user_create:
	case OP_policy_read:
	case OP_policy_history:
	case OP_policy_why:
	case OP_form_add:
	case OP_form_list:
	case OP_form_read:
	case OP_form_end:
		return cx->actor.org == 0;
	default:
		return cx->actor.org == 0 ? is_figure_read(op) : is_of_lists(op);
	}
}

static enum level level_of(const struct actor *a) {
	if (a->user == 0)
		return a->operator ? LEVEL_MACHINE : LEVEL_NOBODY;
	return a->keyed ? LEVEL_KEY : a->half ? LEVEL_HALF : LEVEL_FULL;
}

/* Whoever is at the machine could read the keys; half a session has just given a password; in a demonstration nobody is
   real. */
static int is_fresh(struct cx *cx, bool *ret_fresh) {
	struct registry registry;
	*ret_fresh = cx->actor.operator || cx->actor.half || cx->actor.fresh > cx->now;
	if (*ret_fresh)
		return ERR_OK;
	int r = registry_read(cx, &registry);
	if (r == ERR_OK)
		*ret_fresh = registry.demonstration;
	return r;
}

/* All that can be said without looking for the thing. */
static int know_caller(struct cx *cx, const struct op *op, struct facts *ret_facts, uint8_t ret_policy[HASH_SIZE]) {
	const struct actor *a = &cx->actor;
	struct policy policy;
	struct facts f = {.capability = op->capability, .scope = op->on.scope, .relations = op->on.relations,
		.asks_fresh = op->fresh, .asks_opened = op->opened, .level = level_of(a), .machine = is_left_to_machine(cx, op), .keyed = op->keyed,
		.org = a->org != 0, .permitted = profile_prohibits(cx->profile, a->org_kind, (enum op_id)(op - ops)) == NULL};
	int r = policy_in_force(cx, &policy);
	if (r != ERR_OK)
		return r;
	crypt_hash(ret_policy, "policy", BLOB(&policy, sizeof policy));
	f.can = policy_capabilities(&policy, a->roles);
	f.can_here = policy_capabilities_at(cx->profile, &policy, a->roles, a->org_kind);
	if (op->fresh)
		r = is_fresh(cx, &f.fresh);
	if (r == ERR_OK)
		*ret_facts = f;
	return r;
}

int gate_facts(struct cx *cx, struct in *in, struct facts *ret_facts) {
	int64_t other;
	uint8_t policy[HASH_SIZE];
	int r = know_caller(cx, in->op, ret_facts, policy);
	return r == ERR_OK && in->op->on.scope == SCOPE_THING ? look(cx, in, ret_facts, &other) : r;
}

enum audit_verdict gate_verdict(enum gate_step step) {
	switch (step) {
	case GATE_LEVEL:
	case GATE_ROLE:
	case GATE_KIND:
	case GATE_ORG:
	case GATE_PROHIBITION: return AUDIT_DENIED;
	case GATE_FRESH: return AUDIT_STALE;
	case GATE_THING:
	case GATE_RELATION: return AUDIT_HIDDEN;
	case GATE_CLOSED: return AUDIT_BLOCKED;
	case GATE_CONFLICT: return AUDIT_CONFLICT;
	case GATE_OPENED: return AUDIT_UNOPENED;
	case GATE_PASSED: break;
	}
	return AUDIT_ALLOWED;
}

static const char *say_level(const struct cx *cx, const struct op *op) {
	if (op->capability == CAN_SEND)
		return N_("Only a telephone does this, with a key of its own.");
	switch (level_of(&cx->actor)) {
	case LEVEL_NOBODY: return N_("Sign in first.");
	case LEVEL_HALF: return N_("Finish signing in first.");
	case LEVEL_FULL: return N_("You are signed in already.");
	case LEVEL_KEY: return N_("A telephone's key does not reach this: sign in.");
	default: return N_("Say on whose behalf, with --as.");
	}
}

const char *gate_say(const struct cx *cx, const struct op *op, enum gate_step step) {
	const json_t *why = profile_prohibits(cx->profile, cx->actor.org_kind, (enum op_id)(op - ops));
	switch (step) {
	case GATE_LEVEL: return say_level(cx, op);
	case GATE_PROHIBITION: return why == NULL ? err_kinds[ERR_DENIED].say : profile_say(why, "en");
	case GATE_FRESH: return N_("Prove again who you are.");
	case GATE_OPENED: return N_("Open the file first: say what for.");
	case GATE_THING:
	case GATE_CLOSED:
	case GATE_CONFLICT:
	case GATE_RELATION: return err_kinds[ERR_NOTFOUND].say;
	default: return err_kinds[ERR_DENIED].say;
	}
}

static int refuse(struct cx *cx, const struct op *op, enum gate_step step) {
	const char *field = step == GATE_FRESH ? "fresh" : step == GATE_OPENED ? "opened" : NULL;
	bool hidden = step >= GATE_THING && step <= GATE_RELATION;
	return err_say(cx, hidden ? ERR_NOTFOUND : ERR_DENIED, field, gate_say(cx, op, step), NULL);
}

int gate_pass(struct cx *cx, struct in *in, struct gate_said *ret_said) {
	struct facts f = {0};
	*ret_said = (struct gate_said){.verdict = AUDIT_FAILED};
	int r = know_caller(cx, in->op, &f, ret_said->policy);
	enum gate_step step = r == ERR_OK ? decide(&f) : GATE_LEVEL;
	if (r == ERR_OK && step == GATE_THING) { /* nothing but the thing is missing */
		r = look(cx, in, &f, &ret_said->other);
		step = decide(&f);
	}
	if (r != ERR_OK)
		return r;
	ret_said->verdict = gate_verdict(step);
	ret_said->use = f.use;
	return step == GATE_PASSED ? ERR_OK : refuse(cx, in->op, step);
}
