/*
 * block.h - which pairs are looked at at all: a rule's records sorted by its key, and every pair within a group.
 *
 * A pair that an earlier rule gives is not given again: the two rows say so themselves, no set of pairs is kept. A group of more than
 * LINK_GROUP records is not paired in full: its records are sorted three ways by what else they hold, and each is paired with those
 * next to it; a later rule may give such a pair again, which link_score counts once. Each pair has left < right. Which pairs are given
 * does not depend on the number of threads.
 */
#pragma once
#include "link/rows.h"

enum { LINK_GROUP = 1200, LINK_WINDOW = 8, LINK_SMALL = 8 };

#define LINK_LAST 0x80000000U /* of a group */

struct link_key {
	uint32_t first, second, record;
};

struct link_large { /* keys of groups too large, sorted */
	size_t n, room;
	uint64_t *at;
};

struct link_groups { /* records with the same key, group after group; the top bit stands on the last of each */
	uint32_t n, *record; /* NULL: not made, or not kept */
};

struct link_blocks {
	const struct link_rows *rows;
	const struct link_model *model;
	const uint32_t *source; /* one a record: pairs of one source are left out; NULL: all */
	int threads;
	int slot[LINK_RULES][LINK_TERMS];
	struct link_large large[LINK_RULES];
	struct link_groups groups[LINK_RULES];
	struct link_key *key, *spare; /* a record each, while groups are made */
	bool small_only;              /* only groups of at most LINK_SMALL: where few share a key, more of them are one person */
	/* as the last run of a rule found them: pairs of such groups, pairs if large groups were paired in full, records of the largest */
	uint64_t small[LINK_RULES], whole[LINK_RULES];
	uint32_t largest[LINK_RULES];
};

enum { LINK_PAIRS = 128 };

struct link_pair {
	uint32_t left, right;
};

/* Up to LINK_PAIRS at a time, in any order: their rows have just been looked at. */
typedef void link_take(void *arg, int thread, const struct link_pair *pair, size_t n);

/* Asks `rows` for the slots of the model's rules. False: too many. */
bool link_blocks_init(struct link_blocks *b, struct link_rows *rows, const struct link_model *model);

/*
 * Pairs of one rule; `share` of them drawn by their numbers; `after` leaves out those of earlier rules, which must have been run before.
 * `take` may be NULL. Gives how many pairs there are before both. False: no memory.
 */
bool link_blocks_run(struct link_blocks *b, int rule, double share, bool after, link_take *take, void *arg, uint64_t *ret_pairs);

/* Which rules have each record in a group of at most LINK_SMALL: one bit each. False: groups of a rule were not kept. */
bool link_blocks_small(const struct link_blocks *b, uint32_t *ret_small);

/* Makes b->groups[rule]. False: no memory. */
bool link_groups_make(struct link_blocks *b, int rule);

/* Give memory back: of one rule that is not run again; what sorting needed; everything. */
void link_blocks_drop(struct link_blocks *b, int rule);
void link_blocks_sorted(struct link_blocks *b);
void link_blocks_end(struct link_blocks *b);

/* Whether a rule gives this pair. */
bool link_blocks_has(const struct link_blocks *b, int rule, const uint32_t *left, const uint32_t *right);

/* Key of a row under a rule; 0: it has none. */
uint64_t link_blocks_key(const struct link_blocks *b, int rule, const uint32_t *row);
