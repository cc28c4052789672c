#include "crypt/token.h"

#include <sodium.h>

#include "crypt/ring_keys.h"

static const char *const families[TOKEN__MAX] = {
	[TOKEN_DOCUMENT] = "document",
	[TOKEN_PHONE] = "phone",
	[TOKEN_NAME_BIRTH] = "name birth",
	[TOKEN_NAME_YEAR] = "name year",
	[TOKEN_LOGIN] = "login",
};

int token_make(struct cx *cx, enum token_family family, const char *canonical, struct token *ret_token) {
	if (bug_if(cx, cx->ring == NULL || (unsigned)family >= TOKEN__MAX || canonical == NULL))
		return ERR_BUG;
	const struct blob parts[] = {BLOB_STR(families[family]), BLOB_STR(canonical)};
	hash_parts(ret_token->at, sizeof ret_token->at, cx->ring->index, "bx1", parts, 2);
	return ERR_OK;
}

int token_digest(struct cx *cx, const char *op, struct blob input, uint8_t ret_digest[HASH_SIZE]) {
	if (bug_if(cx, cx->ring == NULL))
		return ERR_BUG;
	const struct blob parts[] = {BLOB_STR(op), input};
	hash_parts(ret_digest, HASH_SIZE, cx->ring->digest, "atrama input 1", parts, 2);
	return ERR_OK;
}

int token_mark(struct cx *cx, const char *domain, struct blob bytes, uint8_t ret_mark[HASH_SIZE]) {
	if (bug_if(cx, cx->ring == NULL))
		return ERR_BUG;
	hash_parts(ret_mark, HASH_SIZE, cx->ring->mark, domain, &bytes, 1);
	return ERR_OK;
}

void token_row(const void *ring, const struct blob *parts, size_t n, uint8_t ret_hash[ROW_HASH]) {
	static const unsigned char domain[] = "\x0c\0\0\0" "atrama row 1";
	const struct ring *r = ring;
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, ROW_HASH); /* the key before the bytes costs a block less */
	crypto_generichash_update(&state, r->mark, KEY_SIZE);
	crypto_generichash_update(&state, domain, sizeof domain - 1);
	for (size_t i = 0; i < n; i++)
		crypto_generichash_update(&state, parts[i].at, parts[i].n);
	crypto_generichash_final(&state, ret_hash, ROW_HASH);
}

void crypt_token(struct cx *cx, char ret_text[SESSION_TEXT]) {
	uint8_t bytes[32];
	cx->rng(bytes, sizeof bytes);
	sodium_bin2hex(ret_text, SESSION_TEXT, bytes, sizeof bytes);
	sodium_memzero(bytes, sizeof bytes);
}

enum { CSRF_HALF = CSRF_TEXT / 2 }; /* in hex: 16 random bytes, then their keyed hash beside the session */

static void csrf_mark(const struct cx *cx, const char *session, const char *salt, char ret_text[CSRF_HALF + 1]) {
	uint8_t bytes[CSRF_HALF / 2];
	const struct blob parts[] = {BLOB_STR(session), {salt, CSRF_HALF}};
	hash_parts(bytes, sizeof bytes, cx->ring->csrf, "atrama csrf 2", parts, 2);
	sodium_bin2hex(ret_text, CSRF_HALF + 1, bytes, sizeof bytes);
}

int crypt_csrf(struct cx *cx, const char *session, char ret_text[CSRF_TEXT]) {
	uint8_t salt[CSRF_HALF / 2];
	if (bug_if(cx, cx->ring == NULL || session == NULL))
		return ERR_BUG;
	cx->rng(salt, sizeof salt);
	sodium_bin2hex(ret_text, CSRF_HALF + 1, salt, sizeof salt);
	csrf_mark(cx, session, ret_text, ret_text + CSRF_HALF);
	return ERR_OK;
}

bool crypt_csrf_check(struct cx *cx, const char *session, const char *given) {
	char expected[CSRF_HALF + 1];
	if (given == NULL || strlen(given) != CSRF_TEXT - 1 || cx->ring == NULL || session == NULL)
		return false;
	csrf_mark(cx, session, given, expected);
	return sodium_memcmp(expected, given + CSRF_HALF, CSRF_HALF) == 0;
}
