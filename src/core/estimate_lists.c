/* estimate_lists.c - who recorded whom: lists, how people lie over them, who was sent, and which links may be
   missing. */
#include <stdlib.h>

#include "core/estimate.h"
#include "core/fact.h"
#include "core/figure.h"
#include "core/grow.h"
#include "db/queries.h"
#include "op/profile.h"

enum { KINDS = 32, LEAST = 10 /* people of a list nobody asked for by name */ };
#define MILLION 1000000

struct sent { /* a person another kind of body sent to this kind */
	uint32_t place;
	int kind;
	int32_t day;
};

struct lists {
	struct cx *cx;
	const struct estimate_asked *asked;
	struct figures *f;
	struct sent *sent;
	size_t sent_n;
	uint32_t *seen, *own; /* by place: bits 1 << enum ORG_*; those that found the person themselves */
	size_t room;
	int64_t n[KINDS], sent_to[KINDS];
	int place[KINDS];     /* bit of a history; -1: left out */
	int kind[ESTIMATE_LISTS], used;
	int64_t cells[2][ESTIMATE_STRATA][ESTIMATE_CELLS]; /* own, stratum */
};

/* Records ---------------------------------------------------------------------------------------------------------- */

static int by_place_and_kind(const void *a, const void *b) {
	const struct sent *x = a, *y = b;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return x->kind != y->kind ? x->kind - y->kind : (x->day > y->day) - (x->day < y->day);
}

/* Whom one kind of body sent to another, the earliest day first: also before the years asked for, because whoever was
   sent her then has not found her by herself now. */
static int sent_read(struct lists *l) {
	struct rows rows;
	struct row_estimate_sent m;
	int rc = q_estimate_sent(l->cx, year_last(l->asked->year), l->asked->act, REFERRAL_ACCEPTED, &rows);
	while (rc == 0 && q_estimate_sent_next(&rows, &m)) {
		int kind = body_of(&l->f->bodies, m.org)->kind;
		if (kind == body_of(&l->f->bodies, m.sender)->kind)
			continue;
		l->sent = grow(l->cx->arena, l->sent, l->sent_n, sizeof *l->sent);
		l->sent[l->sent_n++] = (struct sent){who_place(&l->f->who, m.person), kind, m.happened};
	}
	if (l->sent_n > 0)
		qsort(l->sent, l->sent_n, sizeof *l->sent, by_place_and_kind);
	return rows_end(&rows);
}

