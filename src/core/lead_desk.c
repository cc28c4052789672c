/* lead_desk.c - the triage desk: what becomes of a signal. */
#include "base/str.h"
#include "core/fact.h"
#include "core/job.h"
#include "core/lead.h"
#include "core/opening.h"
#include "core/projection.h"
#include "core/task.h"
#include "core/write.h"
#include "db/queries.h"
#include "op/profile.h"

bool lead_is_mine(const struct cx *cx, int state, int64_t account) {
	return state == LEAD_TAKEN && account != NONE && account == cx->actor.user;
}

static int stand_of(struct cx *cx, int64_t lead, struct row_lead_stands *ret) {
	int rc = q_lead_stands(cx, lead, ret);
	if (rc == ERR_OK && ret->state != LEAD_CAME && ret->state != LEAD_TAKEN)
		return err_say(cx, ERR_CONFLICT, NULL, N_("It was said already what became of this signal."), NULL);
	return rc;
}

/* It is in this account's work until it says what became of it; a colleague may take it over. */
int lead_take(struct cx *cx, const struct in *in, struct out *out) {
	const struct lead_step taken = {LEAD_TAKEN, NONE, NONE, NONE, NONE};
	struct row_lead_stands s;
	struct row_lead_get l;
	(void)out;
	int rc = stand_of(cx, in->object, &s);
	if (rc == ERR_OK && lead_is_mine(cx, s.state, s.account))
		return err_say(cx, ERR_CONFLICT, NULL, N_("You have it in hand already."), NULL);
	if (rc == ERR_OK)
		rc = q_lead_get(cx, in->object, &l);
	if (rc == ERR_OK)
		rc = lead_step(cx, in->object, &taken);
	return rc == ERR_OK ? task_add(cx, &TASK_NEW(.org = l.desk, .account = cx->actor.user, .kind = TASK_LEAD,
		.due_at = l.due_at, .lead = in->object, .danger = l.danger != 0)) : rc;
}

/* Also once it is done: whoever sent it may still have to be told. */
int lead_answer(struct cx *cx, const struct in *in, struct out *out) {
	struct row_lead_get l;
	struct ref ref;
	(void)out;
	int rc = q_lead_get(cx, in->object, &l);
	if (rc == ERR_OK)
		rc = ref_of_blob(cx, l.ref, &ref);
	if (rc == ERR_OK)
		rc = bug_if(cx, l.public.n != BOX_KEY);
	return rc == ERR_OK ? lead_line_add(cx, in->object, &ref, l.desk, LEAD_LINE_ANSWER, in_text(in, F_SAY), l.public.at) : rc;
}

/* Its words go once whoever sent it has had time to read the answer. */
static int past_plan(struct cx *cx) {
	return job_add(cx, JOB_PAST, cx->now + profile_rule(cx->profile, "lead_days") * 24 * HOUR, NONE, NONE);
}

int lead_close(struct cx *cx, const struct in *in, struct out *out) {
	int outcome = in_code(in, F_LEAD_OUTCOME);
	const struct lead_step done = {LEAD_DONE, outcome, NONE, NONE, NONE};
	struct row_lead_stands s;
	(void)out;
	int rc = stand_of(cx, in->object, &s);
	if (rc == ERR_OK)
		rc = bad_if(cx, outcome == LEAD_OUTCOME_SIGN || outcome == LEAD_OUTCOME_CRIME, fields[F_LEAD_OUTCOME].name,
			N_("Record the sign, or hand it over: this follows by itself."), NULL);
	if (rc == ERR_OK)
		rc = lead_step(cx, in->object, &done);
	return rc == ERR_OK ? past_plan(cx) : rc;
}

static int words_drop(struct cx *cx, int64_t lead, bool answers) {
	int rc = q_lead_words_drop(cx, lead, answers);
	cx->wipe = cx->wipe || (rc == ERR_OK && db_changed(cx) > 0); /* nor do they stay in the write-ahead log */
	return rc;
}

/* What was written, all of it, as the note of the sign. */
static int note_make(struct cx *cx, int64_t lead, const struct row_lead_get *l, const char **ret_note) {
	struct lead_text *lines = NULL;
	struct buf note = buf_new(cx->arena, 64 << 10);
	struct ref ref;
	size_t n = 0;
	int rc = ref_of_blob(cx, l->ref, &ref);
	if (rc == ERR_OK)
		rc = lead_lines_open(cx, lead, &ref, l->desk, &lines, &n);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		if (lines[i].kind != LEAD_LINE_ANSWER)
			buf_printf(&note, "%s%s", note.n == 0 ? "" : "\n\n", lines[i].words);
	if (rc == ERR_OK)
		*ret_note = note.n == 0 ? NULL : note.at;
	return rc;
}

static int source_of(int from) {
	switch (from) {
	case LEAD_FROM_SELF: return SOURCE_SELF;
	case LEAD_FROM_PUBLIC: case LEAD_FROM_DETENTION: case LEAD_FROM_CHURCH: return SOURCE_PUBLIC;
	default: return SOURCE_COLLEAGUE;
	}
}

