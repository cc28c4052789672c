#include "link/train.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "link/counts.h"
#include "link/hash.h"
#include "link/parallel.h"

enum { RANDOM = 240000, PIECE = 1 << 14, PASS = 200000, PASSES = 8, ROUNDS = 60, LAMBDA = 400000, PRIOR = 40, MOST = 6000, JOINT = 200000,
	AHEAD = 16 };

#define FIRM 0.25 /* of a pass's other pairs: how firmly u of telling values is believed */

struct levels {
	uint64_t n[LINK_COMPARISONS][16];
};

struct trainer {
	struct link_blocks *b;
	const struct link_comparer *c;
	struct link_seen *seen;
	struct link_model *model;
	struct levels *levels;               /* a thread */
	struct link_counts drawn[LINK_THREADS];
	bool failed[LINK_THREADS];
	struct link_drawn *keep;             /* pairs drawn for lambda are all there are */
	uint64_t pairs;
	double was[LINK_COMPARISONS][LINK_LEVELS]; /* expected counts of levels among matches, over passes */
	double widest[LINK_COMPARISONS][LINK_LEVELS]; /* u of weak comparisons as found in a pass; 0 at the top: none */
	double share[LINK_COMPARISONS][LINK_LEVELS]; /* of all random pairs, before true ones are taken off */
};

/* u ----------------------------------------------------------------------------------------------------------------------------- */

/* Pair number i of a triangle. */
static void pair_of(uint64_t i, uint32_t *left, uint32_t *right) {
	uint64_t r = (uint64_t)((1 + sqrt(1 + 8.0 * (double)i)) / 2);
	while (r * (r - 1) / 2 > i)
		r--;
	while (r * (r + 1) / 2 <= i)
		r++;
	*left = (uint32_t)(i - r * (r - 1) / 2);
	*right = (uint32_t)r;
}

static void random_work(void *arg, size_t piece, int thread) {
	struct trainer *t = arg;
	uint64_t n = t->b->rows->records, from = piece * PIECE, to = (piece + 1) * PIECE < t->pairs ? (piece + 1) * PIECE : t->pairs;
	bool all = n * (n - 1) / 2 <= RANDOM;
	uint32_t left[AHEAD], right[AHEAD];
	for (uint64_t i = from; i < to + AHEAD; i++) { /* a pair is looked at when its rows, asked for AHEAD pairs ago, are here */
		uint32_t x = left[i % AHEAD], y = right[i % AHEAD];
		if (i < to && all)
			pair_of(i, &left[i % AHEAD], &right[i % AHEAD]);
		else if (i < to) {
			left[i % AHEAD] = (uint32_t)((link_mix(t->model->seed + 2 * i + 1) >> 32) * n >> 32);
			right[i % AHEAD] = (uint32_t)((link_mix(t->model->seed + 2 * i + 2) >> 32) * n >> 32);
		}
		if (i < to) {
			link_row_ahead(t->b->rows, left[i % AHEAD]);
			link_row_ahead(t->b->rows, right[i % AHEAD]);
		}
		if (i < from + AHEAD || x == y || (t->b->source != NULL && t->b->source[x] == t->b->source[y]))
			continue;
		uint64_t p = link_pattern(t->c, x, y, &t->seen[thread]);
		for (int k = 0; k < t->c->views; k++)
			t->levels[thread].n[k][link_level(p, k)]++;
	}
}

/* Chance that two records share both values, among those that have both: counted over some of the records. 0: no memory, too. */
static double same_both(const struct trainer *t, int first, int second) {
	const struct link_rows *r = t->b->rows;
	uint32_t n = r->records < JOINT ? r->records : JOINT;
	uint64_t same = 0, k = 0;
	struct link_counts counts = {0};
	bool done = true;
	for (uint32_t i = 0; done && i < n; i++) {
		const uint32_t *row = link_row(r, (uint32_t)((uint64_t)i * r->records / n));
		if (row[first] == 0 || row[second] == 0)
			continue;
		done = link_counts_add(r->memory, &counts, (uint64_t)row[first] << 32 | row[second], 1);
		k++;
	}
	for (uint32_t i = 0; done && counts.at != NULL && i <= counts.mask; i++)
		same += counts.at[i].times * (counts.at[i].times - (counts.at[i].times > 0)) / 2;
	link_counts_free(r->memory, &counts);
	return k < 2 || !done ? 0 : (double)same / ((double)k * ((double)k - 1) / 2);
}

