/* Decomposable graphs: how many there are, and the posterior the package dga gives for published tables. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "estimate/graphs.h"
#include "published.h"

#define CLOSE 1e-9

static void near(double a, double b) {
	if (!(fabs(a - b) <= CLOSE * fabs(b)))
		fail_msg("%.15g instead of %.15g", a, b);
}

static void finds_every_decomposable_graph(void **state) {
	static const size_t known[] = {0, 0, 2, 8, 61, 822, 18154};
	(void)state;
	for (int lists = 2; lists <= 6; lists++) {
		struct mse_table t = {.lists = lists};
		struct mse_graphs g;
		for (unsigned w = 1; w < 1U << lists; w++)
			t.n[w] = 1;
		mse_table_close(&t);
		assert_true(mse_graphs_run(&(struct mse_graphs_asked){.most = 10, .threads = 1}, &t, &g));
		assert_int_equal(g.graphs, known[lists]);
	}
}

struct answer { /* dga 2.0.2, bma.cr; from ../shared/reference/estimate */
	const char *table;
	int times;
	double delta, mean, median, mode, low, high, tail;
	const char *graph;
	double weight, graph_mean;
};

static void gives_the_posterior_of_the_package(void **state) {
	static const struct answer answers[] = {
		{"UKdat_5", 10, 0, 20228.4484004245, 22365, 11718, 10343, 29446, 0.121245188516118, "C=123,34,25;S=3,2", 0.439895813740189,
			24396.1946935059},
		{"UKdat_5", 30, 0, 21282.2420812472, 22990, 11718, 10387, 33510, 4.45184618365565e-07, "C=123,34,25;S=3,2", 0.443433225540388,
			25132.6390617208},
		{"Western", 30, 0, 2253.95547268299, 2133, 1955, 1343, 3871, 0.000130824227012151, "C=12,15,45,3;S=1,5", 0.113060386157031,
			2358.4789418166},
		{"Artificial_3", 10, 0, 341.222982097796, 304, 97, 97, 862, 0.0111117419590398, "C=13,23;S=3", 0.40006879523543,
			300.306894864452},
		{"Artificial_3", 30, 0, 450.110738167665, 319, 97, 98, 1970, 0.0055236814824202, "C=13,23;S=3", 0.369544389893272,
			301.039898510525},
	};
	(void)state;
	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
		const struct answer *a = &answers[i];
		struct mse_table t;
		struct mse_graphs one, two;
		assert_true(published_table(a->table, &t));
		struct mse_graphs_asked asked = {.delta = a->delta, .most = a->times * t.observed, .threads = 1};
		assert_true(mse_graphs_run(&asked, &t, &one));
		near(one.mean, a->mean);
		near(one.median, a->median);
		near(one.mode, a->mode);
		near(one.limit[0], a->low);
		near(one.limit[3], a->high);
		near(one.top[0].weight, a->weight);
		near(one.top[0].mean, a->graph_mean);
		asked.threads = 2;
		assert_true(mse_graphs_run(&asked, &t, &two));
		assert_memory_equal(&one, &two, sizeof one);
	}
}

/* The sum over all graphs and all x, with nothing left out and nothing shared. */
static void a_table_of_two_lists_by_hand(void **state) {
	struct mse_table t = {.lists = 2, .n = {0, 10, 20, 5}};
	struct mse_graphs g;
	double weight[2] = {0}, moment = 0, delta = 0.25;
	enum { MOST = 300 };
	(void)state;
	mse_table_close(&t);
	assert_true(mse_graphs_run(&(struct mse_graphs_asked){.most = MOST, .threads = 1}, &t, &g));
	for (int x = 1; x <= MOST; x++) {
		double n = 35 + x, base = lgamma(n + 1) - lgamma(x + 1) - log(n);
		double together = lgamma(x + delta) + lgamma(10 + delta) + lgamma(20 + delta) + lgamma(5 + delta) - 4 * lgamma(delta);
		double bracket = lgamma(4 * delta) - lgamma(n + 4 * delta);
		double first = lgamma(x + 20 + 2 * delta) + lgamma(15 + 2 * delta) - 2 * lgamma(2 * delta);
		double second = lgamma(x + 10 + 2 * delta) + lgamma(25 + 2 * delta) - 2 * lgamma(2 * delta);
		double p[2] = {exp(base + first + second + 2 * bracket - 60), exp(base + together + bracket - 60)};
		for (int k = 0; k < 2; k++) {
			weight[k] += p[k];
			moment += p[k] * n;
		}
	}
	near(g.complete, weight[1] / (weight[0] + weight[1]));
	near(g.mean, moment / (weight[0] + weight[1]));
	near(g.edges[0][1], g.complete);
}

static void writes_cliques_and_separators(void **state) {
	char text[128];
	(void)state;
	mse_graph_write(0, 3, text, sizeof text);
	assert_string_equal(text, "C=1,2,3");
	mse_graph_write(7, 3, text, sizeof text);
	assert_string_equal(text, "C=123");
	mse_graph_write(1U << graph_pair(0, 2) | 1U << graph_pair(1, 2), 3, text, sizeof text);
	assert_string_equal(text, "C=13,23;S=3");
}

static void refuses_what_it_cannot_sum(void **state) {
	struct mse_table t = {.lists = 8};
	struct mse_graphs g;
	(void)state;
	t.n[1] = 3;
	mse_table_close(&t);
	assert_false(mse_graphs_run(&(struct mse_graphs_asked){.threads = 1}, &t, &g));
	t = (struct mse_table){.lists = 3};
	assert_false(mse_graphs_run(&(struct mse_graphs_asked){.threads = 1}, &t, &g));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_every_decomposable_graph),
		cmocka_unit_test(gives_the_posterior_of_the_package),
		cmocka_unit_test(a_table_of_two_lists_by_hand),
		cmocka_unit_test(writes_cliques_and_separators),
		cmocka_unit_test(refuses_what_it_cannot_sum),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
