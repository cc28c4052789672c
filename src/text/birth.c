#include "text/birth.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "text/fold.h"

static int year_of(int32_t d) {
	return d / 10000;
}

static int month_of(int32_t d) {
	return d / 100 % 100;
}

static int day_of(int32_t d) {
	return d % 100;
}

static int32_t date(int year, int month, int day) {
	return year * 10000 + month * 100 + day;
}

/* One digit of yyyymmdd wrong, or two neighbours swapped. */
static bool one_key(int32_t a, int32_t b) {
	int x[8], y[8], wrong[3], n = 0;
	for (int i = 7; i >= 0; i--, a /= 10, b /= 10) {
		x[i] = a % 10;
		y[i] = b % 10;
	}
	for (int i = 0; i < 8; i++)
		if (x[i] != y[i]) {
			if (n == 2)
				return false;
			wrong[n++] = i;
		}
	return n == 1 || (n == 2 && wrong[1] == wrong[0] + 1 && x[wrong[0]] == y[wrong[1]] && x[wrong[1]] == y[wrong[0]]);
}

/* 1 January is what offices write for a day they do not know. */
static bool placeholder(int32_t d) {
	return d % 10000 == 101 || d % 10000 == 0;
}

static bool within(int32_t a, int32_t b) {
	if (year_of(a) != year_of(b))
		return false;
	return placeholder(a) || placeholder(b) ||
	       (month_of(a) == month_of(b) && (day_of(a) == 0 || day_of(b) == 0)) || (month_of(a) == 0 || month_of(b) == 0);
}

enum date_relation date_relation(int32_t a, int32_t b) {
	if (a <= 0 || b <= 0)
		return DATE_MISSING;
	if (a == b)
		return DATE_SAME;
	if (year_of(a) == 0 || year_of(b) == 0) /* a day of an unknown year */
		return a % 10000 == b % 10000 ? DATE_WITHIN : DATE_OTHER;
	if (within(a, b))
		return DATE_WITHIN;
	int apart = abs(year_of(a) - year_of(b));
	bool day = a % 10000 == b % 10000 && !placeholder(a);
	if (apart == 0 && month_of(a) == day_of(b) && day_of(a) == month_of(b))
		return DATE_SWAPPED;
	if (day && apart == 100)
		return DATE_CENTURY;
	bool whole = !placeholder(a) && !placeholder(b) && day_of(a) != 0 && day_of(b) != 0;
	if (whole && one_key(a, b))
		return DATE_KEY;
	if (day && (apart <= 2 || apart == 10))
		return DATE_YEAR;
	return apart == 0 ? DATE_SAMEYEAR : apart == 1 ? DATE_NEAR : DATE_OTHER;
}

/* How the months' names begin, as FOLD_NAME writes them, in seven languages; a line a month. */
static const struct {
	const char *from;
	int month;
} months[] = {
	{"jan", 1}, {"saus", 1}, {"sty", 1}, {"sich", 1}, {"yanv", 1}, {"stud", 1},
	{"feb", 2}, {"fev", 2}, {"vas", 2}, {"lut", 2}, {"liut", 2}, {"lyut", 2},
	{"mar", 3}, {"kov", 3}, {"bere", 3}, {"sak", 3},
	{"apr", 4}, {"bal", 4}, {"kwi", 4}, {"kvit", 4}, {"kras", 4},
	{"mai", 5}, {"maj", 5}, {"may", 5}, {"geg", 5}, {"trav", 5},
	{"jun", 6}, {"birz", 6}, {"czer", 6}, {"cherv", 6}, {"iyun", 6}, {"iiun", 6},
	{"jul", 7}, {"liep", 7}, {"lip", 7}, {"lyp", 7}, {"iyul", 7}, {"iiul", 7},
	{"aug", 8}, {"rugp", 8}, {"sier", 8}, {"serp", 8}, {"avg", 8}, {"zhni", 8},
	{"sep", 9}, {"sent", 9}, {"rugs", 9}, {"wrz", 9}, {"veres", 9}, {"veras", 9},
	{"oct", 10}, {"okt", 10}, {"spal", 10}, {"paz", 10}, {"zhov", 10}, {"kastr", 10},
	{"nov", 11}, {"noya", 11}, {"noia", 11}, {"lapkr", 11}, {"lis", 11}, {"lys", 11},
	{"dec", 12}, {"dek", 12}, {"dez", 12}, {"gru", 12}, {"hru", 12}, {"snezh", 12}, {"snie", 12},
};

static int month_named(const char *word, size_t n) {
	for (size_t i = 0; i < sizeof months / sizeof *months; i++)
		if (strlen(months[i].from) <= n && memcmp(word, months[i].from, strlen(months[i].from)) == 0)
			return months[i].month;
	return 0;
}

