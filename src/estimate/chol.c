#include "estimate/chol.h"

#include <math.h>

#include "estimate/real.h"
#include "estimate/table.h"
#include "estimate/wide.h"

/* What is left of the matrix loses one outer product after the other. */
WIDE bool chol_factor(double *a, int p, int width) {
	double diagonal[MSE_CELLS];
	for (int i = 0; i < p; i++)
		diagonal[i] = a[i * width + i];
	for (int i = 0; i < p; i++) {
		double *row = a + i * width, left = row[i];
		if (!(left > diagonal[i] * 1e-14))
			return false;
		double r = 1 / sqrt(left);
		for (int j = i; j < p; j++)
			row[j] *= r;
		row[i] = r;
		for (int l = i + 1; l < p; l++) {
			double *restrict other = a + l * width, factor = row[l];
			for (int j = l; j < p; j++)
				other[j] -= factor * row[j];
		}
	}
	return true;
}

void chol_forward(const double *a, int p, int width, double *b) {
	for (int i = 0; i < p; i++) {
		const double *row = a + i * width;
		double x = b[i] * row[i];
		b[i] = x;
		for (int j = i + 1; j < p; j++)
			b[j] -= row[j] * x;
	}
}

void chol_solve(const double *a, int p, int width, double *b) {
	chol_forward(a, p, width, b);
	for (int i = p - 1; i >= 0; i--) {
		const double *row = a + i * width;
		double sum = b[i];
		for (int j = i + 1; j < p; j++)
			sum -= row[j] * b[j];
		b[i] = sum * row[i];
	}
}

double chol_log_determinant(const double *a, int p, int width) {
	double sum = 0;
	for (int i = 0; i < p; i++)
		sum -= real_log(a[i * width + i]);
	return 2 * sum;
}
