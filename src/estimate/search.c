#include "estimate/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "estimate/real.h"

#define HAIR 1e-9 /* rounding in a deviance is a hundredth of it: nearer criteria are equal */

struct node { /* a model still open: all its terms, and what its fit said */
	bool has[MSE_CELLS];          /* by mask */
	bool exists, fitted;
	double bound;                 /* no smaller deviance below here */
	struct mse_fit fit;
};

struct walk {
	struct mse_search *s;
	const struct mse_data *d;
	int n;                        /* sets of two lists and more: the large ones first, of a size the surprising ones */
	uint8_t sets[MSE_CELLS];
	bool likely[MSE_CELLS];       /* by mask: in the model believed to be good */
	double best;
};

struct stay { /* terms that stay from here on: with a set all its subsets */
	uint64_t at[MSE_CELLS / 64];  /* by mask, sets of two lists and more */
	int n;                        /* the empty set and the single lists counted */
};

static bool stays(const struct stay *f, unsigned set) {
	return (f->at[set / 64] >> set % 64 & 1) != 0;
}

static void stay_add(struct stay *f, unsigned set) {
	for (unsigned s = set; s != 0; s = (s - 1) & set)
		if ((s & (s - 1)) != 0 && !stays(f, s)) {
			f->at[s / 64] |= UINT64_C(1) << s % 64;
			f->n++;
		}
}

/* mse_model's order: small sets first, then by mask. */
static void model_of(const struct walk *k, const struct node *a, struct mse_model *m) {
	int lists = k->d->table->lists;
	mse_model_main(m, lists);
	for (int size = 2; size <= k->s->order; size++)
		for (unsigned s = 3; s < 1U << lists; s++)
			if (a->has[s] && __builtin_popcount(s) == size)
				m->terms[m->n++] = (uint8_t)s;
}

/* Of models as good as each other the one with fewer terms, then the one whose terms come first. */
static bool better(const struct mse_candidate *a, const struct mse_candidate *b) {
	if (fabs(a->criterion - b->criterion) > HAIR)
		return a->criterion < b->criterion;
	if (a->model.n != b->model.n)
		return a->model.n < b->model.n;
	return memcmp(a->model.terms, b->model.terms, (size_t)a->model.n) < 0;
}

/* Kept in order; the worst falls out. */
static void keep(struct walk *k, const struct mse_candidate *one) {
	struct mse_search *s = k->s;
	size_t at = s->n < s->room ? s->n : s->room - 1;
	if (one->criterion < k->best)
		k->best = one->criterion;
	if (s->n == s->room && !better(one, &s->kept[at]))
		return;
	for (; at > 0 && better(one, &s->kept[at - 1]); at--)
		s->kept[at] = s->kept[at - 1];
	s->kept[at] = *one;
	s->n += s->n < s->room;
	while (s->n > 1 && s->kept[s->n - 1].criterion > k->best + s->window + HAIR)
		s->n--;
}

static void leaf(struct walk *k, struct node *a) {
	struct mse_candidate one;
	struct mse_fit exact;
	if (!a->fitted)
		return;
	model_of(k, a, &one.model);
	if (a->bound + k->s->weight * one.model.n > k->best + k->s->window + HAIR)
		return;
	mse_fit_model(k->d, &one.model, &a->fit, false, &exact);
	one.criterion = exact.deviance + k->s->weight * one.model.n;
	one.dark = exact.dark;
	one.deviance = exact.deviance;
	if (exact.converged && one.criterion <= k->best + k->s->window + HAIR)
		keep(k, &one);
}

/* A fit gives a bound only where the model surely has a maximum; else the parent's bound stays. Terms that go take no
   estimate away as long as none of them emptied cells: the directions to infinity can only get fewer. */
static void open(struct walk *k, struct node *a, const struct node *parent, bool fuller) {
	struct mse_model m;
	model_of(k, a, &m);
	a->exists = (fuller && parent->exists) || mse_exist_surely(k->d->table, &m) || mse_exist(k->d->table,
		&m) == MSE_EXISTS;
	a->fitted = false;
	if (!a->exists) {
		k->s->failing++;
		return;
	}
	mse_fit_roughly(k->d, &m, parent != NULL && parent->fitted ? &parent->fit : NULL, &a->fit);
	k->s->fitted++;
	a->fitted = a->fit.converged;
	if (a->fitted && a->fit.deviance - a->fit.slack > a->bound)
		a->bound = a->fit.deviance - a->fit.slack;
}