/* Levels of equal values, from how many records have each: drawing would hardly see them. */
static void exact_u(struct trainer *t, int i) {
	const struct link_view *v = &t->c->view[i];
	const struct link_slot *s = t->b->rows->slot;
	int top = link_measures[v->measure].levels - 1;
	double same = s[v->slot[0]].same, spelt = s[v->slot[1]].same, seen = t->share[i][top] + t->share[i][top - 1];
	if (v->measure == MEASURE_NAME) {
		same = same_both(t, v->slot[0], v->slot[2]);
		spelt = same_both(t, v->slot[1], v->slot[3]);
	} else if (v->measure == MEASURE_POINT) {
		same = same_both(t, v->slot[0], v->slot[1]);
	} else if (v->measure == MEASURE_SURNAME) {
		same = s[v->slot[2]].same;
		spelt = s[v->slot[3]].same;
	}
	bool two = v->measure != MEASURE_DATE && v->measure != MEASURE_YEAR && v->measure != MEASURE_CATEGORY && v->measure != MEASURE_CODE
		&& v->measure != MEASURE_NUMBER && v->measure != MEASURE_POINT && v->measure != MEASURE_LIST;
	if ((double)t->pairs * seen > 200 || t->b->source != NULL)
		return;
	t->share[i][top] = fmax(same, 1e-9);
	if (two)
		t->share[i][top - 1] = fmax(spelt - same, same * 0.05 + 1e-9);
	for (int k = top - two; k <= top; k++)
		t->model->comparison[i].u[k] = t->share[i][k];
}

static void draw_u(struct trainer *t) {
	uint64_t n = t->b->rows->records, all = n < 2 ? 0 : n * (n - 1) / 2;
	t->pairs = all <= RANDOM ? all : RANDOM;
	memset(t->levels, 0, LINK_THREADS * sizeof *t->levels);
	link_parallel((t->pairs + PIECE - 1) / PIECE, t->b->threads, random_work, t);
	for (int i = 0; i < t->c->views; i++) {
		struct link_comparison *c = &t->model->comparison[i];
		int levels = link_measures[c->measure].levels;
		double sum = 0;
		for (int k = 0; k < levels; k++) {
			uint64_t seen = 0;
			for (int thread = 0; thread < LINK_THREADS; thread++)
				seen += t->levels[thread].n[i][k];
			t->share[i][k] = (double)seen + 0.5;
			sum += t->share[i][k];
		}
		for (int k = 0; k < levels; k++)
			c->u[k] = t->share[i][k] /= sum;
		exact_u(t, i);
	}
}

/* Some of the pairs drawn are one person: their share is taken off, at most nine tenths of a level. */
static void correct_u(struct trainer *t) {
	for (int i = 0; i < t->c->views; i++) {
		struct link_comparison *c = &t->model->comparison[i];
		double sum = 0;
		int levels = link_measures[c->measure].levels;
		if (t->widest[i][levels - 1] > t->share[i][levels - 1])
			memcpy(t->share[i], t->widest[i], sizeof t->share[i]);
		for (int k = 0; k < levels; k++)
			sum += c->u[k] = fmax(t->share[i][k] - t->model->lambda * c->m[k], t->share[i][k] * 0.1);
		for (int k = 0; k < levels; k++)
			c->u[k] /= sum;
	}
}

/* Patterns ---------------------------------------------------------------------------------------------------------------------- */

static void draw_take(void *arg, int thread, uint32_t left, uint32_t right) {
	struct trainer *t = arg;
	uint64_t pattern = link_pattern(t->c, left, right, &t->seen[thread]);
	t->failed[thread] |= !link_counts_add(t->b->rows->memory, &t->drawn[thread], pattern, 1);
}

/* The same, and the pair is kept. */
static void keep_take(void *arg, int thread, uint32_t left, uint32_t right) {
	struct trainer *t = arg;
	struct link_drawn *d = t->keep;
	struct link_memory *m = t->b->rows->memory;
	uint64_t pattern = link_pattern(t->c, left, right, &t->seen[thread]);
	t->failed[thread] |= !link_counts_add(m, &t->drawn[thread], pattern, 1);
	if (d->n[thread] == d->room[thread]) {
		size_t room = d->room[thread] * 3 / 2 + 4096;
		struct link_drawn_pair *wider = link_try(m, d->pair[thread], room, sizeof *wider);
		t->failed[thread] |= wider == NULL;
		if (wider == NULL)
			return;
		d->pair[thread] = wider;
		d->room[thread] = room;
	}
	d->pair[thread][d->n[thread]++] = (struct link_drawn_pair){left, right, pattern};
}

