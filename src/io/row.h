/*
 * row.h - a row being put together from cells that arrive one by one; for the files of this storey only.
 *
 * Once `rc` is not 0 nothing more is taken or handed over: readers look at it and leave. What a row holds is wiped with
 * the arena it lies in.
 */
#pragma once
#include "io/table.h"

struct row {
	struct cx *cx;
	table_take *take;
	void *arg;
	char *text;                      /* TABLE_ROW bytes: the cells, each ended by 0; text[0] is the empty one */
	size_t used;
	const char *cells[TABLE_COLUMNS];
	size_t n;                        /* one more than the last column that holds something */
	int64_t line;                    /* of this row */
	int64_t taken, most;             /* rows handed over, and how many may be below the heading */
	int rc;
	const char *rule;                /* that row `wrong` breaks, or NULL */
	int64_t wrong;
	bool sprung;                     /* the taker passed the ceiling of its arena */
};

void row_init(struct row *r, struct cx *cx, struct arena *arena, table_take *take, void *arg);

/* `n` bytes of well-formed UTF-8 without a 0 for column `column` (from 0). */
void row_cell(struct row *r, size_t column, const char *s, size_t n);

/* The row is whole: hand it over, unless it is empty, and begin the next. */
void row_end(struct row *r);

/* What is wrong with this row; said by row_leave. */
void row_bad(struct row *r, int code, const char *rule);

/* How the reading ended, once all has been let go: says what was wrong with a row; where the taker passed the ceiling
   of cx->arena, jumps where its trap says. */
MUST_CHECK int row_leave(struct cx *cx, const struct row *r);
