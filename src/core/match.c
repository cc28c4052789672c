#include "core/match.h"

#include "base/str.h"
#include "base/time.h"
#include "core/fact.h"
#include "core/identity.h"
#include "core/likeness.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/profile.h"

const char *const match_columns[MATCH_COLUMNS] = {"given", "family", "born", "document", "phone"};

/* Reading ---------------------------------------------------------------------------------------------------------- */

static const char *or_empty(const char *text) {
	return text == NULL ? "" : text;
}

/* A day of birth, a year alone, or nothing. */
static const char *born_text(struct cx *cx, const struct identity *who) {
	if (who->birth != NONE)
		return day_text(cx->arena, (int32_t)who->birth);
	return who->born == NONE ? "" : arena_printf(cx->arena, "%d", (int)who->born);
}

static int row_fill(struct cx *cx, struct match_row *row, struct blob sealed, bool voided) {
	struct identity who;
	for (size_t i = 0; i < MATCH_COLUMNS; i++)
		row->cells[i] = "";
	int rc = voided ? ERR_NOTFOUND : identity_unseal(cx, row->person, row->identity, sealed, &who);
	row->bare = rc == ERR_NOTFOUND;
	if (rc != ERR_OK)
		return rc == ERR_NOTFOUND ? ERR_OK : rc;
	row->cells[0] = or_empty(who.given);
	row->cells[1] = or_empty(who.family);
	row->cells[2] = born_text(cx, &who);
	row->cells[3] = or_empty(who.document);
	row->cells[4] = or_empty(who.phone);
	return ERR_OK;
}

#define READ(query) do { \
		struct row_##query each; \
		rc = q_##query(cx, after, MATCH_ROWS, &rows); \
		while (rc == ERR_OK && n < MATCH_ROWS && q_##query##_next(&rows, &each)) { \
			all[n] = (struct match_row){.identity = each.id, .person = each.person, .org = each.org, \
				.supersedes = each.supersedes}; \
			rc = row_fill(cx, &all[n++], each.sealed, each.voided != 0); \
		} \
	} while (0)

int match_rows(struct cx *cx, int64_t after, bool standing, struct match_row **ret_rows, size_t *ret_n) {
	struct match_row *all = arena_array(cx->arena, MATCH_ROWS, sizeof *all);
	struct rows rows = {0};
	size_t n = 0;
	int rc;
	if (standing)
		READ(match_standing);
	else
		READ(match_after);
	int end = rows_end(&rows);
	*ret_rows = all;
	*ret_n = n;
	return rc == ERR_OK ? end : rc;
}

int match_mark(struct cx *cx, int64_t *ret_newest, int64_t *ret_mark) {
	struct row_match_mark_get row;
	int rc = q_match_mark_get(cx, &row);
	if (rc == ERR_OK) {
		*ret_newest = row.newest;
		*ret_mark = row.mark;
	}
	return rc;
}

int match_mark_set(struct cx *cx, int64_t identity) {
	return q_match_mark_put(cx, identity);
}

/* Who is told ------------------------------------------------------------------------------------------------------- */

enum { SIDES = 200 };

struct side {
	int64_t person, org, named, named_last; /* rows of identity: the first and the last */
	bool helps, supports, told;
};

static bool helps(const struct cx *cx, int kind) {
	return profile_holds(cx->profile, ROLE_SUPPORT, kind);
}

static bool is_on(const struct side *sides, size_t n, int64_t person, int64_t org) {
	for (size_t i = 0; i < n; i++)
		if (sides[i].person == person && sides[i].org == org)
			return true;
	return false;
}

static bool helped_on(const struct side *sides, size_t n, int64_t person) {
	for (size_t i = 0; i < n; i++)
		if (sides[i].person == person && sides[i].helps)
			return true;
	return false;
}

/* The other person was named, and only after everything that was written of this one. */
static bool came_later(const struct side *sides, size_t n, const struct side *s, int64_t other) {
	for (size_t i = 0; i < n; i++)
		if (sides[i].person == other)
			return sides[i].named > s->named_last;
	return false;
}

