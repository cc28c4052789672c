#include "estimate/graphs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "estimate/bootstrap.h"
#include "estimate/real.h"
#include "estimate/wide.h"

enum { BLOCK = 512, COARSE = 256, AROUND = 6 };
#define LACK 25.0          /* what is left out of graphs and of x weighs less than e^-25 of the heaviest graph */
#define BETWEEN 12.0       /* between two coarse places log p is no higher than that above the higher one */

/* Graphs ----------------------------------------------------------------------------------------------------------- */

struct parts { /* a decomposable graph: its cliques, and between them its separators, each a set of lists */
	int cliques, separators;
	uint8_t clique[GRAPH_LISTS], separator[GRAPH_LISTS];
};

static void neighbours_of(uint32_t edges, int lists, uint8_t *neighbours) {
	memset(neighbours, 0, GRAPH_LISTS);
	for (int j = 1; j < lists; j++)
		for (int i = 0; i < j; i++)
			if (edges >> graph_pair(i, j) & 1) {
				neighbours[i] |= (uint8_t)(1U << j);
				neighbours[j] |= (uint8_t)(1U << i);
			}
}

static bool is_clique(const uint8_t *neighbours, unsigned set) {
	for (unsigned left = set; left != 0; left &= left - 1) {
		int i = __builtin_ctz(left);
		if ((set & ~(1U << i) & ~(unsigned)neighbours[i]) != 0)
			return false;
	}
	return true;
}

/* Maximum cardinality search (Tarjan & Yannakakis 1984): each list is taken where it has most neighbours among those
   taken before. The graph is chordal if these always know each other; where their number does not grow by one, a
   clique is complete and the next begins with what they share, the separator. */
static bool decompose(uint32_t edges, int lists, struct parts *ret_parts) {
	uint8_t neighbours[GRAPH_LISTS];
	struct parts p = {0};
	unsigned taken = 0, before = 0, clique = 0;
	neighbours_of(edges, lists, neighbours);
	for (int step = 0; step < lists; step++) {
		int best = -1, most = -1;
		for (int i = 0; i < lists; i++) {
			int known = __builtin_popcount(neighbours[i] & taken);
			if ((taken >> i & 1) == 0 && known > most) {
				most = known;
				best = i;
			}
		}
		unsigned shared = neighbours[best] & taken;
		if (!is_clique(neighbours, shared))
			return false;
		if (step > 0 && __builtin_popcount(shared) <= __builtin_popcount(before)) {
			p.clique[p.cliques++] = (uint8_t)clique;
			p.separator[p.separators++] = (uint8_t)shared;
		}
		clique = shared | 1U << best;
		before = shared;
		taken |= 1U << best;
	}
	p.clique[p.cliques++] = (uint8_t)clique;
	*ret_parts = p;
	return true;
}

static void set_write(unsigned set, char **at, const char *end) {
	for (; set != 0 && *at < end; set &= set - 1)
		*(*at)++ = (char)('1' + __builtin_ctz(set));
}

static void sets_write(const uint8_t *sets, int n, char **at, const char *end) {
	for (int i = 0; i < n; i++) {
		if (i > 0 && *at < end)
			*(*at)++ = ',';
		set_write(sets[i], at, end);
	}
}

void mse_graph_write(uint32_t edges, int lists, char *text, size_t n) {
	struct parts p;
	char *at = text;
	const char *end = text + n - 1;
	uint8_t separators[GRAPH_LISTS];
	int m = 0;
	*text = 0;
	if (n < 64 || !decompose(edges, lists, &p))
		return;
	for (int i = 0; i < p.separators; i++)
		if (p.separator[i] != 0)
			separators[m++] = p.separator[i];
	memcpy(at, "C=", 2);
	at += 2;
	sets_write(p.clique, p.cliques, &at, end);
	if (m > 0) {
		memcpy(at, ";S=", 3);
		at += 3;
		sets_write(separators, m, &at, end);
	}
	*at = 0;
}

/* Terms that many graphs share ------------------------------------------------------------------------------------- */

