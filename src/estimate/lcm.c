#include "estimate/lcm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "estimate/bootstrap.h"
#include "estimate/random.h"
#include "estimate/real.h"

enum { HELD = 500, TRIES = 1000, FEW = 12 };
#define PRIOR 0.25 /* of alpha: shape and rate */

struct chain {
	const struct mse_table *t;
	struct mse_random random;
	int classes;
	double most, alpha;
	int64_t unseen;
	unsigned cells;                                    /* with people in them */
	unsigned history[MSE_CELLS];
	double log_weight[LCM_CLASSES];                    /* of the classes */
	double on[LCM_CLASSES][MSE_LISTS], off[LCM_CLASSES][MSE_LISTS]; /* capture probability and its rest */
	double weight[MSE_CELLS][LCM_CLASSES];             /* by history, relative to the heaviest class */
	int64_t people[LCM_CLASSES], listed[LCM_CLASSES][MSE_LISTS];
};

static double log_add(double a, double b) {
	double high = a > b ? a : b, low = a > b ? b : a;
	return high + real_log(1 + real_exp(low - high));
}

/* Logs of X and 1 - X, X ~ Beta(a, b). */
static void log_beta(struct mse_random *r, double a, double b, double *ret_x, double *ret_rest) {
	double x = mse_random_log_gamma(r, a), y = mse_random_log_gamma(r, b), both = log_add(x, y);
	*ret_x = x - both;
	*ret_rest = y - both;
}

/* The same where a is 1, without a gamma: 1 - X is U^(1/b). */
static void log_beta_one(struct mse_random *r, double b, double *ret_x, double *ret_rest) {
	double rest = real_log(mse_random_unit(r)) / b;
	*ret_x = rest > -1e-8 ? real_log(-rest) : real_log(1 - real_exp(rest));
	*ret_rest = rest;
}

/* Gamma(1 + n). */
static double draw_gamma(struct mse_random *r, int64_t n) {
	return n == 0 ? -real_log(mse_random_unit(r)) : mse_random_gamma(r, 1 + (double)n);
}

/* n people one by one over the classes by their weights. */
static void split_few(struct mse_random *r, int64_t n, int classes, const double *weight, double total,
	int64_t *ret_counts) {
	for (; n > 0; n--) {
		double u = mse_random_unit(r) * total;
		int k = 0;
		for (; k < classes - 1 && u >= weight[k]; k++)
			u -= weight[k];
		ret_counts[k]++;
	}
}

/* n people over the classes by their weights (not negative): the heaviest first, for it leaves few to the others. */
static void split(struct chain *c, int64_t n, const double *weight, int64_t *ret_counts) {
	double left[LCM_CLASSES], rest = 0;
	int heaviest = 0;
	memset(ret_counts, 0, (size_t)c->classes * sizeof *ret_counts);
	for (int k = 1; k < c->classes; k++)
		heaviest = weight[k] > weight[heaviest] ? k : heaviest;
	for (int k = 0; k < c->classes; k++) {
		left[k] = k == heaviest ? 0 : weight[k];
		rest += left[k];
	}
	if (n <= FEW) {
		left[heaviest] = weight[heaviest];
		split_few(&c->random, n, c->classes, left, rest + weight[heaviest], ret_counts);
		return;
	}
	ret_counts[heaviest] = mse_random_binomial(&c->random, n, weight[heaviest] / (rest + weight[heaviest]));
	n -= ret_counts[heaviest];
	for (int k = 0; k < c->classes && n > FEW && rest > 0; k++) {
		int64_t taken = mse_random_binomial(&c->random, n, left[k] / rest);
		ret_counts[k] += taken;
		n -= taken;
		rest -= left[k];
		left[k] = 0;
	}
	if (rest > 0)
		split_few(&c->random, n, c->classes, left, rest, ret_counts);
	else
		ret_counts[heaviest] += n; /* rounding has used up the others' weights */
}

/* Weights of the classes for every history: list by list the histories with and without it. A class whose people all
   but never have a history weighs nought there; the heaviest class keeps any history far above the least number. */
