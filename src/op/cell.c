/* Values as people write them. Whatever stands in a list, nothing that could name a person gets in. */
#include <inttypes.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "op/fold.h"
#include "op/nobody.h"
#include "op/profile.h"
#include "op/register.h"

static int bad(struct cx *cx, const char *field, const char *rule, const char *value) {
	return err_say(cx, ERR_INVALID, field, rule, value);
}

/* Text ---------------------------------------------------------------------------------------------------------- */

static bool is_digit(char c) {
	return c >= '0' && c <= '9';
}

/* Characters that could make a line read otherwise than it is stored. */
static bool deceives(uint32_t c) {
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f || c == 0xfeff ||
	       c == 0x200b || c == 0x2028 || c == 0x2029 || c == 0x2060 || c == 0xad || c == 0xfffd ||
	       (c >= 0xe0000 && c <= 0xe0fff);
}

static int line_check(struct cx *cx, const char *field, const char *s) {
	if (!utf8_valid(s, strlen(s)))
		return bad(cx, field, N_("The text is not well-formed UTF-8."), NULL);
	for (size_t i = 0, n = 0; s[i] != 0; i += n) {
		uint32_t c = utf8_at(s + i, &n);
		if (c < 0x20 || (c >= 0x7f && c < 0xa0))
			return bad(cx, field, N_("Write it without control characters."), NULL);
		if (deceives(c))
			return bad(cx, field, N_("Write it without invisible characters that turn the direction of text."), NULL);
	}
	return 0;
}

static int nobody_check(struct cx *cx, const char *field, const char *s, bool free_text) {
	if (nobody_has_mail(s))
		return bad(cx, field, N_("A register names no person: leave the e-mail address out."), NULL);
	if (nobody_has_code(s))
		return bad(cx, field, N_("A register names no person: this looks like a personal code."), NULL);
	if (free_text && nobody_has_phone(s))
		return bad(cx, field, N_("A register names no person: this looks like a telephone number."), NULL);
	return 0;
}

static int words_check(struct cx *cx, const char *field, const char *text, int64_t min, int64_t max, bool free_text) {
	int rc = line_check(cx, field, text);
	if (rc != 0)
		return rc;
	int64_t n = (int64_t)utf8_count(text, strlen(text));
	if (n < min)
		return bad(cx, field, N_("That is too short."), text);
	if (n > max)
		return bad(cx, field, N_("That is too long."), text);
	return nobody_check(cx, field, text, free_text);
}

/* Of a sheet's text, which is sealed: it may name people, and the request was checked for what deceives. */
static int sealed_check(struct cx *cx, const struct cell_field *f, const char *text) {
	if (!utf8_valid(text, strlen(text)))
		return bad(cx, f->code, N_("The text is not well-formed UTF-8."), NULL);
	int64_t n = (int64_t)utf8_count(text, strlen(text));
	if (n < f->min)
		return bad(cx, f->code, N_("That is too short."), NULL);
	return n > f->max ? bad(cx, f->code, N_("That is too long."), NULL) : 0;
}

static int word_check(struct cx *cx, const struct cell_field *f, const char *text) {
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_.:");
	return text[n] != 0 || (int64_t)n > f->max
		? bad(cx, f->code, N_("Write a code: small letters, digits and hyphens."), NULL) : 0;
}

int register_number_check(struct cx *cx, const char *field, const char *text) {
	return words_check(cx, field, text, 1, 60, false);
}

/* Numbers ------------------------------------------------------------------------------------------------------- */

/* Length of a blank that groups digits: of one, two or three bytes; 0 if there is none. */
static size_t blank_at(const char *s) {
	static const char *const blanks[] = {" ", "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89"};
	for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
		if (str_starts(s, blanks[i]))
			return strlen(blanks[i]);
	return 0;
}

enum { PLAIN_MAX = 24 };

/* A number without its groups, a point before the decimals: "1 234,50" -> "1234.50". False if it is no number. */
static bool number_plain(const char *s, char to[PLAIN_MAX]) {
	size_t n = 0, whole = 0, decimals = 0, group = 0;
	bool grouped = false, point = false;
	if (*s == '-' || *s == '+') {
		if (*s == '-')
			to[n++] = '-';
		s++;
	}
	for (; *s != 0; s++) {
		size_t blank = blank_at(s);
		if (is_digit(*s)) {
			if (n + 2 >= PLAIN_MAX)
				return false;
			to[n++] = *s;
			*(point ? &decimals : &whole) += 1;
			group++;
		} else if (!point && blank > 0 && (grouped ? group == 3 : group >= 1 && group <= 3)) {
			grouped = true;
			group = 0;
			s += blank - 1;
		} else if (!point && (*s == '.' || *s == ',') && whole > 0 && (!grouped || group == 3) && n + 2 < PLAIN_MAX) {
			point = true;
			to[n++] = '.';
		} else {
			return false;
		}
	}
	to[n] = 0;
	return whole > 0 && (!grouped || point || group == 3) && (!point || decimals > 0);
}

static int range_check(struct cx *cx, const struct cell_field *f, int64_t n, const char *text) {
	return n < f->min || n > f->max ? bad(cx, f->code, N_("That number is out of range."), text) : 0;
}

static int int_read(struct cx *cx, const struct cell_field *f, const char *text, struct cell *ret_cell) {
	char plain[PLAIN_MAX];
	int64_t n;
	if (!number_plain(text, plain) || strchr(plain, '.') != NULL || !int_parse(plain, &n))
		return bad(cx, f->code, N_("Write a whole number."), text);
	*ret_cell = (struct cell){.amount = n};
	return range_check(cx, f, n, text);
}

