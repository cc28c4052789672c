/*
 * ask.c - asking about a person of another organisation: one answer, always.
 *
 * Whoever asks reads by when somebody will answer if somebody can, and nothing else, whether the person is known or
 * was invented. Who helps her gets a task with who asks and why; where the asker may never see her file, the question
 * stands there as a refused look. An organisation that no right lets read names gets the same sentence, and nobody is
 * given work by it: only the log, and she by it, know that it asked. Where nobody is found the same rows are written and
 * undone; the answer leaves at a tick of the clock all the same (ops.def: TIMED).
 *
 * An account asks so many times an hour and a day (the profile's rules), counted from its questions: what it reads past
 * that tells nothing of anybody.
 */
#include "core/ask.h"

#include "audit/audit.h"
#include "base/str.h"
#include "core/closed.h"
#include "core/fact.h"
#include "core/find.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/profile.h"

enum { ORGS_MAX = 200 };

struct asked {
	int64_t question, due_at;
};

/* Whether the account has asked `most` times since `since`. */
static int asked_since(struct cx *cx, int64_t most, int64_t since, bool *ret_too_often) {
	struct row_question_nth nth;
	int rc = q_question_nth(cx, cx->actor.user, most - 1, &nth);
	if (rc == ERR_OK)
		*ret_too_often = *ret_too_often || nth.at > since;
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

int ask_quota(struct cx *cx) {
	bool too_often = false;
	int rc = asked_since(cx, profile_rule(cx->profile, "questions_hour"), cx->now - HOUR, &too_often);
	if (rc == ERR_OK)
		rc = asked_since(cx, profile_rule(cx->profile, "questions_day"), cx->now - 24 * HOUR, &too_often);
	if (rc == ERR_OK && too_often)
		return err_say(cx, ERR_LIMIT, NULL, N_("You have asked many times. Ask again later, or ask a colleague to."), NULL);
	return rc;
}

int ask_keep(struct cx *cx, const struct ask *ask, int64_t *ret_question) {
	struct ref ref = ref_new(cx);
	struct row_question_next next;
	struct blob sealed;
	struct buf text = buf_new(cx->arena, 16 << 10);
	int rc = q_question_next(cx, &next);
	if (rc != ERR_OK)
		return rc;
	buf_str(&text, "{\"given\":");
	json_put(&text, ask->given);
	buf_str(&text, ",\"family\":");
	json_put(&text, ask->family);
	buf_printf(&text, ",\"born\":%d,\"why\":", (int)ask->born);
	json_put(&text, ask->why);
	buf_char(&text, '}');
	struct seal_at at = {.table = "question", .column = "sealed", .row = next.id, .subject = ref, .c = C_META};
	rc = seal_meta(cx, &at, text.at, &sealed);
	if (rc == ERR_OK)
		rc = q_question_add(cx, next.id, ref_blob(&ref), cx->actor.user, cx->actor.org,
			cx->actor.unit == 0 ? NONE : cx->actor.unit, cx->act, sealed);
	if (rc == ERR_OK)
		*ret_question = next.id;
	return rc;
}

/* Whoever helps her; where nobody does, whoever met her. */
static int owners(struct cx *cx, int64_t person, int64_t orgs[ORGS_MAX], size_t *ret_n) {
	struct rows rows;
	struct row_relation_orgs all[ORGS_MAX];
	size_t n = 0, found = 0;
	int rc = q_relation_orgs(cx, person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (n < ORGS_MAX && q_relation_orgs_next(&rows, &all[n]))
		n++;
	rc = rows_end(&rows);
	for (int64_t kind = REL_SUPPORTS; found == 0 && kind >= REL_MET; kind /= 2)
		for (size_t i = 0; i < n; i++)
			if ((all[i].kinds & kind) != 0)
				orgs[found++] = all[i].org;
	*ret_n = found;
	return rc;
}

static int tell(struct cx *cx, const struct asked *asked, int64_t person, int64_t org) {
	return task_add(cx, &TASK_NEW(.org = org, .kind = TASK_QUESTION, .due_at = asked->due_at, .person = person,
		.question = asked->question));
}

/* So that "who looked" shows her and those who help her that somebody asked. */
static int note_look(struct cx *cx, int64_t person, enum audit_verdict verdict) {
	struct audit_entry e = audit_entry_of(cx, "ask_record", verdict);
	e.person = person;
	return audit_append(cx, &e);
}

/* Whether the profile keeps names from organisations of the asker's kind, whatever anybody grants them. */
static bool never_reads(const struct cx *cx) {
	return profile_prohibits(cx->profile, cx->actor.org_kind, OP_identity_read) != NULL;
}

/* The task of each owner; where nobody may be told, written and undone. */
static int tell_owners(struct cx *cx, const struct asked *asked, int64_t person, bool silently) {
	int64_t orgs[ORGS_MAX];
	size_t n = 0;
	int rc = db_savepoint(cx);
	if (rc != ERR_OK)
		return rc;
	rc = owners(cx, person, orgs, &n);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = tell(cx, asked, person, orgs[i]);
	if (rc == ERR_OK && n == 0) /* nobody: as much work as for one */
		rc = tell(cx, asked, NONE, cx->actor.org);
	int done = silently || n == 0 ? db_undo(cx) : db_release(cx);
	return rc == ERR_OK ? done : rc;
}

static int pass_on(struct cx *cx, const struct asked *asked, int64_t person) {
	bool never = never_reads(cx);
	enum audit_verdict verdict = AUDIT_ALLOWED;
	int rc = closed_to(cx, person, &verdict);
	if (rc == ERR_OK)
		rc = tell_owners(cx, asked, person, never);
	return rc == ERR_OK ? note_look(cx, person, never ? AUDIT_DENIED : verdict) : rc;
}

/* The work of one person found, and then undone. */
static int pass_on_to_nobody(struct cx *cx, const struct asked *asked) {
	enum audit_verdict verdict = AUDIT_ALLOWED;
	int rc = db_savepoint(cx);
	if (rc != ERR_OK)
		return rc;
	rc = closed_to(cx, 0, &verdict);
	if (rc == ERR_OK)
		rc = tell_owners(cx, asked, 0, false);
	if (rc == ERR_OK)
		rc = note_look(cx, NONE, verdict);
	int undone = db_undo(cx);
	return rc == ERR_OK ? undone : rc;
}

int ask_record(struct cx *cx, const struct in *in, struct out *out) {
	struct asked asked = {.due_at = cx->now + profile_rule(cx->profile, "question_hours") * HOUR};
	struct found found = {0};

	int rc = ask_quota(cx);
	if (rc == ERR_OK)
		rc = ask_keep(cx, &(struct ask){in_text(in, F_GIVEN), in_text(in, F_FAMILY), in_number(in, F_BORN), in_text(in, F_WHY)},
			&asked.question);
	if (rc == ERR_OK)
		rc = find_by_name(cx, in_text(in, F_GIVEN), in_text(in, F_FAMILY), in_number(in, F_BORN), &found);
	for (size_t i = 0; rc == ERR_OK && i < found.n; i++)
		rc = pass_on(cx, &asked, found.persons[i]);
	if (rc == ERR_OK && found.n == 0)
		rc = pass_on_to_nobody(cx, &asked);
	if (rc == ERR_OK)
		out_number(out, F_DUE, asked.due_at);
	return rc;
}
