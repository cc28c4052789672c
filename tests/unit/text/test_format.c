#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/time.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "text/name.h"

static struct arena *a;

static int setup(void **state) {
	(void)state;
	a = arena_new(8 << 20);
	return 0;
}

static int teardown(void **state) {
	(void)state;
	arena_free(a);
	return 0;
}

static void days_are_written_as_people_write_them(void **state) {
	(void)state;
	int32_t day = day_from_ymd(2026, 11, 21);
	assert_string_equal(text_day(a, "en", day), "21 November 2026");
	assert_string_equal(text_day(a, "lt", day), "2026\u00a0m. lapkričio 21\u00a0d.");
	assert_string_equal(text_day(a, "uk", day), "21 листопада 2026\u00a0р.");
	assert_string_equal(text_day(a, "ru", day), "21 ноября 2026\u00a0г.");
	assert_string_equal(text_day(a, "en", DAY_MIN), "1 January 1870");
	assert_string_equal(text_day(a, "en", INT64_MIN), "");
	assert_string_equal(text_day(a, "en", (int64_t)DAY_MAX + 1), "");
}

static void instants_have_a_date_and_a_clock(void **state) {
	(void)state;
	int64_t at = 0;
	assert_true(instant_parse("2026-11-21T23:10:00Z", &at));
	assert_string_equal(text_instant(a, "en", at), "22 November 2026, 01:10"); /* in Vilnius */
	assert_string_equal(text_instant(a, "en", INT64_MAX), "");
	assert_string_equal(text_instant(a, "en", INT64_MIN), "");
}

static void near_days_have_words(void **state) {
	(void)state;
	assert_string_equal(text_relative(a, "en", 100, 100), "today");
	assert_string_equal(text_relative(a, "en", 101, 100), "tomorrow");
	assert_string_equal(text_relative(a, "en", 99, 100), "yesterday");
	assert_string_equal(text_relative(a, "en", 103, 100), "in 3 days");
	assert_string_equal(text_relative(a, "en", 97, 100), "3 days ago");
	assert_string_equal(text_relative(a, "lt", 121, 100), "po 21 dienos");
	assert_string_equal(text_relative(a, "uk", 98, 100), "2 дні тому");
	assert_string_equal(text_relative(a, "en", INT64_MAX, INT64_MIN), "");
}

static void numbers_are_grouped_by_language(void **state) {
	(void)state;
	assert_string_equal(text_number(a, "en", 1234567), "1,234,567");
	assert_string_equal(text_number(a, "lt", 1234567), "1\u00a0234\u00a0567");
	assert_string_equal(text_number(a, "uk", 12345), "12\u00a0345");
	assert_string_equal(text_number(a, "en", INT64_MIN), "-9,223,372,036,854,775,808");
	assert_string_equal(text_decimal(a, "en", 1234.56, 1), "1,234.6");
	assert_string_equal(text_decimal(a, "lt", -0.25, 2), "\u22120,25");
	assert_string_equal(text_decimal(a, "en", -0.01, 1), "0.0");
	assert_string_equal(text_decimal(a, "en", 1e300, 1), "");
	assert_string_equal(text_decimal(a, "en", (double)NAN, 1), "");
}

static void order_is_the_dictionary_s(void **state) {
	(void)state;
	assert_true(text_compare("lt", "Čepas", "Dambrauskas") < 0);
	assert_true(text_compare("lt", "Cz", "Ča") < 0);
	assert_true(text_compare("lt", "Yla", "Jonas") < 0);
	assert_true(text_compare("en", "Yla", "Jonas") > 0);
	assert_true(text_compare("uk", "Ґ", "Д") < 0);
	assert_int_equal(text_compare("lt", "a", "a"), 0);
}

/* What the sandbox does to a worker: after the warm-up no file can be opened. */
static void nothing_is_opened_after_the_warm_up(void **state) {
	(void)state;
	text_warm();
	text_instant(a, "lt", 0);
	struct rlimit was, none;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &was), 0);
	none = (struct rlimit){.rlim_cur = 0, .rlim_max = was.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	const char *day = text_day(a, "uk", 20000), *key = name_key(a, "Юлія Ščerbak"), *number = text_number(a, "ru", 12345);
	int order = text_compare("lt", "Čepas", "Dambrauskas");
	const char *fold = text_fold(a, "Ž"), *plain = name_plain(a, "Київ");
	int opened = open("/dev/null", O_RDONLY | O_CLOEXEC);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &was), 0);
	assert_int_equal(opened, -1);
	assert_string_equal(day, "4 жовтня 2024\u00a0р.");
	assert_string_equal(key, "iul serbak");
	assert_string_equal(number, "12\u00a0345");
	assert_string_equal(fold, "z");
	assert_string_equal(plain, "kyyiv");
	assert_true(order < 0);
}

int main(void) {
	setenv("TZ", "Europe/Vilnius", 1);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_is_opened_after_the_warm_up, setup, teardown),
		cmocka_unit_test_setup_teardown(days_are_written_as_people_write_them, setup, teardown),
		cmocka_unit_test_setup_teardown(instants_have_a_date_and_a_clock, setup, teardown),
		cmocka_unit_test_setup_teardown(near_days_have_words, setup, teardown),
		cmocka_unit_test_setup_teardown(numbers_are_grouped_by_language, setup, teardown),
		cmocka_unit_test_setup_teardown(order_is_the_dictionary_s, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
