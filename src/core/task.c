#include "core/task.h"

#include "base/str.h"
#include "core/account.h"
#include "core/fact.h"
#include "core/shift.h"
#include "db/queries.h"

static int64_t or_none(int64_t id) {
	return id == 0 ? NONE : id;
}

/* Work that helps somebody now: only of it can some be urgent. News, old likenesses and the like never are. */
static bool can_press(int kind) {
	switch (kind) {
	case TASK_REFERRAL: case TASK_OVERDUE: case TASK_QUESTION: case TASK_DECISION: case TASK_FOLLOW: case TASK_DECLINED:
	case TASK_WITHDRAWN: case TASK_GLASS: case TASK_RETURNED: case TASK_SHEET: case TASK_CLOCK:
		return true;
	default:
		return false;
	}
}

static int is_urgent(struct cx *cx, const struct task *t, bool *ret_urgent) {
	struct row_task_pressing row = {0};
	int rc = ERR_OK;
	if (can_press(t->kind) && !t->danger)
		rc = q_task_pressing(cx, or_none(t->person), or_none(t->referral), &row);
	if (rc == ERR_OK)
		*ret_urgent = can_press(t->kind) && (t->danger || row.pressing != 0);
	return rc;
}

int task_add(struct cx *cx, const struct task *t) {
	struct ref ref = ref_new(cx);
	bool urgent = false;
	int rc = is_urgent(cx, t, &urgent);
	if (rc != ERR_OK)
		return rc;
	return q_task_insert(cx, ref_blob(&ref), t->org, or_none(t->account), t->kind, t->due_at, urgent,
		urgent ? cx->now : t->due_at, or_none(t->person), or_none(t->referral), or_none(t->likeness), or_none(t->question),
		or_none(t->entry), or_none(t->proposal), or_none(t->complaint), or_none(t->sheet), or_none(t->clock),
		or_none(t->review), or_none(t->shift), cx->act);
}

int task_urge(struct cx *cx, int64_t person) {
	return q_task_make_urgent(cx, person, cx->now);
}

int task_close_sheet(struct cx *cx, int64_t sheet) {
	return q_task_sheet_done(cx, sheet);
}

int task_close_clock(struct cx *cx, int64_t clock) {
	return q_task_clock_done(cx, clock);
}

int task_close_review(struct cx *cx, int64_t review) {
	return q_task_review_done(cx, review);
}

int task_alerts(struct cx *cx, struct task_alerts *ret_alerts) {
	struct row_task_count row;
	int rc = q_task_count(cx, cx->actor.org, cx->actor.unit, cx->actor.user, cx->now, &row);
	if (rc == ERR_OK)
		*ret_alerts = (struct task_alerts){row.urgent, row.late};
	return rc;
}

static void task_put(struct out *out, const struct row_task_open *t) {
	out_blob_ref(out, F_TASK, t->ref);
	out_code(out, F_TASK_KIND, t->kind);
	out_number(out, F_DUE, t->due_at);
	out_number(out, F_DONE, t->done);
	out_number(out, F_URGENT, t->urgent);
	out_number(out, F_MINE, t->mine);
	if (t->person.at != NULL)
		out_blob_ref(out, F_PERSON, t->person);
	if (t->referral.at != NULL)
		out_blob_ref(out, F_REFERRAL, t->referral);
	if (t->likeness.at != NULL)
		out_blob_ref(out, F_LIKENESS, t->likeness);
	if (t->proposal.at != NULL)
		out_blob_ref(out, F_PROPOSAL, t->proposal);
	if (t->complaint.at != NULL)
		out_blob_ref(out, F_COMPLAINT, t->complaint);
	if (t->entry.at != NULL) {
		out_blob_ref(out, F_ENTRY, t->entry);
		out_code(out, F_REGISTER, (int)t->reg);
	}
	if (t->sheet_kind != NONE)
		out_code(out, F_SHEET, (int)t->sheet_kind);
}

/* Each of the queries has a row type of its own, with these columns. */
#define TASK_ROW(t) (&(struct row_task_open){(t).ref, (t).kind, (t).due_at, (t).done, (t).urgent, (t).mine, (t).person, \
	(t).referral, (t).likeness, (t).proposal, (t).complaint, (t).entry, (t).reg, (t).sheet_kind})

