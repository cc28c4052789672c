#include "base/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

bool time_zone_set(const char *zone) {
	char path[128];
	snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", zone);
	if (access(path, R_OK) != 0)
		return false;
	setenv("TZ", zone, 1);
	tzset();
	return true;
}

int64_t instant_now(void) {
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * SECOND + t.tv_nsec / 1000;
}

/* Howard Hinnant's days_from_civil and civil_from_days. */
int32_t day_from_ymd(int year, int month, int day) {
	int y = year - (month <= 2);
	int era = (y >= 0 ? y : y - 399) / 400;
	int yoe = y - era * 400;
	int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

void day_to_ymd(int32_t day, int *ret_year, int *ret_month, int *ret_day) {
	int z = day + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;
	int month = mp < 10 ? mp + 3 : mp - 9;
	*ret_day = doy - (153 * mp + 2) / 5 + 1;
	*ret_month = month;
	*ret_year = yoe + era * 400 + (month <= 2);
}

int day_years(int32_t from, int32_t to) {
	int y, m, d, year, month, of_month;
	day_to_ymd(from, &y, &m, &d);
	day_to_ymd(to, &year, &month, &of_month);
	return year - y - (month < m || (month == m && of_month < d));
}

int day_year(int32_t day) {
	int y, m, d;
	day_to_ymd(day, &y, &m, &d);
	return y;
}

static bool digits(const char *s, int n, int *ret_value) {
	int v = 0;
	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		v = v * 10 + (s[i] - '0');
	}
	*ret_value = v;
	return true;
}

static bool ymd_parse(const char *s, int32_t *ret_day) {
	int y, m, d, y2, m2, d2;
	if (!digits(s, 4, &y) || s[4] != '-' || !digits(s + 5, 2, &m) || s[7] != '-' || !digits(s + 8, 2, &d))
		return false;
	if (m < 1 || m > 12 || d < 1 || d > 31)
		return false;
	int32_t day = day_from_ymd(y, m, d);
	day_to_ymd(day, &y2, &m2, &d2);
	if (y != y2 || m != m2 || d != d2 || day < DAY_MIN || day > DAY_MAX)
		return false;
	*ret_day = day;
	return true;
}

bool day_parse(const char *text, int32_t *ret_day) {
	return strlen(text) == 10 && ymd_parse(text, ret_day);
}

const char *day_text(struct arena *a, int32_t day) {
	int y, m, d;
	day_to_ymd(day, &y, &m, &d);
	return arena_printf(a, "%04d-%02d-%02d", y, m, d);
}

static int64_t floor_div(int64_t a, int64_t b) {
	return a / b - (a % b < 0);
}

static void local(int64_t instant, struct tm *ret_tm) {
	time_t t = (time_t)floor_div(instant, SECOND);
	localtime_r(&t, ret_tm);
}

int32_t day_of(int64_t instant) {
	struct tm tm;
	local(instant, &tm);
	return day_from_ymd(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

int64_t day_start(int32_t day) {
	int y, m, d;
	day_to_ymd(day, &y, &m, &d);
	struct tm tm = {.tm_year = y - 1900, .tm_mon = m - 1, .tm_mday = d, .tm_isdst = -1};
	return (int64_t)mktime(&tm) * SECOND;
}

const char *instant_text(struct arena *a, int64_t instant) {
	int64_t s = floor_div(instant, SECOND);
	int64_t day = floor_div(s, 86400), in_day = s - day * 86400;
	return arena_printf(a, "%sT%02d:%02d:%02dZ", day_text(a, (int32_t)day), (int)(in_day / 3600),
	                    (int)(in_day / 60 % 60), (int)(in_day % 60));
}

bool instant_parse(const char *s, int64_t *ret_instant) {
	int32_t day;
	int h, m, sec;
	if (strlen(s) < 20 || !ymd_parse(s, &day) || s[10] != 'T')
		return false;
	if (!digits(s + 11, 2, &h) || s[13] != ':' || !digits(s + 14, 2, &m) || s[16] != ':' || !digits(s + 17, 2, &sec))
		return false;
	if (h > 23 || m > 59 || sec > 59)
		return false;
	const char *p = s + 19;
	int64_t fraction = 0;
	if (*p == '.') {
		int64_t unit = SECOND / 10;
		const char *start = ++p;
		for (; *p >= '0' && *p <= '9'; p++, unit /= 10)
			fraction += unit * (*p - '0');
		if (p == start || p - start > 6)
			return false;
	}
	int oh = 0, om = 0, sign = 0;
	if (*p == 'Z' && p[1] == 0) {
		sign = 0;
	} else if ((*p == '+' || *p == '-') && strlen(p) == 6 && digits(p + 1, 2, &oh) && p[3] == ':' && digits(p + 4, 2, &om)) {
		sign = *p == '+' ? 1 : -1;
	} else {
		return false;
	}
	if (oh > 14 || om > 59)
		return false;
	int64_t t = (int64_t)day * 86400 + h * 3600 + m * 60 + sec - (int64_t)sign * (oh * 3600 + om * 60);
	*ret_instant = t * SECOND + fraction;
	return true;
}

const char *instant_clock(struct arena *a, int64_t instant) {
	struct tm tm;
	local(instant, &tm);
	return arena_printf(a, "%02d:%02d", tm.tm_hour, tm.tm_min);
}

int instant_east(int64_t instant) {
	struct tm tm;
	local(instant, &tm);
	return (int)(tm.tm_gmtoff / 60);
}

int instant_at(int32_t day, int minute, int64_t ret_instants[2]) {
	int64_t wall = ((int64_t)day * 24 * 60 + minute) * MINUTE, before = instant_east(wall - 24 * HOUR);
	int64_t after = instant_east(wall + 24 * HOUR);
	int64_t early = wall - (before > after ? before : after) * MINUTE, late = wall - (before > after ? after : before) * MINUTE;
	int n = 0;
	if (early + instant_east(early) * MINUTE == wall)
		ret_instants[n++] = early;
	if (late != early && late + instant_east(late) * MINUTE == wall)
		ret_instants[n++] = late;
	return n;
}
