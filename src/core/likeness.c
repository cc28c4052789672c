#include "core/likeness.h"

#include "base/str.h"
#include "core/identity.h"
#include "core/opening.h"
#include "core/projection.h"
#include "core/proposal.h"
#include "core/task.h"
#include "core/write.h"
#include "crypt/token.h"
#include "db/queries.h"
#include "op/profile.h"
#include "text/name.h"

int likeness_note(struct cx *cx, int64_t person, int64_t other) {
	struct row_likeness_between found;
	struct ref ref = ref_new(cx);
	int64_t newer = person > other ? person : other, older = person > other ? other : person;
	int rc = q_likeness_between(cx, person, other, &found);
	if (rc != ERR_OK || found.n > 0)
		return rc;
	return q_likeness_add(cx, ref_blob(&ref), newer, older, cx->act);
}

int likeness_tell(struct cx *cx, int64_t person) {
	struct rows rows;
	struct row_likeness_untold each;
	int64_t due = cx->now + profile_rule(cx->profile, "likeness_days") * 24 * HOUR;
	struct buf found = buf_new(cx->arena, 1 << 20); /* told only after reading: a list is not changed under the reader */

	int rc = q_likeness_untold(cx, person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_likeness_untold_next(&rows, &each))
		buf_add(&found, &each, sizeof each);
	rc = rows_end(&rows);
	const struct row_likeness_untold *all = (const struct row_likeness_untold *)(const void *)found.at;
	for (size_t i = 0; rc == ERR_OK && i < found.n / sizeof each; i++)
		rc = task_add(cx, &TASK_NEW(.org = all[i].org, .kind = TASK_LIKENESS, .due_at = due, .person = all[i].about,
			.likeness = all[i].likeness));
	return rc;
}

/* One of the two records. Whoever blocked the caller's unit is not shown beside anybody. */
static int side_put(struct cx *cx, int64_t person, struct out *out) {
	struct row_likeness_side side;
	struct row_block_has block;
	struct identity who;

	int rc = q_block_has(cx, person, cx->actor.org, cx->actor.unit, cx->actor.user, &block);
	if (rc == ERR_OK && block.n > 0)
		return err_say(cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
	if (rc == ERR_OK)
		rc = q_likeness_side(cx, person, &side);
	if (rc != ERR_OK)
		return rc;
	rc = identity_get(cx, person, &who);
	if (rc != ERR_OK && rc != ERR_NOTFOUND)
		return rc;
	if (rc == ERR_NOTFOUND)
		who = (struct identity){.born = NONE, .birth = NONE};
	out_row(out);
	out_blob_ref(out, F_PERSON, side.ref);
	identity_put(&who, out);
	out_code(out, F_AGE, side.age);
	out_code(out, F_SEX, side.sex);
	out_code(out, F_SPEECH, side.speech);
	out_code(out, F_MUNICIPALITY, side.municipality);
	out_number(out, F_SINCE, side.since);
	out_code(out, F_SOURCE, side.source);
	return ERR_OK;
}

int likeness_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_likeness_get l;
	struct row_link_newest said;
	int rc = q_likeness_get(cx, in->object, &l);
	if (rc != ERR_OK)
		return rc;
	rc = q_link_newest(cx, l.person, l.other, &said);
	if (rc != ERR_OK && rc != ERR_NOTFOUND)
		return rc;
	out_blob_ref(out, F_LIKENESS, l.ref);
	out_code(out, F_LIKE, rc == ERR_OK ? said.state : LIKE_OPEN);
	rc = side_put(cx, l.person, out);
	return rc == ERR_OK ? side_put(cx, l.other, out) : rc;
}

/* A word of organisation `org` on a likeness. Its own earlier one is corrected; another's stays beside it. */
static int link_say(struct cx *cx, const struct row_likeness_pair *l, int64_t org, int state, int why, int64_t *ret_id) {
	struct fact f = fact_new(cx, &(struct in){.person = l->person});
	struct row_link_newest_of own;
	struct row_link_put row;
	f.org = org;
	int rc = q_link_newest_of(cx, l->person, l->other, f.org, &own);
	if (rc == ERR_OK)
		f.supersedes = own.id;
	if (rc == ERR_OK || rc == ERR_NOTFOUND)
		rc = q_link_put(cx, FACT_HEAD(&f), l->id, l->other, state, why, &row);
	if (rc == ERR_OK)
		rc = q_task_likeness_done(cx, l->person, l->id);
	if (rc == ERR_OK)
		rc = project_same_person(cx, l->person);
	if (rc == ERR_OK)
		*ret_id = row.id;
	return rc;
}

/* Whoever says what already is its organisation's newest word says nothing. */
static int link_news(struct cx *cx, int64_t person, int64_t other, int64_t org, int state) {
	struct row_link_newest said;
	int rc = q_link_newest(cx, person, other, &said);
	if (rc != ERR_OK)
		return rc == ERR_NOTFOUND ? ERR_OK : rc;
	return said.org == org && said.state == state && said.why != WHY_SAME_DOCUMENT
		? err_say(cx, ERR_CONFLICT, "like", N_("Your organisation has said this already."), NULL) : ERR_OK;
}

