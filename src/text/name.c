#include "text/name.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "base/buf.h"
#include "base/utf8.h"

enum { UNITS = 4 * NAME_MAX_BYTES, WORDS = 40, KEY_MAX = 16 * NAME_MAX_BYTES };

struct letter {
	uint32_t from;
	const char *plain, *ukrainian, *key; /* NULL: as plain */
};

/* Small letters, composed. `key` names the sound where the plain spelling hides it. */
static const struct letter letters[] = {
	{0x430, "a", NULL, NULL}, {0x431, "b", NULL, NULL}, {0x432, "v", NULL, NULL}, {0x433, "g", "h", NULL},
	{0x434, "d", NULL, NULL}, {0x435, "e", NULL, NULL}, {0x436, "zh", NULL, NULL}, {0x437, "z", NULL, NULL},
	{0x438, "i", "y", "i"}, {0x439, "y", NULL, "i"}, {0x43a, "k", NULL, NULL}, {0x43b, "l", NULL, NULL},
	{0x43c, "m", NULL, NULL}, {0x43d, "n", NULL, NULL}, {0x43e, "o", NULL, NULL}, {0x43f, "p", NULL, NULL},
	{0x440, "r", NULL, NULL}, {0x441, "s", NULL, NULL}, {0x442, "t", NULL, NULL}, {0x443, "u", NULL, NULL},
	{0x444, "f", NULL, NULL}, {0x445, "kh", NULL, NULL}, {0x446, "ts", NULL, NULL}, {0x447, "ch", NULL, NULL},
	{0x448, "sh", NULL, NULL}, {0x449, "shch", NULL, NULL}, {0x44a, "", NULL, NULL}, {0x44b, "y", NULL, "i"},
	{0x44c, "", NULL, NULL}, {0x44d, "e", NULL, NULL}, {0x44e, "yu", NULL, "iu"}, {0x44f, "ya", NULL, "ia"},
	{0x451, "yo", NULL, "io"}, {0x454, "ye", NULL, "ie"}, {0x456, "i", NULL, NULL}, {0x457, "yi", NULL, "i"},
	{0x491, "g", NULL, NULL}, {0x45e, "u", NULL, "v"}, /* Belarusian */
	{0x452, "dj", NULL, NULL}, {0x458, "j", NULL, NULL}, {0x459, "lj", NULL, NULL}, {0x45a, "nj", NULL, NULL},
	{0x45b, "c", NULL, "ch"}, {0x45f, "dz", NULL, NULL}, {0x453, "g", NULL, NULL}, {0x45c, "k", NULL, NULL},
	{0x455, "dz", NULL, NULL}, /* Serbian, Macedonian */
	{0x4d9, "a", NULL, NULL}, {0x493, "g", NULL, NULL}, {0x49b, "k", NULL, NULL}, {0x4a3, "n", NULL, NULL},
	{0x4e9, "o", NULL, NULL}, {0x4b1, "u", NULL, NULL}, {0x4af, "u", NULL, NULL}, {0x4bb, "h", NULL, NULL}, /* Kazakh */
	{0x10d, "c", NULL, "ch"}, {0x107, "c", NULL, "ch"}, {0x161, "s", NULL, "sh"}, {0x15b, "s", NULL, "sh"},
	{0x17e, "z", NULL, "zh"}, {0x17c, "z", NULL, "zh"}, {0x142, "l", NULL, NULL}, {0x111, "d", NULL, NULL},
	{0xf8, "o", NULL, NULL}, {0xe6, "ae", NULL, NULL}, {0x153, "oe", NULL, NULL}, {0x131, "i", NULL, NULL},
	{0x127, "h", NULL, NULL}, {0xfe, "th", NULL, NULL}, {0xf0, "d", NULL, NULL}, {0x259, "a", NULL, NULL},
	{0x14b, "n", NULL, NULL}, {0x167, "t", NULL, NULL}, {0xdf, "ss", NULL, NULL},
};

