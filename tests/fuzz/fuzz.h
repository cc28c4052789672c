/*
 * fuzz.h - what every fuzz target stands on: hostile bytes as an exact heap copy, a world to parse them in, and
 * properties that must hold whatever the bytes are.
 *
 *	FUZZ(cx, at, n) { ... MUST(x); ... }
 *
 * defines the entry libFuzzer calls. The body runs with an empty arena of 8 MiB whose ceiling, when passed, ends this
 * input and is no failure, as in the dispatcher and the worker. References and nonces come from a counter, so that an
 * input that fails once fails always. What a body makes outside the arena it must let go before it can pass a ceiling.
 */
#pragma once
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cx.h"
#include "base/str.h"

#define MUST(x) \
	do { \
		if (!(x)) { \
			fprintf(stderr, "%s:%d: must hold: %s\n", __FILE__, __LINE__, #x); \
			abort(); \
		} \
	} while (0)

static uint64_t fuzz_seed;

/* splitmix64: the same bytes for the same input. */
static inline void fuzz_rng(void *to, size_t n) {
	for (uint8_t *b = to; n > 0; n--, b++) {
		uint64_t z = fuzz_seed += UINT64_C(0x9e3779b97f4a7c15);
		z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
		z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
		*b = (uint8_t)(z >> 32);
	}
}

/* The first byte of the input, taken off; 0 where there is none. Targets choose with it. */
static inline uint8_t fuzz_take(const uint8_t **at, size_t *n) {
	if (*n == 0)
		return 0;
	--*n;
	return *(*at)++;
}

/* The rest of the input as a string, cut at its first NUL; its end is where a reader one byte too far is caught. */
static inline char *fuzz_text(const uint8_t *at, size_t n) {
	size_t length = strnlen((const char *)at, n);
	char *text = malloc(length + 1);
	MUST(text != NULL);
	memcpy(text, at, length);
	text[length] = 0;
	return text;
}

static inline void fuzz_run(void (*body)(struct cx *, const uint8_t *, size_t), const uint8_t *at, size_t n) {
	static struct arena *arena;
	static jmp_buf trap;
	if (arena == NULL) {
		setenv("TZ", "Europe/Vilnius", 1);
		arena = arena_new(ARENA_DEFAULT);
		arena_trap(arena, &trap);
	}
	fuzz_seed = 1;
	if (setjmp(trap) == 0) {
		struct cx cx = {.arena = arena, .rng = fuzz_rng, .lang = "en", .now = INT64_C(1772000000000000)};
		body(&cx, at, n);
	}
	arena_reset(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n);

#define FUZZ(cx, at, n) \
	static void fuzz_body(struct cx *cx, const uint8_t *at, size_t n); \
	int LLVMFuzzerTestOneInput(const uint8_t *fuzz_at, size_t fuzz_n) { \
		fuzz_run(fuzz_body, fuzz_at, fuzz_n); \
		return 0; \
	} \
	static void fuzz_body(struct cx *cx, const uint8_t *at, size_t n)
