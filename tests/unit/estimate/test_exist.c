/* Existence and identifiability in whole numbers, on cases small enough to see why. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "estimate/exist.h"

static int ask(const struct mse_table *t, const char *model) {
	struct mse_model m;
	assert_true(mse_model_read(&m, t->lists, model));
	return mse_exist(t, &m);
}

static struct mse_table of(int lists, const int64_t *n) {
	struct mse_table t = {.lists = lists};
	for (unsigned w = 1; w < mse_cells(&t); w++)
		t.n[w] = n[w];
	mse_table_close(&t);
	return t;
}

static void a_full_table_has_every_estimate(void **state) {
	struct mse_table t = of(3, (const int64_t[]){0, 5, 4, 3, 6, 2, 2, 1});
	(void)state;
	assert_int_equal(ask(&t, "[1,2,3]"), MSE_EXISTS);
	assert_int_equal(ask(&t, "[12,13,23]"), MSE_EXISTS);
}

/* Lists 1 and 2 meet, 3 meets nobody: with 1-3 and 2-3 impossible nothing is left that tells of the unseen. */
static void without_overlap_nothing_is_known(void **state) {
	struct mse_table none = of(3, (const int64_t[]){0, 5, 4, 0, 6, 0, 0, 0}), island = of(3, (const int64_t[]){0, 40, 30, 6, 20, 0, 0, 0});
	(void)state;
	assert_int_not_equal(ask(&none, "[1,2,3]"), MSE_EXISTS);
	assert_int_equal(ask(&island, "[1,2,3]"), MSE_EXISTS);
	assert_int_equal(ask(&island, "[12,3]") & MSE_NO_MAXIMUM, MSE_NO_MAXIMUM);
	assert_int_equal(ask(&island, "[12,13,23]") & MSE_NOT_IDENTIFIED, MSE_NOT_IDENTIFIED);
}

static void only_which_cells_are_empty_matters(void **state) {
	struct mse_table a = of(3, (const int64_t[]){0, 1, 1, 1, 1, 0, 1, 0}), b = of(3, (const int64_t[]){0, 900, 7, 12, 5000, 0, 3, 0});
	static const char *const models[] = {"[1,2,3]", "[12,3]", "[13,2]", "[23,1]", "[12,13]", "[12,23]", "[13,23]", "[12,13,23]"};
	(void)state;
	for (size_t i = 0; i < sizeof models / sizeof *models; i++)
		assert_int_equal(ask(&a, models[i]), ask(&b, models[i]));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_full_table_has_every_estimate),
		cmocka_unit_test(without_overlap_nothing_is_known),
		cmocka_unit_test(only_which_cells_are_empty_matters),
	};
	return cmocka_run_group_tests_name("exist", tests, NULL, NULL);
}
