#include "link/counts.h"

#include <stdlib.h>
#include <string.h>

#include "link/hash.h"

enum { LEAST = 1024 };

static struct link_count_of *place_of(struct link_counts *c, uint64_t number) {
	uint32_t at = (uint32_t)link_mix(number + 1) & c->mask;
	while (c->at[at].times != 0 && c->at[at].number != number)
		at = (at + 1) & c->mask;
	return &c->at[at];
}

static bool widen(struct link_memory *m, struct link_counts *c) {
	struct link_counts wider = {.mask = c->at == NULL ? LEAST - 1 : c->mask * 2 + 1, .n = c->n};
	if (c->mask > UINT32_MAX / 4)
		return false;
	wider.at = link_try(m, NULL, (size_t)wider.mask + 1, sizeof *wider.at);
	if (wider.at == NULL)
		return false;
	memset(wider.at, 0, ((size_t)wider.mask + 1) * sizeof *wider.at);
	for (uint32_t i = 0; c->at != NULL && i <= c->mask; i++)
		if (c->at[i].times != 0)
			*place_of(&wider, c->at[i].number) = c->at[i];
	link_free(m, c->at);
	*c = wider;
	return true;
}

bool link_counts_add(struct link_memory *m, struct link_counts *c, uint64_t number, uint64_t times) {
	if ((c->at == NULL || c->n >= c->mask / 2) && !widen(m, c))
		return false;
	struct link_count_of *to = place_of(c, number);
	c->n += to->times == 0;
	*to = (struct link_count_of){number, to->times + times};
	return true;
}

static int by_number(const void *a, const void *b) {
	const struct link_count_of *x = a, *y = b;
	return (x->number > y->number) - (x->number < y->number);
}

void link_counts_sort(struct link_counts *c) {
	uint32_t n = 0;
	for (uint32_t i = 0; c->at != NULL && i <= c->mask; i++)
		if (c->at[i].times != 0)
			c->at[n++] = c->at[i];
	if (n > 1)
		qsort(c->at, n, sizeof *c->at, by_number);
}

void link_counts_free(struct link_memory *m, struct link_counts *c) {
	link_free(m, c->at);
	*c = (struct link_counts){0};
}
