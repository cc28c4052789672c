/*
 * What the keeper does when nobody asks: jobs whose time has come, and copying the write-ahead log into the store.
 *
 * The log is copied in steps while nothing waits; once its file is 64 MiB long the readers are held for a moment so
 * that it can start anew; and whenever keys of a person were destroyed, so that they do not stay in it.
 */
#include <errno.h>
#include <sys/stat.h>
#include <time.h>

#include "audit/audit.h"
#include "base/log.h"
#include "base/time.h"
#include "crypt/crypt.h"
#include "db/queries.h"
#include "keeper/estimator.h"
#include "keeper/matcher.h"
#include "keeper/post.h"

#define JOB_ACT "job"
enum { STEP_BYTES = 1000 * 4096, RUNS = 16 };
#define FORCE_BYTES (INT64_C(64) << 20)
#define JOB_RETRY (MINUTE)
#define WIPE_RETRY (SECOND / 4)

int64_t keeper_monotonic(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * SECOND + t.tv_nsec / 1000;
}

static int plan_step(struct desk *d, void *arg) {
	return d->bind->jobs_next(&d->cx, arg);
}

static int64_t log_length(const struct keeper *k) {
	struct stat st;
	char path[4096 + 32];
	snprintf(path, sizeof path, "%s/" KEEPER_STORE "-wal", k->dir);
	return stat(path, &st) == 0 ? st.st_size : 0;
}

int upkeep_begin(struct keeper *k) {
	k->desk.cx.wipe = log_length(k) > 0; /* a keeper that was cut off left it, and perhaps what had to go from it */
	return upkeep_plan(k);
}

int upkeep_plan(struct keeper *k) {
	k->job_due = NONE;
	if (!k->built)
		return ERR_OK;
	arena_reset(k->desk.cx.arena);
	int64_t due = NONE;
	int r = desk_guard(&k->desk, plan_step, &due);
	db_forget(&k->desk.cx);
	if (r == ERR_OK)
		k->job_due = due;
	return r == ERR_OK ? post_plan(k) : r;
}

/* One act and one entry of the log for all that a run does. */
static int jobs_step(struct desk *d, void *arg) {
	struct cx *cx = &d->cx;
	struct row_act_begin act;
	int64_t due = NONE;
	int r = d->bind->jobs_next(cx, &due);
	if (r != ERR_OK || due == NONE || due > cx->now)
		return r;
	r = q_act_begin(cx, cx->now, 0, JOB_ACT, BLOB(NULL, 0), BLOB(NULL, 0), &act);
	if (r != ERR_OK)
		return r;
	cx->act = act.n;
	r = d->bind->jobs_run(cx, arg);
	if (r != ERR_OK)
		return r;
	struct audit_entry entry = audit_entry_of(cx, JOB_ACT, AUDIT_ALLOWED);
	return audit_append(cx, &entry);
}

int upkeep_jobs(struct desk *d) {
	int r = ERR_OK;
	int64_t ran = 1;
	d->cx.actor = (struct actor){0};
	for (int i = 0; i < RUNS && r == ERR_OK && ran > 0; i++) { /* a job may make another that is due already */
		ran = 0;
		arena_reset(d->cx.arena);
		r = desk_guard(d, jobs_step, &ran);
	}
	d->cx.act = 0;
	return r;
}

static int jobs_all(struct desk *d, void *arg) {
	(void)arg;
	return upkeep_jobs(d);
}

static void run_jobs(struct keeper *k) {
	int r = keeper_transact(k, false, jobs_all, NULL);
	if (r == ERR_OK)
		r = upkeep_plan(k);
	if (r != ERR_OK) {
		log_error("jobs.failed", L_STR("code", err_kinds[r].name));
		k->job_due = k->desk.cx.now + JOB_RETRY;
	}
}

static void copy_log(struct keeper *k, bool truncate) {
	int r = db_checkpoint(&k->desk.cx, truncate);
	if (r != ERR_OK && r != ERR_BUSY)
		log_error("checkpoint.failed", L_STR("code", err_kinds[r].name));
	k->copied = db_wal_bytes(&k->desk.cx);
}

/* Keys were destroyed, or the last keeper ended before it could see to it: nothing of them stays in the log. Readers are
   held for a moment; where one still needs the log it is tried again. */
static void cut_log(struct keeper *k) {
	if (k->wipe_due > keeper_monotonic())
		return;
	queue_pause(&k->queue);
	int r = db_checkpoint(&k->desk.cx, true);
	queue_resume(&k->queue);
	k->copied = db_wal_bytes(&k->desk.cx);
	k->desk.cx.wipe = r != ERR_OK;
	k->wipe_due = keeper_monotonic() + WIPE_RETRY;
	if (r != ERR_OK && r != ERR_BUSY)
		log_error("checkpoint.failed", L_STR("code", err_kinds[r].name));
}

static bool copy_due(const struct keeper *k, int64_t bytes) {
	return bytes >= STEP_BYTES || (bytes > k->copied && keeper_monotonic() - k->quiet_since >= SECOND);
}

int upkeep_timeout(const struct keeper *k) {
	int64_t wait = post_left(k);
	if (k->job_due != NONE) {
		int64_t left = k->job_due - k->desk.clock();
		wait = left < 0 ? 0 : left;
	}
	if (db_wal_bytes(&k->desk.cx) > k->copied) {
		int64_t left = k->quiet_since + SECOND - keeper_monotonic();
		if (left < wait)
			wait = left < 0 ? 0 : left;
	}
	if (k->slices) { /* one that failed is tried again later */
		int64_t left = k->slice_due - keeper_monotonic();
		if (left < wait)
			wait = left < 0 ? 0 : left;
	}
	if (k->desk.cx.wipe) {
		int64_t left = k->wipe_due - keeper_monotonic();
		if (left < wait)
			wait = left < 0 ? 0 : left;
	}
	if (estimator_timeout(k) >= 0 && estimator_timeout(k) * (SECOND / 1000) < wait)
		wait = estimator_timeout(k) * (SECOND / 1000);
	if (matcher_timeout(k) >= 0 && matcher_timeout(k) * (SECOND / 1000) < wait)
		wait = matcher_timeout(k) * (SECOND / 1000);
	if (wait == INT64_MAX)
		return -1;
	return wait > HOUR ? (int)(HOUR / 1000) : (int)((wait + 999) / 1000);
}

void upkeep_run(struct keeper *k) {
	if (k->failed != 0)
		return;
	if (k->job_due != NONE && k->job_due <= k->desk.clock())
		run_jobs(k);
	post_run(k);
	int64_t bytes = db_wal_bytes(&k->desk.cx);
	if (bytes < k->copied)
		k->copied = bytes; /* it has started anew */
	if (k->desk.cx.wipe)
		cut_log(k);
	else if (bytes >= STEP_BYTES && log_length(k) >= FORCE_BYTES) {
		queue_pause(&k->queue);
		copy_log(k, true);
		queue_resume(&k->queue);
	} else if (!writer_has_work(k) && copy_due(k, bytes)) {
		copy_log(k, false);
	}
}

void upkeep_end(struct keeper *k) {
	if (k->failed != 0)
		return;
	if (db_sync(&k->desk.cx, DB_SYNC) != ERR_OK)
		log_error("checkpoint.failed", L_STR("code", err_kinds[ERR_DB].name));
	copy_log(k, true);
}
