/*
 * quick.c - passwords that cost nothing to try, for tests that sign in by the dozen: Argon2id with the least there is.
 *
 * Whoever links it wraps crypto_pwhash (tests/control/meson.build). While passwords_cost is set they cost what they do.
 */
#include "quick.h"

#include <sodium.h>

bool passwords_cost;

int __real_crypto_pwhash(unsigned char *out, unsigned long long n, const char *text, unsigned long long text_n,
	const unsigned char *salt, unsigned long long passes, size_t memory, int kind);
int __wrap_crypto_pwhash(unsigned char *out, unsigned long long n, const char *text, unsigned long long text_n,
	const unsigned char *salt, unsigned long long passes, size_t memory, int kind);

int __wrap_crypto_pwhash(unsigned char *out, unsigned long long n, const char *text, unsigned long long text_n,
	const unsigned char *salt, unsigned long long passes, size_t memory, int kind) {
	if (passwords_cost)
		return __real_crypto_pwhash(out, n, text, text_n, salt, passes, memory, kind);
	return __real_crypto_pwhash(out, n, text, text_n, salt, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN, kind);
}
