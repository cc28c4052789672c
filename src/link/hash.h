/*
 * hash.h - hashes that are the same on every machine; not for secrets.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* One to one: nothing is lost. */
static inline uint64_t link_mix(uint64_t z) {
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

/* Of n bytes; never 0. */
uint64_t link_hash(const char *s, size_t n);
