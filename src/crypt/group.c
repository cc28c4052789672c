#include "crypt/group.h"

#include <sodium.h>

#include "crypt/hash.h"

_Static_assert(GROUP_POINT == crypto_core_ristretto255_BYTES, "size of a point");
_Static_assert(GROUP_SCALAR == crypto_core_ristretto255_SCALARBYTES, "size of a scalar");

void group_scalar(struct cx *cx, uint8_t ret_scalar[GROUP_SCALAR]) {
	uint8_t wide[crypto_core_ristretto255_NONREDUCEDSCALARBYTES];
	do {
		cx->rng(wide, sizeof wide);
		crypto_core_ristretto255_scalar_reduce(ret_scalar, wide);
	} while (sodium_is_zero(ret_scalar, GROUP_SCALAR));
	sodium_memzero(wide, sizeof wide);
}

bool group_scalar_is(const uint8_t scalar[GROUP_SCALAR]) {
	uint8_t wide[crypto_core_ristretto255_NONREDUCEDSCALARBYTES] = {0}, reduced[GROUP_SCALAR];
	memcpy(wide, scalar, GROUP_SCALAR);
	crypto_core_ristretto255_scalar_reduce(reduced, wide);
	bool same = sodium_memcmp(reduced, scalar, GROUP_SCALAR) == 0 && !sodium_is_zero(scalar, GROUP_SCALAR);
	sodium_memzero(wide, sizeof wide);
	sodium_memzero(reduced, sizeof reduced);
	return same;
}

void group_point(uint8_t ret_point[GROUP_POINT], const char *domain, const struct blob *parts, size_t n_parts) {
	uint8_t wide[crypto_core_ristretto255_HASHBYTES];
	hash_parts(wide, sizeof wide, NULL, domain, parts, n_parts);
	crypto_core_ristretto255_from_hash(ret_point, wide);
	sodium_memzero(wide, sizeof wide);
}

bool group_raise(uint8_t ret_point[GROUP_POINT], const uint8_t scalar[GROUP_SCALAR],
	const uint8_t point[GROUP_POINT]) {
	uint8_t raised[GROUP_POINT];
	if (crypto_scalarmult_ristretto255(raised, scalar, point) != 0) /* 0 also means: a point, and not the neutral one */
		return false;
	memcpy(ret_point, raised, GROUP_POINT);
	return true;
}
