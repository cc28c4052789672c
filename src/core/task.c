#include "core/task.h"

#include "base/str.h"
#include "core/account.h"
#include "core/fact.h"
#include "core/proposal.h"
#include "core/shift.h"
#include "db/queries.h"

static int64_t or_none(int64_t id) {
	return id == 0 ? NONE : id;
}

/* Work that helps somebody now: only of it can some be urgent. News, old likenesses and the like never are. */
static bool can_press(int kind) {
	switch (kind) {
	case TASK_REFERRAL: case TASK_OVERDUE: case TASK_QUESTION: case TASK_DECISION: case TASK_FOLLOW: case TASK_DECLINED:
	case TASK_WITHDRAWN: case TASK_GLASS: case TASK_RETURNED: case TASK_SHEET: case TASK_CLOCK: case TASK_FINISH:
	case TASK_LEAD: case TASK_LEAD_LATE:
		return true;
	default:
		return false;
	}
}

/* What only tells has no deadline: it stands by the day it came. */
static bool is_news(int kind) {
	return kind == TASK_ACCEPTED || kind == TASK_REPLIED || kind == TASK_HANDOVER;
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

/* Whom a task is about: `about`, and `other` where its likeness or its referral is about a second one; NONE: nobody. */
static int named(struct cx *cx, const struct task *t, int64_t *ret_about, int64_t *ret_other) {
	struct row_task_named row = {NONE, NONE, NONE};
	int64_t about = or_none(t->person), other = NONE;
	int rc = ERR_OK;
	if (or_none(t->referral) != NONE || or_none(t->likeness) != NONE)
		rc = q_task_named(cx, or_none(t->referral), or_none(t->likeness), &row);
	if (rc != ERR_OK)
		return rc;
	if (about == NONE)
		about = row.referred != NONE ? row.referred : row.liked;
	if (row.liked != NONE)
		other = row.liked == about ? row.other : row.liked;
	else if (row.referred != about)
		other = row.referred;
	*ret_about = about;
	*ret_other = other;
	return ERR_OK;
}

int task_add(struct cx *cx, const struct task *t) {
	struct ref ref = ref_new(cx);
	bool urgent = false;
	int64_t about = NONE, other = NONE;
	int rc = is_urgent(cx, t, &urgent);
	if (rc == ERR_OK)
		rc = named(cx, t, &about, &other);
	if (rc != ERR_OK)
		return rc;
	return q_task_insert(cx, ref_blob(&ref), t->org, or_none(t->account), t->kind, is_news(t->kind) ? cx->now : t->due_at, urgent,
		urgent ? cx->now : t->due_at, or_none(t->person), or_none(t->referral), or_none(t->likeness), or_none(t->question),
		or_none(t->entry), or_none(t->proposal), or_none(t->complaint), or_none(t->sheet), or_none(t->clock),
		or_none(t->review), or_none(t->shift), or_none(t->lead), about, other, cx->act);
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
	if (t->likeness.at != NULL && t->kind != TASK_ELSEWHERE) /* of a pair it knows one side of nobody is told */
		out_blob_ref(out, F_LIKENESS, t->likeness);
	if (t->complaint.at != NULL)
		out_blob_ref(out, F_COMPLAINT, t->complaint);
	if (t->entry.at != NULL) {
		out_blob_ref(out, F_ENTRY, t->entry);
		out_code(out, F_REGISTER, (int)t->reg);
	}
	if (t->lead.at != NULL)
		out_blob_ref(out, F_LEAD, t->lead);
	if (t->sheet_kind != NONE)
		out_code(out, F_SHEET, (int)t->sheet_kind);
}

/* A proposal is named to whoever may read it: who asked, and who may answer. The task tells the others only that one waits. */
static int proposal_put(struct cx *cx, struct out *out, const struct row_task_open *t) {
	struct row_on_proposal row;
	unsigned held = 0;
	if (t->proposal.at == NULL || (role_capabilities(cx->actor.roles) >> CAN_SECOND & 1) == 0)
		return ERR_OK;
	int rc = q_on_proposal(cx, t->proposal, &row);
	if (rc == ERR_OK)
		rc = proposal_relation(cx, row.id, &held);
	if (rc == ERR_OK && (held & (REL_APPROVER | REL_ASKER)) != 0)
		out_blob_ref(out, F_PROPOSAL, t->proposal);
	return rc;
}

/* What a list says besides, to those who work with people: whom it is about, without who it is; which referral. */
static void about_put(const struct cx *cx, struct out *out, const struct row_task_open *t) {
	bool works = (role_capabilities(cx->actor.roles) >> CAN_WORK & 1) != 0;
	if (t->person.at != NULL && works) {
		out_code(out, F_AGE, (int)t->age);
		out_code(out, F_SEX, (int)t->sex);
		out_code(out, F_SPEECH, (int)t->speech);
		out_code(out, F_MUNICIPALITY, (int)t->municipality);
	}
	if (t->referral.at != NULL && works) {
		out_code(out, F_PURPOSE, (int)t->purpose);
		out_text(out, F_FROM_NAME, t->from_name);
	}
}

/* Each of the queries has a row type of its own, with these columns. */
#define TASK_ROW(t) (&(struct row_task_open){(t).ref, (t).kind, (t).due_at, (t).done, (t).urgent, (t).mine, (t).person, (t).age, \
	(t).sex, (t).speech, (t).municipality, (t).referral, (t).purpose, (t).from_name, (t).likeness, (t).proposal, (t).complaint, \
	(t).entry, (t).reg, (t).sheet_kind, (t).lead})

