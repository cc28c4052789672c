/*
 * real.h - exp, log and log n! that give the same bits on every machine: plain IEEE arithmetic in a fixed order, no
 * FMA.
 *
 * Errors are below 2 units of the last place for arguments between -700 and 700, and for positive normal numbers.
 */
#pragma once
#include <stdint.h>

double real_exp(double x);            /* 0 below -708, infinity above 709 */
double real_log(double x);            /* of a positive number */
double real_log_factorial(int64_t n); /* n >= 0; for n > 255 Stirling's series, error below 1e-15 relative */

/* log Gamma(x), x > 0: Stirling's series from 10 on, raised to there by the recurrence. */
double real_log_gamma(double x);

/* y[i] = exp(x[i]), and log(x[i]) of positive numbers, in vectors: the same bits as one by one. */
void real_exp_all(const double *x, double *y, unsigned n);
void real_log_all(const double *x, double *y, unsigned n);