/* Without `sign` and the blanks around it, at either end. */
static const char *without(struct cx *cx, const char *text, const char *sign) {
	size_t n = strlen(text), k = sign == NULL ? 0 : strlen(sign);
	if (k == 0 || n < k)
		return text;
	bool before = str_starts(text, sign), after = !before && str_ends(text, sign);
	if (!before && !after)
		return text;
	char *rest = arena_strndup(cx->arena, before ? text + k : text, n - k);
	n -= k;
	for (size_t b = blank_at(rest); before && b > 0; b = blank_at(rest))
		rest += b;
	for (size_t m = n; after && m > 0 && m + 3 >= n; m--)
		if (blank_at(rest + m - 1) == n - (m - 1)) {
			rest[m - 1] = 0;
			n = m - 1;
		}
	return rest;
}

static int money_read(struct cx *cx, const struct cell_field *f, const char *text, struct cell *ret_cell) {
	char plain[PLAIN_MAX];
	int64_t n = 0;
	const char *bare = without(cx, without(cx, text, profile_currency(cx->profile, "code")),
		profile_currency(cx->profile, "sign"));
	bool read = number_plain(bare, plain);
	if (read) {
		char *point = strchr(plain, '.');
		size_t decimals = point == NULL ? 0 : strlen(point + 1);
		/* Three decimals are as likely thousands: nobody should have to guess which. */
		read = decimals <= 2;
		if (read && point != NULL)
			memmove(point, point + 1, decimals + 1);
		if (read && strlen(plain) + 2 < PLAIN_MAX)
			memcpy(plain + strlen(plain), &"00"[decimals], 3 - decimals);
		read = read && int_parse(plain, &n);
	}
	if (!read)
		return bad(cx, f->code, N_("Write an amount as 1234.50, without thousands of another sign than a blank."),
			text);
	*ret_cell = (struct cell){.amount = n};
	return range_check(cx, f, n, text);
}

/* Codes --------------------------------------------------------------------------------------------------------- */

static bool labelled(const struct cx *cx, const struct cell_field *f, int code, const char *text) {
	static const char *const languages[] = {"en", "lt", "uk", "ru"};
	const char *name = cell_code_name(cx->profile, f, code);
	if (name != NULL && fold_alike(name, text))
		return true;
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
		bool translated = true;
		const char *label = cell_code_label(cx->profile, f, code, languages[i], &translated);
		if (label != NULL && fold_alike(label, text))
			return true;
		if (!translated)
			return false;
	}
	return false;
}

static int code_read(struct cx *cx, const struct cell_field *f, const char *text, struct cell *ret_cell) {
	int code = cell_code_find(cx->profile, f, text);
	for (size_t i = 0; code == 0 && cell_code_at(cx->profile, f, i) != 0; i++)
		if (labelled(cx, f, cell_code_at(cx->profile, f, i), text))
			code = cell_code_at(cx->profile, f, i);
	if (code == 0)
		return bad(cx, f->code, N_("Choose one of the answers on offer."), text);
	*ret_cell = (struct cell){.amount = code};
	return 0;
}

static int day_read(struct cx *cx, const struct cell_field *f, const char *text, struct cell *ret_cell) {
	int32_t day;
	if (!day_parse(text, &day))
		return bad(cx, f->code, N_("Write a day of the calendar, as 2026-03-01."), text);
	*ret_cell = (struct cell){.amount = day};
	return range_check(cx, f, day, text);
}

/* Without blanks at its ends, also no-break ones, which spreadsheets leave. */
static const char *trim(struct cx *cx, const char *s) {
	size_t n = strlen(s);
	while (n > 0 && strchr(" \t\r\n", s[n - 1]) != NULL)
		n--;
	while (n > 0 && strchr(" \t\r\n", *s) != NULL)
		s++, n--;
	return arena_strndup(cx->arena, s, n);
}

int cell_parse(struct cx *cx, const struct cell_field *f, const char *text, struct cell *ret_cell) {
	struct cell cell = {.amount = NONE};
	text = trim(cx, text);
	int rc = *text == 0 ? bad(cx, f->code, N_("This is needed."), NULL) : 0;
	if (rc == 0 && !f->sealed)
		rc = line_check(cx, f->code, text);
	if (rc != 0)
		return rc;
	switch (f->type) {
	case CELL_CODE:
		rc = code_read(cx, f, text, &cell);
		break;
	case CELL_INT:
		rc = int_read(cx, f, text, &cell);
		break;
	case CELL_MONEY:
		rc = money_read(cx, f, text, &cell);
		break;
	case CELL_DAY:
		rc = day_read(cx, f, text, &cell);
		break;
	case CELL_ORG:
	case CELL_UNIT:
		cell.words = text;
		rc = word_check(cx, f, text);
		break;
	case CELL_TEXT:
	case CELL_LINK:
		cell.words = text;
		rc = f->sealed ? sealed_check(cx, f, text) : words_check(cx, f->code, text, f->min, f->max, f->type == CELL_TEXT);
		break;
	}
	if (rc == 0)
		*ret_cell = cell;
	return rc;
}

int cell_parse_pair(struct cx *cx, int reg, const char *pair, struct cell_field *ret_field, struct cell *ret_cell) {
	const char *is = strchr(pair, '=');
	struct cell_field f;
	if (is == NULL || is == pair)
		return bad(cx, fields[F_CELL].name, N_("Write a field of a register as field=value."), pair);
	if (!register_find(cx->profile, reg, arena_strndup(cx->arena, pair, (size_t)(is - pair)), &f))
		return bad(cx, fields[F_CELL].name, N_("This register has no such field."),
			arena_strndup(cx->arena, pair, (size_t)(is - pair)));
	int rc = cell_parse(cx, &f, is + 1, ret_cell);
	if (rc == 0)
		*ret_field = f;
	return rc;
}
