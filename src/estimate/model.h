/*
 * model.h - a hierarchical log-linear model: which sets of lists have a term.
 *
 *	log mu_w = sum of b_s over the terms s that are subsets of w          (Fienberg 1972; notes of Chan, Silverman &
 *	Vincent 2021)
 *
 * Terms are bit masks of lists. Every model has the empty set (the intercept, whose exp is the dark figure) and all
 * single lists, and with a set all its subsets. They stand in the order of their sizes, then of their masks.
 */
#pragma once
#include <stddef.h>

#include "estimate/table.h"

struct mse_model {
	int lists, n;
	uint8_t terms[MSE_CELLS]; /* [0] is the empty set */
};

/* Intercept and single lists. */
void mse_model_main(struct mse_model *m, int lists);

/* All sets of at most `order` lists. */
void mse_model_order(struct mse_model *m, int lists, int order);

/* Adds a set all of whose proper subsets are there; false if one is missing, or it is there already. */
bool mse_model_add(struct mse_model *m, unsigned term);

bool mse_model_has(const struct mse_model *m, unsigned term);

/* Generator notation: "[12,13,2,4]", lists numbered from 1, only sets that no other holds. Reads also "[123,4]":
   generators and all they imply; single lists are always in. False for anything else. */
bool mse_model_read(struct mse_model *m, int lists, const char *text);

/* Writes it, NUL-terminated, into `room` bytes; a model of 8 lists needs at most 640. Gives the length. */
size_t mse_model_write(const struct mse_model *m, char *text, size_t room);
