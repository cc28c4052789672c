/*
 * hetero.h - models in which people differ in how easily they are seen, as Rcapture's closedp.t fits them.
 *
 * log mu_w = intercept + (one rate for every list, or one for each) + a term in k, the number of lists a person is on:
 * Chao's lower bound (a positive eta for every k above 2; negative ones are set to 0), 2^k - 1 (Poisson), k^2/2
 * (Darroch),
 * -log(3.5 + k) + log 3.5 (Gamma). Baillargeon & Rivest (2007), J. Stat. Software 19(5).
 */
#pragma once
#include "estimate/fit.h"

enum mse_hetero {
	HETERO_NONE,
	HETERO_CHAO,
	HETERO_POISSON,
	HETERO_DARROCH,
	HETERO_GAMMA,
	HETERO__MAX
};

struct mse_hetero_fit {
	double dark, error;   /* people on no list, and the standard error of the total */
	double deviance, aic, bic;
	int params;
	bool converged;
};

/* With `by_list` every list has a rate of its own (Mt, Mth), else one is shared (M0, Mh). */
void mse_hetero_fit(const struct mse_data *d, enum mse_hetero kind, bool by_list, struct mse_hetero_fit *ret_fit);
