#include "link/score.h"

#include <string.h>

#include "link/hash.h"
#include "link/parallel.h"

enum { PIECES = 8 };

struct tally {
	uint64_t pairs, bin[LINK_BINS], same[LINK_BINS][2], even[LINK_BINS][2];
	struct link_edge *edge;
	size_t n, room;
	bool failed;
};

struct scorer {
	struct link_blocks *b;
	const struct link_comparer *c;
	struct link_seen *seen;
	struct link_drawn *drawn;    /* may be NULL */
	size_t from[LINK_THREADS], to[LINK_THREADS]; /* of them, of the rule at hand */
	const uint32_t *truth;
	int32_t floor;
	struct tally *tally; /* a thread */
};

int link_half(uint32_t truth) {
	return (int)(link_mix(truth) & 1);
}

static void weigh(struct scorer *s, int thread, uint32_t left, uint32_t right, uint64_t pattern) {
	struct tally *t = &s->tally[thread];
	int32_t w = link_weight(s->c, pattern, left, right);
	int bin = link_bin(w);
	t->pairs++;
	t->bin[bin]++;
	if (s->truth != NULL) {
		uint32_t x = s->truth[left], y = s->truth[right];
		if (x == y && x != 0)
			t->same[bin][link_half(x)]++;
		else {
			t->even[bin][link_half(x)]++;
			t->even[bin][link_half(y)]++;
		}
	}
	if (w < s->floor)
		return;
	if (t->n == t->room) {
		struct link_edge *wider = link_try(s->b->rows->memory, t->edge, t->room * 3 / 2 + 4096, sizeof *t->edge);
		if (wider == NULL) {
			t->failed = true;
			return;
		}
		t->edge = wider;
		t->room = t->room * 3 / 2 + 4096;
	}
	t->edge[t->n++] = (struct link_edge){left, right, w};
}

static void take(void *arg, int thread, uint32_t left, uint32_t right) {
	struct scorer *s = arg;
	weigh(s, thread, left, right, link_pattern(s->c, left, right, &s->seen[thread]));
}

/* A piece of what learning left. */
static void drawn_work(void *arg, size_t piece, int thread) {
	struct scorer *s = arg;
	size_t of = piece / PIECES, n = s->to[of] - s->from[of], from = s->from[of] + n * (piece % PIECES) / PIECES,
		to = s->from[of] + n * (piece % PIECES + 1) / PIECES;
	for (size_t i = from; i < to; i++) {
		const struct link_drawn_pair *p = &s->drawn->pair[of][i];
		weigh(s, thread, p->left, p->right, p->pattern);
	}
}

/* The pairs of a rule. */
static bool score_rule(struct scorer *s, int rule) {
	uint64_t pairs;
	if (s->drawn == NULL || !s->drawn->kept)
		return link_blocks_run(s->b, rule, 1, true, take, s, &pairs);
	for (int i = 0; i < LINK_THREADS; i++) {
		s->from[i] = rule == 0 ? 0 : s->drawn->until[rule - 1][i];
		s->to[i] = s->drawn->until[rule][i];
	}
	link_parallel((size_t)LINK_THREADS * PIECES, s->b->threads, drawn_work, s);
	return true;
}

static size_t kept(const struct scorer *s) {
	size_t n = 0;
	for (int i = 0; i < LINK_THREADS; i++)
		n += s->tally[i].n;
	return n;
}

/* Too many: the floor goes up until half of what may be kept is left. The bins are sums, so all machines raise it alike. */
static void raise_floor(struct scorer *s, size_t most) {
	uint64_t left = 0;
	int bin = LINK_BINS;
	while (bin > 0 && left < most / 2) {
		bin--;
		for (int i = 0; i < LINK_THREADS; i++)
			left += s->tally[i].bin[bin];
	}
	int32_t floor = (LINK_BIN_FROM * LINK_BIT) + (bin + 1) * (LINK_BIT / LINK_BIN_OF_A_BIT);
	s->floor = floor > s->floor ? floor : s->floor;
	for (int i = 0; i < LINK_THREADS; i++) {
		struct tally *t = &s->tally[i];
		size_t k = 0;
		for (size_t j = 0; j < t->n; j++)
			if (t->edge[j].weight >= s->floor)
				t->edge[k++] = t->edge[j];
		t->n = k;
	}
}