static void weigh_all(struct chain *c) {
	double top = -INFINITY;
	for (int k = 0; k < c->classes; k++)
		top = c->log_weight[k] > top ? c->log_weight[k] : top;
	for (int k = 0; k < c->classes; k++)
		c->weight[0][k] = real_exp(c->log_weight[k] - top);
	for (int j = 0; j < c->t->lists; j++)
		for (unsigned w = 0; w < 1U << j; w++)
			for (int k = 0; k < c->classes; k++) {
				c->weight[w | 1U << j][k] = c->weight[w][k] * c->on[k][j];
				c->weight[w][k] *= c->off[k][j];
			}
}

static void take(struct chain *c, unsigned history, int64_t n) {
	int64_t counts[LCM_CLASSES];
	split(c, n, c->weight[history], counts);
	for (int k = 0; k < c->classes; k++) {
		c->people[k] += counts[k];
		for (int j = 0; counts[k] > 0 && j < c->t->lists; j++)
			c->listed[k][j] += history >> j & 1 ? counts[k] : 0;
	}
}

static void draw_classes(struct chain *c) {
	double left = 0; /* log of what is left of the stick */
	int64_t after = 0;
	for (int k = 0; k < c->classes; k++)
		after += c->people[k];
	for (int k = 0; k < c->classes; k++) {
		double share = 0, rest = -INFINITY;
		after -= c->people[k];
		for (int j = 0; j < c->t->lists && c->people[k] == 0; j++) { /* Beta(1, 1) */
			c->on[k][j] = mse_random_unit(&c->random);
			c->off[k][j] = 1 - c->on[k][j];
		}
		for (int j = 0; j < c->t->lists && c->people[k] > 0; j++) {
			double x = draw_gamma(&c->random, c->listed[k][j]);
			double y = draw_gamma(&c->random, c->people[k] - c->listed[k][j]);
			c->on[k][j] = x / (x + y);
			c->off[k][j] = y / (x + y);
		}
		if (k < c->classes - 1 && c->people[k] == 0)
			log_beta_one(&c->random, c->alpha + (double)after, &share, &rest);
		else if (k < c->classes - 1)
			log_beta(&c->random, 1 + (double)c->people[k], c->alpha + (double)after, &share, &rest);
		c->log_weight[k] = left + share;
		left += rest;
	}
}

/* A Poisson number: gamma steps down to where it can be walked (Ahrens & Dieter 1974). */
static double draw_poisson(struct mse_random *r, double mean) {
	double sum = 0;
	while (mean > 30) {
		double m = floor(mean * 0.875), x = real_exp(mse_random_log_gamma(r, m));
		if (x > mean)
			return sum + (double)mse_random_binomial(r, (int64_t)m - 1, mean / x);
		sum += m;
		mean -= x;
	}
	double limit = real_exp(-mean), product = mse_random_unit(r);
	for (; product > limit; sum++)
		product *= mse_random_unit(r);
	return sum;
}

/* The unseen: negative binomial, as a Poisson number of a gamma mean; drawn again while it is beyond what is
   considered. */
static void draw_unseen(struct chain *c) {
	double p = 0;
	for (int k = 0; k < c->classes; k++) {
		double none = real_exp(c->log_weight[k]);
		for (int j = 0; j < c->t->lists; j++)
			none *= c->off[k][j];
		p += none;
	}
	double log_none = real_log(p > 1e-300 ? p : 1e-300), log_seen;
	log_seen = p < 1 - 1e-12 ? real_log(1 - p) : real_log(1e-12);
	for (int i = 0; i < TRIES; i++) {
		double mean = mse_random_log_gamma(&c->random, (double)c->t->observed) + log_none - log_seen;
		if (mean > real_log(c->most * 4))
			continue;
		double n = draw_poisson(&c->random, real_exp(mean));
		if (n <= c->most) {
			c->unseen = (int64_t)n;
			return;
		}
	}
	c->unseen = (int64_t)c->most; /* everything says more than is considered: it stands at the edge, and `pressed` tells */
}

