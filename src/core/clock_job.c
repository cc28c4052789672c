/* clock_job.c - a time warns before its last day, and tells that it is past. */
#include "core/clock.h"
#include "core/job.h"
#include "core/task.h"
#include "db/queries.h"

enum { TOLD_MAX = 64 };

/* Of warnings whose day has come already only the last one is still of use; of a time that is past, none. What was told of
   one last day is told anew (`again`) once the time was changed, which ended the work that came of it. */
static int plan(struct cx *cx, int64_t person, int64_t id, const struct clock *c, int32_t ends, bool again) {
	int32_t today = day_of(cx->now);
	int64_t due[CLOCK_WARNINGS + 1];
	size_t n = 0;
	int nearest = -1;
	if (ends < today)
		return ERR_OK;
	for (size_t i = 0; i < c->warn_n; i++)
		if (ends - c->warn[i] <= today && (nearest < 0 || c->warn[i] < nearest))
			nearest = c->warn[i];
	for (size_t i = 0; i < c->warn_n; i++)
		if (ends - c->warn[i] > today || c->warn[i] == nearest)
			due[n++] = day_start(ends - c->warn[i]);
	due[n++] = day_start(ends + 1);
	int rc = ERR_OK;
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		struct row_clock_job_has has;
		rc = q_clock_job_has(cx, id, due[i], &has);
		if (rc == ERR_OK && (again ? has.waiting : has.n) == 0)
			rc = q_clock_job_add(cx, JOB_CLOCK, due[i], person, id, cx->act);
	}
	return rc;
}

int clock_plan(struct cx *cx, int64_t person, int64_t id, const struct clock *c, int32_t ends) {
	return plan(cx, person, id, c, ends, true);
}

static void told_add(int64_t orgs[TOLD_MAX], size_t *n, int64_t org) {
	for (size_t i = 0; i < *n; i++)
		if (orgs[i] == org)
			return;
	if (*n < TOLD_MAX)
		orgs[(*n)++] = org;
}

/* Those the profile names: who began it, who helps her, who decides; nobody who has nothing to do with her any more. */
static int told_of(struct cx *cx, int64_t person, const struct clock_row *row, int64_t orgs[TOLD_MAX], size_t *ret_n) {
	struct rows rows;
	struct row_relation_orgs each;
	size_t n = 0;
	int rc = q_relation_orgs(cx, person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_relation_orgs_next(&rows, &each))
		if (((row->clock.tells & TELLS_WRITER) != 0 && each.org == row->org && (each.kinds & REL_WORKS) != 0) ||
		    ((row->clock.tells & TELLS_SUPPORTS) != 0 && (each.kinds & REL_SUPPORTS) != 0) ||
		    ((row->clock.tells & TELLS_DECIDER) != 0 && (each.kinds & REL_DECIDER) != 0))
			told_add(orgs, &n, each.org);
	*ret_n = n;
	return rows_end(&rows);
}

static int tell(struct cx *cx, int64_t person, const struct clock_row *row, int64_t due_at) {
	int64_t orgs[TOLD_MAX];
	size_t n = 0;
	int kind = row->clock.number == 1 ? TASK_REFLECTION : TASK_CLOCK;
	int rc = told_of(cx, person, row, orgs, &n);
	if (rc == ERR_OK) /* what was told before of the same time */
		rc = task_close_clock(cx, row->id);
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		struct task t = TASK_NEW(.org = orgs[i], .kind = kind, .due_at = due_at, .person = person, .clock = row->id);
		rc = task_add(cx, &t);
	}
	return rc;
}

int clock_due(struct cx *cx, int64_t job) {
	struct row_clock_job j;
	struct row_clock_get r;
	struct clock_row *row = arena_alloc(cx->arena, sizeof *row);
	int32_t today = day_of(cx->now);
	int rc = q_clock_job(cx, job, &j);
	if (rc == ERR_OK)
		rc = q_clock_get(cx, j.clock, &r);
	if (rc == ERR_OK)
		rc = clock_one(cx, j.clock, row);
	if (rc == ERR_NOTFOUND) /* taken back */
		return ERR_OK;
	if (rc != ERR_OK || (row->stand.state != CLOCK_RUNS && row->stand.state != CLOCK_OVER))
		return rc;
	int32_t ends = row->stand.ends;
	if (j.due_at == day_start(ends + 1))
		return row->stand.open ? ERR_OK : tell(cx, r.person, row, cx->now);
	for (size_t i = 0; i < row->clock.warn_n; i++)
		if (j.due_at == day_start(ends - row->clock.warn[i]))
			return today <= ends ? tell(cx, r.person, row, day_start(ends)) : ERR_OK;
	return plan(cx, r.person, row->id, &row->clock, ends, false); /* its last day was moved */
}
