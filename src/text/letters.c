#include "text/letters.h"

#include <stdbool.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

struct spelling {
	uint16_t from;
	const char *plain, *local, *sound; /* NULL: as plain (for sound: as plain in capitals) */
	uint8_t marks;
};

static const struct spelling cyrillic[] = {
	{0x430, "a", NULL, NULL, 0}, {0x431, "b", NULL, NULL, 0}, {0x432, "v", NULL, NULL, 0}, {0x433, "g", "h", "H", 0},
	{0x434, "d", NULL, NULL, 0}, {0x435, "e", NULL, NULL, 0}, {0x436, "zh", NULL, "Z", 0}, {0x437, "z", NULL, NULL, 0},
	{0x438, "i", "y", "I", 0}, {0x439, "y", "i", "I", 0}, {0x43a, "k", NULL, NULL, 0}, {0x43b, "l", NULL, NULL, 0},
	{0x43c, "m", NULL, NULL, 0}, {0x43d, "n", NULL, NULL, 0}, {0x43e, "o", NULL, NULL, 0}, {0x43f, "p", NULL, NULL, 0},
	{0x440, "r", NULL, NULL, 0}, {0x441, "s", NULL, NULL, 0}, {0x442, "t", NULL, NULL, 0}, {0x443, "u", NULL, NULL, 0},
	{0x444, "f", NULL, NULL, 0}, {0x445, "kh", NULL, "X", 0}, {0x446, "ts", NULL, "C", 0}, {0x447, "ch", NULL, "C", 0},
	{0x448, "sh", NULL, "S", 0}, {0x449, "shch", NULL, "S", 0}, {0x44a, "", NULL, "", 0}, {0x44b, "y", NULL, "I", 0},
	{0x44c, "", NULL, "", 0}, {0x44d, "e", NULL, NULL, 0}, {0x44e, "yu", "iu", "IU", 0}, {0x44f, "ya", "ia", "IA", 0},
	{0x451, "yo", NULL, "IO", 0}, {0x454, "ie", NULL, "E", MARK_UKRAINIAN}, {0x456, "i", NULL, NULL, MARK_UKRAINIAN},
	{0x457, "i", NULL, "I", MARK_UKRAINIAN}, {0x491, "g", NULL, "H", MARK_UKRAINIAN},
	{0x45e, "u", NULL, "V", MARK_BELARUSIAN},
	{0x452, "dj", NULL, "DZ", 0}, {0x458, "j", NULL, "I", 0}, {0x459, "lj", NULL, "L", 0}, {0x45a, "nj", NULL, "N", 0},
	{0x45b, "c", NULL, "C", 0}, {0x45f, "dz", NULL, NULL, 0}, {0x453, "g", NULL, "H", 0}, {0x45c, "k", NULL, NULL, 0},
	{0x455, "dz", NULL, NULL, 0}, {0x4d9, "a", NULL, NULL, 0}, {0x493, "g", NULL, "H", 0}, {0x49b, "k", NULL, NULL, 0},
	{0x4a3, "n", NULL, NULL, 0}, {0x4e9, "o", NULL, NULL, 0}, {0x4b1, "u", NULL, NULL, 0}, {0x4af, "u", NULL, NULL, 0},
	{0x4bb, "h", NULL, "H", 0}, {0x4b3, "h", NULL, "H", 0}, {0x4b7, "j", NULL, "DZ", 0}, {0x4e3, "i", NULL, "I", 0},
};