static int sign_make(struct cx *cx, const struct in *in, const struct row_lead_get *l, const char *note,
	struct in *of_person, struct ref *ret_person, struct written *w) {
	int rc = person_new(cx, ret_person, &of_person->person);
	if (rc != ERR_OK)
		return rc;
	struct fact f = fact_new(cx, of_person);
	const struct sign s = {.source = source_of(l->source), .municipality = in_code(in, F_MUNICIPALITY),
		.age = in_code(in, F_AGE), .sex = in_code(in, F_SEX), .speech = in_code(in, F_SPEECH), .note = note};
	f.happened = l->happened != NONE ? (int32_t)l->happened : day_of(l->at);
	rc = sign_write(cx, &f, &s, w);
	if (rc == ERR_OK)
		rc = written_project(cx, of_person->person, w->stands);
	return rc == ERR_OK ? opening_begin(cx, of_person->person, USE_IDENTIFY) : rc;
}

int lead_sign(struct cx *cx, const struct in *in, struct out *out) {
	struct in of_person = *in;
	struct row_lead_stands s;
	struct row_lead_get l;
	struct written w;
	struct ref person;
	const char *note = NULL;
	int rc = stand_of(cx, in->object, &s);
	if (rc == ERR_OK)
		rc = q_lead_get(cx, in->object, &l);
	if (rc == ERR_OK)
		rc = note_make(cx, in->object, &l, &note);
	if (rc == ERR_OK)
		rc = sign_make(cx, in, &l, note, &of_person, &person, &w);
	const struct lead_step done = {LEAD_DONE, LEAD_OUTCOME_SIGN, NONE, NONE, of_person.person};
	if (rc == ERR_OK)
		rc = lead_step(cx, in->object, &done);
	if (rc == ERR_OK) /* they stand in the note now */
		rc = words_drop(cx, in->object, false);
	if (rc == ERR_OK)
		rc = past_plan(cx);
	if (rc != ERR_OK)
		return rc;
	out_ref(out, F_PERSON, &person);
	out_ref(out, F_SIGNAL, &w.ref);
	return ERR_OK;
}

/* Another crime ------------------------------------------------------------------------------------------------- */

static bool may_read(const struct cx *cx, int kind) {
	return kind != 0 && profile_prohibits(cx->profile, kind, OP_lead_read) == NULL;
}

/* To whom: an organisation that may read it here; nobody: the desk takes it there on paper. */
static int receiver_of(struct cx *cx, const struct in *in, int64_t *ret_org) {
	struct row_org_by_id row;
	*ret_org = NONE;
	if (!in_has(in, F_ORG))
		return ERR_OK;
	int rc = org_of_code(cx, in, F_ORG, ret_org);
	if (rc == ERR_OK)
		rc = q_org_by_id(cx, *ret_org, &row);
	if (rc != ERR_OK)
		return rc;
	if (*ret_org == cx->actor.org)
		return err_say(cx, ERR_INVALID, fields[F_ORG].name, N_("That is your own organisation."), NULL);
	return bad_if(cx, !may_read(cx, row.kind), fields[F_ORG].name,
		N_("That organisation may not read what was written here. Tell it yourself only what the sender wants it to know."), NULL);
}

int lead_hand_over(struct cx *cx, const struct in *in, struct out *out) {
	struct row_lead_stands s;
	struct row_lead_get l;
	int64_t org = NONE;
	(void)out;
	int rc = stand_of(cx, in->object, &s);
	if (rc == ERR_OK)
		rc = q_lead_get(cx, in->object, &l);
	if (rc == ERR_OK)
		rc = receiver_of(cx, in, &org);
	if (rc == ERR_OK && org != NONE)
		rc = lead_lines_hand(cx, in->object, l.desk, org);
	const struct lead_step handed = {LEAD_HANDED, LEAD_OUTCOME_CRIME, in_code(in, F_TOPIC), org, NONE};
	if (rc == ERR_OK)
		rc = lead_step(cx, in->object, &handed);
	if (rc == ERR_OK && org != NONE)
		rc = task_add(cx, &TASK_NEW(.org = org, .kind = TASK_LEAD_HANDED, .lead = in->object,
			.due_at = cx->now + profile_rule(cx->profile, l.danger != 0 ? "lead_danger_hours" : "lead_hours") * HOUR));
	return rc == ERR_OK ? job_add(cx, JOB_LEAD_LATE, cx->now + profile_rule(cx->profile, "lead_hours") * HOUR, NONE, NONE) : rc;
}

/* The other desk says so here, or ours for one that is not here. Nothing it could be made a file of stays. */
int lead_received(struct cx *cx, const struct in *in, struct out *out) {
	struct row_lead_stands s;
	(void)out;
	int rc = q_lead_stands(cx, in->object, &s);
	if (rc != ERR_OK)
		return rc;
	if (s.state != LEAD_HANDED)
		return err_say(cx, ERR_CONFLICT, NULL, N_("It is not being handed over."), NULL);
	if (s.org != NONE && s.org != cx->actor.org)
		return err_say(cx, ERR_DENIED, NULL, N_("Only the organisation it was handed to can say that it has it."), NULL);
	const struct lead_step passed = {LEAD_PASSED, s.outcome, s.topic, s.org, NONE};
	rc = lead_step(cx, in->object, &passed);
	if (rc == ERR_OK)
		rc = words_drop(cx, in->object, false);
	return rc == ERR_OK ? past_plan(cx) : rc;
}
