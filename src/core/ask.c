/*
 * ask.c - asking about a person of another organisation: one answer, always.
 *
 * Whoever asks reads by when somebody will answer if somebody can, and nothing else, whether the person is known or
 * was invented. Who helps her gets a task with who asks and why; where the asker's unit may never see her file, the
 * question stands there as a refused look. Where nobody is found the same rows are written and undone, so that the time
 * taken says little.
 */
#include "audit/audit.h"
#include "base/str.h"
#include "core/fact.h"
#include "core/identity.h"
#include "core/task.h"
#include "crypt/token.h"
#include "db/queries.h"
#include "op/profile.h"

enum { ASKED_MAX = 60, ORGS_MAX = 200 };

struct asked {
	int64_t question, due_at;
	size_t n;
	int64_t persons[ASKED_MAX];
};

static int question_keep(struct cx *cx, const struct in *in, int64_t *ret_question) {
	struct ref ref = ref_new(cx);
	struct row_question_next next;
	struct blob sealed;
	struct buf text = buf_new(cx->arena, 16 << 10);
	int rc = q_question_next(cx, &next);
	if (rc != ERR_OK)
		return rc;
	buf_str(&text, "{\"given\":");
	json_put(&text, in_text(in, F_GIVEN));
	buf_str(&text, ",\"family\":");
	json_put(&text, in_text(in, F_FAMILY));
	buf_printf(&text, ",\"born\":%d,\"why\":", (int)in_number(in, F_BORN));
	json_put(&text, in_text(in, F_WHY));
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

static void asked_add(struct asked *asked, int64_t person) {
	for (size_t i = 0; i < asked->n; i++)
		if (asked->persons[i] == person)
			return;
	if (asked->n < ASKED_MAX)
		asked->persons[asked->n++] = person;
}

static int find_year(struct cx *cx, const struct in *in, int64_t year, struct asked *asked) {
	struct rows rows;
	struct row_identity_asked each;
	struct token token;
	const char *value = identity_name_value(cx, in_text(in, F_GIVEN), in_text(in, F_FAMILY),
		arena_printf(cx->arena, "%d", (int)year));
	int rc = token_make(cx, TOKEN_NAME_YEAR, value == NULL ? "" : value, &token);
	if (rc == ERR_OK)
		rc = q_identity_asked(cx, TOKEN_NAME_YEAR, BLOB(token.at, sizeof token.at), &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_identity_asked_next(&rows, &each))
		asked_add(asked, each.person);
	return rows_end(&rows);
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
static int note_look(struct cx *cx, int64_t person, bool blocked) {
	struct audit_entry e = audit_entry_of(cx, "ask_record", blocked ? AUDIT_BLOCKED : AUDIT_ALLOWED);
	e.person = person;
	return audit_append(cx, &e);
}

static int pass_on(struct cx *cx, const struct asked *asked, int64_t person) {
	struct row_block_has block;
	int64_t orgs[ORGS_MAX];
	size_t n = 0;
	int rc = q_block_has(cx, person, cx->actor.org, cx->actor.unit, &block);
	if (rc == ERR_OK)
		rc = owners(cx, person, orgs, &n);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = tell(cx, asked, person, orgs[i]);
	return rc == ERR_OK ? note_look(cx, person, block.n > 0) : rc;
}

/* The work of one person found, and then undone. */
static int pass_on_to_nobody(struct cx *cx, const struct asked *asked) {
	int rc = db_savepoint(cx);
	if (rc != ERR_OK)
		return rc;
	struct row_block_has block;
	int64_t orgs[ORGS_MAX];
	size_t n = 0;
	rc = q_block_has(cx, 0, cx->actor.org, cx->actor.unit, &block);
	if (rc == ERR_OK)
		rc = owners(cx, 0, orgs, &n);
	if (rc == ERR_OK)
		rc = task_add(cx, &TASK_NEW(.org = cx->actor.org, .kind = TASK_QUESTION, .due_at = asked->due_at,
			.question = asked->question));
	if (rc == ERR_OK)
		rc = note_look(cx, NONE, false);
	int undone = db_undo(cx);
	return rc == ERR_OK ? undone : rc;
}

int ask_record(struct cx *cx, const struct in *in, struct out *out) {
	struct asked asked = {.due_at = cx->now + profile_rule(cx->profile, "question_hours") * HOUR};
	int64_t born = in_number(in, F_BORN);

	int rc = question_keep(cx, in, &asked.question);
	for (int64_t year = born - 1; rc == ERR_OK && year <= born + 1; year++)
		rc = find_year(cx, in, year, &asked);
	for (size_t i = 0; rc == ERR_OK && i < asked.n; i++)
		rc = pass_on(cx, &asked, asked.persons[i]);
	if (rc == ERR_OK && asked.n == 0)
		rc = pass_on_to_nobody(cx, &asked);
	if (rc == ERR_OK)
		out_number(out, F_DUE, asked.due_at);
	return rc;
}
