/*
 * who.h - who is one person, as the links stood after one act.
 *
 * Records that somebody said are of one person count as one, under the record with the lowest number. Persons who
 * matter to an answer get a place, 1, 2, 3 ..., under which what is known about them is kept. Everything lives in
 * cx->arena: a bit a person, and four bytes once somebody has a place.
 */
#pragma once
#include "base/cx.h"

struct bits { /* by row number */
	uint64_t *at;
	size_t n;
};

struct bits bits_new(struct cx *cx, int64_t max);

static inline bool bits_get(const struct bits *b, int64_t i) {
	return (size_t)i < b->n && ((b->at[i / 64] >> (i % 64)) & 1) != 0;
}

static inline void bits_set(struct bits *b, int64_t i) {
	if ((size_t)i < b->n)
		b->at[i / 64] |= UINT64_C(1) << (i % 64);
}

struct linked;

struct who_links { /* how many pairs of records count as one person, by how that is known */
	int64_t certain;   /* the same identity document */
	int64_t reviewed;  /* people said so */
	int64_t automatic; /* the registry weighed all that is known, and nobody has looked */
};

struct who {
	struct cx *cx;
	int64_t persons; /* the highest row number */
	struct linked *linked;
	size_t linked_n;
	struct who_links links;
	struct bits is_linked;
	uint32_t *places; /* by row number of a person; NULL until somebody has one */
	uint32_t n;       /* of them */
	int64_t first, last; /* between which row numbers all records of those persons are */
};

/* Read the links as they stood after `act`. */
MUST_CHECK int who_begin(struct cx *cx, int64_t act, int64_t persons, struct who *ret_who);

/* The record under which that one counts. */
int64_t who_is(const struct who *w, int64_t person);

/* The place of somebody; a new one if there is none yet. And that of anybody: 0 if there is none. */
uint32_t who_place(struct who *w, int64_t person);
uint32_t who_find(const struct who *w, int64_t person);
