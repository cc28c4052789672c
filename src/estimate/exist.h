/*
 * exist.h - whether a model has an estimate at all, and whether it says anything about the people on no list.
 *
 * Two failures, two bits. No extended maximum: there is a direction d with (Xd)_w = 0 wherever somebody was seen and
 * (Xd)_w <= 0, not always 0, in the other cells of the fit (Fienberg & Rinaldo 2012). Not identifiable: X over the
 * cells of the fit has not full column rank. Both are answered over the whole numbers, never with a tolerance: a yes
 * or no that stops a publication must not hang on rounding. Both depend only on which cells are empty.
 */
#pragma once
#include "estimate/model.h"

enum {
	MSE_EXISTS = 0,
	MSE_NO_MAXIMUM = 1,
	MSE_NOT_IDENTIFIED = 2,
	MSE_UNDECIDED = 4, /* whole numbers beyond 127 bits: never seen, and no estimate either */
};

/* A quick yes: true only if both hold. False says nothing. */
bool mse_exist_surely(const struct mse_table *t, const struct mse_model *m);

/* The sum of what fails; 0 when nothing does. */
int mse_exist(const struct mse_table *t, const struct mse_model *m);
