/*
 * audit_file.h - proofs and checkpoints in files: what `atrama audit` and `atrama witness` read and print.
 */
#pragma once
#include <jansson.h>

#include "base/cx.h"

/* A whole file of at most 64 MiB, or standard input for "-", as text in the arena. ERR_NOTFOUND, ERR_IO, ERR_LIMIT. */
MUST_CHECK int audit_file_read(struct cx *cx, const char *path, const char **ret_text);

/* Prints it, indented; takes it over. */
MUST_CHECK int audit_file_print(struct cx *cx, json_t *json);

/*
 * `atrama audit check FILE`: a letter's proof file, as a stranger reads it (docs/format-sealed.md, "A proof in a
 * file").
 * Prints what it proves. ERR_CRYPTO: it proves nothing, and which entry is wrong; ERR_INVALID: it is no such file.
 */
MUST_CHECK int audit_check(struct cx *cx, const char *path);
