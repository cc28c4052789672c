/* Reminders: so many days before the day in a record's field, whoever keeps the record gets a task. */
#include "base/str.h"
#include "core/fact.h"
#include "core/job.h"
#include "core/register.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/profile.h"
#include "op/register.h"

struct due { /* what a stored row says of it */
	int64_t day;  /* NONE: nothing is due */
	bool settled; /* "unless": {"state": ["done"]} */
};

/* Whether the code of a field stands in the list of those that nobody is reminded of. */
static bool settles(const struct cx *cx, const struct cell_field *f, int64_t code, const json_t *unless) {
	const json_t *list = json_object_get(unless, f->code), *one;
	const char *name = list == NULL || f->type != CELL_CODE ? NULL : cell_code_name(cx->profile, f, (int)code);
	size_t i;
	json_array_foreach((json_t *)list, i, one)
		if (name != NULL && str_equal(json_string_value(one), name))
			return true;
	return false;
}

static int due_read(struct cx *cx, int reg, int64_t entry, struct due *ret_due) {
	const json_t *rule = json_object_get(profile_entry(cx->profile, L_REGISTER, reg), "due");
	const char *code = json_string_value(json_object_get(rule, "field"));
	struct due due = {.day = NONE};
	struct rows rows;
	struct row_entry_values each;
	struct cell_field f;
	if (code == NULL) {
		*ret_due = due;
		return 0;
	}
	int rc = q_entry_values(cx, entry, &rows);
	while (rc == 0 && q_entry_values_next(&rows, &each)) {
		if (!register_find_number(cx->profile, reg, each.field, &f))
			continue;
		if (strcmp(f.code, code) == 0)
			due.day = each.amount;
		due.settled = due.settled || settles(cx, &f, each.amount, json_object_get(rule, "unless"));
	}
	int end = rows_end(&rows);
	*ret_due = due;
	return rc != 0 ? rc : end;
}

/* A day before today is over: its reminders would only be noise in a list that was brought in. One that falls between
   its reminder and its day is told of at once. */
int entry_due_ask(struct cx *cx, int reg, int64_t entry) {
	const json_t *rule = json_object_get(profile_entry(cx->profile, L_REGISTER, reg), "due");
	const json_t *list = json_object_get(rule, "days_before"), *one;
	int32_t today = day_of(cx->now);
	struct due due;
	bool late = false;
	size_t i;
	int rc = due_read(cx, reg, entry, &due);
	if (rc != 0 || due.day == NONE || due.day < today || due.settled)
		return rc;
	json_array_foreach((json_t *)list, i, one) {
		int64_t day = due.day - json_integer_value(one);
		if (rc == 0 && day > today)
			rc = job_add_entry(cx, JOB_ENTRY_DUE, day_start((int32_t)day), entry);
		late = late || day <= today;
	}
	return rc == 0 && late ? job_add_entry(cx, JOB_ENTRY_DUE, cx->now, entry) : rc;
}

int entry_remind(struct cx *cx, int64_t entry) {
	struct row_entry_standing e;
	struct due due = {.day = NONE};
	int rc = q_entry_standing(cx, entry, &e);
	if (rc == ERR_NOTFOUND) /* corrected or taken back since */
		return 0;
	if (rc == 0)
		rc = due_read(cx, e.reg, entry, &due);
	if (rc != 0 || due.day == NONE)
		return rc;
	rc = q_task_entry_done(cx, entry); /* the next reminder takes the place of the last */
	struct task t = TASK_NEW(.org = e.org, .kind = TASK_REGISTER, .entry = entry);
	t.due_at = day_start((int32_t)due.day + 1); /* by the end of that day */
	return rc == 0 ? task_add(cx, &t) : rc;
}
