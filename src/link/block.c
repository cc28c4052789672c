#include "link/block.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "link/hash.h"
#include "link/parallel.h"

enum { ROUNDS = 3, AHEAD = 12, CHUNKS = 256 };

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

void link_blocks_drop(struct link_blocks *b, int rule) {
	link_free(b->rows->memory, b->groups[rule].record);
	b->groups[rule] = (struct link_groups){0};
}

/* One run ------------------------------------------------------------------------------------------------------------------- */

struct earlier { /* a rule whose pairs are left out */
	int rule, terms, slot[LINK_TERMS];
};

struct run {
	struct link_blocks *b;
	int rule;
	bool failed;
	uint64_t share; /* of 2^64; 0: all */
	link_take *take;
	void *arg;
	int before;
	struct earlier earlier[LINK_RULES];
	uint64_t pairs[LINK_THREADS], small[LINK_THREADS], whole[LINK_THREADS];
	uint32_t largest[LINK_THREADS];
	pthread_mutex_t lock;
	int order[ROUNDS]; /* slots by which a group too large is sorted */
};

/* What one thread has of a chunk: pairs are handed on many at a time, and nothing is counted where another thread writes. */
struct hand {
	struct run *run;
	int thread;
	uint64_t pairs, small, whole;
	uint32_t largest;
	size_t n;
	struct link_pair pair[LINK_PAIRS];
};

static bool is_earlier(const struct run *r, const uint32_t *left, const uint32_t *right) {
	for (const struct earlier *e = r->earlier; e < r->earlier + r->before; e++) {
		int j = 0;
		while (j < e->terms && left[e->slot[j]] != 0 && left[e->slot[j]] == right[e->slot[j]])
			j++;
		if (j == e->terms && link_blocks_has(r->b, e->rule, left, right))
			return true;
	}
	return false;
}

static void hand_on(struct hand *h) {
	if (h->n > 0)
		h->run->take(h->run->arg, h->thread, h->pair, h->n);
	h->n = 0;
}

static void give(struct hand *h, uint32_t left, uint32_t right) {
	const struct run *r = h->run;
	struct link_blocks *b = r->b;
	if (left > right) {
		uint32_t t = left;
		left = right;
		right = t;
	}
	if (b->source != NULL && b->source[left] == b->source[right])
		return;
	h->pairs++;
	if (r->take == NULL || (r->share != 0 && link_mix((uint64_t)left << 32 | right) > r->share))
		return;
	if (r->before > 0 && is_earlier(r, link_row(b->rows, left), link_row(b->rows, right)))
		return;
	h->pair[h->n++] = (struct link_pair){left, right};
	if (h->n == LINK_PAIRS)
		hand_on(h);
}

/* Groups too large ---------------------------------------------------------------------------------------------------------- */

struct content {
	uint64_t key;
	uint32_t record, at; /* in the group */
};

static int by_content(const void *a, const void *b) {
	const struct content *x = a, *y = b;
	return x->key != y->key ? (x->key > y->key) - (x->key < y->key) : (x->record > y->record) - (x->record < y->record);
}

