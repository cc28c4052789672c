#include "link/value.h"

#include <string.h>

#include "link/alike.h"
#include "link/hash.h"
#include "link/rows.h"
#include "link/spell.h"

enum { WORDS = 24, WORDS_ALIKE = 90 };

/* Glances ---------------------------------------------------------------------------------------------------------------------- */

static unsigned class_of(char c) {
	return c >= 'a' && c <= 'z' ? (unsigned)(c - 'a') : 26 + (unsigned)(uint8_t)c % 6;
}

static uint64_t letters_of(const char *s, size_t n) {
	uint64_t letters = 0;
	for (size_t i = 0; i < n; i++) {
		uint64_t bit = 1ULL << class_of(s[i]);
		letters |= bit | (letters & bit) << 32;
	}
	return letters;
}

struct link_glance link_glance(const char *s, size_t n) {
	struct link_glance g = {letters_of(s, n < LINK_GLANCED ? n : LINK_GLANCED), 0};
	memcpy(&g.head, s, n < 7 ? n : 7);
	g.head |= (uint64_t)(n < 255 ? n : 255) << 56;
	return g;
}

/* Ones in a number: not every machine has an instruction for it, and a call costs more than these. */
static unsigned ones(uint64_t x) {
	x -= x >> 1 & 0x5555555555555555;
	x = (x & 0x3333333333333333) + (x >> 2 & 0x3333333333333333);
	return (unsigned)(((x + (x >> 4)) & 0x0f0f0f0f0f0f0f0f) * 0x0101010101010101 >> 56);
}

/* Letters of a that b has not: no fewer keystrokes are between them, and no more letters in common than the rest. */
static unsigned missing(uint64_t a, uint64_t b) {
	return ones(a & ~b);
}

/* Bytes the beginnings share, at most seven. */
static unsigned begin_alike(struct link_glance a, struct link_glance b) {
	uint64_t x = (a.head ^ b.head) & ~(255ULL << 56);
	return x == 0 ? 7 : (unsigned)__builtin_ctzll(x) / 8;
}

/*
 * Whether two values with these letters, lengths and equal beginnings cannot have a Jaro-Winkler of `least` hundredths, which is above 70.
 * Jaro is at most j = (common / n + common / m + 1) / 3, and Jaro-Winkler j + prefix / 10 * (1 - j): solved for `common`, in whole numbers.
 */
static bool surely_less(uint64_t x, unsigned n, uint64_t y, unsigned m, unsigned prefix, int least) {
	unsigned a = n - missing(x, y), b = m - missing(y, x), common = a < b ? a : b, tenths = prefix < 4 ? prefix : 4;
	return common * (n + m) * (100 - 10 * tenths) < (3 * (unsigned)least - 100 - 20 * tenths) * n * m;
}

/* Texts ------------------------------------------------------------------------------------------------------------------------ */

static uint8_t letters(const char *a, size_t la, const char *b, size_t lb) {
	return (uint8_t)(link_jaro_winkler(a, la, b, lb) * 100 + 1e-9);
}

static uint8_t keys(const char *a, size_t la, const char *b, size_t lb) {
	size_t shortest = la < lb ? la : lb, same = 0, longest = la > lb ? la : lb;
	int d = link_osa(a, la, b, lb);
	while (same < shortest && a[same] == b[same])
		same++;
	if (d <= 1 && shortest >= 3)
		return 4;
	if (d <= 2 && shortest >= 7)
		return 3;
	if (same + 2 >= longest && same >= 3)
		return 2;
	return same >= 2 && same * 2 >= longest;
}

static uint8_t slips(const char *a, size_t la, const char *b, size_t lb) {
	int d = la < 2 || lb < 2 ? 9 : link_osa(a, la, b, lb);
	return (uint8_t)(d < 9 ? d : 9);
}

struct words {
	size_t n, length[WORDS];
	const char *at[WORDS];
	uint64_t letters[WORDS];
};

static void words_of(struct words *w, const char *s, size_t n) {
	w->n = link_words(s, n, w->at, w->length);
	for (size_t i = 0; i < w->n; i++)
		w->letters[i] = letters_of(w->at[i], w->length[i] < LINK_GLANCED ? w->length[i] : LINK_GLANCED);
}

/* A letter alone stands for every word it begins. */
static double word_alike(const struct words *a, size_t i, const struct words *b, size_t j) {
	size_t n = a->length[i], m = b->length[j], prefix = 0, shortest = n < m ? n : m;
	bool letter = shortest == 1 && a->at[i][0] == b->at[j][0];
	while (prefix < 4 && prefix < shortest && a->at[i][prefix] == b->at[j][prefix])
		prefix++;
	n = n < LINK_GLANCED ? n : LINK_GLANCED;
	m = m < LINK_GLANCED ? m : LINK_GLANCED;
	if (!letter && surely_less(a->letters[i], (unsigned)n, b->letters[j], (unsigned)m, (unsigned)prefix, WORDS_ALIKE))
		return 0;
	double x = link_jaro_winkler(a->at[i], n, b->at[j], m);
	return letter && x < WORDS_ALIKE / 100.0 ? WORDS_ALIKE / 100.0 : x;
}

