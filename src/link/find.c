#include "link/find.h"

#include <stdlib.h>

struct keyed {
	uint64_t key;
	uint32_t record;
};

static int by_key(const void *a, const void *b) {
	const struct keyed *x = a, *y = b;
	return x->key != y->key ? (x->key > y->key) - (x->key < y->key) : (x->record > y->record) - (x->record < y->record);
}

bool link_index_make(struct link_index *x, const struct link_engine *e) {
	struct link_memory *m = e->rows.memory;
	uint32_t records = e->rows.records;
	*x = (struct link_index){.engine = e};
	struct keyed *k = link_try(m, NULL, records, sizeof *k);
	bool done = k != NULL;
	for (int rule = 0; done && rule < e->model.rules; rule++) {
		struct entries *to = &x->rule[rule];
		for (uint32_t i = 0; i < records; i++) {
			uint64_t key = link_blocks_key(&e->blocks, rule, link_row(&e->rows, i));
			if (key != 0)
				k[to->n++] = (struct keyed){key, i};
		}
		qsort(k, to->n, sizeof *k, by_key);
		to->key = link_try(m, NULL, to->n, sizeof *to->key);
		to->record = link_try(m, NULL, to->n, sizeof *to->record);
		done = to->key != NULL && to->record != NULL;
		for (uint32_t i = 0; done && i < to->n; i++) {
			to->key[i] = k[i].key;
			to->record[i] = k[i].record;
		}
	}
	link_free(m, k);
	return done;
}

static bool is_before(struct link_edge a, struct link_edge b) {
	return a.weight != b.weight ? a.weight > b.weight : a.right < b.right;
}

static void keep(struct link_edge found[LINK_FOUND], int *n, struct link_edge edge) {
	int at = *n;
	if (at == LINK_FOUND && !is_before(edge, found[--at]))
		return;
	*n += *n < LINK_FOUND;
	for (; at > 0 && is_before(edge, found[at - 1]); at--)
		found[at] = found[at - 1];
	found[at] = edge;
}

static uint32_t first_of(const struct entries *e, uint64_t key) {
	uint32_t low = 0, high = e->n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (e->key[middle] < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int link_find(const struct link_index *x, uint32_t record, int32_t floor, struct link_seen *seen, struct link_edge found[LINK_FOUND],
	uint32_t *ret_weighed) {
	const struct link_engine *e = x->engine;
	const uint32_t *row = link_row(&e->rows, record);
	int n = 0;
	*ret_weighed = 0;
	for (int rule = 0; rule < e->model.rules; rule++) {
		const struct entries *in = &x->rule[rule];
		uint64_t key = link_blocks_key(&e->blocks, rule, row);
		if (key == 0)
			continue;
		uint32_t at = first_of(in, key), end = at;
		while (end < in->n && in->key[end] == key && end - at <= LINK_GROUP)
			end++;
		for (; end - at <= LINK_GROUP && at < end; at++) {
			uint32_t other = in->record[at];
			bool before = other == record;
			for (int p = 0; p < rule && !before; p++)
				before = link_blocks_has(&e->blocks, p, row, link_row(&e->rows, other));
			if (before)
				continue;
			int32_t w = link_weight(&e->comparer, link_pattern(&e->comparer, record, other, seen), record, other);
			++*ret_weighed;
			if (w >= floor)
				keep(found, &n, (struct link_edge){record, other, w});
		}
	}
	return n;
}
