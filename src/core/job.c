#include "core/job.h"

#include "base/log.h"
#include "core/adult.h"
#include "core/alarm.h"
#include "core/attachment.h"
#include "core/clock.h"
#include "core/consent.h"
#include "core/draft.h"
#include "core/glass.h"
#include "core/lead.h"
#include "core/mail.h"
#include "core/proposal.h"
#include "core/referral.h"
#include "core/register.h"
#include "core/sheet.h"
#include "core/submission.h"
#include "db/queries.h"

int job_add(struct cx *cx, enum job_kind kind, int64_t due_at, int64_t referral, int64_t person) {
	return q_job_add(cx, (int)kind, due_at, referral, person, NONE, cx->act);
}

int job_add_entry(struct cx *cx, enum job_kind kind, int64_t due_at, int64_t entry) {
	return q_job_add(cx, (int)kind, due_at, NONE, NONE, entry, cx->act);
}

static int past_sweep(struct cx *cx) {
	int rc = draft_past(cx);
	if (rc == 0)
		rc = upload_forget(cx);
	if (rc == 0)
		rc = submission_forget(cx);
	return rc == 0 ? lead_past(cx) : rc;
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
	case JOB_CLOCK:
		return clock_due(cx, job->id);
	case JOB_ADULT:
		return adult_due(cx, job->person);
	case JOB_SHEET_DUE:
		return sheet_remind(cx, job->id);
	case JOB_SHEET_FOLLOW:
		return sheet_follow(cx, job->id);
	case JOB_LEAD_LATE:
		return lead_late(cx);
	case JOB_PAST:
		return past_sweep(cx);
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

/* Telling people that there is work is due by the tasks, and has no row either. Nothing else waits for it. */
static int tell_run(struct cx *cx, int64_t *ran) {
	int rc = db_savepoint(cx);
	if (rc != 0)
		return rc;
	int64_t told = 0;
	int failed = mail_run(cx, &told);
	if (is_store(failed))
		return failed;
	rc = failed != 0 ? db_undo(cx) : db_release(cx);
	if (failed != 0)
		log_error("mail.failed", L_STR("error", err_kinds[failed].name));
	else
		*ran += told;
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
		rc = tell_run(cx, &ran);
	if (rc == 0)
		*ret_ran = ran;
	return rc;
}

static int64_t earlier(int64_t a, int64_t b) {
	return a == NONE || (b != NONE && b < a) ? b : a;
}

int job_next(struct cx *cx, int64_t *ret_instant) {
	struct row_job_first first = {.due_at = NONE};
	int64_t watch = NONE, tell = NONE;
	int rc = q_job_first(cx, &first);
	if (rc == 0 || rc == ERR_NOTFOUND)
		rc = alarm_due(cx, &watch);
	if (rc == 0)
		rc = mail_due(cx, &tell);
	if (rc == 0)
		*ret_instant = earlier(earlier(first.due_at, watch), tell);
	return rc;
}
