#include "estimate/fit.h"

#include <math.h>
#include <string.h>

#include "estimate/chol.h"
#include "estimate/real.h"
#include "estimate/wide.h"

enum { STEPS = 60 };
#define TOLERANCE 1e-9 /* relative drop of the deviance; the steps are Newton's, so what is left is its square */
#define ROUGH 1e-4
#define FLOOR (-600.0) /* of a linear predictor while it is on its way */

void mse_data_init_expected(struct mse_data *d, const struct mse_table *t, const double *n) {
	double observed = 0, nobody = real_log(0.1);
	*d = (struct mse_data){.table = t};
	for (unsigned w = 1; w < mse_cells(t); w++) {
		d->n[w] = n[w];
		d->start[w] = n[w] > 0 ? real_log(n[w] + 0.1) : nobody;
		if (n[w] <= 0)
			continue;
		d->n_log_n[w] = n[w] * real_log(n[w]);
		d->saturated += d->n_log_n[w] - n[w] - real_log_gamma(n[w] + 1);
		observed += n[w];
	}
	d->log_observed = real_log(observed);
}

void mse_data_init(struct mse_data *d, const struct mse_table *t) {
	double n[MSE_CELLS];
	for (unsigned w = 0; w < mse_cells(t); w++)
		n[w] = (double)t->n[w];
	mse_data_init_expected(d, t, n);
}

#define at(array, w) (*(four_reals *)((array) + (w)))

struct work { /* the reduced problem */
	const struct mse_data *d;
	double unseen, unseen_log; /* count of cell 0 and n log n; not used while keep[0] is 0 */
	unsigned cells;
	int p;
	unsigned terms[MSE_CELLS]; /* those with a finite value */
	double keep[MSE_CELLS];    /* 1 for a cell in the fit, 0 for the unseen one and for those emptied */
	double weight[MSE_CELLS], response[MSE_CELLS], was[MSE_CELLS];
	double b[MSE_CELLS];
	int width;                 /* of a row of `a` */
	double a[MSE_CELLS * MSE_CELLS];
};

/* Terms at minus infinity, and the cells they empty. */
static int reduce(struct work *k, const struct mse_model *m) {
	int infinite = 0;
	for (unsigned w = 0; w < k->cells; w++)
		k->keep[w] = w == 0 && k->unseen < 0 ? 0 : 1;
	k->p = 0;
	for (int i = 0; i < m->n; i++) {
		unsigned s = m->terms[i];
		if (k->d->table->super[s] > 0) {
			k->terms[k->p++] = s;
			continue;
		}
		infinite++;
		for (unsigned w = s; w < k->cells; w = (w + 1) | s)
			k->keep[w] = 0;
	}
	return infinite;
}

/* Gives sum mu (change of eta)^2, about by how much the step lowers the deviance; negative where it cannot be made. */
WIDE static double step(struct work *k, struct mse_fit *f) {
	int lists = k->d->table->lists;
	memcpy(k->was, f->eta, k->cells * sizeof *f->eta);
	for (unsigned w = 0; w < k->cells; w += 4) {
		four_reals mu = at(f->mu, w), keep = at(k->keep, w);
		at(k->weight, w) = keep * mu;
		at(k->response, w) = keep * (mu * at(f->eta, w) + at(k->d->n, w) - mu);
	}
	if (k->keep[0] > 0)
		k->response[0] += k->unseen;
	mse_superset_sum(k->weight, lists);
	mse_superset_sum(k->response, lists);
	for (int i = 0; i < k->p; i++) {
		unsigned s = k->terms[i];
		double *row = k->a + i * k->width;
		for (int j = i & ~3; j < k->p; j++)
			row[j] = k->weight[s | k->terms[j]];
		k->b[i] = k->response[s];
	}
	if (!chol_factor(k->a, k->p, k->width))
		return -1;
	chol_solve(k->a, k->p, k->width, k->b);
	memset(f->eta, 0, k->cells * sizeof *f->eta);
	for (int i = 0; i < k->p; i++)
		f->eta[k->terms[i]] = k->b[i];
	mse_subset_sum(f->eta, lists);
	four_reals changes = {0};
	for (unsigned w = 0; w < k->cells; w += 4) {
		four_reals by = at(f->eta, w) - at(k->was, w);
		changes += at(k->keep, w) * at(f->mu, w) * by * by;
	}
	real_exp_all(f->eta, f->mu, k->cells);
	double change = (changes[0] + changes[1]) + (changes[2] + changes[3]);
	return isfinite(change) ? change : -1;
}

/* Of f->eta and its exp, f->mu. */
WIDE static double deviance(const struct work *k, const struct mse_fit *f) {
	four_reals sums = {0};
	for (unsigned w = 0; w < k->cells; w += 4)
		sums += at(k->keep, w) * (at(k->d->n_log_n, w) - at(k->d->n, w) * (at(f->eta, w) + 1) + at(f->mu, w));
	double sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
	if (k->keep[0] > 0)
		sum += k->unseen_log - k->unseen * (f->eta[0] + 1);
	return 2 * sum;
}

/*
 * The fit of single lists. With u = 1 / N it is the root of prod(1 - n_j u) = 1 - n u in (0, 1/n) (Darroch 1958): the
 * difference is convex there and positive at 1/n, so Newton's steps come down to it. False where the lists say nothing
 * of that kind, or one of them has everybody.
 */
