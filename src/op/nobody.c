#include "op/nobody.h"

#include <stddef.h>
#include <string.h>

static bool is_digit(char c) {
	return c >= '0' && c <= '9';
}

/* name@place.xx */
bool nobody_has_mail(const char *s) {
	for (const char *at = strchr(s, '@'); at != NULL; at = strchr(at + 1, '@')) {
		size_t n = strcspn(at + 1, " ,;<>()\"");
		const char *dot = memchr(at + 1, '.', n);
		if (at > s && at[-1] != ' ' && dot != NULL && dot > at + 1 && dot[1] != 0 && dot[1] != ' ')
			return true;
	}
	return false;
}

/* Eleven digits in a row, neither more nor fewer. */
bool nobody_has_code(const char *s) {
	while (*s != 0) {
		size_t n = 0;
		while (is_digit(s[n]))
			n++;
		if (n == 11)
			return true;
		s += n == 0 ? 1 : n;
	}
	return false;
}

/* A year (1900-2099) that stands alone is no part of a telephone number. */
static bool is_year(const char *s, size_t n) {
	return n == 4 && ((s[0] == '1' && s[1] == '9') || (s[0] == '2' && s[1] == '0'));
}

/* Nine digits or more in a run, after a + seven, parted by at most two blanks, dots, hyphens, strokes or brackets. */
bool nobody_has_phone(const char *s) {
	size_t digits = 0, gap = 0;
	bool plus = false;
	while (*s != 0) {
		size_t n = 0;
		while (is_digit(s[n]))
			n++;
		if (n > 0) {
			digits = is_year(s, n) ? 0 : digits + n;
			plus = plus && digits > 0;
			if (digits >= (plus ? 7 : 9))
				return true;
			gap = 0;
			s += n;
			continue;
		}
		if (*s == '+') {
			plus = true;
			digits = gap = 0;
		} else if (strchr(" .-/()", *s) == NULL || ++gap > 2) {
			plus = false;
			digits = gap = 0;
		}
		s++;
	}
	return false;
}

/* How many digits stand at s. */
static size_t digits_at(const char *s) {
	size_t n = 0;
	while (is_digit(s[n]))
		n++;
	return n;
}

/* Three numbers with one mark between them: 2001-05-09, 9.5.2001, 09/05/01. */
static bool is_day_at(const char *s) {
	size_t a = digits_at(s);
	if (a == 0 || a > 4 || s[a] == 0 || strchr(".-/", s[a]) == NULL)
		return false;
	const char mark = s[a], *second = s + a + 1;
	size_t b = digits_at(second + strspn(second, " "));
	second += strspn(second, " ");
	if (b == 0 || b > 2 || second[b] != mark)
		return false;
	const char *third = second + b + 1;
	third += strspn(third, " ");
	size_t c = digits_at(third);
	return a == 4 ? c >= 1 && c <= 2 : a <= 2 && (c == 2 || c == 4);
}

bool nobody_has_day(const char *s) {
	for (bool inside = false; *s != 0; s++) {
		if (!inside && is_day_at(s))
			return true;
		inside = is_digit(*s);
	}
	return false;
}
