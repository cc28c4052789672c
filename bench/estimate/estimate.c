/*
 * estimate [whole]: times the engine on published tables, in CPU seconds of this process, and prints JSON. With `whole` it also fits
 * the six-list catalogue of pair models without cutting any.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
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
	printf("%s\n {\"task\": \"%s\", \"cpu_s\": %.6f, \"wall_s\": %.6f, \"answer\": %.1f, \"peer\": \"%s\"", n++ > 0 ? "," : "[", task, seconds,
		wall, answer, peer);
	if (r > 0)
		printf(", \"peer_cpu_s\": %g, \"times_faster\": %.0f", r, r / seconds);
	printf("}");
	fflush(stdout);
}

static void replicates(const char *task, const char *name, enum mse_method method, int order, int threads, double r, const char *peer) {
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
	struct mse_options o = {.threshold = 0.02, .order = 2, .replicates = 1000, .seed = 1, .threads = 2, .methods = 0x1f};
	mse_panel_run(&o, &t, p);
	say(task, cpu() - from, clock_of(CLOCK_MONOTONIC) - wall, 0, "none does it", p->from);
	free(p->models);
	free(p);
}

int main(int argc, char **argv) {
	(void)argv;
	replicates("UKdat, stepwise, BCa 1,000, one thread", "UKdat", METHOD_STEPWISE, 2, 1, 328.7, "SparseMSE");
	replicates("UKdat_5, stepwise, BCa 1,000, one thread", "UKdat_5", METHOD_STEPWISE, 2, 1, 130.3, "SparseMSE");
	replicates("Ned_5, stepwise, BCa 1,000, one thread", "Ned_5", METHOD_STEPWISE, 2, 1, 190.7, "SparseMSE");
	replicates("Western, stepwise, BCa 1,000, one thread", "Western", METHOD_STEPWISE, 2, 1, 49.0, "SparseMSE");
	replicates("Kosovo, stepwise, BCa 1,000, one thread", "Kosovo", METHOD_STEPWISE, 2, 1, 54.4, "SparseMSE");
	replicates("Kosovo, all 113 models, BCa 1,000, one thread", "Kosovo", METHOD_BIC, 3, 1, 112.3, "MultipleSystemsEstimation");
	replicates("UKdat_5, all 6,893 models, BCa 1,000, two threads", "UKdat_5", METHOD_BIC, 4, 2, 10080,
		"MultipleSystemsEstimation, 6,212 models, extrapolated");
	search("UKdat, 32,768 pair models, best by BIC, every one fitted", "UKdat", 2, true, 134.7, "MultipleSystemsEstimation");
	search("UKdat, 3,702,013 models, best by BIC, proved by cutting", "UKdat", 3, false, 14400, "MultipleSystemsEstimation, extrapolated");
	panel("UKdat, honesty panel, five methods, 1,000 resamples each, two threads", "UKdat");
	if (argc > 1)
		search("UKdat, 3,702,013 models, best by BIC, every one fitted", "UKdat", 3, true, 14400, "MultipleSystemsEstimation, extrapolated");
	printf("\n]\n");
	return 0;
}
