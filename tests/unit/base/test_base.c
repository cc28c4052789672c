/* The ground floor: memory with a ceiling, text as it arrives, days and instants. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/time.h"
#include "base/utf8.h"

static void arena_gives_zeroed_aligned_memory_after_reset(void **state) {
	(void)state;
	struct arena *a = arena_new(1 << 20);
	for (int round = 0; round < 3; round++) {
		for (size_t n = 0; n < 3000; n += 7) {
			unsigned char *p = arena_alloc(a, n);
			assert_int_equal((uintptr_t)p % 16, 0);
			for (size_t i = 0; i < n; i++)
				assert_int_equal(p[i], 0);
			memset(p, 0xee, n);
			if (arena_used(a) > 900000)
				arena_reset(a);
		}
		arena_reset(a);
		assert_int_equal(arena_used(a), 0);
	}
	arena_free(a);
}

static void arena_goes_back_to_a_mark(void **state) {
	(void)state;
	struct arena *a = arena_new(1 << 20);
	char *kept = arena_strdup(a, "kept");
	const size_t used = arena_used(a);
	for (int i = 0; i < 100; i++) { /* together far more than the ceiling */
		struct arena_mark here = arena_here(a);
		memset(arena_alloc(a, 300000), 'x', 300000);
		memset(arena_alloc(a, 1000), 'x', 1000);
		memset(arena_alloc(a, 300000), 'x', 300000);
		arena_back(a, here);
		assert_int_equal(arena_used(a), used);
	}
	const char *next = arena_alloc(a, 1000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(next[i], 0); /* what is forgotten is wiped */
	assert_string_equal(kept, "kept");
	arena_free(a);
}

static void arena_springs_its_trap_at_the_ceiling(void **state) {
	(void)state;
	struct arena *a = arena_new(100000);
	jmp_buf trap;
	volatile int n = 0;
	arena_trap(a, &trap);
	if (setjmp(trap) == 0)
		for (;; n++)
			arena_alloc(a, 1000);
	assert_in_range(n, 90, 100);
	if (setjmp(trap) == 0) {
		arena_array(a, SIZE_MAX / 2, 3);
		fail();
	}
	arena_free(a);
}

static void buf_grows_in_place_and_stops_at_its_ceiling(void **state) {
	(void)state;
	struct arena *a = arena_new(1 << 20);
	struct buf b = buf_new(a, 5000);
	jmp_buf trap;
	volatile int n = 0;
	arena_trap(a, &trap);
	if (setjmp(trap) == 0)
		for (;; n++)
			buf_printf(&b, "%04d ", n);
	assert_int_equal(n, 1000);
	assert_int_equal(b.n, 5000);
	assert_int_equal(strlen(b.at), 5000);
	arena_free(a);
}

static void utf8_refuses_overlong_surrogate_and_cut_sequences(void **state) {
	(void)state;
	static const char *const bad[] = {"\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\x80", "a\xffz",
	                                  "\xf8\x88\x80\x80\x80"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(utf8_valid(bad[i], strlen(bad[i])));
	const char *good = "Ačiū, Олена \xf0\x9f\x8c\xb1";
	assert_true(utf8_valid(good, strlen(good)));
	assert_int_equal(utf8_count(good, strlen(good)), 13);
	assert_int_equal(utf8_cut("Ačiū", 2), 1); /* the c with caron is two bytes and does not fit */
	assert_int_equal(utf8_cut("Ačiū", 3), 3);
}

static void day_reads_only_days_of_the_calendar(void **state) {
	(void)state;
	int32_t day = 7;
	static const char *const bad[] = {"2023-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "26-04-01", "2026-4-01", "2026-04-01 ",
	                                  "1800-01-01", "2101-01-01", "", "0000-00-00", "2026/04/01"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(day_parse(bad[i], &day));
	assert_int_equal(day, 7);
	assert_true(day_parse("2024-02-29", &day));
	struct arena *a = arena_new(1 << 20);
	for (int32_t d = DAY_MIN; d <= DAY_MAX; d++) {
		int y, m, dd;
		day_to_ymd(d, &y, &m, &dd);
		assert_int_equal(day_from_ymd(y, m, dd), d);
	}
	assert_string_equal(day_text(a, 0), "1970-01-01");
	arena_free(a);
}

static void instant_takes_offsets_and_fractions(void **state) {
	(void)state;
	int64_t a = 0, b = 0;
	assert_true(instant_parse("2026-03-01T15:05:00Z", &a));
	assert_true(instant_parse("2026-03-01T17:05:00+02:00", &b));
	assert_int_equal(a, b);
	assert_true(instant_parse("1969-12-31T23:59:59.999999Z", &a));
	assert_int_equal(a, -1);
	static const char *const bad[] = {"2026-03-01T24:00:00Z", "2026-03-01T15:05:00", "2026-03-01 15:05:00Z", "2026-02-30T00:00:00Z",
	                                  "2026-03-01T15:05:00.Z", "2026-03-01T15:05:00.1234567Z", "2026-03-01T15:05:00Zx",
	                                  "2026-03-01T15:05:00+2:00"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(instant_parse(bad[i], &a));
	struct arena *arena = arena_new(1 << 20);
	assert_string_equal(instant_text(arena, -1), "1969-12-31T23:59:59Z");
	arena_free(arena);
}

static void reference_is_exactly_32_hex_digits(void **state) {
	(void)state;
	struct ref ref;
	assert_true(ref_parse("00112233445566778899aabbccddeeff", &ref));
	assert_true(ref_parse("00112233445566778899AABBCCDDEEFF", &ref));
	assert_false(ref_parse("00112233445566778899aabbccddeef", &ref));
	assert_false(ref_parse("00112233445566778899aabbccddeeffa", &ref));
	assert_false(ref_parse("0011223344556677 899aabbccddeeff", &ref));
	int64_t n = 0;
	assert_false(int_parse("12x", &n));
	assert_false(int_parse(" 12", &n));
	assert_false(int_parse("99999999999999999999", &n));
	assert_true(int_parse("-12", &n));
	assert_int_equal(n, -12);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_gives_zeroed_aligned_memory_after_reset),
		cmocka_unit_test(arena_goes_back_to_a_mark),
		cmocka_unit_test(arena_springs_its_trap_at_the_ceiling),
		cmocka_unit_test(buf_grows_in_place_and_stops_at_its_ceiling),
		cmocka_unit_test(utf8_refuses_overlong_surrogate_and_cut_sequences),
		cmocka_unit_test(day_reads_only_days_of_the_calendar),
		cmocka_unit_test(instant_takes_offsets_and_fractions),
		cmocka_unit_test(reference_is_exactly_32_hex_digits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
