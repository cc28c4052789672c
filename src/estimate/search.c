#include "estimate/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "estimate/bound.h"
#include "estimate/chol.h"
#include "estimate/real.h"

#define HAIR 1e-9 /* rounding in a deviance is a hundredth of it: nearer criteria are equal */

struct node { /* a model still open: all its terms, and what is known of it */
	bool has[MSE_CELLS];          /* by mask */
	double least;                 /* no smaller deviance here and below */
	double without[MSE_CELLS];    /* by mask: nor here and below once that set is gone */
	bool exists, fitted;          /* where every model is fitted: */
	struct mse_fit fit;
	struct mse_bound bound;       /* else */
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

/* The exact fit, from a point nearby. */
static void leaf(struct walk *k, const struct node *a, const double *eta) {
	struct mse_candidate one;
	struct mse_fit near = {.converged = true}, exact;
	model_of(k, a, &one.model);
	if (a->least + k->s->weight * one.model.n > k->best + k->s->window + HAIR)
		return;
	if (!k->s->whole && mse_exist(k->d->table, &one.model) != MSE_EXISTS) {
		k->s->failing++;
		return;
	}
	memcpy(near.eta, eta, mse_cells(k->d->table) * sizeof *eta);
	real_exp_all(eta, near.mu, mse_cells(k->d->table));
	mse_fit_model(k->d, &one.model, &near, false, &exact);
	one.criterion = exact.deviance + k->s->weight * one.model.n;
	one.dark = exact.dark;
	one.deviance = exact.deviance;
	if (exact.converged && one.criterion <= k->best + k->s->window + HAIR)
		keep(k, &one);
}

static bool too_dear(const struct walk *k, double least, int terms) {
	return least + k->s->weight * terms > k->best + k->s->window + HAIR;
}

static bool goes_on(struct walk *k) {
	struct mse_search *s = k->s;
	if (!s->ended && s->go_on != NULL && (s->fitted & 1023) == 0 && !s->go_on(s->arg, s->fitted))
		s->ended = true;
	return !s->ended;
}

/* The terms of `a` without those that `gone` marks, and what holds them. */
static void take_out(const struct walk *k, const struct node *a, bool *gone, struct node *out) {
	unsigned cells = mse_cells(k->d->table);
	for (unsigned s = 3; s < cells; s++)
		if (gone[s] && a->has[s])
			for (unsigned w = s; w < cells; w = (w + 1) | s)
				gone[w] = true;
	for (unsigned s = 0; s < cells; s++) {
		out->has[s] = a->has[s] && !gone[s];
		gone[s] = gone[s] && a->has[s];
	}
	out->least = a->least;
}

/* Every model, one by one ------------------------------------------------------------------------------------------ */

/* Terms that go take no estimate away as long as none of them emptied cells: the directions to infinity can only get
   fewer. */
static void open_fit(struct walk *k, struct node *a, const struct node *parent, bool fuller) {
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
	if (a->fitted)
		a->least = a->fit.deviance - a->fit.slack;
}

/* `a` lies on a stack with a place for every set that can still go. */
static void go_through(struct walk *k, struct node *a, const struct stay *f, int i) {
	while (i < k->n && (!a->has[k->sets[i]] || stays(f, k->sets[i])))
		i++;
	if (!goes_on(k))
		return;
	if (i == k->n) {
		if (a->fitted)
			leaf(k, a, a->fit.eta);
		return;
	}
	unsigned set = k->sets[i];
	struct stay in = *f;
	bool gone[MSE_CELLS] = {[0] = false}, fuller = true;
	gone[set] = true;
	take_out(k, a, gone, a + 1);
	for (unsigned s = 0; s < mse_cells(k->d->table); s++)
		fuller = fuller && (!gone[s] || k->d->table->super[s] > 0);
	open_fit(k, a + 1, a, fuller);
	go_through(k, a + 1, f, i + 1);
	stay_add(&in, set);
	go_through(k, a, &in, i + 1);
}

/* Cutting ---------------------------------------------------------------------------------------------------------- */

/* Where a step has moved no more than this its bound is near enough, also of models with a few terms less. */
#define NEAR 4.0

static double dear(const struct walk *k, int terms) {
	return k->best + k->s->window + HAIR - k->s->weight * terms;
}

/* `eta`: a point nearby. */
static void open(struct walk *k, struct node *a, const double *eta, const struct stay *f) {
	struct mse_model m;
	model_of(k, a, &m);
	mse_bound_model(k->d, &m, eta, dear(k, f->n), &a->bound);
	k->s->fitted++;
	if (a->bound.least > a->least)
		a->least = a->bound.least;
}

static void with_what_holds_it(const struct walk *k, const struct node *a, unsigned set, bool *gone) {
	memset(gone, 0, MSE_CELLS * sizeof *gone);
	for (unsigned w = set; w < mse_cells(k->d->table); w = (w + 1) | set)
		gone[w] = a->has[w];
}

/* What each set still open costs at the least. (The quadratic would say too little of strong ones.) */
static void ask_all(struct walk *k, struct node *a, const struct node *parent, const struct stay *f) {
	for (int i = 0; i < k->n; i++) {
		unsigned set = k->sets[i];
		bool gone[MSE_CELLS];
		if (!a->has[set] || stays(f, set))
			continue;
		with_what_holds_it(k, a, set, gone);
		double least = mse_bound_least(k->d, &a->bound, gone);
		least = least > a->least ? least : a->least;
		a->without[set] = parent != NULL && parent->without[set] > least ? parent->without[set] : least;
	}
}

/* `a` without what `gone` marks, in its place on the stack: by its parent's step where that is near enough. */
static void open_without(struct walk *k, struct node *a, bool *gone, const struct stay *f) {
	struct node *out = a + 1;
	bool finite = true;
	take_out(k, a, gone, out);
	for (int i = 0; i < k->n; i++)
		if (gone[k->sets[i]] && a->without[k->sets[i]] > out->least)
			out->least = a->without[k->sets[i]];
	for (unsigned s = 0; s < mse_cells(k->d->table); s++)
		finite = finite && (!gone[s] || k->d->table->super[s] > 0);
	if (!finite || !mse_bound_without(k->d, &a->bound, gone, &out->bound)) {
		open(k, out, a->bound.sound ? a->bound.eta : NULL, f);
		if (!too_dear(k, out->least, f->n))
			ask_all(k, out, a, f);
		return;
	}
	if (out->bound.least > out->least)
		out->least = out->bound.least;
	if (out->bound.moved > NEAR && !too_dear(k, out->least, f->n)) {
		double eta[MSE_CELLS];
		memcpy(eta, out->bound.eta, mse_cells(k->d->table) * sizeof *eta);
		open(k, out, eta, f);
	}
	if (!too_dear(k, out->least, f->n))
		ask_all(k, out, a, f);
}

/* What nothing below the best can do without stays; what it cannot afford goes. Gives how many sets go. */
static int settle(const struct walk *k, const struct node *a, struct stay *f, bool *gone) {
	bool more = true;
	int n = 0;
	while (more) {
		more = false;
		for (int i = 0; i < k->n; i++) {
			unsigned set = k->sets[i];
			if (!a->has[set] || stays(f, set) || gone[set])
				continue;
			struct stay in = *f;
			stay_add(&in, set);
			if (too_dear(k, a->least, in.n)) {
				gone[set] = true;
				n++;
			} else if (too_dear(k, a->without[set], f->n)) {
				*f = in;
				more = true;
			}
		}
	}
	return n;
}

static int subsets_open(const bool *open_sets, unsigned set) {
	int n = 0;
	for (unsigned s = (set - 1) & set; s != 0; s = (s - 1) & set)
		n += open_sets[s];
	return n;
}

/* No smaller criterion below here: with so many sets still open kept, the dearest of the others goes at the least, and
   if none is kept, all of them go. */
static bool hopeless(const struct walk *k, const struct node *a, const struct stay *f) {
	bool gone[MSE_CELLS] = {[0] = false};
	double dearest[MSE_CELLS];
	int n = 0;
	for (int i = 0; i < k->n; i++) {
		unsigned set = k->sets[i];
		if (!a->has[set] || stays(f, set))
			continue;
		int at = n++;
		for (; at > 0 && dearest[at - 1] < a->without[set]; at--)
			dearest[at] = dearest[at - 1];
		dearest[at] = a->without[set];
		gone[set] = true;
	}
	for (int kept = 2; kept < n; kept++)
		if (!too_dear(k, dearest[kept], f->n + kept))
			return false;
	for (int i = 0; i < k->n && n > 1 && !too_dear(k, dearest[1], f->n + 1); i++) {
		unsigned set = k->sets[i];
		if (!gone[set] || too_dear(k, a->least, f->n + 1 + subsets_open(gone, set)))
			continue;
		bool others[MSE_CELLS];
		memcpy(others, gone, sizeof others);
		for (unsigned s = set; s != 0; s = (s - 1) & set)
			others[s] = false;
		if (!too_dear(k, mse_bound_least(k->d, &a->bound, others), f->n + 1 + subsets_open(gone, set)))
			return false;
	}
	return n > 1 && too_dear(k, a->least, f->n + n) && (too_dear(k, dearest[0], f->n)
		|| too_dear(k, mse_bound_least(k->d, &a->bound, gone), f->n));
}

/* The set still open whose going costs least; 0: none. To keep it is then dear. */
static unsigned cheapest(const struct walk *k, const struct node *a, const struct stay *f) {
	unsigned found = 0;
	for (int i = 0; i < k->n; i++) {
		unsigned set = k->sets[i];
		if (a->has[set] && !stays(f, set) && (found == 0 || a->without[set] < a->without[found]))
			found = set;
	}
	return found;
}

/* `a` lies on a stack with a place for every set that can still go; terms of `start` stay. */
static void descend(struct walk *k, struct node *a, const struct stay *start) {
	struct stay f = *start;
	bool gone[MSE_CELLS] = {[0] = false};
	if (!goes_on(k))
		return;
	if (too_dear(k, a->least, f.n)) {
		k->s->cut++;
		return;
	}
	if (settle(k, a, &f, gone) > 0) {
		open_without(k, a, gone, &f);
		descend(k, a + 1, &f);
		return;
	}
	if (hopeless(k, a, &f)) {
		k->s->cut++;
		return;
	}
	unsigned set = cheapest(k, a, &f);
	if (set == 0) {
		leaf(k, a, a->bound.eta);
		return;
	}
	struct stay in = f;
	stay_add(&in, set);
	if (k->likely[set])
		descend(k, a, &in);
	gone[set] = true;
	open_without(k, a, gone, &f);
	descend(k, a + 1, &f);
	if (!k->likely[set])
		descend(k, a, &in);
}

/* The sets --------------------------------------------------------------------------------------------------------- */

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
	int terms = k.n + 1 + d->table->lists, width = terms <= BOUND_TERMS ? chol_width(terms) : 0;
	double *inverses = malloc((size_t)(k.n + 1) * (size_t)terms * (size_t)width * sizeof *inverses + 1);
	if (root == NULL || inverses == NULL)
		abort();
	for (int i = 0; i <= k.n; i++)
		root[i].bound.inverse = width > 0 ? inverses + (size_t)i * (size_t)terms * (size_t)width : NULL;
	memset(root->has, 0, sizeof root->has);
	for (int i = 0; i < k.n; i++)
		root->has[k.sets[i]] = true;
	root->least = 0;
	if (first != NULL)
		guess(&k, first);
	if (s->whole) {
		open_fit(&k, root, NULL, false);
		go_through(&k, root, &f, 0);
	} else {
		open(&k, root, NULL, &f);
		ask_all(&k, root, NULL, &f);
		descend(&k, root, &f);
	}
	free(inverses);
	free(root);
}
