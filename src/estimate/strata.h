/*
 * strata.h - one model a stratum, added up, with one interval for the sum.
 *
 * People of different kinds are seen differently; one model for all of them mixes that up with the overlaps. So each
 * stratum gets the whole procedure of its own, every replicate draws all of them, and BCa is taken of the sum. A
 * stratum without an estimate is not nought: only who was seen there counts, and the sum is a lower bound.
 */
#pragma once
#include "estimate/bootstrap.h"

struct mse_strata {
	size_t n, missing;            /* strata; those without an estimate */
	double total[MSE_STRATA];     /* NAN: none */
	int64_t observed[MSE_STRATA];
	double sum;                   /* with the people seen in the missing ones */
	struct bca interval;          /* of it */
	bool ended;
};

/* `b` as for mse_bootstrap_run: 1..MSE_STRATA tables. */
void mse_strata_run(const struct mse_bootstrap *b, struct mse_strata *ret_strata);
