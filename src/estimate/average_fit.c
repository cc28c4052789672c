#include "estimate/average_fit.h"

#include <math.h>
#include <string.h>

#include "estimate/chol.h"
#include "estimate/real.h"
#include "estimate/wide.h"

enum { STEPS = 60, NEAR_STEPS = 12 };
#define LOG_2_PI 1.83787706640934548356
#define LOG_PI 1.14472988584940017414
#define SHAPE 0.0005 /* of the inverse gamma, and its scale */

struct work {
	const struct average_data *d;
	const uint8_t *terms;
	int p, width;
	unsigned cells;
	double unseen, keep_unseen;
	double ridge;            /* 1 / variance of an effect, at the last step */
	double squares;          /* sum of squares of the effects */
	double phi[MSE_CELLS];   /* effects, by place in `terms` */
	double along[MSE_CELLS]; /* they themselves, without the intercept; then the system's answer to them */
	double weight[MSE_CELLS], response[MSE_CELLS], mu[MSE_CELLS];
	double a[MSE_CELLS * MSE_CELLS];
};

void average_data_init(struct average_data *d, const struct mse_table *t, enum average_prior prior) {
	*d = (struct average_data){.table = t, .prior = prior};
	for (unsigned w = 1; w < mse_cells(t); w++) {
		d->n[w] = (double)t->n[w];
		d->start[w] = real_log(d->n[w] + 0.1);
		d->constant -= real_log_gamma(d->n[w] + 1);
	}
}

/* As table.c sums over subsets. */
WIDE static void hadamard(double *restrict a, unsigned cells) {
	for (unsigned w = 0; w < cells; w += 4) {
		double p = a[w] + a[w + 1], q = a[w] - a[w + 1], r = a[w + 2] + a[w + 3], s = a[w + 2] - a[w + 3];
		a[w] = p + r;
		a[w + 1] = q + s;
		a[w + 2] = p - r;
		a[w + 3] = q - s;
	}
	for (unsigned h = 4; h < cells; h <<= 1)
		for (unsigned w = 0; w < cells; w += 2 * h)
			for (unsigned i = w; i < w + h; i += 4) {
				four_reals x = *(const four_reals *)(a + i), y = *(const four_reals *)(a + i + h);
				*(four_reals *)(a + i) = x + y;
				*(four_reals *)(a + i + h) = x - y;
			}
}

/* The prior of the effects, its curvature (`ridge`), the variance integrated out where it is unknown. */
static double prior_at(struct work *k) {
	double effects = k->p - 1;
	k->squares = 0;
	for (int i = 1; i < k->p; i++)
		k->squares += k->phi[i] * k->phi[i];
	if (k->d->prior == PRIOR_UNIT) {
		k->ridge = 1;
		return -(effects * LOG_2_PI + k->squares) / 2;
	}
	double half = SHAPE + effects / 2, scale = 2 * SHAPE + k->squares;
	k->ridge = 2 * half / scale;
	return real_log_gamma(half) - real_log_gamma(SHAPE)
		+ SHAPE * real_log(2 * SHAPE) - effects / 2 * LOG_PI - half * real_log(scale);
}

/* The matrix of a step has the ridge alone; where the variance is unknown the true one has less of it along phi
   (Sherman & Morrison). Where that would leave nothing, the plain step goes the right way, too. */
static void turn(struct work *k, const double *was) {
	double less = 2 * k->ridge / (2 * SHAPE + k->squares), inner = 0, outer = 0;
	memcpy(k->along, was, (size_t)k->p * sizeof *k->along);
	k->along[0] = 0;
	chol_solve(k->a, k->p, k->width, k->along);
	for (int i = 1; i < k->p; i++)
		inner += was[i] * k->along[i];
	if (1 - less * inner < 0.1)
		return;
	for (int i = 0; i < k->p; i++)
		k->phi[i] -= less * k->squares * k->along[i];
	for (int i = 1; i < k->p; i++)
		outer += was[i] * k->phi[i];
	for (int i = 0; i < k->p; i++)
		k->phi[i] += less * outer / (1 - less * inner) * k->along[i];
}

