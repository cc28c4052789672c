/* How a referral that was accepted ends, and what ends with it. */
#include "core/clock.h"
#include "core/place.h"
#include "core/projection.h"
#include "core/referral.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/profile.h"

/* Where nothing else asks its receiver for a decision, it owes none. */
static int decision_over(struct cx *cx, const struct fact *f, int64_t referral) {
	struct row_referral_get r;
	struct row_decision_asked asked;
	int rc = q_referral_get(cx, referral, &r);
	if (rc != ERR_OK || r.purpose != PURPOSE_DECISION)
		return rc;
	rc = q_decision_asked(cx, f->person, r.receiver, PURPOSE_DECISION, REFERRAL_ACCEPTED, TASK_DECISION, &asked);
	return rc == ERR_NOTFOUND ? clock_asked_no_more(cx, f, r.receiver) : rc;
}

int referral_over(struct cx *cx, const struct fact *f, int64_t referral, int64_t decline) {
	int rc = q_referral_end_add(cx, FACT_HEAD(f), referral, cx->now, decline);
	if (rc == ERR_OK)
		rc = q_referral_task_close(cx, referral, TASK_DECISION);
	if (rc == ERR_OK)
		rc = q_referral_task_close(cx, referral, TASK_ACCEPTED);
	if (rc == ERR_OK)
		rc = q_referral_note_drop(cx, referral, FACT_REFERRAL);
	if (rc == ERR_OK)
		rc = project_referral(cx, referral);
	return rc == ERR_OK ? decision_over(cx, f, referral) : rc;
}

int referral_stay_over(struct cx *cx, const struct fact *f, int64_t org) {
	struct row_relation_kinds relation = {0};
	struct row_consent_stay stay;
	int rc = q_relation_kinds(cx, f->person, org, &relation);
	if (rc != ERR_OK && rc != ERR_NOTFOUND)
		return rc;
	if ((relation.kinds & REL_WORKS) != 0)
		return ERR_OK;
	rc = q_consent_stay(cx, f->person, org, &stay);
	if (rc == ERR_NOTFOUND)
		return ERR_OK;
	if (rc == ERR_OK)
		rc = q_placement_end_add(cx, FACT_HEAD(f), stay.id);
	if (rc == ERR_OK)
		rc = project_place(cx, stay.place);
	if (rc == ERR_OK)
		rc = project_person(cx, f->person);
	return rc == ERR_OK ? place_room_tell(cx, stay.place) : rc;
}

int referral_stop_ask(struct cx *cx, int64_t receiver, int64_t referral) {
	int64_t due = cx->now + profile_rule(cx->profile, "withdrawn_hours") * HOUR;
	return task_add(cx, &TASK_NEW(.org = receiver, .kind = TASK_WITHDRAWN, .due_at = due, .referral = referral));
}
