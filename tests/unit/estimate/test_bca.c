/* Intervals: quantiles as R makes them, the acceleration, and published limits from the published replicates. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "estimate/bootstrap.h"
#include "published.h"

static void near(double a, double b, double relative) {
	if (!(fabs(a - b) <= relative * fabs(b)))
		fail_msg("%.12g, not %.12g", a, b);
}

static void quantiles_are_of_type_8(void **state) {
	static const double x[] = {1, 2, 4, 8, 16};
	(void)state;
	near(quantile_type_8(x, 5, 0.5), 4, 1e-12);
	near(quantile_type_8(x, 5, 0.25), 1 + 2.0 / 3, 1e-12); /* h = 5/3 */
	near(quantile_type_8(x, 5, 0), 1, 0);
	near(quantile_type_8(x, 5, 1), 16, 0);
}

static void the_normal_distribution_is_right(void **state) {
	(void)state;
	near(normal_quantile(0.975), 1.959963984540054, 1e-12);
	near(normal_cdf(1), 0.841344746068543, 1e-13);
	near(normal_cdf(-6), 9.865876450377e-10, 1e-9);
}

/* Without bias or acceleration BCa is the percentile interval. */
static void a_straight_sample_gives_percentiles(void **state) {
	double x[1000];
	(void)state;
	for (int i = 0; i < 1000; i++)
		x[i] = i;
	struct bca b = bca_of(499.5, x, 1000, NULL, NULL, 0);
	for (int i = 0; i < BCA_LIMITS; i++)
		near(b.limit[i], b.percentile[i], 1e-9);
}

static void one_without_an_estimate_is_counted(void **state) {
	double x[4] = {3, NAN, 1, 2};
	(void)state;
	struct bca b = bca_of(2, x, 4, NULL, NULL, 0);
	assert_int_equal(b.failed, 1);
	near(b.below, 1.0 / 3, 1e-12);
}

/* Replicates of the successor package (../shared, if there), every model asked in each; its own limits. */
static void limits_are(const char *name, int order, double a, const double limits[BCA_LIMITS]) {
	char path[512], line[4096];
	struct mse_table t;
	struct mse_estimate e;
	const char *root = getenv("ROOT");
	static double values[1000];
	double jack[MSE_CELLS];
	int64_t weights[MSE_CELLS];
	unsigned cells[MSE_CELLS];
	size_t n = 0, k = 0, columns = 0;
	snprintf(path, sizeof path, "%.300s/../shared/data/mse/vectors/mbv_%.60s.csv", root == NULL ? "." : root, name);
	FILE *f = fopen(path, "r");
	if (f == NULL)
		skip();
	published_table(name, &t);
	struct mse_procedure how = {.method = METHOD_BIC, .order = order};
	mse_estimate_run(&how, &t, &e);
	how.fixed = e.model;
	for (unsigned w = 1; w < mse_cells(&t); w++) {
		struct mse_table less = t;
		struct mse_estimate one;
		if (t.n[w] == 0)
			continue;
		less.n[w]--;
		mse_table_close(&less);
		mse_estimate_run(&how, &less, &one);
		weights[k] = t.n[w];
		jack[k++] = one.total;
	}
	assert_non_null(fgets(line, sizeof line, f));
	char *at = NULL;
	for (char *c = strtok_r(line, ",\n", &at); c != NULL; c = strtok_r(NULL, ",\n", &at)) {
		cells[columns] = 0;
		for (unsigned j = 0; c[j + 1] == '0' || c[j + 1] == '1'; j++)
			cells[columns] |= c[j + 1] == '1' ? 1U << j : 0;
		columns++;
	}
	for (; fgets(line, sizeof line, f) != NULL && n < 1000; n++) {
		struct mse_table drawn = {.lists = t.lists};
		size_t i = 0;
		for (char *c = strtok_r(line, ",\n", &at); c != NULL && i < columns; c = strtok_r(NULL, ",\n", &at))
			drawn.n[cells[i++]] = strtoll(c, NULL, 10);
		mse_table_close(&drawn);
		struct mse_estimate one;
		mse_estimate_run(&how, &drawn, &one);
		values[n] = one.total;
	}
	fclose(f);
	assert_int_equal(n, 1000);
	struct bca b = bca_of(e.total, values, n, jack, weights, k);
	if (a > 0)
		near(b.acceleration, a, 1e-4);
	for (int i = 0; i < BCA_LIMITS; i++)
		near(b.limit[i], limits[i], 1e-6);
}

static void korea_is_as_published(void **state) {
	(void)state;
	limits_are("Korea", 2, 0, (const double[]){128.2469, 135.0000, 286.7647, 348.0000});
}

static void kosovo_is_as_published(void **state) {
	(void)state;
	limits_are("Kosovo", 3, 0, (const double[]){6947.0370, 7414.5949, 12198.3647, 18009.9866});
}

/* The acceleration over all pair models is not the one the paper used, that of the larger catalogue. */
static void accelerations_of_the_uk_table_are_as_known(void **state) {
	static const double known[] = {0.111322, 0.031341};
	struct mse_table t;
	(void)state;
	published_table("UKdat_5", &t);
	for (int order = 2; order <= 3; order++) {
		struct mse_procedure how = {.method = METHOD_BIC, .order = order};
		struct mse_estimate e;
		struct bca b;
		double values[20];
		mse_estimate_run(&how, &t, &e);
		struct mse_bootstrap run = {.how = &how, .tables = &t, .strata = 1, .replicates = 20, .seed = 1, .threads = 2};
		assert_true(mse_bootstrap_run(&run, e.total, values, &b));
		near(b.acceleration, known[order - 2], 1e-4);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quantiles_are_of_type_8),
		cmocka_unit_test(the_normal_distribution_is_right),
		cmocka_unit_test(a_straight_sample_gives_percentiles),
		cmocka_unit_test(one_without_an_estimate_is_counted),
		cmocka_unit_test(korea_is_as_published),
		cmocka_unit_test(kosovo_is_as_published),
		cmocka_unit_test(accelerations_of_the_uk_table_are_as_known),
	};
	return cmocka_run_group_tests_name("bca", tests, NULL, NULL);
}
