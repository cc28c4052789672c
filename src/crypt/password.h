/*
 * password.h - what an account signs in with, and the key that only its password gives.
 *
 * One run of Argon2id (t = 3, 64 MiB) over the password keyed with the ring's pepper gives 64 bytes: the first half,
 * with the pepper, is what is stored to check it; the second half is the account's key and is stored nowhere. The
 * stored text alone lets nobody guess. Texts of the first version ("p1") are still checked and give no key.
 * A call takes about 0.2 s and 64 MiB on purpose; the caller limits how many run at once.
 */
#pragma once
#include "crypt/crypt.h"

enum {
	PASSWORD_MIN = 12,       /* code points */
	PASSWORD_MAX = 1024,     /* bytes */
	PASSWORD_HASH_SIZE = 136, /* with its NUL; "p2" and a PHC string */
	PASSWORD_KEY = 32
};

/* Whether it may be a password: well-formed, long enough, not absurdly long. ERR_INVALID says which. No other rule. */
MUST_CHECK int password_rule(struct cx *cx, const char *text);

/* The text to store for a password, and the key it gives (NULL: not asked for). ERR_BUSY: no memory for it now. */
MUST_CHECK int password_hash(struct cx *cx, const char *text, char ret_hash[PASSWORD_HASH_SIZE],
	uint8_t ret_key[PASSWORD_KEY]);

/*
 * ERR_DENIED unless `text` is the password stored as `hash`; then also the key it gives (NULL: not asked for), 32 zeros
 * where the stored text is an old one. A NULL or unreadable hash (no such account) costs the same time and is always
 * denied. ERR_BUSY as above.
 */
MUST_CHECK int password_check(struct cx *cx, const char *hash, const char *text, uint8_t ret_key[PASSWORD_KEY]);

/* Whether a stored text is of the first version: password_hash once more gives one that has a key. */
bool password_old(const char *hash);
