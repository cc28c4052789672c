/*
 * truth.h - how good an answer is, where the right one is known.
 *
 * Recall is of all true pairs, those no rule gave included. Where a threshold was chosen by the truth, it was chosen on one half of the
 * people and the figures are of the other; a wrong pair across the halves counts one half in each.
 */
#pragma once
#include "link/score.h"

struct link_quality {
	double threshold, precision, recall, f1;
};

struct link_sizes {
	uint32_t clusters, largest, of[8]; /* groups of 1, 2, 3, 4, 5-8, 9-16, 17-64, more */
};

/* True pairs, of each half; `source` as of struct link_blocks. False: no memory. */
bool link_true_pairs(struct link_memory *m, const uint32_t *truth, const uint32_t *source, uint32_t n, uint64_t ret[2]);

/* Quality of taking all pairs from a bin up; half 0, 1 or 2: all of it. */
struct link_quality link_pair_quality(const struct link_scores *s, const uint64_t true_pairs[2], int from_bin, int half);

/* The bin with the best F1 on that half. */
int link_best_bin(const struct link_scores *s, const uint64_t true_pairs[2], int half);

/* Pairs within clusters against pairs of one person; half as above. False: no memory. */
bool link_cluster_quality(struct link_memory *m, const uint32_t *cluster, const uint32_t *truth, const uint32_t *source, uint32_t n,
	const uint64_t true_pairs[2], int half, struct link_quality *ret);

bool link_cluster_sizes(struct link_memory *m, const uint32_t *cluster, uint32_t n, struct link_sizes *ret);
