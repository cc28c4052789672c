/* Whom a referral asks, by when, and whether it may. */
#include "base/str.h"
#include "core/account.h"
#include "core/consent.h"
#include "core/policy.h"
#include "core/referral.h"
#include "db/queries.h"
#include "op/policy.h"
#include "op/profile.h"
#include "text/name.h"

enum { DUE_DAYS = 31 }; /* longer nobody waits */

int referral_allowed(struct cx *cx, int64_t person, int64_t recipient, int purpose, int64_t basis) {
	bool holds = false;
	int age = 0;
	int rc = consent_holds(cx, person, recipient, purpose, &holds);
	if (rc == ERR_OK && !holds && purpose == PURPOSE_REQUEST && basis == BASIS_LIFE)
		return ERR_OK;
	if (rc == ERR_OK && !holds)
		rc = err_say(cx, ERR_DENIED, fields[F_ORG].name, N_("She has not agreed to this. Ask her first."), NULL);
	if (rc == ERR_OK && basis == BASIS_CHILD) {
		rc = consent_age(cx, person, &age);
		if (rc == ERR_OK)
			rc = bad_if(cx, !consent_not_needed(cx, age), fields[F_BASIS].name,
				N_("By what is written down this is no child. Choose what else it rests on."), NULL);
	}
	return rc;
}

/* Somebody of that name who can answer it. */
static int staff_of_name(struct cx *cx, const char *name, int64_t org, int64_t *ret_account) {
	struct rows rows;
	struct row_referral_staff each;
	int64_t found = 0;
	size_t n = 0;
	const char *key = name_key_sorted(cx->arena, name);
	int rc = q_referral_staff(cx, org, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_referral_staff_next(&rows, &each)) {
		const char *theirs = "";
		rc = account_name_open(cx, each.id, each.ref, each.name, &theirs);
		if (rc != ERR_OK || *key == 0 || !str_equal(name_key_sorted(cx->arena, theirs), key))
			continue;
		found = each.id;
		n++;
	}
	int end = rows_end(&rows);
	if (rc == ERR_OK)
		rc = end;
	if (rc == ERR_OK)
		rc = bad_if(cx, n == 0, fields[F_STAFF_NAME].name,
			N_("Nobody of that name has an account there: ask the desk or the whole organisation."), NULL);
	if (rc == ERR_OK)
		rc = bad_if(cx, n > 1, fields[F_STAFF_NAME].name,
			N_("Several people there have that name: ask the desk or the whole organisation."), NULL);
	if (rc == ERR_OK)
		*ret_account = found;
	return rc;
}

/* -1 is no unit and no account: then only a whole organisation is meant. */
static int closed_to_whom(struct cx *cx, int64_t person, int64_t org, int64_t unit, int64_t account, bool *ret_closed) {
	struct row_block_has row = {0};
	int rc = q_block_has(cx, person, org, unit, account, &row);
	if (rc == ERR_OK)
		*ret_closed = row.n > 0;
	return rc;
}

/* A name alone does not help: whoever is asked must be able to say yes. Whether the person or the colleague stands in
   the way, or the colleague's role, is told to nobody. */
static int staff_open(struct cx *cx, int64_t person, const struct referral_whom *whom) {
	struct policy policy;
	struct account a;
	bool closed = false;
	int rc = account_by_id(cx, whom->account, &a);
	if (rc == ERR_OK)
		rc = policy_in_force(cx, &policy);
	if (rc == ERR_OK)
		rc = closed_to_whom(cx, person, whom->org, a.unit, a.id, &closed);
	if (rc != ERR_OK)
		return rc;
	uint32_t can = policy_capabilities_at(cx->profile, &policy, a.roles, a.org_kind);
	return bad_if(cx, closed || (can >> CAN_RECEIVE & 1) == 0, fields[F_STAFF_NAME].name,
		N_("Whoever has that name there answers no referrals: ask the desk or the whole organisation."), NULL);
}

int referral_whom_open(struct cx *cx, int64_t person, const struct referral_whom *whom) {
	bool closed = false;
	int rc = closed_to_whom(cx, person, whom->org, -1, -1, &closed);
	if (rc == ERR_OK && closed)
		rc = err_say(cx, ERR_DENIED, fields[F_ORG].name,
			N_("The person's file is closed to whom you ask. Choose somebody else."), NULL);
	if (rc == ERR_OK && whom->account != 0)
		return staff_open(cx, person, whom);
	if (rc == ERR_OK && whom->unit != 0)
		rc = closed_to_whom(cx, person, whom->org, whom->unit, -1, &closed);
	if (rc == ERR_OK)
		rc = bad_if(cx, closed, fields[F_UNIT].name,
			N_("Choose another desk for this person, or the whole organisation."), NULL);
	return rc;
}

int referral_whom(struct cx *cx, const struct in *in, struct referral_whom *ret_whom) {
	struct referral_whom w = {0};
	int64_t of = 0;
	int rc = org_of_code(cx, in, F_ORG, &w.org);
	if (rc == ERR_OK)
		rc = bad_if(cx, w.org == cx->actor.org, fields[F_ORG].name,
			N_("This is your own organisation. Choose another."), in_text(in, F_ORG));
	if (rc == ERR_OK)
		rc = bad_if(cx, in_has(in, F_UNIT) && in_has(in, F_STAFF_NAME), fields[F_STAFF_NAME].name,
			N_("Name a desk or somebody there, not both."), NULL);
	if (rc == ERR_OK && in_has(in, F_UNIT)) {
		rc = unit_of_code(cx, in, F_UNIT, &w.unit, &of);
		if (rc == ERR_OK)
			rc = bad_if(cx, of != w.org, fields[F_UNIT].name, N_("This desk belongs to another organisation."),
				in_text(in, F_UNIT));
	}
	if (rc == ERR_OK && in_has(in, F_STAFF_NAME))
		rc = staff_of_name(cx, in_text(in, F_STAFF_NAME), w.org, &w.account);
	if (rc == ERR_OK)
		*ret_whom = w;
	return rc;
}

int referral_due(struct cx *cx, const struct in *in, int64_t *ret_due) {
	bool danger = in_has(in, F_DANGER) && in_number(in, F_DANGER) != 0;
	if (!in_has(in, F_DUE_ON)) {
		*ret_due = cx->now + profile_rule(cx->profile, danger ? "danger_hours" : "referral_hours") * HOUR;
		return ERR_OK;
	}
	int32_t day = in_day(in, F_DUE_ON), today = day_of(cx->now);
	int rc = bad_if(cx, day < today, fields[F_DUE_ON].name, N_("That day has passed."), day_text(cx->arena, day));
	if (rc == ERR_OK)
		rc = bad_if(cx, day > today + DUE_DAYS, fields[F_DUE_ON].name,
			N_("Nobody should wait longer than a month for an answer."), day_text(cx->arena, day));
	if (rc == ERR_OK)
		*ret_due = day_start(day + 1) - MINUTE;
	return rc;
}
