/*
 * arena.h - memory with one owner and a ceiling.
 *
 * Everything a request, a job or a command allocates comes from one arena and goes with it.
 * Memory is zeroed and 16-byte aligned. No function here returns NULL: passing the ceiling jumps to the
 * trap (the dispatcher's one setjmp, which answers ERR_LIMIT) or, where none is set, ends the process;
 * so does a failed mmap. An arena belongs to one thread at a time.
 */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

struct arena;

enum { ARENA_DEFAULT = 8 << 20 }; /* bytes: the ceiling of an operation whose row names no other */

/* A new, empty arena that may hold at most `ceiling` bytes. */
struct arena *arena_new(size_t ceiling);
void arena_free(struct arena *a);

/* Forget everything in `a`; its memory is wiped and the first block kept for the next request. */
void arena_reset(struct arena *a);

/* A place in `a`: arena_back forgets (and wipes) everything allocated since, so that a loop over large things holds one at
   a time. What was allocated before stays; marks are given back in the opposite order. */
struct arena_mark {
	void *block;
	size_t at, used;
};
struct arena_mark arena_here(const struct arena *a);
void arena_back(struct arena *a, struct arena_mark to);

/* Where to jump (with value 1) when the ceiling is passed; gives the trap that was set before. NULL ends the process. */
jmp_buf *arena_trap(struct arena *a, jmp_buf *trap);

/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *a);

void *arena_alloc(struct arena *a, size_t n);
void *arena_array(struct arena *a, size_t n, size_t size);

/* `old` with room for `n` bytes instead of `was`: in place when it was the last thing allocated, else a copy. */
void *arena_grow(struct arena *a, void *old, size_t was, size_t n);

char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
