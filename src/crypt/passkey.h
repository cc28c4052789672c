/*
 * passkey.h - what an authenticator says, checked: WebAuthn level 2, the parts that are bytes and signatures.
 *
 * Bytes of strangers: anything may come. A new passkey is taken with attestation "none", or "packed" signed by
 * itself; who made it is not asked. Keys are ES256 (P-256) and EdDSA (Ed25519). A statement counts only where
 * somebody was there (UP) and was verified by it (UV), and for the site the passkey was made for. What the browser
 * says it signed is somebody else's to read (core/passkey.h); here it is a hash. libfido2 is used to verify only: no
 * device is ever opened.
 */
#pragma once
#include "crypt/crypt.h"

enum { PASSKEY_ID_MAX = 1023, PASSKEY_KEY_MAX = 1 + HASH_SIZE + 64 };

struct passkey {
	struct blob id;   /* its number */
	struct blob key;  /* kind of key, hash of the site, public key */
	uint32_t counter; /* how often it says it was used; 0 where it does not count */
};

/* Loads what verifying needs, before folders close; once. ERR_CRYPTO where the library cannot verify. */
MUST_CHECK int passkey_warm(struct cx *cx);

/* A new passkey of the site `rp`; its blobs lie in cx->arena. ERR_INVALID: not one that is taken here. */
MUST_CHECK int passkey_read(struct cx *cx, const char *rp, const uint8_t client[HASH_SIZE], struct blob attestation,
	struct passkey *ret_passkey);

/* Whether that passkey signed it for the site `rp`; *ret_counter is what it says now. ERR_DENIED. */
MUST_CHECK int passkey_verify(struct cx *cx, const char *rp, struct blob key, const uint8_t client[HASH_SIZE],
	struct blob authenticator, struct blob signature, uint32_t *ret_counter);