/* Small letters of Latin alphabets whose sound or spelling Unicode's decomposition does not give. */
static const struct spelling latin[] = {
	{0x10d, "c", NULL, "C", MARK_CARON}, {0x161, "s", NULL, "S", MARK_CARON}, {0x17e, "z", NULL, "Z", MARK_CARON},
	{0x107, "c", NULL, "C", 0}, {0x15b, "s", NULL, "S", MARK_POLISH}, {0x17a, "z", NULL, "Z", MARK_POLISH},
	{0x17c, "z", NULL, "Z", MARK_POLISH}, {0x142, "l", NULL, "l", MARK_POLISH}, {0x144, "n", NULL, "n", MARK_POLISH},
	{0x13c, "l", NULL, "l", MARK_CARON}, {0x146, "n", NULL, "n", MARK_CARON}, {0x137, "k", NULL, "k", MARK_CARON},
	{0x123, "g", NULL, "g", MARK_CARON}, {0x117, "e", NULL, "e", MARK_CARON}, {0x16d, "u", NULL, "V", MARK_CARON},
	{0x111, "d", NULL, "d", 0}, {0xf8, "o", NULL, "o", 0}, {0xe6, "ae", NULL, "E", 0}, {0x153, "oe", NULL, "E", 0},
	{0x131, "i", NULL, "i", 0}, {0x127, "h", NULL, "h", 0}, {0xfe, "th", NULL, "T", 0}, {0xf0, "d", NULL, "d", 0},
	{0x259, "a", NULL, "a", 0}, {0x14b, "n", NULL, "n", 0}, {0x167, "t", NULL, "t", 0}, {0xdf, "ss", NULL, "S", 0},
	{0xe7, "c", NULL, "S", 0}, {0x15f, "s", NULL, "S", 0}, {0x219, "s", NULL, "S", 0}, {0x163, "t", NULL, "C", 0},
	{0x21b, "t", NULL, "C", 0}, {0x11f, "g", NULL, "g", 0}, {0xf1, "n", NULL, "n", 0},
};

/* Alphabets in the order of Unicode, from their first letter on; "-" is a letter without a sound of its own. */
static const struct {
	uint16_t first;
	const char *spelt;
} alphabets[] = {
	{0x3b1, "a v g d e z i th i k l m n x o p r s s t y f ch ps o"}, /* Greek */
	{0x561, "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f"}, /* Armenian */
	{0x10d0, "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h e y v kh o f"}, /* Georgian */
	{0x5d0, "a b g d h v z kh t y k k l m m n n s - p p ts ts k r sh t"}, /* Hebrew */
	{0x621, "- a a u i i a b a t th j h kh d dh r z s sh s d t z - gh"}, /* Arabic, hamza to ghain */
	{0x641, "f q k l m n h u a i"}, /* Arabic, fa to ya */
};

static const struct spelling persian[] = {
	{0x67e, "p", NULL, NULL, 0}, {0x686, "ch", NULL, "C", 0}, {0x698, "zh", NULL, "Z", 0}, {0x6a9, "k", NULL, NULL, 0},
	{0x6af, "g", NULL, "H", 0}, {0x6cc, "i", NULL, "I", 0}, {0x679, "t", NULL, NULL, 0}, {0x691, "r", NULL, NULL, 0},
	{0x6c1, "h", NULL, "H", 0}, {0x6d2, "e", NULL, NULL, 0},
};

static const struct {
	uint16_t latin, cyrillic;
} alike[] = {
	{'a', 0x430}, {'c', 0x441}, {'e', 0x435}, {'i', 0x456}, {'o', 0x43e}, {'p', 0x440}, {'x', 0x445}, {'y', 0x443},
	{'k', 0x43a}, {'m', 0x43c}, {'t', 0x442}, {'b', 0x432}, {'h', 0x43d}, {'j', 0x458},
};

static const struct {
	uint16_t letter, accent, whole;
} joined[] = {
	{0x438, 0x306, 0x439}, {0x435, 0x308, 0x451}, {0x456, 0x308, 0x457}, {0x443, 0x306, 0x45e}, {'u', 0x306, 0x16d},
	{'c', 0x30c, 0x10d}, {'s', 0x30c, 0x161}, {'z', 0x30c, 0x17e}, {'c', 0x301, 0x107}, {'s', 0x301, 0x15b},
	{'z', 0x301, 0x17a}, {'z', 0x307, 0x17c}, {'n', 0x301, 0x144}, {'l', 0x327, 0x13c}, {'n', 0x327, 0x146},
	{'k', 0x327, 0x137}, {'e', 0x307, 0x117}, {'c', 0x327, 0xe7}, {'s', 0x327, 0x15f},
};

