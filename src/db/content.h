/*
 * content.h - what a connection wrote, as sums of row hashes: the log puts them into its entries, and a verifier makes
 * them again from the tables.
 *
 * Every row of a table of sql/content.txt has a hash, made with a key by the function of db_content_watch. A table's
 * sum is the sum of the hashes of rows added less those of rows removed, modulo 2^128; a changed row is removed and
 * added. So the order of rows does not matter, parts add up, and nobody without the key can make other rows give the
 * same sum. Sums follow savepoints: what is undone was never written.
 *
 * The bytes of a row: its table's number (1 byte), then for every column that is not NULL, in the order of the table:
 * its place from 0 (1 byte), its kind (1 byte: 3 text, 4 blob, 16 + k whole number), and u32 length and the bytes, or
 * the number in k bytes, two's complement, little-endian, the fewest that hold it (none for 0). A column added later,
 * NULL in older rows, changes no hash.
 */
#pragma once
#include "db/db.h"

enum { CONTENT_SUM = 16, CONTENT_SLOTS = 128 };

struct content {
	unsigned __int128 touched; /* bit 1 << number of the table */
	uint8_t sum[CONTENT_SLOTS][CONTENT_SUM];
};

typedef void content_hash(const void *key, const struct blob *parts, size_t n, uint8_t ret_hash[CONTENT_SUM]);

/* From now on the writer's connection sums up what it writes; `key` stays the caller's. ERR_DB. */
MUST_CHECK int db_content_watch(struct cx *cx, content_hash *hash, const void *key);

/* What was written since the last call, and begins anew; nothing where nobody watches. */
void db_content_take(struct cx *cx, struct content *ret_content);

/* Whether something was written that nobody has taken. */
bool db_content_waits(const struct cx *cx);

/* a = a + b, or a - b, modulo 2^128 */
void content_add(uint8_t a[CONTENT_SUM], const uint8_t b[CONTENT_SUM]);
void content_subtract(uint8_t a[CONTENT_SUM], const uint8_t b[CONTENT_SUM]);
bool content_zero(const uint8_t a[CONTENT_SUM]);

/* The i-th table of the list, from 0: its number, name, and whether its rows last and tell their act. 0: no more. */
int db_content_table(const struct cx *cx, int i, const char **ret_name, bool *ret_lasting);

/* Reads every row of the i-th table, in the caller's snapshot, and gives its act and hash to `each`, which ends the
   reading with a code of its own. A row we cannot have written (a fraction in it) gets a hash no row has. */
MUST_CHECK int db_content_read(struct cx *cx, int i, content_hash *hash, const void *key,
	int (*each)(void *arg, int64_t act, const uint8_t hash[CONTENT_SUM]), void *arg);
