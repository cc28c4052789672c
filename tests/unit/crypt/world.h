/*
 * world.h - a cx with a counting rng and a registry folder of its own, for the tests of this storey.
 */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypt/ring.h"
#include "crypt/crypt.h"

static uint8_t world_count; /* the next byte of the rng: 0, 1, 2 ... */

static inline void world_rng(void *to, size_t n) {
	for (size_t i = 0; i < n; i++)
		((uint8_t *)to)[i] = world_count++;
}

struct world {
	struct cx cx;
	char dir[64], keys[80], root[96];
};

/* A folder with a root key of bytes 00 01 ... 1f, its ring open. */
static inline int world_setup(void **state) {
	struct world *w = calloc(1, sizeof *w);
	world_count = 0;
	if (w == NULL || crypt_init() != 0)
		return -1;
	w->cx = (struct cx){.arena = arena_new(ARENA_DEFAULT), .rng = world_rng};
	snprintf(w->dir, sizeof w->dir, "/tmp/atrama-test-XXXXXX");
	if (mkdtemp(w->dir) == NULL)
		return -1;
	snprintf(w->keys, sizeof w->keys, "%s/keys", w->dir);
	snprintf(w->root, sizeof w->root, "%s/root", w->keys);
	*state = w;
	return ring_create(&w->cx, w->dir, false) == 0 && ring_open(&w->cx, w->dir, &w->cx.ring) == 0 ? 0 : -1;
}

static inline int world_teardown(void **state) {
	struct world *w = *state;
	ring_free(w->cx.ring);
	chmod(w->keys, 0700);
	unlink(w->root);
	rmdir(w->keys);
	rmdir(w->dir);
	arena_free(w->cx.arena);
	free(w);
	return 0;
}

static inline const char *world_hex(struct world *w, const void *at, size_t n) {
	char *to = arena_alloc(w->cx.arena, 2 * n + 1);
	for (size_t i = 0; i < n; i++)
		snprintf(to + 2 * i, 3, "%02x", ((const uint8_t *)at)[i]);
	return to;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
