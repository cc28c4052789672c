#include "core/glass.h"

#include "audit/audit.h"
#include "base/str.h"
#include "base/time.h"
#include "core/closed.h"
#include "core/fact.h"
#include "core/find.h"
#include "core/grow.h"
#include "core/job.h"
#include "core/task.h"
#include "db/queries.h"

enum { PERSONS_MAX = 3 }; /* records one emergency opens: a name and a year are seldom two people's */

struct glass {
	int64_t id;
	struct ref ref;
	int64_t person;
};

bool glass_reviews(const struct cx *cx, int64_t account, int64_t org, int64_t unit, bool units) {
	const struct actor *a = &cx->actor;
	if (a->user == 0 || a->user == account)
		return false;
	return a->org_kind == ORG_OVERSIGHT || (a->org == org && (!units || a->unit != unit));
}

/* From the account's own count alone, before anybody is looked for. */
static int quota_check(struct cx *cx) {
	struct row_glass_quota quota;
	int rc = q_glass_quota(cx, cx->actor.user, cx->now - GLASS_DAYS * 24 * HOUR, cx->now - GLASS_REVIEW_HOURS * HOUR,
		&quota);
	if (rc != ERR_OK)
		return rc;
	if (quota.waiting > 0)
		return err_say(cx, ERR_LIMIT, NULL,
			N_("Nobody has looked at your last emergency for more than a day: ask your supervisor first."), NULL);
	if (quota.opened >= GLASS_OPENINGS || quota.tries >= GLASS_TRIES)
		return err_say(cx, ERR_LIMIT, NULL,
			N_("You have opened as many files in emergencies as anybody may in thirty days: ask a colleague."), NULL);
	return q_glass_try_add(cx, cx->actor.user, cx->now, cx->act);
}

static struct seal_at words_at(const char *table, int64_t row, const struct ref *subject) {
	return (struct seal_at){.table = table, .column = "words", .row = row, .subject = *subject, .c = C_META};
}

/* What those who help her are told: which organisation, and why in its words. */
static int question_keep(struct cx *cx, const char *words, int64_t *ret_question) {
	struct ref ref = ref_new(cx);
	struct row_question_next next;
	struct blob sealed;
	struct buf text = buf_new(cx->arena, 16 << 10);
	int rc = q_question_next(cx, &next);
	if (rc != ERR_OK)
		return rc;
	buf_str(&text, "{\"why\":");
	json_put(&text, words);
	buf_char(&text, '}');
	struct seal_at at = {.table = "question", .column = "sealed", .row = next.id, .subject = ref, .c = C_META};
	rc = seal_meta(cx, &at, text.at, &sealed);
	if (rc == ERR_OK)
		rc = q_question_add(cx, next.id, ref_blob(&ref), cx->actor.user, cx->actor.org, NONE, cx->act, sealed);
	if (rc == ERR_OK)
		*ret_question = next.id;
	return rc;
}

struct orgs {
	int64_t *ids;
	size_t n;
};

static void org_add(struct cx *cx, struct orgs *orgs, int64_t id) {
	orgs->ids = grow(cx->arena, orgs->ids, orgs->n, sizeof *orgs->ids);
	orgs->ids[orgs->n++] = id;
}

/* Who helps or met her, but for who asks. */
static int helpers_of(struct cx *cx, int64_t person, struct orgs *ret_orgs) {
	struct rows rows;
	struct row_relation_orgs each;
	struct orgs orgs = {0};
	int rc = q_relation_orgs(cx, person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_relation_orgs_next(&rows, &each))
		if ((each.kinds & (REL_MET | REL_SUPPORTS)) != 0 && each.org != cx->actor.org)
			org_add(cx, &orgs, each.org);
	*ret_orgs = orgs;
	return rows_end(&rows);
}

static int oversight(struct cx *cx, struct orgs *ret_orgs) {
	struct rows rows;
	struct row_org_ids_of_kind each;
	struct orgs orgs = {0};
	int rc = q_org_ids_of_kind(cx, ORG_OVERSIGHT, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_org_ids_of_kind_next(&rows, &each))
		org_add(cx, &orgs, each.id);
	*ret_orgs = orgs;
	return rows_end(&rows);
}

static int tell_helpers(struct cx *cx, int64_t person, int64_t question) {
	struct orgs orgs = {0};
	int rc = helpers_of(cx, person, &orgs);
	for (size_t i = 0; rc == ERR_OK && i < orgs.n; i++)
		rc = task_add(cx, &TASK_NEW(.org = orgs.ids[i], .kind = TASK_GLASS,
			.due_at = cx->now + GLASS_REVIEW_HOURS * HOUR, .person = person, .question = question));
	return rc;
}

static int ask_review(struct cx *cx, int64_t org, int64_t due_at, int64_t glass) {
	struct ref ref = ref_new(cx);
	return q_glass_task_add(cx, ref_blob(&ref), org, TASK_REVIEW, due_at, glass, cx->act);
}

