/*
 * cluster.h - from weighed pairs to people.
 *
 * Average linkage: strongest pair first; two groups become one only when the mean weight over all their cross pairs, also those no rule
 * proposed, is at least the bar. Weights in the mean are held between -12 and 24 bits, so that one absurd pair does not rule. For groups
 * whose product is above LINK_CROSS, that many cross pairs are taken, by number. What a person said is different is never put together,
 * by whatever way; what she said is the same is put together first.
 */
#pragma once
#include "link/score.h"

enum { LINK_CROSS = 400 };

enum link_method { CLUSTER_AVERAGE, CLUSTER_COMPONENTS, CLUSTER_ONE, LINK_METHOD__MAX }; /* ONE: at most one record of a source */
extern const char *const link_method_names[LINK_METHOD__MAX];

struct link_said {
	uint32_t left, right;
	bool same;
};

struct link_clustering {
	enum link_method method;
	int threads;                  /* 0 is one */
	int32_t bar;                  /* thousandths of a bit */
	const uint32_t *source;       /* for CLUSTER_ONE */
	const struct link_said *said;
	size_t said_n;
	const uint32_t *copy;         /* a record each: another it is a copy of in all that is compared, or itself; NULL: none */
};

/*
 * Records whose name, date of birth and whatever else is compared are all the same are copies, however common the values: what tells them
 * apart is not in the list. Writes the first of each. False: no memory.
 */
bool link_copies(const struct link_comparer *c, int threads, uint32_t *copy);

/* *ret_cluster: a record each, the lowest record of its group. `cluster` has room for all. False: no memory. */
bool link_cluster(const struct link_comparer *c, struct link_seen *seen, const struct link_edge *edge, size_t edges,
	const struct link_clustering *how, uint32_t *cluster);
