/*
 * crypt.h - the ground of this storey: random bytes, guarded memory, hashes.
 *
 * Only src/crypt includes sodium.h; everybody above sees bytes. A secret lives in memory that is locked,
 * left out of core dumps, fenced by guard pages and wiped when it is disposed of; there is deliberately no way to
 * print, log or template one. Whatever is hashed here is hashed in parts, each with its length (u32 LE) before it,
 * so that no two lists of parts are the same bytes.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/cx.h"

enum { HASH_SIZE = 32 };

/* Readies the library; once, before anything else here. ERR_BUG where the machine gives no random bytes. */
MUST_CHECK int crypt_init(void);

/* Cryptographic random bytes; the cx->rng of everything but a test. */
void crypt_random(void *to, size_t n);

/* Forget n bytes; the compiler does not take it away. */
void crypt_wipe(void *at, size_t n);

/* Whether n bytes are the same, in a time that does not depend on where they differ. */
bool crypt_equal(const void *a, const void *b, size_t n);

/* Guarded memory. `at` is NULL before secret_new and after secret_dispose, which may be called twice. */
struct secret {
	uint8_t *at;
	size_t n;
};

/* n zero bytes nobody else may see. ERR_LIMIT when the machine has no more. */
MUST_CHECK int secret_new(struct cx *cx, size_t n, struct secret *ret_secret);
void secret_dispose(struct secret *s);

#define BLOB(at_, n_) ((struct blob){(at_), (n_)})
#define BLOB_STR(s_) ((struct blob){(s_), strlen(s_)})

/* BLAKE2b-256 over `domain` and the parts: crypt_hash(to, "import row", BLOB_STR(key), BLOB(ref.at, REF_SIZE)). */
#define crypt_hash(ret_, domain_, ...) \
	crypt_hash_parts((ret_), (domain_), (const struct blob[]){__VA_ARGS__}, \
		sizeof((const struct blob[]){__VA_ARGS__}) / sizeof(struct blob))
void crypt_hash_parts(uint8_t ret[HASH_SIZE], const char *domain, const struct blob *parts, size_t n);

/* Plain BLAKE2b-256 of bytes, as b2sum -l 256 has it: what anybody can check without this program. */
void crypt_blake2b(uint8_t ret[HASH_SIZE], const void *bytes, size_t n);

/* Plain SHA-256: the one hash a stranger's verifier of the log needs. */
void crypt_sha256(uint8_t ret[HASH_SIZE], const void *bytes, size_t n);
