#include "estimate/average.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "estimate/average_fit.h"
#include "estimate/bootstrap.h"
#include "estimate/real.h"

enum { BLOCK = 256, SETS = 63, POINTS = 64, HALF = 8, PARTS = 8, SUMMED = 2000 };
#define COVER 0.999    /* of the weight is summed along x */
#define BEYOND 25.0    /* so far below its peak in log p nothing is left of a model */
#define ROUGH 1e-5     /* end of a fit, in log posterior: for weights; for the curve along x */
#define EXACT 1e-9

struct curve { /* log p(table, x | model) at places in u = log(x + 1) */
	int n;
	double first, step, at[POINTS];
};

struct run {
	const struct mse_average_asked *asked;
	const struct mse_table *t;
	struct average_data d;
	int sets_n;
	uint8_t sets[SETS];       /* of two lists and more, in the order of their sizes, then of their masks */
	uint64_t needs[SETS];     /* of a set: its subsets, by place */
	size_t n, room;
	uint64_t *models;         /* sets by place */
	double *log_p;
	struct { float dark, spread; } *where;
	double top;               /* the largest log_p */
	size_t *heaviest, summed; /* models summed along x */
	struct curve *curves;
	double most;
	atomic_size_t done;
	atomic_bool ended;
};

/* The catalogue ---------------------------------------------------------------------------------------------------- */

static bool sets_init(struct run *r, int order) {
	r->sets_n = 0;
	for (int size = 2; size <= order; size++)
		for (unsigned s = 3; s < mse_cells(r->t); s++) {
			if (__builtin_popcount(s) != size)
				continue;
			if (r->sets_n == SETS)
				return false;
			r->needs[r->sets_n] = 0;
			for (int i = 0; i < r->sets_n; i++)
				if ((r->sets[i] & s) == r->sets[i])
					r->needs[r->sets_n] |= UINT64_C(1) << i;
			r->sets[r->sets_n++] = (uint8_t)s;
		}
	return true;
}

/* Counts the models, and writes them where `r->models` is; false if there are more than `most`. */
static bool enumerate(struct run *r, int i, uint64_t model, size_t most) {
	if (i == r->sets_n) {
		if (r->n == most)
			return false;
		if (r->models != NULL)
			r->models[r->n] = model;
		r->n++;
		return true;
	}
	if (!enumerate(r, i + 1, model, most))
		return false;
	return (model & r->needs[i]) != r->needs[i] || enumerate(r, i + 1, model | UINT64_C(1) << i, most);
}

static int catalogue(struct run *r) {
	size_t most = r->asked->models_most == 0 ? AVERAGE_MODELS : r->asked->models_most;
	int order = r->asked->order < r->t->lists ? r->asked->order : r->t->lists - 1;
	for (order = order < 1 ? 1 : order; order > 0; order--) {
		r->n = 0;
		if (sets_init(r, order) && r->sets_n < 32 + 20 * (order > 2) && enumerate(r, 0, 0, most))
			break;
	}
	if (order == 0 || (order == 1 && r->asked->order > 1 && r->t->lists > 2))
		return 0;
	r->models = malloc(r->n * sizeof *r->models);
	r->log_p = malloc(r->n * sizeof *r->log_p);
	r->where = malloc(r->n * sizeof *r->where);
	if (r->models == NULL || r->log_p == NULL || r->where == NULL)
		return 0;
	r->n = 0;
	enumerate(r, 0, 0, most);
	return order;
}

static void model_of(const struct run *r, uint64_t model, struct mse_model *m) {
	mse_model_main(m, r->t->lists);
	for (; model != 0; model &= model - 1)
		m->terms[m->n++] = r->sets[__builtin_ctzll(model)];
}

/* Weights ---------------------------------------------------------------------------------------------------------- */

static bool goes_on(struct run *r) {
	size_t done = atomic_fetch_add(&r->done, 1);
	if (r->asked->go_on != NULL && !r->asked->go_on(r->asked->arg, done))
		atomic_store(&r->ended, true);
	return !atomic_load(&r->ended);
}

static void weigh_block(void *arg, size_t b) {
	struct run *r = arg;
	struct average_fit f = {.sound = false};
	for (size_t i = b * BLOCK; i < r->n && i < (b + 1) * BLOCK && !atomic_load(&r->ended); i++) {
		struct mse_model m;
		model_of(r, r->models[i], &m);
		average_fit_model(&r->d, m.terms, m.n, -1, &f, ROUGH, &f);
		r->log_p[i] = f.log_p;
		r->where[i].dark = (float)f.dark;
		r->where[i].spread = (float)f.spread;
	}
	goes_on(r);
}

