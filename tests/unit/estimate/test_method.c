/* Small cases computed by hand, published results, and what other tables made of one say. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "estimate/panel.h"
#include "published.h"

static double total(const char *name, enum mse_method method, int order) {
	struct mse_table t;
	struct mse_estimate e;
	struct mse_procedure how = {.method = method, .threshold = 0.02, .order = order};
	assert_true(published_table(name, &t));
	mse_estimate_run(&how, &t, &e);
	return e.total;
}

static void near(double a, double b, double relative) {
	if (!(fabs(a - b) <= relative * fabs(b)))
		fail_msg("%.12g, not %.12g", a, b);
}

static void two_lists_are_lincoln_and_petersen(void **state) {
	struct mse_table t = {.lists = 2, .n = {0, 180, 80, 20}};
	struct mse_procedure how = {.method = METHOD_INDEPENDENT};
	struct mse_estimate e;
	(void)state;
	mse_table_close(&t);
	mse_estimate_run(&how, &t, &e);
	near(e.total, 200.0 * 100 / 20, 1e-9);
}

/* With all pairs of three lists: n_abc n_a n_b n_c / (n_ab n_ac n_bc) people are on none. */
static void three_lists_with_all_pairs_have_a_closed_form(void **state) {
	struct mse_table t = {.lists = 3, .n = {0, 50, 40, 12, 30, 9, 8, 4}};
	struct mse_procedure how = {.method = METHOD_FIXED};
	struct mse_estimate e;
	(void)state;
	mse_table_close(&t);
	mse_model_order(&how.fixed, 3, 2);
	mse_estimate_run(&how, &t, &e);
	near(e.total, (double)t.observed + 4.0 * 50 * 40 * 30 / (12.0 * 9 * 8), 1e-8);
}

static void the_published_models_are_chosen(void **state) {
	(void)state;
	near(total("UKdat", METHOD_STEPWISE, 2), 11417.9910915046, 1e-7);
	near(total("UKdat", METHOD_BIC, 2), 12349.586953562, 1e-7);
	near(total("UKdat", METHOD_BIC, 3), 12349.586953562, 1e-7);
	near(total("UKdat", METHOD_AIC, 2), 11251.5475176704, 1e-7);
	near(total("UKdat_5", METHOD_STEPWISE, 2), 11313, 1e-4);
	near(total("UKdat_5", METHOD_BIC, 2), 22991, 1e-4);
	near(total("UKdat_5", METHOD_BIC, 3), 25311, 1e-4);
	near(total("Kosovo", METHOD_BIC, 2), 14341.66, 1e-6);
	near(total("Kosovo", METHOD_BIC, 3), 10357, 1e-4);
	near(total("Ned_5", METHOD_STEPWISE, 2), 121522, 1e-4);
	near(total("Ned_5", METHOD_BIC, 2), 48013, 1e-4);
	near(total("Ned_5", METHOD_BIC, 3), 148789, 1e-4);
}

static void leaving_out_and_merging_lists_is_as_in_the_literature(void **state) {
	static const double without[] = {11187.906219738, 12366.3468535663, 19845.4663885877, 10463.9475744835, 11047.9819998747,
		11394.0218201998};
	struct mse_table t, other;
	struct mse_estimate e;
	struct mse_procedure how = {.method = METHOD_STEPWISE, .threshold = 0.02, .order = 2};
	(void)state;
	published_table("UKdat", &t);
	for (int i = 0; i < 6; i++) {
		mse_table_drop(&t, i, &other);
		mse_estimate_run(&how, &other, &e);
		near(e.total, without[i], 1e-6);
	}
	mse_table_merge(&t, 0, 1, &other);
	mse_estimate_run(&how, &other, &e);
	near(e.total, 13579.8129014054, 1e-6);
	mse_table_merge(&t, 0, 2, &other);
	mse_estimate_run(&how, &other, &e);
	near(e.total, 13537.4732233647, 1e-6);
}

static void a_table_without_overlap_has_no_estimate(void **state) {
	struct mse_table t = {.lists = 3, .n = {0, 50, 40, 0, 30, 0, 0, 0}};
	(void)state;
	mse_table_close(&t);
	for (int m = 0; m < METHOD_FIXED; m++) {
		struct mse_procedure how = {.method = (enum mse_method)m, .threshold = 0.02, .order = 2};
		struct mse_estimate e;
		mse_estimate_run(&how, &t, &e);
		assert_true(isnan(e.total));
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_lists_are_lincoln_and_petersen),
		cmocka_unit_test(three_lists_with_all_pairs_have_a_closed_form),
		cmocka_unit_test(the_published_models_are_chosen),
		cmocka_unit_test(leaving_out_and_merging_lists_is_as_in_the_literature),
		cmocka_unit_test(a_table_without_overlap_has_no_estimate),
	};
	return cmocka_run_group_tests_name("method", tests, NULL, NULL);
}
