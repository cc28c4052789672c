#include "estimate/table.h"

#include "estimate/wide.h"

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

/* The first two lists by hand, four cells at a time; then runs of `bit` cells, side by side. */
WIDE void mse_superset_sum(double *restrict a, int lists) {
	unsigned cells = 1U << lists;
	if (lists < 2) {
		a[0] += lists == 1 ? a[1] : 0;
		return;
	}
	for (unsigned w = 0; w < cells; w += 4) {
		double second = a[w + 1] + a[w + 3], third = a[w + 2] + a[w + 3];
		a[w] = (a[w] + a[w + 1]) + third;
		a[w + 1] = second;
		a[w + 2] = third;
	}
	for (unsigned w = 0; w < cells && cells > 4; w += 8)
		*(four_reals *)(a + w) += *(const four_reals *)(a + w + 4);
	for (unsigned bit = 8; bit < cells; bit <<= 1)
		for (unsigned w = 0; w < cells; w += 2 * bit)
			for (unsigned i = w; i < w + bit; i += REALS)
				*(reals *)(a + i) += *(const reals *)(a + i + bit);
}

WIDE void mse_subset_sum(double *restrict a, int lists) {
	unsigned cells = 1U << lists;
	if (lists < 2) {
		if (lists == 1)
			a[1] += a[0];
		return;
	}
	for (unsigned w = 0; w < cells; w += 4) {
		double first = a[w] + a[w + 1], last = a[w + 2] + a[w + 3];
		a[w + 3] = last + first;
		a[w + 2] += a[w];
		a[w + 1] = first;
	}
	for (unsigned w = 0; w < cells && cells > 4; w += 8)
		*(four_reals *)(a + w + 4) += *(const four_reals *)(a + w);
	for (unsigned bit = 8; bit < cells; bit <<= 1)
		for (unsigned w = 0; w < cells; w += 2 * bit)
			for (unsigned i = w; i < w + bit; i += REALS)
				*(reals *)(a + i + bit) += *(const reals *)(a + i);
}
