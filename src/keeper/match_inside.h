/*
 * match_inside.h - the index as its own files see it: a table while it is read, then rows of numbers and what finds them.
 *
 * A record whose person is 0 was dropped before the index was made.
 */
#pragma once
#include "keeper/match_index.h"
#include "link/live.h"

struct match_index {
	struct link_memory *memory;
	size_t limit;
	struct link_table table;
	struct link_engine engine;
	struct link_live live;
	bool made;
	uint32_t records, room;
	int64_t *person;  /* of a record */
	int32_t *org;     /* who wrote it */
	uint8_t *daily;   /* whether its birth is known to the day */
	int64_t newest;   /* row of identity */
	uint32_t *of;     /* record + 1 of a row of identity; 0: none */
	int64_t of_room;
};
