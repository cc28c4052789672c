/* Two records, level by level: what two dates, and two telephones, are to one another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "link/compare.h"
#include "link/memory.h"

static const struct {
	const char *one, *two;
	int level;
} dates[] = {
	{"1980-05-12", "12.05.1980", 7}, {"1980", "1980", 7}, {"1980-05-12", "", LINK_NULL},
	{"1980-05-12", "1981-05-12", 6}, {"1980-05-12", "1980-05-21", 6}, {"1980-05-12", "1908-05-12", 6}, {"1980-01-01", "1980-01-02", 6},
	{"1980-05-12", "1980-12-05", 5}, {"1980-02-01", "1980-01-02", 5},
	{"1980-05-12", "1985-05-12", 6}, {"1980-05-12", "1967-05-12", 4},
	{"1980-05-12", "1980-05-27", 3}, {"1980-05-12", "1980-11-12", 3}, {"1980-05-12", "1980-05", 3}, {"1980-05-02", "1980-05", 3},
	{"1980-05-12", "1980-11-27", 2}, {"1980-05-12", "1980", 2}, {"1980-05-12", "1980-01-01", 2}, {"1980-01-01", "1980", 2}, {"1980-05", "1980", 2},
	{"1980-06", "1980-05", 2},
	{"29221", "1980-01-01", 7}, {"12 May 1980", "12.05.1980", 7}, /* as a spreadsheet keeps a day, and with the month in letters */
	/* years alone, in whatever way: neighbours, and no keystroke */
	{"1980", "1981", 2}, {"1980-01-01", "1981-01-01", 2}, {"1980-05", "1981-05", 2}, {"1980", "1985", 1},
	{"1980-01-01", "1985-01-01", 1}, {"1980", "1890", 0}, {"1980", "1990", 1}, {"1958-01-01", "1985-01-01", 0}, {"1980-05-12", "1962-11-30", 0},
};
enum { DATES = sizeof dates / sizeof *dates };

static const struct {
	const char *one, *two;
	int level;
} phones[] = {
	{"+370 612 34567", "861234567", 5}, {"00370-612-34567", "(8~612) 3-45-67", 5}, {"+370 612 34567", "+370 612 34568", 4}, {"861234567", "", LINK_NULL},
	{"861234567", "+370 699 98811", 0},
};
enum { PHONES = sizeof phones / sizeof *phones };

/* The levels of the only column of n pairs of cells, either way round. */
static void levels(enum link_kind kind, enum link_measure measure, const char *const (*cells)[2], uint32_t n, const int *expected) {
	static const char *const names[] = {"it"};
	static struct link_seen seen;
	struct link_model *model = calloc(1, sizeof *model);
	struct link_rows *rows = calloc(1, sizeof *rows);
	struct link_comparer *comparer = calloc(1, sizeof *comparer);
	struct link_memory *m = link_memory_new(64 << 20);
	struct link_table t;
	assert_true(model != NULL && rows != NULL && comparer != NULL);
	*model = (struct link_model){.columns = 1, .comparisons = 1, .kind = {(uint8_t)kind}, .day_first = {1}};
	link_table_init(&t, m, 1, names);
	for (uint32_t i = 0; i < 2 * n; i++)
		assert_true(link_table_add(&t, 1, &cells[i / 2][i % 2]));
	assert_true(link_table_close(&t));
	link_comparison_init(&model->comparison[0], measure, 0, -1);
	rows->memory = m;
	assert_true(link_comparer_init(comparer, rows, model));
	assert_true(link_rows_make(rows, &t, model, 1));
	memset(&seen, 0, sizeof seen);
	for (uint32_t i = 0; i < n; i++) {
		int there = link_level(link_pattern(comparer, 2 * i, 2 * i + 1, &seen), 0), back = link_level(link_pattern(comparer, 2 * i + 1, 2 * i, &seen), 0);
		if (there != expected[i] || back != there)
			fail_msg("%s %s: %d and %d, not %d", cells[i][0], cells[i][1], there, back, expected[i]);
	}
	link_memory_free(m);
	free(comparer);
	free(rows);
	free(model);
}

static void a_year_alone_is_no_day(void **state) {
	const char *cells[DATES][2];
	int expected[DATES];
	(void)state;
	for (int i = 0; i < DATES; i++) {
		cells[i][0] = dates[i].one;
		cells[i][1] = dates[i].two;
		expected[i] = dates[i].level;
	}
	levels(KIND_DATE, MEASURE_DATE, (const char *const (*)[2])cells, DATES, expected);
}

static void telephones_are_the_same_however_they_begin(void **state) {
	const char *cells[PHONES][2];
	int expected[PHONES];
	(void)state;
	for (int i = 0; i < PHONES; i++) {
		cells[i][0] = phones[i].one;
		cells[i][1] = phones[i].two;
		expected[i] = phones[i].level;
	}
	levels(KIND_PHONE, MEASURE_CODE, (const char *const (*)[2])cells, PHONES, expected);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_year_alone_is_no_day),
		cmocka_unit_test(telephones_are_the_same_however_they_begin),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
