/*
 * lcm.h - latent classes: people are of several kinds, nobody knows who is which, and within a kind the lists are
 * independent.
 *
 * Dirichlet-process mixture cut at `classes` (Manrique-Vallier 2016, Biometrics 72; its package LCMCR): capture
 * probabilities Beta(1, 1), stick-breaking weights with alpha ~ Gamma(0.25, rate 0.25), population 1/N. Gibbs
 * sampling by several chains that begin far apart.
 *
 * On tables of this field one chain often stays for a hundred thousand sweeps in one of two answers. So nothing is
 * said of a chain alone: split R-hat and the effective sample size over all chains stand beside the result, the
 * median of each chain is given, and `mixed` is false where the chains disagree. The largest dark figure considered
 * is part of the model and is given, with the share of the posterior that presses against it. Cost: chains * sweeps *
 * (cells + lists) * classes.
 */
#pragma once
#include <stddef.h>

#include "estimate/table.h"

enum { LCM_CLASSES = 40, LCM_CHAINS = 16, LCM_LIMITS = 4 };
#define LCM_RHAT 1.05 /* above it the chains have not met (Vehtari et al. 2021 ask for less; this is the field's) */

struct mse_lcm_asked {
	int classes;      /* 2..LCM_CLASSES; 0: 10 */
	int chains;       /* 2..LCM_CHAINS; 0: 4 */
	size_t burn;      /* sweeps thrown away a chain; 0: 5,000 */
	size_t samples;   /* kept a chain, every `thin`-th; 0: 2,500 */
	size_t thin;      /* 0: 8 */
	int64_t most;     /* largest dark figure; 0: 20 times the observed, as the package has it */
	uint64_t seed;
	int threads;      /* the result does not depend on it */
};

struct mse_lcm {
	int classes, chains;
	size_t samples;             /* of all chains */
	int64_t most;
	double mean, median;        /* of N */
	double limit[LCM_LIMITS];   /* 2.5, 10, 90 and 97.5 per cent */
	double rhat, ess;           /* of log N */
	double pressed;             /* share of the samples above 0.95 of `most` */
	double chain[LCM_CHAINS];   /* median of each */
	bool mixed;                 /* rhat <= LCM_RHAT and ess >= 100 */
};

/* Needs somebody observed; false otherwise, or without memory. */
bool mse_lcm_run(const struct mse_lcm_asked *asked, const struct mse_table *t, struct mse_lcm *ret_lcm);

/* Split R-hat and effective sample size of `chains` chains of `n` values each, one after the other (Gelman et al.
   2013; Geyer's initial monotone sequence). */
void mse_chains_judge(const double *values, int chains, size_t n, double *ret_rhat, double *ret_ess);