struct heavy {
	double log_p;
	size_t model;
};

static int heavier(const void *a, const void *b) {
	const struct heavy *x = a, *y = b;
	if (x->log_p != y->log_p)
		return x->log_p < y->log_p ? 1 : -1;
	return (x->model > y->model) - (x->model < y->model);
}

/* Shares over the whole catalogue, and which models hold COVER of them. */
static bool weigh(struct run *r, struct mse_average *a) {
	struct heavy *order = malloc(r->n * sizeof *order);
	double sum = 0, squares = 0, held = 0;
	r->heaviest = malloc(SUMMED * sizeof *r->heaviest);
	if (order == NULL || r->heaviest == NULL) {
		free(order);
		return false;
	}
	r->top = -INFINITY;
	for (size_t i = 0; i < r->n; i++) {
		order[i] = (struct heavy){r->log_p[i], i};
		a->failed += isinf(r->log_p[i]) ? 1 : 0;
		r->top = r->log_p[i] > r->top ? r->log_p[i] : r->top;
	}
	qsort(order, r->n, sizeof *order, heavier);
	for (size_t i = r->n; i-- > 0;) {
		double weight = real_exp(order[i].log_p - r->top);
		sum += weight;
		squares += weight * weight;
	}
	a->effective = sum * sum / squares;
	for (size_t i = 0; i < r->n && i < SUMMED && held < COVER; i++) {
		held += real_exp(order[i].log_p - r->top) / sum;
		r->heaviest[r->summed++] = order[i].model;
	}
	a->covered = held;
	free(order);
	return isfinite(r->top);
}

/* Along x ---------------------------------------------------------------------------------------------------------- */

static double u_of(double x) {
	return real_log(x + 1);
}

static void curve_at(const struct run *r, const struct mse_model *m, struct curve *c, int i, struct average_fit *f) {
	double x = real_exp(c->first + c->step * i) - 1;
	average_fit_model(&r->d, m->terms, m->n, x < 0 ? 0 : x, f, EXACT, f);
	c->at[i] = f->sound ? f->log_p : -INFINITY;
}

/* From eight standard deviations below the mode as far up as there is anything, within -0.5..most. */
static void curve_run(void *arg, size_t i) {
	struct run *r = arg;
	struct curve *c = &r->curves[i];
	struct average_fit f = {.sound = false};
	struct mse_model m;
	size_t model = r->heaviest[i];
	double dark = (double)r->where[model].dark, least = real_log(0.5), last = u_of(r->most + 0.5), peak = -INFINITY;
	dark = dark < r->most ? dark : r->most;
	double spread = sqrt((double)r->where[model].spread * (double)r->where[model].spread + 1 / (dark + 1));
	if (atomic_load(&r->ended))
		return;
	model_of(r, r->models[model], &m);
	c->first = u_of(dark) - HALF * spread;
	c->first = c->first < least ? least : c->first;
	c->step = spread;
	if (c->first + c->step * 8 > last) /* pressed against the end: as fine as there is room */
		c->step = (last - c->first) / 16;
	for (c->n = 0; c->n < POINTS && c->first + c->step * c->n <= last + c->step * 1e-9; c->n++) {
		curve_at(r, &m, c, c->n, &f);
		peak = c->at[c->n] > peak ? c->at[c->n] : peak;
		if (c->n > HALF && c->at[c->n] < peak - BEYOND) {
			c->n++;
			break;
		}
	}
	goes_on(r);
}

struct atom { /* a piece of the posterior */
	double x, mass;
};

/* Between two places the cubic through four. */
static double between(const struct curve *c, int i, double at) {
	int from = i < 1 ? 0 : i - 1;
	from = from > c->n - 4 ? c->n - 4 : from;
	double s = i - from + at, sum = 0;
	if (c->n < 4)
		return c->at[i] + (c->at[i + 1] - c->at[i]) * at;
	for (int k = 0; k < 4; k++) {
		double l = 1;
		for (int j = 0; j < 4; j++)
			l *= j == k ? 1 : (s - j) / (k - j);
		sum += l * c->at[from + k];
	}
	return sum;
}

/* The model's posterior in pieces; gives its mass, and that times x. */
static size_t pieces(const struct run *r, const struct curve *c, struct atom *atoms, double *ret_mass,
	double *ret_first) {
	size_t n = 0;
	*ret_mass = *ret_first = 0;
	for (int i = 0; i + 1 < c->n; i++)
		for (int k = 0; k < PARTS; k++) {
			double at = (k + 0.5) / PARTS, u = c->first + c->step * (i + at), x = real_exp(u) - 1;
			double log_p = isfinite(c->at[i]) && isfinite(c->at[i + 1]) ? between(c, i, at) : -INFINITY;
			double mass = isfinite(log_p) ? real_exp(log_p - r->top) * (x + 1) * c->step / PARTS : 0;
			atoms[n++] = (struct atom){x < 0 ? 0 : x, mass};
			*ret_mass += mass;
			*ret_first += mass * (x < 0 ? 0 : x);
		}
	return n;
}

