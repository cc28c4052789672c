/*
 * score.h - every pair of the rules weighed; those worth looking at kept, strongest first.
 */
#pragma once
#include "link/block.h"
#include "link/train.h"

enum { LINK_BINS = 481, LINK_BIN_FROM = -60, LINK_BIN_OF_A_BIT = 4 }; /* weights from -60 to 60 bits in quarters */

struct link_edge {
	uint32_t left, right;
	int32_t weight;
};

struct link_scores {
	uint64_t pairs;              /* looked at */
	uint64_t more[LINK_RULES];   /* of them by each rule, not given by one before */
	uint64_t bin[LINK_BINS];     /* of them by weight */
	uint64_t same[LINK_BINS][2]; /* of them one person in truth, those of even persons and of odd */
	uint64_t even[LINK_BINS][2]; /* false ones by halves of the truth, a pair across counted once in each */
	int32_t floor;               /* pairs below this weight are not kept */
	bool raised;                 /* it had to be raised for want of memory */
	size_t edges;
	struct link_edge *edge;      /* by falling weight, then by numbers */
};

static inline int link_bin(int32_t weight) {
	int i = (weight - LINK_BIN_FROM * LINK_BIT) / (LINK_BIT / LINK_BIN_OF_A_BIT);
	return i < 0 ? 0 : i >= LINK_BINS ? LINK_BINS - 1 : i;
}

/* Which half of the people one in truth belongs to: thresholds are set on one and judged by the other. */
int link_half(uint32_t truth);

/*
 * All pairs of all rules with at least `floor` thousandths of a bit. `truth` (may be NULL) numbers the person of each record, 0 unknown.
 * `drawn`: the pairs as learning left them, where it did; they are freed.
 * `most` edges are kept; the floor rises where there are more. `go_on` (may be NULL) is asked after each rule. False: no memory.
 */
bool link_score(struct link_blocks *b, const struct link_comparer *c, struct link_seen *seen, struct link_drawn *drawn,
	const uint32_t *truth, int32_t floor, size_t most, bool (*go_on)(void *arg, int done, int of), void *arg, struct link_scores *ret);

/* Numbers whose order is by falling weight, then by left, then by right. */
void link_edges_sort(struct link_edge *edge, struct link_edge *spare, size_t n);