/* The model without a set and what holds it; gives whether all of them are of lists with a person in common. */
static bool without(const struct walk *k, const struct node *a, unsigned set, struct node *out) {
	bool fuller = true;
	memcpy(out->has, a->has, sizeof out->has);
	out->bound = a->bound;
	for (unsigned s = set; s < mse_cells(k->d->table); s = (s + 1) | set) {
		fuller = fuller && (!out->has[s] || k->d->table->super[s] > 0);
		out->has[s] = false;
	}
	return fuller;
}

static bool is_cut(struct walk *k, const struct node *a, const struct stay *f) {
	bool cut = !k->s->whole && a->bound + k->s->weight * f->n > k->best + k->s->window + HAIR;
	k->s->cut += cut;
	return cut;
}

/* `a` lies on a stack with a place for every set that can still go. */
static void descend(struct walk *k, struct node *a, const struct stay *f, int i) {
	struct mse_search *s = k->s;
	while (i < k->n && (!a->has[k->sets[i]] || stays(f, k->sets[i])))
		i++;
	if (s->ended)
		return;
	if (s->go_on != NULL && (s->fitted & 1023) == 0 && !s->go_on(s->arg, s->fitted)) {
		s->ended = true;
		return;
	}
	if (i == k->n) {
		leaf(k, a);
		return;
	}
	unsigned set = k->sets[i];
	struct node *out = a + 1;
	struct stay in = *f;
	stay_add(&in, set);
	bool in_first = k->likely[set];
	if (in_first && !is_cut(k, a, &in))
		descend(k, a, &in, i + 1);
	bool fuller = without(k, a, set, out);
	if (!is_cut(k, out, f)) {
		open(k, out, a, fuller);
		if (!is_cut(k, out, f))
			descend(k, out, f, i + 1);
	}
	if (!in_first && !is_cut(k, a, &in))
		descend(k, a, &in, i + 1);
}

/* What nobody believes in goes first: strong overlaps, which cannot go, make the branches short. */
static void order_sets(struct walk *k, const struct mse_fit *main) {
	double overlap[MSE_CELLS], surprise[MSE_CELLS];
	int lists = k->d->table->lists;
	for (unsigned w = 0; w < mse_cells(k->d->table); w++)
		overlap[w] = w == 0 ? 0 : main->mu[w];
	mse_superset_sum(overlap, lists);
	for (unsigned s = 3; s < mse_cells(k->d->table); s++) {
		double seen = (double)k->d->table->super[s];
		surprise[s] = overlap[s] > 0 ? overlap[s] - seen + (seen > 0 ? seen * real_log(seen / overlap[s]) : 0) : 0;
	}
	for (int size = k->s->order; size >= 2; size--)
		for (unsigned s = 3; s < mse_cells(k->d->table); s++) {
			if (__builtin_popcount(s) != size)
				continue;
			int at = k->n++;
			for (; at > 0 && __builtin_popcount(k->sets[at - 1]) == size && surprise[k->sets[at - 1]] < surprise[s]; at--)
				k->sets[at] = k->sets[at - 1];
			k->sets[at] = (uint8_t)s;
		}
}

static void guess(struct walk *k, const struct mse_model *first) {
	struct mse_fit f;
	for (int i = 0; i < first->n; i++)
		k->likely[first->terms[i]] = true;
	if (mse_exist(k->d->table, first) != MSE_EXISTS)
		return;
	mse_fit_model(k->d, first, NULL, false, &f);
	if (f.converged)
		k->best = f.deviance + k->s->weight * first->n + HAIR; /* the walk meets it again */
}

void mse_search_run(struct mse_search *s, const struct mse_data *d, const struct mse_model *first) {
	struct walk k = {.s = s, .d = d, .best = INFINITY};
	struct stay f = {.n = 1 + d->table->lists};
	struct mse_model main;
	struct mse_fit fit;
	s->n = 0;
	s->fitted = s->cut = s->failing = 0;
	s->ended = false;
	mse_model_main(&main, d->table->lists);
	mse_fit_model(d, &main, NULL, false, &fit);
	order_sets(&k, &fit);
	struct node *root = malloc(((size_t)k.n + 1) * sizeof *root);
	if (root == NULL)
		abort();
	memset(root, 0, sizeof *root);
	for (int i = 0; i < k.n; i++)
		root->has[k.sets[i]] = true;
	if (first != NULL)
		guess(&k, first);
	open(&k, root, NULL, false);
	descend(&k, root, &f, 0);
	free(root);
}
