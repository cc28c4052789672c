/*
 * column.h - a table of people, each column a dictionary of distinct texts and one number a record.
 *
 * Number 0 is a cell without anything in it. Value i (from 1) stands at text[at[i] .. at[i + 1]). Records and values are at most 2^29.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "link/memory.h"

enum { LINK_COLUMNS = 400, LINK_VALUES = 1 << 29, LINK_BATCH = 2048, LINK_BATCH_TEXT = 1 << 18 };

/* Why no more goes in. */
enum link_full { LINK_FULL_NOT, LINK_FULL_VALUES, LINK_FULL_MEMORY };

struct link_column {
	const char *name;
	uint32_t values;       /* distinct texts */
	uint32_t filled;       /* records with one */
	char *text;
	uint32_t *at, *count;  /* values + 2 and values + 1 of them; count[0] is not kept */
	uint32_t *id;          /* one a record */
	/* while it is filled */
	uint64_t *table;       /* upper half of a hash, number of a value */
	uint32_t mask, room;
	size_t text_n, text_room;
	enum link_full full;
};

/* Rows on their way into a table: at most LINK_BATCH, and as much text as they have. Zeroed it is empty. */
struct link_batch {
	uint32_t rows;
	size_t n, room;
	char *text;
	struct link_cell {
		uint32_t at, n;
	} *cell; /* columns a row */
};

struct link_table {
	struct link_memory *memory;
	uint32_t records, room;
	int columns;
	struct link_column *column;
	struct link_batch batch; /* of link_table_add */
	enum link_full full;
};

void link_table_init(struct link_table *t, struct link_memory *memory, int columns, const char *const *names);

/* A further record: its cells, "" for an empty one. False, here or later: the table holds as much as it can (t->full). */
bool link_table_add(struct link_table *t, size_t n, const char *const *cells);

/* The same in two steps, so that one thread may read rows while another takes them in. The batch is empty afterwards. */
bool link_batch_add(struct link_memory *m, struct link_batch *b, int columns, size_t n, const char *const *cells);
bool link_table_take(struct link_table *t, struct link_batch *b, int threads);
void link_batch_free(struct link_memory *m, struct link_batch *b);

static inline bool link_batch_is_full(const struct link_batch *b) {
	return b->rows == LINK_BATCH || b->n >= LINK_BATCH_TEXT;
}

/* Nothing more comes. False as above. */
bool link_table_close(struct link_table *t);

static inline const char *link_value(const struct link_column *c, uint32_t id, size_t *ret_n) {
	*ret_n = c->at[id + 1] - c->at[id];
	return c->text + c->at[id];
}
