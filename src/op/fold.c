#include "op/fold.h"

#include <stddef.h>
#include <stdint.h>

#include "base/utf8.h"

static uint32_t lower(uint32_t c) {
	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x410 && c <= 0x42f))
		return c + 32;
	if (c >= 0x400 && c <= 0x40f)
		return c + 80;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e)) /* here the capitals are odd */
		return c % 2 == 1 ? c + 1 : c;
	if ((c >= 0x100 && c <= 0x137) || (c >= 0x14a && c <= 0x177) || (c >= 0x1de && c <= 0x1ef) ||
	    (c >= 0x1f8 && c <= 0x21f) || (c >= 0x460 && c <= 0x481) || (c >= 0x48a && c <= 0x4bf) || c >= 0x4d0)
		return c <= 0x52f && c % 2 == 0 ? c + 1 : c;
	return c;
}

static bool is_blank(uint32_t c) {
	return c == ' ' || c == '\t' || c == '_' || c == '-' || c == 0xa0 || c == 0x202f || c == 0x2011;
}

/* The next character that counts; 0 at the end. */
static uint32_t next(const char **s, bool *begun) {
	size_t n = 0;
	bool blank = false;
	while (**s != 0) {
		uint32_t c = utf8_at(*s, &n);
		if (!is_blank(c))
			break;
		blank = true;
		*s += n;
	}
	if (**s == 0)
		return 0;
	if (blank && *begun)
		return ' ';
	*begun = true;
	uint32_t c = lower(utf8_at(*s, &n));
	*s += n;
	return c;
}

bool fold_alike(const char *a, const char *b) {
	bool a_begun = false, b_begun = false;
	for (;;) {
		uint32_t x = next(&a, &a_begun), y = next(&b, &b_begun);
		if (x != y)
			return false;
		if (x == 0)
			return true;
	}
}
