/* Records that are copies: found by a hash of their rows, in parts by its lowest bits, so that parts need not wait for each other. */
#include <string.h>

#include "link/cluster.h"
#include "link/hash.h"
#include "link/parallel.h"

enum { PARTS = 4, PIECE = 1 << 14 };

struct search {
	const struct link_comparer *c;
	uint32_t *hash;            /* of each row; 0: name or date of birth are missing */
	uint32_t *copy;
	bool failed[PARTS];
};

/* Name and date of birth are there. */
static bool is_whole(const struct link_comparer *c, const uint32_t *row) {
	bool name = false, date = false;
	for (int i = 0; i < c->views; i++) {
		const struct link_view *v = &c->view[i];
		name |= v->measure == MEASURE_NAME ? row[v->slot[0]] != 0 && row[v->slot[2]] != 0 : v->measure == MEASURE_WORDS && row[v->slot[0]] != 0;
		date |= v->measure == MEASURE_DATE && row[v->slot[0]] != 0;
	}
	return name && date;
}

static void hash_work(void *arg, size_t piece, int thread) {
	struct search *s = arg;
	const struct link_rows *r = s->c->rows;
	uint32_t from = (uint32_t)piece * PIECE, to = from + PIECE < r->records ? from + PIECE : r->records;
	size_t bytes = (size_t)r->slots * sizeof(uint32_t);
	(void)thread;
	for (uint32_t i = from; i < to; i++) {
		const uint32_t *row = link_row(r, i);
		s->hash[i] = is_whole(s->c, row) ? (uint32_t)(link_hash((const char *)row, bytes) >> 20) | 1U << 31 : 0;
		s->copy[i] = i;
	}
}

static void part_work(void *arg, size_t part, int thread) {
	struct search *s = arg;
	const struct link_rows *r = s->c->rows;
	size_t bytes = (size_t)r->slots * sizeof(uint32_t);
	uint32_t n = 0, mask = 63, *table;
	(void)thread;
	for (uint32_t i = 0; i < r->records; i++)
		n += s->hash[i] != 0 && s->hash[i] % PARTS == part;
	while (mask < n * 2ULL)
		mask = mask * 2 + 1;
	table = link_try(r->memory, NULL, (size_t)mask + 1, sizeof *table);
	s->failed[part] = table == NULL;
	if (table == NULL)
		return;
	memset(table, 0, ((size_t)mask + 1) * sizeof *table);
	for (uint32_t i = 0; i < r->records; i++) {
		uint32_t hash = s->hash[i], at = hash / PARTS & mask;
		if (hash == 0 || hash % PARTS != part)
			continue;
		while (table[at] != 0 && (s->hash[table[at] - 1] != hash || memcmp(link_row(r, table[at] - 1), link_row(r, i), bytes) != 0))
			at = (at + 1) & mask;
		if (table[at] == 0)
			table[at] = i + 1;
		s->copy[i] = table[at] - 1;
	}
	link_free(r->memory, table);
}

bool link_copies(const struct link_comparer *c, int threads, uint32_t *copy) {
	const struct link_rows *r = c->rows;
	struct search s = {.c = c, .copy = copy, .hash = link_try(r->memory, NULL, r->records, sizeof *s.hash)};
	bool failed = s.hash == NULL;
	if (failed)
		return false;
	link_parallel(((size_t)r->records + PIECE - 1) / PIECE, threads, hash_work, &s);
	link_parallel(PARTS, threads, part_work, &s);
	for (int i = 0; i < PARTS; i++)
		failed |= s.failed[i];
	link_free(r->memory, s.hash);
	return !failed;
}