static uint32_t digit(const struct link_edge *e, int pass) {
	static const int shift[3] = {0, 11, 22};
	uint32_t x = pass < 3 ? e->right : pass < 6 ? e->left : ~((uint32_t)e->weight ^ 0x80000000U);
	return x >> shift[pass % 3] & (pass % 3 == 2 ? 1023 : 2047);
}

void link_edges_sort(struct link_edge *edge, struct link_edge *spare, size_t n) {
	struct link_edge *const to = edge;
	for (int pass = 0; pass < 9; pass++) {
		size_t at[2049] = {0};
		for (size_t i = 0; i < n; i++)
			at[digit(&edge[i], pass) + 1]++;
		size_t most = 0;
		for (int i = 0; i < 2048; i++) {
			most = at[i + 1] > most ? at[i + 1] : most;
			at[i + 1] += at[i];
		}
		if (most == n) /* all alike in this digit */
			continue;
		for (size_t i = 0; i < n; i++)
			spare[at[digit(&edge[i], pass)]++] = edge[i];
		struct link_edge *t = edge;
		edge = spare;
		spare = t;
	}
	if (edge != to && n > 0)
		memcpy(to, edge, n * sizeof *to);
}

static bool gather(struct scorer *s, struct link_scores *ret) {
	struct link_memory *m = s->b->rows->memory;
	size_t n = kept(s), k = 0;
	ret->edge = link_try(m, NULL, n, sizeof *ret->edge);
	for (int i = 0; i < LINK_THREADS; i++) {
		struct tally *t = &s->tally[i];
		if (ret->edge != NULL && t->n > 0)
			memcpy(ret->edge + k, t->edge, t->n * sizeof *t->edge);
		k += t->n;
		link_free(m, t->edge);
		ret->pairs += t->pairs;
		for (int bin = 0; bin < LINK_BINS; bin++) {
			ret->bin[bin] += t->bin[bin];
			for (int half = 0; half < 2; half++) {
				ret->same[bin][half] += t->same[bin][half];
				ret->even[bin][half] += t->even[bin][half];
			}
		}
	}
	struct link_edge *spare = link_try(m, NULL, n, sizeof *spare);
	if (ret->edge == NULL || spare == NULL)
		return false;
	link_edges_sort(ret->edge, spare, n);
	link_free(m, spare);
	for (size_t i = 0; i < n; i++) /* windows may give a pair twice */
		if (i == 0 || memcmp(&ret->edge[i], &ret->edge[i - 1], sizeof *ret->edge) != 0)
			ret->edge[ret->edges++] = ret->edge[i];
	return true;
}

bool link_score(struct link_blocks *b, const struct link_comparer *c, struct link_seen *seen, struct link_drawn *drawn,
	const uint32_t *truth, int32_t floor, size_t most, bool (*go_on)(void *arg, int done, int of), void *arg, struct link_scores *ret) {
	struct scorer s = {.b = b, .c = c, .seen = seen, .drawn = drawn, .truth = truth, .floor = floor,
		.tally = link_alloc(b->rows->memory, LINK_THREADS, sizeof *s.tally)};
	bool done = true;
	*ret = (struct link_scores){0};
	for (int rule = 0; done && rule < b->model->rules; rule++) {
		done = score_rule(&s, rule);
		for (int i = 0; i < LINK_THREADS; i++)
			done &= !s.tally[i].failed;
		for (int i = 0; i < LINK_THREADS; i++)
			ret->more[rule] += s.tally[i].pairs;
		for (int i = 0; i < rule; i++)
			ret->more[rule] -= ret->more[i];
		if (kept(&s) > most) {
			raise_floor(&s, most);
			ret->raised = true;
		}
		done = done && (go_on == NULL || go_on(arg, rule + 1, b->model->rules));
	}
	ret->floor = s.floor;
	if (drawn != NULL)
		link_drawn_free(b->rows->memory, drawn);
	done = done && gather(&s, ret);
	link_free(b->rows->memory, s.tally);
	return done;
}
