/* The cut search finds what going through every model finds. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "published.h"
#include "estimate/random.h"
#include "estimate/search.h"

enum { ROOM = 8 };

static void both_ways(const struct mse_table *t, int order, double weight, double window, uint64_t catalogue) {
	struct mse_candidate cut[ROOM], whole[ROOM];
	struct mse_data d;
	mse_data_init(&d, t);
	struct mse_search a = {.order = order, .weight = weight > 0 ? weight : d.log_observed, .window = window, .room = ROOM, .kept = cut};
	struct mse_search b = a;
	b.whole = true;
	b.kept = whole;
	mse_search_run(&a, &d, NULL);
	mse_search_run(&b, &d, NULL);
	assert_int_equal(a.n, b.n);
	if (catalogue > 0)
		assert_int_equal(b.fitted + b.failing, catalogue);
	for (size_t i = 0; i < a.n; i++) {
		assert_true(fabs(cut[i].criterion - whole[i].criterion) < 1e-7);
		assert_int_equal(cut[i].model.n, whole[i].model.n);
		assert_memory_equal(cut[i].model.terms, whole[i].model.terms, (size_t)cut[i].model.n);
	}
}

static void cutting_loses_no_model_of_the_published_tables(void **state) {
	struct mse_table t;
	(void)state;
	published_table("Korea", &t);
	both_ways(&t, 2, 0, 10, 8);
	published_table("Kosovo", &t);
	both_ways(&t, 2, 0, 10, 64);
	both_ways(&t, 3, 0, 10, 113);
	both_ways(&t, 3, 2, 4, 113);
	published_table("UKdat_5", &t);
	both_ways(&t, 2, 0, 10, 1024);
	both_ways(&t, 3, 0, 10, 6212);
	both_ways(&t, 4, 0, 10, 6893);
	both_ways(&t, 2, 2, 4, 1024);
	published_table("Western", &t);
	both_ways(&t, 2, 0, 10, 1024);
	published_table("Artificial_3", &t);
	both_ways(&t, 2, 0, 10, 8);
}

static void cutting_loses_no_model_of_sparse_tables(void **state) {
	(void)state;
	for (uint64_t seed = 0; seed < 60; seed++) {
		struct mse_random r = mse_random_stream(seed, 7);
		struct mse_table t = {.lists = 3 + (int)(seed % 2)};
		for (unsigned w = 1; w < mse_cells(&t); w++)
			t.n[w] = mse_random_binomial(&r, 40 >> (2 * __builtin_popcount(w) - 2), 0.4);
		mse_table_close(&t);
		if (t.observed > 0)
			both_ways(&t, t.lists - 1, 0, 6, 0);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cutting_loses_no_model_of_the_published_tables),
		cmocka_unit_test(cutting_loses_no_model_of_sparse_tables),
	};
	return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
