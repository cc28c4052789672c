#include "estimate/random.h"

#include <math.h>

#include "estimate/real.h"

enum { FEW = 12 }; /* trials whose power is multiplied out */

static uint64_t mix(uint64_t z) {
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

struct mse_random mse_random_stream(uint64_t seed, uint64_t stream) {
	return (struct mse_random){mix(mix(seed + 0x9e3779b97f4a7c15ULL) ^ mix(stream * 0xd1342543de82ef95ULL + 1))};
}

static uint64_t next(struct mse_random *r) {
	r->at += 0x9e3779b97f4a7c15ULL;
	return mix(r->at);
}

double mse_random_unit(struct mse_random *r) {
	return ((double)(next(r) >> 11) + 0.5) * 0x1p-53;
}

/* Polar method: one of the two is thrown away, so that nothing is remembered between calls. */
double mse_random_normal(struct mse_random *r) {
	for (;;) {
		double u = 2 * mse_random_unit(r) - 1, v = 2 * mse_random_unit(r) - 1, s = u * u + v * v;
		if (s > 0 && s < 1)
			return u * sqrt(-2 * real_log(s) / s);
	}
}

/* Marsaglia & Tsang (2000). */
double mse_random_gamma(struct mse_random *r, double shape) {
	double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
	for (;;) {
		double x = mse_random_normal(r), v = 1 + c * x;
		if (v <= 0)
			continue;
		v = v * v * v;
		double u = mse_random_unit(r); /* their squeeze settles nearly all without a logarithm */
		if (u < 1 - 0.0331 * (x * x) * (x * x) || real_log(u) < 0.5 * x * x + d - d * v + d * real_log(v))
			return d * v;
	}
}

/* A shape below 1 is raised by one and multiplied by U^(1/shape), in logs. */
double mse_random_log_gamma(struct mse_random *r, double shape) {
	double lift = 0;
	if (shape < 1) {
		lift = real_log(mse_random_unit(r)) / shape;
		shape += 1;
	}
	return real_log(mse_random_gamma(r, shape)) + lift;
}

/* Walks up from 0: n p < 10 steps on average. */
static int64_t by_inversion(struct mse_random *r, int64_t n, double p) {
	double odds = p / (1 - p), at = 1, u = mse_random_unit(r);
	int64_t k = 0;
	if (n > FEW)
		at = real_exp((double)n * real_log(1 - p));
	for (int64_t i = 0; n <= FEW && i < n; i++)
		at *= 1 - p;
	while (u > at && k < n) {
		u -= at;
		k++;
		at *= odds * (double)(n - k + 1) / (double)k;
		if (at < 1e-300)
			break; /* what is left of u is rounding */
	}
	return k;
}

/* The tail of Stirling's series of log k!. */
static double stirling(double k) {
	static const double small[] = {0.08106146679532726, 0.04134069595540929, 0.02767792568499834, 0.02079067210376509,
		0.01664469118982119, 0.01387612882307075, 0.01189670994589177, 0.01041126526197209, 0.009255462182712733,
		0.008330563433362871};
	if (k <= 9)
		return small[(int)k];
	double square = (k + 1) * (k + 1);
	return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / (k + 1);
}

static int64_t by_rejection(struct mse_random *r, int64_t n, double p) {
	double trials = (double)n, spread = sqrt(trials * p * (1 - p)), b = 1.15 + 2.53 * spread;
	double a = -0.0873 + 0.0248 * b + 0.01 * p, c = trials * p + 0.5, v_r = 0.92 - 4.2 / b, odds = p / (1 - p);
	double alpha = (2.83 + 5.1 / b) * spread, m = floor((trials + 1) * p);
	for (;;) {
		double u = mse_random_unit(r) - 0.5, v = mse_random_unit(r), us = 0.5 - fabs(u);
		double k = floor((2 * a / us + b) * u + c);
		if (us >= 0.07 && v <= v_r)
			return (int64_t)k;
		if (k < 0 || k > trials)
			continue;
		v = real_log(v * alpha / (a / (us * us) + b));
		double bound = (m + 0.5) * real_log((m + 1) / (odds * (trials - m + 1)))
			+ (trials + 1) * real_log((trials - m + 1) / (trials - k + 1))
			+ (k + 0.5) * real_log(odds * (trials - k + 1) / (k + 1)) + stirling(m) + stirling(trials - m) - stirling(k)
			- stirling(trials - k);
		if (v <= bound)
			return (int64_t)k;
	}
}

int64_t mse_random_binomial(struct mse_random *r, int64_t n, double p) {
	if (n <= 0 || p <= 0)
		return 0;
	if (p >= 1)
		return n;
	if (p > 0.5)
		return n - mse_random_binomial(r, n, 1 - p);
	return (double)n * p < 10 ? by_inversion(r, n, p) : by_rejection(r, n, p);
}

void mse_random_multinomial(struct mse_random *r, int64_t n, const int64_t *weights, int64_t total, unsigned cells,
	int64_t *ret_counts) {
	for (unsigned w = 0; w < cells; w++) {
		int64_t k = total <= weights[w] ? n : mse_random_binomial(r, n, (double)weights[w] / (double)total);
		ret_counts[w] = weights[w] == 0 ? 0 : k;
		n -= ret_counts[w];
		total -= weights[w];
	}
}
