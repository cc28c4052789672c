/*
 * keyed.h - hashes under a key that several parties share, and sums of files too long for memory.
 *
 * A keyed hash is BLAKE2b of the parts, each with its length (u32 LE) before it, the domain first: crypt.h's form, so
 * that anybody can make it again with a plain library. Without the key it tells nothing of what it was made of, however
 * few values that could have.
 */
#pragma once
#include "crypt/crypt.h"

enum { KEYED_KEY = 32, KEYED_MOST = 64 };

/* n (16..64) bytes over `domain` and the parts. */
#define keyed_hash(ret_, n_, key_, domain_, ...) \
	keyed_hash_parts((ret_), (n_), (key_), (domain_), (const struct blob[]){__VA_ARGS__}, \
		sizeof((const struct blob[]){__VA_ARGS__}) / sizeof(struct blob))
void keyed_hash_parts(uint8_t *ret, size_t n, const uint8_t key[KEYED_KEY], const char *domain,
	const struct blob *parts, size_t n_parts);

/* Plain BLAKE2b-256 of bytes that come piece by piece. Where the state begins depends on where the struct lies: not to be copied
   once begun. */
struct sum {
	uint8_t room[384 + 64];
};

void sum_begin(struct sum *s);
void sum_add(struct sum *s, const void *bytes, size_t n);
void sum_end(struct sum *s, uint8_t ret[HASH_SIZE]);
