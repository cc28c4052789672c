/*
 * seal.h - texts that only the right key opens, and the keys of one person or place.
 *
 * A subject (a person, a place) has one random key a compartment, wrapped under the registry's key of that
 * compartment; destroying the wrapped key erases what it sealed. A sealed text is bound to its table, column, row,
 * subject and compartment, so a blob moved anywhere else does not open. Its length shows only in steps: 32 bytes up to
 * 256, then 256. The bytes are described in docs/format-sealed.md.
 *
 * An open key lies in the arena, like the texts it opens, and is wiped with it. Blobs and texts returned live there
 * too. ERR_CRYPTO always means: not sealed by this registry for this place, or damaged since.
 */
#pragma once
#include "crypt/ring.h"

struct seal_at { /* where a sealed text stands */
	const char *table, *column;
	int64_t row;        /* the row's number */
	struct ref subject; /* person, place; for C_META the account or question */
	enum compartment c;
};

struct key; /* an open key of one subject and compartment */

/* A new random key for `subject`, wrapped, for the caller to store. */
MUST_CHECK int key_new(struct cx *cx, enum compartment c, const struct ref *subject, struct blob *ret_wrapped);

/* Opens a wrapped key. ERR_CRYPTO if it was wrapped for another subject or compartment, or by another registry. */
MUST_CHECK int key_open(struct cx *cx, enum compartment c, const struct ref *subject, struct blob wrapped,
	struct key **ret_key);

/* The key of a subject from bytes that were sealed elsewhere than under the registry's key (crypt/box.h). */
MUST_CHECK int key_from(struct cx *cx, enum compartment c, const struct ref *subject, const uint8_t bytes[32],
	struct key **ret_key);

/* A key that needs both, the subject's own and bytes that were sealed elsewhere: destroying either erases. */
MUST_CHECK int key_mixed(struct cx *cx, const struct key *own, const uint8_t bytes[32], struct key **ret_key);

/* Wipes an open key before its arena does; takes NULL. */
void key_close(struct key *key);

/* Seals `text` for one place; NULL gives the NULL blob. `at` must name the key's own subject and compartment. */
MUST_CHECK int seal(struct cx *cx, const struct key *key, const struct seal_at *at, const char *text,
	struct blob *ret_sealed);

/* The text sealed for that place; the NULL blob gives NULL. ERR_CRYPTO on any mismatch. */
MUST_CHECK int unseal(struct cx *cx, const struct key *key, const struct seal_at *at, struct blob sealed,
	const char **ret_text);

/* The same under the registry's own key, for the texts of C_META: names of staff, questions asked. */
MUST_CHECK int seal_meta(struct cx *cx, const struct seal_at *at, const char *text, struct blob *ret_sealed);
MUST_CHECK int unseal_meta(struct cx *cx, const struct seal_at *at, struct blob sealed, const char **ret_text);
