/* Names and dates in any bytes: forms stay short, small and the same; relations do not depend on the side. */
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "text/birth.h"
#include "text/fold.h"
#include "text/names.h"
#include "text/translit.h"

static void forms(const char *at, size_t n, size_t cap) {
	for (enum fold_form f = 0; f < FOLD__MAX; f++) {
		char out[FOLD_OUTPUT_MAX], again[FOLD_OUTPUT_MAX];
		size_t k = fold(f, at, n, out, sizeof out);
		MUST(k < sizeof out && out[k] == 0 && utf8_valid(out, k));
		MUST(k == 0 || (out[0] != ' ' && out[k - 1] != ' '));
		MUST(fold(f, at, n, again, sizeof again) == k && memcmp(out, again, k) == 0);
		for (size_t i = 0; i < k; i++)
			MUST((unsigned char)out[i] >= 0x20 && !(out[i] >= 'A' && out[i] <= 'Z') && (out[i] != ' ' || out[i + 1] != ' '));
		if (f == FOLD_NAME) { /* folding what is folded changes nothing */
			size_t m = fold(f, out, k, again, sizeof again);
			MUST(k > FOLD_INPUT_MAX || (m == k && memcmp(out, again, k) == 0));
		}
		char *small = malloc(cap + 1);
		MUST(small != NULL);
		size_t m = fold(f, at, n, small, cap);
		MUST(m <= cap && m <= k && utf8_valid(small, m) && memcmp(small, out, m) == 0);
		free(small);
	}
}

FUZZ(cx, at, n) {
	(void)cx;
	uint8_t how = fuzz_take(&at, &n);
	size_t half = n / 2;
	const char *a = (const char *)at, *b = a + half;
	forms(a, n, how);
	MUST(name_relation(a, half, b, n - half) == name_relation(b, n - half, a, half));
	MUST(name_family_relation(a, half, b, n - half) == name_family_relation(b, n - half, a, half));
	double alike = name_alike(a, half, b, n - half);
	MUST(alike >= 0 && alike <= 1);
	char out[FOLD_OUTPUT_MAX];
	size_t k = translit((enum translit)(how % TRANSLIT__MAX), a, n, out, sizeof out);
	MUST(k < sizeof out && out[k] == 0);
	int32_t date = date_read(a, n, how & 1 ? DATE_MDY : DATE_DMY, 2026);
	MUST(date == 0 || (date >= 18500000 && date <= 20261231 && date / 100 % 100 <= 12 && date % 100 <= 31));
	int32_t other = date_read(b, n - half, DATE_DMY, 2026);
	MUST(date_relation(date, other) == date_relation(other, date) && date_relation(date, other) < DATE_RELATION__MAX);
}
