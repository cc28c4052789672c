/* Random numbers by number: the same again, and with the means and spreads they should have. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "estimate/random.h"
#include "estimate/real.h"

static void a_stream_is_always_the_same(void **state) {
	struct mse_random a = mse_random_stream(1, 2), b = mse_random_stream(1, 2), c = mse_random_stream(1, 3);
	(void)state;
	double x = mse_random_unit(&a);
	assert_true(x == mse_random_unit(&b) && x != mse_random_unit(&c));
}

static void binomials_have_their_mean_and_spread(void **state) {
	static const double p[] = {0.001, 0.05, 0.4, 0.9};
	(void)state;
	for (size_t i = 0; i < sizeof p / sizeof *p; i++) {
		struct mse_random r = mse_random_stream(5, i);
		double sum = 0, squares = 0, mean = 1000 * p[i], spread = mean * (1 - p[i]);
		for (int k = 0; k < 20000; k++) {
			double x = (double)mse_random_binomial(&r, 1000, p[i]) - mean;
			sum += x;
			squares += x * x;
		}
		assert_true(fabs(sum / 20000) < 5 * sqrt(spread / 20000));
		assert_true(fabs(squares / 20000 / spread - 1) < 0.08);
	}
}

static void a_multinomial_keeps_its_people(void **state) {
	static const int64_t weights[8] = {0, 5, 0, 1000000000, 7, 0, 1, 3};
	int64_t n[8], sum = 0;
	struct mse_random r = mse_random_stream(1, 1);
	(void)state;
	mse_random_multinomial(&r, 1000000016, weights, 1000000016, 8, n);
	for (int i = 0; i < 8; i++) {
		sum += n[i];
		assert_true(n[i] >= 0 && (weights[i] > 0 || n[i] == 0));
	}
	assert_int_equal(sum, 1000000016);
}

static void exp_and_log_are_those_of_the_library(void **state) {
	(void)state;
	for (double x = -700; x < 700; x += 0.37) {
		double y;
		real_exp_all(&x, &y, 1);
		assert_true(fabs(real_exp(x) / exp(x) - 1) < 1e-15 && fabs(y / exp(x) - 1) < 1e-15);
		assert_true(fabs(real_log(exp(x)) - log(exp(x))) <= 4e-16 * fabs(x) + 1e-16);
	}
	assert_true(fabs(real_log_factorial(170) - lgamma(171)) < 1e-12 && fabs(real_log_factorial(5000) - lgamma(5001)) < 1e-9);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stream_is_always_the_same),
		cmocka_unit_test(binomials_have_their_mean_and_spread),
		cmocka_unit_test(a_multinomial_keeps_its_people),
		cmocka_unit_test(exp_and_log_are_those_of_the_library),
	};
	return cmocka_run_group_tests_name("random", tests, NULL, NULL);
}
