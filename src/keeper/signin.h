/*
 * signin.h - the parts of signing in that setting up a second proof needs too (enrol.c).
 */
#pragma once
#include "keeper/desk.h"
#include "op/out.h"

/* Only in a session: an operator, who acts for others, is refused. ERR_DENIED. */
MUST_CHECK int signin_in_session(struct desk *d);

/*
 * The second proof was shown: the session goes on under another text, full, or short of a passkey where its roles
 * need one and it was none. Puts F_SESSION, F_STEP and, for a device not known yet, F_DEVICE.
 */
MUST_CHECK int signin_complete(struct desk *d, bool by_passkey, struct out *out);

/* Bytes for a passkey to sign, put as F_CHALLENGE, and the passkeys the account has. ERR_INVALID where there can
   be none. */
MUST_CHECK int signin_put_challenge(struct desk *d, bool adds, struct out *out);

/* What the browser says was signed, against the bytes this session was given, which are used up by it. */
MUST_CHECK int signin_client(struct desk *d, const char *text, bool adds, const char **ret_rp,
	uint8_t ret_hash[HASH_SIZE]);

/* What wrong present passwords of this session are counted against. */
MUST_CHECK int signin_confirm_budget(struct desk *d, struct token *ret_key);
