/*
 * average_fit.h - one model of average.h: where its posterior is highest, and Laplace's integral over it.
 *
 * With contrasts of +1 and -1 the design matrix is a Hadamard matrix: X'v is a Walsh-Hadamard transform, and
 * (X'WX)[r][s] = (X'w)[r ^ s].
 */
#pragma once
#include "estimate/average.h"

struct average_data { /* a table made ready */
	const struct mse_table *table;
	enum average_prior prior;
	double n[MSE_CELLS], start[MSE_CELLS]; /* counts; log(n + 0.1) */
	double constant;                       /* - sum log n! */
};

struct average_fit {
	double log_p;          /* log p(table, x | model), or p(table | model) where x is not given */
	double dark, spread;   /* expected in the unseen cell at the mode; standard deviation of its logarithm */
	double eta[MSE_CELLS]; /* log mu */
	bool sound;            /* the steps ended */
};

void average_data_init(struct average_data *d, const struct mse_table *t, enum average_prior prior);

/* `terms`: p of them, the empty set first. `unseen` people on no list; < 0: not given. `from` (may be NULL) is an
   earlier fit of the same table, and may be `ret_fit`. The steps end when one gains less than `tolerance` in log
   posterior. */
void average_fit_model(const struct average_data *d, const uint8_t *terms, int p, double unseen,
	const struct average_fit *from, double tolerance, struct average_fit *ret_fit);
