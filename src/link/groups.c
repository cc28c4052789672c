/* Records with the same key of a rule, group after group: scattered by the upper bits of their keys, each bucket sorted by itself. */
#include <string.h>

#include "link/block.h"
#include "link/parallel.h"

enum { FEW = 1 << 18, PIECES = 64, SORTED = 64, SHORT = 48 /* what is sorted by putting in */ };

struct making {
	struct link_blocks *b;
	int rule;
	int shift;                          /* of a key: its bucket is left */
	size_t buckets, pieces;
	uint32_t *count;                    /* of each piece and bucket, then where it writes */
	uint32_t *from, *grouped, *to;      /* a bucket */
	struct link_groups *groups;
};

static void piece_of(const struct making *m, size_t piece, uint32_t *from, uint32_t *to) {
	uint64_t n = m->b->rows->records;
	*from = (uint32_t)(n * piece / m->pieces);
	*to = (uint32_t)(n * (piece + 1) / m->pieces);
}

static void count_work(void *arg, size_t piece, int thread) {
	struct making *m = arg;
	uint32_t from, to, *count = m->count + piece * m->buckets;
	(void)thread;
	piece_of(m, piece, &from, &to);
	for (uint32_t i = from; i < to; i++) {
		uint64_t key = link_blocks_key(m->b, m->rule, link_row(m->b->rows, i));
		if (key != 0)
			count[key >> 32 >> m->shift]++;
		m->b->spare[i] = (struct link_key){(uint32_t)key, (uint32_t)(key >> 32), i};
	}
}

static void scatter_work(void *arg, size_t piece, int thread) {
	struct making *m = arg;
	uint32_t from, to, *count = m->count + piece * m->buckets;
	(void)thread;
	piece_of(m, piece, &from, &to);
	for (uint32_t i = from; i < to; i++) {
		struct link_key k = m->b->spare[i];
		if (k.first != 0)
			m->b->key[count[k.second >> m->shift]++] = k;
	}
}

static void sort_by_first(struct link_key *a, struct link_key *t, uint32_t n) {
	if (n < SHORT) {
		for (uint32_t i = 1; i < n; i++) {
			struct link_key k = a[i];
			uint32_t j = i;
			for (; j > 0 && a[j - 1].first > k.first; j--)
				a[j] = a[j - 1];
			a[j] = k;
		}
		return;
	}
	for (int shift = 0; shift < 32; shift += 8) {
		uint32_t at[257] = {0};
		for (uint32_t i = 0; i < n; i++)
			at[(a[i].first >> shift & 255) + 1]++;
		for (int i = 0; i < 256; i++)
			at[i + 1] += at[i];
		for (uint32_t i = 0; i < n; i++)
			t[at[a[i].first >> shift & 255]++] = a[i];
		struct link_key *x = a;
		a = t;
		t = x;
	}
}

/* Records whose first halves are the same, by their second halves: nearly always all one group. */
static void sort_by_second(struct link_key *k, uint32_t n) {
	bool apart = false;
	for (uint32_t i = 1; i < n; i++)
		apart |= k[i].second != k[0].second;
	for (uint32_t i = 1; apart && i < n; i++) {
		struct link_key x = k[i];
		uint32_t j = i;
		for (; j > 0 && k[j - 1].second > x.second; j--)
			k[j] = k[j - 1];
		k[j] = x;
	}
}

/* Sorts a bucket; its groups of two and more end up at its beginning, each one's last record marked. */
static uint32_t sort_bucket(struct link_key *k, struct link_key *spare, uint32_t n) {
	uint32_t kept = 0;
	sort_by_first(k, spare, n);
	for (uint32_t i = 0, j; i < n; i = j) {
		for (j = i + 1; j < n && k[j].first == k[i].first; j++)
			;
		if (j - i == 1)
			continue;
		sort_by_second(k + i, j - i);
		for (uint32_t a = i, b; a < j; a = b) {
			for (b = a + 1; b < j && k[b].second == k[a].second; b++)
				;
			for (uint32_t x = a; b - a > 1 && x < b; x++)
				k[kept++].record = k[x].record | (x + 1 == b ? LINK_LAST : 0);
		}
	}
	return kept;
}

static void sort_work(void *arg, size_t piece, int thread) {
	struct making *m = arg;
	(void)thread;
	for (size_t i = m->buckets * piece / SORTED; i < m->buckets * (piece + 1) / SORTED; i++)
		m->grouped[i] = sort_bucket(m->b->key + m->from[i], m->b->spare + m->from[i], m->from[i + 1] - m->from[i]);
}

static void gather_work(void *arg, size_t piece, int thread) {
	struct making *m = arg;
	(void)thread;
	for (size_t bucket = m->buckets * piece / SORTED; bucket < m->buckets * (piece + 1) / SORTED; bucket++) {
		const struct link_key *k = m->b->key + m->from[bucket];
		uint32_t *to = m->groups->record + m->to[bucket];
		for (uint32_t i = 0; i < m->grouped[bucket]; i++)
			to[i] = k[i].record;
	}
}

/* Small lists have buckets of a few keys, which need no further sorting by digits; large ones as many as a processor can write to at once. */
static bool begin(struct making *m) {
	struct link_blocks *b = m->b;
	struct link_memory *memory = b->rows->memory;
	bool few = b->rows->records < FEW;
	m->shift = few ? 20 : 23;
	m->buckets = few ? 4096 : 512;
	m->pieces = few ? 8 : PIECES;
	if (b->key == NULL) {
		b->key = link_try(memory, NULL, b->rows->records, sizeof *b->key);
		b->spare = link_try(memory, NULL, b->rows->records, sizeof *b->spare);
	}
	m->count = link_try(memory, NULL, (m->pieces + 3) * m->buckets + 1, sizeof *m->count);
	if (b->key == NULL || b->spare == NULL || m->count == NULL)
		return false;
	memset(m->count, 0, m->pieces * m->buckets * sizeof *m->count);
	m->grouped = m->count + m->pieces * m->buckets;
	m->to = m->grouped + m->buckets;
	m->from = m->to + m->buckets;
	return true;
}

bool link_groups_make(struct link_blocks *b, int rule) {
	struct link_memory *memory = b->rows->memory;
	struct making m = {.b = b, .rule = rule, .groups = &b->groups[rule]};
	if (!begin(&m)) {
		link_free(memory, m.count);
		return false;
	}
	link_parallel(m.pieces, b->threads, count_work, &m);
	uint32_t at = 0, n = 0;
	for (size_t bucket = 0; bucket < m.buckets; bucket++) {
		m.from[bucket] = at;
		for (size_t piece = 0; piece < m.pieces; piece++) {
			uint32_t *count = &m.count[piece * m.buckets + bucket], here = *count;
			*count = at;
			at += here;
		}
	}
	m.from[m.buckets] = at;
	link_parallel(m.pieces, b->threads, scatter_work, &m);
	link_parallel(SORTED, b->threads, sort_work, &m);
	for (size_t bucket = 0; bucket < m.buckets; bucket++) {
		m.to[bucket] = n;
		n += m.grouped[bucket];
	}
	m.groups->record = link_try(memory, NULL, n, sizeof *m.groups->record);
	if (m.groups->record != NULL) {
		m.groups->n = n;
		link_parallel(SORTED, b->threads, gather_work, &m);
	}
	link_free(memory, m.count);
	return m.groups->record != NULL;
}
