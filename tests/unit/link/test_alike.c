/* Kernels against published values and against the plain way of computing them. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "link/alike.h"
#include "link/hash.h"

/* Winkler 1990 and the usual test table: a pair, its value to four places. */
static void jaro_winkler_is_as_published(void **state) {
	static const struct { const char *a, *b; double x; } table[] = {
		{"martha", "marhta", 0.9611}, {"dixon", "dicksonx", 0.8133}, {"dwayne", "duane", 0.84}, {"jones", "johnson", 0.8324},
		{"abroms", "abrams", 0.9222}, {"hardin", "martinez", 0.7222}, {"itman", "smith", 0.4667}, {"michelle", "michael", 0.9214},
		{"abc", "xyz", 0}, {"a", "a", 1}, {"", "", 1}, {"a", "", 0}, {"", "a", 0}, {"ab", "ba", 0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		double x = link_jaro_winkler(table[i].a, strlen(table[i].a), table[i].b, strlen(table[i].b));
		if (fabs(x - table[i].x) > 5e-5)
			fail_msg("%s %s: %f, not %f", table[i].a, table[i].b, x, table[i].x);
	}
}

/* The definition, letter by letter. */
static int slow_osa(const char *a, int la, const char *b, int lb) {
	int d[66][66];
	for (int i = 0; i <= la; i++)
		for (int j = 0; j <= lb; j++) {
			int best = i == 0 ? j : j == 0 ? i : d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
			if (i > 0 && j > 0) {
				best = d[i - 1][j] + 1 < best ? d[i - 1][j] + 1 : best;
				best = d[i][j - 1] + 1 < best ? d[i][j - 1] + 1 : best;
			}
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < best)
				best = d[i - 2][j - 2] + 1;
			d[i][j] = best;
		}
	return d[la][lb];
}

static void osa_is_its_definition(void **state) {
	uint64_t x = 5;
	(void)state;
	assert_int_equal(link_osa("ca", 2, "abc", 3), 3); /* unrestricted Damerau would say 2 */
	for (int round = 0; round < 20000; round++) {
		char a[64], b[64];
		int la = (int)((x = link_mix(x + 1)) % (round % 7 == 0 ? 65 : 9)), lb = (int)((x = link_mix(x + 1)) % (round % 5 == 0 ? 65 : 9));
		for (int i = 0; i < 64; i++) {
			a[i] = (char)('a' + (x = link_mix(x + 1)) % 3);
			b[i] = (char)('a' + (x = link_mix(x + 1)) % 3);
		}
		int fast = link_osa(a, (size_t)la, b, (size_t)lb), slow = slow_osa(a, la, b, lb);
		if (fast != slow)
			fail_msg("%.*s %.*s: %d, not %d", la, a, lb, b, fast, slow);
	}
}

static void neither_depends_on_the_side(void **state) {
	uint64_t x = 9;
	(void)state;
	for (int round = 0; round < 20000; round++) {
		char a[200], b[200];
		size_t la = (x = link_mix(x + 1)) % 80, lb = (x = link_mix(x + 1)) % 80;
		for (int i = 0; i < 200; i++) {
			a[i] = (char)(x = link_mix(x + 1));
			b[i] = (char)('a' + (x = link_mix(x + 1)) % 4);
		}
		assert_int_equal(link_osa(a, la, b, lb), link_osa(b, lb, a, la));
		double j = link_jaro_winkler(a, la, b, lb);
		assert_true(j >= 0 && j <= 1);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jaro_winkler_is_as_published),
		cmocka_unit_test(osa_is_its_definition),
		cmocka_unit_test(neither_depends_on_the_side),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
