#include "estimate/bca.h"

#include <math.h>
#include <stdlib.h>

#include "estimate/real.h"

static const double levels[BCA_LIMITS] = {0.025, 0.1, 0.9, 0.975};

/* erfc by its continued fraction (Lentz) from 2 on, else by the series of erf: all terms positive (Abramowitz &
   Stegun 7.1.6). */
double normal_cdf(double x) {
	double z = fabs(x), density = real_exp(-0.5 * z * z) * 0.39894228040143267794, tail;
	if (z < 4) {
		double term = z, sum = z;
		for (double k = 3; term > sum * 1e-17; k += 2) {
			term *= z * z / k;
			sum += term;
		}
		tail = 0.5 - density * sum;
	} else {
		double f = z;
		for (int k = 60; k > 0; k--)
			f = z + k / f;
		tail = density / f;
	}
	return x > 0 ? 1 - tail : tail;
}

/* Newton and Halley steps on the distribution itself, from a rough start (Abramowitz & Stegun 26.2.23). */
double normal_quantile(double p) {
	if (p <= 0 || p >= 1)
		return p <= 0 ? -INFINITY : INFINITY;
	double q = p < 0.5 ? p : 1 - p, t = sqrt(-2 * real_log(q));
	double x = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))));
	for (int i = 0; i < 6; i++) {
		double density = real_exp(-0.5 * x * x) * 0.39894228040143267794, error = (normal_cdf(x) - q) / density;
		x -= error / (1 + 0.5 * x * error);
	}
	return p < 0.5 ? x : -x;
}

double quantile_type_8(const double *sorted, size_t n, double q) {
	double h = ((double)n + 1.0 / 3) * q + 1.0 / 3, whole = floor(h);
	if (!(h > 1))
		return sorted[0];
	if (h >= (double)n)
		return sorted[n - 1];
	size_t i = (size_t)whole;
	return sorted[i - 1] + (h - whole) * (sorted[i] - sorted[i - 1]);
}

/* NAN stands behind every number. */
static int order(const void *a, const void *b) {
	double x = *(const double *)a, y = *(const double *)b;
	if (isnan(x) || isnan(y))
		return isnan(x) - isnan(y);
	return x < y ? -1 : x > y;
}

static double acceleration(const double *jackknife, const int64_t *weights, size_t n) {
	double people = 0, sum = 0, squares = 0, cubes = 0;
	for (size_t i = 0; i < n; i++) {
		if (isnan(jackknife[i]))
			continue;
		people += (double)weights[i];
		sum += (double)weights[i] * jackknife[i];
	}
	for (size_t i = 0; i < n; i++) {
		if (isnan(jackknife[i]))
			continue;
		double r = sum / people - jackknife[i];
		squares += (double)weights[i] * r * r;
		cubes += (double)weights[i] * r * r * r;
	}
	return squares > 0 ? cubes / (6 * squares * sqrt(squares)) : 0;
}

struct bca bca_of(double estimate, double *values, size_t n, const double *jackknife, const int64_t *weights,
	size_t jackknife_n) {
	struct bca b = {.replicates = n, .acceleration = acceleration(jackknife, weights, jackknife_n)};
	size_t below = 0, sound = 0;
	qsort(values, n, sizeof *values, order);
	while (sound < n && !isnan(values[sound]))
		sound++;
	while (below < sound && values[below] < estimate - 1e-8 * fabs(estimate)) /* equal but for rounding is not below */
		below++;
	b.failed = n - sound;
	b.below = sound == 0 ? NAN : (double)below / (double)sound;
	b.z0 = normal_quantile(b.below);
	for (int i = 0; i < BCA_LIMITS; i++) {
		double z = b.z0 + normal_quantile(levels[i]);
		b.level[i] = levels[i];
		b.at[i] = normal_cdf(b.z0 + z / (1 - b.acceleration * z));
		b.limit[i] = sound == 0 || isnan(b.at[i]) ? NAN : quantile_type_8(values, sound, b.at[i]);
		b.percentile[i] = sound == 0 ? NAN : quantile_type_8(values, sound, levels[i]);
	}
	return b;
}
