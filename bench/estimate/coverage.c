/*
 * coverage [TABLES [RESAMPLES [WORLD]]]: known truth, many tables, how often the 95 % interval of each method holds
 * it, and how often the verdict was no number where it did not. Prints a table in Markdown, or the row of one world
 * (from 0). The same every time.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "estimate/panel.h"
#include "estimate/random.h"
#include "estimate/real.h"

static const struct world {
	const char *name;
	int lists;
	int64_t people;
	double chance; /* of being on a list */
	double bond;   /* odds by which being on list 1 raises being on list 2; 1 none */
	double kinds;  /* half the people are so many times harder to see */
} worlds[] = {
	{"3 lists, dense, independent", 3, 2000, 0.20, 1, 1},
	{"4 lists, dense, independent", 4, 2000, 0.20, 1, 1},
	{"4 lists, sparse, independent", 4, 5000, 0.03, 1, 1},
	{"5 lists, sparse, independent", 5, 5000, 0.03, 1, 1},
	{"3 lists, dense, two dependent", 3, 2000, 0.20, 5, 1},
	{"4 lists, dense, two dependent", 4, 2000, 0.20, 5, 1},
	{"5 lists, sparse, two dependent", 5, 5000, 0.03, 8, 1},
	{"6 lists, sparse, two dependent", 6, 5000, 0.03, 8, 1},
	{"4 lists, two kinds of people", 4, 3000, 0.20, 1, 4},
	{"5 lists, sparse, two kinds of people", 5, 6000, 0.05, 1, 4},
};

/* Cell by cell: a multinomial over all histories, the unseen one thrown away. */
static void draw(const struct world *k, uint64_t number, struct mse_table *t) {
	int64_t weights[MSE_CELLS], n[MSE_CELLS], total = 0;
	*t = (struct mse_table){.lists = k->lists};
	for (unsigned w = 0; w < 1U << k->lists; w++) {
		double sum = 0;
		for (int kind = 0; kind < 2; kind++) {
			double p = kind == 0 ? k->chance : k->chance / k->kinds, x = 0.5;
			for (int j = 0; j < k->lists; j++) {
				double own = p;
				if (j == 1 && (w & 1) != 0)
					own = k->bond * p / (1 - p + k->bond * p);
				x *= (w >> j & 1) != 0 ? own : 1 - own;
			}
			sum += x;
		}
		weights[w] = (int64_t)(sum * 1e12);
		total += weights[w];
	}
	struct mse_random r = mse_random_stream(2026, number);
	mse_random_multinomial(&r, k->people, weights, total, 1U << k->lists, n);
	for (unsigned w = 1; w < 1U << k->lists; w++)
		t->n[w] = n[w];
	mse_table_close(t);
}

struct tally {
	long tables, held[METHOD__MAX], graphs, averaging, classes, met, given, right, failed, warned;
	double seen;
};

static bool holds(const double limit[4], double truth) {
	return limit[0] <= truth && truth <= limit[3];
}

static void one(const struct world *world, uint64_t number, size_t resamples, struct mse_panel *p, struct tally *k) {
	struct mse_table t;
	struct mse_options o = {.threshold = 0.02, .order = 2, .replicates = resamples, .seed = 1, .threads = 2,
		.methods = 0xf, .graphs = true, .averaging = true, .lcm = true};
	double truth = (double)world->people;
	draw(world, number, &t);
	mse_panel_run(&o, &t, p);
	k->tables++;
	k->seen += (double)t.observed;
	for (size_t m = 0; m < p->methods_n; m++)
		k->held[p->methods[m].method] += holds(p->methods[m].interval.limit, truth);
	k->graphs += p->graphed && holds(p->graphs.limit, truth);
	k->averaging += p->averaged && holds(p->average.limit, truth);
	k->classes += p->classed && holds(p->lcm.limit, truth);
	k->met += p->classed && p->lcm.mixed;
	k->given += p->verdict == VERDICT_NUMBER;
	k->right += p->verdict == VERDICT_NUMBER && p->from <= truth && truth <= p->to;
	/* where the speaking method's own interval fails: is there more than what every table is told? */
	if (p->main < 0 || holds(p->methods[p->main].interval.limit, truth))
		return;
	k->failed++;
	k->warned += p->verdict != VERDICT_NUMBER
		|| (p->warnings & ~(1U << WARN_LINKAGE | 1U << WARN_THIN_TAIL | 1U << WARN_CHAINS)) != 0;
}

static void row(const struct world *world, const struct tally *k) {
	const long shares[] = {k->held[METHOD_INDEPENDENT], k->held[METHOD_STEPWISE], k->held[METHOD_BIC],
		k->held[METHOD_AIC], k->graphs, k->averaging, k->classes};
	printf("| %s | %.0f |", world->name, k->seen / (double)k->tables);
	for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
		printf(" %.0f %% |", 100.0 * (double)shares[i] / (double)k->tables);
	printf(" %ld | %ld | %ld | %ld of %ld |\n", k->met, k->given, k->right, k->warned, k->failed);
	fflush(stdout);
}

int main(int argc, char **argv) {
	enum { WORLDS = sizeof worlds / sizeof *worlds };
	long tables = argc > 1 ? strtol(argv[1], NULL, 10) : 100, resamples = argc > 2 ? strtol(argv[2], NULL, 10) : 200;
	long only = argc > 3 ? strtol(argv[3], NULL, 10) : -1;
	struct mse_panel *p = calloc(1, sizeof *p);
	struct mse_candidate *models = calloc(PANEL_MODELS, sizeof *models);
	if (p == NULL || models == NULL || tables < 1 || resamples < 1 || only >= WORLDS)
		return 1;
	p->models = models;
	if (only < 0)
		printf("%ld tables each, %ld resamples.\n\n| world | seen | independent | stepwise | BIC | AIC | graphs | averaging "
			"| classes | chains met | "
			"number given | it held the truth | warned where not "
			"|\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
			tables, resamples);
	for (size_t i = 0; i < WORLDS; i++) {
		struct tally k = {0};
		if (only >= 0 && (size_t)only != i)
			continue;
		for (long n = 0; n < tables; n++)
			one(&worlds[i], i * 1000000 + (uint64_t)n, (size_t)resamples, p, &k);
		row(&worlds[i], &k);
	}
	free(models);
	free(p);
	return 0;
}
