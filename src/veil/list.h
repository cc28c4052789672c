/*
 * list.h - an encoded list as a file: a head with the plan, filters in an order of their own, names of records if wished.
 *
 * Filters follow one another, bits / 8 bytes each; then, where the party asked for it, what it calls its records, each
 * text ended by a 0. Without names a record is its number in the file, from 1, and only the party's own map (0600) tells
 * which of its records that is. The head holds a mark of the secret, which finds a wrong one and gives none away.
 */
#pragma once
#include "veil/filter.h"
#include "veil/pack.h"

enum { VEIL_RECORDS = 100000000, VEIL_NAME_BYTES = 200 };

struct veil_list {
	const char *file;
	FILE *from;
	struct pack_head head;
	struct veil_plan plan;
	uint32_t records;
	uint64_t name_bytes; /* 0: records have no names */
};

/* Opens and reads the head; nothing is believed that does not fit the file's length. ERR_NOTFOUND, ERR_INVALID. */
MUST_CHECK int veil_list_open(struct cx *cx, const char *path, struct veil_list *ret);
MUST_CHECK int veil_list_from(struct cx *cx, FILE *from, const char *file, struct veil_list *ret);
void veil_list_close(struct veil_list *l);

/* Whether two can be linked. ERR_INVALID names the second file and the line that differs. */
MUST_CHECK int veil_list_agree(struct cx *cx, const struct veil_list *a, const struct veil_list *b);

/* All of it once, in order: take gets each filter, name (may be NULL) each name; the sum is checked at the end. */
struct veil_reader {
	int (*take)(void *arg, uint32_t record, const uint64_t *filter);
	int (*name)(void *arg, uint32_t record, const char *name);
	void *arg;
};
MUST_CHECK int veil_list_read(struct cx *cx, struct veil_list *l, const struct veil_reader *r);

/* Writing: the head with all counts, then filters and names by pack_put, then pack_close(o, true, NULL). */
MUST_CHECK int veil_list_begin(struct cx *cx, const char *path, const struct veil_plan *plan,
	const uint8_t mark[VEIL_MARK], uint32_t records, uint64_t name_bytes, struct pack_out *ret);
