#include "base/armor.h"

#include <stdint.h>
#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

char *armor_put(char *to, const void *bytes, size_t n) {
	const uint8_t *b = bytes;
	char *at = to;
	for (size_t i = 0; i < n; i += 3) {
		size_t left = n - i;
		uint32_t three = (uint32_t)b[i] << 16 | (left > 1 ? (uint32_t)b[i + 1] << 8 : 0) | (left > 2 ? b[i + 2] : 0);
		*at++ = digits[three >> 18];
		*at++ = digits[three >> 12 & 63];
		*at++ = left > 1 ? digits[three >> 6 & 63] : '=';
		*at++ = left > 2 ? digits[three & 63] : '=';
	}
	*at = 0;
	return to;
}

static int digit(char c) {
	const char *at = c == 0 ? NULL : strchr(digits, c);
	return at == NULL ? -1 : (int)(at - digits);
}

bool armor_get(void *to, size_t max, const char *text, size_t length, size_t *ret_n) {
	uint8_t *b = to;
	size_t n = 0;
	if (length % 4 != 0)
		return false;
	for (size_t i = 0; i < length; i += 4) {
		bool last = i + 4 == length;
		int pad = last && text[i + 3] == '=' ? text[i + 2] == '=' ? 2 : 1 : 0;
		uint32_t four = 0;
		for (int k = 0; k < 4; k++) {
			int d = k >= 4 - pad ? 0 : digit(text[i + (size_t)k]);
			if (d < 0)
				return false;
			four = four << 6 | (uint32_t)d;
		}
		if ((pad == 1 && (four & 0xff) != 0) || (pad == 2 && (four & 0xffff) != 0))
			return false; /* bits that no bytes give */
		for (int k = 0; k < 3 - pad; k++) {
			if (n == max)
				return false;
			b[n++] = (uint8_t)(four >> (16 - 8 * k));
		}
	}
	*ret_n = n;
	return true;
}