static int oversight_ask(struct cx *cx, int64_t but, int64_t due_at, int64_t glass) {
	struct orgs orgs = {0};
	int rc = oversight(cx, &orgs);
	for (size_t i = 0; rc == ERR_OK && i < orgs.n; i++)
		if (orgs.ids[i] != but)
			rc = ask_review(cx, orgs.ids[i], due_at, glass);
	return rc;
}

/* So that "who looked" shows her and those who help her that somebody came this way, or was refused. */
static int note_look(struct cx *cx, int64_t person, enum audit_verdict verdict) {
	struct audit_entry e = audit_entry_of(cx, "glass_break", verdict);
	e.person = person;
	e.use = USE_EMERGENCY;
	return audit_append(cx, &e);
}

static int glass_open(struct cx *cx, const struct in *in, int64_t person, int64_t question, struct glass *ret_glass) {
	struct glass g = {.ref = ref_new(cx), .person = person};
	struct row_glass_next next;
	struct blob sealed;
	int64_t until = cx->now + GLASS_MINUTES * MINUTE, due = cx->now + GLASS_REVIEW_HOURS * HOUR;
	int rc = q_glass_next(cx, &next);
	if (rc != ERR_OK)
		return rc;
	g.id = next.id;
	struct seal_at at = words_at("glass", g.id, &g.ref);
	rc = seal_meta(cx, &at, in_text(in, F_WORDS), &sealed);
	if (rc == ERR_OK)
		rc = q_glass_add(cx, g.id, ref_blob(&g.ref), person, cx->actor.user, cx->actor.org,
			cx->actor.unit == 0 ? NONE : cx->actor.unit, in_code(in, F_GLASS_WHY), sealed, cx->now, until, cx->act);
	if (rc == ERR_OK)
		rc = q_opening_add(cx, person, cx->actor.user, USE_EMERGENCY, until, cx->act);
	if (rc == ERR_OK)
		rc = tell_helpers(cx, person, question);
	if (rc == ERR_OK)
		rc = ask_review(cx, cx->actor.org, due, g.id);
	if (rc == ERR_OK)
		rc = oversight_ask(cx, cx->actor.org, due, g.id);
	if (rc == ERR_OK)
		rc = q_glass_job_add(cx, JOB_GLASS_UNREVIEWED, due, g.id, cx->act);
	if (rc == ERR_OK)
		rc = note_look(cx, person, AUDIT_ALLOWED);
	if (rc == ERR_OK)
		*ret_glass = g;
	return rc;
}

/* The work of one person found, and then undone. */
static int glass_open_nobody(struct cx *cx, const struct in *in, int64_t question) {
	struct row_person_any any;
	struct glass g;
	int rc = db_savepoint(cx);
	if (rc != ERR_OK)
		return rc;
	rc = q_person_any(cx, &any);
	if (rc == ERR_OK && any.id != 0)
		rc = glass_open(cx, in, any.id, question, &g);
	int undone = db_undo(cx);
	return rc == ERR_OK ? undone : rc;
}

/* Those of the persons that the caller may be shown; the others only learn that it was tried. */
static int admitted(struct cx *cx, const int64_t *persons, size_t n, int64_t ret_persons[PERSONS_MAX], size_t *ret_n) {
	size_t kept = 0;
	int rc = ERR_OK;
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		enum audit_verdict verdict = AUDIT_BLOCKED;
		rc = closed_to(cx, persons[i], &verdict);
		if (rc == ERR_OK && verdict != AUDIT_ALLOWED)
			rc = note_look(cx, persons[i], verdict);
		else if (kept < PERSONS_MAX)
			ret_persons[kept++] = persons[i];
	}
	*ret_n = kept;
	return rc;
}

int glass_break(struct cx *cx, const struct in *in, struct out *out) {
	struct found found;
	struct glass opened[PERSONS_MAX];
	struct ref person;
	int64_t persons[PERSONS_MAX], question = 0;
	size_t n = 0;
	int rc = quota_check(cx);
	if (rc == ERR_OK)
		rc = find_by_name(cx, in_text(in, F_GIVEN), in_text(in, F_FAMILY), in_number(in, F_BORN), &found);
	if (rc == ERR_OK)
		rc = question_keep(cx, in_text(in, F_WORDS), &question);
	if (rc == ERR_OK) /* who was born in that very year; where there is nobody, in the one before or after */
		rc = admitted(cx, found.persons, found.exact != 0 ? found.exact : found.n, persons, &n);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = glass_open(cx, in, persons[i], question, &opened[i]);
	if (rc == ERR_OK && n == 0)
		rc = glass_open_nobody(cx, in, question);
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		rc = person_ref(cx, opened[i].person, &person);
		if (rc != ERR_OK)
			break;
		out_row(out);
		out_ref(out, F_PERSON, &person);
		out_ref(out, F_GLASS, &opened[i].ref);
		out_number(out, F_UNTIL, cx->now + GLASS_MINUTES * MINUTE);
	}
	return rc;
}

int glass_unreviewed(struct cx *cx, int64_t glass) {
	struct row_glass_reviewed reviewed;
	int rc = q_glass_reviewed(cx, glass, &reviewed);
	return rc == ERR_OK && reviewed.n == 0 ? oversight_ask(cx, NONE, cx->now, glass) : rc;
}
