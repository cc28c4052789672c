/*
 * password.h - what an account signs in with.
 *
 * Argon2id (t = 3, 64 MiB) over the password keyed with the ring's pepper: the stored text alone lets nobody guess.
 * A call takes about 0.2 s and 64 MiB on purpose; the caller limits how many run at once.
 */
#pragma once
#include "crypt/crypt.h"

enum {
	PASSWORD_MIN = 12,       /* code points */
	PASSWORD_MAX = 1024,     /* bytes */
	PASSWORD_HASH_SIZE = 136 /* with its NUL; "p1" (pepper key version) and a PHC string */
};

/* Whether it may be a password: well-formed, long enough, not absurdly long. ERR_INVALID says which. No other rule. */
MUST_CHECK int password_rule(struct cx *cx, const char *text);

/* The text to store for a password. ERR_BUSY when there is no memory for it now. */
MUST_CHECK int password_hash(struct cx *cx, const char *text, char ret_hash[PASSWORD_HASH_SIZE]);

/*
 * ERR_DENIED unless `text` is the password stored as `hash`. A NULL or unreadable hash (no such account) costs the same
 * time and is always denied. ERR_BUSY as above.
 */
MUST_CHECK int password_check(struct cx *cx, const char *hash, const char *text);
