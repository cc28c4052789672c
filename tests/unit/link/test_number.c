/* Numbers, places on the earth and lists, as cells have them. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "link/number.h"
#include "link/rows.h"
#include "link/spell.h"
#include "link/value.h"

static void reads_numbers_of_every_country(void **state) {
	static const struct {
		const char *text;
		double number;
	} rows[] = {{"12", 12}, {"84052.973", 84052.973}, {"84,052.97", 84052.97}, {"84.052,97", 84052.97}, {"84 052,97", 84052.97},
		{"84\xc2\xa0" "052", 84052}, {"1,234", 1234}, {"1.234", 1.234}, {"12,5", 12.5}, {"-12", -12}, {"\xe2\x88\x92" "3,5", -3.5}, {"1'000'000", 1000000},
		{"1.234.567", 1234567}, {"007", 7}};
	double x;
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_true(link_number(rows[i].text, strlen(rows[i].text), &x));
		assert_true(fabs(x - rows[i].number) < 1e-9);
	}
}

static void refuses_what_is_no_number(void **state) {
	static const char *const rows[] = {"", " ", "-", "12a", "a12", "1234567890123456", ".5.", "--3", "12 m"};
	double x = 7;
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_false(link_number(rows[i], strlen(rows[i]), &x));
	assert_true(x == 7);
}

static void reads_places(void **state) {
	static const char *const rows[] = {"54.687, 25.283", "54.687 25.283", "(54.687;25.283)", "POINT(25.283 54.687)", "SRID=4326;POINT(25.283 54.687)",
		"lat 54.687 lon 25.283"};
	static const char *const none[] = {"", "54.687", "91.5, 25", "54, 181", "1, 2, 3", "Vilnius", "54.687, 25.283 W", "25.283w 54.687", "54.687, \xE2\x88\x92" "25.283"};
	double north, east;
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_true(link_point(rows[i], strlen(rows[i]), &north, &east));
		assert_true(north == 54.687 && east == 25.283);
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_false(link_point(none[i], strlen(none[i]), &north, &east));
	assert_true(link_point("-33.9, -70.5", 12, &north, &east) && north == -33.9 && east == -70.5);
}

static void measures_distances(void **state) {
	(void)state;
	assert_true(fabs(link_kilometres(54.687, 25.283, 54.898, 23.904) - 91.6) < 1.0);  /* Vilnius and Kaunas, by great circle */
	assert_true(fabs(link_kilometres(50.0, 30.0, 50.001, 30.0) - 0.111) < 0.001);
	assert_true(fabs(link_kilometres(-17.0, 179.95, -17.0, -179.95) - 10.63) < 0.1); /* over the line of dates */
	assert_true(link_kilometres(10, 20, 10, 20) == 0);
	assert_true(link_kilometres(90, 0, -90, 0) > 19000);
}

static const char *spelt(enum link_form form, int n, const char *text) {
	static char out[SPELL_MOST + 1];
	out[link_spell(form, n, text, strlen(text), out)] = 0;
	return out;
}

static void spells_numbers_alike(void **state) {
	(void)state;
	assert_string_equal(spelt(FORM_NUMBER, 0, "84,052.970"), "84052.97");
	assert_string_equal(spelt(FORM_NUMBER, 0, "84 052,97"), "84052.97");
	assert_string_equal(spelt(FORM_NUMBER, 0, "-0"), "0");
	assert_string_equal(spelt(FORM_NUMBER, 0, "12 A"), "12 a");
	assert_string_equal(spelt(FORM_LATITUDE, 1, "54.687, 25.283"), "54.7");
	assert_string_equal(spelt(FORM_LONGITUDE, 0, "POINT(25.283 54.687)"), "25.283");
	assert_string_equal(spelt(FORM_LONGITUDE, 2, "25,2831"), "25.28");
	assert_string_equal(spelt(FORM_LATITUDE, 0, "154.2"), "");
}

static void spells_lists_sorted_and_once(void **state) {
	(void)state;
	assert_string_equal(spelt(FORM_LIST, 0, "rus; Lit ;eng"), "eng lit rus");
	assert_string_equal(spelt(FORM_LIST, 0, "eng|lit|eng"), "eng lit");
	assert_string_equal(spelt(FORM_LIST, 0, "[\"+370 600 11111\", \"+370 600 22222\"]"), "37060011111 37060022222");
	assert_string_equal(spelt(FORM_LIST, 0, ";;"), "");
}

static void long_lists_stay_within_their_room(void **state) {
	char text[30000], out[SPELL_MOST];
	size_t n = 0;
	(void)state;
	for (int i = 0; n + 20 < sizeof text; i++)
		n += (size_t)snprintf(text + n, 20, "value%d;", i);
	assert_true(link_spell(FORM_LIST, 0, text, n, out) <= SPELL_MOST);
	memset(text, 'x', sizeof text);
	assert_true(link_spell(FORM_LIST, 0, text, sizeof text, out) <= SPELL_MOST);
}

static void counts_what_lists_share(void **state) {
	static const char *const each[] = {"", "a b c", "b c d", "c", "x y", "a b", "c e f g"};
	static char text[64];
	static uint32_t at[9];
	static struct link_seen seen;
	struct link_slot slot = {.values = 6, .text = text, .at = at};
	uint32_t n = 0;
	(void)state;
	for (uint32_t i = 1; i <= 6; i++) {
		at[i] = n;
		memcpy(text + n, each[i], strlen(each[i]));
		n += (uint32_t)strlen(each[i]);
	}
	at[7] = n;
	assert_int_equal(link_by_values(&slot, 1, 1, 2, &seen), 2);
	assert_int_equal(link_by_values(&slot, 1, 1, 3, &seen), 3);
	assert_int_equal(link_by_values(&slot, 1, 1, 4, &seen), 0);
	assert_int_equal(link_by_values(&slot, 1, 5, 1, &seen), 3);
	assert_int_equal(link_by_values(&slot, 1, 1, 6, &seen), 1);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_numbers_of_every_country), cmocka_unit_test(refuses_what_is_no_number), cmocka_unit_test(reads_places),
		cmocka_unit_test(measures_distances), cmocka_unit_test(spells_numbers_alike), cmocka_unit_test(spells_lists_sorted_and_once),
		cmocka_unit_test(long_lists_stay_within_their_room), cmocka_unit_test(counts_what_lists_share),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