static const struct sent *sent_find(const struct lists *l, uint32_t place, int kind) {
	size_t from = 0, to = l->sent_n;
	const struct sent wanted = {place, kind, INT32_MIN};
	while (from < to) {
		size_t middle = (from + to) / 2;
		if (by_place_and_kind(&l->sent[middle], &wanted) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from < l->sent_n && l->sent[from].place == place && l->sent[from].kind == kind ? &l->sent[from] : NULL;
}

static void room_for(struct lists *l, uint32_t place) {
	size_t room = l->room;
	while (room <= place)
		room = room == 0 ? 1024 : 2 * room;
	if (room == l->room)
		return;
	l->seen = arena_grow(l->cx->arena, l->seen, l->room * sizeof *l->seen, room * sizeof *l->seen);
	l->own = arena_grow(l->cx->arena, l->own, l->room * sizeof *l->own, room * sizeof *l->own);
	memset(l->seen + l->room, 0, (room - l->room) * sizeof *l->seen);
	memset(l->own + l->room, 0, (room - l->room) * sizeof *l->own);
	l->room = room;
}

static int seen_read(struct lists *l) {
	struct rows rows;
	struct row_estimate_mentions m;
	int rc = q_estimate_mentions(l->cx, year_first(l->asked->from_year), year_last(l->asked->year), l->asked->act,
		REFERRAL_ACCEPTED, &rows);
	while (rc == 0 && q_estimate_mentions_next(&rows, &m)) {
		int kind = body_of(&l->f->bodies, m.org)->kind;
		uint32_t place = who_place(&l->f->who, m.person);
		if (kind < 1 || kind >= KINDS)
			continue;
		const struct sent *sent = sent_find(l, place, kind);
		room_for(l, place);
		l->seen[place] |= 1U << kind;
		if (m.sent == 0 && (sent == NULL || m.happened < sent->day))
			l->own[place] |= 1U << kind;
		else if (m.sent != 0 && sent == NULL) /* within one kind of body: nobody else found her */
			l->own[place] |= 1U << kind;
	}
	return rows_end(&rows);
}

/* Whoever found her wrote nothing down in these years: the first she was sent to stands for them. */
static void found_by_nobody(struct lists *l) {
	int32_t day = INT32_MAX;
	uint32_t last = 0;
	for (size_t i = 0; i < l->sent_n; i++) {
		const struct sent *s = &l->sent[i];
		bool here = s->place < l->room && (l->seen[s->place] >> s->kind & 1) != 0;
		if (!here || (l->own[s->place] != 0 && s->place != last))
			continue;
		if (s->place != last)
			day = INT32_MAX;
		last = s->place;
		if (s->day < day) {
			l->own[s->place] = 1U << s->kind;
			day = s->day;
		}
	}
}

/* Who is counted --------------------------------------------------------------------------------------------------- */

static int stratum_of(const struct lists *l, const struct life *life) {
	int home = profile_code(l->cx->profile, L_COUNTRY, profile_name(l->cx->profile));
	switch (l->asked->strata) {
	case STRATA_SEX:
		return life->sex == SEX_FEMALE ? STRATUM_WOMEN : life->sex == SEX_MALE ? STRATUM_MEN : STRATUM_OTHER_SEX;
	case STRATA_AGE:
		return life->age <= AGE_12_17 ? STRATUM_CHILDREN : life->age == AGE_UNKNOWN ? STRATUM_AGE_UNKNOWN : STRATUM_ADULTS;
	case STRATA_COUNTRY:
		return life->country == 0 ? STRATUM_COUNTRY_UNKNOWN : life->country == home ? STRATUM_HOME : STRATUM_ABROAD;
	default:
		return STRATUM_ALL;
	}
}

static int stratum_first(int strata) {
	return strata == STRATA_SEX ? STRATUM_WOMEN : strata == STRATA_AGE ? STRATUM_CHILDREN
		: strata == STRATA_COUNTRY ? STRATUM_HOME : STRATUM_ALL;
}

static bool counts(const struct lists *l, const struct life *life) {
	bool presumed = life->status == STANDS_PRESUMED || life->status == STANDS_IDENTIFIED;
	if (life->day == DAY_MAX && life->status == STANDS_AT_RISK) /* registered on arrival, and asked: there was no sign */
		return false;
	return l->asked->whom == WHOM_MET || (l->asked->whom == WHOM_OPEN ? life->status != STANDS_NOT_IDENTIFIED : presumed);
}

/* Which kinds of body are lists: those asked for, else those with enough people that share some of them; at most
   eight. */
static int choose(struct lists *l) {
	int order[KINDS], n = 0;
	uint32_t meets = 0;
	for (uint32_t p = 1; p <= l->f->who.n && p < l->room; p++)
		if ((l->seen[p] & (l->seen[p] - 1)) != 0)
			meets |= l->seen[p];
	for (int kind = 1; kind < KINDS; kind++) {
		bool asked = (l->asked->kinds >> kind & 1) != 0;
		bool useful = l->asked->kinds == 0 && l->n[kind] >= LEAST && (meets >> kind & 1) != 0;
		l->place[kind] = -1;
		if (l->n[kind] == 0 || (!asked && !useful))
			continue;
		int at = n++;
		for (; at > 0 && l->n[order[at - 1]] < l->n[kind]; at--)
			order[at] = order[at - 1];
		order[at] = kind;
	}
	for (l->used = 0; l->used < n && l->used < ESTIMATE_LISTS; l->used++) {
		l->place[order[l->used]] = l->used;
		l->kind[l->used] = order[l->used];
	}
	return bad_if(l->cx, l->used < 2, fields[F_ORG_KIND].name,
		N_("There are fewer than two lists with people in these years."), NULL);
}

static unsigned history(const struct lists *l, uint32_t kinds) {
	unsigned w = 0;
	for (int i = 0; i < l->used; i++)
		w |= (kinds >> l->kind[i] & 1) != 0 ? 1U << i : 0;
	return w;
}

static int people_count(struct lists *l) {
	int rc = made_lives(&l->f->made);
	for (uint32_t p = 1; rc == 0 && p <= l->f->who.n && p < l->room; p++) {
		if (!counts(l, &l->f->made.lives[p]))
			l->seen[p] = l->own[p] = 0;
		for (uint32_t left = l->seen[p]; left != 0; left &= left - 1) {
			int kind = __builtin_ctz(left);
			l->n[kind]++;
			l->sent_to[kind] += (l->own[p] >> kind & 1) == 0;
		}
	}
	return rc == 0 ? choose(l) : rc;
}

static void cells_fill(struct lists *l) {
	for (uint32_t p = 1; p <= l->f->who.n && p < l->room; p++) {
		unsigned w = history(l, l->seen[p]), own = history(l, l->own[p]);
		int s = stratum_of(l, &l->f->made.lives[p]) - stratum_first(l->asked->strata);
		if (w == 0)
			continue;
		l->cells[0][s][w]++;
		l->cells[1][s][own == 0 ? w : own]++; /* found by a list that is left out */
	}
}

/* Links that may be missing ---------------------------------------------------------------------------------------- */

static int pairs_add(struct lists *l, int64_t id) {
	double open[ESTIMATE_LISTS][ESTIMATE_LISTS] = {{0}};
	int64_t same = 0, different = 0, both[ESTIMATE_LISTS][ESTIMATE_LISTS] = {{0}};
	struct rows rows;
	struct row_estimate_likenesses k;
	int rc = q_estimate_likenesses(l->cx, l->asked->act, &rows);
	while (rc == 0 && q_estimate_likenesses_next(&rows, &k)) {
		uint32_t a = who_find(&l->f->who, k.person), b = who_find(&l->f->who, k.other);
		same += k.state == LIKE_SAME;
		different += k.state == LIKE_DIFFERENT;
		if (k.state == LIKE_SAME || k.state == LIKE_DIFFERENT || a == 0 || b == 0 || a == b || a >= l->room || b >= l->room)
			continue;
		unsigned v = history(l, l->seen[a]), w = history(l, l->seen[b]);
		for (int i = 0; i < l->used; i++)
			for (int j = 0; j < l->used; j++)
				if (i != j && (v >> i & 1) != 0 && (w >> j & 1) != 0)
					open[i < j ? i : j][i < j ? j : i] += 1.0 / (__builtin_popcount(v) * __builtin_popcount(w));
	}
	rc = rows_end(&rows);
	for (uint32_t p = 1; p <= l->f->who.n && p < l->room; p++) {
		unsigned w = history(l, l->seen[p]);
		for (int i = 0; i < l->used; i++)
			for (int j = i + 1; j < l->used; j++)
				both[i][j] += (w >> i & 1) != 0 && (w >> j & 1) != 0;
	}
	double likely = ((double)same + 1) / ((double)(same + different) + 2);
	for (int i = 0; rc == 0 && i < l->used; i++)
		for (int j = i + 1; rc == 0 && j < l->used; j++) {
			double missing = likely * open[i][j], share = missing > 0 ? missing / ((double)both[i][j] + missing) : 0;
			if (share > 0)
				rc = q_estimate_pair_add(l->cx, id, i, j, (int64_t)((share > 0.9 ? 0.9 : share) * MILLION));
		}
	return rc;
}

/* The whole -------------------------------------------------------------------------------------------------------- */

static int keep(const struct lists *l, int64_t id) {
	int rc = 0;
	for (int kind = 1; rc == 0 && kind < KINDS; kind++)
		if (l->n[kind] > 0)
			rc = q_estimate_list_add(l->cx, id, kind, l->place[kind], l->n[kind], l->sent_to[kind]);
	for (int own = 0; own < 2; own++)
		for (int s = 0; s < ESTIMATE_STRATA; s++)
			for (int w = 1; rc == 0 && w < ESTIMATE_CELLS; w++)
				if (l->cells[own][s][w] > 0)
					rc = q_estimate_cell_add(l->cx, id, stratum_first(l->asked->strata) + s, own, w, l->cells[own][s][w]);
	return rc;
}

int estimate_lists_make(struct cx *cx, const struct estimate_asked *asked, int64_t id) {
	struct lists *l = arena_alloc(cx->arena, sizeof *l);
	*l = (struct lists){.cx = cx, .asked = asked};
	int rc = figures_begin(cx, asked->act, &l->f);
	if (rc == 0)
		rc = sent_read(l);
	if (rc == 0)
		rc = seen_read(l);
	if (rc != 0)
		return rc;
	found_by_nobody(l);
	rc = people_count(l);
	if (rc != 0)
		return rc;
	cells_fill(l);
	rc = pairs_add(l, id);
	return rc == 0 ? keep(l, id) : rc;
}
