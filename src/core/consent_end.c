/*
 * What ends with a consent: referrals that wait are taken back, accepted ones end, each receiver is asked to confirm
 * that it stopped; all in the transaction of the word that ended it.
 */
#include "core/consent.h"
#include "core/projection.h"
#include "core/referral.h"
#include "core/write.h"
#include "db/queries.h"

enum { FOUND_MAX = 1 << 20 };

static int referral_stop(struct cx *cx, const struct fact *f, const struct row_consent_referrals *r) {
	int rc = r->state == REFERRAL_OPEN ? referral_answer(cx, f, r->id, REFERRAL_WITHDRAWN, NONE)
	                                   : referral_over(cx, f, r->id, NONE);
	return rc == ERR_OK ? referral_stop_ask(cx, r->receiver, r->id) : rc;
}

/* Of a child, and of somebody who may be one, only what nobody has begun: what has begun goes on by the profile's rule. */
int consent_stop(struct cx *cx, const struct fact *f, int64_t recipient, int purpose) {
	struct rows rows;
	struct row_consent_referrals each;
	struct buf found = buf_new(cx->arena, FOUND_MAX); /* ended only after reading */
	int age = 0, rc = consent_age(cx, f->person, &age);
	if (rc == ERR_OK)
		rc = q_consent_referrals(cx, f->person, recipient, purpose, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_consent_referrals_next(&rows, &each))
		if (each.state == REFERRAL_OPEN || !consent_not_needed(cx, age))
			buf_add(&found, &each, sizeof each);
	rc = rows_end(&rows);
	for (size_t at = 0; rc == ERR_OK && at < found.n; at += sizeof each) {
		memcpy(&each, found.at + at, sizeof each);
		rc = referral_stop(cx, f, &each);
	}
	if (rc != ERR_OK || found.n == 0)
		return rc;
	rc = project_relation(cx, f->person);
	return rc == ERR_OK ? referral_stay_over(cx, f, recipient) : rc;
}

int consent_ended(struct cx *cx, int64_t person, int64_t recipient, int purpose) {
	struct row_consent_standing last;
	struct fact f = fact_new(cx, &(struct in){.person = person});
	int rc = q_consent_standing(cx, person, recipient, purpose, &last);
	if (rc == ERR_OK && last.state == CONSENT_GIVEN)
		return ERR_OK;
	return rc == ERR_OK || rc == ERR_NOTFOUND ? consent_stop(cx, &f, recipient, purpose) : rc;
}

int consent_run_out(struct cx *cx, int64_t person) {
	struct rows rows;
	struct row_consent_past each;
	struct buf found = buf_new(cx->arena, FOUND_MAX);
	struct fact f = fact_new(cx, &(struct in){.person = person});
	int rc = q_consent_past(cx, person, day_of(cx->now), &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_consent_past_next(&rows, &each))
		buf_add(&found, &each, sizeof each);
	rc = rows_end(&rows);
	for (size_t at = 0; rc == ERR_OK && at < found.n; at += sizeof each) {
		memcpy(&each, found.at + at, sizeof each);
		f.org = each.org; /* nobody acts: whoever wrote the last day down said that it ends */
		rc = consent_stop(cx, &f, each.recipient, each.purpose);
	}
	return rc;
}