/* Puts the rows of one query, and takes them off what may still be put. */
#define PUT_ALL(query, ret_left, ...) \
	do { \
		struct rows rows; \
		struct row_##query t; \
		int rc = q_##query(cx, cx->actor.org, cx->actor.unit, cx->actor.user, __VA_ARGS__, &rows); \
		if (rc != ERR_OK) \
			return rc; \
		while (rc == ERR_OK && q_##query##_next(&rows, &t)) { \
			out_row(out); \
			task_put(out, TASK_ROW(t)); \
			about_put(cx, out, TASK_ROW(t)); \
			rc = proposal_put(cx, out, TASK_ROW(t)); \
			--*(ret_left); \
		} \
		int end = rows_end(&rows); \
		return rc != ERR_OK ? rc : end; \
	} while (0)

/* A place in a list: what stands behind it comes next. */
struct place {
	int urgent; /* above every urgency: the beginning */
	int64_t due_at, id;
};

static const struct place first = {.urgent = 2, .due_at = -INT64_MAX}, newest = {.due_at = INT64_MAX, .id = INT64_MAX};

static int put_open(struct cx *cx, int urgent, const struct place *after, int64_t *left, struct out *out) {
	PUT_ALL(task_open, left, urgent, after->due_at, after->id, *left);
}

static int put_mine(struct cx *cx, const struct place *after, int64_t *left, struct out *out) {
	PUT_ALL(task_mine, left, after->urgent, after->due_at, after->id, *left);
}

static int put_past(struct cx *cx, const struct place *after, int64_t *left, struct out *out) {
	PUT_ALL(task_past, left, after->due_at, after->id, *left);
}

static int put_about(struct cx *cx, int64_t person, int64_t *left, struct out *out) {
	PUT_ALL(task_about, left, person);
}

/* What is urgent, then the rest. */
static int put_waiting(struct cx *cx, const struct place *after, int64_t *left, struct out *out) {
	int rc = ERR_OK;
	if (after->urgent > 0)
		rc = put_open(cx, 1, after->urgent == 1 ? after : &first, left, out);
	if (rc == ERR_OK && *left > 0)
		rc = put_open(cx, 0, after->urgent == 0 ? after : &first, left, out);
	return rc;
}

static int after_read(struct cx *cx, const struct in *in, const struct place *begin, struct place *ret_after) {
	struct row_task_place at;
	*ret_after = *begin;
	if (!in_has(in, F_AFTER))
		return ERR_OK;
	int rc = q_task_place(cx, ref_blob(in_ref(in, F_AFTER)), cx->actor.org, cx->actor.user, &at);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_INVALID, "after", N_("The list cannot go on from there. Begin at its first page."), NULL);
	if (rc == ERR_OK)
		*ret_after = (struct place){.urgent = at.urgent, .due_at = at.due_at, .id = at.id};
	return rc;
}

/* What is open, then the newest of what is done; with "done" only one of both. "mine" and a person's work are open work. */
int task_list(struct cx *cx, const struct in *in, struct out *out) {
	enum { OPEN_MAX = 200, PAST_MAX = 50 };
	bool said = in_has(in, F_DONE), past = said && in_number(in, F_DONE) != 0;
	int64_t left = in_has(in, F_AT_MOST) ? in_number(in, F_AT_MOST) : past ? PAST_MAX : OPEN_MAX;
	struct row_on_person person;
	struct place after;
	int rc = after_read(cx, in, past ? &newest : &first, &after);
	if (rc != ERR_OK)
		return rc;
	if (in_has(in, F_PERSON)) {
		rc = q_on_person(cx, ref_blob(in_ref(in, F_PERSON)), &person);
		if (rc == ERR_NOTFOUND) /* nobody: there is no work about her, as about one who is another's */
			return ERR_OK;
		return rc == ERR_OK ? put_about(cx, person.id, &left, out) : rc;
	}
	if (in_has(in, F_MINE) && in_number(in, F_MINE) != 0)
		return put_mine(cx, &after, &left, out);
	if (!past)
		rc = put_waiting(cx, &after, &left, out);
	if (rc != ERR_OK || (said && !past))
		return rc;
	if (!past && !in_has(in, F_AT_MOST))
		left = PAST_MAX;
	return put_past(cx, past ? &after : &newest, &left, out);
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
	int rc = q_task_get(cx, in->object, cx->actor.user, &t);
	if (rc != ERR_OK)
		return rc;
	task_put(out, TASK_ROW(t));
	rc = proposal_put(cx, out, TASK_ROW(t));
	if (rc == ERR_OK && t.shift != NONE)
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
	case TASK_LEAD:
		return N_("Take the signal in hand, or say what became of it: this task closes with it.");
	case TASK_AGAIN:
		return N_("Decide again: this task closes with the decision.");
	default:
		return NULL;
	}
}

int task_done(struct cx *cx, const struct in *in, struct out *out) {
	struct row_task_get t;
	(void)out;
	int rc = q_task_get(cx, in->object, cx->actor.user, &t);
	if (rc == ERR_OK && t.done == 0 && closes_by_itself(t.kind) != NULL)
		return err_say(cx, ERR_CONFLICT, NULL, closes_by_itself(t.kind), NULL);
	if (rc == ERR_OK)
		rc = q_task_set_done(cx, in->object);
	if (rc == ERR_OK && db_changed(cx) == 0)
		return err_say(cx, ERR_CONFLICT, NULL, N_("This task is done already."), NULL);
	return rc == ERR_OK && t.shift != NONE ? shift_said(cx, t.shift) : rc;
}
