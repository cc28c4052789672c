#include "link/spell.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "link/number.h"
#include "text/birth.h"
#include "text/fold.h"

enum { WORDS = 24, LATEST = 2030 /* years of two digits are not after it */ };

size_t link_words(const char *s, size_t n, const char *word[WORDS], size_t length[WORDS]) {
	size_t words = 0, i = 0;
	while (i < n && words < WORDS) {
		size_t from = i;
		while (i < n && s[i] != ' ')
			i++;
		if (i > from) {
			word[words] = s + from;
			length[words++] = i - from;
		}
		i++;
	}
	return words;
}

/* Forms of text ------------------------------------------------------------------------------------------------------------ */

static size_t compact(char *b, size_t n) {
	size_t k = 0;
	for (size_t i = 0; i < n; i++)
		if (b[i] != ' ')
			b[k++] = b[i];
	return k;
}

static size_t digits(const char *s, size_t n, size_t last, char *out) {
	size_t k = 0;
	for (size_t i = 0; i < n && k < SPELL_MOST; i++)
		if (isdigit((unsigned char)s[i]))
			out[k++] = s[i];
	if (last > 0 && k > last) {
		memmove(out, out + k - last, last);
		k = last;
	}
	return k;
}

static int by_text(const void *a, const void *b) {
	const char *const *x = a, *const *y = b;
	return strcmp(*x, *y);
}

static size_t sorted(char *b, size_t k) {
	const char *word[WORDS];
	char copy[SPELL_MOST + 1];
	k = k < SPELL_MOST ? k : SPELL_MOST;
	memcpy(copy, b, k);
	copy[k] = 0;
	size_t n = 0, at = 0;
	for (char *rest = copy, *w = strtok_r(copy, " ", &rest); w != NULL && n < WORDS; w = strtok_r(NULL, " ", &rest))
		word[n++] = w;
	qsort(word, n, sizeof *word, by_text);
	for (size_t i = 0; i < n; i++) {
		size_t length = strlen(word[i]);
		if (i > 0)
			b[at++] = ' ';
		memcpy(b + at, word[i], length);
		at += length;
	}
	return at;
}

/* Of sorted words each once. */
static size_t once(char *b, size_t k) {
	const char *word[WORDS];
	size_t length[WORDS], words = link_words(b, k, word, length), at = 0, before = 0;
	for (size_t i = 0; i < words; i++) {
		if (i > 0 && length[i] == length[before] && memcmp(word[i], word[before], length[i]) == 0)
			continue;
		if (at > 0)
			b[at++] = ' ';
		memmove(b + at, word[i], length[i]);
		word[i] = b + at;
		before = i;
		at += length[i];
	}
	return at;
}

/* The first n letters, never half of one. */
static size_t first(const char *b, size_t k, int n) {
	size_t i = 0;
	for (int letters = 0; i < k && (letters < n || ((uint8_t)b[i] & 0xc0) == 0x80); i++)
		letters += ((uint8_t)b[i] & 0xc0) != 0x80;
	while (i < k && ((uint8_t)b[i] & 0xc0) == 0x80)
		i++;
	return i;
}

/* What is no number stays text. */
static size_t number(const char *s, size_t n, char *out) {
	double x;
	return link_number(s, n, &x) ? link_number_print(x, 6, out) : fold(FOLD_NAME, s, n, out, SPELL_MOST);
}

static size_t degrees(enum link_form form, int places, const char *s, size_t n, char *out) {
	double north, east, x;
	if (link_point(s, n, &north, &east))
		x = form == FORM_LATITUDE ? north : east;
	else if (!link_number(s, n, &x) || fabs(x) > (form == FORM_LATITUDE ? 90 : 180))
		return 0;
	return link_number_print(x, places == 0 ? 6 : places, out);
}

/* Values stand between ; or | and, within brackets, between commas. Each is one word without blanks afterwards. */
static size_t list(const char *s, size_t n, char *out) {
	const char *between = n > 0 && (s[0] == '[' || s[0] == '{') ? ";|," : ";|";
	size_t k = 0, i = 0;
	while (i < n) {
		char one[SPELL_MOST];
		size_t from = i;
		while (i < n && strchr(between, s[i]) == NULL)
			i++;
		size_t m = compact(one, fold(FOLD_NAME, s + from, i - from, one, SPELL_MOST));
		i++;
		if (m == 0 || k + m + 1 > SPELL_MOST)
			continue;
		if (k > 0)
			out[k++] = ' ';
		memcpy(out + k, one, m);
		k += m;
	}
	return once(out, sorted(out, k));
}

