/*
 * labels.h - pairs people looked at: what the levels of the same say of m, and how good an answer is where only they are known.
 *
 * A label's score is how sure they were, from 0 to 1; from 0.5 it counts as the same. The half of a label is that of its left record.
 */
#pragma once
#include "link/block.h"
#include "link/compare.h"
#include "link/truth.h"

struct link_label {
	uint32_t left, right;
	double score;
	int32_t weight; /* INT32_MIN: no rule gives the pair */
};

/* m of each level from labels of that half (2: all) and what *model says, which counts as ten pairs. The model is weighed anew. */
void link_labels_teach(const struct link_comparer *c, struct link_seen *seen, const struct link_label *label, size_t n, int half,
	struct link_model *model);

/* Weighs them; gives the share of the same that some rule gives. */
double link_labels_weigh(const struct link_blocks *b, const struct link_comparer *c, struct link_seen *seen, struct link_label *label, size_t n);

/* Quality on a half (2: all) of calling a pair the same from a weight on, or within a cluster. */
struct link_quality link_labels_by_weight(const struct link_label *label, size_t n, int half, double bits);
struct link_quality link_labels_by_cluster(const struct link_label *label, size_t n, int half, const uint32_t *cluster);

/* The quarter of a bit with the best F1 on that half. */
double link_labels_best(const struct link_label *label, size_t n, int half);