#define PUT_ALL(query, ...) \
	do { \
		struct rows rows; \
		struct row_##query t; \
		rc = rc == ERR_OK ? q_##query(cx, cx->actor.org, cx->actor.unit, cx->actor.user, ##__VA_ARGS__, &rows) : rc; \
		if (rc != ERR_OK) \
			return rc; \
		while (q_##query##_next(&rows, &t)) { \
			out_row(out); \
			task_put(out, TASK_ROW(t)); \
		} \
		rc = rows_end(&rows); \
	} while (0)

/* With "mine" only what is open is told: what is done is nobody's any more. */
int task_list(struct cx *cx, const struct in *in, struct out *out) {
	struct row_on_person person;
	int rc = ERR_OK;
	if (in_has(in, F_PERSON)) {
		rc = q_on_person(cx, ref_blob(in_ref(in, F_PERSON)), &person);
		if (rc == ERR_NOTFOUND) /* nobody: there is no work about her, as about one who is another's */
			return ERR_OK;
		PUT_ALL(task_about, person.id);
		return rc;
	}
	if (in_has(in, F_MINE) && in_number(in, F_MINE) != 0) {
		PUT_ALL(task_mine);
		return rc;
	}
	PUT_ALL(task_open);
	PUT_ALL(task_past);
	return rc;
}

/* Who asks, and why: the words were sealed by the registry, for no person may have been meant by them. */
static int question_put(struct cx *cx, int64_t id, struct out *out) {
	struct row_question_get q;
	struct seal_at at = {.table = "question", .column = "sealed", .row = id, .c = C_META};
	const char *text = NULL;
	int rc = q_question_get(cx, id, &q);
	if (rc == ERR_OK)
		rc = ref_of_blob(cx, q.ref, &at.subject);
	if (rc == ERR_OK)
		rc = unseal_meta(cx, &at, q.sealed, &text);
	if (rc != ERR_OK)
		return rc;
	json_t *asked = json_loads(text, 0, NULL);
	const char *why = json_string_value(json_object_get(asked, "why"));
	rc = bug_if(cx, why == NULL);
	if (rc == ERR_OK) {
		out_text(out, F_ORG_NAME, q.org_name);
		if (q.unit_name != NULL)
			out_text(out, F_UNIT_NAME, q.unit_name);
		out_text(out, F_WHY, why);
	}
	json_decref(asked);
	return rc;
}

int task_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_task_get t;
	int rc = q_task_get(cx, in->object, cx->actor.org, cx->actor.user, &t);
	if (rc != ERR_OK)
		return rc;
	task_put(out, TASK_ROW(t));
	if (t.shift != NONE)
		rc = shift_put(cx, t.shift, out);
	return rc != ERR_OK || t.question == NONE ? rc : question_put(cx, t.question, out);
}

/* What closes with the thing it is about, and how. */
static const char *closes_by_itself(int kind) {
	switch (kind) {
	case TASK_REFERRAL:
		return N_("Answer the referral: this task closes with it.");
	case TASK_RIVAL:
		return N_("Put the two records together: this task closes with it.");
	case TASK_AGAIN:
		return N_("Decide again: this task closes with the decision.");
	default:
		return NULL;
	}
}

int task_done(struct cx *cx, const struct in *in, struct out *out) {
	struct row_task_get t;
	(void)out;
	int rc = q_task_get(cx, in->object, cx->actor.org, cx->actor.user, &t);
	if (rc == ERR_OK && t.done == 0 && closes_by_itself(t.kind) != NULL)
		return err_say(cx, ERR_CONFLICT, NULL, closes_by_itself(t.kind), NULL);
	if (rc == ERR_OK)
		rc = q_task_set_done(cx, in->object);
	if (rc == ERR_OK && db_changed(cx) == 0)
		return err_say(cx, ERR_CONFLICT, NULL, N_("This task is done already."), NULL);
	return rc == ERR_OK && t.shift != NONE ? shift_said(cx, t.shift) : rc;
}
