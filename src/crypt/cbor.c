#include "crypt/cbor.h"

#include <string.h>

enum { DEPTH = 8 };

bool cbor_head(struct cbor *c, enum cbor_kind *ret_kind, uint64_t *ret_n) {
	if (c->at == c->end)
		return false;
	unsigned first = *c->at++, low = first & 31;
	uint64_t n = low;
	if (low > 27)
		return false; /* reserved, or of no definite length */
	if (low > 23) {
		size_t bytes = (size_t)1 << (low - 24);
		if ((size_t)(c->end - c->at) < bytes)
			return false;
		n = 0;
		for (size_t i = 0; i < bytes; i++)
			n = n << 8 | *c->at++;
	}
	*ret_kind = (enum cbor_kind)(first >> 5);
	*ret_n = n;
	return true;
}

bool cbor_string(struct cbor *c, enum cbor_kind kind, const uint8_t **ret_at, size_t *ret_n) {
	enum cbor_kind is;
	uint64_t n;
	if (!cbor_head(c, &is, &n) || is != kind || n > (size_t)(c->end - c->at))
		return false;
	*ret_at = c->at;
	*ret_n = (size_t)n;
	c->at += n;
	return true;
}

static bool skip(struct cbor *c, int depth) {
	enum cbor_kind kind;
	uint64_t n;
	if (depth == 0 || !cbor_head(c, &kind, &n))
		return false;
	switch (kind) {
	case CBOR_BYTES:
	case CBOR_TEXT:
		if (n > (size_t)(c->end - c->at))
			return false;
		c->at += n;
		return true;
	case CBOR_LIST:
	case CBOR_MAP:
		if (n > (size_t)(c->end - c->at)) /* an item has a byte at least */
			return false;
		for (uint64_t i = 0; i < (kind == CBOR_MAP ? 2 * n : n); i++)
			if (!skip(c, depth - 1))
				return false;
		return true;
	case CBOR_TAG:
		return skip(c, depth - 1);
	default:
		return true;
	}
}

bool cbor_skip(struct cbor *c) {
	return skip(c, DEPTH);
}

bool cbor_is(struct cbor *c, const char *text, bool *ret_is) {
	const uint8_t *at;
	size_t n;
	if (!cbor_string(c, CBOR_TEXT, &at, &n))
		return false;
	*ret_is = n == strlen(text) && memcmp(at, text, n) == 0;
	return true;
}
