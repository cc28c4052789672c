#include "link/cluster.h"

#include <string.h>

#include "link/hash.h"

enum { REFUSED = 1 << 18 };
enum { LOWEST = -12 * LINK_BIT, HIGHEST = 24 * LINK_BIT };

const char *const link_method_names[LINK_METHOD__MAX] = {"average", "components", "one"};

#define END UINT32_MAX

/* Groups are rings of records; the first of a group carries its size and what it must not meet. */
struct groups {
	uint32_t *parent, *size, *next, *last;
	uint32_t *apart; /* first of a chain of sayings, 1 + its number; 0: none */
	struct chain {
		uint32_t other, next;
	} *chain;
	uint32_t chains;
	struct refused { /* two groups that were tried as they are and did not reach the bar */
		uint32_t a, b, size_a, size_b;
	} *refused;
};

static uint32_t find(uint32_t *parent, uint32_t x) {
	while (parent[x] != x)
		x = parent[x] = parent[parent[x]];
	return x;
}

static bool groups_init(struct link_memory *m, struct groups *g, uint32_t n, size_t said) {
	*g = (struct groups){.parent = link_try(m, NULL, n, 4), .size = link_try(m, NULL, n, 4), .next = link_try(m, NULL, n, 4),
		.last = link_try(m, NULL, n, 4), .apart = link_try(m, NULL, n, 4), .chain = link_try(m, NULL, said * 2 + 1, sizeof *g->chain),
		.refused = link_try(m, NULL, REFUSED, sizeof *g->refused)};
	if (g->parent == NULL || g->size == NULL || g->next == NULL || g->last == NULL || g->apart == NULL || g->chain == NULL
		|| g->refused == NULL)
		return false;
	memset(g->refused, 0, REFUSED * sizeof *g->refused);
	for (uint32_t i = 0; i < n; i++) {
		g->parent[i] = g->last[i] = i;
		g->next[i] = END;
		g->size[i] = 1;
		g->apart[i] = 0;
	}
	return true;
}

static void groups_free(struct link_memory *m, struct groups *g) {
	link_free(m, g->parent);
	link_free(m, g->size);
	link_free(m, g->next);
	link_free(m, g->last);
	link_free(m, g->apart);
	link_free(m, g->chain);
	link_free(m, g->refused);
}

static void keep_apart(struct groups *g, uint32_t from, uint32_t other) {
	g->chain[g->chains] = (struct chain){other, g->apart[from]};
	g->apart[from] = ++g->chains;
}

/* Sayings stay with the records they were made of; a group is all its records. */
static bool said_apart(struct groups *g, uint32_t a, uint32_t b) {
	if (g->chains == 0)
		return false;
	for (uint32_t x = a; x != END; x = g->next[x])
		for (uint32_t i = g->apart[x]; i != 0; i = g->chain[i - 1].next)
			if (find(g->parent, g->chain[i - 1].other) == b)
				return true;
	return false;
}

static bool share_source(const struct groups *g, const uint32_t *source, uint32_t a, uint32_t b) {
	for (uint32_t x = a; x != END; x = g->next[x])
		for (uint32_t y = b; y != END; y = g->next[y])
			if (source[x] == source[y])
				return true;
	return false;
}

static void join(struct groups *g, uint32_t a, uint32_t b) {
	if (g->size[a] < g->size[b]) {
		uint32_t t = a;
		a = b;
		b = t;
	}
	g->parent[b] = a;
	g->next[g->last[a]] = b;
	g->last[a] = g->last[b];
	g->size[a] += g->size[b];
}

static int64_t held(const struct link_comparer *c, struct link_seen *seen, uint32_t x, uint32_t y) {
	uint32_t l = x < y ? x : y, r = x < y ? y : x;
	int32_t w = link_weight(c, link_pattern(c, l, r, seen), l, r);
	return w < LOWEST ? LOWEST : w > HIGHEST ? HIGHEST : w;
}

static uint32_t walk(const struct groups *g, uint32_t from, uint64_t steps) {
	while (steps-- > 0)
		from = g->next[from];
	return from;
}

