/* match_ask.c - who is like somebody that is being written down, before anything is saved. */
#include "keeper/match_inside.h"

enum { HALF = MATCH_ASKED / 2 };

struct asking {
	const struct match_index *x;
	int64_t org;
	int32_t floor;
	struct best {
		size_t n;
		struct match_asked at[HALF];
		int32_t weight[HALF];
	} own, others;
};

/* Without how rare values are: two files of one's own, and which of them is named first, would tell. */
static int32_t weight_of(const struct match_index *x, uint64_t pattern) {
	const struct link_model *m = &x->engine.model;
	int32_t w = m->prior;
	for (int i = 0; i < x->engine.comparer.views; i++) {
		int level = link_level(pattern, i);
		if (level != LINK_NULL)
			w += m->comparison[i].weight[level];
	}
	return w;
}

/* The place where somebody stands, or would: behind all that are as like. */
static void best_put(struct best *b, int64_t person, int32_t weight) {
	size_t at = 0;
	while (at < b->n && b->at[at].person != person)
		at++;
	if (at < b->n && b->weight[at] >= weight)
		return;
	if (at == b->n && b->n == HALF) {
		if (b->weight[--at] >= weight)
			return;
	} else {
		b->n += at == b->n;
	}
	for (; at > 0 && b->weight[at - 1] < weight; at--) {
		b->at[at] = b->at[at - 1];
		b->weight[at] = b->weight[at - 1];
	}
	b->at[at].person = person;
	b->weight[at] = weight;
}

static void take(void *arg, uint32_t record, uint64_t pattern) {
	struct asking *a = arg;
	int32_t weight = weight_of(a->x, pattern);
	if (weight >= a->floor && a->x->person[record] != 0)
		best_put(a->x->org[record] == a->org ? &a->own : &a->others, a->x->person[record], weight);
}

size_t match_index_ask(struct match_index *x, const char *const *cells, int64_t org, int bits, struct match_asked found[MATCH_ASKED]) {
	struct asking a = {.x = x, .org = org, .floor = bits * LINK_BIT};
	size_t own = 0, other = 0, n = 0;
	if (!x->made || !link_live_ask(&x->live, cells, take, &a))
		return 0;
	while (own < a.own.n || other < a.others.n) {
		bool next_own = other == a.others.n || (own < a.own.n && a.own.weight[own] >= a.others.weight[other]);
		struct match_asked p = next_own ? a.own.at[own] : a.others.at[other];
		p.bits = (next_own ? a.own.weight[own++] : a.others.weight[other++]) / LINK_BIT;
		p.own = next_own;
		found[n++] = p;
	}
	return n;
}
