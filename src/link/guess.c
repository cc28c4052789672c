#include "link/guess.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "link/number.h"
#include "link/spell.h"

enum { LOOKED = 3000 };

/* Headings ------------------------------------------------------------------------------------------------------------------- */

static const struct heading {
	enum link_kind kind;
	const char *words;
} headings[] = {
#define HEADING(kind, words) {kind, words},
#include "link/headings.def"
#undef HEADING
};

/* " in small Latin letters, words parted by one blank, one at each end ". */
static size_t in_latin(const char *s, size_t n, char out[SPELL_MOST + 3]) {
	char text[SPELL_MOST];
	size_t k = 0;
	for (size_t i = 0; i < n && k < SPELL_MOST - 1; i++) { /* firstName: two words */
		if (i > 0 && isupper((unsigned char)s[i]) && islower((unsigned char)s[i - 1]))
			text[k++] = ' ';
		text[k++] = s[i];
	}
	k = link_spell(FORM_PLAIN, 0, text, k, out + 1);
	out[0] = out[k + 1] = ' ';
	out[k + 2] = 0;
	return k + 2;
}

static bool holds(const char *heading, const char *squeezed, const char *word, size_t n) {
	char latin[SPELL_MOST + 3], bare[SPELL_MOST + 3];
	bool whole = *word == '=';
	size_t k = in_latin(word + whole, n - whole, latin), m = 0;
	for (size_t i = 0; i < k; i++)
		if (latin[i] != ' ')
			bare[m++] = latin[i];
	bare[m] = 0;
	if (m == 0)
		return false;
	if (whole || strcmp(bare, squeezed) == 0)
		return strcmp(bare, squeezed) == 0;
	return m <= 5 ? strstr(heading, latin) != NULL : strstr(squeezed, bare) != NULL;
}

static bool speaks_of(const struct heading *h, const char *heading, const char *squeezed) {
	for (const char *word = h->words, *end; *word != 0; word = *end == 0 ? end : end + 1) {
		end = strchrnul(word, '|');
		if (holds(heading, squeezed, word, (size_t)(end - word)))
			return true;
	}
	return false;
}

static void squeeze(const char *heading, char latin[SPELL_MOST + 3], char squeezed[SPELL_MOST + 3]) {
	size_t n = in_latin(heading, strnlen(heading, 200), latin), k = 0;
	for (size_t i = 0; i < n; i++)
		if (latin[i] != ' ')
			squeezed[k++] = latin[i];
	squeezed[k] = 0;
}

enum link_kind link_guess_heading(const char *heading) {
	char latin[SPELL_MOST + 3], squeezed[SPELL_MOST + 3];
	bool given = false, surname = false;
	squeeze(heading, latin, squeezed);
	enum link_kind found = LINK_KIND__MAX;
	for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
		if (!speaks_of(&headings[i], latin, squeezed))
			continue;
		given |= headings[i].kind == KIND_GIVEN;
		surname |= headings[i].kind == KIND_SURNAME;
		found = found == LINK_KIND__MAX ? headings[i].kind : found;
	}
	return given && surname && (found == KIND_GIVEN || found == KIND_SURNAME) ? KIND_FULL : found;
}

bool link_guess_birth(const char *heading) {
	static const struct heading birth = {KIND_DATE, "birth|born|gimimo|gimim|рожд|народж|нарадж|urodz|geburt|naciment|nacimiento|naissance|nascita|dzimsanas|"
		"dzimsan|sunni"};
	char latin[SPELL_MOST + 3], squeezed[SPELL_MOST + 3];
	squeeze(heading, latin, squeezed);
	return speaks_of(&birth, latin, squeezed);
}

/* Contents ------------------------------------------------------------------------------------------------------------------- */

struct content {
	double n, date, at, digits, some_digit, letters, words, length, figures, small, year, first_over, second_over, point, degree, list,
		decimal, serial;
};

static bool is_day(int32_t date) {
	int y = date / 10000, m = date / 100 % 100, d = date % 100;
	return y >= 1000 && y <= 2100 && m >= 1 && m <= 31 && d >= 1 && d <= 31 && (m <= 12 || d <= 12);
}

/* Two values at least between ; or |, or between commas within brackets. */
static bool is_list(const char *s, size_t n) {
	bool closed = n > 1 && ((s[0] == '[' && s[n - 1] == ']') || (s[0] == '{' && s[n - 1] == '}')), before = false;
	for (size_t i = 0; i < n; i++) {
		bool mark = s[i] == ';' || s[i] == '|' || (closed && s[i] == ',');
		if (mark && before && i + 2 < n)
			return true;
		before |= isalnum((unsigned char)s[i]) || (unsigned char)s[i] >= 0x80;
	}
	return false;
}

static void look_at_place(struct content *c, const char *s, size_t n) {
	double north, east;
	size_t points = 0;
	for (size_t i = 0; i + 2 < n; i++)
		points += s[i] == '.' && isdigit((unsigned char)s[i + 1]) && isdigit((unsigned char)s[i + 2]);
	c->point += points == 2 && link_point(s, n, &north, &east);
	c->degree += points == 1 && link_number(s, n, &north) && north >= -180 && north <= 180;
}

