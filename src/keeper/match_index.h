/*
 * match_index.h - the names of a registry in memory, laid out to find who is like whom (link/live.h), told in the registry's codes.
 *
 * Lives in the keeper's memory and nowhere else. Records are numbered by the rows of `identity` they come from; one
 * that is dropped is found no more. What it held is wiped when it goes. About 400 bytes a record. One thread at a time.
 */
#pragma once
#include "core/match.h"

struct match_index;

/* At most `limit` bytes. NULL: no memory. */
struct match_index *match_index_new(size_t limit);
void match_index_free(struct match_index *x); /* takes NULL */

/* A record; before match_index_make as one of many, afterwards found at once. One that takes another's place drops it; a bare one
   is nothing more than that. False: no memory. */
bool match_index_add(struct match_index *x, const struct match_row *row);

/* All that were there at the beginning have come. Reads the model. False: no memory; ERR_BUG is logged where the model is none. */
bool match_index_make(struct match_index *x, struct cx *cx);

int64_t match_index_newest(const struct match_index *x);
int64_t match_index_records(const struct match_index *x);
size_t match_index_bytes(const struct match_index *x);

enum { MATCH_FOUND = 20 };

/* Who is like record `identity`, at least `bits`, the likest first; nobody twice. */
size_t match_index_find(struct match_index *x, int64_t identity, int bits, struct match_pair found[MATCH_FOUND]);

enum { MATCH_ASKED = 48 };

struct match_asked {
	int64_t person;
	int bits; /* by how far things agree alone; 0 is even odds, were she anybody of the registry */
	bool own; /* by a record that the asker's organisation wrote; else by another's */
};

/*
 * Persons whose record is like these cells, the likest first: by records that `org` wrote at most MATCH_ASKED / 2, and as many by others';
 * nobody twice by either, since who may be told of one may not of the other. How often a name occurs changes neither whether a person is given nor in which order. Nothing of the question is kept.
 */
size_t match_index_ask(struct match_index *x, const char *const *cells, int64_t org, int bits, struct match_asked found[MATCH_ASKED]);

/*
 * All pairs at least so like, once, right after match_index_make; each person pair once, the likest first. `go_on` is asked now and
 * then; `take` gives false to end it. False: ended, or no memory.
 */
bool match_index_all(struct match_index *x, int bits, bool (*go_on)(void *arg, int done, int parts),
	bool (*take)(void *arg, const struct match_pair *pair), void *arg, int64_t *ret_pairs);
