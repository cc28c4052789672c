/* Averaging over log-linear models: against integrals by hand, against a sampler's answers, and the sums that have to
   be right. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "estimate/average.h"
#include "estimate/average_fit.h"
#include "estimate/real.h"
#include "published.h"

#define LOG_2_PI 1.83787706640934548356

static void near(double a, double b, double close) {
	if (!(fabs(a - b) <= close))
		fail_msg("%.15g instead of %.15g", a, b);
}

/* Two lists, no term of both. The intercept goes out exactly: Poisson counts with a flat log rate are a multinomial
   over Gamma(n). The two effects go by a grid; x given them is negative binomial. */
static void two_lists_by_hand(void **state) {
	enum { GRID = 160, MOST = 1500 };
	static double share[MOST + 1];
	struct mse_table t = {.lists = 2, .n = {0, 60, 90, 20}};
	struct mse_average a;
	struct average_data d;
	struct average_fit f;
	static const uint8_t terms[] = {0, 1, 2};
	double all = 0, sum = 0, observed = 170, step = 8.0 / GRID, median = NAN;
	double constant = -real_log_gamma(61) - real_log_gamma(91) - real_log_gamma(21);
	(void)state;
	mse_table_close(&t);
	for (int i = 0; i < GRID; i++)
		for (int k = 0; k < GRID; k++) {
			double x = -4 + (i + 0.5) * step, y = -4 + (k + 0.5) * step, none = exp(x + y),
				seen = exp(y - x) + exp(x - y) + exp(-x - y);
			double log_p = real_log_gamma(observed) + 60 * (y - x) + 90 * (x - y) + 20 * (-x - y) - observed * log(seen)
				+ constant - LOG_2_PI - (x * x + y * y) / 2;
			double p = exp(log_p) * step * step, q = none / (none + seen), at = pow(1 - q, observed);
			all += p;
			if (p < 1e-14 * all)
				continue;
			for (int u = 0; u <= MOST; u++) {
				share[u] += p * at;
				at *= q * (observed + u) / (u + 1);
			}
		}
	average_data_init(&d, &t, PRIOR_UNIT);
	average_fit_model(&d, terms, 3, -1, NULL, 1e-9, &f);
	assert_true(f.sound);
	near(f.log_p, log(all), 0.02);
	for (int u = 0; u <= MOST && isnan(median); u++) {
		sum += share[u];
		if (sum >= 0.5 * all)
			median = observed + u;
	}
	assert_true(mse_average_run(&(struct mse_average_asked){.prior = PRIOR_UNIT, .order = 1, .threads = 1, .most = MOST},
		&t, &a));
	assert_int_equal(a.models, 1);
	near(a.median, median, 0.01 * median);
	assert_true(a.gap < 0.02);
}

/* The package's prior with 20,000 steps of its sampler: Kosovo, where one model holds nearly all and it can mix. */
static void agrees_with_a_sampler_where_that_mixes(void **state) {
	struct mse_table t;
	struct mse_average a;
	(void)state;
	assert_true(published_table("Kosovo", &t));
	assert_true(mse_average_run(&(struct mse_average_asked){.order = 2, .threads = 1}, &t, &a));
	assert_int_equal(a.models, 64);
	near(a.median, 13965, 0.025 * 13965);
	near(a.limit[0], 12324.975, 0.025 * 12325);
	near(a.limit[3], 16067.025, 0.025 * 16067);
	near(a.terms[2 | 8], 0.045375, 0.02);
	near(a.terms[1 | 2], 1, 1e-6);
}

/* All 1,024 models, the same bits from any number of threads, and both families of answers in the average. */
static void weights_are_of_the_whole_catalogue(void **state) {
	struct mse_table t;
	struct mse_average one, two;
	double pairs[2] = {0};
	(void)state;
	assert_true(published_table("UKdat_5", &t));
	assert_true(mse_average_run(&(struct mse_average_asked){.order = 2, .threads = 1}, &t, &one));
	assert_true(mse_average_run(&(struct mse_average_asked){.order = 2, .threads = 3}, &t, &two));
	assert_memory_equal(&one, &two, sizeof one);
	assert_int_equal(one.models, 1024);
	assert_int_equal(one.failed, 0);
	assert_true(one.covered > 0.998 && one.covered <= 1 + 1e-9 && one.gap < 0.05 && one.tail < 1e-6);
	for (size_t i = 0; i + 1 < one.top_n; i++)
		assert_true(one.top[i].weight >= one.top[i + 1].weight);
	/* Two families of models, near 12,000 and near 23,000: an average has to hold both. */
	for (size_t i = 0; i < one.top_n; i++)
		pairs[one.top[i].mean > 18000] += one.top[i].weight;
	assert_true(pairs[0] > 0.1 && pairs[1] > 0.1);
	assert_true(one.limit[0] < 11000 && one.limit[3] > 25000);
}

static void orders_and_ceilings(void **state) {
	static const size_t known[][3] = {{4, 2, 64}, {4, 3, 113}, {5, 3, 6212}};
	struct mse_average a;
	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct mse_table t = {.lists = (int)known[i][0]};
		for (unsigned w = 1; w < mse_cells(&t); w++)
			t.n[w] = 50 / (1 << (2 * __builtin_popcount(w))) + 1;
		mse_table_close(&t);
		assert_true(mse_average_run(&(struct mse_average_asked){.order = (int)known[i][1], .threads = 1}, &t, &a));
		assert_int_equal(a.models, known[i][2]);
		assert_int_equal(a.order, known[i][1]);
	}
	struct mse_table t = {.lists = 5, .n = {[1] = 30, [2] = 30, [4] = 30, [8] = 30, [16] = 30, [3] = 5, [12] = 5,
		[24] = 5, [5] = 4}};
	mse_table_close(&t);
	assert_true(mse_average_run(&(struct mse_average_asked){.order = 3, .models_most = 2000, .threads = 1}, &t, &a));
	assert_int_equal(a.order, 2); /* 6,212 are too many: the pairs alone, and it is said */
	assert_false(mse_average_run(&(struct mse_average_asked){.order = 3, .models_most = 1000, .threads = 1}, &t, &a));
	t = (struct mse_table){.lists = 8, .n = {[1] = 10, [2] = 10, [3] = 2}};
	mse_table_close(&t);
	assert_false(mse_average_run(&(struct mse_average_asked){.order = 2, .threads = 1}, &t, &a));
}

static bool never(void *arg, size_t done) {
	(void)arg;
	(void)done;
	return false;
}

static void can_be_ended(void **state) {
	struct mse_table t;
	struct mse_average a;
	(void)state;
	assert_true(published_table("UKdat_5", &t));
	assert_false(mse_average_run(&(struct mse_average_asked){.order = 2, .threads = 2, .go_on = never}, &t, &a));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_lists_by_hand),
		cmocka_unit_test(agrees_with_a_sampler_where_that_mixes),
		cmocka_unit_test(weights_are_of_the_whole_catalogue),
		cmocka_unit_test(orders_and_ceilings),
		cmocka_unit_test(can_be_ended),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
