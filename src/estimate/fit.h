/*
 * fit.h - maximum likelihood of a hierarchical log-linear model for the cells that can be seen.
 *
 * n_w ~ Poisson(mu_w), independently over every history w != 0, those nobody has included. Iteratively reweighted least
 * squares from mu = n + 0.1, or from an earlier fit. X is never stored: X'v is a superset sum, Xb a subset sum, and
 * (X'WX)[r][s] = (X'w)[r|s]. A term whose lists have no person in common has its maximum at minus infinity: it and the
 * cells it empties are taken out exactly (Chan, Silverman & Vincent 2021, section 3). Whether the rest has a maximum,
 * and whether it tells the dark figure, is asked of exist.h first: a fit of a model that fails there means nothing.
 *
 * The arithmetic is that of IEEE doubles in a fixed order, with an exp and a log of our own: the same bits everywhere.
 */
#pragma once
#include "estimate/model.h"

struct mse_data { /* a table made ready for many fits */
	const struct mse_table *table;
	double n[MSE_CELLS];        /* counts; 0 at the unseen cell */
	double n_log_n[MSE_CELLS];  /* n log n, 0 at 0 */
	double start[MSE_CELLS];    /* log(n + 0.1) */
	double saturated;           /* log-likelihood of mu = n */
	double log_observed;
};

struct mse_fit {
	double dark;          /* estimate of the people on no list, exp(b_0) */
	double deviance;      /* 2 sum [n log(n/mu) - (n - mu)] over all cells */
	double aic, bic;      /* parameters at minus infinity counted; n of the BIC is the number of people seen */
	int params, infinite; /* terms of the model; those of them at minus infinity */
	int iterations;
	double slack;         /* by how much the last step lowered the deviance; what is left is less: Newton's steps */
	bool converged;
	double eta[MSE_CELLS]; /* log mu; -INFINITY in a cell that an infinite term empties */
	double mu[MSE_CELLS];  /* fitted cells; mu[0] is `dark` */
	double variance;       /* of b_0 given that the model is true; only where asked for */
};

void mse_data_init(struct mse_data *d, const struct mse_table *t);

/* The same with expected counts in place of those of the table, which still says what is empty. */
void mse_data_init_expected(struct mse_data *d, const struct mse_table *t, const double *n);

/* The same with the unseen cell taken as a count of `unseen` people (a real number >= 0): what the likelihood says of
   that dark figure. `deviance` is over all 2^lists cells then. */
void mse_fit_with_unseen(const struct mse_data *d, const struct mse_model *m, double unseen, const struct mse_fit *from,
	struct mse_fit *ret_fit);

/* Fits `m`. `from` (may be NULL) is an earlier fit of a nearby model to the same table: fewer steps, the same answer.
   `with_variance` asks for the variance of b_0, too. Without convergence in 60 steps `converged` is false. */
void mse_fit_model(const struct mse_data *d, const struct mse_model *m, const struct mse_fit *from, bool with_variance,
	struct mse_fit *ret_fit);

/* The same, stopped early: `deviance` - `slack` is a lower bound of the least deviance, good to about 1e-3. For cutting
   branches, not for answers. */
void mse_fit_roughly(const struct mse_data *d, const struct mse_model *m, const struct mse_fit *from,
	struct mse_fit *ret_fit);
