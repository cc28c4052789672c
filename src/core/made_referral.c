/* Referrals as records: what became of each, how long it took, and whether in time. */
#include "core/made.h"
#include "db/queries.h"
#include "op/profile.h"

/* What it was by then. One that was accepted and given back is not one that helped. */
static int state_of(const struct row_made_referrals *r) {
	if (r->ended != NONE)
		return r->end_decline != NONE ? REFERRAL_RETURNED : REFERRAL_WITHDRAWN;
	return r->answer != NONE ? (int)r->answer : REFERRAL_OPEN;
}

static bool was_answered(const struct row_made_referrals *r) {
	return r->answer == REFERRAL_ACCEPTED || r->answer == REFERRAL_DECLINED;
}

static int64_t decline_of(const struct row_made_referrals *r) {
	return r->ended != NONE ? r->end_decline : r->answer == REFERRAL_DECLINED ? r->decline : NONE;
}

static void times_add(struct making *m, const struct row_made_referrals *r) {
	int64_t now = m->made->now;
	if (was_answered(r)) {
		int32_t days = day_of(r->answered_at) - r->happened;
		made_add(m, REFERRAL_F_ANSWER_DAYS, days < 0 ? 0 : days);
		made_yes(m, REFERRAL_F_LATE, r->answered_at > r->due_at);
	} else if (r->answer == NONE) {
		made_add(m, REFERRAL_F_OPEN_DAYS, day_of(now) < r->happened ? 0 : day_of(now) - r->happened);
		made_yes(m, REFERRAL_F_LATE, now > r->due_at);
	}
}

static void needs_add(struct making *m, struct rows *needs, struct row_made_referral_needs *next, bool *more,
	int64_t id) {
	for (; *more && next->referral == id; *more = q_made_referral_needs_next(needs, next))
		made_add(m, REFERRAL_F_NEED, next->need);
}

static void one_make(struct making *m, const struct row_made_referrals *r) {
	const struct made *made = m->made;
	made_begin(m, &(struct ledger_row){.id = r->id, .org = r->org, .happened = r->happened}, r->ref, r->at, r->precision);
	made_add(m, REFERRAL_F_STATE, state_of(r));
	made_add(m, REFERRAL_F_DECLINE, decline_of(r));
	made_add(m, REFERRAL_F_PURPOSE, r->purpose);
	made_add(m, REFERRAL_F_RECEIVER_KIND, body_of(made->bodies, r->receiver)->kind);
	made_yes(m, REFERRAL_F_DANGER, r->danger == 1);
	if (body_of(made->bodies, r->receiver)->region != 0)
		made_add(m, REFERRAL_F_RECEIVER_REGION, body_of(made->bodies, r->receiver)->region);
	times_add(m, r);
}

int made_referrals(struct making *m) {
	const struct made *made = m->made;
	struct rows rows, needs;
	struct row_made_referrals r;
	struct row_made_referral_needs need;
	int rc = q_made_referrals(made->cx, made_first(made), made_last(made), made->act, &rows);
	int other = rc == 0 ? q_made_referral_needs(made->cx, made_first(made), made_last(made), made->act, &needs) : rc;
	bool more = other == 0 && q_made_referral_needs_next(&needs, &need);
	while (other == 0 && q_made_referrals_next(&rows, &r)) {
		one_make(m, &r);
		needs_add(m, &needs, &need, &more, r.id);
		made_end(m, r.person);
	}
	int end = rc == 0 ? rows_end(&needs) : 0;
	rc = rows_end(&rows);
	return rc != 0 ? rc : other != 0 ? other : end;
}
