/* Two values at a glance: what it settles is what the texts would have said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "link/alike.h"
#include "link/hash.h"
#include "link/rows.h"
#include "link/value.h"

enum { VALUES = 400, LONGEST = 90 };

static uint64_t seed;

static uint32_t drawn(uint32_t below) {
	seed += 0x9e3779b97f4a7c15ULL;
	return (uint32_t)((link_mix(seed) >> 32) * below >> 32);
}

static char text[VALUES * LONGEST];
static uint32_t at[VALUES + 2];
static struct link_glance glance[VALUES + 1];
static struct link_slot slot = {.values = VALUES, .text = text, .at = at, .glance = glance};
static struct link_seen seen;

/* Words of few letters, many of them slips of the one before, some longer than what is looked at. */
static int values_make(void **state) {
	uint32_t n = 0;
	(void)state;
	seed = 11;
	for (uint32_t i = 1; i <= VALUES; i++) {
		uint32_t length = i % 29 == 0 ? 60 + drawn(30) : 1 + drawn(11), before = i > 1 ? at[i] - at[i - 1] : 0;
		at[i] = n;
		if (before > 0 && i % 3 != 0) {
			length = before;
			memcpy(text + n, text + at[i - 1], length);
			text[n + drawn(length)] = (char)('a' + drawn(26));
			if (drawn(2) == 0 && length > 1 && length < LONGEST - 1)
				length--;
		} else {
			for (uint32_t k = 0; k < length; k++)
				text[n + k] = k > 2 && k + 2 < length && drawn(9) == 0 ? ' ' : "abcdefghijklmnopqrstuvwxyz0123456789"[drawn(i % 2 == 0 ? 36 : 6)];
		}
		glance[i] = link_glance(text + n, length);
		n += length;
		at[i + 1] = n;
	}
	return 0;
}

static const char *of(uint32_t i, size_t *n) {
	*n = at[i + 1] - at[i];
	return text + at[i];
}

static void letters_are_never_taken_for_less(void **state) {
	static const int least[] = {78, 88, 94};
	uint32_t settled = 0, above = 0;
	(void)state;
	for (int k = 0; k < 3; k++)
		for (uint32_t i = 1; i <= VALUES; i++)
			for (uint32_t j = i; j <= VALUES; j++) {
				size_t n, m;
				const char *a = of(i, &n), *b = of(j, &m);
				int whole = (int)(link_jaro_winkler(a, n, b, m) * 100 + 1e-9), x = link_by_letters(&slot, 3, j, i, least[k], &seen);
				if (x != whole && (x != 0 || whole >= least[k]))
					fail_msg("%.*s %.*s: %d, not %d", (int)n, a, (int)m, b, x, whole);
				settled += x == 0;
				above += whole >= least[k];
			}
	assert_true(settled > 100000 && above > 1000); /* the glance is of use, and there is something it may not lose */
}

static int plainly_by_keys(const char *a, size_t n, const char *b, size_t m) {
	size_t same = 0, shortest = n < m ? n : m, longest = n < m ? m : n;
	int d = link_osa(a, n, b, m);
	while (same < shortest && a[same] == b[same])
		same++;
	return d <= 1 && shortest >= 3 ? 4 : d <= 2 && shortest >= 7 ? 3 : same + 2 >= longest && same >= 3 ? 2 : same >= 2 && same * 2 >= longest;
}

static void keystrokes_are_counted_as_by_the_texts(void **state) {
	uint32_t of_level[5] = {0};
	(void)state;
	for (uint32_t i = 1; i <= VALUES; i++)
		for (uint32_t j = 1; j <= VALUES; j++) {
			size_t n, m;
			const char *a = of(i, &n), *b = of(j, &m);
			int plain = plainly_by_keys(a, n, b, m), slips = n < 2 || m < 2 ? 9 : link_osa(a, n, b, m);
			assert_int_equal(link_by_keys(&slot, 5, i, j, &seen), plain);
			assert_int_equal(link_by_slips(&slot, 6, i, j, &seen) <= 1, slips <= 1);
			of_level[plain]++;
		}
	for (int k = 0; k < 5; k++)
		assert_true(of_level[k] > 0);
}

static void words_stand_in_any_order(void **state) {
	static char said[] = "tomas jonaitis" "jonaitis tomas" "t jonaitis" "petras petraitis" "tomas antanas jonaitis";
	static uint32_t from[] = {0, 0, 14, 28, 38, 54, 76};
	struct link_slot s = {.values = 5, .text = said, .at = from};
	(void)state;
	assert_int_equal(link_by_words(&s, 9, 1, 2, &seen), 5);
	assert_int_equal(link_by_words(&s, 9, 1, 3, &seen), 5);
	assert_int_equal(link_by_words(&s, 9, 1, 4, &seen), 0);
	assert_int_equal(link_by_words(&s, 9, 1, 5, &seen), 4);
	assert_int_equal(link_by_words(&s, 9, 4, 5, &seen), 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_are_never_taken_for_less),
		cmocka_unit_test(keystrokes_are_counted_as_by_the_texts),
		cmocka_unit_test(words_stand_in_any_order),
	};
	return cmocka_run_group_tests(tests, values_make, NULL);
}
