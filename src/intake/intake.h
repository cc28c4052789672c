/*
 * intake.h - an organisation's list becomes rows for the keeper (row.h), or a list of what is wrong with it.
 *
 * One table of headings (headings.def, and the registers of the profile) and one of answers (values.def) say what a
 * file means; rows are then checked by the rules the keeper has (op/in.h, op/register.h), so what passes here is
 * refused there only for what the store knows. One bad row never stops the others. Nothing is dropped without being
 * named: a heading is taken, known but not stored yet, said twice, or unknown.
 *
 * Needs cx->profile and text_warm(); touches no file, no clock and no environment. Memory is bounded whatever the file
 * holds, and what was read of a row is wiped before the next.
 */
#pragma once
#include "io/table.h"

struct intake;

struct intake_set { /* what stands in a column the file does not have, or leaves empty */
	const char *column, *value;
};

struct intake_as {
	const char *kind; /* persons, services, links, returns, or the code of a register */
	const char *org;  /* code of the organisation whose rows they are */
	int org_kind;     /* enum ORG_* */
	const struct intake_set *sets;
	size_t sets_n;
};

struct intake_bad {
	int64_t line;
	const char *column; /* the heading as the file has it, else our name of the column; "" where it is about the row */
	const char *value;  /* what stands there */
	const char *rule;   /* message id */
};

/* What is called while a file is read; each may be NULL. Leaving with another code than 0 ends the reading. Strings
   hold during the call. */
struct intake_to {
	int (*rows)(struct cx *cx, const char *json, size_t rows, void *arg); /* at most IMPORT_ROWS; fits a request */
	int (*bad)(struct cx *cx, const struct intake_bad *bad, void *arg);   /* a row may have several */
	void *arg;
};

enum intake_fate {
	INTAKE_TAKEN,
	INTAKE_NOT_STORED, /* known, and this registry has no place for it yet */
	INTAKE_REPEATED,   /* another column of the file says the same and is taken */
	INTAKE_UNKNOWN,
};

struct intake_column {
	const char *heading; /* as the file has it; "" for a column without one that holds something */
	enum intake_fate fate;
};

struct intake_sum {
	int64_t rows, good, bad; /* rows that are not empty; those without and with something wrong */
};

/* ERR_NOTFOUND: no such kind; ERR_DENIED: that kind of organisation does not keep this register; ERR_INVALID: a column
   in `sets` that the kind does not have. */
MUST_CHECK int intake_new(struct cx *cx, const struct intake_as *as, const struct intake_to *to,
	struct intake **ret_intake);
void intake_free(struct intake *it); /* takes NULL */

/* For table_read, `arg` being the intake: the heading first, then rows. ERR_INVALID for a heading that leaves nothing
   to take, or lacks a column without which no row can be right. Where a call of `to` passes the arena's ceiling, the
   intake has been freed. */
table_take intake_take;

/* After the last row: what waits goes out. */
MUST_CHECK int intake_end(struct cx *cx, struct intake *it);

/* What became of the file's columns. */
size_t intake_columns(const struct intake *it, const struct intake_column **ret_columns);
struct intake_sum intake_sum(const struct intake *it);

/* The file's column for a field the keeper names in an error, from 0; -1 if it has none. */
int intake_column_of(const struct intake *it, const char *field);
