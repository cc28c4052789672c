#include "core/likeness.h"

#include "base/str.h"
#include "core/fact.h"
#include "core/identity.h"
#include "core/projection.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/profile.h"

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

	int rc = q_block_has(cx, person, cx->actor.org, cx->actor.unit, &block);
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

int likeness_decide(struct cx *cx, const struct in *in, struct out *out) {
	struct row_likeness_get l;
	struct row_link_newest said;
	struct fact f = fact_new(cx, in);
	int state = in_code(in, F_LIKE);
	(void)out;

	int rc = bad_if(cx, state == LIKE_OPEN, "like", N_("Say whether it is the same person or not."), "open");
	if (rc == ERR_OK)
		rc = q_likeness_get(cx, in->object, &l);
	if (rc != ERR_OK)
		return rc;
	f.person = l.person;
	rc = q_link_newest(cx, l.person, l.other, &said);
	if (rc == ERR_OK && said.org == f.org) { /* its own earlier word is corrected; another's stays beside this one */
		if (said.state == state)
			return err_say(cx, ERR_CONFLICT, "like", N_("Your organisation has said this already."), NULL);
		f.supersedes = said.id;
	}
	if (rc == ERR_OK || rc == ERR_NOTFOUND)
		rc = q_link_add(cx, FACT_HEAD(&f), in->object, l.other, state);
	if (rc == ERR_OK)
		rc = q_task_likeness_done(cx, l.person, in->object);
	return rc == ERR_OK ? project_same_person(cx, l.person) : rc;
}
