#include "text/format.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucol.h>
#include <unicode/udat.h>
#include <unicode/uiter.h>
#include <unicode/unorm2.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#include "base/time.h"
#include "text/catalogue.h"

/*
 * Opened once and only read afterwards: ICU allows const calls on one object from several threads. Opening them
 * later is not possible, for the sandbox has closed by then.
 */
static struct service {
	UNumberFormat *number;
	UCollator *order;
	struct month { /* ICU's words for the 28th of it in 4444, and where these two numbers stand */
		char text[80];
		size_t year, day;
	} months[12];
} services[TEXT_LANGS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static const char *const locales[TEXT_LANGS] = {"lt", "en_GB", "uk", "ru"}; /* as text_langs */

/* One kind of no-break space, for ICU's releases differ in which they put where. */
static void utf8_put(char *to, int32_t room, UChar *s, int32_t n, UErrorCode *e) {
	int32_t bytes;
	for (int32_t i = 0; i < n; i++)
		if (s[i] == 0x202f)
			s[i] = 0xa0;
	u_strToUTF8(to, room, &bytes, s, n, e);
}

/* "2026 m.", "21 d.": a number is not parted from its word at the end of a line. */
static void keep_together(UChar *s, int32_t n) {
	for (int32_t i = 1; i + 2 < n; i++)
		if (s[i] == ' ' && s[i - 1] >= '0' && s[i - 1] <= '9' && s[i + 2] == '.')
			s[i] = 0xa0;
}

/*
 * A page has a day in every row, and a tenth of its time went to ICU for them. What it would say differs only in the numbers of
 * day and year, and every year from DAY_MIN to DAY_MAX has four digits: so the months are learned once.
 */
static void learn_months(struct service *s, const char *locale, UErrorCode *e) {
	UDateFormat *format = udat_open(UDAT_NONE, UDAT_LONG, locale, u"Etc/UTC", -1, NULL, 0, e);
	for (int i = 0; i < 12 && U_SUCCESS(*e); i++) {
		struct month *m = &s->months[i];
		UChar to[80];
		int32_t n = udat_format(format, day_from_ymd(4444, i + 1, 28) * 86400e3, to, 80, NULL, e);
		keep_together(to, n < 80 ? n : 80);
		utf8_put(m->text, sizeof m->text, to, n < 80 ? n : 80, e);
		const char *year = strstr(m->text, "4444"), *day = strstr(m->text, "28");
		if (year == NULL || day == NULL)
			*e = U_INVALID_FORMAT_ERROR;
		m->year = (size_t)(year - m->text);
		m->day = (size_t)(day - m->text);
	}
	udat_close(format);
}

static void open_all(void) {
	UErrorCode e = U_ZERO_ERROR;
	for (int i = 0; i < TEXT_LANGS; i++) {
		struct service *s = &services[i];
		learn_months(s, locales[i], &e);
		s->number = unum_open(UNUM_DECIMAL, NULL, 0, locales[i], NULL, &e);
		s->order = ucol_open(locales[i], &e);
		if (U_FAILURE(e))
			break;
		/* What ICU makes at first use is made now. */
		UChar to[100];
		unum_formatInt64(s->number, 12345, to, 100, NULL, &e);
		ucol_strcoll(s->order, u"a", -1, u"\u0161", -1);
	}
	unorm2_getNFCInstance(&e);
	unorm2_getNFKDInstance(&e);
	unorm2_getNFKCCasefoldInstance(&e);
	if (U_FAILURE(e)) {
		fprintf(stderr, "atrama: ICU did not start: %s\n", u_errorName(e));
		abort();
	}
}

void text_warm(void) {
	pthread_once(&once, open_all);
}

static const struct service *service_of(const char *lang) {
	text_warm();
	const char *known = text_lang(lang);
	for (int i = 0; i < TEXT_LANGS; i++)
		if (known == text_langs[i])
			return &services[i];
	return &services[1];
}

static const char *utf8_from(struct arena *a, UChar *s, int32_t n) {
	UErrorCode e = U_ZERO_ERROR;
	char *to = arena_alloc(a, (size_t)n * 3 + 1);
	utf8_put(to, n * 3 + 1, s, n, &e);
	return U_SUCCESS(e) ? to : "";
}

const char *text_day(struct arena *a, const char *lang, int64_t day) {
	if (day < DAY_MIN || day > DAY_MAX)
		return "";
	int year, month, in_month;
	day_to_ymd((int32_t)day, &year, &month, &in_month);
	const struct month *m = &service_of(lang)->months[month - 1];
	char text[sizeof m->text], digits[8];
	memcpy(text, m->text, sizeof text);
	snprintf(digits, sizeof digits, "%04d", year % 10000);
	memcpy(text + m->year, digits, 4);
	text[m->day] = 0;
	return arena_printf(a, "%s%d%s", text, in_month, text + m->day + 2);
}

const char *text_instant(struct arena *a, const char *lang, int64_t instant) {
	if (instant < DAY_MIN * 24 * HOUR || instant >= (DAY_MAX + 1) * 24 * HOUR)
		return "";
	return arena_printf(a, "%s, %s", text_day(a, lang, day_of(instant)), instant_clock(a, instant));
}

const char *text_relative(struct arena *a, const char *lang, int64_t day, int64_t today) {
	if (day < DAY_MIN || day > DAY_MAX || today < DAY_MIN || today > DAY_MAX)
		return "";
	int64_t n = day - today;
	if (n == 0)
		return text_say(lang, N_("today"));
	if (n == 1)
		return text_say(lang, N_("tomorrow"));
	if (n == -1)
		return text_say(lang, N_("yesterday"));
	const char *message = n > 0 ? text_say_n(lang, "in %{n} day", "in %{n} days", n)
	                            : text_say_n(lang, "%{n} day ago", "%{n} days ago", -n);
	return text_fill(a, message, (struct text_fill[]){{"n", text_number(a, lang, n < 0 ? -n : n)}, {0}});
}

const char *text_number(struct arena *a, const char *lang, int64_t number) {
	UChar to[100];
	UErrorCode e = U_ZERO_ERROR;
	int32_t n = unum_formatInt64(service_of(lang)->number, number, to, 100, NULL, &e);
	return U_SUCCESS(e) && n < 100 ? utf8_from(a, to, n) : "";
}

const char *text_decimal(struct arena *a, const char *lang, double x, int places) {
	if (!isfinite(x) || fabs(x) > 9e15)
		return "";
	places = places < 0 ? 0 : places > 6 ? 6 : places;
	char digits[64];
	snprintf(digits, sizeof digits, "%.*f", places, fabs(x)); /* the C locale is never left: a full stop */
	char *end = NULL;
	int64_t whole = strtoll(digits, &end, 10);
	bool zero = strspn(digits, "0.") == strlen(digits);
	const char *known = text_lang(lang);
	bool comma = known != NULL && strcmp(known, "en") != 0;
	/* lt writes U+2212, as ICU's own formatter does for it */
	const char *minus = x >= 0 || zero ? "" : known == text_langs[0] ? "\u2212" : "-";
	return arena_printf(a, "%s%s%s%s", minus, text_number(a, lang, whole), places == 0 ? "" : comma ? "," : ".",
	                    *end == '.' ? end + 1 : "");
}

int text_compare(const char *lang, const char *a, const char *b) {
	UCharIterator left, right;
	uiter_setUTF8(&left, a, -1);
	uiter_setUTF8(&right, b, -1);
	UErrorCode e = U_ZERO_ERROR;
	UCollationResult order = ucol_strcollIter(service_of(lang)->order, &left, &right, &e);
	return U_FAILURE(e) ? strcmp(a, b) : order == UCOL_LESS ? -1 : order == UCOL_GREATER;
}
