/* Latent classes: what chains say of each other, and answers beside those of the package LCMCR. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "estimate/lcm.h"
#include "estimate/random.h"
#include "published.h"

enum { N = 2000, CHAINS = 4 };

static void fill(double *values, double apart, double memory) {
	for (int c = 0; c < CHAINS; c++) {
		struct mse_random r = mse_random_stream(7, (uint64_t)c);
		double x = 0;
		for (int i = 0; i < N; i++) {
			x = memory * x + sqrt(1 - memory * memory) * mse_random_normal(&r);
			values[c * N + i] = x + (c == 0 ? apart : 0);
		}
	}
}

static void chains_that_agree_and_chains_that_do_not(void **state) {
	static double values[CHAINS * N];
	double rhat, ess;
	(void)state;
	fill(values, 0, 0);
	mse_chains_judge(values, CHAINS, N, &rhat, &ess);
	assert_true(rhat < 1.005 && ess > 0.9 * CHAINS * N);
	fill(values, 0, 0.9); /* (1 - 0.9) / (1 + 0.9) of them count */
	mse_chains_judge(values, CHAINS, N, &rhat, &ess);
	assert_true(rhat < 1.05 && ess > 0.7 * CHAINS * N / 19 && ess < 1.4 * CHAINS * N / 19);
	fill(values, 3, 0);
	mse_chains_judge(values, CHAINS, N, &rhat, &ess);
	assert_true(rhat > 1.5 && ess < 20);
	memset(values, 0, sizeof values);
	mse_chains_judge(values, CHAINS, N, &rhat, &ess);
	assert_true(rhat == 1);
}

/* LCMCR 0.4.14 on Korea, four seeds: medians 137, 2.5 per cent 124, 97.5 per cent 195 to 196. */
static void gives_what_the_package_gives(void **state) {
	struct mse_table t;
	struct mse_lcm one, two;
	struct mse_lcm_asked asked = {.seed = 3, .burn = 1000, .samples = 1000, .thin = 3, .threads = 1};
	(void)state;
	assert_true(published_table("Korea", &t));
	assert_true(mse_lcm_run(&asked, &t, &one));
	assert_true(one.mixed && one.rhat < 1.05);
	assert_in_range((uintmax_t)one.median, 133, 143);
	assert_in_range((uintmax_t)one.limit[0], 123, 127);
	assert_in_range((uintmax_t)one.limit[3], 180, 225);
	assert_true(one.pressed < 0.001);
	asked.threads = 3;
	assert_true(mse_lcm_run(&asked, &t, &two));
	assert_memory_equal(&one, &two, sizeof one);
}

/* 4,000 people, three lists that meet a third of them each, one kind of people: about 1,185 are not seen. */
static void finds_those_unseen_where_lists_are_independent(void **state) {
	struct mse_table t = {.lists = 3};
	struct mse_lcm l;
	(void)state;
	for (unsigned w = 1; w < 8; w++)
		t.n[w] = (int64_t)(4000 * pow(1.0 / 3, __builtin_popcount(w)) * pow(2.0 / 3, 3 - __builtin_popcount(w)) + 0.5);
	mse_table_close(&t);
	assert_true(mse_lcm_run(&(struct mse_lcm_asked){.seed = 1, .classes = 4, .burn = 800, .samples = 800, .thin = 2, .threads = 2}, &t, &l));
	assert_true(l.limit[0] < 4000 && 4000 < l.limit[3]);
	assert_in_range((uintmax_t)l.median, 3700, 5200);
}

/* Everything says more than is considered: that is said, and it ends. */
static void says_when_it_presses_against_its_limit(void **state) {
	struct mse_table t = {.lists = 2, .n = {0, 40, 40, 1}};
	struct mse_lcm l;
	(void)state;
	mse_table_close(&t);
	assert_true(mse_lcm_run(&(struct mse_lcm_asked){.seed = 1, .most = 100, .burn = 200, .samples = 200, .thin = 1, .threads = 1}, &t, &l));
	assert_true(l.pressed > 0.02);
	assert_true(l.limit[3] <= 181);
	t = (struct mse_table){.lists = 2};
	assert_false(mse_lcm_run(&(struct mse_lcm_asked){.threads = 1}, &t, &l));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chains_that_agree_and_chains_that_do_not),
		cmocka_unit_test(gives_what_the_package_gives),
		cmocka_unit_test(finds_those_unseen_where_lists_are_independent),
		cmocka_unit_test(says_when_it_presses_against_its_limit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
