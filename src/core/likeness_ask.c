/*
 * likeness_ask.c - asking the other agency: it hears who asks about its person and why, and answers, or does not.
 *
 * Whoever asks knows both records, or has been told that another agency may know its person; it learns here by when somebody will answer if somebody
 * can: not who, not what stands there, not how alike it is. Nobody is asked whom either of the two files is closed to.
 */
#include "core/ask.h"

#include "audit/audit.h"
#include "core/closed.h"
#include "core/fact.h"
#include "core/match.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/profile.h"

enum { ASKED_MOST = 200 };

/* So that "who looked" shows her and those who help her that somebody asked; a refused look where her file is closed to who asks. */
static int note_look(struct cx *cx, int64_t person) {
	enum audit_verdict verdict = AUDIT_ALLOWED;
	int rc = closed_to(cx, person, &verdict);
	struct audit_entry e = audit_entry_of(cx, "likeness_ask", verdict);
	e.person = person;
	return rc == ERR_OK ? audit_append(cx, &e) : rc;
}

struct asked {
	int64_t own, other; /* whom the asker knows, and whom the others know */
	bool both;          /* the asker knows both: whoever works with either is asked */
};

static int asked_get(struct cx *cx, int64_t task, struct asked *ret) {
	struct row_likeness_of_task t;
	struct row_likeness_get l;
	int rc = q_likeness_of_task(cx, task, &t);
	bool both = rc == ERR_OK && t.kind == TASK_LIKENESS;
	if (rc == ERR_OK && ((!both && (t.kind != TASK_ELSEWHERE || t.done != 0)) || t.likeness == NONE || t.person == NONE))
		return err_say(cx, ERR_CONFLICT, "task", N_("This work is not about another agency's record, or it is done."), NULL);
	if (rc == ERR_OK)
		rc = q_likeness_get(cx, t.likeness, &l);
	if (rc == ERR_OK)
		*ret = (struct asked){t.person, t.person == l.person ? l.other : l.person, both};
	return rc;
}

/* Whoever helps the other side, else whoever works with it; never one to whom either file is closed, even in part. */
static int ask_all(struct cx *cx, const struct asked *a, int64_t question, int64_t due) {
	struct rows rows;
	struct row_relation_orgs each;
	int64_t orgs[ASKED_MOST], kinds[ASKED_MOST];
	size_t n = 0;
	bool supported = false;
	int rc = q_relation_orgs(cx, a->other, &rows);
	if (rc != ERR_OK)
		return rc;
	while (n < ASKED_MOST && q_relation_orgs_next(&rows, &each))
		if ((each.kinds & REL_WORKS) != 0 && each.org != cx->actor.org) {
			orgs[n] = each.org;
			kinds[n++] = each.kinds;
			supported |= (each.kinds & REL_SUPPORTS) != 0;
		}
	rc = rows_end(&rows);
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		struct row_likeness_shut one = {0}, two = {0};
		if (supported && (kinds[i] & REL_SUPPORTS) == 0)
			continue;
		rc = q_likeness_shut(cx, a->own, orgs[i], &one);
		if (rc == ERR_OK)
			rc = q_likeness_shut(cx, a->other, orgs[i], &two);
		if (rc == ERR_OK && one.n + two.n == 0)
			rc = task_add(cx, &TASK_NEW(.org = orgs[i], .kind = TASK_QUESTION, .due_at = due, .person = a->other,
				.question = question));
	}
	return rc == ERR_OK ? note_look(cx, a->other) : rc;
}

int likeness_ask(struct cx *cx, const struct in *in, struct out *out) {
	struct asked a;
	int64_t question, due = cx->now + profile_rule(cx->profile, "question_hours") * HOUR;
	int rc = asked_get(cx, in->object, &a);
	if (rc == ERR_OK)
		rc = ask_quota(cx);
	if (rc == ERR_OK)
		rc = ask_keep(cx, &(struct ask){"", "", 0, in_text(in, F_WHY)}, &question);
	if (rc == ERR_OK)
		rc = ask_all(cx, &a, question, due);
	if (rc == ERR_OK && a.both)
		rc = ask_all(cx, &(struct asked){a.other, a.own, true}, question, due);
	if (rc == ERR_OK && !a.both)
		rc = q_task_set_done(cx, in->object);
	if (rc == ERR_OK)
		out_number(out, F_DUE, due);
	return rc;
}
