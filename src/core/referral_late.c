/* A referral that waits too long: who hears of it, and when. The keeper's timer calls this, never a page. */
#include "core/job.h"
#include "core/referral.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/profile.h"

static int tell(struct cx *cx, int64_t org, int64_t referral, int64_t person) {
	struct task t = TASK_NEW(.org = org, .kind = TASK_OVERDUE, .due_at = cx->now);
	t.referral = referral;
	t.person = person;
	return task_add(cx, &t);
}

/* The coordinators of the county where the person was met; where it has none, the first there is. They hear of the
   referral alone. */
static int tell_coordinators(struct cx *cx, int municipality, int64_t referral) {
	const json_t *met = profile_entry(cx->profile, L_MUNICIPALITY, municipality);
	int region = (int)json_integer_value(json_object_get(met, "region"));
	struct rows rows;
	struct row_org_for_region each;
	int rc = q_org_for_region(cx, ORG_COORDINATION, region, &rows);
	for (bool first = true; rc == 0 && q_org_for_region_next(&rows, &each) && (first || each.near == 1); first = false)
		rc = tell(cx, each.id, referral, NONE);
	int end = rows_end(&rows);
	return rc != 0 ? rc : end;
}

/* Half of the time the receiver had, once more. */
static int64_t second_at(const struct row_referral_waiting *r) {
	return r->due_at + (r->due_at - r->sent_at) / 2;
}

static int first_step(struct cx *cx, int64_t referral, const struct row_referral_waiting *r) {
	int rc = tell(cx, r->sender, referral, r->person);
	if (rc == ERR_OK)
		rc = tell_coordinators(cx, r->municipality == NONE ? 0 : (int)r->municipality, referral);
	return rc == ERR_OK ? job_add(cx, JOB_REFERRAL_OVERDUE, second_at(r), referral, r->person) : rc;
}

/* Whoever was asked by name may be away: the work is everybody's now. */
static int second_step(struct cx *cx, int64_t referral, const struct row_referral_waiting *r) {
	int rc = q_referral_task_open(cx, referral, TASK_REFERRAL);
	return rc == ERR_OK ? tell(cx, r->receiver, referral, NONE) : rc;
}

int referral_overdue(struct cx *cx, int64_t referral) {
	struct row_referral_waiting r;
	struct row_referral_overdue_told told = {0};
	int rc = q_referral_waiting(cx, referral, &r);
	if (rc != ERR_OK || r.state != REFERRAL_OPEN)
		return rc;
	rc = q_referral_overdue_told(cx, referral, TASK_OVERDUE, &told);
	if (rc != ERR_OK)
		return rc;
	return told.n == 0 ? first_step(cx, referral, &r) : second_step(cx, referral, &r);
}
