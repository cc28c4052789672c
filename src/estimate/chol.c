#include "estimate/chol.h"

#include <math.h>
#include <string.h>

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
		for (int j = i & ~3; j < p; j += 4)
			*(four_reals *)(row + j) *= r;
		row[i] = r;
		for (int l = i + 1; l < p; l++) {
			double *other = a + l * width, factor = row[l];
			for (int j = l & ~3; j < p; j += 4)
				*(four_reals *)(other + j) -= factor * *(const four_reals *)(row + j);
		}
	}
	return true;
}

WIDE static void forward(const double *a, int first, int p, int width, double *b) {
	for (int i = first; i < p; i++) {
		const double *row = a + i * width;
		double x = b[i] * row[i];
		int j = i + 1;
		b[i] = x;
		for (; j < p && (j & 3) != 0; j++)
			b[j] -= row[j] * x;
		for (; j + 4 <= p; j += 4)
			*(four_reals *)(b + j) -= *(const four_reals *)(row + j) * x;
		for (; j < p; j++)
			b[j] -= row[j] * x;
	}
}

/* U x = z, in place, down to x[first]. */
WIDE static void backward(const double *a, int first, int p, int width, double *b) {
	for (int i = p - 1; i >= first; i--) {
		const double *row = a + i * width;
		double sum = b[i];
		four_reals sums = {0};
		int j = i + 1;
		for (; j < p && (j & 3) != 0; j++)
			sum -= row[j] * b[j];
		for (; j + 4 <= p; j += 4)
			sums += *(const four_reals *)(row + j) * *(const four_reals *)(b + j);
		for (; j < p; j++)
			sum -= row[j] * b[j];
		b[i] = (sum - ((sums[0] + sums[1]) + (sums[2] + sums[3]))) * row[i];
	}
}

void chol_forward(const double *a, int p, int width, double *b) {
	forward(a, 0, p, width, b);
}

void chol_solve(const double *a, int p, int width, double *b) {
	forward(a, 0, p, width, b);
	backward(a, 0, p, width, b);
}

/* Column i is nought above i on the way forward; on the way back it is known above i from the columns before. */
void chol_invert(const double *a, int p, int width, double *ret_inverse) {
	memset(ret_inverse, 0, (size_t)p * (size_t)width * sizeof *ret_inverse);
	for (int i = 0; i < p; i++) {
		double column[MSE_CELLS] = {0};
		column[i] = 1;
		forward(a, i, p, width, column);
		backward(a, i, p, width, column);
		for (int j = i; j < p; j++)
			ret_inverse[i * width + j] = ret_inverse[j * width + i] = column[j];
	}
}

double chol_log_determinant(const double *a, int p, int width) {
	double sum = 0;
	for (int i = 0; i < p; i++)
		sum -= real_log(a[i * width + i]);
	return 2 * sum;
}
