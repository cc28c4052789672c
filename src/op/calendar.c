#include "op/calendar.h"

#include "base/str.h"
#include "base/time.h"
#include "op/fault.h"

int calendar_weekday(int32_t day) {
	int w = (day + 3) % 7; /* 1970-01-01 was a Thursday */
	return w < 0 ? w + 7 : w;
}

/* The anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8). */
int32_t calendar_easter(int year) {
	int a = year % 19, b = year / 100, c = year % 100;
	int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
	int h = (19 * a + b - d - g + 15) % 30;
	int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int month = (h + l - 7 * m + 114) / 31, day = (h + l - 7 * m + 114) % 31 + 1;
	return day_from_ymd(year, month, day);
}

int32_t calendar_months(int32_t day, int n, bool *ret_cut) {
	int year, month, of_month, last_year, last_month, last;
	day_to_ymd(day, &year, &month, &of_month);
	int at = year * 12 + month - 1 + n;
	int32_t next = day_from_ymd((at + 1) / 12, (at + 1) % 12 + 1, 1);
	day_to_ymd(next - 1, &last_year, &last_month, &last);
	bool cut = of_month > last;
	if (ret_cut != NULL)
		*ret_cut = cut;
	return day_from_ymd(last_year, last_month, cut ? last : of_month);
}

/* The first or last such weekday of a month: nth is 1.. from its begin, -1.. from its end. */
static int32_t nth_weekday(int year, int month, int weekday, int nth) {
	int32_t first = day_from_ymd(year, month, 1), next = calendar_months(first, 1, NULL);
	if (nth > 0)
		return first + (weekday - calendar_weekday(first) + 7) % 7 + 7 * (nth - 1);
	int32_t last = next - 1;
	return last - (calendar_weekday(last) - weekday + 7) % 7 + 7 * (nth + 1);
}

static int number_of(const json_t *rule, const char *key, int missing) {
	const json_t *n = json_object_get(rule, key);
	return json_is_integer(n) ? (int)json_integer_value(n) : missing;
}

/* The day a rule names in a year; false where it names none. */
static bool rule_day(const json_t *rule, int year, int32_t *ret_day) {
	char text[8];
	snprintf(text, sizeof text, "%04d", year);
	const char *moved = json_string_value(json_object_get(json_object_get(rule, "moved"), text));
	const char *on = json_string_value(json_object_get(rule, "on"));
	if (year < number_of(rule, "from", 0) || year > number_of(rule, "to", 9999))
		return false;
	if (moved != NULL)
		return day_parse(moved, ret_day);
	if (on != NULL)
		return day_parse(on, ret_day) && day_year(*ret_day) == year;
	if (json_object_get(rule, "easter") != NULL) {
		*ret_day = calendar_easter(year) + number_of(rule, "easter", 0);
		return true;
	}
	int month = number_of(rule, "month", 1);
	*ret_day = json_object_get(rule, "weekday") != NULL ?
		nth_weekday(year, month, number_of(rule, "weekday", 1) - 1, number_of(rule, "nth", 1)) :
		day_from_ymd(year, month, number_of(rule, "day", 1));
	return true;
}

static bool is_holiday(const struct calendar *c, int32_t day) {
	for (size_t i = 0; i < c->n; i++)
		if (c->holidays[i] == day)
			return true;
	return false;
}

static void holiday_add(struct calendar *c, int32_t day) {
	if (c->n < CALENDAR_HOLIDAYS && !is_holiday(c, day))
		c->holidays[c->n++] = day;
}

/* First every holiday on its own day, then what takes the place of those on a weekend, in the order of the rules. */
static void year_make(struct calendar *c, int year) {
	const json_t *rule;
	int32_t day;
	size_t i;
	c->year = year;
	c->n = 0;
	json_array_foreach((json_t *)c->rules, i, rule)
		if (rule_day(rule, year, &day))
			holiday_add(c, day);
	json_array_foreach((json_t *)c->rules, i, rule)
		if (json_is_true(json_object_get(rule, "weekend")) && rule_day(rule, year, &day) && calendar_weekday(day) > 4) {
			while (calendar_weekday(day) > 4 || is_holiday(c, day))
				day++;
			holiday_add(c, day);
		}
}

