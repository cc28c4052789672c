/* referral.c - one organisation asks another to act for a person: sent, and listed. */
#include <stdlib.h>

#include "base/str.h"
#include "core/job.h"
#include "core/projection.h"
#include "core/referral.h"
#include "core/task.h"
#include "db/queries.h"

enum { LIST_MAX = 200 };

struct asked { /* a referral before it is written */
	struct referral_whom whom;
	int purpose;
	int64_t basis, due_at;
	bool danger;
};

/* Whether one of the two is of another country. */
static int abroad(struct cx *cx, int64_t receiver, bool *ret_abroad) {
	struct row_org_by_id org;
	int rc = q_org_by_id(cx, receiver, &org);
	if (rc == ERR_OK)
		*ret_abroad = org.kind == ORG_ABROAD || cx->actor.org_kind == ORG_ABROAD;
	return rc;
}

/* A question from another country rests on something, and says what is asked. What goes without her word goes to no
   other body at home. */
static int request_check(struct cx *cx, const struct in *in, const struct asked *a) {
	if (a->purpose != PURPOSE_REQUEST)
		return bad_if(cx, a->basis != NONE, fields[F_BASIS].name,
			N_("Only a question from another country names what it rests on."), NULL);
	bool crosses = true;
	int rc = bad_if(cx, a->basis == NONE, fields[F_BASIS].name, N_("Say what the question rests on."), NULL);
	if (rc == ERR_OK)
		rc = bad_if(cx, !in_has(in, F_NOTE), fields[F_NOTE].name, N_("Write what is asked."), NULL);
	if (rc == ERR_OK)
		rc = bad_if(cx, a->basis == BASIS_LIFE && !a->danger, fields[F_BASIS].name,
			N_("This holds only while somebody is in danger. Say so, or choose what else it rests on."), NULL);
	if (rc == ERR_OK && a->basis == BASIS_LIFE)
		rc = abroad(cx, a->whom.org, &crosses);
	if (rc == ERR_OK)
		rc = bad_if(cx, !crosses, fields[F_BASIS].name,
			N_("Only a question from another country names what it rests on."), NULL);
	return rc;
}

static int asked_take(struct cx *cx, const struct in *in, struct asked *a) {
	a->purpose = in_code(in, F_PURPOSE);
	a->basis = in_has(in, F_BASIS) ? in_code(in, F_BASIS) : NONE;
	a->danger = in_has(in, F_DANGER) && in_number(in, F_DANGER) != 0;
	struct row_referral_open open = {0};
	int rc = referral_whom(cx, in, &a->whom);
	if (rc == ERR_OK)
		rc = request_check(cx, in, a);
	if (rc == ERR_OK)
		rc = referral_due(cx, in, &a->due_at);
	if (rc == ERR_OK)
		rc = referral_allowed(cx, in->person, a->whom.org, a->purpose, a->basis);
	if (rc == ERR_OK)
		rc = q_referral_open(cx, in->person, a->whom.org, a->purpose, REFERRAL_OPEN, &open);
	if (rc == ERR_OK && open.n > 0)
		rc = err_say(cx, ERR_CONFLICT, fields[F_ORG].name,
			N_("A referral to this organisation is already waiting for an answer."), in_text(in, F_ORG));
	return rc == ERR_OK ? referral_whom_open(cx, in->person, &a->whom) : rc;
}

static int needs_add(struct cx *cx, const struct in *in, int64_t referral) {
	int rc = ERR_OK;
	for (size_t i = 0; i < in_count(in, F_NEED) && rc == ERR_OK; i++)
		rc = q_referral_need_add(cx, referral, (int)in_at(in, F_NEED, i)->number);
	return rc;
}

/* What waits for an answer, and who hears when none comes. */
static int work_add(struct cx *cx, int64_t referral, int64_t person, const struct asked *a) {
	struct task t = TASK_NEW(.org = a->whom.org, .kind = TASK_REFERRAL, .due_at = a->due_at, .account = a->whom.account,
		.danger = a->danger);
	t.referral = referral;
	int rc = task_add(cx, &t);
	return rc != ERR_OK ? rc : job_add(cx, JOB_REFERRAL_OVERDUE, a->due_at, referral, person);
}

/* Whoever declined or gave it back is answered: another place was chosen. */
static int refusals_close(struct cx *cx, const struct fact *f, int purpose) {
	static const int kinds[] = {TASK_DECLINED, TASK_RETURNED, TASK_ROOM};
	int rc = ERR_OK;
	for (size_t i = 0; rc == ERR_OK && i < sizeof kinds / sizeof *kinds; i++)
		rc = q_referral_declined_close(cx, f->org, f->person, purpose, kinds[i]);
	return rc;
}