static bool independent(const struct mse_data *d, double *ret_eta) {
	double n = 0, size[MSE_LISTS] = {0}, sum = 0;
	int lists = d->table->lists;
	for (unsigned w = 1; w < mse_cells(d->table); w++) {
		n += d->n[w];
		for (int j = 0; j < lists; j++)
			size[j] += (w >> j & 1) != 0 ? d->n[w] : 0;
	}
	for (int j = 0; j < lists; j++) {
		sum += size[j];
		if (!(size[j] > 0 && size[j] < n))
			return false;
	}
	if (!(sum > n))
		return false;
	double u = 1 / n, was = 2 * u;
	for (int i = 0; i < STEPS && was - u > 1e-14 * u; i++) {
		double rest = 1, slope = 0;
		for (int j = 0; j < lists; j++) {
			slope = slope * (1 - size[j] * u) - size[j] * rest;
			rest *= 1 - size[j] * u;
		}
		was = u;
		u -= (rest - 1 + n * u) / (slope + n);
	}
	if (!(u > 1e-9 / n && u < (1 - 1e-9) / n))
		return false;
	memset(ret_eta, 0, mse_cells(d->table) * sizeof *ret_eta);
	ret_eta[0] = -real_log(u);
	for (int j = 0; j < lists; j++) {
		double other = real_log(1 - size[j] * u);
		ret_eta[0] += other;
		ret_eta[1U << j] = real_log(size[j] * u) - other;
	}
	mse_subset_sum(ret_eta, lists);
	return true;
}

/* From an earlier fit: what it made of eta is still true, but where it had emptied a cell. `from` may be `f`. */
static void begin(const struct work *k, const struct mse_fit *from, struct mse_fit *f) {
	const double *start = k->d->start;
	if (from == NULL || !from->converged) {
		if (k->p != 1 + k->d->table->lists || k->unseen >= 0 || !independent(k->d, f->eta))
			memcpy(f->eta, start, k->cells * sizeof *f->eta);
		real_exp_all(f->eta, f->mu, k->cells);
	} else {
		for (unsigned w = 1; w < k->cells; w++) {
			bool emptied = from->eta[w] < FLOOR;
			f->eta[w] = emptied ? start[w] : from->eta[w];
			f->mu[w] = emptied ? real_exp(start[w]) : from->mu[w];
		}
	}
	f->eta[0] = k->unseen < 0 ? 0 : real_log(k->unseen + 0.1);
	f->mu[0] = real_exp(f->eta[0]);
}

static void iterate(struct work *k, double tolerance, struct mse_fit *f) {
	double was = INFINITY;
	for (f->iterations = 1; f->iterations <= STEPS; f->iterations++) {
		double change = step(k, f);
		if (change < 0)
			return;
		double now = deviance(k, f);
		if (!isfinite(now))
			return;
		f->deviance = now;
		f->slack = fmin(fabs(now - was), change);
		if (f->slack < tolerance * (fabs(now) + 0.1)) {
			f->converged = true;
			return;
		}
		was = now;
	}
}

static void fit(const struct mse_data *d, const struct mse_model *m, double unseen, const struct mse_fit *from,
	bool with_variance, double tolerance, struct mse_fit *f) {
	static _Thread_local struct work k;
	k.d = d;
	k.unseen = unseen;
	k.unseen_log = unseen > 0 ? unseen * real_log(unseen) : 0;
	k.cells = mse_cells(d->table);
	f->infinite = reduce(&k, m);
	k.width = chol_width(k.p);
	f->params = m->n;
	f->deviance = f->variance = NAN;
	begin(&k, from, f); /* which may be f itself */
	f->converged = false;
	iterate(&k, tolerance, f);
	if (!f->converged && from != NULL) { /* too far away after all */
		begin(&k, NULL, f);
		iterate(&k, tolerance, f);
	}
	f->dark = f->mu[0];
	f->aic = 2.0 * f->params - 2 * (d->saturated - f->deviance / 2);
	f->bic = d->log_observed * f->params - 2 * (d->saturated - f->deviance / 2);
	if (with_variance && f->converged) {
		memset(k.b, 0, sizeof k.b);
		k.b[0] = 1;
		chol_solve(k.a, k.p, k.width, k.b); /* the last step's weights */
		f->variance = k.b[0];
	}
	for (unsigned w = 1; w < k.cells; w++)
		if (k.keep[w] == 0) {
			f->mu[w] = 0;
			f->eta[w] = -INFINITY;
		}
}

void mse_fit_model(const struct mse_data *d, const struct mse_model *m, const struct mse_fit *from, bool with_variance,
	struct mse_fit *ret_fit) {
	fit(d, m, -1, from, with_variance, TOLERANCE, ret_fit);
}

void mse_fit_with_unseen(const struct mse_data *d, const struct mse_model *m, double unseen, const struct mse_fit *from,
	struct mse_fit *ret_fit) {
	fit(d, m, unseen, from, false, TOLERANCE, ret_fit);
}

void mse_fit_roughly(const struct mse_data *d, const struct mse_model *m, const struct mse_fit *from,
	struct mse_fit *ret_fit) {
	fit(d, m, -1, from, false, ROUGH, ret_fit);
}
