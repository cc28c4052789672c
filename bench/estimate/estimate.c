/*
 * estimate [whole|records]: times the engine on published tables, in CPU seconds of this process, and prints JSON.
 * With `whole` it also fits every one of the six-list catalogue's 3,702,013 models; with `records` it does what no
 * other tool has done, and nothing else: BCa over that catalogue, the selection repeated in every resample, and a
 * million refits with links put back.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../tests/unit/estimate/published.h"
#include "estimate/panel.h"

static double clock_of(clockid_t id) {
	struct timespec t;
	clock_gettime(id, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double cpu(void) {
	return clock_of(CLOCK_PROCESS_CPUTIME_ID);
}

/* R's CPU seconds for the same, 0 where it was never run; `what` says whether they were measured. */
static void say(const char *task, double seconds, double wall, double r, const char *peer, double answer) {
	static int n;
	printf("%s\n {\"task\": \"%s\", \"cpu_s\": %.6f, \"wall_s\": %.6f, \"answer\": %.1f, \"peer\": \"%s\"", n++ > 0 ? ","
		: "[", task, seconds, wall, answer, peer);
	if (r > 0)
		printf(", \"peer_cpu_s\": %g, \"times_faster\": %.0f", r, r / seconds);
	printf("}");
	fflush(stdout);
}

static void replicates(const char *task, const char *name, enum mse_method method, int order, int threads, double r,
	const char *peer) {
	enum { N = 1000 };
	struct mse_table t;
	struct mse_procedure how = {.method = method, .threshold = 0.02, .order = order};
	struct mse_estimate e;
	struct bca b;
	static double values[N];
	double from = cpu(), wall = clock_of(CLOCK_MONOTONIC);
	if (!published_table(name, &t))
		abort();
	mse_estimate_run(&how, &t, &e);
	if (method == METHOD_BIC)
		how.fixed = e.model;
	struct mse_bootstrap run = {.how = &how, .tables = &t, .strata = 1, .replicates = N, .seed = 1, .threads = threads};
	if (!mse_bootstrap_run(&run, e.total, values, &b))
		abort();
	say(task, cpu() - from, clock_of(CLOCK_MONOTONIC) - wall, r, peer, e.total);
}

static void search(const char *task, const char *name, int order, bool whole, double r, const char *peer) {
	struct mse_table t;
	struct mse_data d;
	struct mse_candidate best;
	double from = cpu(), wall = clock_of(CLOCK_MONOTONIC);
	published_table(name, &t);
	mse_data_init(&d, &t);
	struct mse_search s = {.order = order, .weight = d.log_observed, .whole = whole, .room = 1, .kept = &best};
	mse_search_run(&s, &d, NULL);
	say(task, cpu() - from, clock_of(CLOCK_MONOTONIC) - wall, r, peer, (double)t.observed + best.dark);
}

static void panel(const char *task, const char *name) {
	struct mse_table t;
	struct mse_panel *p = calloc(1, sizeof *p);
	double from = cpu(), wall = clock_of(CLOCK_MONOTONIC);
	if (p == NULL)
		abort();
	p->models = calloc(PANEL_MODELS, sizeof *p->models);
	if (p->models == NULL)
		abort();
	published_table(name, &t);
	struct mse_options o = {.threshold = 0.02, .order = 2, .replicates = 1000, .seed = 1, .threads = 2, .methods = 0x1f,
		.graphs = true, .averaging = true, .lcm = true};
	mse_panel_run(&o, &t, p);
	say(task, cpu() - from, clock_of(CLOCK_MONOTONIC) - wall, 0, "none does it", p->from);
	free(p->models);
	free(p);
}

/* Half a million draws of missed links, each fitted as it is and once more on a resample. */
static void links(const char *task, const char *name, size_t draws) {
	struct mse_table t;
	struct mse_procedure how = {.method = METHOD_STEPWISE, .threshold = 0.02};
	struct mse_linkage_result l;
	double from = cpu(), wall = clock_of(CLOCK_MONOTONIC);
	if (!published_table(name, &t))
		abort();
	struct mse_linkage k = {.how = &how, .table = &t, .draws = draws, .seed = 1, .threads = 2};
	for (int i = 0; i < t.lists; i++)
		for (int j = i + 1; j < t.lists; j++)
			k.missed[i][j] = 0.05;
	mse_linkage_run(&k, &l);
	say(task, cpu() - from, clock_of(CLOCK_MONOTONIC) - wall, (double)draws * 2 * 0.27,
		"SparseMSE, extrapolated from one stepwise fit", l.middle);
}

