/*
 * hash.h - keyed BLAKE2b over length-prefixed parts; for the files of this storey only.
 */
#pragma once
#include "crypt/crypt.h"

enum { KEY_SIZE = 32 };

/* n (16..64) bytes of BLAKE2b, keyed when key is not NULL, over `domain` and the parts. */
void hash_parts(uint8_t *ret, size_t n, const uint8_t key[KEY_SIZE], const char *domain, const struct blob *parts,
	size_t n_parts);

/* Little-endian, whatever the machine. */
void le_put(uint8_t *to, uint64_t value, size_t n);
uint64_t le_get(const uint8_t *from, size_t n);
