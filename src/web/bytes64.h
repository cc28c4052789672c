/*
 * bytes64.h - a file as text and back: base64url without padding, as the keeper has it.
 *
 * Pure. Reading takes only what writing would give.
 */
#pragma once
#include "base/buf.h"
#include "base/cx.h"

/* The text of bytes, in the arena. */
const char *bytes64_put(struct arena *a, struct blob bytes);

/* Adds the bytes of a text to `out`. ERR_INVALID: it is not of this alphabet, or has bits over. */
MUST_CHECK int bytes64_add(struct buf *out, const char *text);
