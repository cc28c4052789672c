/* Pairs that cannot be written down are tried again, more and more seldom, and in the end no more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/time.h"
#include "keeper/match_aside.h"

static void is_tried_again_at_growing_pauses_and_then_no_more(void **state) {
	struct match_asides a = {0};
	int64_t now = 1000, before = 0;
	(void)state;
	match_aside_put(&a, &(struct match_pair){.person = 1, .other = 2}, now);
	match_aside_put(&a, &(struct match_pair){.person = 2, .other = 1}, now);
	assert_int_equal(a.n, 1);
	assert_int_equal(match_aside_next(&a, now), -1);
	for (int i = 1; i < ASIDE_TRIES; i++) {
		int64_t due = match_aside_due(&a);
		assert_true(due - now > before);
		before = due - now;
		now = due;
		assert_int_equal(match_aside_next(&a, now), 0);
		match_aside_tried(&a, 0, false, now);
	}
	assert_true(match_aside_due(&a) == INT64_MAX);
	assert_int_equal(match_aside_next(&a, now + 24 * HOUR), -1);
	assert_int_equal(a.n, 1); /* it is still counted */
}

static void what_goes_well_is_forgotten_and_too_many_are_counted(void **state) {
	struct match_asides a = {0};
	(void)state;
	for (int i = 0; i < ASIDE_PAIRS + 3; i++)
		match_aside_put(&a, &(struct match_pair){.person = 1, .other = 2 + i}, i);
	assert_int_equal(a.n, ASIDE_PAIRS);
	assert_int_equal(a.more, 3);
	assert_int_equal(match_aside_next(&a, MINUTE), 0);
	match_aside_tried(&a, 0, true, MINUTE);
	assert_int_equal(a.n, ASIDE_PAIRS - 1);
	for (size_t i = 0; i < a.n; i++)
		assert_true(a.at[i].pair.other != 2);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_tried_again_at_growing_pauses_and_then_no_more),
		cmocka_unit_test(what_goes_well_is_forgotten_and_too_many_are_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
