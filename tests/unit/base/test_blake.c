/* BLAKE2b-256 against known answers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/blake.h"

static void gives_the_known_hashes(void **state) {
	(void)state;
	char hex[BLAKE_TEXT], many[1000];
	memset(many, 'a', sizeof many);
	assert_string_equal(blake_hex(hex, "", 0), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
	assert_string_equal(blake_hex(hex, "abc", 3), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
	assert_string_equal(blake_hex(hex, many, 128), "ae2aa48507885c4c950fb809b2076f959cde9f8ea6da260d9a3587df33dac450");
	assert_string_equal(blake_hex(hex, many, 129), "2f64744a6de0d2c0b56e64cf6e29a5aaa255010d415d51c75ccc82f73dccd865");
	assert_string_equal(blake_hex(hex, many, 1000), "e00b0ddbf1e2cdaf5c898e1a5e8826ea3a2c339bcf2a478da2e5fca9ff126672");
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(gives_the_known_hashes)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
