#include "link/truth.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct link_quality quality(double right, double found, double all) {
	struct link_quality q = {.threshold = NAN, .precision = found > 0 ? right / found : 1, .recall = all > 0 ? right / all : 1};
	q.f1 = q.precision + q.recall > 0 ? 2 * q.precision * q.recall / (q.precision + q.recall) : 0;
	return q;
}

static double choose2(double n) {
	return n * (n - 1) / 2;
}

static int by_number(const void *a, const void *b) {
	const uint64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* Pairs equal in a, and in b where it is not NULL; not of one source where that is given; by halves of what `half_of` says. */
static bool equal_pairs(struct link_memory *m, const uint32_t *a, const uint32_t *b, const uint32_t *source, const uint32_t *half_of,
	uint32_t n, double ret[2]) {
	struct row {
		uint64_t key;
		uint32_t source, half;
	} *row = link_try(m, NULL, n, sizeof *row);
	if (row == NULL)
		return false;
	uint32_t k = 0;
	for (uint32_t i = 0; i < n; i++)
		if (a[i] != 0 && (b == NULL || b[i] != 0))
			row[k++] = (struct row){(uint64_t)a[i] << 32 | (b == NULL ? 0 : b[i]), source == NULL ? i : source[i],
				(uint32_t)link_half(half_of[i])};
	qsort(row, k, sizeof *row, by_number);
	ret[0] = ret[1] = 0;
	for (uint32_t i = 0, j; i < k; i = j) {
		double in[2] = {0};
		for (j = i; j < k && row[j].key == row[i].key; j++)
			in[row[j].half]++;
		double cross = in[0] * in[1] / 2;
		ret[0] += choose2(in[0]) + cross;
		ret[1] += choose2(in[1]) + cross;
		for (uint32_t x = i; source != NULL && x < j; x++)
			for (uint32_t y = x + 1; y < j && j - i < 4096; y++)
				if (row[x].source == row[y].source) {
					ret[row[x].half] -= 0.5;
					ret[row[y].half] -= 0.5;
				}
	}
	link_free(m, row);
	return true;
}

bool link_true_pairs(struct link_memory *m, const uint32_t *truth, const uint32_t *source, uint32_t n, uint64_t ret[2]) {
	double pairs[2];
	if (!equal_pairs(m, truth, NULL, source, truth, n, pairs))
		return false;
	ret[0] = (uint64_t)pairs[0];
	ret[1] = (uint64_t)pairs[1];
	return true;
}

static void add_bin(const struct link_scores *s, int bin, int half, double *right, double *found) {
	for (int h = 0; h < 2; h++) {
		if (half != 2 && half != h)
			continue;
		*right += (double)s->same[bin][h];
		*found += (double)s->same[bin][h] + 0.5 * (double)s->even[bin][h];
	}
}

static double true_of(const uint64_t true_pairs[2], int half) {
	return half == 2 ? (double)true_pairs[0] + (double)true_pairs[1] : (double)true_pairs[half];
}

static double bin_weight(int bin) {
	return LINK_BIN_FROM + (double)bin / LINK_BIN_OF_A_BIT;
}

struct link_quality link_pair_quality(const struct link_scores *s, const uint64_t true_pairs[2], int from_bin, int half) {
	double right = 0, found = 0;
	for (int bin = from_bin; bin < LINK_BINS; bin++)
		add_bin(s, bin, half, &right, &found);
	struct link_quality q = quality(right, found, true_of(true_pairs, half));
	q.threshold = bin_weight(from_bin);
	return q;
}

int link_best_bin(const struct link_scores *s, const uint64_t true_pairs[2], int half) {
	double right = 0, found = 0, best = -1;
	int high = LINK_BINS - 1, low = high;
	for (int bin = LINK_BINS - 1; bin >= 0; bin--) {
		add_bin(s, bin, half, &right, &found);
		double f1 = quality(right, found, true_of(true_pairs, half)).f1;
		if (f1 > best) {
			best = f1;
			high = bin;
		}
		low = f1 == best ? bin : low;
	}
	return (high + low) / 2; /* the middle of those that are as good */
}

bool link_cluster_quality(struct link_memory *m, const uint32_t *cluster, const uint32_t *truth, const uint32_t *source, uint32_t n,
	const uint64_t true_pairs[2], int half, struct link_quality *ret) {
	double found[2], right[2];
	uint32_t *from_one = link_try(m, NULL, n, sizeof *from_one);
	bool done = from_one != NULL;
	for (uint32_t i = 0; done && i < n; i++)
		from_one[i] = cluster[i] + 1;
	done = done && equal_pairs(m, from_one, NULL, source, truth, n, found) && equal_pairs(m, from_one, truth, source, truth, n, right);
	link_free(m, from_one);
	if (!done)
		return false;
	*ret = half == 2 ? quality(right[0] + right[1], found[0] + found[1], true_of(true_pairs, 2))
		: quality(right[half], found[half], true_of(true_pairs, half));
	return true;
}

bool link_cluster_sizes(struct link_memory *m, const uint32_t *cluster, uint32_t n, struct link_sizes *ret) {
	static const uint32_t most[8] = {1, 2, 3, 4, 8, 16, 64, UINT32_MAX};
	uint32_t *size = link_try(m, NULL, n, sizeof *size);
	if (size == NULL)
		return false;
	memset(size, 0, n * sizeof *size);
	*ret = (struct link_sizes){0};
	for (uint32_t i = 0; i < n; i++)
		size[cluster[i]]++;
	for (uint32_t i = 0; i < n; i++) {
		int k = 0;
		if (size[i] == 0)
			continue;
		while (size[i] > most[k])
			k++;
		ret->of[k]++;
		ret->clusters++;
		ret->largest = size[i] > ret->largest ? size[i] : ret->largest;
	}
	link_free(m, size);
	return true;
}
