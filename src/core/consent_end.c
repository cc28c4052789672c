/*
 * What ends with a consent: referrals that wait are taken back, accepted ones end, each receiver is asked to confirm
 * that it stopped; all in the transaction of the word that ended it.
 */
#include "core/consent.h"
#include "core/projection.h"
#include "core/referral.h"
#include "core/task.h"
#include "core/write.h"
#include "db/queries.h"
#include "op/profile.h"

enum { FOUND_MAX = 1 << 20 };

static int confirm_ask(struct cx *cx, const struct row_consent_referrals *r) {
	int64_t due = cx->now + profile_rule(cx->profile, "withdrawn_hours") * HOUR;
	return task_add(cx, &TASK_NEW(.org = r->receiver, .kind = TASK_WITHDRAWN, .due_at = due, .referral = r->id));
}

static int referral_stop(struct cx *cx, const struct fact *f, const struct row_consent_referrals *r) {
	int rc;
	if (r->state == REFERRAL_OPEN) {
		rc = referral_answer(cx, f, r->id, REFERRAL_WITHDRAWN, NONE);
	} else {
		rc = q_referral_end_add(cx, FACT_HEAD(f), r->id, cx->now);
		if (rc == ERR_OK)
			rc = q_referral_task_close(cx, r->id, TASK_DECISION);
		if (rc == ERR_OK)
			rc = q_referral_note_drop(cx, r->id, FACT_REFERRAL);
		if (rc == ERR_OK)
			rc = project_referral(cx, r->id);
	}
	return rc == ERR_OK ? confirm_ask(cx, r) : rc;
}

/* Once an organisation no longer works with her, nobody could say that its bed is free again. */
static int stay_stop(struct cx *cx, const struct fact *f, int64_t recipient) {
	struct row_relation_kinds relation = {0};
	struct row_consent_stay stay;
	int rc = q_relation_kinds(cx, f->person, recipient, &relation);
	if (rc != ERR_OK && rc != ERR_NOTFOUND)
		return rc;
	if ((relation.kinds & REL_WORKS) != 0)
		return ERR_OK;
	rc = q_consent_stay(cx, f->person, recipient, &stay);
	if (rc == ERR_NOTFOUND)
		return ERR_OK;
	if (rc == ERR_OK)
		rc = q_placement_end_add(cx, FACT_HEAD(f), stay.id);
	if (rc == ERR_OK)
		rc = project_place(cx, stay.place);
	return rc == ERR_OK ? project_person(cx, f->person) : rc;
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
	return rc == ERR_OK ? stay_stop(cx, f, recipient) : rc;
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
