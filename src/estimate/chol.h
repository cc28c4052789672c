/*
 * chol.h - small symmetric positive definite systems: A = U'U by rows of U, in straight loops.
 *
 * A is the upper triangle, row by row, `width` places a row (even, at least p). The factor's diagonal holds
 * reciprocals.
 */
#pragma once
#include <stdbool.h>

/* Factors in place. False where a pivot is below 1e-14 of what stood on the diagonal: not positive definite. */
bool chol_factor(double *a, int p, int width);

/* U'z = b, in place; then all of A x = b; then log |A|. */
void chol_forward(const double *a, int p, int width, double *b);
void chol_solve(const double *a, int p, int width, double *b);
double chol_log_determinant(const double *a, int p, int width);
