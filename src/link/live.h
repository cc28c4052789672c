/*
 * live.h - records that go on arriving, each held against all that are there: an engine with a model, and a list a rule and key.
 *
 * Begins as link_prepare and link_learn left an engine whose model was given; from then on records are added and dropped one by one.
 * A record added later is the same row of numbers as if it had been there from the beginning, but how rare its values are stays what it
 * was then: a value nobody had weighs as one of a single record, and in a small list rareness hardly counts. A new beginning now and
 * then (every night) counts anew. Rules and comparisons of rare words, and of amounts, cannot go on and are refused. All memory is that of
 * the engine's table; looking up changes nothing but what `seen` remembers. One thread at a time.
 */
#pragma once
#include "link/engine.h"
#include "link/find.h"

struct link_live {
	struct link_engine *engine;
	uint32_t room;             /* records there is place for */
	struct link_words {        /* values of a dense slot by their text */
		uint32_t mask, room, text_room;
		uint32_t *at;          /* number of a value, 0: none */
		int32_t once;          /* how rare a value of one record is */
	} words[LINK_SLOTS];
	struct link_chain {        /* records of one rule by key */
		uint32_t mask;
		uint32_t *head, *next; /* record + 1, 0: none */
	} chain[LINK_RULES];
	uint64_t *gone;            /* a bit a record */
	struct link_seen *asked;   /* what was compared for one question */
};

/* False: no memory, or the model has what cannot go on. The engine stays the caller's and must stay where it is. */
bool link_live_make(struct link_live *l, struct link_engine *e);

/* A further record: a cell a column, "" for none. False: no memory. */
bool link_live_add(struct link_live *l, const char *const *cells, uint32_t *ret_record);

/* It is found no more. */
void link_live_drop(struct link_live *l, uint32_t record);

/*
 * The strongest records beside `record` with at least `floor` thousandths of a bit, strongest first, as link_find gives them. A key
 * that more than LINK_GROUP records share is passed over.
 */
int link_live_find(const struct link_live *l, uint32_t record, int32_t floor, struct link_edge found[LINK_FOUND], uint32_t *ret_weighed);

/*
 * Those that share a rule's key with a row of such cells, each once, with the pattern of the two. Nothing of the question is left afterwards.
 * False: no memory.
 */
bool link_live_ask(struct link_live *l, const char *const *cells, void (*take)(void *arg, uint32_t record, uint64_t pattern), void *arg);
