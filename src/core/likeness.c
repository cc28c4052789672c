#include "core/likeness.h"

#include "base/str.h"
#include "core/identity.h"
#include "core/opening.h"
#include "core/projection.h"
#include "core/proposal.h"
#include "core/task.h"
#include "core/write.h"
#include "db/queries.h"
#include "op/profile.h"

bool likeness_by_registry(int why) {
	return why == WHY_SAME_DOCUMENT || why == WHY_SAME_WEIGHED;
}

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

/* What of a record the caller may read, bits 1 << enum COMPARED_*: its own, or what her consent opens to it. */
static int readable(struct cx *cx, int64_t person, unsigned *ret_mask) {
	struct identity who;
	int rc = identity_get(cx, person, &who);
	*ret_mask = rc != ERR_OK ? 0 : (unsigned)(who.given != NULL || who.family != NULL) << COMPARED_NAME
		| (unsigned)(who.born != NONE || who.birth != NONE) << COMPARED_BORN | (unsigned)(who.document != NULL) << COMPARED_DOCUMENT
		| (unsigned)(who.phone != NULL) << COMPARED_PHONE;
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

/* What speaks for one person, and what against, in whole bits; nothing where the engine has not weighed the two. What only
   others wrote down of either counts as not known: a made-up record would confirm it, field by field. */
static int weighed_put(struct cx *cx, int64_t likeness, unsigned mask, struct out *out) {
	struct rows rows;
	struct row_weighed_newest w;
	struct row_weighed_parts each;
	const char *speaks[COMPARED_MOST];
	size_t n = 0;
	int64_t hidden = 0;
	int rc = q_weighed_newest(cx, likeness, &w);
	if (rc == ERR_OK)
		rc = q_weighed_parts(cx, w.id, &rows);
	if (rc != ERR_OK)
		return rc == ERR_NOTFOUND ? ERR_OK : rc;
	while (n < COMPARED_MOST && q_weighed_parts_next(&rows, &each)) {
		bool shown = (mask >> each.compared & 1) != 0;
		speaks[n++] = arena_printf(cx->arena, "%s:%s:%d", code_name(cx->profile, L_COMPARED, each.compared),
			code_name(cx->profile, L_AGREE, shown ? each.agree : AGREE_MISSING), shown ? (int)each.bits : 0);
		hidden += shown ? 0 : each.bits;
	}
	out_text(out, F_MODEL, w.model);
	out_number(out, F_BITS, w.bits - hidden);
	if (n > 0)
		out_texts(out, F_SPEAKS, speaks, n);
	return rows_end(&rows);
}

/* The caller's own work about the pair, by which it may ask others. */
static int task_put(struct cx *cx, int64_t likeness, struct out *out) {
	struct row_likeness_task task;
	int rc = q_likeness_task(cx, likeness, cx->actor.org, &task);
	if (rc == ERR_OK)
		out_blob_ref(out, F_TASK, task.ref);
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

int likeness_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_likeness_get l;
	struct row_link_newest said;
	unsigned one = 0, two = 0;
	int rc = q_likeness_get(cx, in->object, &l);
	if (rc != ERR_OK)
		return rc;
	rc = q_link_newest(cx, l.person, l.other, &said);
	if (rc != ERR_OK && rc != ERR_NOTFOUND)
		return rc;
	out_blob_ref(out, F_LIKENESS, l.ref);
	out_code(out, F_LIKE, rc == ERR_OK ? said.state : LIKE_OPEN);
	out_number(out, F_OWN_WORD, rc == ERR_OK && said.org == cx->actor.org && !likeness_by_registry((int)said.why));
	if (rc == ERR_OK && said.why != NONE)
		out_code(out, F_WHY_SAME, (int)said.why);
	rc = task_put(cx, in->object, out);
	if (rc == ERR_OK)
		rc = readable(cx, l.person, &one);
	if (rc == ERR_OK)
		rc = readable(cx, l.other, &two);
	if (rc == ERR_OK)
		rc = weighed_put(cx, in->object, one & two, out);
	if (rc == ERR_OK)
		rc = side_put(cx, l.person, out);
	return rc == ERR_OK ? side_put(cx, l.other, out) : rc;
}

int likeness_put(struct cx *cx, const struct fact *f, const struct row_likeness_pair *l, int state, int why, int64_t *ret_id) {
	struct row_weighed_newest w;
	struct row_link_put row;
	int rc = q_weighed_newest(cx, l->id, &w);
	if (rc != ERR_OK && rc != ERR_NOTFOUND)
		return rc;
	bool weighed = rc == ERR_OK;
	rc = q_link_put(cx, FACT_HEAD(f), l->id, l->other, state, why, weighed ? w.model : NULL, weighed ? w.bits : NONE, &row);
	if (rc == ERR_OK)
		*ret_id = row.id;
	return rc;
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
		rc = likeness_put(cx, &f, l, state, why, &row.id);
	if (rc == ERR_OK && state == LIKE_UNSURE)
		rc = q_task_likeness_set(cx, l->id, org, 1);
	else if (rc == ERR_OK)
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
	return said.org == org && said.state == state && !likeness_by_registry((int)said.why)
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

/* What the own organisation said last goes, and what stood before stands again. */
int likeness_undo(struct cx *cx, const struct in *in, struct out *out) {
	struct row_likeness_get l;
	struct row_link_newest_of own;
	struct row_link_newest said;
	int rc = q_likeness_get(cx, in->object, &l);
	if (rc == ERR_OK)
		rc = q_link_newest_of(cx, l.person, l.other, cx->actor.org, &own);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_CONFLICT, "likeness", N_("Your organisation has said nothing of these two that could be taken back."),
			NULL);
	if (rc == ERR_OK)
		rc = fact_retract(cx, FACT_LINK, own.id);
	if (rc == ERR_OK)
		rc = q_link_newest(cx, l.person, l.other, &said);
	if (rc != ERR_OK && rc != ERR_NOTFOUND)
		return rc;
	int like = rc == ERR_OK ? (int)said.state : LIKE_OPEN;
	bool open = like == LIKE_OPEN || like == LIKE_UNSURE || said.why == WHY_SAME_WEIGHED;
	rc = open ? q_task_likeness_again(cx, in->object, l.person, l.other) : q_task_likeness_set(cx, in->object, cx->actor.org, 0);
	if (rc == ERR_OK)
		rc = likeness_tell(cx, l.person);
	if (rc == ERR_OK)
		out_code(out, F_LIKE, like);
	return rc;
}

/* How likely it is, in four steps: here nobody has opened the files yet, and a finer number would say what agrees. */
static int64_t coarse(int64_t bits) {
	return bits >= 15 ? 15 : bits >= 7 ? 7 : bits >= 3 ? 3 : 0;
}

int likeness_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_likeness_queue each;
	(void)in;
	int rc = q_likeness_queue(cx, cx->actor.org, cx->actor.unit, cx->actor.user, &rows);
	while (rc == ERR_OK && q_likeness_queue_next(&rows, &each)) {
		out_row(out);
		out_blob_ref(out, F_TASK, each.task);
		out_code(out, F_TASK_KIND, each.kind);
		out_number(out, F_DUE, each.due_at);
		out_blob_ref(out, F_PERSON, each.person);
		out_code(out, F_AGE, each.age);
		out_code(out, F_SEX, each.sex);
		out_code(out, F_SPEECH, each.speech);
		out_code(out, F_MUNICIPALITY, each.municipality);
		if (each.kind == TASK_LIKENESS) { /* of the other's record nothing is told, nor how alike it is */
			out_blob_ref(out, F_LIKENESS, each.likeness);
			if (each.bits != NONE)
				out_number(out, F_BITS, coarse(each.bits));
		}
		out_code(out, F_LIKE, each.unsure != 0 ? LIKE_UNSURE : LIKE_OPEN);
	}
	return rows_end(&rows);
}

/* The likeness of two persons, noted now if nobody has. */
int likeness_pair_get(struct cx *cx, int64_t person, int64_t other, struct row_likeness_pair *ret_pair) {
	int rc = likeness_note(cx, person, other);
	return rc == ERR_OK ? q_likeness_pair(cx, person, other, ret_pair) : rc;
}

/* The likeness of two persons that somebody may say something of, noted now if nobody has. */
static int pair_to_say(struct cx *cx, int64_t person, int64_t other, int state, int why,
	struct row_likeness_pair *ret_pair) {
	int rc = link_state(cx, state);
	if (rc == ERR_OK)
		rc = bad_if(cx, likeness_by_registry(why), fields[F_WHY_SAME].name,
			N_("Documents are compared by the registry itself: choose another reason."), NULL);
	if (rc == ERR_OK)
		rc = bad_if(cx, person == other, fields[F_OTHER].name, N_("These are the same record."), NULL);
	return rc == ERR_OK ? likeness_pair_get(cx, person, other, ret_pair) : rc;
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
