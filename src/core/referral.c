/* referral.c - one organisation asks another to act for a person: send, list, read, accept, decline, withdraw. */
#include <stdlib.h>

#include "base/str.h"
#include "core/consent.h"
#include "core/fact.h"
#include "core/job.h"
#include "core/likeness.h"
#include "core/opening.h"
#include "core/projection.h"
#include "core/referral.h"
#include "core/task.h"
#include "core/vault.h"
#include "db/queries.h"
#include "op/profile.h"

enum { LIST_MAX = 200 };

/* ERR_DENIED unless the newest thing she said about this recipient and purpose is yes, and it still holds. */
static int consent_check(struct cx *cx, int64_t person, int64_t recipient, int purpose) {
	bool holds = false;
	int rc = consent_holds(cx, person, recipient, purpose, &holds);
	if (rc == 0 && !holds)
		rc = err_say(cx, ERR_DENIED, fields[F_ORG].name, N_("She has not agreed to this. Ask her first."), NULL);
	return rc;
}

static int needs_add(struct cx *cx, const struct in *in, int64_t referral) {
	int rc = 0;
	for (size_t i = 0; i < in_count(in, F_NEED) && rc == 0; i++)
		rc = q_referral_need_add(cx, referral, (int)in_at(in, F_NEED, i)->number);
	return rc;
}

/* What waits for an answer, and who hears when none comes. */
static int work_add(struct cx *cx, int64_t referral, int64_t receiver, int64_t person, int64_t due_at) {
	struct task t = TASK_NEW(.org = receiver, .kind = TASK_REFERRAL, .due_at = due_at);
	t.referral = referral;
	int rc = task_add(cx, &t);
	return rc != 0 ? rc : job_add(cx, JOB_REFERRAL_OVERDUE, due_at, referral, person);
}

int referral_send(struct cx *cx, const struct in *in, struct out *out) {
	int purpose = in_code(in, F_PURPOSE);
	int64_t receiver = 0;
	int rc = org_of_code(cx, in, F_ORG, &receiver);
	if (rc == 0)
		rc = bad_if(cx, receiver == cx->actor.org, fields[F_ORG].name,
			N_("This is your own organisation. Choose another."), in_text(in, F_ORG));
	if (rc == 0)
		rc = consent_check(cx, in->person, receiver, purpose);
	struct row_referral_open open;
	if (rc == 0)
		rc = q_referral_open(cx, in->person, receiver, purpose, REFERRAL_OPEN, &open);
	if (rc == 0 && open.n > 0)
		rc = err_say(cx, ERR_CONFLICT, fields[F_ORG].name,
			N_("A referral to this organisation is already waiting for an answer."), in_text(in, F_ORG));
	if (rc != 0)
		return rc;

	struct fact f = fact_new(cx, in);
	struct ref ref = ref_new(cx);
	int64_t due_at = cx->now + profile_rule(cx->profile, "referral_hours") * HOUR;
	struct row_referral_add row;
	rc = q_referral_add(cx, FACT_HEAD(&f), ref_blob(&ref), receiver, purpose, cx->now, due_at, &row);
	if (rc == 0)
		rc = needs_add(cx, in, row.id);
	if (rc == 0)
		rc = note_add(cx, &f, receiver, FACT_REFERRAL, row.id, in_text(in, F_NOTE));
	if (rc == 0)
		rc = q_referral_declined_close(cx, f.org, f.person, purpose, TASK_DECLINED);
	if (rc == 0)
		rc = work_add(cx, row.id, receiver, f.person, due_at);
	if (rc == 0)
		rc = project_referral(cx, row.id);
	if (rc == 0)
		rc = project_relation(cx, f.person);
	if (rc != 0)
		return rc;
	out_ref(out, F_REFERRAL, &ref);
	out_number(out, F_DUE, due_at);
	return 0;
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
			.row = {row.id, row.ref, row.purpose, row.sent_at, row.due_at, row.sender_name, row.receiver_name},
			.state = state, .direction = DIRECTION_OUT,
		};
	return rows_end(&rows);
}

/* Open ones first, then the newest first. */
static int list_order(const void *a, const void *b) {
	const struct listed *x = a, *y = b;
	bool x_open = x->state == REFERRAL_OPEN, y_open = y->state == REFERRAL_OPEN;
	if (x_open != y_open)
		return x_open ? -1 : 1;
	return x->row.id > y->row.id ? -1 : x->row.id < y->row.id;
}

