#include "link/block.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "link/hash.h"
#include "link/parallel.h"

enum { BUCKETS = 512, PIECES = 64, ROUNDS = 3, AHEAD = 12 };

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

/* One run ------------------------------------------------------------------------------------------------------------------- */

struct run {
	struct link_blocks *b;
	int rule;
	bool after, failed;
	uint64_t share; /* of 2^64 */
	link_take *take;
	void *arg;
	uint32_t (*count)[BUCKETS]; /* of each piece, then where it writes */
	uint32_t from[BUCKETS + 1];
	uint64_t pairs[LINK_THREADS], small[LINK_THREADS];
	pthread_mutex_t lock;
	int order[ROUNDS]; /* slots by which a group too large is sorted */
};

static void piece_of(const struct run *r, size_t piece, uint32_t *from, uint32_t *to) {
	uint64_t n = r->b->rows->records;
	*from = (uint32_t)(n * piece / PIECES);
	*to = (uint32_t)(n * (piece + 1) / PIECES);
}

static void count_work(void *arg, size_t piece, int thread) {
	struct run *r = arg;
	uint32_t from, to;
	(void)thread;
	piece_of(r, piece, &from, &to);
	for (uint32_t i = from; i < to; i++) {
		uint64_t key = link_blocks_key(r->b, r->rule, link_row(r->b->rows, i));
		if (key != 0)
			r->count[piece][key >> 55]++;
	}
}

static void scatter_work(void *arg, size_t piece, int thread) {
	struct run *r = arg;
	uint32_t from, to;
	(void)thread;
	piece_of(r, piece, &from, &to);
	for (uint32_t i = from; i < to; i++) {
		uint64_t key = link_blocks_key(r->b, r->rule, link_row(r->b->rows, i));
		if (key != 0)
			r->b->key[r->count[piece][key >> 55]++] = (struct link_key){(uint32_t)key, (uint32_t)(key >> 32), i};
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

static void give_large(struct run *r, int thread, const struct link_key *k, uint32_t n) {
	struct content *c = link_try(r->b->rows->memory, NULL, n, sizeof *c);
	note_large(r, (uint64_t)k->second << 32 | k->first);
	if (c == NULL) {
		r->failed = true;
		return;
	}
	for (int round = 0; round < ROUNDS; round++) {
		for (uint32_t i = 0; i < n; i++) {
			const uint32_t *row = link_row(r->b->rows, k[i].record);
			uint64_t a = row[r->order[round]], b = row[r->order[(round + 1) % ROUNDS]], d = row[r->order[(round + 2) % ROUNDS]];
			c[i] = (struct content){a << 36 | (b & 0x3ffff) << 18 | (d & 0x3ffff), k[i].record};
		}
		qsort(c, n, sizeof *c, by_content);
		for (uint32_t i = 0; i < n; i++)
			for (uint32_t j = i + 1; j < n && j <= i + LINK_WINDOW; j++)
				give(r, thread, c[i].record, c[j].record);
	}
	link_free(r->b->rows->memory, c);
}

static void give_group(struct run *r, int thread, const struct link_key *k, uint32_t n) {
	if (n <= LINK_SMALL)
		r->small[thread] += (uint64_t)n * (n - 1) / 2;
	else if (r->b->small_only)
		return;
	if (n > LINK_GROUP) {
		give_large(r, thread, k, n);
		return;
	}
	if (r->take == NULL && r->b->source == NULL) {
		r->pairs[thread] += (uint64_t)n * (n - 1) / 2;
		return;
	}
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = i + 1; j < n; j++)
			if (k[i].second == k[j].second)
				give(r, thread, k[i].record, k[j].record);
}

static void bucket_work(void *arg, size_t bucket, int thread) {
	struct run *r = arg;
	uint32_t from = r->from[bucket], n = r->from[bucket + 1] - from;
	struct link_key *k = r->b->key + from;
	sort_by_first(k, r->b->spare + from, n);
	if (r->take != NULL)
		for (uint32_t i = 0; i < n && i < AHEAD; i++)
			__builtin_prefetch(link_row(r->b->rows, k[i].record));
	for (uint32_t i = 0, j; i < n; i = j) {
		for (j = i + 1; j < n && k[j].first == k[i].first; j++)
			;
		for (uint32_t a = i + AHEAD; r->take != NULL && a < j + AHEAD && a < n; a++)
			__builtin_prefetch(link_row(r->b->rows, k[a].record));
		if (j - i > 1)
			give_group(r, thread, k + i, j - i);
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

bool link_blocks_run(struct link_blocks *b, int rule, double share, bool after, link_take *take, void *arg, uint64_t *ret_pairs) {
	struct link_memory *memory = b->rows->memory;
	struct run r = {.b = b, .rule = rule, .after = after, .take = take, .arg = arg, .lock = PTHREAD_MUTEX_INITIALIZER,
		.share = share >= 1 ? 0 : (uint64_t)(share * 0x1p64)};
	if (b->key == NULL) {
		b->key = link_grow(memory, NULL, b->rows->records, sizeof *b->key);
		b->spare = link_grow(memory, NULL, b->rows->records, sizeof *b->spare);
	}
	r.count = link_alloc(memory, PIECES, sizeof *r.count);
	choose_order(&r);
	b->large[rule].n = 0;
	link_parallel(PIECES, b->threads, count_work, &r);
	uint32_t at = 0;
	for (size_t bucket = 0; bucket < BUCKETS; bucket++) {
		r.from[bucket] = at;
		for (size_t piece = 0; piece < PIECES; piece++) {
			uint32_t n = r.count[piece][bucket];
			r.count[piece][bucket] = at;
			at += n;
		}
	}
	r.from[BUCKETS] = at;
	link_parallel(PIECES, b->threads, scatter_work, &r);
	link_free(memory, r.count);
	link_parallel(BUCKETS, b->threads, bucket_work, &r);
	struct link_large *l = &b->large[rule];
	if (l->n > 1)
		qsort(l->at, l->n, sizeof *l->at, by_number);
	*ret_pairs = b->small[rule] = 0;
	for (int i = 0; i < LINK_THREADS; i++)
		*ret_pairs += r.pairs[i], b->small[rule] += r.small[i];
	return !r.failed;
}

void link_blocks_end(struct link_blocks *b) {
	link_free(b->rows->memory, b->key);
	link_free(b->rows->memory, b->spare);
	b->key = b->spare = NULL;
}