static void no_memory(struct run *r) {
	pthread_mutex_lock(&r->lock);
	r->failed = true;
	pthread_mutex_unlock(&r->lock);
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

/* Whether the two stood next to each other in an earlier round, too. `place`: of each record in each of them. */
static bool was_near(const uint32_t *place, uint32_t n, int rounds, uint32_t x, uint32_t y) {
	for (int k = 0; k < rounds; k++) {
		uint32_t i = place[(size_t)k * n + x], j = place[(size_t)k * n + y];
		if ((i < j ? j - i : i - j) <= LINK_WINDOW)
			return true;
	}
	return false;
}

static void give_large(struct hand *h, const uint32_t *record, uint32_t n) {
	struct run *r = h->run;
	struct link_memory *memory = r->b->rows->memory;
	struct content *c = link_try(memory, NULL, n, sizeof *c);
	uint32_t *place = link_try(memory, NULL, (size_t)n * (ROUNDS - 1), sizeof *place);
	note_large(r, link_blocks_key(r->b, r->rule, link_row(r->b->rows, *record)));
	if (c == NULL || place == NULL)
		no_memory(r);
	for (int round = 0; round < ROUNDS && c != NULL && place != NULL; round++) {
		for (uint32_t i = 0; i < n; i++) {
			const uint32_t *row = link_row(r->b->rows, record[i] & ~LINK_LAST);
			uint64_t a = row[r->order[round]], b = row[r->order[(round + 1) % ROUNDS]], d = row[r->order[(round + 2) % ROUNDS]];
			c[i] = (struct content){a << 36 | (b & 0x3ffff) << 18 | (d & 0x3ffff), record[i] & ~LINK_LAST, i};
		}
		qsort(c, n, sizeof *c, by_content);
		for (uint32_t i = 0; i < n && round < ROUNDS - 1; i++)
			place[(size_t)round * n + c[i].at] = i;
		for (uint32_t i = 0; i < n; i++)
			for (uint32_t j = i + 1; j < n && j <= i + LINK_WINDOW; j++)
				if (!was_near(place, n, round, c[i].at, c[j].at))
					give(h, c[i].record, c[j].record);
	}
	link_free(memory, c);
	link_free(memory, place);
}

static void give_group(struct hand *h, const uint32_t *record, uint32_t n) {
	const struct link_blocks *b = h->run->b;
	if (n <= LINK_SMALL)
		h->small += (uint64_t)n * (n - 1) / 2;
	else if (b->small_only)
		return;
	h->whole += (uint64_t)n * (n - 1) / 2;
	h->largest = n > h->largest ? n : h->largest;
	if (n > LINK_GROUP) {
		give_large(h, record, n);
		return;
	}
	if (h->run->take == NULL && b->source == NULL) {
		h->pairs += (uint64_t)n * (n - 1) / 2;
		return;
	}
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = i + 1; j < n; j++)
			give(h, record[i] & ~LINK_LAST, record[j] & ~LINK_LAST);
}

/* Where the first group at or after a place begins. */
static uint32_t begin_of(const struct link_groups *g, uint32_t at) {
	while (at > 0 && at < g->n && (g->record[at - 1] & LINK_LAST) == 0)
		at++;
	return at;
}

static void chunk_work(void *arg, size_t chunk, int thread) {
	struct run *r = arg;
	const struct link_groups *g = &r->b->groups[r->rule];
	struct hand h; /* not all of it cleared: its pairs are many */
	h.run = r;
	h.thread = thread;
	h.pairs = h.small = h.whole = h.n = h.largest = 0;
	uint32_t from = begin_of(g, (uint32_t)((uint64_t)g->n * chunk / CHUNKS)), to = begin_of(g, (uint32_t)((uint64_t)g->n * (chunk + 1) / CHUNKS));
	for (uint32_t i = from, j; i < to; i = j) {
		for (j = i; (g->record[j] & LINK_LAST) == 0; j++)
			;
		j++;
		for (uint32_t a = i + AHEAD; r->take != NULL && a < j + AHEAD && a < g->n; a++)
			link_row_ahead(r->b->rows, g->record[a] & ~LINK_LAST);
		give_group(&h, g->record + i, j - i);
	}
	hand_on(&h);
	r->pairs[thread] += h.pairs;
	r->small[thread] += h.small;
	r->whole[thread] += h.whole;
	r->largest[thread] = h.largest > r->largest[thread] ? h.largest : r->largest[thread];
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
	struct run r = {.b = b, .rule = rule, .take = take, .arg = arg, .lock = PTHREAD_MUTEX_INITIALIZER,
		.share = share >= 1 ? 0 : (uint64_t)(share * 0x1p64)};
	if (b->groups[rule].record == NULL && !link_groups_make(b, rule))
		return false;
	choose_order(&r);
	for (int i = 0; after && i < rule; i++) {
		struct earlier *e = &r.earlier[r.before++];
		*e = (struct earlier){.rule = i, .terms = b->model->rule[i].terms};
		memcpy(e->slot, b->slot[i], sizeof e->slot);
	}
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

bool link_blocks_small(const struct link_blocks *b, uint32_t *ret_small) {
	memset(ret_small, 0, b->rows->records * sizeof *ret_small);
	for (int rule = 0; rule < b->model->rules; rule++) {
		const struct link_groups *g = &b->groups[rule];
		if (g->record == NULL)
			return false;
		for (uint32_t i = 0, j; i < g->n; i = j) {
			for (j = i; (g->record[j] & LINK_LAST) == 0; j++)
				;
			j++;
			for (uint32_t k = i; j - i <= LINK_SMALL && k < j; k++)
				ret_small[g->record[k] & ~LINK_LAST] |= 1U << rule;
		}
	}
	return true;
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
