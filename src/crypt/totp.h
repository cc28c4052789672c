/*
 * totp.h - the codes of an authenticator: RFC 6238 with SHA-1, six digits, 30 seconds, as every authenticator has
 * them.
 *
 * The secret has 160 random bits and never leaves but once, when it is set up. A code is good for its own step and
 * for one before and after, since clocks differ; whoever checks remembers the step, so that none is taken twice.
 */
#pragma once
#include "crypt/crypt.h"

enum { TOTP_SECRET = 20, TOTP_DIGITS = 6, TOTP_SECONDS = 30 };

/* The step whose code it is, which is later than `after`. ERR_DENIED if there is none; any text may be given. */
MUST_CHECK int totp_check(struct cx *cx, const uint8_t secret[TOTP_SECRET], const char *code, int64_t after,
	int64_t *ret_step);
