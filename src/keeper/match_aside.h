/*
 * match_aside.h - pairs that could not be written down: set aside, tried again at growing pauses, and left to the next comparison of all.
 *
 * They hold up nobody: what comes after them is written meanwhile. How many there are stands with the newest run, for who administers
 * the registry; never which. In memory alone: a pair that a restart forgets is found again by the next comparison of all.
 */
#pragma once
#include "core/match.h"

enum { ASIDE_PAIRS = 64, ASIDE_TRIES = 5 };

struct match_asides {
	size_t n, more; /* `more`: there was no room for them */
	struct {
		struct match_pair pair;
		int tries;
		int64_t due; /* monotonic; INT64_MAX: not before all are compared again */
	} at[ASIDE_PAIRS];
};

void match_aside_put(struct match_asides *a, const struct match_pair *pair, int64_t now);

/* The next that is due, or -1. */
int match_aside_next(const struct match_asides *a, int64_t now);

/* How trying it went. */
void match_aside_tried(struct match_asides *a, int i, bool good, int64_t now);

/* When the next is due; INT64_MAX: none is. */
int64_t match_aside_due(const struct match_asides *a);
