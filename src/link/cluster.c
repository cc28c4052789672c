#include "link/cluster.h"

#include <string.h>

#include "link/hash.h"
#include "link/parallel.h"

enum { REFUSED = 1 << 16, BINS = 128, CROSS_SIDE = 20, AHEAD = 12 };
enum { LOWEST = -12 * LINK_BIT, HIGHEST = 24 * LINK_BIT };

const char *const link_method_names[LINK_METHOD__MAX] = {"average", "components", "one"};

#define END UINT32_MAX

/* A record among others. Groups are rings of records; the first of a group carries its size and what it must not meet. */
struct member {
	uint32_t parent, size, next, last;
	uint32_t apart; /* first of a chain of sayings, 1 + its number; 0: none */
};

struct refused { /* two groups that were tried as they are and did not reach the bar */
	uint32_t a, b, size_a, size_b;
};

/* Records that no edge, copy or saying connects are parts that need not wait for each other: each bin has the edges of some of them. */
struct clustering {
	const struct link_comparer *c;
	const struct link_clustering *how;
	struct member *of;
	struct chain {
		uint32_t other, next;
	} *chain;
	uint32_t chains;
	struct link_seen *seen;      /* a thread */
	struct refused *refused[LINK_THREADS];
	const struct link_edge *edge;
	size_t edges;
	uint32_t *place;             /* numbers of edges, bin after bin; NULL: one bin of all of them */
	size_t bins, from[BINS + 1];
};

static uint32_t find(struct member *of, uint32_t x) {
	while (of[x].parent != x)
		x = of[x].parent = of[of[x].parent].parent;
	return x;
}

static void keep_apart(struct clustering *g, uint32_t from, uint32_t other) {
	g->chain[g->chains] = (struct chain){other, g->of[from].apart};
	g->of[from].apart = ++g->chains;
}

/* Sayings stay with the records they were made of; a group is all its records. */
static bool said_apart(struct clustering *g, uint32_t a, uint32_t b) {
	if (g->chains == 0)
		return false;
	for (uint32_t x = a; x != END; x = g->of[x].next)
		for (uint32_t i = g->of[x].apart; i != 0; i = g->chain[i - 1].next)
			if (find(g->of, g->chain[i - 1].other) == b)
				return true;
	return false;
}

static bool share_source(const struct clustering *g, uint32_t a, uint32_t b) {
	for (uint32_t x = a; x != END; x = g->of[x].next)
		for (uint32_t y = b; y != END; y = g->of[y].next)
			if (g->how->source[x] == g->how->source[y])
				return true;
	return false;
}

static void join(struct member *of, uint32_t a, uint32_t b) {
	if (of[a].size < of[b].size) {
		uint32_t t = a;
		a = b;
		b = t;
	}
	of[b].parent = a;
	of[of[a].last].next = b;
	of[a].last = of[b].last;
	of[a].size += of[b].size;
}

static int64_t held(const struct link_comparer *c, struct link_seen *seen, uint32_t x, uint32_t y) {
	uint32_t l = x < y ? x : y, r = x < y ? y : x;
	int32_t w = link_weight(c, link_pattern(c, l, r, seen), l, r);
	return w < LOWEST ? LOWEST : w > HIGHEST ? HIGHEST : w;
}

/* At most CROSS_SIDE records of a group, evenly. */
static uint32_t some_of(const struct member *of, uint32_t group, uint32_t some[CROSS_SIDE]) {
	uint64_t size = of[group].size;
	uint32_t n = size < CROSS_SIDE ? (uint32_t)size : CROSS_SIDE, x = group;
	for (uint32_t i = 0; i < n; i++) {
		for (uint64_t steps = i == 0 ? 0 : size * i / n - size * (i - 1) / n; steps > 0; steps--)
			x = of[x].next;
		some[i] = x;
	}
	return n;
}

/* Whether the mean weight between two groups reaches the bar. Large ones: every so-manieth pair of their table. */
static bool reaches(const struct clustering *g, struct link_seen *seen, uint32_t a, uint32_t b) {
	const struct member *of = g->of;
	const int32_t bar = g->how->bar;
	int64_t sum = 0;
	uint64_t all = (uint64_t)of[a].size * of[b].size;
	if (all <= LINK_CROSS) {
		int64_t wanted = (int64_t)all * bar, left = (int64_t)all;
		for (uint32_t x = a; x != END; x = of[x].next)
			for (uint32_t y = b; y != END; y = of[y].next) {
				sum += held(g->c, seen, x, y);
				left--;
				if (sum + left * HIGHEST < wanted || sum + left * LOWEST >= wanted) /* whatever the rest is */
					return sum + left * HIGHEST >= wanted;
			}
		return sum >= wanted;
	}
	uint32_t left[CROSS_SIDE], right[CROSS_SIDE], n = some_of(of, a, left), m = some_of(of, b, right);
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < m; j++)
			sum += held(g->c, seen, left[i], right[j]);
	return sum >= (int64_t)n * m * bar;
}

