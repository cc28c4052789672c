/*
 * edges.h - pairs of filters that are alike, from the most alike on.
 *
 * Every filter of one party is compared with every one of another, but those whose numbers of bits cannot reach the bar. What is
 * found is kept in memory and, where that is full, in sorted runs in a file without a name. Given out they are in one order,
 * by Dice and then by place, whatever the number of threads and the memory.
 */
#pragma once
#include "veil/dice.h"
#include "veil/store.h"

enum { EDGE_RUNS = 64, EDGE_ONE = 1000000 };

struct veil_edge {
	uint32_t miss, left, right; /* EDGE_ONE less a millionth of Dice; places, left < right */
};

struct veil_search {
	unsigned bar;           /* of DICE_ONE */
	int threads;
	bool within;            /* also pairs of one party */
	enum dice_way way;
	bool (*go_on)(void *arg, int done, int of); /* NULL: nobody asks */
	void *arg;
};

struct veil_edges {
	struct link_memory *memory;
	struct veil_edge *edge; /* the last run */
	size_t n, room;
	int fd, runs;
	uint64_t run[EDGE_RUNS], kept; /* lengths of runs in the file; edges in all */
	uint64_t compared, pairs;      /* Dice worked out; pairs there are */
	bool full, failed, stopped;
	/* while they are given out */
	struct { struct veil_edge *at; uint64_t next, end; uint32_t i, n; } reader[EDGE_RUNS + 1];
	uint32_t reads;
};

/* ERR_LIMIT: more pairs than there is room for; ERR_IO; ERR_BUSY: go_on said no. */
MUST_CHECK int veil_edges_find(struct cx *cx, struct veil_edges *e, struct veil_store *s, const struct veil_search *how);
void veil_edges_close(struct veil_edges *e);

/* The next one; false: there is none, or the file could not be read (e->failed). */
bool veil_edges_next(struct veil_edges *e, struct veil_edge *ret);