static const struct letter *letter_of(uint32_t c) {
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
		if (letters[i].from == c)
			return &letters[i];
	return NULL;
}

/* Composed (`compose`) or decomposed and casefolded; gives the number of units, 0 for what is not text. */
static int32_t normalise(UChar to[UNITS], const char *text, bool compose) {
	UErrorCode e = U_ZERO_ERROR;
	size_t bytes = utf8_cut(text, NAME_MAX_BYTES);
	int32_t n = 0;
	UChar was[UNITS];
	if (!utf8_valid(text, bytes))
		return 0;
	u_strFromUTF8(to, UNITS, &n, text, (int32_t)bytes, &e);
	n = unorm2_normalize(unorm2_getNFKDInstance(&e), to, n, was, UNITS, &e);
	n = u_strFoldCase(to, UNITS, was, n, U_FOLD_CASE_DEFAULT, &e);
	if (compose) {
		n = unorm2_normalize(unorm2_getNFCInstance(&e), to, n, was, UNITS, &e);
		if (U_SUCCESS(e))
			memcpy(to, was, (size_t)n * sizeof *to);
	}
	return U_SUCCESS(e) ? n : 0;
}

/* The code point at s[*i], which moves past it. (ICU's own macro does not pass -Wsign-conversion.) */
static UChar32 next(const UChar *s, int32_t *i, int32_t n) {
	UChar32 c = s[(*i)++];
	if (c >= 0xd800 && c < 0xdc00 && *i < n && s[*i] >= 0xdc00 && s[*i] < 0xe000)
		c = 0x10000 + ((c - 0xd800) << 10) + (s[(*i)++] - 0xdc00);
	return c;
}

/* An accent or point, not a vowel sign: those of Indic, Thai and Ethiopic letters are half the name. */
static bool accent(UChar32 c) {
	UErrorCode e = U_ZERO_ERROR;
	int script = uscript_getScript(c, &e);
	return script == USCRIPT_INHERITED || script == USCRIPT_HEBREW || script == USCRIPT_ARABIC || script == USCRIPT_CYRILLIC ||
	       script == USCRIPT_COMMON;
}

static bool dropped(UChar32 c) { /* accents, invisible signs, apostrophes of all kinds */
	int8_t type = u_charType(c);
	return (type == U_NON_SPACING_MARK && accent(c)) || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR ||
	       (type == U_MODIFIER_LETTER && accent(c)) || c == '\'' || c == '`' || c == 0xb4 || c == 0x2018 || c == 0x2019 ||
	       c == 0x201b || c == 0x2032;
}

static bool written(UChar32 c) {
	int8_t type = u_charType(c);
	return u_isalnum(c) || type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK;
}

static void buf_point(struct buf *b, UChar32 c) {
	uint32_t u = (uint32_t)c;
	if (u < 0x80)
		buf_char(b, (char)u);
	else if (u < 0x800)
		buf_printf(b, "%c%c", (int)(0xc0 | u >> 6), (int)(0x80 | (u & 63)));
	else if (u < 0x10000)
		buf_printf(b, "%c%c%c", (int)(0xe0 | u >> 12), (int)(0x80 | (u >> 6 & 63)), (int)(0x80 | (u & 63)));
	else
		buf_printf(b, "%c%c%c%c", (int)(0xf0 | u >> 18), (int)(0x80 | (u >> 12 & 63)), (int)(0x80 | (u >> 6 & 63)),
		           (int)(0x80 | (u & 63)));
}

static void blank(struct buf *b) {
	if (b->n > 0 && b->at[b->n - 1] != ' ')
		buf_char(b, ' ');
}

static void trim(struct buf *b) {
	while (b->n > 0 && b->at[b->n - 1] == ' ')
		b->at[--b->n] = 0;
}