int referral_list(struct cx *cx, const struct in *in, struct out *out) {
	static const int states[] = {REFERRAL_OPEN, REFERRAL_ACCEPTED, REFERRAL_DECLINED, REFERRAL_WITHDRAWN};
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
		out_number(out, F_SENT, l->row.sent_at);
		out_number(out, F_DUE, l->row.due_at);
	}
	return 0;
}

static int needs_put(struct cx *cx, int64_t referral, struct out *out) {
	struct rows rows;
	struct row_referral_need_list each;
	int needs[64];
	size_t n = 0;
	int rc = q_referral_need_list(cx, referral, &rows);
	while (rc == 0 && n < 64 && q_referral_need_list_next(&rows, &each))
		needs[n++] = each.need;
	rc = rows_end(&rows);
	if (rc == 0)
		out_codes(out, F_NEED, needs, n);
	return rc;
}

/* What a party reads of the person: the sender all of it; the receiver what her consent opens, while the referral
   waits or is accepted. One that declined, or had it taken back, reads nothing of her. */
struct seen {
	bool about; /* age and language */
	bool needs, note, person;
};

static int seen_of(struct cx *cx, const struct row_referral_get *r, struct seen *ret_seen) {
	bool holds = false;
	unsigned shares = 0;
	if (cx->actor.org != r->receiver || r->sender == r->receiver) {
		*ret_seen = (struct seen){true, true, true, true};
		return 0;
	}
	*ret_seen = (struct seen){0};
	bool accepted = r->state == REFERRAL_ACCEPTED;
	if (!accepted && r->state != REFERRAL_OPEN)
		return 0;
	int rc = accepted ? 0 : consent_holds(cx, r->person, r->receiver, r->purpose, &holds);
	if (rc == 0)
		rc = consent_shares(cx, r->person, r->receiver, &shares);
	if (rc != 0)
		return rc;
	bool any = (accepted && shares != 0) || holds;
	*ret_seen = (struct seen){
		.about = any,
		.needs = any && (shares >> SHARE_NEEDS & 1) != 0,
		.note = accepted && any && (shares >> SHARE_STORY & 1) != 0,
		.person = accepted && any,
	};
	return 0;
}

static int person_put(struct cx *cx, int64_t referral, int64_t person, const struct seen *seen, struct out *out) {
	struct ref ref;
	const char *note = NULL;
	int shut = 0;
	int rc = seen->person ? person_ref(cx, person, &ref) : 0;
	if (rc == 0 && seen->note && !profile_withholds(cx->profile, cx->actor.org_kind, OP_referral_read, F_NOTE))
		rc = note_of(cx, person, FACT_REFERRAL, referral, &note);
	if (rc == ERR_DENIED) /* the rest of the referral has to be read nevertheless */
		rc = vault_state(cx, &shut);
	if (rc != 0)
		return rc;
	if (shut != 0)
		out_code(out, F_VAULT, shut);
	if (seen->person)
		out_ref(out, F_PERSON, &ref);
	if (note != NULL)
		out_text(out, F_NOTE, note);
	return 0;
}

int referral_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_referral_get r;
	struct row_referral_person who;
	struct seen seen;
	int rc = q_referral_get(cx, in->object, &r);
	if (rc == 0)
		rc = q_referral_person(cx, r.person, &who);
	if (rc == 0)
		rc = seen_of(cx, &r, &seen);
	if (rc != 0)
		return rc;
	out_blob_ref(out, F_REFERRAL, r.ref);
	out_code(out, F_DIRECTION, cx->actor.org == r.receiver ? DIRECTION_IN : DIRECTION_OUT);
	out_code(out, F_REFERRAL_STATE, r.state);
	out_code(out, F_PURPOSE, r.purpose);
	if (seen.needs)
		rc = needs_put(cx, in->object, out);
	if (rc != 0)
		return rc;
	if (seen.about) {
		out_code(out, F_AGE, who.age);
		out_code(out, F_SPEECH, who.speech);
	}
	out_text(out, F_FROM, r.sender_code);
	out_text(out, F_FROM_NAME, r.sender_name);
	out_text(out, F_ORG, r.receiver_code);
	out_text(out, F_ORG_NAME, r.receiver_name);
	out_number(out, F_SENT, r.sent_at);
	out_number(out, F_DUE, r.due_at);
	if (r.answered_at != NONE)
		out_number(out, F_ANSWERED, r.answered_at);
	if (r.decline != NONE)
		out_code(out, F_DECLINE, (int)r.decline);
	return person_put(cx, in->object, r.person, &seen, out);
}

