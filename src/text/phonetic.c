#include "text/phonetic.h"

#include <string.h>

#include "text/letters.h"

static bool vowel(char c) {
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static bool starts(const char *s, size_t n, const char *with) {
	size_t m = strlen(with);
	return n >= m && memcmp(s, with, m) == 0;
}

static bool ends(const char *s, size_t n, const char *with) {
	size_t m = strlen(with);
	return n >= m && memcmp(s + n - m, with, m) == 0;
}

unsigned phonetic_habits(const char *s, size_t n, unsigned marks) {
	unsigned h = (marks & MARK_POLISH ? HABIT_POLISH : 0) | (marks & MARK_CARON ? HABIT_CARON : 0);
	bool tch = false, ch = false, ou = false, first_ou = false, heard = false;
	for (size_t i = 0; i + 1 < n; i++) {
		char c = s[i], after = s[i + 1], before = i > 0 ? s[i - 1] : 0;
		if ((c == 'c' || c == 's') && after == 'z')
			h |= HABIT_POLISH;
		else if (c == 'j' && i > 0)
			h |= HABIT_J;
		else if (c == 'c' && after == 'h') {
			h |= before == 's' ? HABIT_GERMAN : 0;
			tch = tch || before == 't';
			ch = true;
		} else if (c == 'o' && after == 'u') {
			ou = true;
			first_ou = first_ou || !heard;
			tch = tch || before == 'i'; /* iou */
		}
		heard = heard || vowel(c) || c == 'y';
	}
	if (n > 1 && s[n - 1] == 'j')
		h |= HABIT_J;
	if ((h & HABIT_GERMAN) == 0 && (tch || (first_ou && ch) || (ou && ends(s, n, "ine"))))
		h |= HABIT_FRENCH;
	return h;
}

/* Letter groups that are one sound in every spelling, the longest first. */
static const struct {
	const char *from, *to;
} groups[] = {
	{"schtsch", "s"}, {"chtch", "s"}, {"shtch", "s"}, {"stsch", "s"}, {"shch", "s"}, {"szcz", "s"}, {"tsch", "c"},
	{"tch", "c"}, {"sch", "s"}, {"sh", "s"}, {"sz", "s"}, {"cz", "c"}, {"zh", "z"}, {"kh", "h"}, {"gh", "h"}, {"ph", "f"},
	{"th", "t"}, {"ts", "c"}, {"tz", "c"}, {"tc", "c"}, {"qu", "kv"},
};

/* "ch": č in English, kh in Polish and Lithuanian, sh in French spellings. */
static char sound_of_ch(const char *s, size_t i, size_t n, unsigned h) {
	if (h & HABIT_FRENCH)
		return 's';
	char after = i + 2 < n ? s[i + 2] : 0;
	if (i == 0 && after == 'r')
		return 'k';
	if (h & HABIT_SHARED)
		return 'h';
	return i == 0 && after != 0 && strchr("lmvwn", after) != NULL ? 'h' : 'c';
}

/* "c": k before a, o, u and consonants (Victoria, Marc), ts or č where Slavic and Baltic names have it. */
static char sound_of_c(const char *s, size_t i, size_t n, unsigned h) {
	char after = i + 1 < n ? s[i + 1] : 0, before = i > 0 ? s[i - 1] : 0;
	const char *rest = s + i + 1;
	size_t left = n - i - 1;
	if (after == 'e' || after == 'i' || after == 'y' || after == 'I' || after == 'E' || after == 'v' || after == 'w' ||
	    (h & (HABIT_POLISH | HABIT_CARON)) != 0)
		return 'c'; /* Cvetkov too */
	if (after == 0)
		return before == 'i' || before == 'e' || before == 'y' ? 'c' : 'k';
	if (after == 'k') /* Nowicki, Wysocka; but Buck, Dickens */
		return i > 1 && left >= 2 && left <= 6 && strchr("iyau", rest[1]) != NULL ? 'c' : 'k';
	if (i > 1 && (starts(rest, left, "uk") || starts(rest, left, "ak") || starts(rest, left, "ov") ||
	              starts(rest, left, "ow")))
		return 'c'; /* Kovalcuk, Kuznecov without their diacritics */
	if ((before == 'e' || before == 'i') && left == 2 && starts(rest, left, "as")) /* Kravecas */
		return 'c';
	return 'k';
}

/* Polish rz: only where no other language has r and z side by side. */
static char sound_of_rz(const char *s, size_t i, size_t n, unsigned h) {
	char before = i > 0 ? s[i - 1] : 0;
	if (before == 'k' || before == 'p' || before == 't')
		return 's';
	bool open = before == 0 || strchr("aeiouy", before) == NULL;
	return open || i + 2 == n || (h & HABIT_POLISH) ? 'z' : 0;
}

/* A sound behind those written: what two spellings part differently grows together here. */
static size_t push(char *to, size_t k, char c) {
	char last = k > 0 ? to[k - 1] : 0, before = k > 1 ? to[k - 2] : 0;
	if (last == 'u' && !vowel(c) && (before == 'a' || before == 'e' || before == 'o') && (c & 0x80) == 0)
		to[k - 1] = last = 'v'; /* Jankauskas, Eugenia, Yauhen */
	if (last == c && (c & 0x80) == 0)
		return k;
	if (last == 'i' && (c == 'e' || c == 'u' || (c == 'o' && k > 1 && !vowel(before))))
		return push(to, k - 1, c == 'o' ? 'e' : c); /* ie, je, ye; iu, yu; Semion, Semyon */
	if (last == 't' && c == 's')
		return push(to, k - 1, 'c');
	if (last == 's' && c == 'c') /* šč */
		return k;
	to[k] = c;
	return k + 1;
}

/* The sound of a letter that needs no neighbours. */
static char lone(char c) {
	switch (c) {
	case 'w':
		return 'v';
	case 'y':
	case 'j':
		return 'i';
	case 'g':
		return 'h';
	case 'q':
		return 'k';
	default:
		return c;
	}
}

size_t phonetic_sounds(const char *s, size_t n, unsigned h, char to[PHONETIC_MAX]) {
	size_t k = 0;
	bool heard = false; /* a vowel */
	for (size_t i = 0; i < n;) {
		char c = s[i], after = i + 1 < n ? s[i + 1] : 0;
		size_t used = 1;
		char rz = c == 'r' && after == 'z' ? sound_of_rz(s, i, n, h) : 0;
		if (c & 0x80)
			to[k++] = c;
		else if (c == 'X')
			k = push(to, k, i == 0 && after == 'R' ? 'k' : 'h');
		else if (c >= 'A' && c <= 'Z')
			k = push(to, k, (char)(c - 'A' + 'a'));
		else if (rz != 0) {
			k = push(to, k, rz);
			used = 2;
		} else if (c == 'k' && after == 'h' && i == 0 && n > 2 && s[2] == 'r') { /* Khrystyna, Christina */
			k = push(to, k, 'k');
			used = 2;
		} else if (c == 'o' && after == 'u' && (!heard || (h & HABIT_FRENCH))) {
			k = push(to, k, 'u');
			used = 2;
		} else if (c == 'x') {
			k = push(to, k, 'k');
			k = push(to, k, 's');
		} else if (c == 'j' && (h & HABIT_FRENCH))
			k = push(to, k, 'z');
		else if (c == 's' && i == 0 && after == 'c' && n > 2 && (s[2] == 'e' || s[2] == 'i')) { /* Ščerbakov */
			k = push(to, k, 's');
			used = 2;
		} else {
			used = 0;
			if (c == 'c' && after == 'h' && !((h & HABIT_FRENCH) && starts(s + i, n - i, "chtch"))) {
				k = push(to, k, sound_of_ch(s, i, n, h));
				used = 2;
			}
			bool grouped = strchr("stczkgpq", c) != NULL && strchr("chtzsu", after) != NULL && after != 0;
			for (size_t g = 0; grouped && g < sizeof groups / sizeof *groups && used == 0; g++)
				if (starts(s + i, n - i, groups[g].from)) {
					used = strlen(groups[g].from);
					for (const char *p = groups[g].to; *p != 0; p++)
						k = push(to, k, *p);
				}
			if (used == 0) {
				k = push(to, k, c == 'c' ? sound_of_c(s, i, n, h) : lone(c));
				used = 1;
			}
		}
		heard = heard || (k > 0 && vowel(to[k - 1]));
		i += used;
	}
	if (k > 2 && to[k - 1] == 'u' && (to[k - 2] == 'a' || to[k - 2] == 'e' || to[k - 2] == 'o'))
		to[k - 1] = 'v'; /* Ivanou */
	if (k > 3 && to[k - 1] == 'f' && vowel(to[k - 2])) /* Romanoff */
		to[k - 1] = 'v';
	return k;
}

/* The length of `s` without the first of the endings it has, where `keep` sounds are left; `n` where it has none. */
static size_t without(const char *s, size_t n, const char *const endings[], size_t keep) {
	for (size_t i = 0; endings[i] != NULL; i++)
		if (n >= strlen(endings[i]) + keep && ends(s, n, endings[i]))
			return n - strlen(endings[i]);
	return n;
}

static size_t without_vowels(const char *s, size_t n) {
	while (n > 2 && vowel(s[n - 1]))
		n--;
	return n;
}

/* Latvian -s after a consonant: Ozols, Viktors; but Maks. */
static size_t without_s(const char *s, size_t n) {
	return n > 3 && s[n - 1] == 's' && !vowel(s[n - 2]) && s[n - 2] != 'k' && (s[n - 2] & 0x80) == 0 ? n - 1 : n;
}

/* -ausk, -evsk and -ovsk, -avic and -evic and -ovic, -av and -ev and -ov are one ending in three countries. */
static size_t level(char *s, size_t n) {
	static const char *const tails[] = {"vsk", "vic", "v", NULL};
	for (size_t i = 0; tails[i] != NULL; i++) {
		size_t m = strlen(tails[i]);
		if (n < m + 3 || !ends(s, n, tails[i]))
			continue;
		size_t at = n - m - 1;
		if (s[at] != 'a' && s[at] != 'e' && s[at] != 'o')
			return n;
		if (at > 2 && s[at - 1] == 'i') {
			memmove(s + at - 1, s + at, m + 1);
			at--;
			n--;
		}
		s[at] = 'o';
		return n;
	}
	return n;
}

size_t phonetic_stem(char *s, size_t n) {
	static const char *const baltic[] = {"uvene", "ene", "aite", "ute", "ite", "as", "is", "us", NULL};
	size_t m = without(s, n, baltic, 3);
	size_t k = without_vowels(s, m);
	return level(s, k == n ? without_s(s, n) : k);
}

size_t phonetic_given(char *s, size_t n) {
	static const char *const baltic[] = {"as", "is", "us", NULL};
	size_t m = without(s, n, baltic, 3);
	if (m == n)
		m = without_s(s, n);
	size_t k = without_vowels(s, m);
	if (m == n && k < n && s[n - 1] == 'a') /* Ivana is not Ivan */
		s[k++] = 'a';
	return k;
}

size_t phonetic_bones(char *s, size_t n) {
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		char c = vowel(s[i]) ? (i == 0 ? 'a' : 0) : s[i];
		if (c != 0 && (k == 0 || s[k - 1] != c || (c & 0x80) != 0))
			s[k++] = c;
	}
	return k;
}

bool phonetic_patronymic(const char *s, size_t n) {
	static const char *const forms[] = {"ovic", "evic", "avic", "ivic", "ovna", "evna", "avna", "ivna", "inicna", "icna",
	                                    "ilic", "kuzmic", "fomic", "lukic", "nikitic", "savic", NULL};
	for (size_t i = 0; forms[i] != NULL; i++)
		if (n > strlen(forms[i]) + (strlen(forms[i]) > 3 ? 0 : 1) && ends(s, n, forms[i]))
			return true;
	return false;
}
