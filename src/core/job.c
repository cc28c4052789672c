#include "core/job.h"

#include "base/log.h"
#include "core/alarm.h"
#include "core/proposal.h"
#include "core/consent.h"
#include "core/glass.h"
#include "core/register.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/profile.h"

int job_add(struct cx *cx, enum job_kind kind, int64_t due_at, int64_t referral, int64_t person) {
	return q_job_add(cx, (int)kind, due_at, referral, person, NONE, cx->act);
}

int job_add_entry(struct cx *cx, enum job_kind kind, int64_t due_at, int64_t entry) {
	return q_job_add(cx, (int)kind, due_at, NONE, NONE, entry, cx->act);
}

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

static int referral_overdue(struct cx *cx, int64_t referral) {
	struct row_job_referral r;
	int rc = q_job_referral(cx, referral, &r);
	if (rc != 0 || r.state != REFERRAL_OPEN)
		return rc;
	rc = tell(cx, r.sender, referral, r.person);
	return rc != 0 ? rc : tell_coordinators(cx, r.municipality, referral);
}

static int job_do(struct cx *cx, const struct row_job_due *job) {
	switch (job->kind) {
	case JOB_REFERRAL_OVERDUE:
		return referral_overdue(cx, job->referral);
	case JOB_ENTRY_DUE:
		return entry_remind(cx, job->entry);
	case JOB_CONSENT_PAST:
		return consent_run_out(cx, job->person);
	case JOB_PROPOSAL_LATE:
		return proposal_late(cx);
	case JOB_GLASS_UNREVIEWED:
		return glass_unreviewed(cx, job->glass);
	default:
		return err_bug(cx, "a job of unknown kind", __FILE__, __LINE__);
	}
}

/* Whether a failure tells of the store rather than of the job. */
static bool is_store(int rc) {
	return rc == ERR_BUSY || rc == ERR_IO || rc == ERR_DB;
}

static int job_run(struct cx *cx, const struct row_job_due *job) {
	int rc = db_savepoint(cx);
	if (rc != 0)
		return rc;
	int failed = job_do(cx, job);
	if (is_store(failed))
		return failed;
	rc = failed != 0 ? db_undo(cx) : db_release(cx);
	if (rc != 0)
		return rc;
	if (failed != 0)
		log_error("job.failed", L_INT("job", job->id), L_INT("kind", job->kind), L_STR("error", err_kinds[failed].name));
	return q_job_done(cx, job->id);
}

/* The watch over the log is due by what stands there, and has no row among the jobs. */
static int watch_run(struct cx *cx, int64_t *ran) {
	int64_t due;
	int rc = alarm_due(cx, &due);
	if (rc != 0 || due == NONE || due > cx->now)
		return rc;
	rc = db_savepoint(cx);
	if (rc != 0)
		return rc;
	int failed = alarm_watch(cx, false);
	if (is_store(failed))
		return failed;
	rc = failed != 0 ? db_undo(cx) : db_release(cx);
	if (rc == 0 && failed != 0) {
		log_error("watch.failed", L_STR("error", err_kinds[failed].name));
		rc = alarm_watch(cx, true);
	}
	++*ran;
	return rc;
}

int job_run_due(struct cx *cx, int64_t *ret_ran) {
	int64_t ran = 0;
	for (; ran < JOB_RUN_MAX; ran++) {
		struct row_job_due job;
		int rc = q_job_due(cx, cx->now, &job);
		if (rc == ERR_NOTFOUND)
			break;
		if (rc == 0)
			rc = job_run(cx, &job);
		if (rc != 0)
			return rc;
	}
	int rc = watch_run(cx, &ran);
	if (rc == 0)
		*ret_ran = ran;
	return rc;
}

int job_next(struct cx *cx, int64_t *ret_instant) {
	struct row_job_first first = {.due_at = NONE};
	int64_t watch = NONE;
	int rc = q_job_first(cx, &first);
	if (rc == 0 || rc == ERR_NOTFOUND)
		rc = alarm_due(cx, &watch);
	if (rc == 0)
		*ret_instant = first.due_at == NONE || (watch != NONE && watch < first.due_at) ? watch : first.due_at;
	return rc;
}
