/* Styles: which of them make a number a day. A spreadsheet holds days as numbers, and only how they are shown tells. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "io/xlsx.h"

struct reader {
	struct xlsx *x;
	bool in_styles;
	size_t formats;
	struct {
		int64_t id;
		bool date;
	} format[XLSX_FORMATS];
};

/* Whether a format shows a day: a y or d, or an m without hours and seconds, outside quoted text and brackets, in its
   first section. */
static bool shows_day(const char *code) {
	bool month = false, clock = false;
	for (const char *s = code; *s != 0 && *s != ';'; s++) {
		if (*s == '"' || *s == '[') {
			const char *close = strchr(s + 1, *s == '"' ? '"' : ']');
			if (close == NULL)
				return false;
			s = close;
		} else if (*s == '\\' || *s == '_' || *s == '*') {
			if (s[1] == 0)
				return false;
			s++;
		} else if (strchr("yYdD", *s) != NULL) {
			return true;
		} else {
			month |= *s == 'm' || *s == 'M';
			clock |= strchr("hHsS", *s) != NULL;
		}
	}
	return month && !clock;
}

static bool format_shows_day(const struct reader *r, int64_t id) {
	for (size_t i = 0; i < r->formats; i++)
		if (r->format[i].id == id)
			return r->format[i].date;
	return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
}

static void on_start(void *arg, const char *name, const char **attributes) {
	struct reader *r = arg;
	const char *id = attribute(attributes, "numFmtId"), *code = attribute(attributes, "formatCode");
	int64_t n = 0;
	if (is_named(name, "cellXfs"))
		r->in_styles = true;
	if (is_named(name, "numFmt") && id != NULL && code != NULL && int_parse(id, &n) && r->formats < XLSX_FORMATS) {
		r->format[r->formats].id = n;
		r->format[r->formats++].date = !str_equal(code, "General") && shows_day(code);
	}
	if (is_named(name, "xf") && r->in_styles && r->x->styles < XLSX_STYLES)
		r->x->dates[r->x->styles++] = id != NULL && int_parse(id, &n) && format_shows_day(r, n);
}

static void on_end(void *arg, const char *name) {
	struct reader *r = arg;
	if (is_named(name, "cellXfs"))
		r->in_styles = false;
}

int xlsx_styles_read(struct xlsx *x, const char *part) {
	struct reader *r = arena_alloc(x->arena, sizeof *r);
	r->x = x;
	return package_parse(&x->package, part, &(struct part_handler){.start = on_start, .end = on_end, .arg = r});
}

bool xlsx_is_date(const struct xlsx *x, size_t style) {
	return style < x->styles && x->dates[style];
}

/* A day before 1 March 1900 is one off in the 1900 system, for it knows a 29 February 1900, which is number 60. */
static bool day_of_serial(const struct xlsx *x, double serial, int32_t *ret_day) {
	double whole = floor(serial);
	if (whole < (x->from_1904 ? 0 : 1) || whole > 73415 || (!x->from_1904 && (int)whole == 60))
		return false;
	int number = (int)whole;
	if (x->from_1904)
		*ret_day = day_from_ymd(1904, 1, 1) + number;
	else
		*ret_day = day_from_ymd(1899, 12, number < 60 ? 31 : 30) + number;
	return *ret_day >= DAY_MIN && *ret_day <= DAY_MAX;
}

size_t xlsx_number(const struct xlsx *x, const char *text, bool date, char *to) {
	char *end = NULL;
	double value = strtod(text, &end);
	size_t n = strlen(text);
	int32_t day;
	if (end == text || *end != 0 || !isfinite(value))
		return (size_t)snprintf(to, 64, "%.40s", text);
	if (date && day_of_serial(x, value, &day)) {
		int year, month, of_month;
		day_to_ymd(day, &year, &month, &of_month);
		return (size_t)snprintf(to, 64, "%04d-%02d-%02d", year, month, of_month);
	}
	/* Seventeen digits and powers of ten are how it was stored, not what was written. */
	if (strpbrk(text, "eE") == NULL && n < 16)
		return (size_t)snprintf(to, 64, "%s", text);
	if (floor(value) == value && fabs(value) < 1e15)
		return (size_t)snprintf(to, 64, "%.0f", value);
	return (size_t)snprintf(to, 64, "%.15g", value);
}