static void sweep(struct chain *c, bool held) {
	memset(c->people, 0, sizeof c->people);
	memset(c->listed, 0, sizeof c->listed);
	weigh_all(c);
	for (unsigned i = 0; i < c->cells; i++)
		take(c, c->history[i], c->t->n[c->history[i]]);
	take(c, 0, c->unseen);
	draw_classes(c);
	draw_unseen(c);
	if (!held) {
		double rate = PRIOR - c->log_weight[c->classes - 1];
		double alpha = real_exp(mse_random_log_gamma(&c->random, PRIOR + c->classes - 1)) / rate;
		c->alpha = alpha > 1e-8 ? alpha : 1e-8;
	}
}

/* Chains begin far apart: with a dark figure from half the observed up to the most, and capture probabilities to
   match. */
static void chain_begin(struct chain *c, const struct mse_lcm_asked *asked, const struct mse_table *t, int64_t most,
	size_t number, int chains) {
	double far = chains > 1 ? (double)number / (chains - 1) : 0;
	*c = (struct chain){.t = t, .random = mse_random_stream(asked->seed, 0x6c636d00 + number), .classes = asked->classes,
		.most = (double)most, .alpha = 0.3 / asked->classes};
	double begin = 0.5 * real_exp(far * real_log(1.4 * c->most / (double)t->observed)) * (double)t->observed;
	c->unseen = (int64_t)(begin < c->most ? begin : c->most);
	for (unsigned w = 1; w < mse_cells(t); w++)
		if (t->n[w] > 0)
			c->history[c->cells++] = w;
	double all = (double)(t->observed + c->unseen);
	for (int k = 0; k < c->classes; k++) {
		c->log_weight[k] = -real_log(c->classes);
		for (int j = 0; j < t->lists; j++) {
			double share = ((double)t->super[1U << j] + 0.5) / (all + 1) * real_exp(0.5 * mse_random_normal(&c->random));
			share = share < 0.95 ? share : 0.95;
			c->on[k][j] = share;
			c->off[k][j] = 1 - share;
		}
	}
}

struct run {
	const struct mse_lcm_asked *asked;
	const struct mse_table *t;
	int64_t most;
	double *values; /* log N: chain after chain */
};

static void chain_run(void *arg, size_t number) {
	struct run *r = arg;
	const struct mse_lcm_asked *a = r->asked;
	static _Thread_local struct chain c;
	chain_begin(&c, a, r->t, r->most, number, a->chains);
	for (size_t i = 0; i < a->burn; i++)
		sweep(&c, i < HELD);
	for (size_t i = 0; i < a->samples; i++) {
		for (size_t k = 0; k < a->thin; k++)
			sweep(&c, false);
		r->values[number * a->samples + i] = real_log((double)(r->t->observed + c.unseen));
	}
}

/* What the chains say ---------------------------------------------------------------------------------------------- */

static void mean_and_variance(const double *x, size_t n, double *ret_mean, double *ret_variance) {
	double mean = 0, sum = 0;
	for (size_t i = 0; i < n; i++)
		mean += x[i];
	mean /= (double)n;
	for (size_t i = 0; i < n; i++)
		sum += (x[i] - mean) * (x[i] - mean);
	*ret_mean = mean;
	*ret_variance = sum / (double)(n - 1);
}

static double autocovariance(const double *x, size_t n, double mean, size_t lag) {
	double sum = 0;
	for (size_t i = 0; i + lag < n; i++)
		sum += (x[i] - mean) * (x[i + lag] - mean);
	return sum / (double)n;
}

