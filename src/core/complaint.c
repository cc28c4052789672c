#include "core/complaint.h"

#include "base/str.h"
#include "core/fact.h"
#include "core/policy.h"
#include "core/pseudonym.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/profile.h"

static struct seal_at words_at(int64_t id, const struct ref *ref) {
	return (struct seal_at){.table = "complaint", .column = "words", .row = id, .subject = *ref, .c = C_META};
}

/* An answer is bound to its own row and to the complaint it answers. */
static struct seal_at reply_at(int64_t id, const struct ref *ref) {
	return (struct seal_at){.table = "complaint_answer", .column = "reply", .row = id, .subject = *ref, .c = C_META};
}

/* The kind of organisation that is told of a complaint about one of that kind. */
static int told_kind(int about_kind) {
	return about_kind == ORG_RAPPORTEUR ? ORG_OVERSIGHT : ORG_RAPPORTEUR;
}

/* Whoever has the right to hear complaints hears them, but not those about the own organisation. */
static bool hears(const struct actor *who, int64_t about) {
	return who->user != 0 && who->org != about;
}

/* The same, asked of a relation. */
static int can_hear(struct cx *cx, bool *ret_can) {
	uint32_t may = 0;
	int rc = policy_may(cx, &may);
	*ret_can = rc == ERR_OK && (may >> CAN_HEAR & 1) != 0;
	return rc;
}

int complaint_relation(struct cx *cx, int64_t id, unsigned *ret_held) {
	struct row_complaint_get row;
	bool can = false;
	int rc = q_complaint_get(cx, id, &row);
	if (rc == ERR_OK)
		rc = can_hear(cx, &can);
	if (rc != ERR_OK)
		return rc;
	*ret_held = (row.account == cx->actor.user && cx->actor.user != 0 ? REL_ASKER : 0)
		| (can && hears(&cx->actor, row.about) ? REL_HEARS : 0);
	return ERR_OK;
}

