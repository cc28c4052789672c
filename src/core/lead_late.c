/* lead_late.c - signals nobody takes in hand, and words that are no longer needed. The keeper's timer calls this. */
#include "core/job.h"
#include "core/lead.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/profile.h"

enum { AT_ONCE = 200 };

/* The coordinators of the county, else the first there is: that something waits, never what. */
static int coordinators_tell(struct cx *cx, int municipality) {
	const json_t *where = municipality == 0 ? NULL : profile_entry(cx->profile, L_MUNICIPALITY, municipality);
	struct rows rows;
	struct row_org_for_region each;
	int64_t orgs[AT_ONCE];
	size_t n = 0;
	int rc = q_org_for_region(cx, ORG_COORDINATION, (int)json_integer_value(json_object_get(where, "region")), &rows);
	if (rc != ERR_OK)
		return rc;
	while (n < AT_ONCE && q_org_for_region_next(&rows, &each) && (n == 0 || each.near == 1))
		orgs[n++] = each.id;
	rc = rows_end(&rows);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = task_add(cx, &TASK_NEW(.org = orgs[i], .kind = TASK_LEAD_LATE, .due_at = cx->now));
	return rc;
}

/* Half of the time the desk had, once more. */
static int64_t second_at(const struct row_lead_waiting *l) {
	return l->due_at + (l->due_at - l->at) / 2;
}

static int tell(struct cx *cx, const struct row_lead_waiting *l) {
	int rc = task_add(cx, &TASK_NEW(.org = l->desk, .kind = TASK_LEAD_LATE, .due_at = cx->now, .lead = l->id,
		.danger = l->danger != 0));
	if (rc == ERR_OK && l->told == 0)
		return job_add(cx, JOB_LEAD_LATE, second_at(l), NONE, NONE);
	return rc == ERR_OK ? coordinators_tell(cx, l->municipality == NONE ? 0 : (int)l->municipality) : rc;
}

int lead_late(struct cx *cx) {
	struct rows rows;
	struct row_lead_waiting all[AT_ONCE];
	size_t n = 0;
	int rc = q_lead_waiting(cx, cx->now, profile_rule(cx->profile, "lead_hours") * HOUR, TASK_LEAD_LATE, &rows);
	if (rc != ERR_OK)
		return rc;
	while (n < AT_ONCE && q_lead_waiting_next(&rows, &all[n]))
		n++;
	rc = rows_end(&rows);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = tell(cx, &all[i]);
	return rc;
}

int lead_past(struct cx *cx) {
	struct rows rows;
	struct row_lead_past each;
	int64_t ids[AT_ONCE];
	size_t n = 0;
	int rc = q_lead_past(cx, cx->now - profile_rule(cx->profile, "lead_days") * 24 * HOUR, cx->now - LEAD_LONGEST * 24 * HOUR, &rows);
	if (rc != ERR_OK)
		return rc;
	while (n < AT_ONCE && q_lead_past_next(&rows, &each))
		ids[n++] = each.id;
	rc = rows_end(&rows);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = q_lead_words_drop(cx, ids[i], 1);
	cx->wipe = cx->wipe || (rc == ERR_OK && n > 0);
	if (rc == ERR_OK && n == AT_ONCE)
		rc = job_add(cx, JOB_PAST, cx->now, NONE, NONE);
	return rc;
}
