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

void crypt_token(struct cx *cx, char ret_text[SESSION_TEXT]) {
	uint8_t bytes[32];
	cx->rng(bytes, sizeof bytes);
	sodium_bin2hex(ret_text, SESSION_TEXT, bytes, sizeof bytes);
	sodium_memzero(bytes, sizeof bytes);
}

int crypt_csrf(struct cx *cx, const char *session, char ret_text[CSRF_TEXT]) {
	uint8_t bytes[16];
	if (bug_if(cx, cx->ring == NULL || session == NULL))
		return ERR_BUG;
	hash_parts(bytes, sizeof bytes, cx->ring->csrf, "atrama csrf 1", (const struct blob[]){BLOB_STR(session)}, 1);
	sodium_bin2hex(ret_text, CSRF_TEXT, bytes, sizeof bytes);
	return ERR_OK;
}

bool crypt_csrf_check(struct cx *cx, const char *session, const char *given) {
	char expected[CSRF_TEXT];
	return given != NULL && strlen(given) == CSRF_TEXT - 1 && crypt_csrf(cx, session, expected) == ERR_OK
		&& sodium_memcmp(expected, given, CSRF_TEXT - 1) == 0;
}
