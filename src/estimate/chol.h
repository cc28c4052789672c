/*
 * chol.h - small symmetric positive definite systems: A = U'U by rows of U, in straight loops.
 *
 * A is the upper triangle, row by row, `width` places a row (chol_width(p) or more, a multiple of four). What stands
 * left of the diagonal in a group of four, and beyond p, is read and written and means nothing; it must be a number.
 * The factor's diagonal holds reciprocals.
 */
#pragma once
#include <stdbool.h>

static inline int chol_width(int p) {
	return (p + 3) & ~3;
}

/* Factors in place. False where a pivot is below 1e-14 of what stood on the diagonal: not positive definite. */
bool chol_factor(double *a, int p, int width);

/* U'z = b, in place; then all of A x = b; then log |A|. */
void chol_forward(const double *a, int p, int width, double *b);
void chol_solve(const double *a, int p, int width, double *b);
double chol_log_determinant(const double *a, int p, int width);

/* The inverse of A, all of it, p rows of `width`. */
void chol_invert(const double *a, int p, int width, double *ret_inverse);
