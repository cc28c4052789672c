/*
 * bca.h - intervals from bootstrap replicates: percentiles, and bias-corrected and accelerated (Efron 1987), as
 * SparseMSE's `estimatepopulation` makes them.
 *
 * A replicate without an estimate has the value NAN: it is counted and left out. What the interval rests on is given
 * with it, because it can be a single replicate.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { BCA_LIMITS = 4 }; /* 2.5, 10, 90 and 97.5 per cent: the 95 and the 80 per cent interval */

struct bca {
	size_t replicates, failed;
	double below;                 /* share of replicates strictly below the estimate */
	double z0, acceleration;      /* z0 = Phi^-1(below); infinite where all replicates lie on one side */
	double level[BCA_LIMITS];     /* 0.025, 0.1, 0.9, 0.975 */
	double at[BCA_LIMITS];        /* which quantile of the replicates BCa takes for it */
	double limit[BCA_LIMITS];     /* BCa */
	double percentile[BCA_LIMITS];/* plain */
};

/* `values` (n of them) are sorted in place. `jackknife` (jackknife_n values, NAN where there is none) stands for
   `weights` people each: the estimate with one person less in that cell. */
struct bca bca_of(double estimate, double *values, size_t n, const double *jackknife, const int64_t *weights,
	size_t jackknife_n);

/* Quantile of sorted values, 0 <= q <= 1: type 8 of Hyndman & Fan (1996), within the values. */
double quantile_type_8(const double *sorted, size_t n, double q);

/* Normal distribution and its inverse, to 1e-15 and 1e-13. */
double normal_cdf(double x);
double normal_quantile(double p);
