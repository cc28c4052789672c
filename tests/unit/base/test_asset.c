#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/asset.h"

static const struct asset three[] = {
	{"a.css", "0000000000000001", (const unsigned char *)"x", 1},
	{"a/b.css", "0000000000000002", (const unsigned char *)"yy", 2},
	{"web/\xc4\x85.html", "0000000000000003", (const unsigned char *)"", 0},
};
static const struct assets some = {three, 3}, none = {three, 0};

static void finds_each_by_its_path(void **state) {
	(void)state;
	for (size_t i = 0; i < 3; i++)
		assert_ptr_equal(asset_find(&some, three[i].path), &three[i]);
}

static void finds_no_other_spelling(void **state) {
	static const char *const paths[] = {"", "/", "a", "a.cs", "a.csss", "/a.css", "./a.css", "a//b.css", "A.CSS",
		"a/../a.css", "web/", "web/\xc4", "\xff\xfe", "zzz"};
	(void)state;
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		assert_null(asset_find(&some, paths[i]));
}

static void finds_nothing_in_an_empty_table(void **state) {
	(void)state;
	assert_null(asset_find(&none, "a.css"));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_each_by_its_path),
		cmocka_unit_test(finds_no_other_spelling),
		cmocka_unit_test(finds_nothing_in_an_empty_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