/* A composed letter without its accents; a syllable (Hangul) or any other composition stays whole. */
static UChar32 bare(UChar32 c) {
	UErrorCode e = U_ZERO_ERROR;
	UChar to[32];
	int32_t n = unorm2_getDecomposition(unorm2_getNFKDInstance(&e), c, to, 32, &e);
	int32_t i = 0;
	UChar32 first = U_SUCCESS(e) && n > 0 ? next(to, &i, n) : c;
	while (U_SUCCESS(e) && i < n)
		if (!dropped(next(to, &i, n)))
			return c;
	return first;
}

/* Words of small letters parted by one blank, Cyrillic and the special Latin letters written in a-z. */
static struct buf romanise(struct arena *a, const char *text, bool key) {
	struct buf b = buf_new(a, KEY_MAX);
	UChar s[UNITS];
	int32_t n = normalise(s, text, true);
	bool ukrainian = false;
	for (int32_t i = 0; i < n; i++)
		ukrainian = ukrainian || s[i] == 0x456 || s[i] == 0x457 || s[i] == 0x454 || s[i] == 0x491;
	for (int32_t i = 0; i < n;) {
		UChar32 c = next(s, &i, n);
		const struct letter *l = letter_of((uint32_t)c);
		if (l == NULL) {
			c = bare(c);
			l = letter_of((uint32_t)c);
		}
		if (l != NULL)
			buf_str(&b, key && l->key != NULL ? l->key : !key && ukrainian && l->ukrainian ? l->ukrainian : l->plain);
		else if (dropped(c))
			continue;
		else if (written(c))
			buf_point(&b, c);
		else
			blank(&b);
	}
	trim(&b);
	return b;
}

const char *name_plain(struct arena *a, const char *text) {
	return romanise(a, text, false).at;
}

/* What the usual romanisations write for one sound; the longest first. */
static const struct {
	const char *from, *to;
} sounds[] = {
	{"schtsch", "s"}, {"shch", "s"}, {"szcz", "s"}, {"stsch", "s"}, {"tsch", "c"}, {"tch", "c"}, {"sch", "s"},
	{"sce", "se"}, {"sci", "si"}, {"sh", "s"}, {"sz", "s"}, {"ch", "c"}, {"cz", "c"}, {"tz", "c"}, {"ts", "c"},
	{"zh", "z"}, {"kh", "h"}, {"gh", "h"}, {"ph", "f"}, {"th", "t"}, {"ck", "k"}, {"qu", "k"}, {"q", "k"},
	{"x", "ks"}, {"w", "v"}, {"y", "i"}, {"j", "i"}, {"g", "h"},
};

/* Lithuanian endings, the longest first; the last two are how Russian writes -ienė and -ytė. */
static const struct {
	const char *ending;
	bool cyrillic;
} endings[] = {
	{"iuviene", false}, {"uviene", false}, {"iuvene", true}, {"uvene", true}, {"iene", false}, {"aite", false},
	{"iute", false}, {"yte", false}, {"ute", false}, {"as", false}, {"is", false}, {"ys", false}, {"us", false},
	{"ene", true}, {"ite", true},
};

static bool ends(const char *s, size_t n, const char *ending) {
	size_t m = strlen(ending);
	return n >= m && memcmp(s + n - m, ending, m) == 0;
}

/* The length of the word without its gendered ending: at least three letters stay. */
static size_t stem(const char *s, size_t n, bool cyrillic) {
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		size_t m = strlen(endings[i].ending);
		if (n >= m + 3 && (cyrillic || !endings[i].cyrillic) && ends(s, n, endings[i].ending))
			return n - m;
	}
	return n;
}

static bool vowel(char c) {
	return c != 0 && strchr("aeiou", c) != NULL;
}

/* A Latin c is k before a, o, u, a consonant or the end (Victoria, Marc), but not in the endings of Slavic names. */
static char sound_of_c(const char *s, size_t i, size_t n) {
	char next = i + 1 < n ? s[i + 1] : 0;
	if (next == 'e' || next == 'i' || next == 'y')
		return 'c';
	return next == 0 && i >= 2 && (ends(s, i, "vi") || ends(s, i, "vy") || ends(s, i, "ni")) ? 'c' : 'k';
}

