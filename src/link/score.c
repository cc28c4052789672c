#include "link/score.h"

#include <string.h>

#include "link/batch.h"
#include "link/hash.h"
#include "link/parallel.h"

enum { PIECES = 8, AHEAD = 12, SORTED = 2 /* parts, a power of two */ };

struct tally {
	uint64_t pairs, bin[LINK_BINS], same[LINK_BINS][2], even[LINK_BINS][2];
	struct link_edge *edge;
	size_t n, room;
	bool failed;
	char apart[LINK_LINE];
};

struct scorer {
	struct link_blocks *b;
	const struct link_comparer *c;
	struct link_seen *seen;
	struct link_drawn *drawn;    /* may be NULL */
	size_t from[LINK_THREADS], to[LINK_THREADS]; /* of them, of the rule at hand */
	const uint32_t *truth;
	bool again;          /* there are groups too large, whose pairs may come more than once */
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
	bool same = false;
	if (s->truth != NULL) {
		uint32_t x = s->truth[left], y = s->truth[right];
		same = x == y && x != 0;
		if (same)
			t->same[bin][link_half(x)]++;
		else {
			t->even[bin][link_half(x)]++;
			t->even[bin][link_half(y)]++;
		}
	}
	if (w < s->floor && !(same && s->again)) /* true pairs are all held until each has been counted once */
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

static void take(void *arg, int thread, const struct link_pair *pair, size_t n) {
	struct scorer *s = arg;
	uint64_t pattern[LINK_PAIRS];
	link_patterns(s->c, pair, n, &s->seen[thread], pattern);
	for (size_t i = 0; i < n; i++)
		weigh(s, thread, pair[i].left, pair[i].right, pattern[i]);
}

/* A piece of what learning left. */
static void drawn_work(void *arg, size_t piece, int thread) {
	struct scorer *s = arg;
	size_t of = piece / PIECES, n = s->to[of] - s->from[of], from = s->from[of] + n * (piece % PIECES) / PIECES,
		to = s->from[of] + n * (piece % PIECES + 1) / PIECES;
	for (size_t i = from; i < to; i++) {
		const struct link_drawn_pair *p = &s->drawn->pair[of][i];
		if (i + AHEAD < to) {
			link_row_ahead(s->c->rows, p[AHEAD].left);
			link_row_ahead(s->c->rows, p[AHEAD].right);
		}
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
	enum { PASSES = 9, DIGITS = 2048 };
	struct link_edge *const to = edge;
	for (int pass = 0; pass < PASSES; pass++) {
		size_t at[DIGITS + 1] = {0};
		for (size_t i = 0; i < n; i++)
			at[digit(&edge[i], pass) + 1]++;
		size_t most = 0;
		for (int i = 0; i < DIGITS; i++) {
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

struct sorting {
	struct link_edge *edge, *spare;
	size_t from[SORTED + 1];
};

static void sort_work(void *arg, size_t piece, int thread) {
	struct sorting *s = arg;
	size_t from = s->from[piece];
	(void)thread;
	link_edges_sort(s->edge + from, s->spare + from, s->from[piece + 1] - from);
}

static bool is_before(const struct link_edge *a, const struct link_edge *b) {
	return a->weight != b->weight ? a->weight > b->weight : a->left != b->left ? a->left < b->left : a->right < b->right;
}

/* Neighbouring runs become one, from one array into the other. */
static void merge_work(void *arg, size_t piece, int thread) {
	struct sorting *s = arg;
	const struct link_edge *a = s->edge + s->from[2 * piece], *a_end = s->edge + s->from[2 * piece + 1], *b = a_end,
		*b_end = s->edge + s->from[2 * piece + 2];
	struct link_edge *to = s->spare + s->from[2 * piece];
	(void)thread;
	while (a < a_end && b < b_end)
		*to++ = is_before(b, a) ? *b++ : *a++;
	memcpy(to, a, (size_t)(a_end - a) * sizeof *a);
	memcpy(to + (a_end - a), b, (size_t)(b_end - b) * sizeof *b);
}

/* Sorted by all threads; gives where they are, one of the two arrays. */
static struct link_edge *sort_by_parts(struct link_edge *edge, struct link_edge *spare, size_t n, int threads) {
	struct sorting s = {.edge = edge, .spare = spare};
	for (size_t i = 0; i <= SORTED; i++)
		s.from[i] = n / SORTED * i + n % SORTED * i / SORTED;
	link_parallel(SORTED, threads, sort_work, &s);
	for (size_t runs = SORTED; runs > 1; runs /= 2) {
		link_parallel(runs / 2, threads, merge_work, &s);
		for (size_t i = 0; i <= runs / 2; i++)
			s.from[i] = s.from[2 * i];
		struct link_edge *t = s.edge;
		s.edge = s.spare;
		s.spare = t;
	}
	return s.edge;
}

/* A pair of a group too large, which a later rule gave again. */
static void count_once(const struct scorer *s, struct link_scores *ret, const struct link_edge *e) {
	int bin = link_bin(e->weight);
	ret->pairs--;
	ret->bin[bin]--;
	if (s->truth == NULL)
		return;
	uint32_t x = s->truth[e->left], y = s->truth[e->right];
	if (x == y && x != 0) {
		ret->same[bin][link_half(x)]--;
	} else {
		ret->even[bin][link_half(x)]--;
		ret->even[bin][link_half(y)]--;
	}
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
	struct link_edge *sorted = sort_by_parts(ret->edge, spare, n, s->b->threads);
	if (sorted != ret->edge)
		spare = ret->edge;
	ret->edge = sorted;
	link_free(m, spare);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || memcmp(&ret->edge[i], &ret->edge[i - 1], sizeof *ret->edge) != 0)
			ret->edge[ret->edges++] = ret->edge[i];
		else
			count_once(s, ret, &ret->edge[i]);
	while (ret->edges > 0 && ret->edge[ret->edges - 1].weight < s->floor)
		ret->edges--;
	return true;
}

bool link_score(struct link_blocks *b, const struct link_comparer *c, struct link_seen *seen, struct link_drawn *drawn,
	const uint32_t *truth, int32_t floor, size_t most, bool (*go_on)(void *arg, int done, int of), void *arg, struct link_scores *ret) {
	struct scorer s = {.b = b, .c = c, .seen = seen, .drawn = drawn, .truth = truth, .floor = floor,
		.tally = link_alloc(b->rows->memory, LINK_THREADS, sizeof *s.tally)};
	bool done = true;
	*ret = (struct link_scores){0};
	for (int rule = 0; rule < b->model->rules; rule++)
		s.again |= b->large[rule].n > 0;
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
