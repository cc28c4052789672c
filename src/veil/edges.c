#include "veil/edges.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "link/parallel.h"

enum { LEFTS = 64, TILE = 32, HELD = 4096, EDGES_LEAST = 1 << 14, READ = 1024 };

/* Sorting: bit by bit from the top, in place, no worse for any input --------------------------------------------------- */

static unsigned bit(const struct veil_edge *e, int i) {
	uint32_t word = i < 32 ? e->miss : i < 64 ? e->left : e->right;
	return word >> (31 - i % 32) & 1;
}

static bool before(const struct veil_edge *a, const struct veil_edge *b) {
	return a->miss != b->miss ? a->miss < b->miss : a->left != b->left ? a->left < b->left : a->right < b->right;
}

static void insert(struct veil_edge *e, size_t n) {
	for (size_t i = 1; i < n; i++) {
		struct veil_edge x = e[i];
		size_t k = i;
		for (; k > 0 && before(&x, &e[k - 1]); k--)
			e[k] = e[k - 1];
		e[k] = x;
	}
}

static void sort(struct veil_edge *e, size_t n, int i) {
	for (; n > 24 && i < 96; i++) {
		size_t low = 0, high = n;
		while (low < high) {
			if (bit(&e[low], i) == 0) {
				low++;
				continue;
			}
			struct veil_edge x = e[--high];
			e[high] = e[low];
			e[low] = x;
		}
		sort(e, low, i + 1);
		e += low;
		n -= low;
	}
	insert(e, n);
}

/* Keeping -------------------------------------------------------------------------------------------------------------- */

