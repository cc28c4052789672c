/*
 * blank.h - a form to be filled in with a pen: numbered questions with boxes and lines, as a PDF on A4.
 *
 * Whoever makes one adds items in the order of asking; texts are in the form's own language and are not copied. Every sheet
 * carries the form's title and version, its number among all sheets, and a place for the day, the number of the set and who
 * wrote it, so that sheets that were parted find one another. A question stays on one sheet where it fits on one.
 */
#pragma once
#include <stdbool.h>

#include "base/buf.h"
#include "base/cx.h"

enum { BLANK_COLUMNS = 6 };

enum blank_answer {
	BLANK_LINE, BLANK_LINES, BLANK_NUMBER, BLANK_ONE, BLANK_SEVERAL, BLANK_ORDER, BLANK_DAY, BLANK_CLOCK, BLANK_DAY_CLOCK,
	BLANK_TICK
};

struct blank_option {
	const char *label, *code;
};

struct blank_column {
	const char *number, *label, *codes; /* codes: "1 = Yes, 2 = No", "" */
};

struct blank_item {
	struct blank_item *next;
	enum { BLANK_HEADING, BLANK_SAY, BLANK_ASK, BLANK_TABLE } kind;
	int level;                            /* of a heading: 2 or 3 */
	const char *number, *label, *hint, *skip; /* "" where there is none; skip: when it is asked */
	enum blank_answer answer;
	const struct blank_option *options;   /* of a choice */
	size_t options_n;
	struct blank_column columns[BLANK_COLUMNS]; /* of a table */
	int columns_n, rows;
};

struct blank {
	struct cx *cx;
	const char *title, *version, *lead;   /* lead: what to know before, "" */
	const char *dated;                    /* the day it was made, "2023-03-01" */
	struct blank_item *items, *last;
};

struct blank *blank_new(struct cx *cx, const char *title, const char *version, const char *lead, const char *dated);

/* One item more, empty texts in it, at the end. */
struct blank_item *blank_add(struct blank *b, int kind, const char *label);

/* ERR_LIMIT past the ceiling of `out`. */
MUST_CHECK int blank_pdf(const struct blank *b, struct buf *out);