size_t link_spell(enum link_form form, int n, const char *s, size_t length, char *out) {
	const char *at;
	size_t k;
	switch (form) {
	case FORM_DIGITS:
		return digits(s, length, (size_t)n, out);
	case FORM_SOUND:
		return fold(FOLD_SOUND, s, length, out, SPELL_MOST);
	case FORM_GIVEN:
		return fold(FOLD_GIVEN, s, length, out, SPELL_MOST);
	case FORM_STEM:
		return fold(FOLD_STEM, s, length, out, SPELL_MOST);
	case FORM_PREFIX:
		k = fold(FOLD_SOUND, s, length, out, SPELL_MOST);
		return first(out, k, n);
	case FORM_COMPACT:
		return compact(out, fold(FOLD_NAME, s, length, out, SPELL_MOST));
	case FORM_HEAD:
		k = compact(out, fold(FOLD_NAME, s, length, out, SPELL_MOST));
		return first(out, k, n);
	case FORM_LOCAL:
		at = memchr(s, '@', length);
		return fold(FOLD_NAME, s, at == NULL ? length : (size_t)(at - s), out, SPELL_MOST);
	case FORM_NUMBER:
		return number(s, length, out);
	case FORM_LATITUDE:
	case FORM_LONGITUDE:
		return degrees(form, n, s, length, out);
	case FORM_LIST:
		return list(s, length, out);
	case FORM_WORDS:
		return sorted(out, fold(FOLD_SOUND, s, length, out, SPELL_MOST));
	default:
		return fold(FOLD_NAME, s, length, out, SPELL_MOST);
	}
}

/* Dates ----------------------------------------------------------------------------------------------------------------------- */

/* Three numbers with a year of four digits first or last, of any century: lists of history have them. */
static int32_t old_date(const char *s, size_t n, bool day_first) {
	int part[3] = {0}, wide[3] = {0}, parts = 0;
	for (size_t i = 0; i < n && parts < 3; parts++) {
		while (i < n && !isdigit((unsigned char)s[i]))
			i++;
		for (; i < n && isdigit((unsigned char)s[i]) && wide[parts] < 9; i++, wide[parts]++)
			part[parts] = part[parts] * 10 + (s[i] - '0');
	}
	if (parts == 1 && wide[0] == 8)
		return part[0] >= 10000000 ? part[0] : 0;
	bool first = wide[0] == 4 && wide[1] <= 2 && wide[2] <= 2, last = wide[2] == 4 && wide[0] <= 2 && wide[1] <= 2;
	if (parts != 3 || wide[2] == 0 || (!first && !last))
		return 0;
	int y = part[first ? 0 : 2], d = first ? part[2] : day_first ? part[0] : part[1], m = first || day_first ? part[1] : part[0];
	return y * 10000 + m * 100 + d;
}

/* Days since 30 December 1899, five digits, which is what a spreadsheet leaves of a date: Hinnant's way back to the calendar. */
static int32_t serial(const char *s, size_t n) {
	int32_t days = 0;
	for (size_t i = 0; i < n; i++) {
		if (n != 5 || !isdigit((unsigned char)s[i]))
			return 0;
		days = days * 10 + (s[i] - '0');
	}
	if (days < 10000 || days > 54999) /* 1927 to 2050 */
		return 0;
	int32_t z = days + 693899, era = z / 146097, doe = z % 146097, yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153, m = mp < 10 ? mp + 3 : mp - 9;
	return (yoe + era * 400 + (m <= 2)) * 10000 + m * 100 + doy - (153 * mp + 2) / 5 + 1;
}

int32_t link_date(const char *s, size_t n, bool day_first) {
	int32_t date = date_read(s, n, day_first ? DATE_DMY : DATE_MDY, LATEST);
	date = date != 0 ? date : serial(s, n);
	return date != 0 ? date : old_date(s, n, day_first);
}

uint32_t link_date_form(enum link_form form, int32_t date) {
	uint32_t y = (uint32_t)date / 10000, m = (uint32_t)date / 100 % 100, d = (uint32_t)date % 100;
	switch (form) {
	case FORM_YEAR:
		return y;
	case FORM_YEARMONTH:
		return m == 0 ? 0 : y * 100 + m;
	case FORM_MONTHDAY:
		return m == 0 || d == 0 || (m == 1 && d == 1) ? 0 : m * 100 + d;
	case FORM_DAYSWAP:
		return m == 0 || d == 0 ? 0 : y * 10000 + (m < d ? m * 100 + d : d * 100 + m);
	default:
		return (uint32_t)date;
	}
}
