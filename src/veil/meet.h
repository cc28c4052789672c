/*
 * meet.h - two parties find the keys they have in common and show each other no other: Diffie-Hellman set intersection.
 *
 *	question  one party's keys as points, each to the power of its secret scalar a, in ascending order
 *	answer    these points to the power of the other's b, in the same order; the other's keys to the power of b, ascending
 *	closing   those to the power of a, in the same order
 *
 * H(key)^ab is the same for both, and without a or b a point tells nothing of its key (Huberman, Franklin, Hogg 1999;
 * Meadows 1986). Ascending order tells nothing of the lists', and a point that stands twice is refused. What a party
 * learns: which of its own keys the other has, and how many keys the other has. Who sends keys it made up learns of those.
 *
 * A party's notes (mode 0600) hold its scalar and what its points stand for until it is finished; they serve once.
 */
#pragma once
#include "crypt/group.h"
#include "link/memory.h"
#include "veil/keys.h"
#include "veil/pack.h"

enum { MEET_POINTS = 10000000, MEET_NAME_BYTES = 200 };

enum meet_step { MEET_QUESTION, MEET_ANSWER, MEET_CLOSING, MEET__MAX };

struct meet_own { /* a key of a record */
	uint8_t point[GROUP_POINT];
	uint32_t key, name; /* which of the keys; where in names */
};

struct meet {
	struct cx *cx;
	struct link_memory *memory;
	int threads;
	enum meet_step step;        /* of the message this party sent, or read */
	struct veil_keys keys;
	const char *spelt[KEYS_MOST]; /* of meet_key */
	char round[VEIL_ROUND];
	uint8_t scalar[GROUP_SCALAR];
	struct meet_own *own;       /* ascending once meet_own_raise was called */
	uint32_t owns, own_room;
	char *names;
	size_t named, names_room;
	uint32_t points;            /* different ones of own */
	uint8_t (*theirs)[GROUP_POINT]; /* the other's, raised to both; ascending in notes */
	uint32_t theirs_n;
	uint8_t sent[HASH_SIZE];    /* sum of the message this party sent */
};

/* A message as it came; its points are checked to be ascending, and for nothing else. */
struct meet_message {
	const char *file;
	enum meet_step step;
	const char *keys, *round;
	uint32_t points, echoes;
	uint8_t (*echo)[GROUP_POINT], (*point)[GROUP_POINT];
	uint8_t to[HASH_SIZE], sum[HASH_SIZE];
};

void meet_init(struct meet *m, struct cx *cx, struct link_memory *memory, int threads);
void meet_wipe(struct meet *m);

/* "given+surname+birth": how one of the keys is written. */
const char *meet_key(struct meet *m, uint32_t key);

/* A key of the record called `name`: parts of veil_key_part, in the order of its fields. ERR_LIMIT, ERR_INVALID. */
MUST_CHECK int meet_add(struct meet *m, uint32_t key, const struct blob *parts, const char *name);

/* A new scalar, the keys as points raised to it and sorted. ERR_INVALID: there are none. */
MUST_CHECK int meet_own_raise(struct meet *m);

/* Points to the power of the party's scalar. ERR_INVALID names the file and the point that is none. */
MUST_CHECK int meet_raise(struct meet *m, const char *file, uint8_t (*point)[GROUP_POINT], uint32_t n);

MUST_CHECK int meet_message_read(struct meet *m, FILE *from, const char *file, struct meet_message *ret);

/* Writes this party's question, its answer to `to` with `echo`, or its closing; m->sent is the sum. */
MUST_CHECK int meet_message_write(struct meet *m, const char *path, const struct meet_message *to,
	uint8_t (*echo)[GROUP_POINT], uint32_t echoes);

MUST_CHECK int meet_notes_write(struct meet *m, const char *path);
MUST_CHECK int meet_notes_read(struct meet *m, FILE *from, const char *file);

/* Sorts n points; and whether one is among sorted ones. */
void meet_sort(uint8_t (*point)[GROUP_POINT], uint32_t n);
bool meet_has(uint8_t (*point)[GROUP_POINT], uint32_t n, const uint8_t *one);
