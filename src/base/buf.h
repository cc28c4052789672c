/*
 * buf.h - bytes that grow, inside an arena and under a ceiling.
 *
 * `at` is always NUL-terminated (the NUL is not counted in `n`), so a buf can be read as a string.
 * Passing the ceiling springs the arena's trap: no caller tests for it.
 */
#pragma once
#include "base/arena.h"

struct buf {
	struct arena *arena;
	char *at;
	size_t n, room, ceiling;
};

struct buf buf_new(struct arena *a, size_t ceiling);
void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Room for `n` more bytes at the end; the caller writes there and then adds to `n` what it wrote. */
char *buf_room(struct buf *b, size_t n);
