#include "core/adult.h"

#include "base/time.h"
#include "core/job.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/calendar.h"

enum { OF_AGE = 18, TOLD_MAX = 64 };

/* The first day on which nobody can doubt it; NONE where nothing of her age is written down. */
static int64_t adult_from(const struct identity *who) {
	if (who->birth != NONE) {
		bool cut;
		int32_t day = calendar_months((int32_t)who->birth, 12 * OF_AGE, &cut);
		return cut ? day + 1 : day; /* of the 29th of February: the 1st of March */
	}
	return who->born == NONE ? NONE : day_from_ymd((int)who->born + OF_AGE + 1, 1, 1);
}

static int32_t next_month(int32_t day) {
	int y, m, d;
	day_to_ymd(day, &y, &m, &d);
	return calendar_months(day_from_ymd(y, m, 1), 1, NULL);
}

static int look_again(struct cx *cx, int64_t person) {
	return q_clock_job_add(cx, JOB_ADULT, day_start(next_month(day_of(cx->now))), person, NONE, cx->act);
}

static int tell_one(struct cx *cx, int64_t person, int64_t org) {
	struct row_adult_task_has has;
	struct task t = TASK_NEW(.org = org, .kind = TASK_ADULT, .due_at = day_start(next_month(day_of(cx->now))),
		.person = person);
	int rc = q_adult_task_has(cx, person, org, TASK_ADULT, &has);
	return rc != ERR_OK || has.n > 0 ? rc : task_add(cx, &t);
}

/* Those who help her; where nobody does yet, those who met her. */
static int tell(struct cx *cx, int64_t person) {
	struct rows rows;
	struct row_relation_orgs each;
	int64_t supports[TOLD_MAX], met[TOLD_MAX];
	size_t supports_n = 0, met_n = 0;
	int rc = q_relation_orgs(cx, person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_relation_orgs_next(&rows, &each)) {
		if ((each.kinds & REL_SUPPORTS) != 0 && supports_n < TOLD_MAX)
			supports[supports_n++] = each.org;
		if ((each.kinds & REL_MET) != 0 && met_n < TOLD_MAX)
			met[met_n++] = each.org;
	}
	rc = rows_end(&rows);
	for (size_t i = 0; rc == ERR_OK && i < (supports_n > 0 ? supports_n : met_n); i++)
		rc = tell_one(cx, person, supports_n > 0 ? supports[i] : met[i]);
	return rc;
}

int adult_watch(struct cx *cx, int64_t person, const struct identity *who) {
	struct row_adult_age now;
	struct row_adult_job_has has;
	int64_t from = adult_from(who);
	int rc = ERR_OK;
	if (from == NONE)
		return ERR_OK;
	if (from > day_of(cx->now)) {
		rc = q_adult_job_has(cx, person, JOB_ADULT, &has);
		return rc == ERR_OK && has.n == 0 ? look_again(cx, person) : rc;
	}
	rc = q_adult_age(cx, person, &now);
	if (rc == ERR_NOTFOUND)
		return ERR_OK;
	return rc == ERR_OK && (now.age == AGE_UNDER_12 || now.age == AGE_12_17) ? tell(cx, person) : rc;
}

int adult_due(struct cx *cx, int64_t person) {
	struct identity who;
	int rc = identity_newest(cx, person, &who);
	if (rc == ERR_NOTFOUND) /* erased, or taken back */
		return ERR_OK;
	int64_t from = rc == ERR_OK ? adult_from(&who) : NONE;
	if (rc != ERR_OK || from == NONE)
		return rc;
	return from < next_month(day_of(cx->now)) ? tell(cx, person) : look_again(cx, person);
}
