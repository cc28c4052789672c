/* What a consent that holds opens, and to whom. */
#include "base/str.h"
#include "core/consent.h"
#include "db/queries.h"
#include "op/profile.h"

enum { SHARES = 1 << SHARE_IDENTITY | 1 << SHARE_CONTACT | 1 << SHARE_NEEDS | 1 << SHARE_STORY | 1 << SHARE_HEALTH };

bool consent_not_needed(const struct cx *cx, int age) {
	return profile_rule(cx->profile, "child_without_consent") != 0
		&& (age == AGE_UNDER_12 || age == AGE_12_17 || age == AGE_UNKNOWN);
}

int consent_age(struct cx *cx, int64_t person, int *ret_age) {
	struct row_referral_person who = {.age = AGE_UNKNOWN};
	int rc = q_referral_person(cx, person, &who);
	if (rc == ERR_NOTFOUND) { /* every sign of her was taken back */
		who.age = AGE_UNKNOWN;
		rc = ERR_OK;
	}
	if (rc == ERR_OK)
		*ret_age = who.age;
	return rc;
}

static bool holds(const struct cx *cx, int state, int64_t expires) {
	return state == CONSENT_GIVEN && (expires == NONE || expires >= day_of(cx->now));
}

int consent_holds(struct cx *cx, int64_t person, int64_t recipient, int purpose, bool *ret_holds) {
	struct row_consent_standing said;
	int age = 0, rc = consent_age(cx, person, &age);
	if (rc != ERR_OK)
		return rc;
	if (consent_not_needed(cx, age)) {
		*ret_holds = true;
		return ERR_OK;
	}
	rc = q_consent_standing(cx, person, recipient, purpose, &said);
	if (rc != ERR_OK && rc != ERR_NOTFOUND)
		return rc;
	*ret_holds = rc == ERR_OK && holds(cx, said.state, said.expires);
	return ERR_OK;
}

/* A referral that was accepted without a word of hers, when she counted as a child, goes on until she says one. */
static unsigned shares_of(const struct cx *cx, const struct row_consent_behind *b) {
	if (b->state == NONE)
		return b->referral_state == REFERRAL_ACCEPTED ? SHARES : 0;
	if (!holds(cx, (int)b->state, b->expires))
		return 0;
	return b->scope == NONE ? SHARES : (unsigned)b->scope & SHARES;
}

int consent_shares(struct cx *cx, int64_t person, int64_t org, unsigned *ret_shares) {
	struct row_relation_kinds relation = {0};
	struct row_consent_behind each;
	struct rows rows;
	unsigned shares = 0;
	int age = 0, rc = q_relation_kinds(cx, person, org, &relation);
	if (rc == ERR_NOTFOUND) {
		*ret_shares = 0;
		return ERR_OK;
	}
	if (rc == ERR_OK)
		rc = consent_age(cx, person, &age);
	if (rc == ERR_OK && ((relation.kinds & REL_MET) != 0 || consent_not_needed(cx, age))) {
		*ret_shares = SHARES;
		return ERR_OK;
	}
	if (rc == ERR_OK)
		rc = q_consent_behind(cx, person, org, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_consent_behind_next(&rows, &each))
		shares |= shares_of(cx, &each);
	rc = rows_end(&rows);
	if (rc == ERR_OK)
		*ret_shares = shares;
	return rc;
}

int consent_reads(struct cx *cx, int64_t person, unsigned *ret_shares, bool *ret_emergency) {
	struct row_gate_person gate = {0};
	int rc = q_gate_person(cx, person, cx->actor.org, cx->actor.unit, cx->actor.user, cx->now, &gate);
	if (rc == ERR_OK && ret_emergency != NULL)
		*ret_emergency = gate.glass > 0;
	if (rc == ERR_OK && gate.glass > 0) {
		*ret_shares = SHARES;
		return ERR_OK;
	}
	return rc == ERR_OK ? consent_shares(cx, person, cx->actor.org, ret_shares) : rc;
}

int consent_covers(struct cx *cx, int64_t person, int64_t org, int share, bool *ret_covers) {
	unsigned shares = 0;
	int rc = consent_shares(cx, person, org, &shares);
	if (rc == ERR_OK)
		*ret_covers = (shares >> share & 1) != 0;
	return rc;
}
