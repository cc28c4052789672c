#include "web/bytes64.h"

#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const char *bytes64_put(struct arena *a, struct blob bytes) {
	const uint8_t *from = bytes.at;
	char *text = arena_alloc(a, bytes.n / 3 * 4 + 5), *to = text;
	for (size_t i = 0; i < bytes.n; i += 3) {
		size_t left = bytes.n - i;
		unsigned three = (unsigned)from[i] << 16 | (left > 1 ? (unsigned)from[i + 1] << 8 : 0U) |
		                 (left > 2 ? from[i + 2] : 0U);
		*to++ = letters[three >> 18];
		*to++ = letters[three >> 12 & 63];
		if (left > 1)
			*to++ = letters[three >> 6 & 63];
		if (left > 2)
			*to++ = letters[three & 63];
	}
	*to = 0;
	return text;
}

static int value_of(char c) {
	const char *at = c == 0 ? NULL : strchr(letters, c);
	return at == NULL ? -1 : (int)(at - letters);
}

int bytes64_add(struct buf *out, const char *text) {
	unsigned bits = 0;
	int n = 0;
	for (; *text != 0; text++) {
		int value = value_of(*text);
		if (value < 0)
			return ERR_INVALID;
		bits = (bits << 6 | (unsigned)value) & 0xffff;
		n += 6;
		if (n >= 8) {
			n -= 8;
			buf_char(out, (char)(bits >> n & 0xff));
		}
	}
	return n < 6 && (bits & ((1U << n) - 1)) == 0 ? ERR_OK : ERR_INVALID;
}
