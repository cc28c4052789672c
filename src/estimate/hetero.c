#include "estimate/hetero.h"

#include <math.h>
#include <string.h>

#include "estimate/real.h"

enum { COLUMNS = 2 * MSE_LISTS + 2, STEPS = 100 };

struct design {
	int n;
	double at[COLUMNS][MSE_CELLS];
};

static double term(enum mse_hetero kind, int k) {
	switch (kind) {
	case HETERO_POISSON:
		return (double)(1 << k) - 1;
	case HETERO_DARROCH:
		return k * k / 2.0;
	case HETERO_GAMMA:
		return real_log(3.5) - real_log(3.5 + k);
	default:
		return 0;
	}
}

/* `etas` says which of Chao's terms are in: bit j for k > j. */
static void design_make(const struct mse_data *d, enum mse_hetero kind, bool by_list, unsigned etas, struct design *x) {
	int lists = d->table->lists;
	x->n = 0;
	for (int c = -1; c < (by_list ? lists : 1); c++, x->n++)
		for (unsigned w = 0; w < mse_cells(d->table); w++)
			x->at[x->n][w] = c < 0 ? 1 : by_list ? (double)(w >> c & 1) : __builtin_popcount(w);
	for (int j = 2; kind == HETERO_CHAO && j < lists; j++)
		if ((etas >> j & 1) != 0) {
			for (unsigned w = 0; w < mse_cells(d->table); w++) {
				int over = __builtin_popcount(w) - j;
				x->at[x->n][w] = over > 0 ? over : 0;
			}
			x->n++;
		}
	if (kind > HETERO_CHAO) {
		for (unsigned w = 0; w < mse_cells(d->table); w++)
			x->at[x->n][w] = term(kind, __builtin_popcount(w));
		x->n++;
	}
}

/* Solves a b = rhs, a symmetric and positive definite; leaves the first column of the inverse in `first`. */
static bool solve(double a[COLUMNS][COLUMNS], int n, double *b, double *first) {
	for (int i = 0; i < n; i++) {
		for (int j = 0; j <= i; j++) {
			double sum = a[i][j];
			for (int l = 0; l < j; l++)
				sum -= a[i][l] * a[j][l];
			if (i == j && !(sum > a[i][i] * 1e-13))
				return false;
			a[i][j] = i == j ? sqrt(sum) : sum / a[j][j];
		}
		first[i] = i == 0;
	}
	for (int which = 0; which < 2; which++) {
		double *v = which == 0 ? b : first;
		for (int i = 0; i < n; i++) {
			for (int l = 0; l < i; l++)
				v[i] -= a[i][l] * v[l];
			v[i] /= a[i][i];
		}
		for (int i = n - 1; i >= 0; i--) {
			v[i] /= a[i][i];
			for (int l = 0; l < i; l++)
				v[l] -= a[i][l] * v[i];
		}
	}
	return true;
}

static void iterate(const struct mse_data *d, const struct design *x, struct mse_hetero_fit *f, double *beta) {
	double eta[MSE_CELLS], mu[MSE_CELLS], a[COLUMNS][COLUMNS], first[COLUMNS], was = INFINITY;
	unsigned cells = mse_cells(d->table);
	for (unsigned w = 1; w < cells; w++)
		eta[w] = d->start[w];
	real_exp_all(eta + 1, mu + 1, cells - 1);
	for (int step = 0; step < STEPS && !f->converged; step++) {
		for (int i = 0; i < x->n; i++) {
			beta[i] = 0;
			for (unsigned w = 1; w < cells; w++)
				beta[i] += x->at[i][w] * (mu[w] * eta[w] + d->n[w] - mu[w]);
			for (int j = 0; j <= i; j++) {
				a[i][j] = 0;
				for (unsigned w = 1; w < cells; w++)
					a[i][j] += x->at[i][w] * x->at[j][w] * mu[w];
			}
		}
		if (!solve(a, x->n, beta, first))
			return;
		f->deviance = 0;
		for (unsigned w = 1; w < cells; w++) {
			eta[w] = 0;
			for (int i = 0; i < x->n; i++)
				eta[w] += x->at[i][w] * beta[i];
		}
		real_exp_all(eta + 1, mu + 1, cells - 1);
		for (unsigned w = 1; w < cells; w++)
			f->deviance += 2 * (d->n_log_n[w] - d->n[w] * (eta[w] + 1) + mu[w]);
		if (!isfinite(f->deviance))
			return;
		f->converged = fabs(f->deviance - was) < 1e-11 * (fabs(f->deviance) + 0.1);
		was = f->deviance;
	}
	double b0 = 0;
	for (int i = 0; i < x->n; i++)
		b0 += x->at[i][0] * beta[i];
	f->dark = real_exp(b0);
	f->error = sqrt(f->dark + f->dark * f->dark * first[0]);
}

void mse_hetero_fit(const struct mse_data *d, enum mse_hetero kind, bool by_list, struct mse_hetero_fit *ret_fit) {
	struct mse_hetero_fit f;
	struct design x;
	double beta[COLUMNS];
	unsigned etas = kind == HETERO_CHAO ? (1U << d->table->lists) - 4 : 0;
	int left;
	do { /* Chao's terms are positive: the negative ones go, and the rest is fitted again */
		f = (struct mse_hetero_fit){0};
		design_make(d, kind, by_list, etas, &x);
		iterate(d, &x, &f, beta);
		left = x.n;
		for (int j = 2, at = by_list ? 1 + d->table->lists : 2; f.converged && kind == HETERO_CHAO && at < x.n; j++) {
			if ((etas >> j & 1) == 0)
				continue;
			if (beta[at++] <= 0) {
				etas &= ~(1U << j);
				left--;
			}
		}
	} while (left < x.n);
	double likelihood = d->saturated - f.deviance / 2;
	f.params = x.n;
	f.aic = 2.0 * x.n - 2 * likelihood;
	f.bic = d->log_observed * x.n - 2 * likelihood;
	*ret_fit = f;
}
