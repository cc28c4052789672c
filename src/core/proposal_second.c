/* Who may be the second person of a proposal. */
#include "core/account.h"
#include "core/fact.h"
#include "core/grow.h"
#include "core/policy.h"
#include "core/proposal.h"
#include "core/realm.h"
#include "db/queries.h"
#include "op/profile.h"

enum place { /* where a second person is looked for */
	PLACE__NONE,
	PLACE_ELSEWHERE, /* in any other organisation than the one that asks */
	PLACE_OUTSIDE,   /* the same, but never for an account of an organisation that keeps itself (realm.h) */
	PLACE_SUBJECT,   /* in the organisation of the account it is about, where that is not the one that asks */
	PLACE_INSIDE,    /* in that organisation, where it keeps itself */
	PLACE_WORKS,     /* in an organisation that works with the persons it is about */
};

enum { WAYS = 4 };

#define OF_ACCOUNTS \
	{{PLACE_SUBJECT, CAN_LEAD}, {PLACE_INSIDE, CAN_ADMINISTER}, {PLACE_INSIDE, CAN_LEAD}, {PLACE_OUTSIDE, CAN_ADMINISTER}}

static const struct kind {
	struct way { /* any one of them is enough; those nearest come first, and are told first */
		enum place place;
		enum capability can;
	} ways[WAYS];
	enum op_id op; /* of a proposal about a person: whoever the law forbids that does not agree to it either */
} kinds[] = {
	[PROPOSAL_ROLE] = {OF_ACCOUNTS, OP__MAX},
	[PROPOSAL_POLICY] = {{{PLACE_ELSEWHERE, CAN_ADMINISTER}, {PLACE_ELSEWHERE, CAN_OVERSEE}}, OP__MAX},
	[PROPOSAL_MERGE] = {{{PLACE_WORKS, CAN_WORK}}, OP_likeness_decide},
	[PROPOSAL_ERASE] = {{{PLACE_WORKS, CAN_WORK}}, OP_person_erase},
	[PROPOSAL_RESET] = {OF_ACCOUNTS, OP__MAX},
	[PROPOSAL_UNBLOCK] = {{{PLACE_WORKS, CAN_WORK}}, OP_block_lift},
};

struct asked { /* what is asked of every account that is looked at */
	const struct proposal *p;
	struct policy policy;
	int64_t home; /* organisation of the account it is about, else the one that asks */
	bool inside;  /* it keeps itself */
};

static int asked_begin(struct cx *cx, const struct proposal *p, struct asked *ret) {
	struct row_account_get account;
	struct row_org_by_id org;
	struct asked a = {.p = p, .home = p->org};
	int rc = policy_in_force(cx, &a.policy);
	if (rc == ERR_OK && p->subject != 0)
		rc = q_account_get(cx, p->subject, &account);
	if (rc == ERR_OK && p->subject != 0)
		a.home = account.org;
	if (rc == ERR_OK)
		rc = q_org_by_id(cx, a.home, &org);
	if (rc != ERR_OK)
		return rc;
	a.inside = realm_independent(cx, org.kind);
	*ret = a;
	return ERR_OK;
}