int referral_send(struct cx *cx, const struct in *in, struct out *out) {
	struct asked a = {0};
	struct row_referral_add row;
	const struct fact f = fact_new(cx, in);
	struct ref ref = ref_new(cx);
	int rc = asked_take(cx, in, &a);
	if (rc == ERR_OK)
		rc = q_referral_add(cx, FACT_HEAD(&f), ref_blob(&ref), a.whom.org, a.purpose, cx->now, a.due_at,
			a.whom.unit == 0 ? NONE : a.whom.unit, a.whom.account == 0 ? NONE : a.whom.account,
			cx->actor.unit == 0 ? NONE : cx->actor.unit, a.danger, a.basis, &row);
	if (rc == ERR_OK)
		rc = needs_add(cx, in, row.id);
	if (rc == ERR_OK)
		rc = note_add(cx, &f, a.whom.org, FACT_REFERRAL, row.id, in_text(in, F_NOTE));
	if (rc == ERR_OK)
		rc = refusals_close(cx, &f, a.purpose);
	if (rc == ERR_OK)
		rc = work_add(cx, row.id, f.person, &a);
	if (rc == ERR_OK)
		rc = project_referral(cx, row.id);
	if (rc == ERR_OK)
		rc = project_relation(cx, f.person);
	if (rc != ERR_OK)
		return rc;
	out_ref(out, F_REFERRAL, &ref);
	out_number(out, F_DUE, a.due_at);
	return ERR_OK;
}

struct listed {
	struct row_referral_list_in row; /* a row of either direction */
	int state, direction;
};

struct found {
	struct listed *at;
	size_t n;
};

static int list_in(struct cx *cx, int state, struct found *found) {
	struct rows rows;
	int rc = q_referral_list_in(cx, cx->actor.org, state, cx->actor.unit, cx->actor.user, LIST_MAX, &rows);
	struct listed each = {.state = state, .direction = DIRECTION_IN};
	while (rc == 0 && q_referral_list_in_next(&rows, &each.row))
		found->at[found->n++] = each;
	return rows_end(&rows);
}

static int list_out(struct cx *cx, int state, struct found *found) {
	struct rows rows;
	struct row_referral_list_out row;
	int rc = q_referral_list_out(cx, cx->actor.org, state, cx->actor.unit, cx->actor.user, LIST_MAX, &rows);
	while (rc == 0 && q_referral_list_out_next(&rows, &row))
		found->at[found->n++] = (struct listed){
			.row = {row.id, row.ref, row.purpose, row.sent_at, row.due_at, row.sender_name, row.receiver_name, row.danger,
				row.received_at, row.unit_name},
			.state = state, .direction = DIRECTION_OUT,
		};
	return rows_end(&rows);
}

/* Open ones first, of those danger first, then the newest first. */
static int list_order(const void *a, const void *b) {
	const struct listed *x = a, *y = b;
	bool x_open = x->state == REFERRAL_OPEN, y_open = y->state == REFERRAL_OPEN;
	if (x_open != y_open)
		return x_open ? -1 : 1;
	if (x_open && x->row.danger != y->row.danger)
		return x->row.danger > y->row.danger ? -1 : 1;
	return x->row.id > y->row.id ? -1 : x->row.id < y->row.id;
}

int referral_list(struct cx *cx, const struct in *in, struct out *out) {
	static const int states[] = {REFERRAL_OPEN, REFERRAL_ACCEPTED, REFERRAL_DECLINED, REFERRAL_WITHDRAWN,
		REFERRAL_RETURNED};
	enum { STATES = sizeof states / sizeof *states };
	int only = in_has(in, F_REFERRAL_STATE) ? in_code(in, F_REFERRAL_STATE) : 0;
	struct found found = {.at = arena_array(cx->arena, 2 * STATES * LIST_MAX, sizeof(struct listed))};
	for (size_t i = 0; i < STATES; i++) {
		if (only != 0 && only != states[i])
			continue;
		int rc = list_in(cx, states[i], &found);
		if (rc == 0)
			rc = list_out(cx, states[i], &found);
		if (rc != 0)
			return rc;
	}
	if (found.n > 0)
		qsort(found.at, found.n, sizeof *found.at, list_order);
	for (size_t i = 0; i < found.n && i < LIST_MAX; i++) {
		const struct listed *l = &found.at[i];
		out_row(out);
		out_blob_ref(out, F_REFERRAL, l->row.ref);
		out_code(out, F_DIRECTION, l->direction);
		out_code(out, F_REFERRAL_STATE, l->state);
		out_code(out, F_PURPOSE, l->row.purpose);
		out_text(out, F_FROM_NAME, l->row.sender_name);
		out_text(out, F_ORG_NAME, l->row.receiver_name);
		if (l->row.unit_name != NULL)
			out_text(out, F_UNIT_NAME, l->row.unit_name);
		out_number(out, F_DANGER, l->row.danger == 1);
		out_number(out, F_SENT, l->row.sent_at);
		if (l->row.received_at != NONE)
			out_number(out, F_RECEIVED, l->row.received_at);
		out_number(out, F_DUE, l->row.due_at);
	}
	return 0;
}