/* An organisation that helps one of the two and does not know the other hears that somebody else may know her, if it may. */
static int tell_side(struct cx *cx, const struct row_likeness_pair *l, const struct side *sides, size_t n, const struct side *s) {
	struct row_likeness_shut one, two;
	int64_t other = s->person == l->person ? l->other : l->person;
	if (s->told || !s->supports || !came_later(sides, n, s, other) || is_on(sides, n, other, s->org)
		|| (!s->helps && helped_on(sides, n, other)))
		return ERR_OK;
	int rc = q_likeness_shut(cx, l->person, s->org, &one);
	if (rc == ERR_OK)
		rc = q_likeness_shut(cx, l->other, s->org, &two);
	if (rc != ERR_OK || one.n > 0 || two.n > 0)
		return rc;
	return task_add(cx, &TASK_NEW(.org = s->org, .kind = TASK_ELSEWHERE, .person = s->person, .likeness = l->id,
		.due_at = cx->now + profile_rule(cx->profile, "likeness_days") * 24 * HOUR));
}

static int tell_sides(struct cx *cx, const struct row_likeness_pair *l) {
	struct rows rows;
	struct row_likeness_sides each;
	struct side sides[SIDES];
	size_t n = 0;
	int rc = q_likeness_sides(cx, l->id, &rows);
	if (rc != ERR_OK)
		return rc;
	while (n < SIDES && q_likeness_sides_next(&rows, &each))
		if (profile_prohibits(cx->profile, each.kind, OP_likeness_ask) == NULL)
			sides[n++] = (struct side){each.person, each.org, each.named, each.named_last, helps(cx, each.kind),
				(each.kinds & REL_SUPPORTS) != 0, each.told != 0};
	rc = rows_end(&rows);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = tell_side(cx, l, sides, n, &sides[i]);
	return rc;
}

/* What was found ---------------------------------------------------------------------------------------------------- */

static int weigh(struct cx *cx, int64_t likeness, const struct match_pair *p) {
	struct row_weighed_newest was;
	struct row_weighed_add row;
	int rc = q_weighed_newest(cx, likeness, &was);
	if (rc == ERR_OK && was.bits == p->bits && str_equal(was.model, MATCH_MODEL))
		return ERR_OK;
	if (rc == ERR_OK || rc == ERR_NOTFOUND)
		rc = q_weighed_add(cx, likeness, MATCH_MODEL, p->bits, cx->act, &row);
	for (size_t i = 0; rc == ERR_OK && i < MATCH_PARTS; i++)
		if (p->part[i].compared != 0)
			rc = q_weighed_part_add(cx, row.id, p->part[i].compared, p->part[i].agree, p->part[i].bits);
	return rc;
}

/* Unless anybody has said anything of the two. Counted as one, and nothing else: same_person does not know of it. */
static int link_certain(struct cx *cx, const struct row_likeness_pair *l) {
	struct row_link_newest said;
	int64_t id;
	int rc = q_link_newest(cx, l->person, l->other, &said);
	if (rc != ERR_NOTFOUND)
		return rc;
	struct fact f = fact_new(cx, &(struct in){.person = l->person});
	f.certainty = CERTAINTY_REPORTED;
	f.org = 0;
	struct row_person_get person;
	rc = q_person_get(cx, l->person, &person);
	if (rc == ERR_OK) {
		f.org = person.org; /* a fact stands with somebody: with whoever wrote the newer record first */
		rc = likeness_put(cx, &f, l, LIKE_SAME, WHY_SAME_WEIGHED, &id);
	}
	return rc;
}

static int note_one(struct cx *cx, const struct match_pair *p, int64_t *new) {
	struct row_likeness_pair l;
	struct row_likeness_between found;
	struct row_link_newest said;
	int64_t certain = profile_rule(cx->profile, "match_link_bits");
	int rc = q_likeness_between(cx, p->person, p->other, &found);
	if (rc == ERR_OK)
		rc = likeness_pair_get(cx, p->person, p->other, &l);
	if (rc == ERR_OK)
		rc = weigh(cx, l.id, p);
	if (rc == ERR_OK)
		*new += found.n == 0;
	if (rc == ERR_OK && certain > 0 && p->full && p->weight >= certain)
		rc = link_certain(cx, &l);
	if (rc == ERR_OK)
		rc = q_link_newest(cx, l.person, l.other, &said);
	if (rc == ERR_OK && said.why != WHY_SAME_WEIGHED && said.state != LIKE_UNSURE) /* decided */
		return rc;
	if (rc != ERR_OK && rc != ERR_NOTFOUND)
		return rc;
	rc = likeness_tell(cx, p->person);
	return rc == ERR_OK ? tell_sides(cx, &l) : rc;
}

int match_note(struct cx *cx, const struct match_pair *pairs, size_t n, int64_t *ret_new) {
	int64_t new = 0;
	int rc = ERR_OK;
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = note_one(cx, &pairs[i], &new);
	if (rc == ERR_OK)
		*ret_new = new;
	return rc;
}
