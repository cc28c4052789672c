#include "link/alike.h"

#include <stdint.h>
#include <string.h>

enum { MOST = 64 };

/* Where each letter stands: one bit a place. Letters in a table of 32 slots would clash; 256 are cleared as they were set. */
struct places {
	uint64_t of[256];
};

static _Thread_local struct places places;

static size_t shorter(size_t n) {
	return n < MOST ? n : MOST;
}

static void mark(const char *s, size_t n) {
	for (size_t i = 0; i < n; i++)
		places.of[(uint8_t)s[i]] |= 1ULL << i;
}

static void clear(const char *s, size_t n) {
	for (size_t i = 0; i < n; i++)
		places.of[(uint8_t)s[i]] = 0;
}

static uint64_t below(size_t n) {
	return n >= 64 ? ~0ULL : (1ULL << n) - 1;
}

double link_jaro_winkler(const char *a, size_t la, const char *b, size_t lb) {
	la = shorter(la);
	lb = shorter(lb);
	if (la == lb && memcmp(a, b, la) == 0)
		return 1;
	size_t longest = la > lb ? la : lb, window = longest / 2 < 1 ? 0 : longest / 2 - 1, m = 0, odd = 0, prefix = 0;
	uint64_t used = 0;
	char matched[MOST];
	mark(b, lb);
	for (size_t i = 0; i < la; i++) {
		uint64_t near = below(i + window + 1) & ~below(i < window ? 0 : i - window);
		uint64_t found = places.of[(uint8_t)a[i]] & near & ~used;
		if (found != 0) {
			used |= found & -found;
			matched[m++] = a[i];
		}
	}
	clear(b, lb);
	if (m == 0)
		return 0;
	uint64_t rest = used;
	for (size_t i = 0; i < m; i++, rest &= rest - 1)
		odd += matched[i] != b[__builtin_ctzll(rest)];
	double d = (double)m, j = (d / (double)la + d / (double)lb + (d - (double)(odd / 2)) / d) / 3;
	while (prefix < 4 && prefix < la && prefix < lb && a[prefix] == b[prefix])
		prefix++;
	return j > 0.7 ? j + (double)prefix * 0.1 * (1 - j) : j;
}

int link_osa(const char *a, size_t la, const char *b, size_t lb) {
	la = shorter(la);
	lb = shorter(lb);
	if (la == 0 || lb == 0)
		return (int)(la + lb);
	uint64_t positive = below(la), negative = 0, diagonal = 0, before = 0, top = 1ULL << (la - 1);
	int d = (int)la;
	mark(a, la);
	for (size_t j = 0; j < lb; j++) {
		uint64_t here = places.of[(uint8_t)b[j]], swap = (((~diagonal) & here) << 1) & before;
		diagonal = (((here & positive) + positive) ^ positive) | here | negative | swap;
		uint64_t up = negative | ~(diagonal | positive), down = diagonal & positive;
		d += (up & top) != 0;
		d -= (down & top) != 0;
		up = up << 1 | 1;
		down <<= 1;
		positive = down | ~(diagonal | up);
		negative = up & diagonal;
		before = here;
	}
	clear(a, la);
	return d;
}
