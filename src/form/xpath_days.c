/* Days and clocks: by the registry's own, as base/time.h has it. */
#include <ctype.h>
#include <math.h>
#include <string.h>
#include <time.h>

#include "base/str.h"
#include "base/time.h"
#include "form/xpath_inside.h"

#define DAY_LONG (24 * HOUR)

/* Exactly n digits; the number, or -1. */
static int digits(const char **at, int n) {
	int value = 0;
	for (int i = 0; i < n; i++, (*at)++) {
		if (!isdigit((unsigned char)**at))
			return -1;
		value = value * 10 + (**at - '0');
	}
	return value;
}

/* "+02:00", "+02", "+0200", "Z", nothing: seconds to add to be at UTC's clock; false for anything else. */
static bool zone(const char *at, bool *ret_said, int64_t *ret_east) {
	*ret_said = *at != 0;
	*ret_east = 0;
	if (*at == 0 || str_equal(at, "Z") || str_equal(at, "z"))
		return true;
	int sign = *at == '-' ? -1 : 1;
	if (*at != '+' && *at != '-')
		return false;
	at++;
	int hours = digits(&at, 2);
	if (*at == ':')
		at++;
	int minutes = *at == 0 ? 0 : digits(&at, 2);
	*ret_east = sign * (hours * HOUR + minutes * MINUTE);
	return hours >= 0 && hours <= 14 && minutes >= 0 && minutes < 60 && *at == 0;
}

/* "10:00", "10:00:00", "10:00:00.123", with a zone or without. */
static bool clock_parse(const char *at, int64_t *ret_of_day, bool *ret_said, int64_t *ret_east) {
	int hour = digits(&at, 2);
	if (hour < 0 || hour > 23 || *at++ != ':')
		return false;
	int minute = digits(&at, 2), second = 0;
	int64_t part = 0;
	if (minute < 0 || minute > 59)
		return false;
	if (*at == ':') {
		at++;
		second = digits(&at, 2);
		if (second < 0 || second > 60)
			return false;
		if (*at == '.') {
			int64_t unit = SECOND / 10;
			for (at++; isdigit((unsigned char)*at); at++, unit /= 10)
				part += unit * (*at - '0');
		}
	}
	*ret_of_day = hour * HOUR + minute * MINUTE + second * SECOND + part;
	return zone(at, ret_said, ret_east);
}

/* The day at the beginning of the text; *ret_rest: after it. */
static bool day_at(const char *text, int32_t *ret_day, const char **ret_rest) {
	char day[11];
	for (size_t i = 0; i < 10; i++)
		if (text[i] == 0)
			return false;
	memcpy(day, text, 10);
	day[10] = 0;
	*ret_rest = text + 10;
	return day_parse(day, ret_day);
}

bool xpath_parse_instant(const char *text, int64_t *ret_instant) {
	int32_t day;
	const char *rest;
	int64_t of_day, east;
	bool said;
	if (!day_at(text, &day, &rest) || *rest != 'T' || !clock_parse(rest + 1, &of_day, &said, &east))
		return false;
	*ret_instant = said ? day * DAY_LONG + of_day - east : day_start(day) + of_day;
	return true;
}

bool xpath_parse_day(const char *text, double *ret_days) {
	int32_t day;
	const char *rest;
	int64_t instant;
	if (!isdigit((unsigned char)text[0]) || !day_at(text, &day, &rest))
		return false;
	if (*rest == 0) {
		*ret_days = day;
		return true;
	}
	if (!xpath_parse_instant(text, &instant))
		return false;
	day = day_of(instant);
	*ret_days = day + (double)(instant - day_start(day)) / (double)DAY_LONG;
	return true;
}

static bool is_day(double n) {
	return n >= DAY_MIN && n < DAY_MAX + 1.0;
}

static const char *say_day(struct eval *e, int32_t day) {
	int year, month, of_month;
	char text[16];
	day_to_ymd(day, &year, &month, &of_month);
	snprintf(text, sizeof text, "%04d-%02d-%02d", year % 10000, month % 100, of_month % 100);
	return xpath_copy(e, text, strlen(text));
}

/* Local time with its distance from UTC. */
static const char *say_instant(struct eval *e, int64_t instant) {
	time_t seconds = (time_t)(instant / SECOND - (instant % SECOND < 0));
	struct tm tm;
	char text[64];
	if (localtime_r(&seconds, &tm) == NULL)
		return "";
	long east = tm.tm_gmtoff / 60;
	size_t n = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(text + n, sizeof text - n, ".%03d%c%02ld:%02ld", (int)((instant - seconds * SECOND) / 1000),
		east < 0 ? '-' : '+', labs(east) / 60, labs(east) % 60);
	return xpath_copy(e, text, strlen(text));
}

XPATH_FUNCTION(fn_today) {
	(void)call;
	return xpath_from_string(say_day(e, day_of(e->at->cx->now)));
}

XPATH_FUNCTION(fn_now) {
	(void)call;
	return xpath_from_string(say_instant(e, e->at->cx->now));
}