/* The same of two groups tried before, as long as neither has grown: strong pairs between them come many times. */
static bool reaches_now(const struct clustering *g, int thread, uint32_t a, uint32_t b) {
	if (a > b) {
		uint32_t t = a;
		a = b;
		b = t;
	}
	struct refused *r = &g->refused[thread][link_mix((uint64_t)a << 32 | b) & (REFUSED - 1)];
	if (r->a == a && r->b == b && r->size_a == g->of[a].size && r->size_b == g->of[b].size)
		return false;
	if (reaches(g, &g->seen[thread], a, b))
		return true;
	*r = (struct refused){a, b, g->of[a].size, g->of[b].size};
	return false;
}

/* Joins --------------------------------------------------------------------------------------------------------------------------- */

static void take_edge(struct clustering *g, int thread, const struct link_edge *edge) {
	const struct link_clustering *how = g->how;
	uint32_t a = find(g->of, edge->left), b = find(g->of, edge->right);
	if (a == b)
		return;
	bool pair = g->of[a].size == 1 && g->of[b].size == 1;
	if (pair || how->method == CLUSTER_COMPONENTS ? edge->weight < how->bar : !reaches_now(g, thread, a, b))
		return;
	if (said_apart(g, a, b) || (how->method == CLUSTER_ONE && how->source != NULL && share_source(g, a, b)))
		return;
	join(g->of, a, b);
}

static const struct link_edge *edge_at(const struct clustering *g, size_t i) {
	return &g->edge[g->place == NULL ? i : g->place[i]];
}

static void bin_work(void *arg, size_t bin, int thread) {
	struct clustering *g = arg;
	size_t to = g->from[bin + 1];
	for (size_t i = g->from[bin]; i < to; i++) {
		if (i + AHEAD < to) {
			const struct link_edge *next = edge_at(g, i + AHEAD);
			__builtin_prefetch(&g->of[next->left]);
			__builtin_prefetch(&g->of[next->right]);
			link_row_ahead(g->c->rows, next->left);
			link_row_ahead(g->c->rows, next->right);
		}
		take_edge(g, thread, edge_at(g, i));
	}
}

/* What people said, and copies, come first. */
static void join_first(struct clustering *g) {
	const struct link_clustering *how = g->how;
	for (size_t i = 0; i < how->said_n; i++)
		if (!how->said[i].same) {
			keep_apart(g, how->said[i].left, how->said[i].right);
			keep_apart(g, how->said[i].right, how->said[i].left);
		}
	for (size_t i = 0; i < how->said_n; i++) {
		uint32_t a = find(g->of, how->said[i].left), b = find(g->of, how->said[i].right);
		if (how->said[i].same && a != b && !said_apart(g, a, b))
			join(g->of, a, b);
	}
	for (uint32_t i = 0; how->copy != NULL && i < g->c->rows->records; i++) {
		if (how->copy[i] == i)
			continue;
		uint32_t a = find(g->of, how->copy[i]), b = find(g->of, i);
		if (a != b && !said_apart(g, a, b))
			join(g->of, a, b);
	}
}

/* Parts --------------------------------------------------------------------------------------------------------------------------- */

static uint32_t part_of(uint32_t *part, uint32_t x) {
	while (part[x] != x)
		x = part[x] = part[part[x]];
	return x;
}

static void connect(uint32_t *part, uint32_t x, uint32_t y) {
	uint32_t a = part_of(part, x), b = part_of(part, y);
	if (a < b)
		part[b] = a;
	else
		part[a] = b;
}

