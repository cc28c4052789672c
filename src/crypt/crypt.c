#include "crypt/crypt.h"

#include <sodium.h>
#include <string.h>

#include "crypt/hash.h"

int crypt_init(void) {
	return sodium_init() < 0 ? ERR_BUG : ERR_OK;
}

void crypt_random(void *to, size_t n) {
	randombytes_buf(to, n);
}

void crypt_wipe(void *at, size_t n) {
	sodium_memzero(at, n);
}

bool crypt_equal(const void *a, const void *b, size_t n) {
	return sodium_memcmp(a, b, n) == 0;
}

int secret_new(struct cx *cx, size_t n, struct secret *ret_secret) {
	uint8_t *at = sodium_malloc(n);
	if (at == NULL)
		return err_say(cx, ERR_LIMIT, NULL, N_("There is not enough memory for a key."), NULL);
	sodium_memzero(at, n);
	*ret_secret = (struct secret){at, n};
	return ERR_OK;
}

void secret_dispose(struct secret *s) {
	sodium_free(s->at); /* wipes; takes NULL */
	*s = (struct secret){0};
}

void le_put(uint8_t *to, uint64_t value, size_t n) {
	for (size_t i = 0; i < n; i++)
		to[i] = (uint8_t)(value >> (8 * i));
}

uint64_t le_get(const uint8_t *from, size_t n) {
	uint64_t value = 0;
	for (size_t i = 0; i < n; i++)
		value |= (uint64_t)from[i] << (8 * i);
	return value;
}

static void part(crypto_generichash_state *state, const void *at, size_t n) {
	uint8_t prefix[4];
	le_put(prefix, n, sizeof prefix);
	crypto_generichash_update(state, prefix, sizeof prefix);
	if (n > 0)
		crypto_generichash_update(state, at, n);
}

void hash_parts(uint8_t *ret, size_t n, const uint8_t key[KEY_SIZE], const char *domain, const struct blob *parts,
	size_t n_parts) {
	crypto_generichash_state state;
	crypto_generichash_init(&state, key, key == NULL ? 0 : KEY_SIZE, n);
	part(&state, domain, strlen(domain));
	for (size_t i = 0; i < n_parts; i++)
		part(&state, parts[i].at, parts[i].n);
	crypto_generichash_final(&state, ret, n);
	sodium_memzero(&state, sizeof state);
}

void crypt_hash_parts(uint8_t ret[HASH_SIZE], const char *domain, const struct blob *parts, size_t n) {
	hash_parts(ret, HASH_SIZE, NULL, domain, parts, n);
}

void crypt_blake2b(uint8_t ret[HASH_SIZE], const void *bytes, size_t n) {
	crypto_generichash(ret, HASH_SIZE, bytes, n, NULL, 0);
}

void crypt_sha256(uint8_t ret[HASH_SIZE], const void *bytes, size_t n) {
	crypto_hash_sha256(ret, bytes, n);
}
