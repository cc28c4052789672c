#include "estimate/stepwise.h"

#include "estimate/real.h"

enum { PAIRS = MSE_LISTS * (MSE_LISTS - 1) / 2 };

struct pair {
	unsigned lists;
	double p;
};

/* The smaller tail is the one away from the mean: k itself, then terms that shrink from there on. */
double mse_poisson_tail(int64_t k, double mean) {
	double at, term = 1, sum = 1, x = (double)k;
	if (mean <= 0)
		return k == 0 ? 1 : 0;
	at = real_exp(x * real_log(mean) - mean - real_log_factorial(k));
	if (x < mean) {
		for (double i = x; i >= 1 && term > sum * 1e-17; i--) {
			term *= i / mean;
			sum += term;
		}
	} else {
		for (double i = x + 1; term > sum * 1e-17; i++) {
			term *= mean / i;
			sum += term;
		}
	}
	double here = at * sum, other = 1 - here + at;
	return here < other ? here : other;
}

/* Fitted and seen overlap of every pair that is not in the model, in the order 12, 13, ..., 23, .... */
static int pairs_of(const struct mse_data *d, const struct mse_choice *c, struct pair *pairs) {
	double overlap[MSE_CELLS];
	int n = 0;
	for (unsigned w = 0; w < mse_cells(d->table); w++)
		overlap[w] = w == 0 ? 0 : c->fit.mu[w];
	mse_superset_sum(overlap, d->table->lists);
	for (int i = 0; i < d->table->lists; i++)
		for (int j = i + 1; j < d->table->lists; j++) {
			unsigned lists = 1U << i | 1U << j;
			if (!mse_model_has(&c->model, lists))
				pairs[n++] = (struct pair){lists, mse_poisson_tail(d->table->super[lists], overlap[lists])};
		}
	return n;
}

/* Existence is asked only of the pairs that would win, in the order of their p-values. Gives the pair, or 0. */
static unsigned enter_one(const struct mse_data *d, double threshold, struct mse_choice *c) {
	struct pair pairs[PAIRS];
	int n = pairs_of(d, c, pairs);
	for (;;) {
		int best = -1;
		for (int i = 0; i < n; i++)
			if (pairs[i].p < threshold && (best < 0 || pairs[i].p < pairs[best].p))
				best = i;
		if (best < 0)
			return 0;
		struct mse_model tried = c->model;
		mse_model_add(&tried, pairs[best].lists);
		if (mse_exist(d->table, &tried) == MSE_EXISTS) {
			c->model = tried;
			return pairs[best].lists;
		}
		pairs[best].p = 1;
	}
}

/* The fitted overlap of a pair that has just entered, made the one that was seen: from there fewer steps. */
static void match(const struct mse_data *d, unsigned pair, struct mse_fit *f) {
	double overlap = 0, seen = (double)d->table->super[pair];
	for (unsigned w = pair; w < mse_cells(d->table); w = (w + 1) | pair)
		overlap += f->mu[w];
	if (!(seen > 0 && overlap > 0))
		return;
	double ratio = seen / overlap, more = real_log(ratio);
	for (unsigned w = pair; w < mse_cells(d->table); w = (w + 1) | pair) {
		f->eta[w] += more;
		f->mu[w] *= ratio;
	}
}

void mse_stepwise(const struct mse_data *d, double threshold, struct mse_choice *ret_choice) {
	struct mse_choice *c = ret_choice;
	mse_model_main(&c->model, d->table->lists);
	c->exist = mse_exist(d->table, &c->model);
	if (c->exist != MSE_EXISTS)
		return;
	mse_fit_model(d, &c->model, NULL, false, &c->fit);
	for (unsigned pair = enter_one(d, threshold, c); pair != 0; pair = enter_one(d, threshold, c)) {
		match(d, pair, &c->fit);
		mse_fit_model(d, &c->model, &c->fit, false, &c->fit);
	}
}
