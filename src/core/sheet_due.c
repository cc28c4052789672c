/* What a sheet brings: so many days before its day, and so many months after it, who wrote it gets a task. */
#include "base/str.h"
#include "core/job.h"
#include "core/sheet.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/profile.h"
#include "op/sheet.h"

enum { FOLLOW_NOTICE = 7 }; /* days before somebody should look how she is that it is asked */

struct waits { /* what a stored row says of its day */
	int64_t day;  /* NONE: nothing is due */
	bool settled; /* "unless": {"state": ["done"]} */
};

static bool settles(const struct cx *cx, const struct cell_field *f, int64_t code, const json_t *unless) {
	const json_t *list = json_object_get(unless, f->code), *one;
	const char *name = list == NULL || f->type != CELL_CODE ? NULL : cell_code_name(cx->profile, f, (int)code);
	size_t i;
	json_array_foreach((json_t *)list, i, one)
		if (name != NULL && str_equal(json_string_value(one), name))
			return true;
	return false;
}

/* The day in the field that `rule` names, of row `id`. */
static int waits_read(struct cx *cx, int kind, int64_t id, const json_t *rule, struct waits *ret_waits) {
	const char *code = json_string_value(json_object_get(rule, "field"));
	struct waits w = {.day = NONE};
	struct rows rows;
	struct row_sheet_value_list each;
	struct cell_field f;
	int rc = q_sheet_value_list(cx, id, &rows);
	while (rc == 0 && q_sheet_value_list_next(&rows, &each)) {
		if (!sheet_find_number(cx->profile, kind, each.field, &f))
			continue;
		if (str_equal(f.code, code))
			w.day = each.amount;
		w.settled = w.settled || settles(cx, &f, each.amount, json_object_get(rule, "unless"));
	}
	int end = rows_end(&rows);
	*ret_waits = w;
	return rc != 0 ? rc : end;
}

static int ask(struct cx *cx, enum job_kind kind, int64_t at, const struct row_sheet_get *row, int64_t id) {
	return q_sheet_job_add(cx, (int)kind, at, row->person, id, cx->act);
}

/* A day before today is over; one that falls between its reminder and its day is told of at once. */
static int due_ask(struct cx *cx, const struct row_sheet_get *row, int64_t id) {
	const json_t *rule = json_object_get(profile_entry(cx->profile, L_SHEET, row->kind), "due");
	const json_t *list = json_object_get(rule, "days_before"), *one;
	int32_t today = day_of(cx->now);
	struct waits w = {.day = NONE};
	bool late = false;
	size_t i;
	int rc = rule == NULL ? 0 : waits_read(cx, row->kind, id, rule, &w);
	if (rc != 0 || w.day == NONE || w.day < today || w.settled)
		return rc;
	json_array_foreach((json_t *)list, i, one) {
		int64_t day = w.day - json_integer_value(one);
		if (rc == 0 && day > today)
			rc = ask(cx, JOB_SHEET_DUE, day_start((int32_t)day), row, id);
		late = late || day <= today;
	}
	return rc == 0 && late ? ask(cx, JOB_SHEET_DUE, cx->now, row, id) : rc;
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
	struct waits w = {.day = row->happened};
	int rc = json_object_get(rule, "field") == NULL ? 0 : waits_read(cx, row->kind, id, rule, &w);
	*ret_day = w.day;
	return rc;
}

static int follow_ask(struct cx *cx, const struct row_sheet_get *row, int64_t id) {
	const json_t *rule = json_object_get(profile_entry(cx->profile, L_SHEET, row->kind), "follow");
	const json_t *list = json_object_get(rule, "months"), *one;
	int64_t day = NONE;
	size_t i;
	int rc = rule == NULL ? 0 : begin_of(cx, row, id, rule, &day);
	if (rc != 0 || day == NONE)
		return rc;
	json_array_foreach((json_t *)list, i, one) {
		int32_t then = months_after((int32_t)day, (int)json_integer_value(one));
		if (rc == 0 && then >= day_of(cx->now))
			rc = ask(cx, JOB_SHEET_FOLLOW, day_start(then - FOLLOW_NOTICE), row, id);
	}
	return rc;
}

int sheet_due_ask(struct cx *cx, int kind, int64_t id) {
	struct row_sheet_get row;
	const json_t *definition = profile_entry(cx->profile, L_SHEET, kind);
	if (json_object_get(definition, "due") == NULL && json_object_get(definition, "follow") == NULL)
		return 0;
	int rc = q_sheet_get(cx, id, &row);
	if (rc == 0)
		rc = due_ask(cx, &row, id);
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
	struct waits w = {.day = NONE};
	int rc = q_sheet_of_job(cx, job, &row);
	if (rc != 0 || row.gone != 0) /* corrected or taken back since */
		return rc;
	rc = waits_read(cx, row.kind, row.sheet, json_object_get(profile_entry(cx->profile, L_SHEET, row.kind), "due"), &w);
	if (rc != 0 || w.day == NONE || w.settled)
		return rc;
	return tell(cx, &row, TASK_SHEET, day_start((int32_t)w.day + 1)); /* by the end of that day */
}

/* Due when it was asked for, however late the job runs. */
int sheet_follow(struct cx *cx, int64_t job) {
	struct row_sheet_of_job row;
	int rc = q_sheet_of_job(cx, job, &row);
	if (rc != 0 || row.gone != 0)
		return rc;
	return tell(cx, &row, TASK_FOLLOW, row.due_at + FOLLOW_NOTICE * 24 * HOUR);
}
