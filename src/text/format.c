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
	UDateFormat *day;
	UNumberFormat *number;
	UCollator *order;
} services[TEXT_LANGS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static const char *const locales[TEXT_LANGS] = {"lt", "en_GB", "uk", "ru"}; /* as text_langs */

static void open_all(void) {
	UErrorCode e = U_ZERO_ERROR;
	for (int i = 0; i < TEXT_LANGS; i++) {
		struct service *s = &services[i];
		s->day = udat_open(UDAT_NONE, UDAT_LONG, locales[i], u"Etc/UTC", -1, NULL, 0, &e);
		s->number = unum_open(UNUM_DECIMAL, NULL, 0, locales[i], NULL, &e);
		s->order = ucol_open(locales[i], &e);
		if (U_FAILURE(e))
			break;
		/* What ICU makes at first use is made now. */
		UChar to[100];
		udat_format(s->day, 0, to, 100, NULL, &e);
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

/* One kind of no-break space, for ICU's releases differ in which they put where. */
static const char *utf8_from(struct arena *a, UChar *s, int32_t n) {
	int32_t bytes = 0;
	UErrorCode e = U_ZERO_ERROR;
	for (int32_t i = 0; i < n; i++)
		if (s[i] == 0x202f)
			s[i] = 0xa0;
	char *to = arena_alloc(a, (size_t)n * 3 + 1);
	u_strToUTF8(to, n * 3 + 1, &bytes, s, n, &e);
	return U_SUCCESS(e) ? to : "";
}

const char *text_day(struct arena *a, const char *lang, int64_t day) {
	if (day < DAY_MIN || day > DAY_MAX)
		return "";
	UChar to[100];
	UErrorCode e = U_ZERO_ERROR;
	int32_t n = udat_format(service_of(lang)->day, (double)day * 86400e3, to, 100, NULL, &e);
	return U_SUCCESS(e) && n < 100 ? utf8_from(a, to, n) : "";
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