static void averages(const char *task, const char *name, bool graphs, double r, const char *peer) {
	struct mse_table t;
	struct mse_graphs g = {0};
	struct mse_average a = {0};
	double from = cpu(), wall = clock_of(CLOCK_MONOTONIC);
	if (!published_table(name, &t))
		abort();
	if (graphs)
		mse_graphs_run(&(struct mse_graphs_asked){.threads = 1}, &t, &g);
	else
		mse_average_run(&(struct mse_average_asked){.order = 2, .threads = 1}, &t, &a);
	say(task, cpu() - from, clock_of(CLOCK_MONOTONIC) - wall, r, peer, graphs ? g.median : a.median);
}

static void records(void) {
	replicates("UKdat, 3,702,013 models, best by BIC, BCa 1,000 with the whole selection, two threads", "UKdat",
		METHOD_BIC, 3, 2, 1.44e7,
		"MultipleSystemsEstimation, extrapolated");
	links("UKdat, 1,000,000 stepwise refits with 5 % of links missed, two threads", "UKdat", 500000);
	printf("\n]\n");
}

int main(int argc, char **argv) {
	if (argc > 1 && strcmp(argv[1], "records") == 0) {
		records();
		return 0;
	}
	replicates("UKdat, stepwise, BCa 1,000, one thread", "UKdat", METHOD_STEPWISE, 2, 1, 328.7, "SparseMSE");
	replicates("UKdat_5, stepwise, BCa 1,000, one thread", "UKdat_5", METHOD_STEPWISE, 2, 1, 130.3, "SparseMSE");
	replicates("Ned_5, stepwise, BCa 1,000, one thread", "Ned_5", METHOD_STEPWISE, 2, 1, 190.7, "SparseMSE");
	replicates("Western, stepwise, BCa 1,000, one thread", "Western", METHOD_STEPWISE, 2, 1, 49.0, "SparseMSE");
	replicates("Kosovo, stepwise, BCa 1,000, one thread", "Kosovo", METHOD_STEPWISE, 2, 1, 54.4, "SparseMSE");
	replicates("Kosovo, all 113 models, BCa 1,000, one thread", "Kosovo", METHOD_BIC, 3, 1, 112.3,
		"MultipleSystemsEstimation");
	replicates("UKdat_5, all 6,893 models, BCa 1,000, two threads", "UKdat_5", METHOD_BIC, 4, 2, 10080,
		"MultipleSystemsEstimation, 6,212 models, extrapolated");
	search("UKdat, 32,768 pair models, best by BIC, every one fitted", "UKdat", 2, true, 134.7,
		"MultipleSystemsEstimation");
	search("UKdat, 3,702,013 models, best by BIC, proved by cutting", "UKdat", 3, false, 14400,
		"MultipleSystemsEstimation, extrapolated");
	averages("UKdat_5, 822 graphs x 82,320 dark figures, one thread", "UKdat_5", true, 10.67, "dga, 27,440 dark figures");
	averages("UKdat, 18,154 graphs x 82,320 dark figures, one thread", "UKdat", true, 0, "dga stops at five lists");
	averages("UKdat_5, average over 1,024 log-linear models, one thread", "UKdat_5", false, 88.6, "conting, 20,000 steps");
	averages("UKdat, average over 32,768 log-linear models, one thread", "UKdat", false, 0, "never run");
	panel("UKdat, honesty panel, five methods with 1,000 resamples each and three averages, two threads", "UKdat");
	if (argc > 1)
		search("UKdat, 3,702,013 models, best by BIC, every one fitted", "UKdat", 3, true, 14400,
			"MultipleSystemsEstimation, extrapolated");
	printf("\n]\n");
	return 0;
}