struct sum {
	const struct mse_table *t;
	int lists, threads;
	double delta, observed;
	int64_t most;
	double fixed[1 << GRAPH_LISTS];  /* of a set: what does not change with x */
	double start[1 << GRAPH_LISTS];  /* of a set: people outside it who were observed, and the prior's share */
	double *coarse[1 << GRAPH_LISTS];/* L(set, x) at COARSE places of x; [0] the bracket for another part */
	double base_coarse[COARSE];
	double x_coarse[COARSE];
	size_t n;                        /* graphs */
	struct graph {
		uint32_t edges;
		double peak;                 /* log p, the largest at the coarse places */
		int64_t from, to;            /* x where it weighs anything */
		double weight, first;        /* sum of p and of p x, relative to `top` */
		struct parts parts;
	} *graphs;
	size_t kept;                     /* those in front, heavy enough to be summed */
	double top, lack;                /* the largest peak; how far below it nothing is of weight */
	size_t places;                   /* of x, where p is worked out: */
	double *x, *mass, *moment;       /* there; what a p there adds to the sum over all x of p, and of p x */
	double *share;                   /* there: the posterior, unnormalised */
	double *all_share;               /* the same at every x: [most] */
	size_t blocks;
	double *block_weight, *block_first; /* by block and kept graph: added in order, so that threads change nothing */
};

static double log_gamma(double x) {
	return real_log_gamma(x);
}

/* D_i of a set: people by which of its lists they are on; the prior gives each of its 2^|C| cells d. */
static void set_begin(struct sum *s, unsigned set) {
	int64_t margin[1 << GRAPH_LISTS] = {0};
	double d = s->delta * (double)(1U << (s->lists - __builtin_popcount(set)));
	double sum = 0;
	for (unsigned w = 1; w < mse_cells(s->t); w++)
		margin[w & set] += s->t->n[w];
	for (unsigned i = set; i != 0; i = (i - 1) & set)
		sum += log_gamma((double)margin[i] + d);
	s->fixed[set] = sum - (double)(1U << __builtin_popcount(set)) * log_gamma(d);
	s->start[set] = (double)margin[0] + d;
}

static double set_at(const struct sum *s, unsigned set, double x) {
	return set == 0 ? log_gamma(s->delta * (double)mse_cells(s->t)) - log_gamma(s->observed + x
		+ s->delta * (double)mse_cells(s->t)) : log_gamma(x + s->start[set]) + s->fixed[set];
}

/* What every graph has: ways to have seen these, and the prior 1/N. */
static double base_at(const struct sum *s, double x) {
	return log_gamma(s->observed + x + 1) - log_gamma(x + 1) - real_log(s->observed + x);
}

/* log p(graph, x) from rows of L: cliques less separators; a bracket for every clique, less one for every separator.
   Between parts that do not hang together the separator is empty and takes nothing away. */
WIDE static void graph_add(const struct parts *p, double *const *rows, const double *base, unsigned n,
	double *restrict sum) {
	memcpy(sum, base, n * sizeof *sum);
	for (int i = 0; i < p->cliques; i++) {
		const double *restrict row = rows[p->clique[i]];
		for (unsigned k = 0; k < n; k++)
			sum[k] += row[k];
	}
	for (int i = 0; i < p->separators; i++) {
		const double *restrict row = rows[p->separator[i]];
		if (p->separator[i] != 0)
			for (unsigned k = 0; k < n; k++)
				sum[k] -= row[k];
	}
	const double *restrict bracket = rows[0];
	double times = p->cliques;
	for (int i = 0; i < p->separators; i++)
		times -= p->separator[i] != 0;
	for (unsigned k = 0; k < n; k++)
		sum[k] += times * bracket[k];
}

/* Which graphs there are, and how heavy each can be ---------------------------------------------------------------- */

