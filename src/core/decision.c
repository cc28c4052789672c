/* decision.c - presumptions and identification decisions: recorded, corrected, taken back. */
#include "base/str.h"
#include "core/clock.h"
#include "core/identity.h"
#include "core/review.h"
#include "core/task.h"
#include "core/write.h"
#include "db/queries.h"
#include "op/stage.h"

/* The forms a decision names, the first one the main one. */
static int forms_add(struct cx *cx, const struct in *in, int64_t decision) {
	int rc = 0;
	for (size_t i = 0; i < in_count(in, F_FORM) && rc == 0; i++)
		rc = q_decision_form_add(cx, decision, (int)i, (int)in_at(in, F_FORM, i)->number);
	return rc;
}

static int band_of(int years) {
	return years < 12 ? AGE_UNDER_12 : years < 18 ? AGE_12_17 : years < 25 ? AGE_18_24 : years < 40 ? AGE_25_39 :
		AGE_40_UP;
}

int identity_age(const struct identity *who, int32_t day) {
	if (who->birth != NONE)
		return who->birth > day ? 0 : band_of(day_years((int32_t)who->birth, day));
	int64_t years = who->born == NONE ? -1 : day_year(day) - who->born;
	return years < 1 || band_of((int)years) != band_of((int)years - 1) ? 0 : band_of((int)years);
}

