/* Codes of countries and languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "text/iso.h"

static void knows_three_letters_of_a_country_by_its_two(void **state) {
	(void)state;
	assert_string_equal(iso_country3("lt"), "LTU");
	assert_string_equal(iso_country3("VN"), "VNM");
	assert_string_equal(iso_country3("gb"), "GBR");
	assert_string_equal(iso_country3("zz"), "");
	assert_string_equal(iso_country3("lithuania"), "");
	assert_string_equal(iso_country3(""), "");
}

static void lists_every_code_of_a_language_with_its_shortest(void **state) {
	(void)state;
	static const char *const pairs[][2] = {{"lt", "lt"}, {"lit", "lt"}, {"ukr", "uk"}, {"vie", "vi"}, {"ron", "ro"},
		{"rum", "ro"},
		{"deu", "de"}, {"ger", "de"}, {"ceb", "ceb"}};
	size_t found = 0, n = 0;
	const char *code, *shortest = NULL;
	for (code = iso_language_at(0, &shortest); code != NULL; code = iso_language_at(++n, &shortest)) {
		assert_true(strlen(code) <= 3 && strlen(shortest) >= 2);
		for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
			if (strcmp(pairs[i][0], code) == 0) {
				assert_string_equal(shortest, pairs[i][1]);
				found |= (size_t)1 << i;
			}
	}
	assert_int_equal(found, (1 << sizeof pairs / sizeof *pairs) - 1);
	assert_true(n > 400);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_three_letters_of_a_country_by_its_two),
		cmocka_unit_test(lists_every_code_of_a_language_with_its_shortest),
	};
	return cmocka_run_group_tests_name("iso", tests, NULL, NULL);
}
