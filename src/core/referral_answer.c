/* What becomes of a referral: seen, accepted, declined, replied to, given back, taken back. The sender hears of it. */
#include "core/clock.h"
#include "core/likeness.h"
#include "core/opening.h"
#include "core/projection.h"
#include "core/referral.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/profile.h"

static int state_get(struct cx *cx, const struct in *in, unsigned states, struct row_referral_get *ret_row) {
	struct row_referral_get r;
	int rc = q_referral_get(cx, in->object, &r);
	if (rc == ERR_OK && (states >> r.state & 1) == 0)
		rc = err_say(cx, ERR_CONFLICT, fields[F_REFERRAL].name, states == 1U << REFERRAL_ACCEPTED
			? N_("Only a referral that is accepted, and still runs, can be given back.")
			: N_("This referral has already been answered or withdrawn."), NULL);
	if (rc == ERR_OK)
		*ret_row = r;
	return rc;
}

/* The sender hears what has become of it. */
static int sender_tell(struct cx *cx, const struct row_referral_get *r, int64_t referral, int kind) {
	int64_t due_at = cx->now + profile_rule(cx->profile, "referral_hours") * HOUR;
	struct task t = TASK_NEW(.org = r->sender, .kind = kind, .due_at = due_at, .danger = r->danger == 1);
	t.person = r->person;
	t.referral = referral;
	return task_add(cx, &t);
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

/* Whoever accepts has said what for. */
static int use_of(int purpose) {
	switch (purpose) {
	case PURPOSE_DECISION: return USE_DECIDE;
	case PURPOSE_RETURN: return USE_RETURN;
	default: return USE_SUPPORT;
	}
}

/* The file opens, and what the purpose asks for becomes work. */
static int help_begin(struct cx *cx, const struct row_referral_get *r, int64_t referral, struct out *out) {
	struct ref person;
	int rc = opening_begin(cx, r->person, use_of(r->purpose));
	if (rc == 0) /* the receiver may know somebody like her */
		rc = likeness_tell(cx, r->person);
	if (rc == 0 && r->purpose == PURPOSE_DECISION) {
		int32_t due = day_of(cx->now) + (int32_t)profile_rule(cx->profile, "decision_days");
		struct task t = TASK_NEW(.org = r->receiver, .kind = TASK_DECISION, .due_at = day_start(due));
		t.person = r->person;
		t.referral = referral;
		rc = task_add(cx, &t);
		if (rc == 0)
			rc = clock_event(cx, EVENT_BIT(EVENT_REFERRAL), r->person, r->receiver, day_of(cx->now), NONE, NONE);
	}
	if (rc == 0)
		rc = person_ref(cx, r->person, &person);
	if (rc == 0)
		out_ref(out, F_PERSON, &person);
	return rc;
}

/* Consent is asked again here: she may have taken it back since, and accepting opens the name. */
int referral_accept(struct cx *cx, const struct in *in, struct out *out) {
	struct row_referral_get r;
	int rc = state_get(cx, in, 1U << REFERRAL_OPEN, &r);
	if (rc == 0)
		rc = referral_allowed(cx, r.person, r.receiver, r.purpose, r.basis);
	if (rc == 0)
		rc = answer(cx, in, REFERRAL_ACCEPTED, NONE);
	if (rc == 0)
		rc = sender_tell(cx, &r, in->object, TASK_ACCEPTED);
	return rc == 0 && r.purpose != PURPOSE_REQUEST ? help_begin(cx, &r, in->object, out) : rc;
}

int referral_decline(struct cx *cx, const struct in *in, struct out *out) {
	(void)out;
	struct row_referral_get r;
	int rc = state_get(cx, in, 1U << REFERRAL_OPEN, &r);
	if (rc == 0)
		rc = answer(cx, in, REFERRAL_DECLINED, in_code(in, F_DECLINE));
	return rc == 0 ? sender_tell(cx, &r, in->object, TASK_DECLINED) : rc;
}

/* An accepted one ends: by the receiver with a reason, by the sender without. */
static int give_up(struct cx *cx, const struct in *in, const struct row_referral_get *r, int64_t decline) {
	const struct fact f = fact_new(cx, in);
	int rc = referral_over(cx, &f, in->object, decline);
	if (rc == 0)
		rc = project_relation(cx, f.person);
	return rc == 0 ? referral_stay_over(cx, &f, r->receiver) : rc;
}

int referral_return(struct cx *cx, const struct in *in, struct out *out) {
	(void)out;
	struct row_referral_get r;
	int rc = state_get(cx, in, 1U << REFERRAL_ACCEPTED, &r);
	if (rc == 0)
		rc = give_up(cx, in, &r, in_code(in, F_DECLINE));
	return rc == 0 ? sender_tell(cx, &r, in->object, TASK_RETURNED) : rc;
}

/* What registering a child who is alone sent to child protection waits for their answer: whoever brought the child must not make it
   vanish before anybody has looked. */
static int alarm_stays(struct cx *cx, int64_t referral) {
	struct row_arrival_of_referral at;
	int rc = q_arrival_of_referral(cx, referral, &at);
	return rc == ERR_OK ? err_say(cx, ERR_CONFLICT, NULL, N_("Child protection has been told of this child and has not answered "
		"yet. Tell them what was wrong; only they can say that nothing is to be done."), NULL) : rc == ERR_NOTFOUND ? ERR_OK : rc;
}

int referral_withdraw(struct cx *cx, const struct in *in, struct out *out) {
	(void)out;
	struct row_referral_get r;
	int rc = state_get(cx, in, 1U << REFERRAL_OPEN | 1U << REFERRAL_ACCEPTED, &r);
	if (rc == 0 && r.state == REFERRAL_OPEN)
		rc = alarm_stays(cx, in->object);
	if (rc == 0 && r.state == REFERRAL_OPEN)
		return answer(cx, in, REFERRAL_WITHDRAWN, NONE);
	if (rc == 0)
		rc = give_up(cx, in, &r, NONE);
	return rc == 0 ? referral_stop_ask(cx, r.receiver, in->object) : rc;
}

/* Said once, while it waits; a look later says nothing new. */
int referral_receive(struct cx *cx, const struct in *in, struct out *out) {
	(void)out;
	const struct fact f = fact_new(cx, in);
	struct row_referral_get r;
	int rc = q_referral_get(cx, in->object, &r);
	if (rc != 0 || r.received_at != NONE || r.state != REFERRAL_OPEN)
		return rc;
	return q_referral_receipt_add(cx, FACT_HEAD(&f), in->object, cx->now);
}

int referral_reply(struct cx *cx, const struct in *in, struct out *out) {
	(void)out;
	const struct fact f = fact_new(cx, in);
	struct row_referral_get r;
	struct row_referral_reply_add reply;
	int rc = state_get(cx, in, 1U << REFERRAL_OPEN | 1U << REFERRAL_ACCEPTED, &r);
	if (rc == 0)
		rc = q_referral_reply_add(cx, FACT_HEAD(&f), in->object, &reply);
	if (rc == 0)
		rc = note_add(cx, &f, r.sender, FACT_REPLY, reply.id, in_text(in, F_REPLY));
	if (rc == 0) /* one task is enough, however many replies came */
		rc = q_referral_task_close(cx, in->object, TASK_REPLIED);
	return rc == 0 ? sender_tell(cx, &r, in->object, TASK_REPLIED) : rc;
}
