/*
 * counts.h - how often each number was seen: patterns of pairs, pairs of values. Grows as it is filled; the number 0 is counted as well.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "link/memory.h"

struct link_counts {
	struct link_count_of {
		uint64_t number;
		uint64_t times; /* 0: an empty place */
	} *at;
	uint32_t mask, n; /* of places, less one; of numbers */
};

/* False: no memory. */
bool link_counts_add(struct link_memory *m, struct link_counts *c, uint64_t number, uint64_t times);

/* The numbers in rising order at the beginning of c->at; afterwards nothing can be added. */
void link_counts_sort(struct link_counts *c);

void link_counts_free(struct link_memory *m, struct link_counts *c);
