#include "base/str.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool str_equal(const char *a, const char *b) {
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

bool str_starts(const char *s, const char *prefix) {
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool str_ends(const char *s, const char *suffix) {
	size_t n = strlen(s), m = strlen(suffix);
	return n >= m && memcmp(s + n - m, suffix, m) == 0;
}

char *hex_put(char *to, const void *bytes, size_t n) {
	static const char digits[] = "0123456789abcdef";
	const uint8_t *b = bytes;
	for (size_t i = 0; i < n; i++) {
		to[2 * i] = digits[b[i] >> 4];
		to[2 * i + 1] = digits[b[i] & 15];
	}
	to[2 * n] = 0;
	return to;
}

static int digit(char c) {
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool hex_get(void *to, size_t n, const char *hex) {
	uint8_t *b = to;
	if (strlen(hex) != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int hi = digit(hex[2 * i]), lo = digit(hex[2 * i + 1]);
		if (hi < 0 || lo < 0)
			return false;
		b[i] = (uint8_t)(hi << 4 | lo);
	}
	return true;
}

const char *ref_text(struct arena *a, const struct ref *ref) {
	return hex_put(arena_alloc(a, REF_TEXT), ref->at, REF_SIZE);
}

bool ref_parse(const char *text, struct ref *ret_ref) {
	struct ref ref;
	if (!hex_get(ref.at, REF_SIZE, text))
		return false;
	*ret_ref = ref;
	return true;
}

bool ref_equal(const struct ref *a, const struct ref *b) {
	return memcmp(a->at, b->at, REF_SIZE) == 0;
}

struct ref ref_new(struct cx *cx) {
	struct ref ref;
	cx->rng(ref.at, REF_SIZE);
	return ref;
}

bool int_parse(const char *s, int64_t *ret_n) {
	char *end = NULL;
	if (!(*s == '-' || (*s >= '0' && *s <= '9')))
		return false;
	errno = 0;
	long long n = strtoll(s, &end, 10);
	if (errno != 0 || end == s || *end != 0)
		return false;
	*ret_n = n;
	return true;
}