/* Whether an organisation works with a person (0: nobody, so it does). */
static int works(struct cx *cx, int64_t person, int64_t org, bool *ret_works) {
	struct row_relation_kinds row;
	int rc = person == 0 ? ERR_NOTFOUND : q_relation_kinds(cx, person, org, &row);
	*ret_works = person == 0 || (rc == ERR_OK && (row.kinds & REL_WORKS) != 0);
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

static int stands_at(struct cx *cx, const struct asked *a, enum place place, const struct actor *who, bool *ret_stands) {
	bool other = who->org != a->p->org, at_home = who->org == a->home, both = false;
	int rc = ERR_OK;
	switch (place) {
	case PLACE_ELSEWHERE:
		*ret_stands = other;
		break;
	case PLACE_OUTSIDE:
		*ret_stands = other && !a->inside;
		break;
	case PLACE_SUBJECT:
		*ret_stands = at_home && other && !a->inside;
		break;
	case PLACE_INSIDE:
		*ret_stands = at_home && a->inside;
		break;
	case PLACE_WORKS:
		rc = works(cx, a->p->person, who->org, ret_stands);
		if (rc == ERR_OK)
			rc = works(cx, a->p->other, who->org, &both);
		*ret_stands = *ret_stands && both;
		break;
	default:
		*ret_stands = false;
	}
	return rc;
}

/* Whether the file of a person is closed to them. */
static int shut_to(struct cx *cx, int64_t person, const struct actor *who, bool *ret_shut) {
	struct row_block_has row = {0};
	if (person == 0)
		return ERR_OK;
	int rc = q_block_has(cx, person, who->org, who->unit, who->user, &row);
	*ret_shut = *ret_shut || (rc == ERR_OK && row.n > 0);
	return rc;
}

static int may(struct cx *cx, const struct asked *a, const struct actor *who, bool *ret_may) {
	const struct kind *kind = &kinds[a->p->kind];
	uint32_t can = policy_capabilities_at(cx->profile, &a->policy, who->roles, who->org_kind);
	bool stands = false, shut = false;
	int rc = ERR_OK;
	*ret_may = false;
	if (who->user == 0 || who->user == a->p->account || who->user == a->p->subject)
		return ERR_OK;
	if (kind->op != OP__MAX && profile_prohibits(cx->profile, who->org_kind, kind->op) != NULL)
		return ERR_OK;
	for (size_t i = 0; rc == ERR_OK && !stands && i < WAYS; i++)
		if (can >> kind->ways[i].can & 1)
			rc = stands_at(cx, a, kind->ways[i].place, who, &stands);
	if (rc == ERR_OK && stands)
		rc = shut_to(cx, a->p->person, who, &shut);
	if (rc == ERR_OK && stands)
		rc = shut_to(cx, a->p->other, who, &shut);
	*ret_may = rc == ERR_OK && stands && !shut;
	return rc;
}

int proposal_may(struct cx *cx, const struct proposal *p, const struct actor *who, bool *ret_may) {
	struct asked a;
	int rc = asked_begin(cx, p, &a);
	return rc == ERR_OK ? may(cx, &a, who, ret_may) : rc;
}

/* One of each organisation ------------------------------------------------------------------------------------------ */

enum { LOOKED_MOST = 2000 }; /* accounts looked at; whoever comes later is not told, and may agree all the same */

struct candidates {
	struct candidate {
		int64_t id, org;
	} *at;
	size_t n;
};

#define READ_ALL(query, ...) \
	do { \
		struct rows rows; \
		struct row_##query each; \
		int read = q_##query(cx, __VA_ARGS__, &rows); \
		if (read != ERR_OK) \
			return read; \
		while (ret->n < LOOKED_MOST && q_##query##_next(&rows, &each)) { \
			ret->at = grow(cx->arena, ret->at, ret->n, sizeof *ret->at); \
			ret->at[ret->n++] = (struct candidate){each.id, each.org}; \
		} \
		return rows_end(&rows); \
	} while (0)

static int of_role(struct cx *cx, int role, struct candidates *ret) {
	READ_ALL(account_of_role, role);
}

static int of_org(struct cx *cx, int64_t org, struct candidates *ret) {
	READ_ALL(account_of_org, org);
}

static int of_person(struct cx *cx, int64_t person, struct candidates *ret) {
	READ_ALL(account_of_person, person);
}

/* Nobody who could stand at the place with that capability is missing; others may be among them. */
static int look_at(struct cx *cx, const struct asked *a, const struct way *way, struct candidates *ret) {
	int rc = ERR_OK;
	switch (way->place) {
	case PLACE_ELSEWHERE:
	case PLACE_OUTSIDE:
		for (int role = 0; rc == ERR_OK && role < POLICY_ROLES; role++)
			if (a->policy.can[role] >> way->can & 1)
				rc = of_role(cx, role, ret);
		return rc;
	case PLACE_SUBJECT:
	case PLACE_INSIDE:
		return of_org(cx, a->home, ret);
	case PLACE_WORKS:
		return of_person(cx, a->p->person, ret);
	default:
		return ERR_OK;
	}
}

static bool found(const struct orgs *orgs, int64_t org) {
	for (size_t i = 0; i < orgs->n; i++)
		if (orgs->at[i] == org)
			return true;
	return false;
}

/* The organisations that are not there already and in which one of them may. */
static int keep(struct cx *cx, const struct asked *a, const struct candidates *some, struct orgs *orgs) {
	int rc = ERR_OK;
	for (size_t i = 0; rc == ERR_OK && i < some->n && orgs->n < ORGS_MOST; i++) {
		struct account account;
		bool yes = false;
		if (found(orgs, some->at[i].org))
			continue;
		rc = account_by_id(cx, some->at[i].id, &account);
		struct actor who = rc == ERR_OK ? account_actor(&account) : (struct actor){0};
		if (rc == ERR_OK)
			rc = may(cx, a, &who, &yes);
		if (rc == ERR_OK && yes)
			orgs->at[orgs->n++] = who.org;
	}
	return rc;
}

int proposal_nearest(struct cx *cx, const struct proposal *p, struct orgs *ret_orgs) {
	struct orgs orgs = {0};
	struct asked a;
	int rc = asked_begin(cx, p, &a);
	for (size_t i = 0; rc == ERR_OK && i < WAYS; i++) {
		struct candidates some = {0};
		rc = look_at(cx, &a, &kinds[p->kind].ways[i], &some);
		if (rc == ERR_OK)
			rc = keep(cx, &a, &some, &orgs);
	}
	if (rc == ERR_OK)
		*ret_orgs = orgs;
	return rc;
}
