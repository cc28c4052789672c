/* Reminders: so many days before the day in a record's field, whoever keeps the record gets a task. */
#include "core/due.h"
#include "core/fact.h"
#include "core/job.h"
#include "core/register.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/profile.h"

static const json_t *rule_of(const struct cx *cx, int reg) {
	return json_object_get(profile_entry(cx->profile, L_REGISTER, reg), "due");
}

static int due_read(struct cx *cx, int reg, int64_t entry, struct due *ret_due) {
	const json_t *rule = rule_of(cx, reg);
	struct rows rows;
	struct row_entry_values each;
	struct cell_field f;
	*ret_due = DUE_NONE;
	if (rule == NULL)
		return ERR_OK;
	int rc = q_entry_values(cx, entry, &rows);
	while (rc == ERR_OK && q_entry_values_next(&rows, &each))
		if (register_find_number(cx->profile, reg, each.field, &f))
			due_take(cx, rule, &f, each.amount, ret_due);
	return rc == ERR_OK ? rows_end(&rows) : rc;
}

static int ask(struct cx *cx, int64_t at, void *entry) {
	return job_add_entry(cx, JOB_ENTRY_DUE, at, *(const int64_t *)entry);
}

int entry_due_ask(struct cx *cx, int reg, int64_t entry) {
	struct due due;
	int rc = due_read(cx, reg, entry, &due);
	return rc == ERR_OK ? due_ask(cx, rule_of(cx, reg), &due, ask, &entry) : rc;
}

int entry_remind(struct cx *cx, int64_t entry) {
	struct row_entry_standing e;
	struct due due = DUE_NONE;
	int rc = q_entry_standing(cx, entry, &e);
	if (rc == ERR_NOTFOUND) /* corrected or taken back since */
		return ERR_OK;
	if (rc == ERR_OK)
		rc = due_read(cx, e.reg, entry, &due);
	if (rc != ERR_OK || !due_waits(&due))
		return rc;
	rc = q_task_entry_done(cx, entry); /* the next reminder takes the place of the last */
	struct task t = TASK_NEW(.org = e.org, .kind = TASK_REGISTER, .entry = entry, .due_at = due_end(&due));
	return rc == ERR_OK ? task_add(cx, &t) : rc;
}