struct calendar calendar_of(const struct profile *p, int region) {
	const json_t *tables = profile_holidays(p), *table;
	const char *name = region == 0 ? NULL : code_name(p, L_REGION, region);
	struct calendar c = {.rules = json_object_get(json_array_get(tables, 0), "days")};
	size_t i, k;
	const json_t *one;
	json_array_foreach((json_t *)tables, i, table)
		json_array_foreach((json_t *)json_object_get(table, "regions"), k, one)
			if (name != NULL && str_equal(json_string_value(one), name))
				c.rules = json_object_get(table, "days");
	return c;
}

bool calendar_works(struct calendar *c, int32_t day) {
	if (calendar_weekday(day) > 4)
		return false;
	if (c->year != day_year(day))
		year_make(c, day_year(day));
	return !is_holiday(c, day);
}

int32_t calendar_next(struct calendar *c, int32_t day) {
	while (!calendar_works(c, day))
		day++;
	return day;
}

int32_t calendar_after(struct calendar *c, int32_t day, int n) {
	for (; n > 0; n--)
		day = calendar_next(c, day + 1);
	return day;
}

int calendar_count(struct calendar *c, int32_t from, int32_t to) {
	int n = 0;
	for (int32_t day = from; day <= to; day++)
		n += calendar_works(c, day);
	return n;
}

/* The check ------------------------------------------------------------------------------------------------------- */

static bool moved_check(struct fault *f, const json_t *rule) {
	const char *year;
	const json_t *day;
	int32_t at;
	json_object_foreach((json_t *)json_object_get(rule, "moved"), year, day) {
		int64_t n;
		if (!int_parse(year, &n) || !json_is_string(day) || !day_parse(json_string_value(day), &at) || day_year(at) != n)
			return fault_say(f, "\"moved\" says of years on which day of theirs the holiday is");
	}
	return true;
}

static bool rule_check(struct fault *f, const json_t *rule) {
	const json_t *on = json_object_get(rule, "on");
	bool monthly = json_object_get(rule, "day") != NULL || json_object_get(rule, "weekday") != NULL;
	int32_t day;
	int ways = (on != NULL) + (json_object_get(rule, "easter") != NULL) + (json_object_get(rule, "day") != NULL) +
		(json_object_get(rule, "weekday") != NULL);
	return fault_keys(f, rule, "code on easter month day weekday nth from to weekend moved") &&
		(fault_is_code(json_string_value(json_object_get(rule, "code"))) || fault_say(f, "a holiday has a \"code\"")) &&
		(ways == 1 || fault_say(f, "a holiday has one of \"on\", \"easter\", \"day\" and \"weekday\"")) &&
		(on == NULL || (json_is_string(on) && day_parse(json_string_value(on), &day)) ||
			fault_say(f, "\"on\" is a day as 2022-06-03")) &&
		fault_number(f, rule, "easter", -60, 60, true) && fault_number(f, rule, "day", 1, 31, true) &&
		fault_number(f, rule, "month", 1, 12, !monthly) &&
		fault_number(f, rule, "weekday", 1, 7, true) && fault_number(f, rule, "nth", -4, 4, true) &&
		fault_number(f, rule, "from", 1900, 2100, true) && fault_number(f, rule, "to", 1900, 2100, true) &&
		(json_object_get(rule, "weekend") == NULL || json_is_boolean(json_object_get(rule, "weekend")) ||
			fault_say(f, "\"weekend\" is true or false")) && moved_check(f, rule);
}

static bool is_region(const struct fault *f, const char *text) {
	return code_find(f->p, L_REGION, text) != 0;
}

const char *calendar_fault(struct cx *cx, const struct profile *p) {
	struct fault f = {.cx = cx, .p = p, .where = "holidays"};
	const json_t *tables = profile_holidays(p), *table, *rule;
	size_t i, k;
	if (json_array_size(tables) == 0)
		(void)fault_say(&f, "is a list of tables that is not empty");
	json_array_foreach((json_t *)tables, i, table) {
		if (!fault_keys(&f, table, "regions days") || !fault_list(&f, table, "regions", is_region, i == 0))
			break;
		json_array_foreach((json_t *)json_object_get(table, "days"), k, rule)
			if (!rule_check(&f, rule))
				return f.say;
	}
	return f.say;
}