/* A part of many edges is a bin by itself; of others, as many as make one. `bin`: of the part each record is first of. */
static void fill_bins(struct clustering *g, const uint32_t *part, uint32_t *bin) {
	const uint32_t n = g->c->rows->records;
	const size_t full = g->edges / (BINS / 2) + 1;
	size_t now = 0;
	memset(bin, 0, n * sizeof *bin);
	for (size_t i = 0; i < g->edges; i++)
		bin[part[g->edge[i].left]]++;
	for (uint32_t i = 0; i < n; i++) {
		size_t edges = bin[i];
		if (part[i] != i || edges == 0)
			continue;
		if (g->bins == 0 || (now + edges > full && g->bins < BINS)) {
			g->bins++;
			now = 0;
		}
		now += edges;
		bin[i] = (uint32_t)g->bins - 1;
		g->from[g->bins] += edges;
	}
}

/* Edges by bins, each bin's in their order. False: no memory; then it is done as one. */
static bool part_edges(struct clustering *g) {
	const uint32_t n = g->c->rows->records;
	struct link_memory *m = g->c->rows->memory;
	uint32_t *part = link_try(m, NULL, n, sizeof *part), *bin = link_try(m, NULL, n, sizeof *bin);
	size_t at[BINS];
	g->place = link_try(m, NULL, g->edges, sizeof *g->place);
	bool done = part != NULL && bin != NULL && g->place != NULL;
	for (uint32_t i = 0; done && i < n; i++)
		part[i] = find(g->of, i);
	for (size_t i = 0; done && i < g->how->said_n; i++)
		connect(part, g->how->said[i].left, g->how->said[i].right);
	for (size_t i = 0; done && i < g->edges; i++) {
		__builtin_prefetch(&part[g->edge[i + AHEAD < g->edges ? i + AHEAD : i].left]);
		__builtin_prefetch(&part[g->edge[i + AHEAD < g->edges ? i + AHEAD : i].right]);
		connect(part, g->edge[i].left, g->edge[i].right);
	}
	for (uint32_t i = 0; done && i < n; i++)
		part[i] = part_of(part, i);
	if (done) {
		fill_bins(g, part, bin);
		for (size_t i = 0; i < g->bins; i++) {
			at[i] = g->from[i];
			g->from[i + 1] += g->from[i];
		}
		for (size_t i = 0; i < g->edges; i++)
			g->place[at[bin[part[g->edge[i].left]]]++] = (uint32_t)i;
	} else {
		link_free(m, g->place);
		g->place = NULL;
	}
	link_free(m, part);
	link_free(m, bin);
	return done;
}

/* -------------------------------------------------------------------------------------------------------------------------------- */

static bool begin(struct clustering *g) {
	struct link_memory *m = g->c->rows->memory;
	uint32_t n = g->c->rows->records;
	bool done = true;
	g->of = link_try(m, NULL, n, sizeof *g->of);
	g->chain = link_try(m, NULL, g->how->said_n * 2 + 1, sizeof *g->chain);
	for (int i = 0; i == 0 || (i < g->how->threads && i < LINK_THREADS); i++) {
		g->refused[i] = link_try(m, NULL, REFUSED, sizeof *g->refused[i]);
		done &= g->refused[i] != NULL;
		if (g->refused[i] != NULL)
			memset(g->refused[i], 0, REFUSED * sizeof *g->refused[i]);
	}
	done &= g->of != NULL && g->chain != NULL;
	for (uint32_t i = 0; done && i < n; i++)
		g->of[i] = (struct member){.parent = i, .size = 1, .next = END, .last = i};
	return done;
}

static void end(struct clustering *g) {
	struct link_memory *m = g->c->rows->memory;
	link_free(m, g->of);
	link_free(m, g->chain);
	link_free(m, g->place);
	for (int i = 0; i < LINK_THREADS; i++)
		link_free(m, g->refused[i]);
}

/* The lowest record of each one's group. */
static void name_clusters(struct member *of, uint32_t n, uint32_t *cluster) {
	for (uint32_t i = 0; i < n; i++)
		cluster[i] = END;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t root = find(of, i);
		if (cluster[root] == END)
			cluster[root] = i;
		cluster[i] = cluster[root];
	}
}

bool link_cluster(const struct link_comparer *c, struct link_seen *seen, const struct link_edge *edge, size_t edges,
	const struct link_clustering *how, uint32_t *cluster) {
	struct clustering g = {.c = c, .how = how, .seen = seen, .edge = edge, .edges = edges};
	bool done = begin(&g);
	if (done) {
		join_first(&g);
		if (how->threads < 2 || edges >= UINT32_MAX || !part_edges(&g)) {
			g.bins = 1;
			g.from[1] = edges;
		}
		link_parallel(g.bins, how->threads, bin_work, &g);
		name_clusters(g.of, c->rows->records, cluster);
	}
	end(&g);
	return done;
}
