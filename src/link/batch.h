/*
 * batch.h - patterns and weights of many pairs at once.
 *
 * What is slow about a pair is to wait for what its values look like: here it is asked for some pairs before.
 */
#pragma once
#include "link/block.h"
#include "link/compare.h"

/* Of n pairs whose rows are near. */
void link_patterns(const struct link_comparer *c, const struct link_pair *pair, size_t n, struct link_seen *seen, uint64_t *ret_pattern);
