/*
 * token.h - values made from a key, that tell nothing without it.
 *
 * A blind token stands in the index in place of a document number or a name with a birth date: equal values give equal
 * tokens, and nobody without the key can make one or read one. The caller makes the value canonical first (text/).
 * There is deliberately no family for a name alone: how often each token occurs would give the names away.
 */
#pragma once
#include "crypt/crypt.h"

enum token_family {
	TOKEN_DOCUMENT,
	TOKEN_PHONE,
	TOKEN_NAME_BIRTH, /* name and day of birth */
	TOKEN_NAME_YEAR,  /* name and year of birth */
	TOKEN_LOGIN,      /* the name an account signs in with */
	TOKEN__MAX
};

struct token {
	uint8_t at[16];
};

/* The token of a canonical value. */
MUST_CHECK int token_make(struct cx *cx, enum token_family family, const char *canonical, struct token *ret_token);

/* Fingerprint of an operation's input for the log: the same input gives the same bytes, which give no input. */
MUST_CHECK int token_digest(struct cx *cx, const char *op, struct blob input, uint8_t ret_digest[HASH_SIZE]);

/*
 * A keyed mark on bytes that only this registry writes and reads. Cheaper than a signature by two orders; whoever can
 * check one can make one.
 */
MUST_CHECK int token_mark(struct cx *cx, const char *domain, struct blob bytes, uint8_t ret_mark[HASH_SIZE]);

enum { ROW_HASH = 16 };

/* Keyed hash of a row's bytes, given in parts, for the sums the log keeps (db/content.h): BLAKE2b-128 over the key
   `mark`, the domain with its length, and the bytes as they follow one another. `ring` is a struct ring. */
void token_row(const void *ring, const struct blob *parts, size_t n, uint8_t ret_hash[ROW_HASH]);

enum { SESSION_TEXT = 2 * 32 + 1, CSRF_TEXT = 2 * 32 + 1 };

/* 32 random bytes in hex: what a session's cookie holds. The keeper remembers only crypt_hash of it. */
void crypt_token(struct cx *cx, char ret_text[SESSION_TEXT]);

/* What every form of that session must send back: another text each time, so that the length of a compressed page
   tells nothing of it. */
MUST_CHECK int crypt_csrf(struct cx *cx, const char *session, char ret_text[CSRF_TEXT]);

/* Whether `given` (may be NULL) is that session's; in a time that tells nothing. */
bool crypt_csrf_check(struct cx *cx, const char *session, const char *given);
