#include "estimate/table.h"

void mse_table_close(struct mse_table *t) {
	unsigned cells = mse_cells(t);
	t->n[0] = 0;
	for (unsigned w = 0; w < cells; w++)
		t->super[w] = t->n[w];
	for (unsigned bit = 1; bit < cells; bit <<= 1)
		for (unsigned w = 0; w < cells; w++)
			if ((w & bit) == 0)
				t->super[w] += t->super[w | bit];
	t->observed = t->super[0];
}

static unsigned without(unsigned w, int j) {
	unsigned low = (1U << j) - 1;
	return (w & low) | (w >> 1 & ~low);
}

void mse_table_drop(const struct mse_table *t, int j, struct mse_table *ret_table) {
	struct mse_table r = {.lists = t->lists - 1};
	for (unsigned w = 1; w < mse_cells(t); w++)
		r.n[without(w, j)] += t->n[w];
	mse_table_close(&r);
	*ret_table = r;
}

void mse_table_merge(const struct mse_table *t, int i, int j, struct mse_table *ret_table) {
	struct mse_table r = {.lists = t->lists - 1};
	for (unsigned w = 1; w < mse_cells(t); w++)
		r.n[without(w | (w >> j & 1) << i, j)] += t->n[w];
	mse_table_close(&r);
	*ret_table = r;
}

/* Runs of `bit` cells, so that the inner loop is straight and the compiler makes vectors of it. */
void mse_superset_sum(double *a, int lists) {
	unsigned cells = 1U << lists;
	for (unsigned bit = 1; bit < cells; bit <<= 1)
		for (unsigned w = 0; w < cells; w += 2 * bit)
			for (unsigned i = w; i < w + bit; i++)
				a[i] += a[i + bit];
}

void mse_subset_sum(double *a, int lists) {
	unsigned cells = 1U << lists;
	for (unsigned bit = 1; bit < cells; bit <<= 1)
		for (unsigned w = 0; w < cells; w += 2 * bit)
			for (unsigned i = w; i < w + bit; i++)
				a[i + bit] += a[i];
}
