/*
 * pack.h - the files parties send each other: lines for people, then bytes, then a sum over all of it.
 *
 * The first line names kind and version; lines "name value" of plain characters follow, each name once, then an empty
 * line, then as many bytes as the lines say, then BLAKE2b-256 of everything before. Nothing in such a file is believed:
 * its length must be exactly what its lines make it, before anything is allocated for them. The sum finds damage, not
 * malice. A secret file and a party's own notes (mode 0600) have the same form.
 */
#pragma once
#include <stdio.h>

#include "base/cx.h"
#include "crypt/keyed.h"

enum { PACK_LINES = 16, PACK_HEAD = 4096 };

struct pack_head {
	const char *file;   /* what messages call it */
	int lines;
	struct { const char *name, *value; } line[PACK_LINES];
	uint64_t at, size;  /* where the bytes begin; of the whole file */
};

/* Reads the lines, to the first byte behind them. ERR_INVALID names file and line. */
MUST_CHECK int pack_head_read(struct cx *cx, FILE *from, const char *file, const char *magic, struct pack_head *ret);

/* The value of a line. ERR_INVALID where it is missing. */
MUST_CHECK int pack_line(struct cx *cx, const struct pack_head *h, const char *name, const char **ret);
MUST_CHECK int pack_number(struct cx *cx, const struct pack_head *h, const char *name, uint64_t least, uint64_t most,
	uint64_t *ret);
MUST_CHECK int pack_hex(struct cx *cx, const struct pack_head *h, const char *name, uint8_t *ret, size_t n);

/* "FILE, line NAME" for an error's field. */
const char *pack_where(struct cx *cx, const struct pack_head *h, const char *name);

/* Whether the file has exactly these bytes between lines and sum. ERR_INVALID says how many are missing or too many. */
MUST_CHECK int pack_fits(struct cx *cx, const struct pack_head *h, uint64_t bytes);

/* All n bytes in order, then the sum: pack_body_begin once, pack_take for each piece, pack_body_end. ERR_INVALID, ERR_IO. */
struct pack_body {
	const struct pack_head *head;
	FILE *from;
	struct sum sum;
};
MUST_CHECK int pack_body_begin(struct cx *cx, const struct pack_head *h, FILE *from, struct pack_body *ret);
MUST_CHECK int pack_take(struct cx *cx, struct pack_body *b, void *to, size_t n);
MUST_CHECK int pack_body_end(struct cx *cx, struct pack_body *b, uint8_t ret_sum[HASH_SIZE]); /* ret_sum may be NULL */

/* Writing: beside the file, renamed when whole. `own` files are for nobody else (0600) and never replace another. */
struct pack_out {
	struct cx *cx;
	const char *path, *beside;
	FILE *to;
	struct sum sum;
	bool own, failed;
};
MUST_CHECK int pack_open(struct cx *cx, const char *path, bool own, struct pack_out *ret);
void pack_put(struct pack_out *o, const void *bytes, size_t n);
void pack_put_line(struct pack_out *o, const char *name, const char *value); /* name NULL: the first line, or the empty one */
MUST_CHECK int pack_close(struct pack_out *o, bool sum, uint8_t ret_sum[HASH_SIZE]); /* ret_sum may be NULL */
void pack_drop(struct pack_out *o); /* instead of pack_close; takes one never opened */
