/* The fit against R's numbers, warm starts, terms at minus infinity, and the profile interval. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "estimate/profile.h"
#include "published.h"

static void near(double a, double b, double relative) {
	if (!(fabs(a - b) <= relative * fabs(b)))
		fail_msg("%.12g, not %.12g", a, b);
}

static void fit_of(const char *name, const char *model, struct mse_table *t, struct mse_data *d, struct mse_model *m, struct mse_fit *f) {
	assert_true(published_table(name, t));
	mse_data_init(d, t);
	assert_true(mse_model_read(m, t->lists, model));
	mse_fit_model(d, m, NULL, true, f);
	assert_true(f->converged);
}

static void the_best_model_of_the_uk_table_is_r_s(void **state) {
	struct mse_table t;
	struct mse_data d;
	struct mse_model m;
	struct mse_fit f;
	(void)state;
	fit_of("UKdat", "[12,13,25,35,36,45]", &t, &d, &m, &f);
	near(2744 + f.dark, 12349.586953562, 1e-8);
	near(f.deviance, 29.5309702228053, 1e-8);
	near(f.bic, 244.11934567991, 1e-9);
}

static void a_warm_start_changes_nothing(void **state) {
	struct mse_table t;
	struct mse_data d;
	struct mse_model m, all;
	struct mse_fit f, far, warm, rough;
	(void)state;
	fit_of("UKdat", "[12,13,25,35,36,45]", &t, &d, &m, &f);
	mse_model_order(&all, 6, 2);
	mse_fit_model(&d, &all, NULL, false, &far);
	assert_int_equal(far.infinite, 2);
	near(2744 + far.dark, 10568.706729809, 1e-7);
	mse_fit_model(&d, &m, &far, false, &warm);
	near(warm.dark, f.dark, 1e-8);
	mse_fit_roughly(&d, &m, &far, &rough);
	assert_true(rough.deviance - rough.slack <= f.deviance + 1e-9);
}

static void the_margins_of_the_terms_are_kept(void **state) {
	struct mse_table t;
	struct mse_data d;
	struct mse_model m;
	struct mse_fit f;
	double sums[MSE_CELLS];
	(void)state;
	fit_of("Kosovo", "[123,24]", &t, &d, &m, &f);
	for (unsigned w = 0; w < 16; w++)
		sums[w] = w == 0 ? 0 : f.mu[w];
	mse_superset_sum(sums, 4);
	for (int i = 0; i < m.n; i++)
		near(sums[m.terms[i]], (double)t.super[m.terms[i]], 1e-7);
}

/* Rcapture's closedpCI.t says 14,325.66 for this model, where the Poisson fit says 14,341.66. */
static void the_profile_interval_is_rcapture_s(void **state) {
	struct mse_table t;
	struct mse_data d;
	struct mse_model m;
	struct mse_fit f;
	struct mse_profile p;
	(void)state;
	fit_of("Kosovo", "[12,13,14,23,34]", &t, &d, &m, &f);
	near(4400 + f.dark, 14341.66, 1e-6);
	mse_profile_interval(&d, &m, &f, &p);
	near(p.best, 14325.66, 1e-5);
	assert_true(p.low[0] < p.low[1] && p.low[1] < p.best && p.best < p.high[1] && p.high[1] < p.high[0]);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_best_model_of_the_uk_table_is_r_s),
		cmocka_unit_test(a_warm_start_changes_nothing),
		cmocka_unit_test(the_margins_of_the_terms_are_kept),
		cmocka_unit_test(the_profile_interval_is_rcapture_s),
	};
	return cmocka_run_group_tests_name("fit", tests, NULL, NULL);
}
