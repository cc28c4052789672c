#include "estimate/fit.h"

#include <math.h>
#include <string.h>

#include "estimate/chol.h"
#include "estimate/real.h"

enum { STEPS = 60 };
#define TOLERANCE 1e-9 /* relative drop of the deviance; the steps are Newton's, so what is left is its square */
#define ROUGH 1e-4
#define FLOOR (-600.0) /* of a linear predictor while it is on its way */

void mse_data_init_expected(struct mse_data *d, const struct mse_table *t, const double *n) {
	double observed = 0;
	*d = (struct mse_data){.table = t};
	for (unsigned w = 1; w < mse_cells(t); w++) {
		d->n[w] = n[w];
		d->start[w] = real_log(n[w] + 0.1);
		d->n_log_n[w] = n[w] > 0 ? n[w] * real_log(n[w]) : 0;
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

struct work { /* the reduced problem */
	const struct mse_data *d;
	double unseen, unseen_log; /* count of cell 0 and n log n; not used while keep[0] is 0 */
	unsigned cells;
	int p;
	unsigned terms[MSE_CELLS]; /* those with a finite value */
	double keep[MSE_CELLS];    /* 1 for a cell in the fit, 0 for the unseen one and for those emptied */
	double weight[MSE_CELLS], response[MSE_CELLS];
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

static bool step(struct work *k, struct mse_fit *f) {
	const double *n = k->d->n;
	int lists = k->d->table->lists;
	for (unsigned w = 0; w < k->cells; w++) {
		double mu = f->mu[w];
		k->weight[w] = k->keep[w] * mu;
		k->response[w] = k->keep[w] * (mu * f->eta[w] + n[w] - mu);
	}
	if (k->keep[0] > 0)
		k->response[0] += k->unseen;
	mse_superset_sum(k->weight, lists);
	mse_superset_sum(k->response, lists);
	for (int i = 0; i < k->p; i++) {
		unsigned s = k->terms[i];
		double *row = k->a + i * k->width;
		for (int j = i; j < k->p; j++)
			row[j] = k->weight[s | k->terms[j]];
		k->b[i] = k->response[s];
	}
	if (!chol_factor(k->a, k->p, k->width))
		return false;
	chol_solve(k->a, k->p, k->width, k->b);
	memset(f->eta, 0, k->cells * sizeof *f->eta);
	for (int i = 0; i < k->p; i++)
		f->eta[k->terms[i]] = k->b[i];
	mse_subset_sum(f->eta, lists);
	return true;
}

static double deviance(const struct work *k, struct mse_fit *f) {
	double sum = 0;
	real_exp_all(f->eta, f->mu, k->cells);
	for (unsigned w = 0; w < k->cells; w++)
		sum += k->keep[w] * (k->d->n_log_n[w] - k->d->n[w] * (f->eta[w] + 1) + f->mu[w]);
	if (k->keep[0] > 0)
		sum += k->unseen_log - k->unseen * (f->eta[0] + 1);
	return 2 * sum;
}

/* From an earlier fit: what it made of eta is still true, but where it had emptied a cell. `from` may be `f`. */
static void begin(const struct work *k, const struct mse_fit *from, struct mse_fit *f) {
	const double *start = k->d->start;
	if (from == NULL || !from->converged) {
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
		if (!step(k, f))
			return;
		double now = deviance(k, f);
		if (!isfinite(now))
			return;
		f->deviance = now;
		f->slack = fabs(now - was);
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
	k.width = (k.p + 1) & ~1;
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
