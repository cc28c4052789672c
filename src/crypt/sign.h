/*
 * sign.h - the registry's signature (Ed25519), which anybody with its public key can check.
 */
#pragma once
#include "crypt/crypt.h"

enum { SIGN_PUBLIC = 32, SIGNATURE_SIZE = 64 };

/* Signs bytes; the caller's first bytes say what kind of statement it is, so that none can pass for another. */
MUST_CHECK int sign_make(struct cx *cx, struct blob bytes, uint8_t ret_signature[SIGNATURE_SIZE]);

/* The registry's public key. */
MUST_CHECK int sign_public(struct cx *cx, uint8_t ret_key[SIGN_PUBLIC]);

/* The same for a body of its own, a witness say, whose secret is `seed`. Both wipe what they make on the way. */
enum { SIGN_SEED = 32 };
void sign_seed_public(const uint8_t seed[SIGN_SEED], uint8_t ret_key[SIGN_PUBLIC]);
void sign_seed_make(const uint8_t seed[SIGN_SEED], struct blob bytes, uint8_t ret_signature[SIGNATURE_SIZE]);

/* Whether `signature` is that key's over these bytes. Any other length than 64 is not. */
bool sign_check(const uint8_t key[SIGN_PUBLIC], struct blob bytes, struct blob signature);