void link_drawn_free(struct link_memory *m, struct link_drawn *d) {
	for (int i = 0; i < LINK_THREADS; i++)
		link_free(m, d->pair[i]);
	*d = (struct link_drawn){0};
}

struct patterns {
	size_t n;
	uint64_t *pattern;
	double *count;
};

/* What was drawn, each pattern once, in rising order; empties what was drawn. */
static bool patterns_make(struct trainer *t, struct patterns *p) {
	struct link_memory *m = t->b->rows->memory;
	struct link_counts all = {0};
	bool done = true;
	for (int i = 0; i < LINK_THREADS; i++) {
		struct link_counts *d = &t->drawn[i];
		done &= !t->failed[i];
		for (uint32_t k = 0; done && d->at != NULL && k <= d->mask; k++)
			if (d->at[k].times != 0)
				done = link_counts_add(m, &all, d->at[k].number, d->at[k].times);
		link_counts_free(m, d);
	}
	link_counts_sort(&all);
	*p = (struct patterns){.n = all.n, .pattern = link_try(m, NULL, all.n + 1, sizeof *p->pattern),
		.count = link_try(m, NULL, all.n + 1, sizeof *p->count)};
	done = done && p->pattern != NULL && p->count != NULL;
	for (size_t i = 0; done && i < p->n; i++) {
		p->pattern[i] = all.at[i].number;
		p->count[i] = (double)all.at[i].times;
	}
	link_counts_free(m, &all);
	return done;
}

static void patterns_free(struct trainer *t, struct patterns *p) {
	link_free(t->b->rows->memory, p->pattern);
	link_free(t->b->rows->memory, p->count);
}

/* EM ---------------------------------------------------------------------------------------------------------------------------- */

static bool uses(const struct link_rule *r, int column) {
	for (int i = 0; i < r->terms; i++)
		if (column >= 0 && (r->term[i].column == column || r->term[i].other == column))
			return true;
	return false;
}

static unsigned free_of(const struct link_model *m, int rule) {
	unsigned which = 0;
	for (int i = 0; i < m->comparisons; i++)
		if (!uses(&m->rule[rule], m->comparison[i].column[0]) && !uses(&m->rule[rule], m->comparison[i].column[1]))
			which |= 1U << i;
	return which;
}

/*
 * Comparisons a pass over this rule may learn: one bit each. Who agrees in one part of where she lives has not moved, so that its rules say
 * nothing of the others, unless no other rule does.
 */
static unsigned learns(const struct link_model *m, int rule) {
	unsigned residence = link_residence(m), elsewhere = 0, which = free_of(m, rule);
	for (int i = 0; i < m->rules; i++)
		if ((~free_of(m, i) & residence) == 0)
			elsewhere |= residence;
	return (~which & residence) == 0 ? which : which & ~elsewhere;
}

typedef double chances[LINK_COMPARISONS][LINK_LEVELS];

static double posterior(const struct link_model *m, unsigned which, unsigned residence, double lambda, const chances same, const chances other,
	uint64_t pattern) {
	double odds = lambda / (1 - lambda), against = 1, most = 1;
	for (int i = 0; i < m->comparisons; i++) {
		int k = link_level(pattern, i);
		if ((which >> i & 1) == 0 || k == LINK_NULL)
			continue;
		double ratio = same[i][k] / other[i][k];
		if ((residence >> i & 1) == 0) { /* as link_weight has it */
			odds *= ratio;
			continue;
		}
		odds *= ratio > 1 ? sqrt(ratio) : 1;
		against = fmin(against, ratio);
		most = fmax(most, ratio);
	}
	odds *= against * sqrt(most);
	return odds / (1 + odds);
}

/* A value that many share: within a rule's pairs two persons share it more often than two drawn at random, so its u is found anew. */
static bool is_weak(const struct link_comparison *c) {
	return c->u[link_measures[c->measure].levels - 1] > 0.02;
}

/* New chances of a comparison's levels from expected counts and `usual`, which counts as PRIOR pairs; gives the largest change. */
static double update(double chance[LINK_LEVELS], const double count[LINK_LEVELS], const double usual[LINK_LEVELS], int levels, double prior) {
	double sum = 0, change = 0;
	for (int k = 0; k < levels; k++)
		sum += count[k] + usual[k] * prior;
	for (int k = 0; k < levels; k++) {
		double x = (count[k] + usual[k] * prior) / sum;
		change = fmax(change, fabs(x - chance[k]));
		chance[k] = x;
	}
	return change;
}

