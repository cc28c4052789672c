/*
 * memory.h - memory of one linkage: counted, under a limit, and let go all at once.
 *
 * Blocks may be given back one by one; what is left goes with link_memory_free. Asking for more than the limit jumps to the trap, which
 * stands in the thread that runs the linkage: threads that help it use link_try, which gives NULL instead. With a folder to spill to,
 * large blocks beyond the limit stand in a file (spill.h), and only a full disk or a folder that takes no file is an end.
 */
#pragma once
#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>

struct link_memory;

/* At most `limit` bytes at once. Never NULL. */
struct link_memory *link_memory_new(size_t limit);
void link_memory_free(struct link_memory *m);

/* Where to jump, with value 1, when the limit is passed. */
void link_memory_trap(struct link_memory *m, jmp_buf *trap);

/* Where to spill, from the next block on. `at_once`: large blocks go there from the beginning, since not all will fit. */
void link_memory_spill(struct link_memory *m, const char *folder, bool at_once);

enum link_spilled { LINK_SPILL_NOT, LINK_SPILL_FOLDER, LINK_SPILL_FULL };
/* Why the file was no help: the folder takes none, or the disk is full. */
enum link_spilled link_memory_spill_failed(struct link_memory *m);
/* The most that stood in the file. */
size_t link_memory_spilled(const struct link_memory *m);

size_t link_memory_peak(const struct link_memory *m); /* but for the file */
/* A size without end where there is a folder: what is worked out must not hang on the memory there is. */
size_t link_memory_left(struct link_memory *m);

/* Zeroed. */
void *link_alloc(struct link_memory *m, size_t n, size_t size);

/* `old` (may be NULL) with room for n times size; what is new is not zeroed. */
void *link_grow(struct link_memory *m, void *old, size_t n, size_t size);
void *link_try(struct link_memory *m, void *old, size_t n, size_t size);

/* NULL is nothing. */
void link_free(struct link_memory *m, void *at);