static bool enumerate(struct sum *s) {
	uint32_t all = 1U << (s->lists * (s->lists - 1) / 2);
	size_t room = 0;
	for (uint32_t edges = 0; edges < all; edges++) {
		struct parts p;
		if (!decompose(edges, s->lists, &p))
			continue;
		if (s->n == room) {
			room = room == 0 ? 64 : 2 * room;
			struct graph *more = realloc(s->graphs, room * sizeof *more);
			if (more == NULL)
				return false;
			s->graphs = more;
		}
		s->graphs[s->n++] = (struct graph){.edges = edges, .parts = p};
	}
	return true;
}

/* From the coarse place before the first that weighs anything to the one after the last. */
static void range_find(const struct sum *s, struct graph *g) {
	double sum[COARSE];
	int from = 0, to = COARSE - 1;
	graph_add(&g->parts, s->coarse, s->base_coarse, COARSE, sum);
	while (from < COARSE - 1 && sum[from + 1] + BETWEEN < s->top - s->lack)
		from++;
	while (to > from && sum[to - 1] + BETWEEN < s->top - s->lack)
		to--;
	g->from = (int64_t)s->x_coarse[from];
	g->to = (int64_t)s->x_coarse[to];
}

/* Places of x, closer together where it is small: every posterior here is smooth on that scale. */
static bool look_coarsely(struct sum *s) {
	double *rows = malloc(mse_cells(s->t) * COARSE * sizeof *rows);
	if (rows == NULL)
		return false;
	for (int k = 0; k < COARSE; k++) {
		double share = (double)k / (COARSE - 1);
		s->x_coarse[k] = 1 + floor(((double)s->most - 1) * share * share * share);
		s->base_coarse[k] = base_at(s, s->x_coarse[k]);
	}
	for (unsigned set = 0; set < mse_cells(s->t); set++) {
		s->coarse[set] = rows + set * COARSE;
		for (int k = 0; k < COARSE; k++)
			s->coarse[set][k] = set_at(s, set, s->x_coarse[k]);
	}
	s->top = -INFINITY;
	s->lack = LACK + real_log((double)s->n);
	for (size_t i = 0; i < s->n; i++) {
		double sum[COARSE], peak = -INFINITY;
		graph_add(&s->graphs[i].parts, s->coarse, s->base_coarse, COARSE, sum);
		for (int k = 0; k < COARSE; k++)
			peak = sum[k] > peak ? sum[k] : peak;
		s->graphs[i].peak = peak;
		s->top = peak > s->top ? peak : s->top;
	}
	for (size_t i = 0; i < s->n; i++)
		range_find(s, &s->graphs[i]);
	free(rows);
	return true;
}

static int heavier(const void *a, const void *b) {
	const struct graph *x = a, *y = b;
	if (x->peak != y->peak)
		return x->peak < y->peak ? 1 : -1;
	return (x->edges > y->edges) - (x->edges < y->edges);
}

/* Along all of x --------------------------------------------------------------------------------------------------- */

/* Every x up to a thousand, then ever fewer: the posterior of x is no narrower than that of a negative binomial number,
   sqrt(x), and as smooth. Between them runs the polynomial of degree five through the six nearest. */
static size_t places_make(int64_t most, double *ret_x) {
	size_t n = 0;
	for (int64_t x = 1; x <= most;) {
		int64_t by = x / 512, finer = (int64_t)(sqrt((double)x) / 3);
		if (ret_x != NULL)
			ret_x[n] = (double)x;
		n++;
		by = by < finer ? by : finer;
		x += x < most && x + (by < 1 ? 1 : by) > most ? most - x : by < 1 ? 1 : by;
	}
	return n;
}

/* The six places around x, which lies after place i, and their parts in it. Gives the first of them. */
static size_t around(const struct sum *s, size_t i, double x, double *ret_part) {
	size_t n = s->places < AROUND ? s->places : AROUND, first = i < 2 ? 0 : i - 2;
	first = first + n > s->places ? s->places - n : first;
	for (size_t k = 0; k < n; k++) {
		double part = 1;
		for (size_t j = 0; j < n; j++)
			part *= j == k ? 1 : (x - s->x[first + j]) / (s->x[first + k] - s->x[first + j]);
		ret_part[k] = part;
	}
	for (size_t k = n; k < AROUND; k++)
		ret_part[k] = 0;
	return first;
}

