/*
 * stepwise.h - selection of pairs as in the UK's estimate of 2014 (Silverman 2014; SparseMSE's `stepwise`).
 *
 * From the single lists on, the pair whose overlap surprises the model most enters, while its p-value is below the
 * threshold: p = min(Pr[X <= k], Pr[X >= k]), X Poisson with the fitted overlap, k the overlap seen, one-sided and not
 * doubled. A pair that would leave the model without an estimate counts as p = 1. The first of equal ones wins, pairs
 * standing in the order 12, 13, ..., 23, .... There is no step back. Unlike the package, the model of single lists is
 * checked, too: without an estimate of its own nothing is given.
 */
#pragma once
#include "estimate/exist.h"
#include "estimate/fit.h"

struct mse_choice {
	int exist;             /* 0, or why there is no estimate (exist.h) */
	struct mse_model model;
	struct mse_fit fit;
};

/* Chooses among all pairs; threshold 0..1 (0.02 is customary, 0 gives single lists only). */
void mse_stepwise(const struct mse_data *d, double threshold, struct mse_choice *ret_choice);

/* min(Pr[X <= k], Pr[X >= k]) of a Poisson variable with that mean (>= 0), to 1e-12 relative; 0 below 1e-307. */
double mse_poisson_tail(int64_t k, double mean);
