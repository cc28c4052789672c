/*
 * find.h - one record against all, as somebody types it: the rules' keys stay sorted, and only records that share one are weighed.
 *
 * The index belongs to an engine that has learned; it holds 12 bytes a record and rule. Looking up changes nothing and may be done by
 * several threads, each with a memory of its own.
 */
#pragma once
#include "link/engine.h"

enum { LINK_FOUND = 64 };

struct link_index {
	const struct link_engine *engine;
	struct entries {
		uint32_t n;
		uint64_t *key;
		uint32_t *record;
	} rule[LINK_RULES];
};

/* False: no memory. */
bool link_index_make(struct link_index *x, const struct link_engine *e);

/*
 * The strongest records beside `record` itself with at least `floor` thousandths of a bit, strongest first; gives how many there are in
 * `found`. *ret_weighed: how many were weighed.
 */
int link_find(const struct link_index *x, uint32_t record, int32_t floor, struct link_seen *seen, struct link_edge found[LINK_FOUND],
	uint32_t *ret_weighed);
