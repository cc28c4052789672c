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

bool sign_check(const uint8_t key[SIGN_PUBLIC], struct blob bytes, struct blob signature) {
	return signature.at != NULL && signature.n == SIGNATURE_SIZE
		&& crypto_sign_verify_detached(signature.at, bytes.at, bytes.n, key) == 0;
}
