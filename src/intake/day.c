/* Days as lists have them. What could be two days is no day. */
#include <string.h>

#include "base/time.h"
#include "intake/inside.h"

struct parts {
	int n;
	int value[3];
	size_t digits[3];
	char sign; /* between them */
};

/* "2022-03-01T10:00:00", "01.03.2022 10:00": the day is meant. Gives the length without the time. */
static size_t without_time(const char *s) {
	size_t n = strlen(s);
	if (n < 15 || (s[10] != 'T' && s[10] != ' ') || strspn(s + 11, "0123456789:.+-Z") != n - 11 ||
		strchr(s + 11, ':') == NULL)
		return n;
	return 10;
}

static bool split(const char *s, size_t n, struct parts *ret) {
	struct parts p = {0};
	size_t i = 0;
	while (i < n) {
		size_t digits = 0;
		if (p.n == 3)
			return false;
		for (; i < n && s[i] >= '0' && s[i] <= '9' && digits < 5; i++, digits++)
			p.value[p.n] = p.value[p.n] * 10 + (s[i] - '0');
		if (digits == 0 || digits > 4)
			return false;
		p.digits[p.n++] = digits;
		if (i == n)
			break;
		if (strchr(".-/ ", s[i]) == NULL || (p.sign != 0 && p.sign != s[i]))
			return false;
		p.sign = s[i++];
		if (i == n)
			return false;
	}
	*ret = p;
	return p.n > 0;
}

static const char *not_a_day(void) {
	return N_("Write a day of the calendar, as 2026-03-01.");
}

static const char *whole(const struct parts *p, int32_t *ret_day) {
	int year = p->value[0], month = p->value[1], day = p->value[2];
	if (p->digits[0] != 4) {
		if (p->digits[2] != 4)
			return p->digits[0] <= 2 && p->digits[1] <= 2 && p->digits[2] <= 2 ?
				N_("Write the year with four digits.") : not_a_day();
		year = p->value[2];
		day = p->value[0];
		/* With dots the day is first everywhere; with strokes and hyphens some put the month first. */
		if (p->sign != '.' && day <= 12 && month <= 12 && day != month)
			return N_("This can be read as two days. Write it as 2026-03-01.");
	} else if (p->digits[1] > 2 || p->digits[2] > 2) {
		return not_a_day();
	}
	if (p->digits[1] > 2 || month < 1 || month > 12 || day < 1 || day > 31)
		return not_a_day();
	int y, m, d;
	int32_t number = day_from_ymd(year, month, day);
	day_to_ymd(number, &y, &m, &d);
	if (y != year || m != month || d != day || number < DAY_MIN || number > DAY_MAX)
		return not_a_day();
	*ret_day = number;
	return NULL;
}

const char *day_read(const char *text, int32_t *ret_day, int *ret_precision) {
	struct parts p;
	if (!split(text, without_time(text), &p))
		return not_a_day();
	const char *rule = NULL;
	int32_t day = 0;
	int precision = p.n == 1 ? PRECISION_YEAR : p.n == 2 ? PRECISION_MONTH : PRECISION_DAY;
	struct parts first = {.n = 3, .value = {p.value[0], 1, 1}, .digits = {p.digits[0], 1, 1}, .sign = '-'};
	if (p.n == 2) {
		bool year_first = p.digits[0] == 4;
		first.value[0] = p.value[year_first ? 0 : 1];
		first.value[1] = p.value[year_first ? 1 : 0];
		first.digits[0] = p.digits[year_first ? 0 : 1];
		first.digits[1] = p.digits[year_first ? 1 : 0];
	}
	if (p.n < 3 && first.digits[0] != 4)
		rule = not_a_day();
	else
		rule = whole(p.n == 3 ? &p : &first, &day);
	if (rule == NULL) {
		*ret_day = day;
		*ret_precision = precision;
	}
	return rule;
}

int age_band(int64_t years) {
	return years < 12 ? AGE_UNDER_12 : years < 18 ? AGE_12_17 : years < 25 ? AGE_18_24 : years < 40 ? AGE_25_39 :
		AGE_40_UP;
}

int age_on(int64_t birth, int64_t born, int64_t day) {
	int year, month, of_month, birth_year, birth_month, birth_day;
	day_to_ymd((int32_t)day, &year, &month, &of_month);
	if (birth != NONE) {
		day_to_ymd((int32_t)birth, &birth_year, &birth_month, &birth_day);
		bool before = month < birth_month || (month == birth_month && of_month < birth_day);
		int years = year - birth_year - before;
		return years < 0 ? AGE_UNKNOWN : age_band(years);
	}
	if (born == NONE || born > year)
		return AGE_UNKNOWN;
	/* Whether this year's birthday has been is not known: only what holds either way is said. */
	int64_t older = year - born, younger = older > 0 ? older - 1 : 0;
	return age_band(older) == age_band(younger) ? age_band(older) : AGE_UNKNOWN;
}