/* The referral, which must still be open. */
static int open_get(struct cx *cx, const struct in *in, struct row_referral_get *ret_row) {
	struct row_referral_get r;
	int rc = q_referral_get(cx, in->object, &r);
	if (rc == 0 && r.state != REFERRAL_OPEN)
		rc = err_say(cx, ERR_CONFLICT, fields[F_REFERRAL].name, N_("This referral has already been answered or withdrawn."),
			NULL);
	if (rc == 0)
		*ret_row = r;
	return rc;
}

int referral_answer(struct cx *cx, const struct fact *f, int64_t referral, int state, int64_t decline) {
	int rc = q_referral_answer_add(cx, FACT_HEAD(f), referral, state, decline, cx->now);
	if (rc == 0)
		rc = q_referral_task_close(cx, referral, TASK_REFERRAL);
	if (rc == 0)
		rc = q_referral_task_close(cx, referral, TASK_OVERDUE);
	if (rc == 0 && state != REFERRAL_ACCEPTED)
		rc = q_referral_note_drop(cx, referral, FACT_REFERRAL);
	return rc != 0 ? rc : project_referral(cx, referral);
}

static int answer(struct cx *cx, const struct in *in, int state, int64_t decline) {
	const struct fact f = fact_new(cx, in);
	int rc = referral_answer(cx, &f, in->object, state, decline);
	return rc != 0 ? rc : project_relation(cx, f.person);
}

/* Consent is asked again here: she may have taken it back since, and accepting opens the name. */
/* Whoever accepts has said what for. */
static int use_of(int purpose) {
	switch (purpose) {
	case PURPOSE_DECISION: return USE_DECIDE;
	case PURPOSE_RETURN: return USE_RETURN;
	default: return USE_SUPPORT;
	}
}

int referral_accept(struct cx *cx, const struct in *in, struct out *out) {
	struct row_referral_get r;
	struct ref person;
	int rc = open_get(cx, in, &r);
	if (rc == 0)
		rc = consent_check(cx, r.person, r.receiver, r.purpose);
	if (rc == 0)
		rc = answer(cx, in, REFERRAL_ACCEPTED, NONE);
	if (rc == 0)
		rc = opening_begin(cx, r.person, use_of(r.purpose));
	if (rc == 0) /* the receiver may know somebody like her */
		rc = likeness_tell(cx, r.person);
	if (rc == 0 && r.purpose == PURPOSE_DECISION) {
		int32_t due = day_of(cx->now) + (int32_t)profile_rule(cx->profile, "decision_days");
		struct task t = TASK_NEW(.org = r.receiver, .kind = TASK_DECISION, .due_at = day_start(due));
		t.person = r.person;
		t.referral = in->object;
		rc = task_add(cx, &t);
	}
	if (rc == 0)
		rc = person_ref(cx, r.person, &person);
	if (rc == 0)
		out_ref(out, F_PERSON, &person);
	return rc;
}

int referral_decline(struct cx *cx, const struct in *in, struct out *out) {
	(void)out;
	struct row_referral_get r;
	int rc = open_get(cx, in, &r);
	if (rc == 0)
		rc = answer(cx, in, REFERRAL_DECLINED, in_code(in, F_DECLINE));
	if (rc != 0)
		return rc;
	int64_t due_at = cx->now + profile_rule(cx->profile, "referral_hours") * HOUR;
	struct task t = TASK_NEW(.org = r.sender, .kind = TASK_DECLINED, .due_at = due_at);
	t.person = r.person;
	t.referral = in->object;
	return task_add(cx, &t);
}

int referral_withdraw(struct cx *cx, const struct in *in, struct out *out) {
	(void)out;
	struct row_referral_get r;
	int rc = open_get(cx, in, &r);
	return rc != 0 ? rc : answer(cx, in, REFERRAL_WITHDRAWN, NONE);
}
