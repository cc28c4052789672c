/*
 * bound.h - how small the deviance of a model, and of every model below it, can be at the least: without waiting for a
 * fit.
 *
 * One step of weighted least squares gives cells m, linear in its direction, whose margins over the terms of the model
 * are exactly those of the table. For any such m >= 0 no log mu in the span of the terms has a likelihood above sum m
 * log m - m (Fenchel's inequality cell by cell), whatever the weights were: a bound that needs no convergence, and no
 * maximum either. It is off by the fourth power of what the step still moved. From the same step's matrix follows, by
 * a few of its columns, the step of the model without some terms, and its bound. What rounding left of the margins is
 * taken off, times more than any log mu can be.
 *
 * Terms whose lists have no person in common are at minus infinity, as in fit.h.
 */
#pragma once
#include "estimate/fit.h"

enum { BOUND_TERMS = 100 }; /* beyond so many nothing is said of models without some of them */

struct mse_bound {
	bool sound;                /* the last step could be made; otherwise only `least` says anything */
	double least;              /* no smaller deviance: -INFINITY where nothing is known */
	double moved;              /* sum mu (change of log mu)^2 of that step: the bound is off by about its square */
	int p, width;
	uint8_t terms[MSE_CELLS];  /* finite ones, as in the model */
	double b[MSE_CELLS];       /* their values after the step */
	double mu[MSE_CELLS];      /* cells where it began; 0 where an infinite term empties one */
	double line[MSE_CELLS];    /* m */
	double eta[MSE_CELLS];     /* where it ended; -INFINITY in an emptied cell */
	double *inverse;           /* of its matrix, p rows of `width`: the caller's room; NULL: not wanted */
};

/* From `eta` (NULL: from the table itself) as many steps as it takes until one moves little, or the bound is above
   `enough`; at most eight. `inverse` of ret_bound is the caller's. */
void mse_bound_model(const struct mse_data *d, const struct mse_model *m, const double *eta, double enough,
	struct mse_bound *ret_bound);

/* The same step for the model without these terms, none of them infinite: all of `ret_bound`, whose `inverse` is the
   caller's. False, with nothing in it, where there is no sound bound with its inverse, or rounding forbids. */
bool mse_bound_without(const struct mse_data *d, const struct mse_bound *b, const bool *gone,
	struct mse_bound *ret_bound);

/* Only its bound; -INFINITY where it says nothing. */
double mse_bound_least(const struct mse_data *d, const struct mse_bound *b, const bool *gone);
