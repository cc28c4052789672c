/* Dates of birth as lists have them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "text/birth.h"

static int32_t read_dmy(const char *s) {
	return date_read(s, strlen(s), DATE_DMY, 2026);
}

static void dates_are_read_as_offices_write_them(void **state) {
	static const struct {
		const char *text;
		int32_t date;
	} cases[] = {
		{"1987-03-12", 19870312}, {"12.03.1987", 19870312}, {"12/3/87", 19870312}, {"3/25/1987", 19870325}, {"19870312", 19870312},
		{"12031987", 19870312}, {"1987 m. kovo 12 d.", 19870312}, {"1987 m. rugsėjo 2 d.", 19870902}, {"12 березня 1987", 19870312},
		{"5 грудня 2001 року", 20011205}, {"12 марта 1987 г.", 19870312}, {"1 июля 1990", 19900701}, {"30 июня 1990 г.", 19900630},
		{"March 12, 1987", 19870312}, {"12-MAR-87", 19870312}, {"6 lipca 1990", 19900706}, {"6 czerwca 1990", 19900606},
		{"31 październik 1971", 19711031}, {"3 снежня 1999", 19991203}, {"03.1987", 19870300}, {"1987-03", 19870300},
		{"1987", 19870000}, {"kovas 1987", 19870300}, {"1987-03-12T00:00:00", 19870312}, {"1987-03-12 10:11:12", 19870312},
		{"38703120000", 19870312}, {"60105150000", 20010515}, {"1987-02-31", 19870231}, {"1987-00-00", 19870000},
		{"31/12/99", 19991231}, {"31/12/26", 20261231}, {"01.01.27", 19270101}, {"198703", 19870300},
		{"", 0}, {"Jonas", 0}, {"12.03.2030", 0}, {"32.13.1987", 0}, {"1 jan", 0}, {"99999999999999", 0}, {"0", 0}, {"2026-13-01", 0},
		{"78703120000", 0}, {"12 12", 0}, {"1200-01-01", 0}, {"\xff\xfe", 0}};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(read_dmy(cases[i].text), cases[i].date);
	assert_int_equal(date_read("12/3/1987", 9, DATE_MDY, 2026), 19871203);
	assert_int_equal(date_read("25/3/1987", 9, DATE_MDY, 2026), 19870325);
}

static void dates_are_near_in_the_ways_clerks_err(void **state) {
	static const struct {
		int32_t a, b;
		enum date_relation is;
	} cases[] = {
		{19870312, 19870312, DATE_SAME}, {19870312, 19871203, DATE_SWAPPED}, {19870312, 19870000, DATE_WITHIN},
		{19870312, 19870300, DATE_WITHIN}, {19870312, 19870101, DATE_WITHIN}, {19870312, 19870400, DATE_SAMEYEAR},
		{19870312, 312, DATE_WITHIN}, {19870312, 313, DATE_OTHER}, {19870312, 18870312, DATE_CENTURY}, {20070312, 19070312, DATE_CENTURY},
		{19870312, 19870313, DATE_KEY}, {19870312, 19870321, DATE_KEY}, {19870312, 19970312, DATE_KEY}, {19890312, 19910312, DATE_YEAR},
		{19890312, 19900312, DATE_YEAR}, {19950312, 20050312, DATE_YEAR}, {19870312, 19870725, DATE_SAMEYEAR}, {19870312, 19881125, DATE_NEAR},
		{19870312, 19550725, DATE_OTHER}, {0, 19870312, DATE_MISSING}, {19870312, 0, DATE_MISSING}, {-5, 19870312, DATE_MISSING},
		{19870101, 19550101, DATE_OTHER}};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(date_relation(cases[i].a, cases[i].b), cases[i].is);
		assert_int_equal(date_relation(cases[i].b, cases[i].a), cases[i].is);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_are_read_as_offices_write_them),
		cmocka_unit_test(dates_are_near_in_the_ways_clerks_err),
	};
	return cmocka_run_group_tests_name("birth", tests, NULL, NULL);
}