static int by_x(const void *a, const void *b) {
	double x = ((const struct atom *)a)->x, y = ((const struct atom *)b)->x;
	return (x > y) - (x < y);
}

static int by_weight(const void *a, const void *b) {
	double x = ((const struct mse_averaged *)a)->weight, y = ((const struct mse_averaged *)b)->weight;
	return (x < y) - (x > y);
}

static void tell_population(const struct run *r, struct atom *atoms, size_t n, struct mse_average *a) {
	static const double levels[] = {0.025, 0.1, 0.5, 0.9, 0.975};
	double found[5], all = 0, first = 0, sum = 0, observed = (double)r->t->observed;
	size_t next = 0;
	qsort(atoms, n, sizeof *atoms, by_x);
	for (size_t i = 0; i < n; i++) {
		all += atoms[i].mass;
		first += atoms[i].mass * atoms[i].x;
		a->tail += atoms[i].x > 0.9 * r->most ? atoms[i].mass : 0;
	}
	for (size_t i = 0; i < n && next < 5; i++) {
		sum += atoms[i].mass;
		for (; next < 5 && sum >= levels[next] * all; next++)
			found[next] = observed + floor(atoms[i].x + 0.5);
	}
	for (; next < 5; next++)
		found[next] = observed + r->most;
	a->tail /= all;
	a->mean = observed + first / all;
	a->median = found[2];
	a->limit[0] = found[0];
	a->limit[1] = found[1];
	a->limit[2] = found[3];
	a->limit[3] = found[4];
}

static bool tell(struct run *r, struct mse_average *a) {
	struct atom *atoms = malloc(r->summed * POINTS * PARTS * sizeof *atoms);
	struct mse_averaged *models = calloc(r->summed, sizeof *models);
	double all = 0;
	size_t n = 0;
	bool made = atoms != NULL && models != NULL;
	for (size_t i = 0; made && i < r->summed; i++) {
		double first;
		n += pieces(r, &r->curves[i], atoms + n, &models[i].weight, &first);
		models[i].mean = (double)r->t->observed + first / models[i].weight;
		model_of(r, r->models[r->heaviest[i]], &models[i].model);
		all += models[i].weight;
	}
	made = made && all > 0;
	if (made) {
		for (size_t i = 0; i < r->summed; i++) {
			double rough = r->log_p[r->heaviest[i]] - r->top, share = models[i].weight / all;
			if (share >= 0.01 && models[i].weight > 0)
				a->gap = fmax(a->gap, fabs(real_log(models[i].weight) - rough));
			models[i].weight = share;
			for (uint64_t m = r->models[r->heaviest[i]]; m != 0; m &= m - 1)
				a->terms[r->sets[__builtin_ctzll(m)]] += share;
		}
		qsort(models, r->summed, sizeof *models, by_weight);
		a->top_n = r->summed < AVERAGE_TOP ? r->summed : AVERAGE_TOP;
		memcpy(a->top, models, a->top_n * sizeof *models);
		tell_population(r, atoms, n, a);
	}
	free(atoms);
	free(models);
	return made;
}

bool mse_average_run(const struct mse_average_asked *asked, const struct mse_table *t,
	struct mse_average *ret_average) {
	struct run r = {.asked = asked, .t = t, .most = (double)(asked->most > 0 ? asked->most : 30 * t->observed)};
	struct mse_average a = {.most = (int64_t)r.most};
	if (t->lists < 2 || t->observed == 0)
		return false;
	average_data_init(&r.d, t, asked->prior);
	a.order = catalogue(&r);
	bool made = a.order > 0;
	if (made)
		mse_parallel((r.n + BLOCK - 1) / BLOCK, asked->threads, weigh_block, &r);
	made = made && !atomic_load(&r.ended) && weigh(&r, &a);
	r.curves = made ? calloc(r.summed, sizeof *r.curves) : NULL;
	made = made && r.curves != NULL;
	if (made) {
		mse_parallel(r.summed, asked->threads, curve_run, &r);
		a.models = r.n;
		a.summed = r.summed;
		made = !atomic_load(&r.ended) && tell(&r, &a);
	}
	if (made)
		*ret_average = a;
	free(r.models);
	free(r.log_p);
	free(r.where);
	free(r.heaviest);
	free(r.curves);
	return made;
}
