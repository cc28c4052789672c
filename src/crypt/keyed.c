#include "crypt/keyed.h"

#include <sodium.h>

#include "crypt/hash.h"

_Static_assert((int)KEYED_KEY == (int)KEY_SIZE, "one size of key");
_Static_assert(sizeof(struct sum) >= sizeof(crypto_generichash_state) + _Alignof(crypto_generichash_state), "a state fits, aligned");

void keyed_hash_parts(uint8_t *ret, size_t n, const uint8_t key[KEYED_KEY], const char *domain,
	const struct blob *parts, size_t n_parts) {
	hash_parts(ret, n, key, domain, parts, n_parts);
}

static crypto_generichash_state *state_of(struct sum *s) {
	size_t over = (uintptr_t)s->room % _Alignof(crypto_generichash_state);
	return (crypto_generichash_state *)(void *)(s->room + (over == 0 ? 0 : _Alignof(crypto_generichash_state) - over));
}

void sum_begin(struct sum *s) {
	crypto_generichash_init(state_of(s), NULL, 0, HASH_SIZE);
}

void sum_add(struct sum *s, const void *bytes, size_t n) {
	crypto_generichash_update(state_of(s), bytes, n);
}

void sum_end(struct sum *s, uint8_t ret[HASH_SIZE]) {
	crypto_generichash_final(state_of(s), ret, HASH_SIZE);
}
