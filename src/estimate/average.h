/*
 * average.h - averaging over log-linear models: every hierarchical model up to an order, each with its posterior
 * weight.
 *
 * n_w ~ Poisson(mu_w); log mu is a sum of effects of +1 / -1 contrasts, one a term of the model. Every effect but the
 * intercept is normal around nought with one variance, which is itself unknown (inverse gamma, 0.0005 and 0.0005:
 * Sabanes Bove & Held 2011; what the package conting samples from by reversible jumps) or, beside it, 1: the
 * information of one cell. The intercept is flat, which makes the prior of the population N = observed + x 1/N. All
 * models are equally likely beforehand.
 *
 * No sampling: the marginal likelihood of each model is Laplace's, for all models of the catalogue, so that the
 * weights are normalised over all of them; then, for the heaviest, once more at many dark figures x, of the table
 * with x filled in (Tierney & Kadane 1986), which gives the posterior of x its true shape. The models summed along x
 * hold `covered` of the weight, and `gap` says how far the two ways are apart. With a proper prior an empty overlap
 * needs no infinity. A table that says nothing of the unseen still has an answer, the prior's: `tail` shows it, and
 * exist.h is asked by whoever uses this.
 */
#pragma once
#include <stddef.h>

#include "estimate/model.h"

enum { AVERAGE_TOP = 5, AVERAGE_LIMITS = 4, AVERAGE_MODELS = 1 << 22 };

enum average_prior { PRIOR_UNKNOWN, PRIOR_UNIT }; /* variance of the effects: unknown, or 1 */

struct mse_average_asked {
	enum average_prior prior;
	int order;           /* of the terms; lists - 1 at most is used */
	size_t models_most;  /* a larger catalogue is taken of a lower order; 0: AVERAGE_MODELS */
	int64_t most;        /* largest dark figure; 0: 30 times the observed */
	int threads;         /* the result does not depend on it */
	bool (*go_on)(void *arg, size_t done); /* asked now and then by one thread; false ends it. May be NULL */
	void *arg;
};

struct mse_averaged {
	double weight, mean; /* posterior probability; of N, given this model */
	struct mse_model model;
};

struct mse_average {
	int order;           /* of the catalogue */
	size_t models;       /* in the catalogue */
	size_t failed;       /* of them without a fit: they weigh nothing */
	size_t summed;       /* of them, those summed along x; they hold the share */
	double covered;
	double effective;    /* 1 / sum of squared weights: how many models speak */
	double gap;          /* largest difference of the two log marginal likelihoods of a model that weighs 1 per cent */
	int64_t most;
	double mean, median;               /* of N */
	double limit[AVERAGE_LIMITS];      /* 2.5, 10, 90 and 97.5 per cent */
	double tail;                       /* posterior of the last tenth of 0..most */
	double terms[MSE_CELLS];           /* by set of two lists and more: posterior that it has a term */
	size_t top_n;
	struct mse_averaged top[AVERAGE_TOP]; /* the heaviest first */
};

/* Needs 2..MSE_LISTS lists, somebody observed and a catalogue of pairs that is not larger than asked; false
   otherwise, when ended, or without memory. */
bool mse_average_run(const struct mse_average_asked *asked, const struct mse_table *t, struct mse_average *ret_average);