static int link_state(struct cx *cx, int state) {
	return bad_if(cx, state == LIKE_OPEN, "like", N_("Say whether it is the same person or not."), "open");
}

/* Two persons have to say that records are of one person; that they are of two, one may say. */
static int link_ask(struct cx *cx, const struct row_likeness_pair *l, int state, int why, struct out *out) {
	struct ref proposal;
	int64_t id;
	int rc = link_news(cx, l->person, l->other, cx->actor.org, state);
	if (rc != ERR_OK || state != LIKE_SAME)
		return rc == ERR_OK ? link_say(cx, l, cx->actor.org, state, why, &id) : rc;
	rc = proposal_add_pair(cx, PROPOSAL_MERGE, l->person, l->other, json_pack("{s:I, s:i}", "likeness",
		(json_int_t)l->id, "why", why), &proposal);
	if (rc == ERR_OK)
		out_ref(out, F_PROPOSAL, &proposal);
	return rc;
}

/* Said as who asked would have said it, in the act of the second person. */
int merge_apply(struct cx *cx, const struct proposal *p) {
	struct row_likeness_pair l = {json_integer_value(json_object_get(p->detail, "likeness")), p->person, p->other};
	int why = (int)json_integer_value(json_object_get(p->detail, "why"));
	int64_t id;
	int rc = bug_if(cx, l.id == 0 || l.person == 0 || l.other == 0 || why == 0);
	if (rc == ERR_OK)
		rc = link_news(cx, l.person, l.other, p->org, LIKE_SAME);
	return rc == ERR_OK ? link_say(cx, &l, p->org, LIKE_SAME, why, &id) : rc;
}

int likeness_decide(struct cx *cx, const struct in *in, struct out *out) {
	struct row_likeness_get l;
	int state = in_code(in, F_LIKE);
	int rc = link_state(cx, state);
	if (rc == ERR_OK)
		rc = q_likeness_get(cx, in->object, &l);
	return rc == ERR_OK
		? link_ask(cx, &(struct row_likeness_pair){in->object, l.person, l.other}, state, WHY_SAME_LOOKED, out) : rc;
}

/* The likeness of two persons, noted now if nobody has. */
static int pair_get(struct cx *cx, int64_t person, int64_t other, struct row_likeness_pair *ret_pair) {
	int rc = likeness_note(cx, person, other);
	return rc == ERR_OK ? q_likeness_pair(cx, person, other, ret_pair) : rc;
}

/* The likeness of two persons that somebody may say something of, noted now if nobody has. */
static int pair_to_say(struct cx *cx, int64_t person, int64_t other, int state, int why,
	struct row_likeness_pair *ret_pair) {
	int rc = link_state(cx, state);
	if (rc == ERR_OK)
		rc = bad_if(cx, why == WHY_SAME_DOCUMENT, fields[F_WHY_SAME].name,
			N_("Documents are compared by the registry itself: choose another reason."), NULL);
	if (rc == ERR_OK)
		rc = bad_if(cx, person == other, fields[F_OTHER].name, N_("These are the same record."), NULL);
	return rc == ERR_OK ? pair_get(cx, person, other, ret_pair) : rc;
}

int link_write(struct cx *cx, int64_t person, int64_t other, int state, int why, int64_t *ret_id) {
	struct row_likeness_pair pair;
	int rc = pair_to_say(cx, person, other, state, why, &pair);
	return rc == ERR_OK ? link_say(cx, &pair, cx->actor.org, state, why, ret_id) : rc;
}

