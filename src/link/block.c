#include "link/block.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "link/hash.h"
#include "link/parallel.h"

enum { BUCKETS = 512, PIECES = 64, ROUNDS = 3, AHEAD = 12, CHUNKS = 256 };

#define LAST 0x80000000U /* of a group */

bool link_blocks_init(struct link_blocks *b, struct link_rows *rows, const struct link_model *model) {
	*b = (struct link_blocks){.rows = rows, .model = model, .threads = 1};
	for (int i = 0; i < model->rules; i++)
		for (int j = 0; j < model->rule[i].terms; j++) {
			b->slot[i][j] = link_rows_slot(rows, model->rule[i].term[j], false);
			if (b->slot[i][j] < 0)
				return false;
		}
	return true;
}

uint64_t link_blocks_key(const struct link_blocks *b, int rule, const uint32_t *row) {
	uint64_t h = 0x9e3779b97f4a7c15ULL;
	for (int j = 0; j < b->model->rule[rule].terms; j++) {
		uint32_t x = row[b->slot[rule][j]];
		if (x == 0)
			return 0;
		h = link_mix(h ^ x);
	}
	return h | 1;
}

static int by_number(const void *a, const void *b) {
	const uint64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

bool link_blocks_has(const struct link_blocks *b, int rule, const uint32_t *left, const uint32_t *right) {
	for (int j = 0; j < b->model->rule[rule].terms; j++) {
		int at = b->slot[rule][j];
		if (left[at] == 0 || left[at] != right[at])
			return false;
	}
	const struct link_large *l = &b->large[rule];
	uint64_t key = l->n == 0 ? 0 : link_blocks_key(b, rule, left);
	return l->n == 0 || bsearch(&key, l->at, l->n, sizeof key, by_number) == NULL;
}

/* Groups: made once, kept while there is room ----------------------------------------------------------------------------------- */

struct making {
	struct link_blocks *b;
	int rule;
	uint32_t (*count)[BUCKETS]; /* of each piece, then where it writes */
	uint32_t from[BUCKETS + 1], grouped[BUCKETS], to[BUCKETS];
	struct link_groups *groups;
};

static void piece_of(const struct making *m, size_t piece, uint32_t *from, uint32_t *to) {
	uint64_t n = m->b->rows->records;
	*from = (uint32_t)(n * piece / PIECES);
	*to = (uint32_t)(n * (piece + 1) / PIECES);
}

static void count_work(void *arg, size_t piece, int thread) {
	struct making *m = arg;
	uint32_t from, to;
	(void)thread;
	piece_of(m, piece, &from, &to);
	for (uint32_t i = from; i < to; i++) {
		uint64_t key = link_blocks_key(m->b, m->rule, link_row(m->b->rows, i));
		if (key != 0)
			m->count[piece][key >> 55]++;
		m->b->spare[i] = (struct link_key){(uint32_t)key, (uint32_t)(key >> 32), i};
	}
}

static void scatter_work(void *arg, size_t piece, int thread) {
	struct making *m = arg;
	uint32_t from, to;
	(void)thread;
	piece_of(m, piece, &from, &to);
	for (uint32_t i = from; i < to; i++) {
		struct link_key k = m->b->spare[i];
		if (k.first != 0)
			m->b->key[m->count[piece][k.second >> 23]++] = k;
	}
}

static void sort_by_first(struct link_key *a, struct link_key *t, uint32_t n) {
	if (n < 48) {
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
static void sort_work(void *arg, size_t bucket, int thread) {
	struct making *m = arg;
	uint32_t from = m->from[bucket], n = m->from[bucket + 1] - from, kept = 0;
	struct link_key *k = m->b->key + from;
	(void)thread;
	sort_by_first(k, m->b->spare + from, n);
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
				k[kept++].record = k[x].record | (x + 1 == b ? LAST : 0);
		}
	}
	m->grouped[bucket] = kept;
}

static void gather_work(void *arg, size_t bucket, int thread) {
	struct making *m = arg;
	const struct link_key *k = m->b->key + m->from[bucket];
	uint32_t *to = m->groups->record + m->to[bucket];
	(void)thread;
	for (uint32_t i = 0; i < m->grouped[bucket]; i++)
		to[i] = k[i].record;
}

static bool groups_make(struct link_blocks *b, int rule) {
	struct link_memory *memory = b->rows->memory;
	struct making m = {.b = b, .rule = rule, .groups = &b->groups[rule]};
	if (b->key == NULL) {
		b->key = link_try(memory, NULL, b->rows->records, sizeof *b->key);
		b->spare = link_try(memory, NULL, b->rows->records, sizeof *b->spare);
	}
	m.count = link_try(memory, NULL, PIECES, sizeof *m.count);
	if (b->key == NULL || b->spare == NULL || m.count == NULL)
		return false;
	memset(m.count, 0, PIECES * sizeof *m.count);
	link_parallel(PIECES, b->threads, count_work, &m);
	uint32_t at = 0;
	for (size_t bucket = 0; bucket < BUCKETS; bucket++) {
		m.from[bucket] = at;
		for (size_t piece = 0; piece < PIECES; piece++) {
			uint32_t n = m.count[piece][bucket];
			m.count[piece][bucket] = at;
			at += n;
		}
	}
	m.from[BUCKETS] = at;
	link_parallel(PIECES, b->threads, scatter_work, &m);
	link_parallel(BUCKETS, b->threads, sort_work, &m);
	link_free(memory, m.count);
	uint32_t n = 0;
	for (size_t bucket = 0; bucket < BUCKETS; bucket++) {
		m.to[bucket] = n;
		n += m.grouped[bucket];
	}
	m.groups->record = link_try(memory, NULL, n, sizeof *m.groups->record);
	if (m.groups->record == NULL)
		return false;
	m.groups->n = n;
	link_parallel(BUCKETS, b->threads, gather_work, &m);
	return true;
}

void link_blocks_drop(struct link_blocks *b, int rule) {
	link_free(b->rows->memory, b->groups[rule].record);
	b->groups[rule] = (struct link_groups){0};
}

/* One run ------------------------------------------------------------------------------------------------------------------- */

struct run {
	struct link_blocks *b;
	int rule;
	bool after, failed;
	uint64_t share; /* of 2^64 */
	link_take *take;
	void *arg;
	uint64_t pairs[LINK_THREADS], small[LINK_THREADS], whole[LINK_THREADS];
	uint32_t largest[LINK_THREADS];
	pthread_mutex_t lock;
	int order[ROUNDS]; /* slots by which a group too large is sorted */
};

static void give(struct run *r, int thread, uint32_t left, uint32_t right) {
	struct link_blocks *b = r->b;
	if (left > right) {
		uint32_t t = left;
		left = right;
		right = t;
	}
	if (b->source != NULL && b->source[left] == b->source[right])
		return;
	r->pairs[thread]++;
	if (r->take == NULL || (r->share != 0 && link_mix((uint64_t)left << 32 | right) > r->share))
		return;
	const uint32_t *l = link_row(b->rows, left), *m = link_row(b->rows, right);
	for (int p = 0; r->after && p < r->rule; p++)
		if (link_blocks_has(b, p, l, m))
			return;
	r->take(r->arg, thread, left, right);
}

/* Groups too large ---------------------------------------------------------------------------------------------------------- */

struct content {
	uint64_t key;
	uint32_t record;
};

static int by_content(const void *a, const void *b) {
	const struct content *x = a, *y = b;
	return x->key != y->key ? (x->key > y->key) - (x->key < y->key) : (x->record > y->record) - (x->record < y->record);
}

static void note_large(struct run *r, uint64_t key) {
	struct link_large *l = &r->b->large[r->rule];
	pthread_mutex_lock(&r->lock);
	if (l->n == l->room) {
		uint64_t *wider = link_try(r->b->rows->memory, l->at, l->room * 2 + 64, sizeof *l->at);
		r->failed |= wider == NULL;
		if (wider != NULL) {
			l->at = wider;
			l->room = l->room * 2 + 64;
		}
	}
	if (l->n < l->room)
		l->at[l->n++] = key;
	pthread_mutex_unlock(&r->lock);
}

static void give_large(struct run *r, int thread, const uint32_t *record, uint32_t n) {
	struct content *c = link_try(r->b->rows->memory, NULL, n, sizeof *c);
	note_large(r, link_blocks_key(r->b, r->rule, link_row(r->b->rows, *record)));
	if (c == NULL) {
		r->failed = true;
		return;
	}
	for (int round = 0; round < ROUNDS; round++) {
		for (uint32_t i = 0; i < n; i++) {
			const uint32_t *row = link_row(r->b->rows, record[i] & ~LAST);
			uint64_t a = row[r->order[round]], b = row[r->order[(round + 1) % ROUNDS]], d = row[r->order[(round + 2) % ROUNDS]];
			c[i] = (struct content){a << 36 | (b & 0x3ffff) << 18 | (d & 0x3ffff), record[i] & ~LAST};
		}
		qsort(c, n, sizeof *c, by_content);
		for (uint32_t i = 0; i < n; i++)
			for (uint32_t j = i + 1; j < n && j <= i + LINK_WINDOW; j++)
				give(r, thread, c[i].record, c[j].record);
	}
	link_free(r->b->rows->memory, c);
}

static void give_group(struct run *r, int thread, const uint32_t *record, uint32_t n) {
	if (n <= LINK_SMALL)
		r->small[thread] += (uint64_t)n * (n - 1) / 2;
	else if (r->b->small_only)
		return;
	r->whole[thread] += (uint64_t)n * (n - 1) / 2;
	r->largest[thread] = n > r->largest[thread] ? n : r->largest[thread];
	if (n > LINK_GROUP) {
		give_large(r, thread, record, n);
		return;
	}
	if (r->take == NULL && r->b->source == NULL) {
		r->pairs[thread] += (uint64_t)n * (n - 1) / 2;
		return;
	}
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = i + 1; j < n; j++)
			give(r, thread, record[i] & ~LAST, record[j] & ~LAST);
}

