/*
 * text64.h - bytes as text: base64url without padding, as browsers give what a passkey says, and base32, as
 * authenticators read a secret.
 *
 * Reading takes the one text that writing would give: no blanks, no padding, no stray bits at the end.
 */
#pragma once
#include "crypt/crypt.h"

/* The bytes of a text, in cx->arena. ERR_INVALID names the field. */
MUST_CHECK int base64_get(struct cx *cx, const char *field, const char *text, struct blob *ret_bytes);

/* The text of bytes, in cx->arena. */
const char *base64_put(struct cx *cx, struct blob bytes);

/* Base32 of RFC 4648, without padding. */
const char *base32_put(struct cx *cx, struct blob bytes);