static bool step(struct work *k, bool again, double *eta) {
	const double *n = k->d->n;
	double was[MSE_CELLS];
	memcpy(was, k->phi, (size_t)k->p * sizeof *was);
	for (unsigned w = 0; w < k->cells; w++) {
		k->weight[w] = k->mu[w];
		k->response[w] = k->mu[w] * eta[w] + n[w] - k->mu[w];
	}
	k->weight[0] *= k->keep_unseen;
	k->response[0] = k->keep_unseen * (k->response[0] + k->unseen);
	hadamard(k->weight, k->cells);
	hadamard(k->response, k->cells);
	for (int i = 0; i < k->p; i++) {
		double *row = k->a + i * k->width;
		for (int j = i & ~3; j < k->p; j++)
			row[j] = k->weight[k->terms[i] ^ k->terms[j]];
		row[i] += i > 0 ? k->ridge : 0;
		k->phi[i] = k->response[k->terms[i]];
	}
	if (!chol_factor(k->a, k->p, k->width))
		return false;
	chol_solve(k->a, k->p, k->width, k->phi);
	if (again && k->d->prior == PRIOR_UNKNOWN)
		turn(k, was);
	memset(eta, 0, k->cells * sizeof *eta);
	for (int i = 0; i < k->p; i++)
		eta[k->terms[i]] = k->phi[i];
	hadamard(eta, k->cells);
	return true;
}

static double likelihood(struct work *k, const double *eta) {
	double sum = k->keep_unseen * (k->unseen * eta[0] - k->mu[0]);
	for (unsigned w = 1; w < k->cells; w++)
		sum += k->d->n[w] * eta[w] - k->mu[w];
	return sum;
}

/* Gives the log posterior at the mode, but for constants; NAN if the steps did not end. */
static double climb(struct work *k, double tolerance, int steps, double *eta) {
	double was = -INFINITY;
	k->ridge = 1;
	real_exp_all(eta, k->mu, k->cells);
	for (int i = 0; i < steps; i++) {
		if (!step(k, i > 0, eta))
			return NAN;
		real_exp_all(eta, k->mu, k->cells);
		double now = prior_at(k) + likelihood(k, eta);
		if (!isfinite(now))
			return NAN;
		if (fabs(now - was) < tolerance)
			return now;
		was = now;
	}
	return NAN;
}

/* Of minus the log posterior's second derivative: the last step's matrix, less what an unknown variance takes away
   along phi. */
static double log_determinant(const struct work *k) {
	double along[MSE_CELLS], sum = 0;
	double whole = chol_log_determinant(k->a, k->p, k->width);
	if (k->d->prior == PRIOR_UNIT)
		return whole;
	memcpy(along, k->phi, (size_t)k->p * sizeof *along);
	along[0] = 0;
	chol_forward(k->a, k->p, k->width, along);
	for (int i = 0; i < k->p; i++)
		sum += along[i] * along[i];
	double left = 1 - 2 * k->ridge / (2 * SHAPE + k->squares) * sum;
	return whole + (left > 1e-3 ? real_log(left) : real_log(1e-3));
}

void average_fit_model(const struct average_data *d, const uint8_t *terms, int p, double unseen,
	const struct average_fit *from, double tolerance, struct average_fit *ret_fit) {
	static _Thread_local struct work k;
	struct average_fit *f = ret_fit;
	double posterior = NAN, all[MSE_CELLS], variance = 0;
	k.d = d;
	k.terms = terms;
	k.p = p;
	k.width = chol_width(p);
	k.cells = mse_cells(d->table);
	k.unseen = unseen < 0 ? 0 : unseen;
	k.keep_unseen = unseen < 0 ? 0 : 1;
	if (from != NULL && from->sound) {
		if (from != f)
			memcpy(f->eta, from->eta, k.cells * sizeof *f->eta);
		posterior = climb(&k, tolerance, NEAR_STEPS, f->eta);
	}
	if (isnan(posterior)) {
		memcpy(f->eta, d->start, k.cells * sizeof *f->eta);
		f->eta[0] = real_log(k.unseen + 0.1);
		posterior = climb(&k, tolerance, STEPS, f->eta);
	}
	f->sound = !isnan(posterior);
	f->log_p = -INFINITY;
	if (!f->sound)
		return;
	f->log_p = posterior + d->constant - (unseen < 0 ? 0 : real_log_gamma(unseen + 1))
		+ p * LOG_2_PI / 2 - log_determinant(&k) / 2;
	f->dark = k.mu[0];
	for (int i = 0; i < p; i++)
		all[i] = 1; /* the unseen cell's row of the design */
	chol_forward(k.a, p, k.width, all);
	for (int i = 0; i < p; i++)
		variance += all[i] * all[i];
	f->spread = sqrt(variance);
}
