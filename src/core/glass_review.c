/* glass_review.c - the second look at a file opened in an emergency: why it was, never whose it was. */
#include "base/time.h"
#include "core/account.h"
#include "core/fact.h"
#include "core/glass.h"
#include "core/person_word.h"
#include "db/queries.h"

static void put(struct cx *cx, const struct row_glass_of_org *g, struct out *out) {
	out_row(out);
	out_blob_ref(out, F_GLASS, g->ref);
	out_number(out, F_AT, g->at);
	out_number(out, F_UNTIL, g->until);
	out_code(out, F_GLASS_WHY, g->why);
	out_number(out, F_DUE, g->at + GLASS_REVIEW_HOURS * HOUR);
	out_number(out, F_REVIEWED, g->justified != NONE);
	if (g->justified != NONE)
		out_number(out, F_JUSTIFIED, g->justified);
	if (g->unit_name != NULL)
		out_text(out, F_UNIT_NAME, g->unit_name);
	out_number(out, F_ALLOWED, g->justified == NONE
		&& glass_reviews(cx, g->account, g->org, g->unit == NONE ? 0 : g->unit, g->units > 0));
}

/* The emergencies of the caller's organisation; of all, for an oversight body. */
int glass_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_glass_of_org own;
	struct row_glass_of_all any;
	(void)in;
	bool all = cx->actor.org_kind == ORG_OVERSIGHT;
	int rc = all ? q_glass_of_all(cx, &rows) : q_glass_of_org(cx, cx->actor.org, &rows);
	if (rc != ERR_OK)
		return rc;
	while (all && q_glass_of_all_next(&rows, &any))
		put(cx, &(struct row_glass_of_org){any.id, any.ref, any.account, any.org, any.unit, any.units, any.why, any.at,
			any.until, any.unit_name, any.justified}, out);
	while (!all && q_glass_of_org_next(&rows, &own))
		put(cx, &own, out);
	return rows_end(&rows);
}

static int words_of(struct cx *cx, const struct row_glass_get *g, int64_t id, const char **ret_words) {
	struct seal_at at = {.table = "glass", .column = "words", .row = id, .c = C_META};
	int rc = ref_of_blob(cx, g->ref, &at.subject);
	return rc == ERR_OK ? unseal_meta(cx, &at, g->words, ret_words) : rc;
}

int glass_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_glass_get g;
	struct row_account_get account;
	const char *words = NULL, *name = NULL, *word = NULL;
	int rc = q_glass_get(cx, in->object, &g);
	if (rc == ERR_OK)
		rc = words_of(cx, &g, in->object, &words);
	if (rc == ERR_OK)
		rc = q_account_get(cx, g.account, &account);
	if (rc == ERR_OK)
		rc = account_name_open(cx, g.account, account.ref, account.name, &name);
	if (rc == ERR_OK)
		rc = person_word(cx, g.person_ref, &word);
	if (rc != ERR_OK)
		return rc;
	out_blob_ref(out, F_GLASS, g.ref);
	out_number(out, F_AT, g.at);
	out_number(out, F_UNTIL, g.until);
	out_code(out, F_GLASS_WHY, g.why);
	out_number(out, F_DUE, g.at + GLASS_REVIEW_HOURS * HOUR);
	out_text(out, F_WORDS, words);
	out_text(out, F_STAFF_NAME, name);
	if (g.unit_name != NULL)
		out_text(out, F_UNIT_NAME, g.unit_name);
	out_text(out, F_TOKEN, word);
	out_number(out, F_COUNT, g.looks);
	out_number(out, F_REVIEWED, g.justified != NONE);
	if (g.justified != NONE)
		out_number(out, F_JUSTIFIED, g.justified);
	return ERR_OK;
}

/* What was not right closes at once. */
int glass_review(struct cx *cx, const struct in *in, struct out *out) {
	struct row_glass_get g;
	struct blob sealed;
	(void)out;
	struct seal_at at = {.table = "glass_review", .column = "words", .row = in->object, .c = C_META};
	int rc = q_glass_get(cx, in->object, &g);
	if (rc == ERR_OK && g.justified != NONE)
		return err_say(cx, ERR_CONFLICT, "glass", N_("Somebody has looked at this already."), NULL);
	if (rc == ERR_OK)
		rc = ref_of_blob(cx, g.ref, &at.subject);
	if (rc == ERR_OK)
		rc = seal_meta(cx, &at, in_text(in, F_WORDS), &sealed);
	if (rc == ERR_OK)
		rc = q_glass_review_add(cx, in->object, cx->actor.user, in_number(in, F_JUSTIFIED) != 0, sealed, cx->act);
	return rc == ERR_OK ? q_glass_task_done(cx, in->object) : rc;
}
