/*
 * bootstrap.h - the whole procedure again and again: multinomial replicates, the jackknife, BCa, over one table or
 * strata.
 *
 * Replicate i of stratum s is stream (i, s) under the seed, so the values are the same whatever the number of
 * threads. With strata every replicate draws all of them and adds the totals; a stratum without an estimate leaves
 * that replicate without.
 */
#pragma once
#include "estimate/bca.h"
#include "estimate/method.h"

enum { MSE_STRATA = 64, MSE_THREADS = 64 };

struct mse_bootstrap {
	const struct mse_procedure *how; /* for every stratum */
	const struct mse_table *tables;
	size_t strata;                   /* 1..MSE_STRATA */
	size_t replicates;
	uint64_t seed;
	int threads;                     /* 1..MSE_THREADS */
	bool (*go_on)(void *arg, size_t done); /* asked now and then by one thread; false ends it. May be NULL */
	void *arg;
};

/* The estimate is that of the tables themselves (sum over strata). `values` has a place for every replicate; sorted
   afterwards, NAN at the end. False if go_on ended it. */
bool mse_bootstrap_run(const struct mse_bootstrap *b, double estimate, double *values, struct bca *ret_bca);

/* Runs `work` for 0..n-1 on some threads, each number once, in any order; the numbers of one call are independent. */
void mse_parallel(size_t n, int threads, void (*work)(void *arg, size_t i), void *arg);