/* Hands every x that is no place to `take`, with its six places. */
static void between_places(struct sum *s, void (*take)(struct sum *s, int64_t x, size_t first, const double *part)) {
	double part[AROUND];
	for (size_t i = 0; i + 1 < s->places; i++)
		for (double x = s->x[i] + 1; x < s->x[i + 1]; x++) {
			size_t first = around(s, i, x, part);
			take(s, (int64_t)x, first, part);
		}
}

static void add_mass(struct sum *s, int64_t x, size_t first, const double *part) {
	for (size_t k = 0; k < AROUND && first + k < s->places; k++) {
		s->mass[first + k] += part[k];
		s->moment[first + k] += part[k] * (double)x;
	}
}

static void add_share(struct sum *s, int64_t x, size_t first, const double *part) {
	double sum = 0;
	for (size_t k = 0; k < AROUND && first + k < s->places; k++)
		sum += part[k] * s->share[first + k];
	s->all_share[x - 1] = sum > 0 ? sum : 0;
}

static void block_sum(void *arg, size_t b) {
	struct sum *s = arg;
	static _Thread_local double rows[1 << GRAPH_LISTS][BLOCK];
	double *pointers[1 << GRAPH_LISTS], base[BLOCK], sum[BLOCK], p[BLOCK];
	size_t from = b * BLOCK;
	unsigned n = (unsigned)(s->places - from < BLOCK ? s->places - from : BLOCK);
	const double *x = s->x + from, *mass = s->mass + from, *moments = s->moment + from;
	double *share = s->share + from;
	for (unsigned set = 0; set < mse_cells(s->t); set++) {
		pointers[set] = rows[set];
		for (unsigned k = 0; k < n; k++)
			rows[set][k] = set_at(s, set, x[k]);
	}
	for (unsigned k = 0; k < n; k++)
		base[k] = base_at(s, x[k]) - s->top;
	memset(share, 0, n * sizeof *share);
	for (size_t i = 0; i < s->kept; i++) {
		double weight = 0, moment = 0;
		if ((double)s->graphs[i].to < x[0] || (double)s->graphs[i].from > x[n - 1])
			continue; /* calloc has written nought */
		graph_add(&s->graphs[i].parts, pointers, base, n, sum);
		real_exp_all(sum, p, n);
		for (unsigned k = 0; k < n; k++) {
			share[k] += p[k];
			weight += p[k] * mass[k];
			moment += p[k] * moments[k];
		}
		s->block_weight[b * s->kept + i] = weight;
		s->block_first[b * s->kept + i] = moment;
	}
}

static bool places_begin(struct sum *s) {
	s->places = places_make(s->most, NULL);
	s->x = malloc(s->places * sizeof *s->x);
	s->mass = malloc(s->places * sizeof *s->mass);
	s->moment = malloc(s->places * sizeof *s->moment);
	s->share = malloc(s->places * sizeof *s->share);
	s->all_share = malloc((size_t)s->most * sizeof *s->all_share);
	if (s->x == NULL || s->mass == NULL || s->moment == NULL || s->share == NULL || s->all_share == NULL)
		return false;
	places_make(s->most, s->x);
	for (size_t i = 0; i < s->places; i++) {
		s->mass[i] = 1;
		s->moment[i] = s->x[i];
	}
	between_places(s, add_mass);
	return true;
}

