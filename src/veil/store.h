/*
 * store.h - the filters of all parties, each party's in the order of bits set, in blocks of eight (dice.h).
 *
 * A filter has a place: the first party's begin at 0, every further party's at the next multiple of eight; places nobody
 * fills hold no bit. Where the filters do not fit into half of the memory that is left they lie in a file without a name
 * (in TMPDIR), and pieces of it are read as they are asked for. The file goes with the store, or with the process.
 */
#pragma once
#include "link/memory.h"
#include "veil/list.h"

enum { VEIL_PARTIES = 64, STORE_PLACES = 1 << 30, STORE_PIECE_LEAST = 64 /* blocks */ };

struct veil_party {
	const char *file;
	uint32_t first, records;  /* its first place */
	uint32_t *record;         /* of each of its places: number in its file, from 0 */
	uint32_t name_bytes, *name_at;
	char *names;              /* NULL: records have no names */
};

struct veil_store {
	struct link_memory *memory;
	unsigned words;
	int parties;
	struct veil_party party[VEIL_PARTIES];
	uint32_t places;
	uint16_t *count;          /* bits set, a place */
	uint64_t *blocks;         /* of all places; NULL: they are in the file */
	int fd;                   /* -1: none */
	uint32_t piece;           /* blocks of a piece that is read at once */
	uint64_t *slot[2];
	bool failed;              /* the file could not be read */
};

/* Reads the lists, which agree, twice each. ERR_INVALID names file and line; ERR_IO; ERR_LIMIT: more places than can be. */
MUST_CHECK int veil_store_fill(struct cx *cx, struct veil_store *s, struct link_memory *memory, struct veil_list *list,
	int lists);
void veil_store_close(struct veil_store *s);

/* Blocks from..from + n of all, n <= s->piece or everything resident; in slot 0 or 1 where they have to be read. */
const uint64_t *veil_store_blocks(struct veil_store *s, uint32_t from, uint32_t n, int slot);

/* One filter. */
void veil_store_filter(struct veil_store *s, uint32_t place, uint64_t *ret);

/* The party of a place. */
int veil_store_party(const struct veil_store *s, uint32_t place);