/* Of a text or a number of days; what is neither gives "". */
static bool instant_of(const struct xpath_value *v, struct xpath_context *at, int64_t *ret_instant) {
	double days;
	if (v->kind == XPATH_STRING || v->kind == XPATH_NODES) {
		const char *text = xpath_string(at, v);
		if (xpath_parse_instant(text, ret_instant))
			return true;
	}
	days = xpath_number(at, v);
	if (!is_day(days))
		return false;
	*ret_instant = day_start((int32_t)floor(days)) + (int64_t)llround((days - floor(days)) * (double)DAY_LONG);
	return true;
}

XPATH_FUNCTION(fn_date) {
	struct xpath_value v = xpath_value_of(e, call, 0);
	double days = e->rc != 0 ? (double)NAN : xpath_number(e->at, &v);
	return xpath_from_string(is_day(days) ? say_day(e, (int32_t)floor(days)) : "");
}

XPATH_FUNCTION(fn_date_time) {
	int64_t instant;
	struct xpath_value v = xpath_value_of(e, call, 0);
	return xpath_from_string(e->rc == 0 && instant_of(&v, e->at, &instant) ? say_instant(e, instant) : "");
}

XPATH_FUNCTION(fn_decimal_date) {
	int64_t instant;
	struct xpath_value v = xpath_value_of(e, call, 0);
	bool is = e->rc == 0 && instant_of(&v, e->at, &instant);
	return xpath_from_number(is ? (double)instant / (double)DAY_LONG : (double)NAN);
}

XPATH_FUNCTION(fn_decimal_time) {
	const char *text = xpath_string_of(e, call, 0);
	int64_t of_day, east;
	bool said;
	if (!clock_parse(text, &of_day, &said, &east))
		return xpath_from_number((double)NAN);
	return xpath_from_number((double)of_day / (double)DAY_LONG);
}

/* As the clients' systems abbreviate them (CLDR), in the languages we speak; a form in another has English ones. */
static const struct names {
	const char *lang, *months[12], *weekdays[7];
} names[] = {
	{"en", {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}},
	{"lt", {"saus.", "vas.", "kov.", "bal.", "geg.", "birž.", "liep.", "rugp.", "rugs.", "spal.", "lapkr.", "gruod."},
		{"sk", "pr", "an", "tr", "kt", "pn", "št"}},
	{"uk", {"січ.", "лют.", "бер.", "квіт.", "трав.", "черв.", "лип.", "серп.", "вер.", "жовт.", "лист.", "груд."},
		{"нд", "пн", "вт", "ср", "чт", "пт", "сб"}},
	{"ru", {"янв.", "февр.", "мар.", "апр.", "мая", "июн.", "июл.", "авг.", "сент.", "окт.", "нояб.", "дек."},
		{"вс", "пн", "вт", "ср", "чт", "пт", "сб"}},
};

/* Those of the language the form is said in. */
static const struct names *names_of(const struct xpath_context *at) {
	for (size_t i = 1; at->form != NULL && i < sizeof names / sizeof *names; i++)
		if (xform_has_language(at->form, names[i].lang) && xform_language(at->form, names[i].lang) == at->language)
			return &names[i];
	return &names[0];
}

static void format_one(char *to, size_t room, char c, const struct tm *tm, int thousandths, const struct names *said) {
	int year = tm->tm_year + 1900;
	switch (c) {
	case 'Y': snprintf(to, room, "%04d", year); break;
	case 'y': snprintf(to, room, "%02d", year % 100); break;
	case 'm': snprintf(to, room, "%02d", tm->tm_mon + 1); break;
	case 'n': snprintf(to, room, "%d", tm->tm_mon + 1); break;
	case 'b': snprintf(to, room, "%s", said->months[tm->tm_mon]); break;
	case 'd': snprintf(to, room, "%02d", tm->tm_mday); break;
	case 'e': snprintf(to, room, "%d", tm->tm_mday); break;
	case 'a': snprintf(to, room, "%s", said->weekdays[tm->tm_wday]); break;
	case 'H': snprintf(to, room, "%02d", tm->tm_hour); break;
	case 'h': snprintf(to, room, "%d", tm->tm_hour); break;
	case 'M': snprintf(to, room, "%02d", tm->tm_min); break;
	case 'S': snprintf(to, room, "%02d", tm->tm_sec); break;
	case '3': snprintf(to, room, "%03d", thousandths); break;
	case '%': snprintf(to, room, "%%"); break;
	default: to[0] = 0;
	}
}

XPATH_FUNCTION(fn_format_date) {
	struct xpath_value v = xpath_value_of(e, call, 0);
	const char *format = xpath_string_of(e, call, 1);
	int64_t instant;
	struct tm tm;
	if (e->rc != 0 || !instant_of(&v, e->at, &instant))
		return xpath_from_string("");
	time_t seconds = (time_t)(instant / SECOND - (instant % SECOND < 0));
	char *to = xpath_memory(e, 12 * strlen(format) + 1);
	if (to == NULL || localtime_r(&seconds, &tm) == NULL)
		return xpath_from_string("");
	size_t used = 0;
	for (; *format != 0; format++) {
		char one[12] = {*format, 0};
		if (*format == '%' && format[1] != 0)
			format_one(one, sizeof one, *++format, &tm, (int)((instant - seconds * SECOND) / 1000),
				names_of(e->at));
		memcpy(to + used, one, strlen(one));
		used += strlen(one);
	}
	to[used] = 0;
	return xpath_from_string(to);
}
