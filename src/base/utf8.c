#include "base/utf8.h"

#include <string.h>

static size_t length_of(unsigned char c) {
	return c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;
}

uint32_t utf8_at(const char *s, size_t *ret_n) {
	static const uint8_t mask[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
	size_t n = length_of((unsigned char)*s);
	if (n == 0)
		n = 1;
	uint32_t c = (unsigned char)*s & mask[n];
	for (size_t i = 1; i < n; i++)
		c = c << 6 | ((unsigned char)s[i] & 0x3f);
	*ret_n = n;
	return c;
}

bool utf8_valid(const char *s, size_t n) {
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	for (size_t i = 0; i < n;) {
		size_t m = length_of((unsigned char)s[i]), used = 0;
		if (m == 0 || m > n - i)
			return false;
		for (size_t k = 1; k < m; k++)
			if (((unsigned char)s[i + k] & 0xc0) != 0x80)
				return false;
		uint32_t c = utf8_at(s + i, &used);
		if (c < least[m] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
			return false;
		i += m;
	}
	return true;
}

size_t utf8_count(const char *s, size_t n) {
	size_t count = 0;
	for (size_t i = 0; i < n; i++)
		count += ((unsigned char)s[i] & 0xc0) != 0x80;
	return count;
}

size_t utf8_cut(const char *s, size_t max) {
	size_t n = strnlen(s, max + 1);
	if (n <= max)
		return n;
	n = max;
	while (n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80)
		n--;
	return n;
}