/* "12.65", "-1 200,5": a number with one mark and up to four digits behind it, as sums of money and measures are written. */
static bool is_decimal(const char *s, size_t n) {
	size_t marks = 0, at = n, digits = 0;
	double x;
	for (size_t i = 0; i < n; i++) {
		bool mark = s[i] == '.' || s[i] == ',';
		marks += mark;
		at = mark ? i : at;
		digits += isdigit((unsigned char)s[i]) != 0;
	}
	return marks == 1 && at > 0 && at + 1 < n && n - at <= 5 && digits <= 10 && link_number(s, n, &x);
}

/* The day as a spreadsheet counts it, from 1927 to 2050. */
static bool is_serial(const char *s, size_t n) {
	return n == 5 && s[0] >= '1' && s[0] <= '5' && link_date(s, n, true) != 0;
}

/* "12 May 1980", "May 12, 1980": a day and a year, and a month in letters. */
static bool in_words(const char *s, size_t n, size_t parts, size_t figures, size_t letters) {
	return parts == 2 && figures >= 5 && figures <= 6 && letters >= 3 && n <= 40 && is_day(link_date(s, n, true));
}

static void look(struct content *c, const char *s, size_t n) {
	size_t figures = 0, letters = 0, words = 1, part = 0, parts = 0;
	int first[2] = {0};
	for (size_t i = 0; i < n; i++) {
		unsigned char x = (unsigned char)s[i];
		figures += isdigit(x) != 0;
		letters += isalpha(x) || x >= 0x80;
		words += x == ' ' && i > 0 && s[i - 1] != ' ';
		part = isdigit(x) ? part + 1 : 0;
		parts += part == 1;
		if (part > 0 && parts <= 2 && part <= 2)
			first[parts - 1] = first[parts - 1] * 10 + (x - '0');
	}
	c->n++;
	c->date += figures >= 4 && letters <= 9 && ((parts == 3 && figures <= 10) || (parts >= 5 && figures >= 12) || (parts == 1 && figures == 8
		&& n == 8)) && (is_day(link_date(s, n, true)) || is_day(link_date(s, n, false)));
	c->date += in_words(s, n, parts, figures, letters);
	c->serial += is_serial(s, n);
	c->decimal += is_decimal(s, n);
	c->at += memchr(s, '@', n) != NULL;
	c->digits += figures == n;
	c->some_digit += figures > 0;
	c->letters += figures == 0 && letters > 0;
	c->words += (double)words;
	c->length += (double)n;
	c->figures += (double)figures;
	c->small += figures == n && n <= 3;
	c->year += figures == 4 && n == 4 && (s[0] == '1' || s[0] == '2') && (s[1] == '9' || s[1] == '8' || s[1] == '0');
	c->first_over += parts == 3 && first[0] > 12 && first[0] <= 31;
	c->second_over += parts == 3 && first[1] > 12 && first[1] <= 31;
	c->list += is_list(s, n);
	look_at_place(c, s, n);
}

static struct content contents(const struct link_column *c) {
	struct content x = {0};
	uint32_t step = c->values / LOOKED + 1;
	for (uint32_t i = 1; i <= c->values; i += step) {
		size_t n;
		const char *s = link_value(c, i, &n);
		look(&x, s, n < 400 ? n : 400);
	}
	return x;
}

static bool few_values(const struct link_column *c) {
	return c->values <= 12 || (c->values <= 300 && c->values * 200.0 < c->filled);
}

static enum link_kind by_content(const struct link_column *c, const struct content *x) {
	double n = x->n, length = x->length / n, words = x->words / n, distinct = (double)c->values / c->filled;
	if (x->point > 0.7 * n)
		return KIND_POINT;
	if (x->date > 0.7 * n)
		return KIND_DATE;
	if (x->list > 0.15 * n && length < 400)
		return KIND_LIST;
	if (x->at > 0.7 * n)
		return KIND_EMAIL;
	if (length > 100)
		return KIND_IGNORE;
	if (few_values(c))
		return KIND_CATEGORY;
	if (x->decimal + x->digits > 0.8 * n && x->decimal > 0.1 * n)
		return KIND_NUMBER;
	if (x->digits > 0.8 * n) {
		if (x->year > 0.8 * n)
			return KIND_YEAR;
		if (x->small > 0.9 * n)
			return KIND_NUMBER;
		return length >= 4 ? KIND_CODE : KIND_NUMBER;
	}
	if (x->some_digit > 0.7 * n && x->figures > 0.55 * x->length && length >= 7)
		return x->letters > 0 || words < 1.5 ? KIND_CODE : KIND_PHONE;
	if (x->some_digit > 0.6 * n)
		return words >= 2.2 && length > 10 ? KIND_ADDRESS : length <= 12 ? KIND_CODE : KIND_TEXT;
	return words >= 1.7 && words <= 4.5 && distinct > 0.3 && x->letters > 0.8 * n ? KIND_FULL : KIND_TEXT;
}

