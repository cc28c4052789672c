/*
 * import_mark.h - how a row of a list is known again, and whether it says what it said.
 *
 * Both are keyed hashes: the store alone tells nobody which numbers or words stood in a list. The order of the keys of
 * an object counts, as the face wrote it.
 */
#pragma once
#include "core/import_row.h"

/* Of all the row says: about whom, and its calls. */
MUST_CHECK int import_digest(struct cx *cx, const json_t *row, uint8_t ret_digest[HASH_SIZE]);

/* Of what a row is known again by. */
MUST_CHECK int import_mark(struct cx *cx, const struct import_work *w, const json_t *row,
	const uint8_t digest[HASH_SIZE], uint8_t ret_mark[HASH_SIZE]);

/* The same where it is a number in lists of that kind. */
MUST_CHECK int import_mark_of_number(struct cx *cx, const char *kind, const char *number, uint8_t ret_mark[HASH_SIZE]);