static bool write_all(int fd, const void *from, size_t n) {
	const char *p = from;
	while (n > 0) {
		ssize_t k = write(fd, p, n);
		if (k <= 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

static bool spill_ready(struct veil_edges *e) {
	const char *folder = getenv("TMPDIR");
	char path[4096];
	if (e->fd >= 0)
		return true;
	snprintf(path, sizeof path, "%s/atrama-XXXXXX", folder == NULL || *folder == 0 ? "/tmp" : folder);
	e->fd = mkstemp(path);
	return e->fd >= 0 && unlink(path) == 0;
}

static void spill(struct veil_edges *e) {
	if (e->runs == EDGE_RUNS) {
		e->full = true;
		e->n = 0;
		return;
	}
	sort(e->edge, e->n, 0);
	e->failed |= !spill_ready(e) || !write_all(e->fd, e->edge, e->n * sizeof *e->edge);
	e->run[e->runs++] = e->n;
	e->n = 0;
}

struct search {
	struct veil_store *store;
	struct veil_edges *edges;
	const struct veil_search *how;
	pthread_mutex_t lock;
	struct veil_edge (*held)[HELD]; /* a thread */
	uint32_t holds[LINK_THREADS];
	const uint64_t *left, *right;   /* blocks in hand */
	uint32_t left_from, left_n, right_from, right_n; /* of all blocks */
	bool same;                      /* the two are the same blocks */
	uint64_t compared[LINK_THREADS];
};

static void hand_over(struct search *s, int thread) {
	struct veil_edges *e = s->edges;
	pthread_mutex_lock(&s->lock);
	for (uint32_t i = 0; i < s->holds[thread];) {
		size_t n = e->room - e->n, more = s->holds[thread] - i;
		n = n < more ? n : more;
		memcpy(e->edge + e->n, s->held[thread] + i, n * sizeof *e->edge);
		e->n += n;
		i += (uint32_t)n;
		e->kept += n;
		if (e->n == e->room)
			spill(e);
	}
	pthread_mutex_unlock(&s->lock);
	s->holds[thread] = 0;
}

static void keep(struct search *s, int thread, uint32_t left, uint32_t right, unsigned common) {
	const uint16_t *count = s->store->count;
	uint32_t dice = (uint32_t)((uint64_t)2 * common * EDGE_ONE / ((unsigned)count[left] + count[right]));
	if (s->holds[thread] == HELD)
		hand_over(s, thread);
	s->held[thread][s->holds[thread]++] = (struct veil_edge){EDGE_ONE - dice, left, right};
}

/* Comparing ------------------------------------------------------------------------------------------------------------ */

/* Whether any filter of a tile can reach the bar: they are in the order of bits set, and places without one come last. */
static bool reachable(const uint16_t *count, size_t n, unsigned mine, unsigned bar) {
	unsigned least = count[0], most = least;
	for (size_t i = n; i > 0 && most == least; i--) /* the last that is there */
		most = count[i - 1] > least ? count[i - 1] : most;
	unsigned nearest = mine < least ? least : mine > most ? most : mine;
	return nearest > 0 && dice_possible(mine, nearest, bar);
}

static void one_left(struct search *s, int thread, uint32_t place, const uint64_t *filter, uint32_t from, uint32_t n,
	struct dice_hit *hits) {
	const struct veil_store *st = s->store;
	const uint16_t *count = st->count + (size_t)(s->right_from + from) * DICE_LANES;
	unsigned mine = st->count[place];
	if (mine == 0 || !reachable(count, (size_t)n * DICE_LANES, mine, s->how->bar))
		return;
	size_t found = dice_scan(s->how->way, filter, mine, s->right + (size_t)from * st->words * DICE_LANES, count, n, st->words,
		s->how->bar, hits);
	s->compared[thread] += (uint64_t)n * DICE_LANES;
	for (size_t i = 0; i < found; i++) {
		uint32_t other = (s->right_from + from) * DICE_LANES + hits[i].at;
		if (st->count[other] > 0 && (!s->same || other > place))
			keep(s, thread, place, other, hits[i].common);
	}
}

/* LEFTS filters of the left blocks against all of the right ones, tile by tile. */
static void work(void *arg, size_t piece, int thread) {
	struct search *s = arg;
	const struct veil_store *st = s->store;
	uint64_t filter[LEFTS][VEIL_WORDS_MOST];
	struct dice_hit hits[TILE * DICE_LANES];
	size_t from = piece * LEFTS, n = (size_t)s->left_n * DICE_LANES - from;
	n = n < LEFTS ? n : LEFTS;
	for (size_t i = 0; i < n; i++)
		for (size_t w = 0; w < st->words; w++)
			filter[i][w] = s->left[((from + i) / DICE_LANES * st->words + w) * DICE_LANES + (from + i) % DICE_LANES];
	uint32_t begin = s->same ? (uint32_t)(from / DICE_LANES / TILE * TILE) : 0;
	for (uint32_t tile = begin; tile < s->right_n; tile += TILE) {
		uint32_t blocks = s->right_n - tile < TILE ? s->right_n - tile : TILE;
		for (size_t i = 0; i < n; i++)
			one_left(s, thread, s->left_from * DICE_LANES + (uint32_t)(from + i), filter[i], tile, blocks, hits);
	}
	hand_over(s, thread);
}

static uint32_t blocks_of(uint32_t records) {
	return (records + DICE_LANES - 1) / DICE_LANES;
}

static void two_parties(struct search *s, const struct veil_party *a, const struct veil_party *b) {
	struct veil_store *st = s->store;
	uint32_t lefts = blocks_of(a->records), rights = blocks_of(b->records);
	for (uint32_t i = 0; i < lefts; i += s->left_n) {
		s->left_from = a->first / DICE_LANES + i;
		s->left_n = lefts - i < st->piece ? lefts - i : st->piece;
		s->left = veil_store_blocks(st, s->left_from, s->left_n, 0);
		for (uint32_t k = a == b ? i : 0; k < rights; k += s->right_n) {
			s->right_from = b->first / DICE_LANES + k;
			s->right_n = rights - k < st->piece ? rights - k : st->piece;
			s->same = a == b && i == k;
			s->right = s->same ? s->left : veil_store_blocks(st, s->right_from, s->right_n, 1);
			size_t pieces = ((size_t)s->left_n * DICE_LANES + LEFTS - 1) / LEFTS;
			link_parallel(pieces, s->how->threads, work, s);
		}
	}
	s->edges->pairs += a == b ? (uint64_t)a->records * (a->records - 1) / 2 : (uint64_t)a->records * b->records;
}

static void all_parties(struct search *s) {
	const struct veil_store *st = s->store;
	int n = st->parties, done = 0, of = n * (n - 1) / 2 + (s->how->within ? n : 0);
	for (int i = 0; i < n; i++)
		for (int k = i + !s->how->within; k < n && !s->edges->stopped; k++) {
			two_parties(s, &st->party[i], &st->party[k]);
			s->edges->stopped = s->how->go_on != NULL && !s->how->go_on(s->how->arg, ++done, of);
		}
}

static bool readers_begin(struct veil_edges *e) {
	uint64_t at = 0;
	for (int i = 0; i < e->runs; i++) {
		e->reader[i].at = link_alloc(e->memory, READ, sizeof(struct veil_edge));
		e->reader[i].next = at;
		e->reader[i].end = at += e->run[i];
		e->reader[i].i = e->reader[i].n = 0;
	}
	sort(e->edge, e->n, 0);
	e->reader[e->runs].at = e->edge;
	e->reader[e->runs].i = 0;
	e->reader[e->runs].n = (uint32_t)e->n;
	e->reader[e->runs].next = e->reader[e->runs].end = 0;
	return !e->failed;
}

int veil_edges_find(struct cx *cx, struct veil_edges *e, struct veil_store *st, const struct veil_search *how) {
	struct search s = {.store = st, .edges = e, .how = how};
	*e = (struct veil_edges){.memory = st->memory, .fd = -1};
	s.held = link_alloc(st->memory, (size_t)how->threads, sizeof *s.held);
	size_t spare = (size_t)(EDGE_RUNS * READ) * sizeof(struct veil_edge) + (size_t)st->places * 24;
	size_t left = link_memory_left(st->memory), room = left < spare ? 0 : (left - spare) / sizeof *e->edge / 2;
	if (room < EDGES_LEAST)
		return err_say(cx, ERR_LIMIT, "--memory", N_("This linkage needs more memory than it may have. Give more with --memory."), NULL);
	e->room = room < UINT32_MAX / 2 ? room : UINT32_MAX / 2;
	e->edge = link_grow(st->memory, NULL, e->room, sizeof *e->edge);
	pthread_mutex_init(&s.lock, NULL);
	all_parties(&s);
	pthread_mutex_destroy(&s.lock);
	for (int i = 0; i < LINK_THREADS; i++)
		e->compared += s.compared[i];
	link_free(st->memory, s.held);
	if (e->stopped)
		return err_say(cx, ERR_BUSY, NULL, N_("Stopped: there is no result."), NULL);
	if (e->full)
		return err_say(cx, ERR_LIMIT, "--threshold", N_("More pairs are alike than there is room for: the threshold is too low for these "
			"lists, or --memory too small."), NULL);
	if (e->failed || st->failed || !readers_begin(e))
		return err_say(cx, ERR_IO, "TMPDIR", N_("There is no room for the pairs in the folder of temporary files."), NULL);
	return 0;
}

void veil_edges_close(struct veil_edges *e) {
	if (e->fd >= 0)
		close(e->fd);
	e->fd = -1;
	for (int i = 0; e->memory != NULL && i < e->runs; i++)
		link_free(e->memory, e->reader[i].at);
	if (e->memory != NULL)
		link_free(e->memory, e->edge);
	e->memory = NULL;
}

static bool refill(struct veil_edges *e, int i) {
	uint64_t left = e->reader[i].end - e->reader[i].next;
	size_t n = left < READ ? (size_t)left : READ, bytes = n * sizeof(struct veil_edge);
	if (n == 0)
		return false;
	if (pread(e->fd, e->reader[i].at, bytes, (off_t)(e->reader[i].next * sizeof(struct veil_edge))) != (ssize_t)bytes) {
		e->failed = true;
		return false;
	}
	e->reader[i].next += n;
	e->reader[i].i = 0;
	e->reader[i].n = (uint32_t)n;
	return true;
}

bool veil_edges_next(struct veil_edges *e, struct veil_edge *ret) {
	int best = -1;
	for (int i = 0; i <= e->runs; i++) {
		if (e->reader[i].i == e->reader[i].n && (i == e->runs || !refill(e, i)))
			continue;
		if (best < 0 || before(&e->reader[i].at[e->reader[i].i], &e->reader[best].at[e->reader[best].i]))
			best = i;
	}
	if (best < 0 || e->failed)
		return false;
	*ret = e->reader[best].at[e->reader[best].i++];
	return true;
}
