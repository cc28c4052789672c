#include "crypt/sign.h"

#include <sodium.h>

#include "crypt/ring_keys.h"

int sign_make(struct cx *cx, struct blob bytes, uint8_t ret_signature[SIGNATURE_SIZE]) {
	if (bug_if(cx, cx->ring == NULL))
		return ERR_BUG;
	crypto_sign_detached(ret_signature, NULL, bytes.at, bytes.n, cx->ring->sign_secret);
	return ERR_OK;
}

int sign_public(struct cx *cx, uint8_t ret_key[SIGN_PUBLIC]) {
	if (bug_if(cx, cx->ring == NULL))
		return ERR_BUG;
	memcpy(ret_key, cx->ring->sign_public, SIGN_PUBLIC);
	return ERR_OK;
}

void sign_seed_public(const uint8_t seed[SIGN_SEED], uint8_t ret_key[SIGN_PUBLIC]) {
	uint8_t secret[crypto_sign_SECRETKEYBYTES];
	crypto_sign_seed_keypair(ret_key, secret, seed);
	sodium_memzero(secret, sizeof secret);
}

void sign_seed_make(const uint8_t seed[SIGN_SEED], struct blob bytes, uint8_t ret_signature[SIGNATURE_SIZE]) {
	uint8_t public[SIGN_PUBLIC], secret[crypto_sign_SECRETKEYBYTES];
	crypto_sign_seed_keypair(public, secret, seed);
	crypto_sign_detached(ret_signature, NULL, bytes.at, bytes.n, secret);
	sodium_memzero(secret, sizeof secret);
}

bool sign_check(const uint8_t key[SIGN_PUBLIC], struct blob bytes, struct blob signature) {
	return signature.at != NULL && signature.n == SIGNATURE_SIZE
		&& crypto_sign_verify_detached(signature.at, bytes.at, bytes.n, key) == 0;
}
