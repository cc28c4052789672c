/*
 * badfile.h - what was wrong with a list, as a CSV beside it: row, column, value, reason.
 *
 * It holds what stood in the list, names too: nobody but its owner may read it. It is made with the first thing to say;
 * one of an earlier import is replaced, any other file of that name is left alone. No cell of it begins with what a
 * spreadsheet program would take for a formula.
 */
#pragma once
#include <stdio.h>

#include "base/cx.h"

struct badfile {
	const char *path;
	FILE *to; /* NULL: nothing to say so far */
	int64_t lines;
};

/* FILE.errors.csv; one of an earlier import is removed. ERR_CONFLICT: something else has that name. */
MUST_CHECK int badfile_init(struct cx *cx, struct badfile *b, const char *list);

/* One line. `reason` is a message id, written in cx->lang. ERR_IO. */
MUST_CHECK int badfile_add(struct cx *cx, struct badfile *b, int64_t row, const char *column, const char *value,
	const char *reason);

/* ERR_IO if not all of it could be written. */
MUST_CHECK int badfile_close(struct cx *cx, struct badfile *b);
