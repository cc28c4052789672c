/*
 * memory.h - memory of one linkage: counted, under a limit, and let go all at once.
 *
 * Blocks may be given back one by one; what is left goes with link_memory_free. Asking for more than the limit jumps to the trap, which
 * stands in the thread that runs the linkage: threads that help it use link_try, which gives NULL instead.
 */
#pragma once
#include <setjmp.h>
#include <stddef.h>

struct link_memory;

/* At most `limit` bytes at once. Never NULL. */
struct link_memory *link_memory_new(size_t limit);
void link_memory_free(struct link_memory *m);

/* Where to jump, with value 1, when the limit is passed. */
void link_memory_trap(struct link_memory *m, jmp_buf *trap);

size_t link_memory_peak(const struct link_memory *m);
size_t link_memory_left(struct link_memory *m);

/* Zeroed. */
void *link_alloc(struct link_memory *m, size_t n, size_t size);

/* `old` (may be NULL) with room for n times size; what is new is not zeroed. */
void *link_grow(struct link_memory *m, void *old, size_t n, size_t size);
void *link_try(struct link_memory *m, void *old, size_t n, size_t size);

/* NULL is nothing. */
void link_free(struct link_memory *m, void *at);