/* The other person, if the caller works with her too; unknown, hidden and blocked have one answer. */
static int other_get(struct cx *cx, const struct in *in, int64_t *ret_other) {
	struct row_on_person other;
	struct row_relation_kinds relation;
	struct row_block_has block = {0};
	int rc = q_on_person(cx, ref_blob(in_ref(in, F_OTHER)), &other);
	if (rc == ERR_OK)
		rc = q_relation_kinds(cx, other.id, cx->actor.org, &relation);
	if (rc == ERR_OK)
		rc = q_block_has(cx, other.id, cx->actor.org, cx->actor.unit, cx->actor.user, &block);
	if (rc == ERR_NOTFOUND || (rc == ERR_OK && ((relation.kinds & REL_WORKS) == 0 || block.n > 0)))
		return err_say(cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
	bool opened = false;
	if (rc == ERR_OK)
		rc = opening_has(cx, other.id, &opened);
	if (rc == ERR_OK && !opened)
		return err_say(cx, ERR_DENIED, "opened", N_("Open the file first: say what for."), NULL);
	if (rc == ERR_OK)
		*ret_other = other.id;
	return rc;
}

int link_record(struct cx *cx, const struct in *in, struct out *out) {
	struct row_likeness_pair pair;
	int64_t other = 0;
	int state = in_code(in, F_LIKE), why = in_code(in, F_WHY_SAME);
	int rc = other_get(cx, in, &other);
	if (rc == ERR_OK)
		rc = pair_to_say(cx, in->person, other, state, why, &pair);
	return rc == ERR_OK ? link_ask(cx, &pair, state, why, out) : rc;
}

/* Equal documents ------------------------------------------------------------------------------------------------- */

enum { COMMON = 20 }; /* so many records with one document are no document */

struct found { /* another person with the same document */
	int64_t other;
	bool contradicts;
};

/* "none", "-" and "00000" are written where there is no number: a document's has five signs, three of them digits. */
static bool is_number(struct cx *cx, const char *document) {
	const char *s = document_canonical(cx->arena, document);
	size_t digits = 0, kinds = 0;
	for (size_t i = 0; s[i] != 0; i++) {
		digits += s[i] >= '0' && s[i] <= '9';
		kinds += memchr(s, s[i], i) == NULL;
	}
	return strlen(s) >= 5 && digits >= 3 && kinds >= 3;
}

/* Whether what two records say of birth and document cannot be of one person, or tells nothing. */
static int contradict(struct cx *cx, int64_t one, int64_t two, bool *ret_contradict) {
	struct identity a, b;
	int rc = identity_of(cx, one, &a);
	if (rc == ERR_OK)
		rc = identity_of(cx, two, &b);
	if (rc == ERR_OK)
		*ret_contradict |= (a.born != NONE && b.born != NONE && a.born != b.born)
			|| (a.birth != NONE && b.birth != NONE && a.birth != b.birth) || a.document == NULL
			|| !is_number(cx, a.document);
	else if (rc == ERR_NOTFOUND) /* erased: there is nothing to compare */
		*ret_contradict = true;
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

/* Those with the same document; *ret_common where they are too many. */
static int find_same(struct cx *cx, int64_t person, struct found found[COMMON], size_t *ret_n, bool *ret_common) {
	struct rows rows;
	struct row_identity_same each, all[COMMON];
	size_t pairs = 0, n = 0;
	int rc = q_identity_same(cx, person, TOKEN_DOCUMENT, &rows);
	if (rc != ERR_OK)
		return rc;
	while (pairs < COMMON && q_identity_same_next(&rows, &each))
		all[pairs++] = each;
	rc = rows_end(&rows);
	for (size_t i = 0; rc == ERR_OK && i < pairs; i++) {
		if (n == 0 || found[n - 1].other != all[i].other)
			found[n++] = (struct found){.other = all[i].other};
		rc = contradict(cx, all[i].own, all[i].theirs, &found[n - 1].contradicts);
	}
	*ret_n = n;
	*ret_common = pairs == COMMON;
	return rc;
}

static bool is_found(const struct found *found, size_t n, int64_t other) {
	for (size_t i = 0; i < n; i++)
		if (found[i].other == other && !found[i].contradicts)
			return true;
	return false;
}

/* What the registry said before and would not say now. */
static int take_back(struct cx *cx, int64_t person, const struct found *found, size_t n) {
	struct rows rows;
	struct row_link_documents each;
	struct buf gone = buf_new(cx->arena, 1 << 16);
	int rc = q_link_documents(cx, person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_link_documents_next(&rows, &each))
		if (!is_found(found, n, each.other))
			buf_add(&gone, &each.id, sizeof each.id);
	rc = rows_end(&rows);
	const int64_t *ids = (const int64_t *)(const void *)gone.at;
	for (size_t i = 0; rc == ERR_OK && i < gone.n / sizeof *ids; i++)
		rc = fact_retract(cx, FACT_LINK, ids[i]);
	return rc;
}

/* Unless anybody has said anything of the two. */
static int link_found(struct cx *cx, int64_t person, int64_t other) {
	struct row_likeness_pair pair;
	struct row_link_newest said;
	struct row_link_put row;
	struct fact f = fact_new(cx, &(struct in){0});
	int rc = pair_get(cx, person, other, &pair);
	if (rc == ERR_OK)
		rc = q_link_newest(cx, pair.person, pair.other, &said);
	if (rc != ERR_NOTFOUND)
		return rc;
	f.person = pair.person;
	f.certainty = CERTAINTY_CONFIRMED;
	rc = q_link_put(cx, FACT_HEAD(&f), pair.id, pair.other, LIKE_SAME, WHY_SAME_DOCUMENT, &row);
	if (rc == ERR_OK)
		rc = q_task_likeness_done(cx, pair.person, pair.id);
	return rc == ERR_OK ? project_same_person(cx, person) : rc;
}

int likeness_documents(struct cx *cx, int64_t person, bool again) {
	struct found found[COMMON];
	size_t n = 0;
	bool common = false;
	int rc = find_same(cx, person, found, &n, &common);
	if (rc == ERR_OK && (again || common))
		rc = take_back(cx, person, found, common ? 0 : n);
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		if (common)
			rc = take_back(cx, found[i].other, NULL, 0);
		else if (!found[i].contradicts)
			rc = link_found(cx, person, found[i].other);
	}
	return rc;
}