/* Whether the mean weight between two groups reaches the bar. Large ones: every so-manieth pair of their table. */
static bool reaches(const struct link_comparer *c, struct link_seen *seen, const struct groups *g, uint32_t a, uint32_t b, int32_t bar) {
	int64_t sum = 0;
	uint64_t all = (uint64_t)g->size[a] * g->size[b];
	if (all <= LINK_CROSS) {
		int64_t wanted = (int64_t)all * bar, left = (int64_t)all;
		for (uint32_t x = a; x != END; x = g->next[x])
			for (uint32_t y = b; y != END; y = g->next[y]) {
				sum += held(c, seen, x, y);
				left--;
				if (sum + left * HIGHEST < wanted || sum + left * LOWEST >= wanted) /* whatever the rest is */
					return sum + left * HIGHEST >= wanted;
			}
		return sum >= wanted;
	}
	uint32_t left[20], right[20]; /* at most twenty of each side, evenly */
	uint32_t n = g->size[a] < 20 ? g->size[a] : 20, m = g->size[b] < 20 ? g->size[b] : 20;
	left[0] = a;
	right[0] = b;
	for (uint32_t i = 1; i < n; i++)
		left[i] = walk(g, left[i - 1], (uint64_t)g->size[a] * i / n - (uint64_t)g->size[a] * (i - 1) / n);
	for (uint32_t i = 1; i < m; i++)
		right[i] = walk(g, right[i - 1], (uint64_t)g->size[b] * i / m - (uint64_t)g->size[b] * (i - 1) / m);
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < m; j++)
			sum += held(c, seen, left[i], right[j]);
	return sum >= (int64_t)n * m * bar;
}

/* The same of two groups tried before, as long as neither has grown: strong pairs between them come many times. */
static bool reaches_now(const struct link_comparer *c, struct link_seen *seen, const struct groups *g, uint32_t a, uint32_t b, int32_t bar) {
	if (a > b) {
		uint32_t t = a;
		a = b;
		b = t;
	}
	struct refused *r = &g->refused[link_mix((uint64_t)a << 32 | b) & (REFUSED - 1)];
	if (r->a == a && r->b == b && r->size_a == g->size[a] && r->size_b == g->size[b])
		return false;
	if (reaches(c, seen, g, a, b, bar))
		return true;
	*r = (struct refused){a, b, g->size[a], g->size[b]};
	return false;
}

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

bool link_copies(const struct link_comparer *c, uint32_t *copy) {
	const struct link_rows *r = c->rows;
	size_t bytes = (size_t)r->slots * sizeof(uint32_t);
	uint32_t mask = 1023;
	while (mask < r->records * 2ULL && mask < UINT32_MAX / 2)
		mask = mask * 2 + 1;
	uint32_t *table = link_try(r->memory, NULL, (size_t)mask + 1, sizeof *table); /* 1 + a record */
	if (table == NULL)
		return false;
	memset(table, 0, ((size_t)mask + 1) * sizeof *table);
	for (uint32_t i = 0; i < r->records; i++) {
		const uint32_t *row = link_row(r, i);
		copy[i] = i;
		if (!is_whole(c, row))
			continue;
		uint32_t at = (uint32_t)(link_hash((const char *)row, bytes) >> 20) & mask;
		while (table[at] != 0 && memcmp(link_row(r, table[at] - 1), row, bytes) != 0)
			at = (at + 1) & mask;
		if (table[at] == 0)
			table[at] = i + 1;
		copy[i] = table[at] - 1;
	}
	link_free(r->memory, table);
	return true;
}

bool link_cluster(const struct link_comparer *c, struct link_seen *seen, const struct link_edge *edge, size_t edges,
	const struct link_clustering *how, uint32_t *cluster) {
	struct link_memory *m = c->rows->memory;
	struct groups g;
	uint32_t n = c->rows->records;
	if (!groups_init(m, &g, n, how->said_n))
		return false;
	for (size_t i = 0; i < how->said_n; i++)
		if (!how->said[i].same) {
			keep_apart(&g, how->said[i].left, how->said[i].right);
			keep_apart(&g, how->said[i].right, how->said[i].left);
		}
	for (size_t i = 0; i < how->said_n; i++) {
		uint32_t a = find(g.parent, how->said[i].left), b = find(g.parent, how->said[i].right);
		if (how->said[i].same && a != b && !said_apart(&g, a, b))
			join(&g, a, b);
	}
	for (uint32_t i = 0; how->copy != NULL && i < n; i++) {
		uint32_t a = find(g.parent, how->copy[i]), b = find(g.parent, i);
		if (a != b && !said_apart(&g, a, b))
			join(&g, a, b);
	}
	for (size_t i = 0; i < edges; i++) {
		uint32_t a = find(g.parent, edge[i].left), b = find(g.parent, edge[i].right);
		bool pair = g.size[a] == 1 && g.size[b] == 1;
		if (a == b)
			continue;
		if (pair || how->method == CLUSTER_COMPONENTS ? edge[i].weight < how->bar : !reaches_now(c, seen, &g, a, b, how->bar))
			continue;
		if (said_apart(&g, a, b) || (how->method == CLUSTER_ONE && how->source != NULL && share_source(&g, how->source, a, b)))
			continue;
		join(&g, a, b);
	}
	for (uint32_t i = 0; i < n; i++)
		cluster[i] = END;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t root = find(g.parent, i);
		if (cluster[root] == END)
			cluster[root] = i;
		if (root != i)
			cluster[i] = cluster[root];
	}
	for (uint32_t i = 0; i < n; i++) /* a root may come after its group's first */
		cluster[i] = cluster[find(g.parent, i)];
	groups_free(m, &g);
	return true;
}