static struct letter_row rows[LETTERS_END];
static uint16_t small[LETTERS_END];

static void fill(struct letter_row *row, const struct spelling *s, enum letter_kind kind) {
	row->kind = (uint8_t)kind;
	row->marks = s->marks;
	snprintf(row->plain, sizeof row->plain, "%s", s->plain);
	snprintf(row->local, sizeof row->local, "%s", s->local != NULL ? s->local : s->plain);
	for (size_t i = 0; i < sizeof row->sound - 1 && s->sound == NULL && s->plain[i] != 0; i++)
		row->sound[i] = (char)(s->plain[i] - 'a' + 'A');
	if (s->sound != NULL)
		snprintf(row->sound, sizeof row->sound, "%s", s->sound);
}

/* A row for each letter of an alphabet's list; spelt letters are read by the rules for Latin ones. */
static void fill_alphabet(uint16_t first, const char *spelt) {
	for (const char *p = spelt; *p != 0; first++) {
		size_t n = strcspn(p, " ");
		struct letter_row *row = &rows[first];
		row->kind = LETTER_SPELT;
		if (*p != '-') {
			memcpy(row->plain, p, n);
			memcpy(row->local, p, n);
			memcpy(row->sound, p, n);
		}
		p += n + (p[n] == ' ');
	}
}

static bool apostrophe(uint32_t c) {
	return c == '\'' || c == '`' || c == 0xb4 || c == 0x2018 || c == 0x2019 || c == 0x201b || c == 0x2032 || c == 0x2b9 ||
	       c == 0x2bc || c == 0x640;
}

static enum letter_kind kind_of(uint32_t c) {
	int8_t type = u_charType((UChar32)c);
	if (apostrophe(c) || type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR ||
	    type == U_COMBINING_SPACING_MARK)
		return type == U_COMBINING_SPACING_MARK || (type == U_NON_SPACING_MARK && c >= 0x900) ? LETTER_KEPT : LETTER_SKIP;
	if (type == U_DECIMAL_DIGIT_NUMBER)
		return LETTER_DIGIT;
	return u_isalpha((UChar32)c) ? LETTER_KEPT : LETTER_BREAK;
}

/* The first letter of what Unicode takes `c` apart into. */
static uint32_t first_part(uint32_t c) {
	UErrorCode e = U_ZERO_ERROR;
	UChar parts[32];
	int32_t n = unorm2_getDecomposition(unorm2_getNFKDInstance(&e), (UChar32)c, parts, 32, &e);
	return U_SUCCESS(e) && n > 0 && (parts[0] < 0xd800 || parts[0] > 0xdfff) ? parts[0] : c;
}

void letters_warm(void) {
	memset(rows, 0, sizeof rows);
	for (uint32_t c = 'a'; c <= 'z'; c++) {
		rows[c].kind = LETTER_LATIN;
		rows[c].plain[0] = rows[c].local[0] = rows[c].sound[0] = (char)c;
	}
	for (size_t i = 0; i < sizeof cyrillic / sizeof *cyrillic; i++)
		fill(&rows[cyrillic[i].from], &cyrillic[i], LETTER_CYRILLIC);
	for (size_t i = 0; i < sizeof latin / sizeof *latin; i++)
		fill(&rows[latin[i].from], &latin[i], LETTER_LATIN);
	for (size_t i = 0; i < sizeof persian / sizeof *persian; i++)
		fill(&rows[persian[i].from], &persian[i], LETTER_SPELT);
	for (size_t i = 0; i < sizeof alphabets / sizeof *alphabets; i++)
		fill_alphabet(alphabets[i].first, alphabets[i].spelt);
	static bool own[LETTERS_END];
	for (uint32_t c = 0; c < LETTERS_END; c++)
		own[c] = rows[c].kind != LETTER_BREAK;
	for (uint32_t c = 0; c < LETTERS_END; c++) {
		uint32_t low = (uint32_t)u_tolower((UChar32)c);
		uint32_t base = low < LETTERS_END && own[low] ? low : (uint32_t)u_tolower((UChar32)first_part(low));
		small[c] = (uint16_t)(low < LETTERS_END ? low : c);
		if (own[c])
			continue;
		if (base < LETTERS_END && own[base])
			rows[c] = rows[base];
		else {
			rows[c].kind = (uint8_t)kind_of(c);
			int32_t digit = u_charDigitValue((UChar32)c);
			if (rows[c].kind == LETTER_DIGIT && digit >= 0)
				rows[c].plain[0] = rows[c].local[0] = rows[c].sound[0] = (char)('0' + digit);
		}
	}
}