static void copy_chances(const struct link_model *m, chances same, chances other) {
	for (int i = 0; i < m->comparisons; i++) {
		memcpy(same[i], m->comparison[i].m, sizeof same[i]);
		memcpy(other[i], m->comparison[i].u, sizeof other[i]);
	}
}

/* One pass: adds the expected counts of levels among matches to t->was. */
static uint64_t em(struct trainer *t, const struct patterns *p, unsigned which) {
	const struct link_model *m = t->model;
	chances same, other, count, rest;
	double lambda = 0.5, total = 0, matches = 0;
	uint64_t rounds = 0;
	const unsigned residence = link_residence(m);
	copy_chances(m, same, other);
	for (int i = 0; i < m->comparisons; i++)
		memcpy(same[i], link_measures[m->comparison[i].measure].m, sizeof same[i]);
	for (size_t i = 0; i < p->n; i++)
		total += p->count[i];
	if (total == 0)
		return 0;
	for (double change = 1; rounds < ROUNDS && change > 1e-4; rounds++) {
		memset(count, 0, sizeof count);
		memset(rest, 0, sizeof rest);
		matches = 0;
		for (size_t j = 0; j < p->n; j++) {
			double x = posterior(m, which, residence, lambda, same, other, p->pattern[j]) * p->count[j];
			matches += x;
			for (int i = 0; i < m->comparisons; i++)
				if (link_level(p->pattern[j], i) != LINK_NULL) {
					count[i][link_level(p->pattern[j], i)] += x;
					rest[i][link_level(p->pattern[j], i)] += p->count[j] - x;
				}
		}
		double was = lambda;
		lambda = fmin(fmax(matches / total, 1e-7), 0.999);
		change = fabs(was - lambda);
		for (int i = 0; i < m->comparisons; i++) {
			const struct link_measure_info *info = &link_measures[m->comparison[i].measure];
			if ((which >> i & 1) != 0)
				change = fmax(change, update(same[i], count[i], info->m, info->levels, PRIOR));
			if ((which >> i & 1) != 0)
				change = fmax(change, update(other[i], rest[i], m->comparison[i].u, info->levels,
					is_weak(&m->comparison[i]) ? PRIOR : FIRM * (total - matches)));
		}
	}
	for (int i = 0; i < m->comparisons; i++) { /* the most that two persons were seen to share a weak value is believed */
		int levels = link_measures[m->comparison[i].measure].levels;
		if ((which >> i & 1) != 0 && is_weak(&m->comparison[i]) && total - matches > 500 && other[i][levels - 1] > t->widest[i][levels - 1])
			memcpy(t->widest[i], other[i], sizeof other[i]);
	}
	double scale = matches > MOST ? MOST / matches : 1;
	for (int i = 0; i < m->comparisons; i++)
		for (int k = 0; k < LINK_LEVELS; k++)
			t->was[i][k] += (which >> i & 1) != 0 ? count[i][k] * scale : 0;
	return rounds;
}

static void finish_m(struct trainer *t) {
	for (int i = 0; i < t->model->comparisons; i++) {
		struct link_comparison *c = &t->model->comparison[i];
		const struct link_measure_info *info = &link_measures[c->measure];
		double sum = 0;
		for (int k = 0; k < info->levels; k++)
			sum += t->was[i][k] + info->m[k] * PRIOR;
		for (int k = 0; k < info->levels; k++) {
			c->m[k] = (t->was[i][k] + info->m[k] * PRIOR) / sum;
			c->trained[k] = t->was[i][k] >= 1;
		}
	}
}

/* What share of a rule's pairs are in small groups, about: the larger, the surer its pairs are of one person. */
static double share_of(const struct trainer *t, int rule) {
	return ((double)t->b->small[rule] + 1) / ((double)t->model->rule[rule].pairs + 1) / (1 + log2((double)t->model->rule[rule].pairs + 2));
}

