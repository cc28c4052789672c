#include "link/train.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "link/batch.h"
#include "link/counts.h"
#include "link/em.h"
#include "link/hash.h"
#include "link/parallel.h"

enum { RANDOM = 240000, PIECE = 1 << 14, PASS = 200000, PASSES = 8, LAMBDA = 400000, JOINT = 200000 };

struct levels {
	uint64_t n[LINK_COMPARISONS][16];
};

/* What one thread has seen. */
struct drawn_by {
	bool failed;
	struct link_counts all, pass[LINK_RULES]; /* patterns of pairs drawn; of those of a rule's pass, where pairs are kept */
	char apart[LINK_LINE];
};

struct pass {
	int rule;
	unsigned which; /* comparisons it teaches */
	struct link_seen_patterns seen;
	struct link_taught taught;
};

struct trainer {
	struct link_blocks *b;
	const struct link_comparer *c;
	struct link_seen *seen;
	struct link_model *model;
	struct levels *levels;               /* a thread */
	struct drawn_by *by;                 /* a thread */
	struct link_drawn *keep;             /* pairs drawn for lambda are all there are */
	uint32_t *small;                     /* of link_blocks_small, where they are kept; else NULL */
	uint32_t teaching;                   /* rules of passes, one bit each */
	uint64_t share_of[LINK_RULES];       /* of pairs in small groups of a rule of a pass, of 2^64; 0: all */
	struct pass *pass;
	int passes;
	uint64_t pairs;
	link_chances was; /* expected counts of levels among matches, over passes */
	link_chances widest; /* u of weak comparisons as found in a pass; 0 at the top: none */
	link_chances share; /* of all random pairs, before true ones are taken off */
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

static void count_levels(struct trainer *t, int thread, const struct link_pair *pair, size_t n) {
	uint64_t pattern[LINK_PAIRS];
	link_patterns(t->c, pair, n, &t->seen[thread], pattern);
	for (size_t i = 0; i < n; i++)
		for (int k = 0; k < t->c->views; k++)
			t->levels[thread].n[k][link_level(pattern[i], k)]++;
}

static void random_work(void *arg, size_t piece, int thread) {
	struct trainer *t = arg;
	const uint32_t *source = t->b->source;
	uint64_t n = t->b->rows->records, from = piece * PIECE, to = (piece + 1) * PIECE < t->pairs ? (piece + 1) * PIECE : t->pairs;
	bool all = n * (n - 1) / 2 <= RANDOM;
	struct link_pair pair[LINK_PAIRS];
	size_t k = 0;
	for (uint64_t i = from; i < to; i++) {
		uint32_t x, y;
		if (all) {
			pair_of(i, &x, &y);
		} else {
			x = (uint32_t)((link_mix(t->model->seed + 2 * i + 1) >> 32) * n >> 32);
			y = (uint32_t)((link_mix(t->model->seed + 2 * i + 2) >> 32) * n >> 32);
		}
		if (x == y || (source != NULL && source[x] == source[y]))
			continue;
		link_row_ahead(t->b->rows, x);
		link_row_ahead(t->b->rows, y);
		pair[k++] = (struct link_pair){x, y};
		if (k == LINK_PAIRS) {
			count_levels(t, thread, pair, k);
			k = 0;
		}
	}
	if (k > 0)
		count_levels(t, thread, pair, k);
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
static void exact_u(void *arg, size_t i, int thread) {
	struct trainer *t = arg;
	(void)thread;
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
	}
	link_parallel((size_t)t->c->views, t->b->threads, exact_u, t);
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

static void draw_take(void *arg, int thread, const struct link_pair *pair, size_t n) {
	struct trainer *t = arg;
	struct drawn_by *by = &t->by[thread];
	uint64_t pattern[LINK_PAIRS];
	link_patterns(t->c, pair, n, &t->seen[thread], pattern);
	for (size_t i = 0; i < n; i++)
		by->failed |= !link_counts_add(t->b->rows->memory, &by->all, pattern[i], 1);
}

/* Where a pair stands in small groups of rules that teach, its pattern counts for their passes, too. */
static void count_for_passes(struct trainer *t, struct drawn_by *by, struct link_pair p, uint64_t pattern) {
	const uint32_t *l = link_row(t->b->rows, p.left), *r = link_row(t->b->rows, p.right);
	uint64_t draw = link_mix((uint64_t)p.left << 32 | p.right);
	for (uint32_t rest = t->small[p.left] & t->small[p.right] & t->teaching; rest != 0; rest &= rest - 1) {
		int rule = __builtin_ctz(rest);
		if ((t->share_of[rule] == 0 || draw <= t->share_of[rule]) && link_blocks_has(t->b, rule, l, r))
			by->failed |= !link_counts_add(t->b->rows->memory, &by->pass[rule], pattern, 1);
	}
}

/* The same, and pairs are kept. */
static void keep_take(void *arg, int thread, const struct link_pair *pair, size_t n) {
	struct trainer *t = arg;
	struct drawn_by *by = &t->by[thread];
	struct link_drawn *d = t->keep;
	struct link_memory *m = t->b->rows->memory;
	uint64_t pattern[LINK_PAIRS];
	if (d->n[thread] + n > d->room[thread]) {
		size_t room = d->room[thread] * 3 / 2 + (1 << 15);
		struct link_drawn_pair *wider = link_try(m, d->pair[thread], room, sizeof *wider);
		by->failed |= wider == NULL;
		if (wider == NULL)
			return;
		d->pair[thread] = wider;
		d->room[thread] = room;
	}
	struct link_drawn_pair *to = d->pair[thread] + d->n[thread];
	link_patterns(t->c, pair, n, &t->seen[thread], pattern);
	for (size_t i = 0; i < n; i++) {
		by->failed |= !link_counts_add(m, &by->all, pattern[i], 1);
		if (t->small != NULL)
			count_for_passes(t, by, pair[i], pattern[i]);
		to[i] = (struct link_drawn_pair){pair[i].left, pair[i].right, pattern[i]};
	}
	d->n[thread] += n;
}

void link_drawn_free(struct link_memory *m, struct link_drawn *d) {
	for (int i = 0; i < LINK_THREADS; i++)
		link_free(m, d->pair[i]);
	*d = (struct link_drawn){0};
}

/* What was drawn (for the pass of a rule; -1: of all), in rising order; empties what was drawn. */
static bool patterns_make(struct trainer *t, int rule, struct link_seen_patterns *p) {
	struct link_memory *m = t->b->rows->memory;
	struct link_counts all = {0};
	bool done = true;
	for (int i = 0; i < LINK_THREADS; i++) {
		struct link_counts *d = rule < 0 ? &t->by[i].all : &t->by[i].pass[rule];
		done &= !t->by[i].failed;
		for (uint32_t k = 0; done && d->at != NULL && k <= d->mask; k++)
			if (d->at[k].times != 0)
				done = link_counts_add(m, &all, d->at[k].number, d->at[k].times);
		link_counts_free(m, d);
	}
	link_counts_sort(&all);
	*p = (struct link_seen_patterns){.n = all.n, .pattern = link_try(m, NULL, all.n + 1, sizeof *p->pattern),
		.count = link_try(m, NULL, all.n + 1, sizeof *p->count)};
	done = done && p->pattern != NULL && p->count != NULL;
	for (size_t i = 0; done && i < p->n; i++) {
		p->pattern[i] = all.at[i].number;
		p->count[i] = (double)all.at[i].times;
	}
	link_counts_free(m, &all);
	return done;
}

static void patterns_free(struct trainer *t, struct link_seen_patterns *p) {
	link_free(t->b->rows->memory, p->pattern);
	link_free(t->b->rows->memory, p->count);
	p->pattern = NULL;
	p->count = NULL;
}

/* Passes ------------------------------------------------------------------------------------------------------------------------- */

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

static void copy_chances(const struct link_model *m, link_chances same, link_chances other) {
	for (int i = 0; i < m->comparisons; i++) {
		memcpy(same[i], m->comparison[i].m, sizeof same[i]);
		memcpy(other[i], m->comparison[i].u, sizeof other[i]);
	}
}

static void finish_m(struct trainer *t) {
	for (int i = 0; i < t->model->comparisons; i++) {
		struct link_comparison *c = &t->model->comparison[i];
		const struct link_measure_info *info = &link_measures[c->measure];
		double sum = 0;
		for (int k = 0; k < info->levels; k++)
			sum += t->was[i][k] + info->m[k] * LINK_PRIOR;
		for (int k = 0; k < info->levels; k++) {
			c->m[k] = (t->was[i][k] + info->m[k] * LINK_PRIOR) / sum;
			c->trained[k] = t->was[i][k] >= 1;
		}
	}
}

/* What share of a rule's pairs are in small groups, about: the larger, the surer its pairs are of one person. */
static double sureness(const struct trainer *t, int rule) {
	return ((double)t->b->small[rule] + 1) / ((double)t->model->rule[rule].pairs + 1) / (1 + log2((double)t->model->rule[rule].pairs + 2));
}

/* Rules in that order, the surest first, while they teach a comparison that has had fewer than three passes. */
static void plan(struct trainer *t) {
	int order[LINK_RULES], had[LINK_COMPARISONS] = {0};
	struct link_model *m = t->model;
	for (int i = 0; i < m->rules; i++) {
		int j = i;
		for (; j > 0 && sureness(t, order[j - 1]) < sureness(t, i); j--)
			order[j] = order[j - 1];
		order[j] = i;
	}
	for (int o = 0; o < m->rules && t->passes < PASSES; o++) {
		unsigned which = learns(m, order[o]), wanted = 0;
		uint64_t small = t->b->small[order[o]];
		for (int i = 0; i < m->comparisons; i++)
			if ((which >> i & 1) != 0 && had[i] < 3)
				wanted |= 1U << i;
		if (wanted == 0 || small < 20)
			continue;
		t->teaching |= 1U << order[o];
		t->share_of[order[o]] = small <= PASS ? 0 : (uint64_t)(PASS / (double)small * 0x1p64);
		t->pass[t->passes++] = (struct pass){.rule = order[o], .which = which};
		for (int i = 0; i < m->comparisons; i++)
			had[i] += (int)(which >> i & 1);
	}
}

/* The pairs of a pass, where those of all rules are too many to be kept. */
static bool draw_pass(struct trainer *t, struct pass *p) {
	uint64_t pairs, small = t->b->small[p->rule];
	t->b->small_only = true;
	bool done = link_blocks_run(t->b, p->rule, small <= PASS ? 1 : PASS / (double)small, false, draw_take, t, &pairs);
	t->b->small_only = false;
	return done && patterns_make(t, -1, &p->seen);
}

static void pass_work(void *arg, size_t piece, int thread) {
	struct trainer *t = arg;
	struct pass *p = &t->pass[piece];
	(void)thread;
	link_em(t->model, &p->seen, p->which, &p->taught);
}

/* Passes do not hang on each other; what they teach is added up in their order. */
static bool learn(struct trainer *t, struct link_training *ret) {
	bool done = true;
	for (int i = 0; done && i < t->passes; i++)
		done = t->small == NULL ? draw_pass(t, &t->pass[i]) : patterns_make(t, t->pass[i].rule, &t->pass[i].seen);
	if (done)
		link_parallel((size_t)t->passes, t->b->threads, pass_work, t);
	for (int i = 0; i < t->passes; i++) {
		const struct link_taught *from = &t->pass[i].taught;
		patterns_free(t, &t->pass[i].seen);
		ret->rounds += from->rounds;
		for (int k = 0; k < t->model->comparisons; k++) {
			int top = link_measures[t->model->comparison[k].measure].levels - 1;
			for (int level = 0; level < LINK_LEVELS; level++)
				t->was[k][level] += from->was[k][level];
			if (from->widest[k][top] > t->widest[k][top])
				memcpy(t->widest[k], from->widest[k], sizeof t->widest[k]);
		}
	}
	ret->passes = (uint64_t)t->passes;
	return done;
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

/* Pairs of all rules, each once, or a share of them. */
static bool draw_all(struct trainer *t, bool keep, double share) {
	for (int i = 0; i < t->model->rules; i++) {
		uint64_t pairs;
		if (!link_blocks_run(t->b, i, share, true, keep ? keep_take : draw_take, t, &pairs))
			return false;
		memcpy(t->keep->until[i], t->keep->n, sizeof t->keep->n);
	}
	t->keep->kept = keep;
	return true;
}

/* lambda: pairs of one person expected among those of all rules, over all pairs there are. A few are lost to every rule. */
static bool find_lambda(struct trainer *t, double share, struct link_training *ret) {
	struct link_model *m = t->model;
	double n = t->b->rows->records, all = n * (n - 1) / 2;
	link_chances same, other, ratio;
	struct link_seen_patterns p;
	if (!patterns_make(t, -1, &p))
		return false;
	for (size_t i = 0; i < p.n; i++)
		ret->drawn += (uint64_t)p.count[i];
	ret->candidates = (uint64_t)((double)ret->drawn / share);
	m->lambda = fmin(0.01, 1 / n);
	for (int round = 0; round < 40; round++) {
		double matches = 0;
		copy_chances(m, same, other);
		link_ratios(m, same, other, ratio);
		for (size_t j = 0; j < p.n; j++)
			matches += link_posterior(m, ~0U, link_residence(m), m->lambda, ratio, p.pattern[j]) * p.count[j];
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

/* Where all pairs are few enough to be kept, which groups are small is noted, so that passes need not draw them again. */
static void note_small(struct trainer *t) {
	t->small = link_try(t->b->rows->memory, NULL, t->b->rows->records, sizeof *t->small);
	if (t->small != NULL && !link_blocks_small(t->b, t->small)) {
		link_free(t->b->rows->memory, t->small);
		t->small = NULL;
	}
}

bool link_train(struct link_blocks *b, const struct link_comparer *c, struct link_seen *seen, struct link_model *model,
	struct link_training *ret) {
	struct trainer t = {.b = b, .c = c, .seen = seen, .model = model};
	struct link_memory *m = b->rows->memory;
	uint64_t rough;
	*ret = (struct link_training){0};
	t.keep = &ret->pairs;
	t.levels = link_alloc(m, LINK_THREADS, sizeof *t.levels);
	t.by = link_alloc(m, LINK_THREADS, sizeof *t.by);
	t.pass = link_alloc(m, PASSES, sizeof *t.pass);
	bool done = link_count(b, model, &rough);
	bool keep = rough <= LINK_DRAWN && rough * sizeof(struct link_drawn_pair) * 8 <= link_memory_left(m);
	double share = keep || rough <= LAMBDA ? 1 : LAMBDA / (double)rough;
	if (done) {
		draw_u(&t);
		ret->random_pairs = t.pairs;
		plan(&t);
		if (keep)
			note_small(&t);
		done = t.small == NULL || draw_all(&t, keep, share);
		done = done && learn(&t, ret);
	}
	if (done) {
		finish_m(&t);
		done = (t.small != NULL || draw_all(&t, keep, share)) && find_lambda(&t, share, ret);
	}
	for (int i = 0; i < LINK_THREADS; i++) {
		link_counts_free(m, &t.by[i].all);
		for (int k = 0; k < LINK_RULES; k++)
			link_counts_free(m, &t.by[i].pass[k]);
	}
	link_free(m, t.small);
	link_free(m, t.pass);
	link_free(m, t.by);
	link_free(m, t.levels);
	link_model_settle(model);
	return done;
}
