/*
 * random.h - random numbers by number, not by turn: the i-th of stream s under a seed is always the same.
 *
 * Every replicate has a stream of its own, so a result does not depend on how many threads made it, and a seed
 * repeats it on any machine. Generator: SplitMix64 over a key mixed from seed and stream (Steele, Lea & Flood 2014).
 */
#pragma once
#include <stdint.h>

struct mse_random {
	uint64_t at;
};

struct mse_random mse_random_stream(uint64_t seed, uint64_t stream);

/* Uniform in (0, 1), 53 bits, never 0 or 1. */
double mse_random_unit(struct mse_random *r);

/* Standard normal; gamma with that shape (> 0, also tiny) and scale 1, as a logarithm. */
double mse_random_normal(struct mse_random *r);
double mse_random_gamma(struct mse_random *r, double shape); /* of a shape of 1 or more */
double mse_random_log_gamma(struct mse_random *r, double shape);

/* Binomial: n (>= 0) trials of probability p (0..1). Inversion for small means, else Hoermann's BTRS (1993). */
int64_t mse_random_binomial(struct mse_random *r, int64_t n, double p);

/* n people over the cells by their weights (integers >= 0 that sum to `total`): a multinomial draw by binomials in
   turn. */
void mse_random_multinomial(struct mse_random *r, int64_t n, const int64_t *weights, int64_t total, unsigned cells,
	int64_t *ret_counts);