/* Rules in that order, the surest first, while they teach a comparison that has had fewer than three passes. */
static bool passes(struct trainer *t, uint64_t *ret_rounds, uint64_t *ret_passes) {
	int order[LINK_RULES], had[LINK_COMPARISONS] = {0};
	struct link_model *m = t->model;
	for (int i = 0; i < m->rules; i++) {
		int j = i;
		for (; j > 0 && share_of(t, order[j - 1]) < share_of(t, i); j--)
			order[j] = order[j - 1];
		order[j] = i;
	}
	*ret_passes = *ret_rounds = 0;
	for (int o = 0; o < m->rules && *ret_passes < PASSES; o++) {
		unsigned which = learns(m, order[o]), wanted = 0;
		struct patterns p;
		uint64_t pairs;
		for (int i = 0; i < m->comparisons; i++)
			if ((which >> i & 1) != 0 && had[i] < 3)
				wanted |= 1U << i;
		uint64_t small = t->b->small[order[o]];
		if (wanted == 0 || small < 20)
			continue;
		t->b->small_only = true;
		bool done = link_blocks_run(t->b, order[o], small <= PASS ? 1 : PASS / (double)small, false, draw_take, t, &pairs);
		t->b->small_only = false;
		if (!done || !patterns_make(t, &p))
			return false;
		*ret_rounds += em(t, &p, which);
		patterns_free(t, &p);
		++*ret_passes;
		for (int i = 0; i < m->comparisons; i++)
			had[i] += (int)(which >> i & 1);
	}
	return true;
}

bool link_count(struct link_blocks *b, struct link_model *model, uint64_t *ret_candidates) {
	*ret_candidates = 0;
	for (int i = 0; i < model->rules; i++) {
		if (!link_blocks_run(b, i, 1, false, NULL, NULL, &model->rule[i].pairs))
			return false;
		*ret_candidates += model->rule[i].pairs;
	}
	link_blocks_sorted(b);
	return true;
}

/* lambda: pairs of one person expected among those of all rules, over all pairs there are. A few are lost to every rule. */
static bool find_lambda(struct trainer *t, uint64_t rough, struct link_training *ret) {
	struct link_model *m = t->model;
	struct link_memory *memory = t->b->rows->memory;
	bool keep = rough <= LINK_DRAWN && rough * sizeof(struct link_drawn_pair) * 8 <= link_memory_left(memory);
	double n = t->b->rows->records, all = n * (n - 1) / 2, share = keep || rough <= LAMBDA ? 1 : LAMBDA / (double)rough;
	chances same, other;
	struct patterns p;
	for (int i = 0; i < m->rules; i++) {
		uint64_t pairs;
		if (!link_blocks_run(t->b, i, share, true, keep ? keep_take : draw_take, t, &pairs))
			return false;
		memcpy(t->keep->until[i], t->keep->n, sizeof t->keep->n);
	}
	t->keep->kept = keep;
	if (!patterns_make(t, &p))
		return false;
	for (size_t i = 0; i < p.n; i++)
		ret->drawn += (uint64_t)p.count[i];
	ret->candidates = (uint64_t)((double)ret->drawn / share);
	m->lambda = fmin(0.01, 1 / n);
	for (int round = 0; round < 40; round++) {
		double matches = 0;
		copy_chances(m, same, other);
		for (size_t j = 0; j < p.n; j++)
			matches += posterior(m, ~0U, link_residence(m), m->lambda, same, other, p.pattern[j]) * p.count[j];
		double was = m->lambda;
		ret->expected = matches / share;
		m->lambda = fmin(fmax(ret->expected / 0.85, 1) / all, 0.5);
		correct_u(t);
		if (fabs(was - m->lambda) < 1e-3 * was)
			break;
	}
	patterns_free(t, &p);
	return true;
}

bool link_train(struct link_blocks *b, const struct link_comparer *c, struct link_seen *seen, struct link_model *model,
	struct link_training *ret) {
	struct trainer t = {.b = b, .c = c, .seen = seen, .model = model};
	uint64_t rough;
	*ret = (struct link_training){0};
	t.keep = &ret->pairs;
	t.levels = link_alloc(b->rows->memory, LINK_THREADS, sizeof *t.levels);
	bool done = link_count(b, model, &rough);
	if (done) {
		draw_u(&t);
		ret->random_pairs = t.pairs;
		done = passes(&t, &ret->rounds, &ret->passes);
	}
	if (done) {
		finish_m(&t);
		done = find_lambda(&t, rough, ret);
	}
	for (int i = 0; i < LINK_THREADS; i++)
		link_counts_free(b->rows->memory, &t.drawn[i]);
	link_free(b->rows->memory, t.levels);
	link_model_settle(model);
	return done;
}