/* Runs of one Latin letter become one; bytes of other letters stay as they are. */
static size_t squeeze(char *s, size_t n) {
	size_t k = 0;
	for (size_t i = 0; i < n; i++)
		if (k == 0 || s[k - 1] != s[i] || (s[i] & 0x80) != 0)
			s[k++] = s[i];
	return k;
}

/* One romanised word to its skeleton, in place of `b`'s end. */
static void skeleton(struct buf *b, const char *s, size_t n, bool cyrillic) {
	n = stem(s, n, cyrillic);
	char *to = buf_room(b, n * 2 + 2);
	size_t k = 0;
	for (size_t i = 0; i < n;) {
		size_t used = 0;
		for (size_t r = 0; r < sizeof sounds / sizeof *sounds && used == 0; r++) {
			size_t m = strlen(sounds[r].from);
			if (m <= n - i && memcmp(s + i, sounds[r].from, m) == 0) {
				used = m;
				for (const char *p = sounds[r].to; *p != 0; p++)
					to[k++] = *p;
			}
		}
		if (used == 0 && s[i] == 'c')
			to[k++] = sound_of_c(s, i, n);
		else if (used == 0)
			to[k++] = s[i];
		i += used == 0 ? 1 : used;
	}
	k = squeeze(to, k);
	size_t m = 0; /* ie, io: one vowel to some ears, two to others */
	for (size_t i = 0; i < k; i++)
		if (to[i] == 'i' && i + 1 < k && (to[i + 1] == 'e' || to[i + 1] == 'o'))
			to[m++] = 'e', i++;
		else
			to[m++] = to[i];
	m = squeeze(to, m);
	if (m > 3 && to[m - 1] == 'f' && vowel(to[m - 2])) /* Romanoff */
		to[m - 1] = 'v';
	while (m > 2 && vowel(to[m - 1]))
		m--;
	b->n += m;
	b->at[b->n] = 0;
}

/* Whether the i-th word of `name`, as romanise() parts them, has Cyrillic letters is asked of the name as a whole. */
static int words_of(struct arena *a, const char *name, char *words[WORDS]) {
	struct buf latin = romanise(a, name, true);
	enum name_script script = name_script(name);
	bool cyrillic = script == SCRIPT_CYRILLIC || script == SCRIPT_MIXED;
	int count = 0;
	for (char *p = latin.at; *p != 0 && count < WORDS;) {
		size_t n = strcspn(p, " ");
		struct buf b = buf_new(a, KEY_MAX);
		skeleton(&b, p, n, cyrillic);
		words[count++] = b.at;
		p += n + (p[n] == ' ');
	}
	return count;
}

static const char *joined(struct arena *a, char *const words[], int count) {
	struct buf b = buf_new(a, KEY_MAX);
	for (int i = 0; i < count; i++) {
		if (i > 0)
			buf_char(&b, ' ');
		buf_str(&b, words[i]);
	}
	return b.at;
}

const char *name_key(struct arena *a, const char *name) {
	char *words[WORDS];
	return joined(a, words, words_of(a, name, words));
}

static int by_text(const void *a, const void *b) {
	return strcmp(*(char *const *)a, *(char *const *)b);
}

const char *name_key_sorted(struct arena *a, const char *name) {
	char *words[WORDS];
	int count = words_of(a, name, words);
	qsort(words, (size_t)count, sizeof *words, by_text);
	return joined(a, words, count);
}