/* Where the first group at or after a place begins. */
static uint32_t begin_of(const struct link_groups *g, uint32_t at) {
	while (at > 0 && at < g->n && (g->record[at - 1] & LAST) == 0)
		at++;
	return at;
}

static void chunk_work(void *arg, size_t chunk, int thread) {
	struct run *r = arg;
	const struct link_groups *g = &r->b->groups[r->rule];
	uint32_t from = begin_of(g, (uint32_t)((uint64_t)g->n * chunk / CHUNKS)), to = begin_of(g, (uint32_t)((uint64_t)g->n * (chunk + 1) / CHUNKS));
	for (uint32_t i = from, j; i < to; i = j) {
		for (j = i; (g->record[j] & LAST) == 0; j++)
			;
		j++;
		for (uint32_t a = i + AHEAD; r->take != NULL && a < j + AHEAD && a < g->n; a++)
			link_row_ahead(r->b->rows, g->record[a] & ~LAST);
		give_group(r, thread, g->record + i, j - i);
	}
}

/* The dense slots with the most values: they part a group best. */
static void choose_order(struct run *r) {
	const struct link_rows *rows = r->b->rows;
	uint64_t before = UINT64_MAX;
	for (int i = 0; i < ROUNDS; i++) {
		uint64_t best = 0;
		for (int s = 0; s < rows->slots; s++) {
			uint64_t rank = ((uint64_t)rows->slot[s].values << 8) + (unsigned)s + 1;
			if (rows->slot[s].dense && rank < before && rank > best) {
				best = rank;
				r->order[i] = s;
			}
		}
		before = best == 0 ? before : best;
	}
}