/* For whom: only whom the caller works with; unknown, hidden and closed have one answer. */
static int person_of(struct cx *cx, const struct in *in, int64_t *ret_person) {
	struct row_on_person person;
	struct row_relation_kinds relation;
	struct row_block_has block = {0};
	*ret_person = NONE;
	if (!in_has(in, F_PERSON))
		return ERR_OK;
	int rc = q_on_person(cx, ref_blob(in_ref(in, F_PERSON)), &person);
	if (rc == ERR_OK)
		rc = q_relation_kinds(cx, person.id, cx->actor.org, &relation);
	if (rc == ERR_OK)
		rc = q_block_has(cx, person.id, cx->actor.org, cx->actor.unit, cx->actor.user, &block);
	if (rc == ERR_NOTFOUND || (rc == ERR_OK && ((relation.kinds & REL_WORKS) == 0 || block.n > 0)))
		return err_say(cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
	if (rc == ERR_OK)
		*ret_person = person.id;
	return rc;
}

/* A task for the rapporteur, or for oversight where it is about the rapporteur; nobody else is told. */
static int tell(struct cx *cx, int64_t complaint, int64_t about, int about_kind) {
	struct rows rows;
	struct row_complaint_hearers each;
	int64_t orgs[64];
	size_t n = 0;
	int rc = q_complaint_hearers(cx, told_kind(about_kind), &rows);
	if (rc != ERR_OK)
		return rc;
	while (n < sizeof orgs / sizeof *orgs && q_complaint_hearers_next(&rows, &each))
		if (each.id != about)
			orgs[n++] = each.id;
	rc = rows_end(&rows);
	if (rc == ERR_OK && n == 0)
		return err_say(cx, ERR_CONFLICT, fields[F_ORG].name,
			N_("There is nobody here yet who could hear a complaint about that organisation."), NULL);
	int64_t due = cx->now + profile_rule(cx->profile, "complaint_days") * 24 * HOUR;
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = task_add(cx, &TASK_NEW(.org = orgs[i], .kind = TASK_COMPLAINT, .due_at = due, .complaint = complaint));
	return rc;
}

int complaint_record(struct cx *cx, const struct in *in, struct out *out) {
	struct row_complaint_next next;
	struct row_org_by_id org;
	struct ref ref = ref_new(cx);
	struct blob words;
	int64_t about = 0, person = NONE;
	int rc = org_of_code(cx, in, F_ORG, &about);
	if (rc == ERR_OK)
		rc = q_org_by_id(cx, about, &org);
	if (rc == ERR_OK)
		rc = person_of(cx, in, &person);
	if (rc == ERR_OK)
		rc = q_complaint_next(cx, &next);
	if (rc != ERR_OK)
		return rc;
	struct seal_at at = words_at(next.id, &ref);
	rc = seal_meta(cx, &at, in_text(in, F_WORDS), &words);
	if (rc == ERR_OK)
		rc = q_complaint_insert(cx, next.id, ref_blob(&ref), about, in_code(in, F_COMPLAINT_ABOUT), cx->actor.user,
			cx->actor.org, person, words, cx->now, cx->act);
	if (rc == ERR_OK)
		rc = tell(cx, next.id, about, org.kind);
	if (rc == ERR_OK)
		out_ref(out, F_COMPLAINT, &ref);
	return rc;
}

/* What both lists show of a complaint. */
static int complaint_put(struct cx *cx, const struct row_complaint_all *c, struct out *out) {
	const char *words = NULL, *reply = NULL;
	struct ref ref;
	int rc = ref_of_blob(cx, c->ref, &ref);
	if (rc == ERR_OK) {
		struct seal_at at = words_at(c->id, &ref);
		rc = unseal_meta(cx, &at, c->words, &words);
	}
	if (rc == ERR_OK && c->answer != NONE) {
		struct seal_at at = reply_at(c->answer, &ref);
		rc = unseal_meta(cx, &at, c->reply, &reply);
	}
	if (rc != ERR_OK)
		return rc;
	out_ref(out, F_COMPLAINT, &ref);
	out_code(out, F_COMPLAINT_ABOUT, c->kind);
	out_code(out, F_COMPLAINT_STATE, c->answer == NONE ? COMPLAINT_OPEN : (int)c->state);
	out_number(out, F_AT, c->at);
	out_text(out, F_ORG_NAME, c->about_name);
	out_text(out, F_WORDS, words);
	if (reply != NULL)
		out_text(out, F_REPLY, reply);
	return ERR_OK;
}

int complaint_mine(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_complaint_of c;
	(void)in;
	int rc = q_complaint_of(cx, cx->actor.user, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_complaint_of_next(&rows, &c)) {
		out_row(out);
		rc = complaint_put(cx, &(struct row_complaint_all){.id = c.id, .ref = c.ref, .kind = c.kind, .at = c.at,
			.about_name = c.about_name, .words = c.words, .answer = c.answer, .state = c.state, .reply = c.reply}, out);
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

enum { LISTED = 500 };

/* Whether it is one the caller hears, in the state asked for. */
static bool listed(const struct cx *cx, const struct in *in, const struct row_complaint_all *c) {
	int state = c->answer == NONE ? COMPLAINT_OPEN : (int)c->state;
	return hears(&cx->actor, c->about)
		&& (!in_has(in, F_COMPLAINT_STATE) || in_code(in, F_COMPLAINT_STATE) == state);
}

int complaint_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_complaint_all c;
	char word[PSEUDONYM_TEXT];
	size_t n = 0;
	bool can = false;
	int rc = can_hear(cx, &can);
	if (rc == ERR_OK && can)
		rc = q_complaint_all(cx, &rows);
	if (rc != ERR_OK || !can)
		return rc;
	while (rc == ERR_OK && n < LISTED && q_complaint_all_next(&rows, &c)) {
		if (!listed(cx, in, &c))
			continue;
		n++;
		out_row(out);
		rc = complaint_put(cx, &c, out);
		if (rc != ERR_OK)
			break;
		out_text(out, F_FROM_NAME, c.from_name);
		if (c.person == NONE)
			continue;
		rc = pseudonym(cx, "complaint", cx->actor.org, 0, c.person, word);
		if (rc == ERR_OK)
			out_text(out, F_TOKEN, word);
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

int complaint_answer(struct cx *cx, const struct in *in, struct out *out) {
	struct row_complaint_get row;
	unsigned held = 0;
	struct row_complaint_answer_next next;
	struct ref ref;
	struct blob reply;
	int state = in_code(in, F_COMPLAINT_STATE);
	(void)out;
	int rc = bad_if(cx, state == COMPLAINT_OPEN, fields[F_COMPLAINT_STATE].name, N_("Say what you found."), "open");
	if (rc == ERR_OK)
		rc = complaint_relation(cx, in->object, &held); /* the gate has asked; so does what writes */
	if (rc == ERR_OK && (held & REL_HEARS) == 0)
		return err_say(cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
	if (rc == ERR_OK)
		rc = q_complaint_get(cx, in->object, &row);
	if (rc == ERR_OK)
		rc = ref_of_blob(cx, row.ref, &ref);
	if (rc == ERR_OK)
		rc = q_complaint_answer_next(cx, &next);
	if (rc != ERR_OK)
		return rc;
	struct seal_at at = reply_at(next.id, &ref);
	rc = seal_meta(cx, &at, in_text(in, F_REPLY), &reply);
	if (rc == ERR_OK)
		rc = q_complaint_answer_add(cx, next.id, in->object, state, reply, cx->actor.user, cx->act);
	return rc == ERR_OK ? q_task_complaint_done(cx, in->object) : rc;
}
