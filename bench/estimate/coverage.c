/*
 * coverage [TABLES [RESAMPLES]]: known truth, many tables, how often the 95 % interval of each method holds it, and how often the verdict
 * was no number where it did not. Prints a table in Markdown. The same every time.
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

int main(int argc, char **argv) {
	long tables = argc > 1 ? strtol(argv[1], NULL, 10) : 100, resamples = argc > 2 ? strtol(argv[2], NULL, 10) : 200;
	struct mse_panel *p = calloc(1, sizeof *p);
	struct mse_candidate *models = calloc(PANEL_MODELS, sizeof *models);
	if (p == NULL || models == NULL || tables < 1 || resamples < 1)
		return 1;
	printf("%ld tables each, %ld resamples.\n\n| world | seen | independent | stepwise | BIC | AIC | graphs | classes | number given | it held the truth | warned where not |\n"
		"|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n", tables, resamples);
	for (size_t i = 0; i < sizeof worlds / sizeof *worlds; i++) {
		long held[METHOD__MAX] = {0}, given = 0, right = 0, failed = 0, warned = 0, graphs = 0, classes = 0;
		double seen = 0;
		for (long k = 0; k < tables; k++) {
			struct mse_table t;
			struct mse_options o = {.threshold = 0.02, .order = 2, .replicates = (size_t)resamples, .seed = 1, .threads = 2, .methods = 0xf,
				.graphs = true, .lcm = true};
			double truth = (double)worlds[i].people;
			draw(&worlds[i], i * 1000000 + (uint64_t)k, &t);
			p->models = models;
			mse_panel_run(&o, &t, p);
			seen += (double)t.observed;
			for (size_t m = 0; m < p->methods_n; m++)
				held[p->methods[m].method] += p->methods[m].interval.limit[0] <= truth && truth <= p->methods[m].interval.limit[3];
			graphs += p->graphed && p->graphs.limit[0] <= truth && truth <= p->graphs.limit[3];
			classes += p->classed && p->lcm.limit[0] <= truth && truth <= p->lcm.limit[3];
			bool holds = p->verdict == VERDICT_NUMBER && p->from <= truth && truth <= p->to;
			given += p->verdict == VERDICT_NUMBER;
			right += holds;
			/* where the speaking method's own interval fails: is there more than what every table is told? */
			const struct bca *b = p->main < 0 ? NULL : &p->methods[p->main].interval;
			if (b != NULL && !(b->limit[0] <= truth && truth <= b->limit[3])) {
				failed++;
				warned += p->verdict != VERDICT_NUMBER || (p->warnings & ~(1U << WARN_LINKAGE | 1U << WARN_THIN_TAIL | 1U << WARN_CHAINS)) != 0;
			}
		}
		printf("| %s | %.0f | %.0f %% | %.0f %% | %.0f %% | %.0f %% | %.0f %% | %.0f %% | %ld | %ld | %ld of %ld |\n", worlds[i].name, seen / (double)tables,
			100.0 * (double)held[METHOD_INDEPENDENT] / (double)tables, 100.0 * (double)held[METHOD_STEPWISE] / (double)tables,
			100.0 * (double)held[METHOD_BIC] / (double)tables, 100.0 * (double)held[METHOD_AIC] / (double)tables,
			100.0 * (double)graphs / (double)tables, 100.0 * (double)classes / (double)tables, given, right, warned, failed);
		fflush(stdout);
	}
	free(models);
	free(p);
	return 0;
}
