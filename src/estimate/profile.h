/*
 * profile.h - what the likelihood alone says of the dark figure under one model: the multinomial profile interval.
 *
 * For a trial number x of unseen people the model is fitted to all 2^lists cells with x in the unseen one; the
 * interval holds every x whose profile log-likelihood is within half a chi-square(1) quantile of the best (Cormack
 * 1992; Rcapture's closedpCI.t). It is not symmetric, needs no replicates, and shows an upper limit that does not
 * exist as infinite.
 */
#pragma once
#include "estimate/fit.h"

struct mse_profile {
	double best;            /* the unconditional multinomial estimate, observed people included */
	double low[2], high[2]; /* 95 and 80 per cent; high may be INFINITY */
};

/* `f` is the converged fit of `m`. */
void mse_profile_interval(const struct mse_data *d, const struct mse_model *m, const struct mse_fit *f,
	struct mse_profile *ret_profile);
