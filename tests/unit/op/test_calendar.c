/* Working days, public holidays by rule, months, and midnights over the change of the clock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/time.h"
#include "op/calendar.h"

static struct profile *load(struct cx *cx, const char *name) {
	struct profile *p = NULL;
	log_level_set(LOG_ERROR);
	*cx = (struct cx){.arena = arena_new(64 << 20), .lang = "en"};
	assert_int_equal(profile_load(cx, name, &p), 0);
	return p;
}

static int32_t day(const char *text) {
	int32_t d;
	if (!day_parse(text, &d))
		fail_msg("the test's own day: %s", text);
	return d;
}

static void easter_is_the_published_one(void **state) {
	static const char *const sundays[] = {"1990-04-15", "1999-04-04", "2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21",
		"2022-04-17", "2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25", "2049-04-18",
		"2076-04-19", "2100-03-28"};
	(void)state;
	for (size_t i = 0; i < sizeof sundays / sizeof *sundays; i++) {
		assert_int_equal(calendar_easter(day_year(day(sundays[i]))), day(sundays[i]));
		assert_int_equal(calendar_weekday(day(sundays[i])), 6);
	}
}

static void a_month_later_is_the_same_day_or_the_last_of_the_month(void **state) {
	static const struct {
		const char *from;
		int n;
		const char *to;
		bool cut;
	} rows[] = {
		{"2026-01-31", 1, "2026-02-28", true}, {"2024-01-31", 1, "2024-02-29", true}, {"2024-02-29", 12, "2025-02-28", true},
		{"2024-02-29", 48, "2028-02-29", false}, {"2026-01-15", 6, "2026-07-15", false}, {"2025-08-31", 6, "2026-02-28", true},
		{"2025-12-31", 2, "2026-02-28", true}, {"2025-12-01", 1, "2026-01-01", false}, {"2026-03-31", 1, "2026-04-30", true},
		{"2026-04-30", 1, "2026-05-30", false}, {"2008-02-29", 216, "2026-02-28", true}, {"2026-05-31", 0, "2026-05-31", false},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bool cut = !rows[i].cut;
		assert_int_equal(calendar_months(day(rows[i].from), rows[i].n, &cut), day(rows[i].to));
		assert_int_equal(cut, rows[i].cut);
	}
}

static void holidays_of_a_year_are_the_published_ones(void **state) {
	static const struct {
		const char *profile;
		int region, year;
		const char *days; /* month and day of those that are no weekend */
	} years[] = {
		{"lt", 0, 2026, "01-01 02-16 03-11 04-06 05-01 06-24 07-06 11-02 12-24 12-25"},
		{"lt", 0, 2019, "01-01 03-11 04-22 05-01 06-24 08-15 11-01 12-24 12-25 12-26"},
		{"uk", 1, 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"},
		{"uk", 1, 2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"},
		{"uk", 1, 2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"},
		{"uk", 1, 2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"},
		{"uk", 1, 2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"},
		{"uk", 3, 2022, "01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27"},
		{"uk", 3, 2023, "01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26"},
		{"uk", 3, 2024, "01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26"},
		{"uk", 4, 2024, "01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26"},
		{"uk", 4, 2025, "01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
		struct cx cx;
		struct profile *p = load(&cx, years[i].profile);
		struct calendar c = calendar_of(p, years[i].region);
		struct buf found = buf_new(cx.arena, 1024);
		for (int32_t d = day_from_ymd(years[i].year, 1, 1); d <= day_from_ymd(years[i].year, 12, 31); d++)
			if (calendar_weekday(d) < 5 && !calendar_works(&c, d))
				buf_printf(&found, "%s%s", found.n > 0 ? " " : "", day_text(cx.arena, d) + 5);
		assert_string_equal(found.at, years[i].days);
		profile_free(p);
		arena_free(cx.arena);
	}
}

static void working_days_are_counted_and_found(void **state) {
	struct cx cx;
	(void)state;
	struct profile *p = load(&cx, "lt");
	struct calendar c = calendar_of(p, 0);
	assert_int_equal(calendar_after(&c, day("2026-12-23"), 1), day("2026-12-28"));
	assert_int_equal(calendar_after(&c, day("2026-12-23"), 0), day("2026-12-23"));
	assert_int_equal(calendar_next(&c, day("2026-12-24")), day("2026-12-28"));
	assert_int_equal(calendar_next(&c, day("2026-12-28")), day("2026-12-28"));
	assert_int_equal(calendar_count(&c, day("2026-12-21"), day("2027-01-05")), 9); /* over two years */
	assert_int_equal(calendar_count(&c, day("2026-12-24"), day("2026-12-27")), 0);
	assert_int_equal(calendar_count(&c, day("2026-12-28"), day("2026-12-27")), 0);
	for (int32_t d = day("2026-01-01"); d < day("2027-01-01"); d++) /* each finds the other */
		assert_int_equal(calendar_count(&c, d + 1, calendar_after(&c, d, 7)), 7);
	profile_free(p);
	arena_free(cx.arena);
}

/* A day of the zone has 23 or 25 hours twice a year, and begins at its own midnight nevertheless. */
static void a_day_begins_at_its_own_midnight(void **state) {
	static const struct {
		const char *profile, *day;
		int hours;
		const char *begins;
	} rows[] = {
		{"lt", "2026-03-28", 24, "2026-03-27T22:00:00Z"}, {"lt", "2026-03-29", 23, "2026-03-28T22:00:00Z"},
		{"lt", "2026-03-30", 24, "2026-03-29T21:00:00Z"}, {"lt", "2026-10-25", 25, "2026-10-24T21:00:00Z"},
		{"lt", "2026-10-26", 24, "2026-10-25T22:00:00Z"}, {"uk", "2026-03-29", 23, "2026-03-29T00:00:00Z"},
		{"uk", "2026-03-30", 24, "2026-03-29T23:00:00Z"}, {"uk", "2026-10-25", 25, "2026-10-24T23:00:00Z"},
		{"uk", "2024-02-29", 24, "2024-02-29T00:00:00Z"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct cx cx;
		struct profile *p = load(&cx, rows[i].profile); /* sets the zone */
		int32_t d = day(rows[i].day);
		assert_int_equal(day_start(d + 1) - day_start(d), rows[i].hours * HOUR);
		assert_string_equal(instant_text(cx.arena, day_start(d)), rows[i].begins);
		assert_int_equal(day_of(day_start(d)), d);
		assert_int_equal(day_of(day_start(d + 1) - 1), d);
		profile_free(p);
		arena_free(cx.arena);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(easter_is_the_published_one),
		cmocka_unit_test(a_month_later_is_the_same_day_or_the_last_of_the_month),
		cmocka_unit_test(holidays_of_a_year_are_the_published_ones),
		cmocka_unit_test(working_days_are_counted_and_found),
		cmocka_unit_test(a_day_begins_at_its_own_midnight),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
