/*
 * linkage.h - the estimate again and again, with the links put back that the matching is said to have missed.
 *
 * Of the people on several lists a share is not recognised: one of their records stands as a person of its own. If k
 * people of a history were linked and each link had the chance 1 - p, the number missed is negative binomial (k + 1,
 * 1 - p). A draw finds so many again: a record alone on list i and a person of the rest of the history become one.
 * Then the whole procedure runs on that table, and on a resample of it, so that the spread of the answers holds both
 * errors.
 */
#pragma once
#include "estimate/bootstrap.h"

struct mse_linkage { /* asked */
	const struct mse_procedure *how;
	const struct mse_table *table;
	double missed[MSE_LISTS][MSE_LISTS]; /* [i][j], i < j: share of true links between i and j that were missed, 0..0.9 */
	size_t draws;
	uint64_t seed;
	int threads;
	bool (*go_on)(void *arg, size_t done); /* as of mse_bootstrap; may be NULL */
	void *arg;
};

struct mse_linkage_result {
	double middle;                /* median over the draws of links alone; NAN: none had an estimate */
	double links[BCA_LIMITS];     /* their quantiles 2.5, 10, 90, 97.5 per cent */
	double both[BCA_LIMITS];      /* those of links and sampling together */
	size_t failed;                /* draws without an estimate */
	bool ended;
};

void mse_linkage_run(const struct mse_linkage *k, struct mse_linkage_result *ret_result);

/* One draw: the table with links put back. */
void mse_linkage_draw(const struct mse_linkage *k, uint64_t draw, struct mse_table *ret_table);
