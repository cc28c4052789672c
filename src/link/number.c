#include "link/number.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { MOST_DIGITS = 15 };

static bool is_digit(char c) {
	return c >= '0' && c <= '9';
}

/* Bytes of a blank at s: also the blanks that do not break, and the apostrophe of Swiss numbers. */
static size_t blank(const char *s, size_t n) {
	if (n >= 2 && memcmp(s, "\xc2\xa0", 2) == 0)
		return 2;
	if (n >= 3 && (memcmp(s, "\xe2\x80\xaf", 3) == 0 || memcmp(s, "\xe2\x80\x89", 3) == 0))
		return 3;
	return n > 0 && (*s == ' ' || *s == '\'');
}

struct marks {
	size_t points, commas, after; /* after: digits behind the last of either */
	char last;
};

static struct marks marks_of(const char *s, size_t n) {
	struct marks m = {0};
	for (size_t i = 0; i < n; i++) {
		m.points += s[i] == '.';
		m.commas += s[i] == ',';
		if (s[i] == '.' || s[i] == ',') {
			m.last = s[i];
			m.after = 0;
		}
		m.after += is_digit(s[i]);
	}
	return m;
}

/* Which mark parts the fraction; 0: none does. "1,234" is a thousand and more, "1.234" is not: most programs write it so. */
static char fraction_mark(const struct marks *m) {
	size_t each = m->last == '.' ? m->points : m->commas, other = m->points + m->commas - each;
	if (m->last == 0 || each > 1)
		return 0;
	return m->last == ',' && other == 0 && m->after == 3 ? 0 : m->last;
}

bool link_number(const char *s, size_t n, double *ret_number) {
	struct marks m = marks_of(s, n);
	char mark = fraction_mark(&m);
	double x = 0, part = 1;
	size_t i = 0, digits = 0;
	bool minus = false, fraction = false;
	while (i < n && blank(s + i, n - i) > 0)
		i += blank(s + i, n - i);
	if (n - i >= 3 && memcmp(s + i, "\xe2\x88\x92", 3) == 0)
		minus = true, i += 3;
	else if (i < n && (s[i] == '-' || s[i] == '+'))
		minus = s[i++] == '-';
	while (i < n) {
		size_t skip = blank(s + i, n - i);
		if (is_digit(s[i])) {
			if (fraction)
				part *= 10;
			x = x * 10 + (s[i] - '0');
			digits++;
			i++;
		} else if (skip > 0) {
			i += skip;
		} else if ((s[i] == '.' || s[i] == ',') && digits > 0) {
			fraction |= s[i] == mark;
			i++;
		} else {
			return false;
		}
	}
	if (digits == 0 || digits > MOST_DIGITS)
		return false;
	*ret_number = (minus ? -x : x) / part;
	return true;
}

/* The number that stands next, with a point; where it ends. */
static size_t degrees(const char *s, size_t n, size_t i, bool *found, double *ret) {
	*found = false;
	while (i < n && !is_digit(s[i]))
		i++;
	size_t from = i;
	while (i < n && (is_digit(s[i]) || (s[i] == '.' && i + 1 < n && is_digit(s[i + 1]))))
		i++;
	if (i == from)
		return i;
	*found = link_number(s + from, i - from, ret);
	if (from > 0 && s[from - 1] == '-')
		*ret = -*ret;
	return i;
}

static bool is_letter(char c) {
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A quarter of the sky as a letter of its own (25.28 W, 54 N), or a minus of another kind: read as a bare number it could be east. */
static bool has_quarter(const char *s, size_t n) {
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] == 0xE2 || (is_letter(s[i]) && strchr("NSEWnsew", s[i]) != NULL && (i == 0 || !is_letter(s[i - 1])) &&
			(i + 1 == n || !is_letter(s[i + 1]))))
			return true;
	return false;
}

bool link_point(const char *s, size_t n, double *ret_north, double *ret_east) {
	double a, b, none;
	bool first, second, third;
	bool east_first = n > 5 && (strncasecmp(s, "POINT", 5) == 0 || strncasecmp(s, "SRID=", 5) == 0);
	size_t i = n > 5 && strncasecmp(s, "SRID=", 5) == 0 && memchr(s, ';', n) != NULL ? (size_t)((const char *)memchr(s, ';', n) - s) : 0;
	i = degrees(s, n, i, &first, &a);
	i = degrees(s, n, i, &second, &b);
	degrees(s, n, i, &third, &none);
	double north = east_first ? b : a, east = east_first ? a : b;
	if (!first || !second || third || (!east_first && has_quarter(s, n)) || fabs(north) > 90 || fabs(east) > 180)
		return false;
	*ret_north = north;
	*ret_east = east;
	return true;
}

/* The cosine of degrees, to one part in ten thousand from -90 to 90. */
static double cosine(double degrees) {
	double x = degrees * 0.017453292519943295, y = x * x;
	return 1 - y / 2 + y * y / 24 - y * y * y / 720 + y * y * y * y / 40320;
}

double link_kilometres(double north, double east, double north2, double east2) {
	const double degree = 111.195; /* km of a great circle */
	double up = (north2 - north) * degree, apart = fabs(east2 - east);
	double side = (apart > 180 ? 360 - apart : apart) * degree * cosine((north + north2) / 2);
	return sqrt(up * up + side * side);
}

size_t link_number_print(double number, int places, char *out) {
	int n = snprintf(out, 40, "%.*f", places > 6 || places < 0 ? 6 : places, number);
	size_t k = n < 0 ? 0 : n < 40 ? (size_t)n : 39;
	if (memchr(out, '.', k) != NULL) {
		while (out[k - 1] == '0')
			k--;
		k -= out[k - 1] == '.';
	}
	if (k == 2 && out[0] == '-' && out[1] == '0') {
		out[0] = '0';
		k = 1;
	}
	return k;
}