static bool sum_all(struct sum *s) {
	for (s->kept = 0; s->kept < s->n && s->graphs[s->kept].peak > s->top - s->lack; s->kept++)
		continue;
	if (!places_begin(s))
		return false;
	s->blocks = (s->places + BLOCK - 1) / BLOCK;
	s->block_weight = calloc(s->blocks * s->kept, sizeof *s->block_weight);
	s->block_first = calloc(s->blocks * s->kept, sizeof *s->block_first);
	if (s->block_weight == NULL || s->block_first == NULL)
		return false;
	mse_parallel(s->blocks, s->threads, block_sum, s);
	for (size_t i = 0; i < s->places; i++)
		s->all_share[(size_t)s->x[i] - 1] = s->share[i];
	between_places(s, add_share);
	for (size_t i = 0; i < s->kept; i++)
		for (size_t b = 0; b < s->blocks; b++) {
			s->graphs[i].weight += s->block_weight[b * s->kept + i];
			s->graphs[i].first += s->block_first[b * s->kept + i];
		}
	return true;
}

/* The posterior, told ---------------------------------------------------------------------------------------------- */

static void tell_population(const struct sum *s, struct mse_graphs *g) {
	static const double at[GRAPH_LIMITS] = {0.025, 0.1, 0.9, 0.975};
	double all = 0, moment = 0, best = -1, sum = 0, median = NAN;
	int next = 0;
	for (int64_t x = 1; x <= s->most; x++) {
		double p = s->all_share[x - 1];
		all += p;
		moment += p * (double)x;
		if (p > best) {
			best = p;
			g->mode = s->observed + (double)x;
		}
		if (x > s->most - s->most / 10)
			g->tail += p;
	}
	for (int64_t x = 1; x <= s->most; x++) {
		sum += s->all_share[x - 1];
		for (; next < GRAPH_LIMITS && sum >= at[next] * all; next++)
			g->limit[next] = s->observed + (double)x;
		if (isnan(median) && sum >= 0.5 * all)
			median = s->observed + (double)x;
	}
	g->median = median;
	g->mean = s->observed + moment / all;
	g->tail /= all;
}

static int by_weight(const void *a, const void *b) {
	const struct graph *x = a, *y = b;
	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return (x->edges > y->edges) - (x->edges < y->edges);
}

static void tell_graphs(struct sum *s, struct mse_graphs *g) {
	uint32_t complete = (1U << (s->lists * (s->lists - 1) / 2)) - 1;
	double all = 0;
	qsort(s->graphs, s->kept, sizeof *s->graphs, by_weight);
	for (size_t i = s->kept; i-- > 0;)
		all += s->graphs[i].weight;
	for (size_t i = 0; i < s->kept; i++) {
		const struct graph *one = &s->graphs[i];
		double weight = one->weight / all;
		if (one->edges == complete)
			g->complete = weight;
		for (int b = 1; b < s->lists; b++)
			for (int a = 0; a < b; a++)
				if (one->edges >> graph_pair(a, b) & 1)
					g->edges[a][b] += weight;
		if (i < GRAPH_TOP)
			g->top[g->top_n++] = (struct mse_graph){one->edges, weight, s->observed + one->first / one->weight};
	}
}

bool mse_graphs_run(const struct mse_graphs_asked *asked, const struct mse_table *t, struct mse_graphs *ret_graphs) {
	if (t->lists < 2 || t->lists > GRAPH_LISTS || t->observed == 0)
		return false;
	struct sum s = {.t = t, .lists = t->lists, .threads = asked->threads, .observed = (double)t->observed,
		.delta = asked->delta > 0 ? asked->delta : 1.0 / mse_cells(t),
		.most = asked->most > 0 ? asked->most : 30 * t->observed};
	struct mse_graphs g = {.delta = s.delta, .most = s.most};
	for (unsigned set = 1; set < mse_cells(t); set++)
		set_begin(&s, set);
	bool made = enumerate(&s) && look_coarsely(&s);
	if (made)
		qsort(s.graphs, s.n, sizeof *s.graphs, heavier);
	made = made && sum_all(&s);
	if (made) {
		g.graphs = s.n;
		g.weighed = s.kept;
		tell_population(&s, &g);
		tell_graphs(&s, &g);
		*ret_graphs = g;
	}
	free(s.graphs);
	free(s.x);
	free(s.mass);
	free(s.moment);
	free(s.share);
	free(s.all_share);
	free(s.block_weight);
	free(s.block_first);
	return made;
}
