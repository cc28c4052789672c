/*
 * erase.c - erasing who a person is.
 *
 * What goes is what opens her sealed texts and what finds her by name: keys and tokens, the names in questions that were
 * passed on about her, what anybody has begun to write in her file, every file open at that moment. The facts stay, without identity, and with them every figure.
 * It cannot be undone, so it takes two persons; the keeper then cuts off the write-ahead log, where the keys stood too.
 * What another organisation recorded as another person stays that organisation's, also where the two are linked.
 */
#include "base/str.h"
#include "core/fact.h"
#include "core/grow.h"
#include "core/proposal.h"
#include "db/queries.h"

int person_erase(struct cx *cx, const struct in *in, struct out *out) {
	struct ref proposal;
	int rc = person_not_erased(cx, in->person);
	if (rc == ERR_OK)
		rc = proposal_add(cx, PROPOSAL_ERASE, in->person, 0, json_pack("{s:s}", "words", in_text(in, F_WORDS)),
			&proposal);
	if (rc == ERR_OK)
		out_ref(out, F_PROPOSAL, &proposal);
	return rc;
}

/* A question keeps who asked and why. */
static int question_forget(struct cx *cx, const struct row_erase_questions *q) {
	struct seal_at at = {.table = "question", .column = "sealed", .row = q->id, .c = C_META};
	static const char *const who[] = {"given", "family", "born"};
	const char *text = NULL;
	struct blob sealed;
	int rc = ref_of_blob(cx, q->ref, &at.subject);
	if (rc == ERR_OK)
		rc = unseal_meta(cx, &at, q->sealed, &text);
	if (rc != ERR_OK)
		return rc;
	json_t *asked = json_loads(text, 0, NULL);
	for (size_t i = 0; i < sizeof who / sizeof *who; i++)
		json_object_del(asked, who[i]);
	char *left = json_dumps(asked, JSON_COMPACT);
	json_decref(asked);
	if (bug_if(cx, left == NULL))
		return ERR_BUG;
	rc = seal_meta(cx, &at, arena_strdup(cx->arena, left), &sealed);
	free(left);
	return rc == ERR_OK ? q_question_reseal(cx, q->id, sealed) : rc;
}

static int questions_forget(struct cx *cx, int64_t person) {
	struct rows rows;
	struct row_erase_questions each, *all = NULL;
	size_t n = 0;
	int rc = q_erase_questions(cx, person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_erase_questions_next(&rows, &each)) {
		all = grow(cx->arena, all, n, sizeof *all);
		all[n++] = each;
	}
	rc = rows_end(&rows);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = question_forget(cx, &all[i]);
	return rc;
}

int erase_apply(struct cx *cx, const struct proposal *p) {
	int rc = person_not_erased(cx, p->person);
	if (rc == ERR_OK)
		rc = q_erased_add(cx, p->person, cx->act);
	if (rc == ERR_OK)
		rc = q_erase_keys(cx, p->person);
	if (rc == ERR_OK)
		rc = q_erase_note_keys(cx, p->person);
	if (rc == ERR_OK)
		rc = q_erase_attachment_keys(cx, p->person);
	if (rc == ERR_OK)
		rc = q_erase_tokens(cx, p->person);
	if (rc == ERR_OK)
		rc = q_erase_drafts(cx, p->person);
	if (rc == ERR_OK)
		rc = q_erase_submissions(cx, p->person);
	if (rc == ERR_OK)
		rc = questions_forget(cx, p->person);
	if (rc == ERR_OK)
		rc = q_erase_openings(cx, p->person, cx->now);
	if (rc == ERR_OK)
		rc = q_erase_glass(cx, p->person, cx->now);
	cx->wipe = cx->wipe || rc == ERR_OK;
	return rc;
}
