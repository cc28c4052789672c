#include "crypt/text64.h"

#include <sodium.h>

enum { VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

int base64_get(struct cx *cx, const char *field, const char *text, struct blob *ret_bytes) {
	size_t room = strlen(text) / 4 * 3 + 3, n = 0;
	uint8_t *at = arena_alloc(cx->arena, room);
	const char *end = NULL;
	if (sodium_base642bin(at, room, text, strlen(text), NULL, &n, &end, VARIANT) != 0 || *end != 0)
		return err_say(cx, ERR_INVALID, field, N_("This is not base64url."), NULL);
	*ret_bytes = BLOB(at, n);
	return ERR_OK;
}

const char *base64_put(struct cx *cx, struct blob bytes) {
	size_t room = sodium_base64_encoded_len(bytes.n, VARIANT);
	char *text = arena_alloc(cx->arena, room);
	return sodium_bin2base64(text, room, bytes.at, bytes.n, VARIANT);
}

const char *base32_put(struct cx *cx, struct blob bytes) {
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	const uint8_t *from = bytes.at;
	size_t n = (bytes.n * 8 + 4) / 5;
	char *text = arena_alloc(cx->arena, n + 1);
	for (size_t i = 0; i < n; i++) {
		size_t bit = i * 5, at = bit / 8, shift = bit % 8;
		unsigned pair = (unsigned)from[at] << 8 | (at + 1 < bytes.n ? from[at + 1] : 0U);
		text[i] = letters[pair >> (11 - shift) & 31];
	}
	text[n] = 0;
	return text;
}