void mse_chains_judge(const double *values, int chains, size_t n, double *ret_rhat, double *ret_ess) {
	enum { HALVES = 2 * LCM_CHAINS };
	size_t half = n / 2;
	int m = 2 * chains;
	double means[HALVES], variances[HALVES], within = 0, between = 0, mean = 0;
	for (int i = 0; i < m; i++) {
		mean_and_variance(values + (size_t)(i / 2) * n + (i % 2 == 0 ? 0 : n - half), half, &means[i], &variances[i]);
		within += variances[i] / m;
		mean += means[i] / m;
	}
	for (int i = 0; i < m; i++)
		between += (means[i] - mean) * (means[i] - mean) / (m - 1);
	double pooled = within * (double)(half - 1) / (double)half + between;
	*ret_rhat = within > 0 ? sqrt(pooled / within) : between > 0 ? INFINITY : 1;
	*ret_ess = 0;
	if (!(pooled > 0))
		return;
	double sum = 0, last = INFINITY; /* Geyer: pairs of correlations while they are positive, never growing */
	for (size_t lag = 0; lag + 1 < half; lag += 2) {
		double pair = 0;
		for (size_t more = 0; more < 2; more++) {
			double common = 0;
			for (int i = 0; i < m; i++)
				common += autocovariance(values + (size_t)(i / 2) * n + (i % 2 == 0 ? 0 : n - half), half, means[i],
					lag + more) / m;
			pair += lag + more == 0 ? 1 : 1 - (within - common) / pooled;
		}
		if (pair <= 0)
			break;
		pair = pair < last ? pair : last;
		last = pair;
		sum += pair;
	}
	double ess = (double)m * (double)half / (2 * sum - 1);
	*ret_ess = ess < (double)m * (double)half ? ess : (double)m * (double)half;
}

static int ascending(const void *a, const void *b) {
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double people(double log_n) {
	return floor(real_exp(log_n) + 0.5);
}

static void tell(struct run *r, struct mse_lcm *l) {
	static const double at[LCM_LIMITS] = {0.025, 0.1, 0.9, 0.975};
	size_t n = r->asked->samples, all = n * (size_t)l->chains;
	double pressed = 0.95 * (double)l->most + (double)r->t->observed;
	mse_chains_judge(r->values, l->chains, n, &l->rhat, &l->ess);
	l->mixed = l->rhat <= LCM_RHAT && l->ess >= 100;
	for (int c = 0; c < l->chains; c++) {
		qsort(r->values + (size_t)c * n, n, sizeof *r->values, ascending);
		l->chain[c] = people(r->values[(size_t)c * n + n / 2]);
	}
	qsort(r->values, all, sizeof *r->values, ascending);
	for (size_t i = 0; i < all; i++) {
		double x = people(r->values[i]);
		l->mean += x / (double)all;
		l->pressed += x > pressed ? 1 / (double)all : 0;
	}
	l->median = people(r->values[all / 2]);
	for (int i = 0; i < LCM_LIMITS; i++)
		l->limit[i] = people(r->values[(size_t)(at[i] * (double)(all - 1) + 0.5)]);
	l->samples = all;
}

bool mse_lcm_run(const struct mse_lcm_asked *asked, const struct mse_table *t, struct mse_lcm *ret_lcm) {
	struct mse_lcm_asked a = *asked;
	a.classes = a.classes == 0 ? 10 : a.classes;
	a.chains = a.chains == 0 ? 4 : a.chains;
	a.burn = a.burn == 0 ? 5000 : a.burn;
	a.samples = a.samples == 0 ? 2500 : a.samples;
	a.thin = a.thin == 0 ? 8 : a.thin;
	struct run r = {.asked = &a, .t = t, .most = a.most > 0 ? a.most : 20 * t->observed};
	struct mse_lcm l = {.classes = a.classes, .chains = a.chains, .most = r.most};
	bool sound = t->observed > 0 && a.classes >= 2 && a.classes <= LCM_CLASSES && a.chains >= 2 && a.chains <= LCM_CHAINS
		&& a.samples >= 8;
	r.values = sound ? malloc((size_t)a.chains * a.samples * sizeof *r.values) : NULL;
	if (r.values == NULL)
		return false;
	mse_parallel((size_t)a.chains, a.threads, chain_run, &r);
	tell(&r, &l);
	free(r.values);
	*ret_lcm = l;
	return true;
}
