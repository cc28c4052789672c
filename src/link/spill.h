/*
 * spill.h - blocks of memory that stand in a file without a name, where a linkage has more than the memory it may use.
 *
 * A block is mapped from the file: who works in it need not know. A thread of its own watches how much of this process is in memory and,
 * before that is too much, takes pages of these blocks out; who touches one again gets it back from the file. So how much memory
 * there is changes how long a linkage takes and nothing of its answer. Room on the disk is taken when a block is made: a full disk is
 * an answer here, not a signal later. The file is readable by its owner alone, and goes with the process, however that ends.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct link_spill;

/* Pages are taken out so that the process stays under `limit` bytes, about. NULL: `folder` takes no file. */
struct link_spill *link_spill_new(const char *folder, size_t limit);
void link_spill_free(struct link_spill *s);

/* Block `*ret_block` (in: one there is, or -1) with room for n bytes; what is new is zero. NULL: the disk is full. One thread at a time. */
void *link_spill_grow(struct link_spill *s, int *ret_block, size_t n);
void link_spill_drop(struct link_spill *s, int block);

/* The most bytes of blocks there were. */
size_t link_spill_most(const struct link_spill *s);
