/*
 * secret.h - the secret parties share to encode their lists: 32 random bytes in a file of its own, mode 0600.
 *
 * The file has a line that names it, the bytes as sixteen groups of hexadecimal digits that can be read out over a
 * telephone, and a seventeenth that finds a wrong digit. It is read from a file only; no command takes it as a word.
 */
#pragma once
#include "crypt/keyed.h"

/* A new secret into `path`, which must not be there yet. ERR_CONFLICT, ERR_IO. */
MUST_CHECK int veil_secret_make(struct cx *cx, const char *path);

/* ERR_NOTFOUND; ERR_DENIED: others may read it; ERR_INVALID: not a secret, or a digit is wrong. Dispose of it. */
MUST_CHECK int veil_secret_read(struct cx *cx, const char *path, struct secret *ret);
