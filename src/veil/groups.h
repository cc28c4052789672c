/*
 * groups.h - pairs become people: the most alike first, never two records of one party, if each party's are different people.
 *
 * Two groups become one when the mean Dice over all their cross pairs reaches the bar, also pairs that were below it; of
 * large groups the first GROUP_LOOKED members each. The result is the same on every machine.
 */
#pragma once
#include "veil/edges.h"

enum { GROUP_LOOKED = 32 };

struct veil_groups {
	uint32_t *root, *next, *size; /* a place: of its group's first, the next member round, and at a root how many */
	uint64_t *parties;            /* at a root: a bit a party */
	uint64_t joined;
};

/* ERR_IO. */
MUST_CHECK int veil_groups_make(struct cx *cx, struct veil_groups *g, struct veil_store *s, struct veil_edges *e,
	const struct veil_search *how);
