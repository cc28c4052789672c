/*
 * table.h - a table in a file, read row by row: CSV (libcsv, where a row has quotation marks) or XLSX (libzip and expat),
 * whichever the bytes are.
 *
 * All input is hostile: nothing here trusts a length, a count or a name in the file. Memory is bounded whatever the
 * file says, for nothing is kept but the row at hand and, for XLSX, its table of shared strings (at most TABLE_SHARED
 * bytes).
 * A CSV may be UTF-8 with or without its mark, or UTF-16 with one, and separates by comma, semicolon or tab: the first
 * line tells, or a line sep=; before it. Cells come as well-formed UTF-8, without blanks at their ends; a day of an
 * XLSX as "2022-03-01", its true and false as TRUE and FALSE, its formulas as the values they had.
 */
#pragma once
#include "base/cx.h"

enum {
	TABLE_COLUMNS = 400,         /* columns in a row */
	TABLE_CELL = 32 << 10,       /* bytes in a cell */
	TABLE_ROW = 512 << 10,       /* bytes in a row */
	TABLE_SHARED = 64 << 20,     /* bytes of an XLSX's shared strings */
	TABLE_PACKED = 250,          /* times its size a part of an XLSX may unpack to, once it is over 16 MiB */
	TABLE_ROWS = 2000000,        /* rows */
};
#define TABLE_UNPACKED (UINT64_C(2) << 30)       /* bytes all parts of an XLSX may unpack to: read from a file */
#define TABLE_UNPACKED_BYTES (UINT64_C(256) << 20) /* and from memory */

struct table_row {
	int64_t line;             /* number of the row in the file, from 1, empty ones counted */
	size_t n;
	const char *const *cells; /* "" for an empty one; valid during the call */
};

/* Called for the heading, then for every row that is not empty. Leaving with another code than 0 ends the reading. */
typedef int table_take(struct cx *cx, const struct table_row *row, void *arg);

/* Reads from `fd`, from its present place to its end; an XLSX must be a whole file. ERR_INVALID says what is wrong,
   with field "row" and the row's number as value where it has one; ERR_LIMIT: more than the bounds above. */
MUST_CHECK int table_read(struct cx *cx, int fd, table_take *take, void *arg);

/* The same with another limit than TABLE_ROWS: for a caller that says so itself, or bounds what it keeps by memory. */
MUST_CHECK int table_read_rows(struct cx *cx, int fd, int64_t most, table_take *take, void *arg);

/* The same from memory: what a page was sent. */
MUST_CHECK int table_read_bytes(struct cx *cx, struct blob file, table_take *take, void *arg);

/* The same, of the sheet of that name of an XLSX, in any case. ERR_NOTFOUND, said by nobody: it has none of that name;
   ERR_INVALID for a file that is no XLSX. */
MUST_CHECK int table_read_sheet(struct cx *cx, struct blob file, const char *sheet, table_take *take, void *arg);