/* Groups of all rules stay when they take a quarter of what is left. */
static bool stays(const struct link_blocks *b, int rule) {
	return (size_t)b->groups[rule].n * sizeof(uint32_t) * (size_t)b->model->rules * 4 <= link_memory_left(b->rows->memory);
}

bool link_blocks_run(struct link_blocks *b, int rule, double share, bool after, link_take *take, void *arg, uint64_t *ret_pairs) {
	struct run r = {.b = b, .rule = rule, .after = after, .take = take, .arg = arg, .lock = PTHREAD_MUTEX_INITIALIZER,
		.share = share >= 1 ? 0 : (uint64_t)(share * 0x1p64)};
	if (b->groups[rule].record == NULL && !groups_make(b, rule))
		return false;
	choose_order(&r);
	b->large[rule].n = 0;
	link_parallel(CHUNKS, b->threads, chunk_work, &r);
	struct link_large *l = &b->large[rule];
	if (l->n > 1)
		qsort(l->at, l->n, sizeof *l->at, by_number);
	*ret_pairs = b->small[rule] = b->whole[rule] = b->largest[rule] = 0;
	for (int i = 0; i < LINK_THREADS; i++) {
		*ret_pairs += r.pairs[i];
		b->small[rule] += r.small[i];
		b->whole[rule] += r.whole[i];
		b->largest[rule] = r.largest[i] > b->largest[rule] ? r.largest[i] : b->largest[rule];
	}
	if (!stays(b, rule))
		link_blocks_drop(b, rule);
	return !r.failed;
}

void link_blocks_sorted(struct link_blocks *b) {
	link_free(b->rows->memory, b->key);
	link_free(b->rows->memory, b->spare);
	b->key = b->spare = NULL;
}

void link_blocks_end(struct link_blocks *b) {
	link_blocks_sorted(b);
	for (int i = 0; i < b->model->rules; i++)
		link_blocks_drop(b, i);
}
