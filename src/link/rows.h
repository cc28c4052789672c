/*
 * rows.h - the records as the engine sees them: a row of numbers each, one a slot; equal numbers are equal values, 0 is none.
 *
 * A slot is a column in one form. Slots whose texts are compared or whose frequencies count are dense: numbers 1 to `values`, with a text
 * for each. Of the others the number is a hash or the date itself.
 */
#pragma once
#include "link/column.h"
#include "link/model.h"
#include "link/value.h"
#include "text/names.h"

enum { LINK_SLOTS = 64 };

struct link_day {
	uint32_t digits; /* of year, month and day, four bits each */
	int32_t number;  /* days, about, for how far two are apart */
};

struct link_slot {
	struct link_term term;
	bool dense, glanced, counted; /* the last two: with glances, with amounts */
	uint32_t values;
	char *text;
	uint32_t *at, *count; /* as of a column */
	struct name_groups *groups; /* of FORM_GIVEN: families of given names */
	struct link_day *day; /* of FORM_DATE: each value's */
	struct link_glance *glance;
	double *amount;       /* the numbers values stand for */
	int32_t *rarity;      /* thousandths of a bit that sharing this value tells more than sharing any */
	double same;          /* chance that two records with a value share it */
	uint32_t *map;        /* of the column's values; while rows are made */
	uint32_t *map2;       /* of the other column's, for FORM_EITHER */
	bool failed;
};

struct link_rows {
	struct link_memory *memory;
	uint32_t records;
	int slots;
	struct link_slot slot[LINK_SLOTS];
	uint32_t *row; /* records * slots */
};

/* The slot of a term, made if there is none yet; -1: there are too many. Before link_rows_make. */
int link_rows_slot(struct link_rows *r, struct link_term term, bool dense);

/* Fills the rows from the table. False: no memory. */
bool link_rows_make(struct link_rows *r, const struct link_table *t, const struct link_model *m, int threads);

static inline const uint32_t *link_row(const struct link_rows *r, uint32_t record) {
	return r->row + (size_t)record * (size_t)r->slots;
}

/* Asks for a row that will be read soon. */
static inline void link_row_ahead(const struct link_rows *r, uint32_t record) {
	const uint32_t *row = link_row(r, record);
	for (int i = 0; i < r->slots; i += 16)
		__builtin_prefetch(row + i);
}