static uint8_t words(const char *a, size_t la, const char *b, size_t lb) {
	struct words left, right;
	bool taken[WORDS] = {false};
	size_t common = 0;
	words_of(&left, a, la);
	words_of(&right, b, lb);
	for (size_t i = 0; i < left.n; i++) {
		double best = WORDS_ALIKE / 100.0;
		size_t at = right.n;
		for (size_t j = 0; j < right.n; j++) {
			double x = taken[j] ? 0 : word_alike(&left, i, &right, j);
			if (x >= best && (at == right.n || x > best)) {
				best = x;
				at = j;
			}
		}
		if (at < right.n) {
			taken[at] = true;
			common++;
		}
	}
	size_t shortest = left.n < right.n ? left.n : right.n;
	if (common == 0)
		return 0;
	if (common == left.n && left.n == right.n)
		return 5;
	if (common == shortest && common >= 2)
		return 4;
	if (common >= 2 && common * 3 >= shortest * 2)
		return 3;
	return common * 2 >= shortest && common >= 2 ? 2 : 1;
}

/* Sorted words of two lists, each once. */
static uint8_t values(const char *a, size_t la, const char *b, size_t lb) {
	const char *x[WORDS], *y[WORDS];
	size_t n[WORDS], m[WORDS], left = link_words(a, la, x, n), right = link_words(b, lb, y, m), common = 0;
	for (size_t i = 0, j = 0; i < left && j < right;) {
		size_t shortest = n[i] < m[j] ? n[i] : m[j];
		int order = memcmp(x[i], y[j], shortest);
		order = order != 0 ? order : (n[i] > m[j]) - (n[i] < m[j]);
		common += order == 0;
		i += order <= 0;
		j += order >= 0;
	}
	size_t shortest = left < right ? left : right;
	return common == 0 ? 0 : common == shortest ? 3 : common * 2 >= shortest ? 2 : 1;
}

/* Each pair once --------------------------------------------------------------------------------------------------------------- */

typedef uint8_t compare_texts(const char *a, size_t la, const char *b, size_t lb);

static uint8_t compared(const struct link_slot *s, int way, uint32_t a, uint32_t b, compare_texts *by, struct link_seen *seen) {
	if (a > b) {
		uint32_t t = a;
		a = b;
		b = t;
	}
	uint64_t key = link_mix(((uint64_t)(unsigned)way << 58) + ((uint64_t)a << 29 | b) + 1);
	uint64_t *at = &seen->at[key & (LINK_SEEN - 1)];
	if ((*at ^ key) >> 8 == 0 && *at != 0)
		return (uint8_t)*at;
	uint8_t level = by(s->text + s->at[a], s->at[a + 1] - s->at[a], s->text + s->at[b], s->at[b + 1] - s->at[b]);
	*at = (key & ~255ULL) | level;
	return level;
}

int link_by_letters(const struct link_slot *s, int way, uint32_t a, uint32_t b, int least, struct link_seen *seen) {
	struct link_glance x = s->glance[a], y = s->glance[b];
	unsigned n = link_glance_length(x), m = link_glance_length(y);
	n = n < LINK_GLANCED ? n : LINK_GLANCED;
	m = m < LINK_GLANCED ? m : LINK_GLANCED;
	if (n == 0 || m == 0)
		return n == m ? 100 : 0;
	if (surely_less(x.letters, n, y.letters, m, begin_alike(x, y), least))
		return 0;
	return compared(s, way, a, b, letters, seen);
}

int link_by_keys(const struct link_slot *s, int way, uint32_t a, uint32_t b, struct link_seen *seen) {
	struct link_glance x = s->glance[a], y = s->glance[b];
	unsigned n = link_glance_length(x), m = link_glance_length(y), longest = n > m ? n : m, same = begin_alike(x, y);
	bool apart = missing(x.letters, y.letters) > 2 || missing(y.letters, x.letters) > 2;
	if (apart && longest <= LINK_GLANCED && same < 7)
		return same >= 2 && same * 2 >= longest;
	return compared(s, way, a, b, keys, seen);
}

int link_by_slips(const struct link_slot *s, int way, uint32_t a, uint32_t b, struct link_seen *seen) {
	struct link_glance x = s->glance[a], y = s->glance[b];
	if (missing(x.letters, y.letters) > 1 || missing(y.letters, x.letters) > 1)
		return 9;
	return compared(s, way, a, b, slips, seen);
}

int link_by_words(const struct link_slot *s, int way, uint32_t a, uint32_t b, struct link_seen *seen) {
	return compared(s, way, a, b, words, seen);
}

int link_by_values(const struct link_slot *s, int way, uint32_t a, uint32_t b, struct link_seen *seen) {
	return compared(s, way, a, b, values, seen);
}