/* Whether the contents bear out what the heading says. */
static bool borne_out(enum link_kind kind, const struct link_column *c, const struct content *x) {
	double n = x->n;
	switch (kind) {
	case KIND_IGNORE: /* names of many are no ids, whatever stands above them */
		return x->letters < 0.7 * n || x->words < 1.4 * n || few_values(c);
	case KIND_DATE:
		return x->date + x->serial > 0.4 * n;
	case KIND_EMAIL:
		return x->at > 0.4 * n && x->list <= 0.15 * n;
	case KIND_YEAR:
	case KIND_NUMBER:
		return x->some_digit > 0.6 * n && x->date < 0.5 * n;
	case KIND_GIVEN:
	case KIND_SURNAME:
	case KIND_MIDDLE:
	case KIND_FULL:
		return x->some_digit < 0.4 * n && x->length / n < 60 && (kind != KIND_FULL || x->words / n > 1.3);
	case KIND_LATITUDE:
	case KIND_LONGITUDE:
		return x->degree > 0.6 * n;
	case KIND_POINT:
		return x->point > 0.6 * n;
	case KIND_CATEGORY:
		return c->values <= 400 && x->length / n < 30 && x->list <= 0.15 * n;
	case KIND_PHONE:
	case KIND_POSTCODE:
		return x->some_digit > 0.5 * n && x->list <= 0.15 * n;
	case KIND_CODE:
	case KIND_PLACE:
	case KIND_TEXT:
		return x->list <= 0.15 * n;
	default:
		return true;
	}
}

static void guess_one(const struct link_table *t, const struct link_column *c, struct link_guess *g) {
	*g = (struct link_guess){.kind = KIND_IGNORE};
	if (c->filled == 0 || c->values < 2) {
		g->why = c->filled == 0 ? N_("It is empty.") : N_("All its values are the same.");
		return;
	}
	struct content x = contents(c);
	enum link_kind said = link_guess_heading(c->name);
	g->words = x.words / x.n;
	g->length = x.length / x.n;
	g->by_heading = said != LINK_KIND__MAX && borne_out(said, c, &x);
	g->kind = g->by_heading ? said : by_content(c, &x);
	if (g->kind == KIND_FULL && !g->by_heading && said == KIND_CATEGORY)
		g->kind = KIND_TEXT;
	g->day_first = x.first_over >= x.second_over;
	if (g->kind == KIND_DATE && x.first_over == 0 && x.second_over == 0)
		g->day_first = true;
	if (g->kind == KIND_IGNORE)
		g->why = g->by_heading ? N_("Its heading speaks of a number of a row, a source or an answer.") : N_("It is long text.");
	bool numbering = g->kind == KIND_CODE || g->kind == KIND_NUMBER || g->kind == KIND_YEAR
		|| (g->kind == KIND_TEXT && !g->by_heading && x.some_digit > 0.6 * x.n);
	if (numbering && c->values > 50 && c->values >= 0.999 * c->filled) {
		g->kind = KIND_IGNORE;
		g->why = N_("No two records share a value.");
	}
	if (c->filled < 0.002 * t->records && c->filled < 100) {
		g->kind = KIND_IGNORE;
		g->why = N_("Hardly any record has a value.");
	}
}

/* Whole names say again what given and family names say. */
static void drop_repeats(const struct link_table *t, struct link_guess *guess) {
	int given = -1, surname = -1;
	for (int i = 0; i < t->columns; i++) {
		enum link_kind k = guess[i].kind;
		if (k == KIND_GIVEN && given >= 0)
			guess[i].kind = KIND_TEXT;
		else if (k == KIND_GIVEN)
			given = i;
		if (k == KIND_SURNAME && surname >= 0)
			guess[i].kind = KIND_TEXT;
		else if (k == KIND_SURNAME)
			surname = i;
	}
	for (int i = 0; i < t->columns && given >= 0 && surname >= 0; i++) {
		uint32_t least = t->column[given].filled < t->column[surname].filled ? t->column[given].filled : t->column[surname].filled;
		if (guess[i].kind == KIND_FULL && (guess[i].by_heading || guess[i].words > 1.5) && least * 4.0 > t->column[i].filled * 3.0
			&& link_guess_heading(t->column[i].name) == KIND_FULL) {
			guess[i].kind = KIND_IGNORE;
			guess[i].why = N_("It says what other columns of names say.");
		}
	}
}

void link_guess(const struct link_table *t, const bool *own, struct link_guess *guess, struct link_model *m) {
	m->columns = t->columns;
	for (int i = 0; i < t->columns; i++) {
		guess_one(t, &t->column[i], &guess[i]);
		if (own[i]) {
			guess[i].kind = KIND_IGNORE;
			guess[i].why = N_("It was named as the id, the source or the answer.");
		}
	}
	drop_repeats(t, guess);
	for (int i = 0; i < t->columns; i++) {
		m->kind[i] = (uint8_t)guess[i].kind;
		m->day_first[i] = guess[i].day_first;
	}
}
