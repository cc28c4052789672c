/*
 * grow.h - arrays that grow one by one, in an arena.
 */
#pragma once
#include "base/arena.h"

/* `at` with room for one more than its n things of `size` bytes; its room is 0, 64, 128, 256 ... of them. */
static inline void *grow(struct arena *a, void *at, size_t n, size_t size) {
	if (n != 0 && (n < 64 || (n & (n - 1)) != 0))
		return at;
	return arena_grow(a, at, n * size, (n == 0 ? 64 : 2 * n) * size);
}
