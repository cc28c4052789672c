/* What a sheet brings: so many days before its day, and so many months after it, who wrote it gets a task. */
#include "core/due.h"
#include "core/job.h"
#include "core/sheet.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/profile.h"
#include "op/sheet.h"

enum { FOLLOW_NOTICE = 7 }; /* days before somebody should look how she is that it is asked */

static const json_t *rule_of(const struct cx *cx, int kind, const char *key) {
	return json_object_get(profile_entry(cx->profile, L_SHEET, kind), key);
}

/* The day in the field that `rule` names, of row `id`. */
static int due_read(struct cx *cx, int kind, int64_t id, const json_t *rule, struct due *ret_due) {
	struct rows rows;
	struct row_sheet_value_list each;
	struct cell_field f;
	*ret_due = DUE_NONE;
	int rc = q_sheet_value_list(cx, id, &rows);
	while (rc == ERR_OK && q_sheet_value_list_next(&rows, &each))
		if (sheet_find_number(cx->profile, kind, each.field, &f))
			due_take(cx, rule, &f, each.amount, ret_due);
	return rc == ERR_OK ? rows_end(&rows) : rc;
}

struct asked { /* for whom a job is asked */
	int64_t person, sheet;
};

static int ask_due(struct cx *cx, int64_t at, void *of) {
	const struct asked *a = of;
	return q_sheet_job_add(cx, JOB_SHEET_DUE, at, a->person, a->sheet, cx->act);
}

static int remind_ask(struct cx *cx, const struct row_sheet_get *row, int64_t id) {
	const json_t *rule = rule_of(cx, row->kind, "due");
	struct due due = DUE_NONE;
	int rc = rule == NULL ? ERR_OK : due_read(cx, row->kind, id, rule, &due);
	return rc == ERR_OK ? due_ask(cx, rule, &due, ask_due, &(struct asked){row->person, id}) : rc;
}

/* The same day so many months later; the last of the month where that has fewer days. */
static int32_t months_after(int32_t day, int months) {
	int year, month, mday;
	day_to_ymd(day, &year, &month, &mday);
	int n = year * 12 + month - 1 + months;
	int32_t first = day_from_ymd(n / 12, n % 12 + 1, 1), next = day_from_ymd((n + 1) / 12, (n + 1) % 12 + 1, 1);
	int32_t then = first + mday - 1;
	return then < next ? then : next - 1;
}

/* The day it is counted from: the field's, or the record's own. */
static int begin_of(struct cx *cx, const struct row_sheet_get *row, int64_t id, const json_t *rule, int64_t *ret_day) {
	struct due due = {.day = row->happened};
	int rc = json_object_get(rule, "field") == NULL ? 0 : due_read(cx, row->kind, id, rule, &due);
	*ret_day = due.day;
	return rc;
}

static int follow_ask(struct cx *cx, const struct row_sheet_get *row, int64_t id) {
	const json_t *rule = rule_of(cx, row->kind, "follow");
	const json_t *list = json_object_get(rule, "months"), *one;
	int64_t day = NONE;
	size_t i;
	int rc = rule == NULL ? 0 : begin_of(cx, row, id, rule, &day);
	if (rc != 0 || day == NONE)
		return rc;
	json_array_foreach((json_t *)list, i, one) {
		int32_t then = months_after((int32_t)day, (int)json_integer_value(one));
		if (rc == 0 && then >= day_of(cx->now))
			rc = q_sheet_job_add(cx, JOB_SHEET_FOLLOW, day_start(then - FOLLOW_NOTICE), row->person, id, cx->act);
	}
	return rc;
}

int sheet_due_ask(struct cx *cx, int kind, int64_t id) {
	struct row_sheet_get row;
	if (rule_of(cx, kind, "due") == NULL && rule_of(cx, kind, "follow") == NULL)
		return 0;
	int rc = q_sheet_get(cx, id, &row);
	if (rc == 0)
		rc = remind_ask(cx, &row, id);
	return rc == 0 ? follow_ask(cx, &row, id) : rc;
}

/* Jobs ------------------------------------------------------------------------------------------------------------ */

static int tell(struct cx *cx, const struct row_sheet_of_job *row, int kind, int64_t due_at) {
	struct task t = TASK_NEW(.org = row->org, .kind = kind, .due_at = due_at, .person = row->person);
	t.sheet = row->sheet;
	int rc = kind == TASK_FOLLOW ? q_sheet_follow_done(cx, row->person, row->org, row->kind)
		: q_sheet_task_done(cx, row->sheet, kind); /* the next reminder takes the place of the last */
	return rc == 0 ? task_add(cx, &t) : rc;
}

int sheet_remind(struct cx *cx, int64_t job) {
	struct row_sheet_of_job row;
	struct due due = DUE_NONE;
	int rc = q_sheet_of_job(cx, job, &row);
	if (rc != 0 || row.gone != 0) /* corrected or taken back since */
		return rc;
	rc = due_read(cx, row.kind, row.sheet, rule_of(cx, row.kind, "due"), &due);
	return rc != 0 || !due_waits(&due) ? rc : tell(cx, &row, TASK_SHEET, due_end(&due));
}

/* Due when it was asked for, however late the job runs. */
int sheet_follow(struct cx *cx, int64_t job) {
	struct row_sheet_of_job row;
	int rc = q_sheet_of_job(cx, job, &row);
	if (rc != 0 || row.gone != 0)
		return rc;
	return tell(cx, &row, TASK_FOLLOW, row.due_at + FOLLOW_NOTICE * 24 * HOUR);
}