struct letter_row letters_row(uint32_t c) {
	if (c < LETTERS_END)
		return rows[c];
	struct letter_row row = {.kind = (uint8_t)kind_of(c)};
	int32_t digit = u_charDigitValue((UChar32)c);
	if (row.kind == LETTER_DIGIT && digit >= 0)
		row.plain[0] = row.local[0] = row.sound[0] = (char)('0' + digit);
	return row;
}

/* One code point of s[0..n), n > 0; *ret_n gets its bytes. 0xffffffff, and one byte, for what is not UTF-8. */
static uint32_t point(const unsigned char *s, size_t n, size_t *ret_n) {
	uint32_t c = s[0];
	size_t more = c < 0x80 ? 0 : c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xf0 && c < 0xf5 ? 3 : 9;
	*ret_n = 1;
	if (more == 0)
		return c;
	if (more >= n)
		return 0xffffffff;
	c &= 0x3fu >> more;
	for (size_t i = 1; i <= more; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0xffffffff;
		c = c << 6 | (s[i] & 0x3f);
	}
	if ((more == 2 && (c < 0x800 || (c >= 0xd800 && c < 0xe000))) || (more == 3 && (c < 0x10000 || c > 0x10ffff)))
		return 0xffffffff;
	*ret_n = more + 1;
	return c;
}

static uint32_t join(uint32_t letter, uint32_t accent) {
	for (size_t i = 0; i < sizeof joined / sizeof *joined; i++)
		if (joined[i].letter == letter && joined[i].accent == accent)
			return joined[i].whole;
	return 0;
}

size_t letters_read(const char *utf8, size_t n, uint32_t to[], size_t cap) {
	const unsigned char *s = (const unsigned char *)utf8;
	size_t count = 0;
	for (size_t i = 0, used; i < n && count < cap; i += used) {
		uint32_t c = point(s + i, n - i, &used);
		if (c == 0xffffffff)
			continue;
		if (c >= 0xff01 && c <= 0xff5e) /* wide forms */
			c -= 0xfee0;
		c = c < LETTERS_END ? small[c] : c;
		uint32_t whole = c >= 0x300 && c < 0x370 && count > 0 ? join(to[count - 1], c) : 0;
		if (whole != 0)
			to[count - 1] = whole;
		else
			to[count++] = c;
	}
	return count;
}

uint32_t letters_alike_cyrillic(uint32_t c) {
	for (size_t i = 0; i < sizeof alike / sizeof *alike; i++)
		if (alike[i].latin == c)
			return alike[i].cyrillic;
	return 0;
}

uint32_t letters_alike_latin(uint32_t c) {
	for (size_t i = 0; i < sizeof alike / sizeof *alike; i++)
		if (alike[i].cyrillic == c)
			return c == 0x432 || c == 0x43d ? 0 : alike[i].latin; /* B and H look alike, в and н do not */
	return 0;
}

size_t letters_write(uint32_t c, char *to, size_t room) {
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	if (n > room)
		return 0;
	if (n == 1)
		to[0] = (char)c;
	else if (n == 2)
		to[0] = (char)(0xc0 | c >> 6);
	else if (n == 3)
		to[0] = (char)(0xe0 | c >> 12);
	else
		to[0] = (char)(0xf0 | c >> 18);
	for (size_t i = 1; i < n; i++)
		to[i] = (char)(0x80 | (c >> (6 * (n - 1 - i)) & 0x3f));
	return n;
}