int decision_age(struct cx *cx, const struct in *in, int32_t day, int *ret_age) {
	struct identity who;
	struct row_signal_age sign;
	int age = in_has(in, F_AGE) ? in_code(in, F_AGE) : 0;
	int rc = ERR_OK;
	if (age == 0) {
		rc = identity_newest(cx, in->person, &who);
		age = rc == ERR_OK ? identity_age(&who, day) : 0;
	}
	if (age == 0 && (rc == ERR_OK || rc == ERR_NOTFOUND)) {
		rc = q_signal_age(cx, in->person, &sign);
		age = rc == ERR_OK ? sign.age : AGE_UNKNOWN;
	}
	*ret_age = age;
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

static int decision_append(struct cx *cx, const struct fact *f, const struct in *in, int stage, int outcome,
	struct written *ret_written) {
	struct ref ref = ref_new(cx);
	struct row_decision_put row;
	int form = (int)in_at(in, F_FORM, 0)->number, age = 0;
	int rc = decision_age(cx, in, f->happened, &age);
	if (rc == 0)
		rc = q_decision_put(cx, FACT_HEAD(f), ref_blob(&ref), stage, outcome, form, age, &row);
	if (rc == 0)
		rc = forms_add(cx, in, row.id);
	if (rc == 0)
		*ret_written = (struct written){row.id, ref, WRITTEN_PERSON | WRITTEN_VICTIM};
	return rc;
}

int presumption_write(struct cx *cx, const struct in *in, int64_t corrects, struct written *ret_written) {
	struct fact f = fact_new(cx, in);
	f.supersedes = corrects;
	fact_precision(in, &f);
	int rc = fact_day(cx, in, F_HAPPENED, &f);
	return rc != 0 ? rc : decision_append(cx, &f, in, STAGE_PRESUMED, OUTCOME_POSITIVE, ret_written);
}

static int decision_write_at(struct cx *cx, const struct in *in, int stage, int64_t corrects,
	struct written *ret_written) {
	struct fact f = fact_new(cx, in);
	struct written w;
	int outcome = in_code(in, F_OUTCOME);
	f.certainty = CERTAINTY_CONFIRMED;
	f.supersedes = corrects;
	fact_precision(in, &f);
	int rc = bad_if(cx, !stage_allows(cx->profile, stage, outcome), fields[F_OUTCOME].name,
		N_("That cannot be decided here."), code_name(cx->profile, L_OUTCOME, outcome));
	if (rc == 0)
		rc = fact_day(cx, in, F_DECIDED_ON, &f);
	if (rc == 0)
		rc = decision_append(cx, &f, in, stage, outcome, &w);
	if (rc == 0)
		rc = note_add(cx, &f, 0, FACT_DECISION, w.id, in_text(in, F_NOTE));
	if (rc == 0)
		rc = review_settle(cx, &f, stage, w.id);
	if (rc == 0 && outcome != OUTCOME_SUSPENDED)
		rc = q_decision_task_close(cx, f.org, f.person, TASK_DECISION);
	if (rc == 0)
		*ret_written = w;
	return rc;
}

/* Lists of organisations bring identification decisions alone. */
int decision_write(struct cx *cx, const struct in *in, int64_t corrects, struct written *ret_written) {
	return decision_write_at(cx, in, STAGE_FORMAL, corrects, ret_written);
}

/* The row of the caller's organisation that stands at a stage and that the new one takes the place of or stands beside, and
   what is asked of it. */
struct before {
	int64_t id, review; /* NONE: none stands; no open wish to look at it again */
	int64_t account;    /* of whoever made it, where there is such a wish */
	int outcome;
	bool corrected;     /* the new one takes its place */
};

/* History does not fork: what was corrected or taken back is corrected no more. */
static int before_of(struct cx *cx, const struct in *in, int stage, struct before *ret_before) {
	struct row_decision_stands named;
	struct row_decision_newest newest;
	struct before b = {.id = NONE, .review = NONE, .corrected = in_has(in, F_SUPERSEDES)};
	int rc = b.corrected
		? q_decision_stands(cx, ref_blob(in_ref(in, F_SUPERSEDES)), in->person, cx->actor.org, stage, &named)
		: q_decision_newest(cx, in->person, cx->actor.org, stage, &newest);
	if (rc == ERR_NOTFOUND && b.corrected)
		return err_say(cx, ERR_CONFLICT, fields[F_SUPERSEDES].name,
			N_("Only your newest decision about this person can be corrected."), NULL);
	if (rc == ERR_OK) {
		b.id = b.corrected ? named.id : newest.id;
		b.outcome = b.corrected ? named.outcome : newest.outcome;
		rc = review_of(cx, b.id, &b.review, &b.account);
	}
	if (rc == ERR_OK || rc == ERR_NOTFOUND)
		*ret_before = b;
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

static int64_t corrected(const struct before *b) {
	return b->corrected ? b->id : NONE;
}

int presumption_record(struct cx *cx, const struct in *in, struct out *out) {
	struct written w;
	struct before before = {.id = NONE, .review = NONE};
	int rc = before_of(cx, in, STAGE_PRESUMED, &before);
	if (rc == 0)
		rc = presumption_write(cx, in, corrected(&before), &w);
	if (rc == 0)
		rc = written_project(cx, in->person, w.stands);
	if (rc == 0)
		out_ref(out, F_DECISION, &w.ref);
	return rc;
}

/* Who decides what, and after what, stands in the profile; and nobody decides about what she herself brought. */
static int decision_check(struct cx *cx, const struct in *in, int stage) {
	struct row_decision_own_hand hand;
	struct row_decision_standing before;
	int after = stage_after(cx->profile, stage);
	int rc = bad_if(cx, stage == STAGE_PRESUMED || !stage_has(cx->profile, stage), fields[F_STAGE].name,
		N_("In this country there is no such decision."), code_name(cx->profile, L_STAGE, stage));
	if (rc == 0 && !stage_decides(cx->profile, stage, cx->actor.org_kind))
		rc = err_say(cx, ERR_DENIED, fields[F_STAGE].name, N_("Another body makes this decision."), NULL);
	if (rc == 0)
		rc = q_decision_own_hand(cx, in->person, cx->actor.user, &hand);
	if (rc == 0 && hand.n > 0)
		rc = err_say(cx, ERR_DENIED, NULL,
			N_("You recorded the sign or asked for the decision yourself: a colleague decides."), NULL);
	if (rc != 0 || after == 0)
		return rc;
	rc = q_decision_standing(cx, in->person, after, &before);
	if (rc == ERR_NOTFOUND || (rc == 0 && before.outcome != OUTCOME_POSITIVE))
		rc = err_say(cx, ERR_CONFLICT, fields[F_STAGE].name, N_("The first decision comes before this one."),
			code_name(cx->profile, L_STAGE, after));
	return rc;
}

/* What times wait for, or begin with. A decision that only confirms begins nothing anew. */
static unsigned events_of(int stage, int outcome, bool confirms) {
	bool formal = stage == STAGE_FORMAL;
	if (outcome == OUTCOME_SUSPENDED)
		return 0;
	unsigned events = EVENT_BIT(formal ? EVENT_FORMAL : EVENT_REASONABLE);
	if (confirms)
		return events;
	if (outcome == OUTCOME_POSITIVE)
		events |= EVENT_BIT(formal ? EVENT_FORMAL_POSITIVE : EVENT_REASONABLE_POSITIVE);
	if (outcome == OUTCOME_NEGATIVE)
		events |= EVENT_BIT(formal ? EVENT_FORMAL_NEGATIVE : EVENT_REASONABLE_NEGATIVE);
	if (outcome == OUTCOME_DISQUALIFIED)
		events |= EVENT_BIT(EVENT_DISQUALIFIED);
	return events;
}

static int own_decision(struct cx *cx) {
	return err_say(cx, ERR_DENIED, NULL, N_("You made the decision that is looked at again: a colleague decides."), NULL);
}

/* Somebody else answers a wish to look again, and answers it by naming what she looked at. */
static int review_check(struct cx *cx, const struct before *b) {
	if (b->review == NONE)
		return ERR_OK;
	if (b->account == cx->actor.user)
		return own_decision(cx);
	return b->corrected ? ERR_OK : err_say(cx, ERR_CONFLICT, fields[F_SUPERSEDES].name,
		N_("It was asked to look at your last decision again: the new one takes its place."), NULL);
}

/* The same of a wish whose answer was taken back; nothing of the body stands that the new one could name. */
static int review_left_check(struct cx *cx, int64_t person, int stage) {
	struct review_list list;
	int rc = review_all(cx, person, cx->actor.org, stage, &list);
	for (size_t i = 0; rc == ERR_OK && i < list.n; i++)
		if (list.at[i].waits == REVIEW_AGAIN && list.at[i].account == cx->actor.user)
			rc = own_decision(cx);
	return rc;
}

int decision_record(struct cx *cx, const struct in *in, struct out *out) {
	struct written w;
	struct before before = {.id = NONE, .review = NONE};
	int stage = in_has(in, F_STAGE) ? in_code(in, F_STAGE) : STAGE_FORMAL, outcome = in_code(in, F_OUTCOME);
	int rc = before_of(cx, in, stage, &before);
	bool confirms = rc == 0 && before.corrected && before.outcome == outcome;
	if (rc == 0)
		rc = decision_check(cx, in, stage);
	if (rc == 0)
		rc = review_check(cx, &before);
	if (rc == 0)
		rc = review_left_check(cx, in->person, stage);
	if (rc == 0)
		rc = decision_write_at(cx, in, stage, corrected(&before), &w);
	if (rc == 0)
		rc = written_project(cx, in->person, w.stands);
	if (rc == 0)
		rc = clock_event(cx, events_of(stage, outcome, confirms), in->person, cx->actor.org,
			in_day(in, F_DECIDED_ON), w.id, NONE);
	if (rc == 0)
		out_ref(out, F_DECISION, &w.ref);
	return rc;
}

/* What a decision and those it corrected began by themselves ends with it. */
static int undo_clocks(struct cx *cx, int64_t person, int64_t decision) {
	struct row_decision_before before = {.supersedes = NONE};
	int rc = ERR_OK;
	for (; rc == ERR_OK && decision != NONE; decision = before.supersedes) {
		rc = clock_undo(cx, person, decision);
		if (rc == ERR_OK)
			rc = q_decision_before(cx, decision, &before);
	}
	return rc;
}

/* Where the body no longer says anything at that stage, and was asked to, the work is there again; where a wish to look
   again waits, that is the work. */
static int work_again(struct cx *cx, const struct fact *f, int stage) {
	struct row_decision_newest stands;
	struct row_decision_asked asked;
	struct review_list list;
	int rc = q_decision_newest(cx, f->person, f->org, stage, &stands);
	if (rc != ERR_NOTFOUND)
		return rc;
	rc = review_all(cx, f->person, f->org, stage, &list);
	for (size_t i = 0; rc == ERR_OK && i < list.n; i++)
		if (list.at[i].waits != 0)
			return ERR_OK;
	if (rc == ERR_OK)
		rc = q_decision_asked(cx, f->person, f->org, PURPOSE_DECISION, REFERRAL_ACCEPTED, TASK_DECISION, &asked);
	if (rc != ERR_OK || asked.tasks > 0)
		return rc == ERR_NOTFOUND ? ERR_OK : rc;
	struct task t = TASK_NEW(.org = f->org, .kind = TASK_DECISION, .person = f->person, .referral = asked.id);
	t.due_at = day_start(day_of(cx->now) + (int32_t)profile_rule(cx->profile, "decision_days"));
	return task_add(cx, &t);
}

int decision_undo(struct cx *cx, const struct fact *by, int stage, int64_t id) {
	int rc = undo_clocks(cx, by->person, by->supersedes);
	if (rc == 0)
		rc = review_settle(cx, by, stage, id);
	return rc == 0 ? work_again(cx, by, stage) : rc;
}

int decision_void(struct cx *cx, const struct in *in, struct out *out) {
	struct fact f = fact_new(cx, in);
	struct row_decision_own old;
	struct row_decision_put row;
	struct before before = {.review = NONE, .corrected = true};
	struct ref ref = ref_new(cx);
	int rc = q_decision_own(cx, ref_blob(in_ref(in, F_DECISION)), f.person, f.org, &old);
	if (rc == ERR_NOTFOUND)
		rc = err_say(cx, ERR_NOTFOUND, fields[F_DECISION].name, err_kinds[ERR_NOTFOUND].say, NULL);
	if (rc == 0 && (old.voided != 0 || old.superseded > 0))
		rc = err_say(cx, ERR_CONFLICT, fields[F_DECISION].name,
			N_("This decision has already been corrected or taken back."), NULL);
	if (rc == 0)
		rc = review_of(cx, old.id, &before.review, &before.account);
	if (rc == 0)
		rc = review_check(cx, &before);
	if (rc != 0)
		return rc;
	f.certainty = CERTAINTY_CONFIRMED;
	f.voided = 1;
	f.supersedes = old.id;
	rc = q_decision_put(cx, FACT_HEAD(&f), ref_blob(&ref), old.stage, old.outcome, old.form, NONE, &row);
	if (rc == 0)
		rc = written_project(cx, f.person, WRITTEN_PERSON | WRITTEN_VICTIM);
	if (rc == 0)
		rc = decision_undo(cx, &f, old.stage, row.id);
	if (rc == 0)
		out_ref(out, F_DECISION, &ref);
	return rc;
}

static int forms_put(struct cx *cx, int64_t decision, struct out *out) {
	struct rows rows;
	struct row_decision_form_list each;
	int forms[64];
	size_t n = 0;
	int rc = q_decision_form_list(cx, decision, &rows);
	while (rc == 0 && n < 64 && q_decision_form_list_next(&rows, &each))
		forms[n++] = each.form;
	rc = rows_end(&rows);
	if (rc == 0)
		out_codes(out, F_FORM, forms, n);
	return rc;
}

static int review_of_row(struct cx *cx, int64_t person, const struct row_decision_of_person *d, struct out *out) {
	struct review_list list = {0};
	bool open = d->past == 0;
	int rc = open ? ERR_OK : review_all(cx, person, d->org, d->stage, &list);
	for (size_t i = 0; i < list.n; i++)
		open = open || (list.at[i].id == d->review && list.at[i].waits != 0);
	return rc == ERR_OK ? review_put(cx, person, d->review, open, out) : rc;
}

int decision_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_decision_of_person each;
	bool all = in_has(in, F_PAST) && in_number(in, F_PAST) != 0;
	int rc = q_decision_of_person(cx, in->person, &rows);
	while (rc == 0 && q_decision_of_person_next(&rows, &each)) {
		if (each.past > 0 && !all)
			continue;
		out_row(out);
		out_blob_ref(out, F_DECISION, each.ref);
		out_code(out, F_STAGE, each.stage);
		out_code(out, F_OUTCOME, each.outcome);
		rc = forms_put(cx, each.id, out);
		out_number(out, F_DECIDED_ON, each.happened);
		out_text(out, F_ORG_NAME, each.org_name);
		if (rc == 0 && each.review != NONE)
			rc = review_of_row(cx, in->person, &each, out);
		if (each.before.at != NULL)
			out_blob_ref(out, F_SUPERSEDES, each.before);
		if (all)
			out_number(out, F_PAST, each.past > 0);
	}
	int end = rows_end(&rows);
	return rc != 0 ? rc : end;
}
