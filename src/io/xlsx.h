/*
 * xlsx.h - what a sheet's cells refer to: texts and styles of their workbook; for the files of this storey only.
 */
#pragma once
#include "io/package.h"

enum { XLSX_STYLES = 64 << 10, XLSX_FORMATS = 4096, XLSX_BLOCK = 256 << 10 };

struct shared { /* the texts, one after the other in blocks, each ended by 0 */
	struct arena *arena;
	char **blocks;
	size_t *starts;       /* of each text: number of its block * XLSX_BLOCK + place in it */
	size_t n, room, charged, blocks_n, used;
};

struct xlsx {
	struct arena *arena;
	const char *wanted;   /* name of the sheet to read; NULL: the first that is shown */
	struct package package;
	struct shared shared;
	bool from_1904;       /* days are counted from 1904-01-01 */
	bool dates[XLSX_STYLES]; /* of each style: whether its numbers are days */
	size_t styles;
};

/* Read the texts; ERR_LIMIT for more than TABLE_SHARED. The styles; what is no style of a day shows numbers. */
MUST_CHECK int xlsx_shared_read(struct xlsx *x, const char *part);
MUST_CHECK int xlsx_styles_read(struct xlsx *x, const char *part);

/* The i-th text; NULL if there is none. */
const char *xlsx_shared(const struct xlsx *x, size_t i);

/* Whether numbers of that style are days. */
bool xlsx_is_date(const struct xlsx *x, size_t style);

/* A number as a spreadsheet program would show it unformatted; of a day as 2022-03-01. `to` has room for 64. */
size_t xlsx_number(const struct xlsx *x, const char *text, bool date, char *to);

/* The rows of a sheet. */
MUST_CHECK int xlsx_sheet_read(struct xlsx *x, const char *part, struct row *row);