static bool digit(char c) {
	return c >= '0' && c <= '9';
}

/* Years of two digits: the latest century that is not after `latest`. */
static int whole_year(int y, size_t digits, int latest) {
	if (digits > 2)
		return y;
	int of = latest - latest % 100 + y;
	return of > latest ? of - 100 : of;
}

/* Lithuanian personal code: sex and century, yymmdd, four more; the date alone is wanted. */
static int32_t of_code(const char *s) {
	int century = 18 + (s[0] - '1') / 2;
	if (s[0] < '1' || s[0] > '6')
		return 0;
	int part[3];
	for (int i = 0; i < 3; i++)
		part[i] = (s[1 + 2 * i] - '0') * 10 + s[2 + 2 * i] - '0';
	return part[1] > 12 || part[2] > 31 ? 0 : date(century * 100 + part[0], part[1], part[2]);
}

/* Year, month and day, where they can be such. */
static int32_t checked(int year, int month, int day, int latest) {
	return year < 1850 || year > latest || month < 0 || month > 12 || day < 0 || day > 31 || (month == 0 && day != 0)
	           ? 0
	           : date(year, month, day);
}

/* Digits alone: yyyymmdd, ddmmyyyy, yyyymm, yyyy, a personal code. */
static int32_t of_run(const char *s, size_t n, enum date_order order, int latest) {
	int part[4] = {0};
	if (n == 11)
		return of_code(s);
	if (n != 8 && n != 6 && n != 4)
		return 0;
	for (size_t i = 0; i < n; i += 2)
		part[i / 2] = (s[i] - '0') * 10 + s[i + 1] - '0';
	int32_t d = checked(part[0] * 100 + part[1], part[2], part[3], latest);
	if (d != 0 || n < 8)
		return d;
	int year = part[2] * 100 + part[3];
	return order == DATE_DMY ? checked(year, part[1], part[0], latest) : checked(year, part[0], part[1], latest);
}

struct parts {
	int value[3];
	size_t digits[3], count;
	int month; /* that a word names */
	const char *run; /* more than four digits in a row, before any other number */
	size_t run_n;
};

/* Numbers and a month's name as they come; what follows a whole date (a time of day) is not read. */
static struct parts parts_of(const char *s, size_t n) {
	struct parts p = {.run = NULL};
	for (size_t i = 0, from = 0; i < n && p.count < 3 && (p.month == 0 || p.count < 2) && p.run == NULL; from = i) {
		bool number = digit(s[i]);
		while (i < n && s[i] != ' ' && digit(s[i]) == number)
			i++;
		if (i == from)
			i++;
		else if (number && i - from > 4) {
			p.run = p.count == 0 ? s + from : "";
			p.run_n = p.count == 0 ? i - from : 0;
		} else if (number) {
			for (size_t k = from; k < i; k++)
				p.value[p.count] = p.value[p.count] * 10 + s[k] - '0';
			p.digits[p.count++] = i - from;
		} else if (p.month == 0 && i - from > 2)
			p.month = month_named(s + from, i - from);
	}
	return p;
}

int32_t date_read(const char *utf8, size_t n, enum date_order order, int latest) {
	char s[FOLD_OUTPUT_MAX];
	struct parts p = parts_of(s, fold_name(utf8, n, s, sizeof s));
	bool year_first = p.count > 0 && p.digits[0] > 2;
	if (p.run != NULL)
		return p.month == 0 ? of_run(p.run, p.run_n, order, latest) : 0;
	if (p.month != 0 && p.count == 2) /* 12 March 1987, March 12, 1987, 1987 m. kovo 12 d. */
		return year_first ? checked(p.value[0], p.month, p.value[1], latest)
		                  : checked(whole_year(p.value[1], p.digits[1], latest), p.month, p.value[0], latest);
	if (p.month != 0 || p.count == 1)
		return p.count == 1 && p.digits[0] == 4 ? checked(p.value[0], p.month, 0, latest) : 0;
	if (p.count == 2) /* 1987-03, 03.1987 */
		return p.digits[year_first ? 0 : 1] != 4 ? 0 : checked(p.value[!year_first], p.value[year_first], 0, latest);
	if (p.count != 3)
		return 0;
	if (year_first)
		return checked(p.value[0], p.value[1], p.value[2], latest);
	int year = whole_year(p.value[2], p.digits[2], latest), one = p.value[0], two = p.value[1];
	bool month_first = order == DATE_MDY ? one <= 12 || two > 12 : two > 12 && one <= 12; /* a 13th month is a day */
	return month_first ? checked(year, one, two, latest) : checked(year, two, one, latest);
}