enum name_script name_script(const char *text) {
	enum name_script found = SCRIPT_NONE;
	size_t n = utf8_cut(text, NAME_MAX_BYTES);
	if (!utf8_valid(text, n))
		return SCRIPT_OTHER;
	int one = USCRIPT_COMMON;
	for (size_t i = 0, used; i < n; i += used) {
		UChar32 c = (UChar32)utf8_at(text + i, &used);
		UErrorCode e = U_ZERO_ERROR;
		int script = uscript_getScript(c, &e);
		if (U_FAILURE(e) || !u_isalpha(c) || script == USCRIPT_COMMON || script == USCRIPT_INHERITED)
			continue;
		if (found != SCRIPT_NONE && script != one)
			return SCRIPT_MIXED;
		one = script;
		found = script == USCRIPT_LATIN ? SCRIPT_LATIN : script == USCRIPT_CYRILLIC ? SCRIPT_CYRILLIC : SCRIPT_OTHER;
	}
	return found;
}

const char *text_fold(struct arena *a, const char *text) {
	struct buf b = buf_new(a, KEY_MAX);
	UChar s[UNITS];
	int32_t n = normalise(s, text, false);
	for (int32_t i = 0; i < n;) {
		UChar32 c = next(s, &i, n);
		const struct letter *l = c < 0x400 ? letter_of((uint32_t)c) : NULL; /* the Latin letters with strokes */
		if (u_isUWhiteSpace(c) || u_iscntrl(c))
			blank(&b);
		else if (l != NULL)
			buf_str(&b, l->plain);
		else if (!dropped(c))
			buf_point(&b, c);
	}
	trim(&b);
	return b.at;
}

const char *document_canonical(struct arena *a, const char *number) {
	static const struct {
		UChar32 from;
		char to;
	} alike[] = {
		{0x410, 'A'}, {0x412, 'B'}, {0x415, 'E'}, {0x406, 'I'}, {0x41a, 'K'}, {0x41c, 'M'}, {0x41d, 'H'},
		{0x41e, 'O'}, {0x420, 'P'}, {0x421, 'C'}, {0x422, 'T'}, {0x425, 'X'}, {0x423, 'Y'}, {0x408, 'J'},
	};
	struct buf b = buf_new(a, KEY_MAX);
	UChar s[UNITS];
	int32_t n = normalise(s, number, true);
	for (int32_t i = 0; i < n;) {
		UChar32 c = next(s, &i, n);
		int32_t digit = u_charDigitValue(c);
		if (digit >= 0)
			c = '0' + digit;
		else if (!u_isalpha(c))
			continue;
		c = u_toupper(c);
		for (size_t k = 0; k < sizeof alike / sizeof *alike; k++)
			if (alike[k].from == c)
				c = alike[k].to;
		buf_point(&b, c);
	}
	return b.at;
}

const char *phone_canonical(struct arena *a, const char *number, const char *country) {
	char digits[32];
	size_t n = 0, code = strlen(country);
	bool plus = false;
	UChar s[UNITS];
	int32_t units = normalise(s, number, true);
	for (int32_t i = 0; i < units;) {
		if (units - i >= 3 && s[i] == '(' && s[i + 1] == '0' && s[i + 2] == ')' && n > 0) { /* +44 (0)20 */
			i += 3;
			continue;
		}
		UChar32 c = next(s, &i, units);
		int32_t digit = u_charDigitValue(c);
		if (digit >= 0 && n < sizeof digits - 1)
			digits[n++] = (char)('0' + digit);
		else if (digit >= 0)
			return "";
		else if (c == '+' && n == 0)
			plus = true;
		else if (u_isalpha(c) && n > 0)
			break; /* "ext. 5" */
	}
	digits[n] = 0;
	const char *at = digits;
	if (!plus && n > 2 && at[0] == '0' && at[1] == '0') {
		plus = true;
		at += 2;
	}
	bool whole = plus || (n >= code + 7 && strncmp(at, country, code) == 0);
	if (!whole && (*at == '8' || *at == '0'))
		at++;
	size_t length = strlen(at) + (whole ? 0 : code);
	if (length < 6 || length > 15)
		return "";
	return arena_printf(a, "+%s%s", whole ? "" : country, at);
}
