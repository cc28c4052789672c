/*
 * sheet.h - sheets of a person's file as they are written and read (op/sheet.h says what a sheet is).
 *
 * Rows are appended. A row stands until another supersedes or settles it, and a row that retracts never stands. A
 * correction names the row it is made from; if that one stands no more, nothing is refused: the new row is kept beside the
 * one that stands, both are shown, the organisation gets a task, and a record that names both settles it. Rows joined by
 * supersedes, settled and beside are one record.
 *
 * Codes, numbers and days are values in a table; the texts of a row are one note (FACT_SHEET), JSON by field, which only
 * the organisation that wrote it opens.
 */
#pragma once
#include "core/fact.h"

struct sheet_row { /* a row as far as it decides who may see it */
	int kind;
	int64_t org;
	int64_t unseen_org, unseen_unit; /* NONE where it names none */
};

/* Whether cx->actor may see that the row is there, and its coded part. `shares` as consent_reads gives them. */
bool sheet_shown(const struct cx *cx, const struct sheet_row *row, unsigned shares);

enum { SHEET_VALUES = 64 }; /* of one row */

/* Whether it stands among others (a timeline): shown, and not aside. Who never sees the very row was asked before. */
bool sheet_listed(const struct cx *cx, int kind, int64_t org, unsigned shares);

/* The texts of a row of the caller's own organisation as "field=value", added to the `n` there; SHEET_VALUES at most.
   `vault` as note_text. ERR_DENIED where the session cannot open them. */
MUST_CHECK int sheet_texts(struct cx *cx, struct vault *vault, int64_t person, int kind, int64_t id,
	const char *says[SHEET_VALUES], size_t *n);

/* The coded values of a row as "field=value" in cx->arena; codes that have left the profile are passed over. */
MUST_CHECK int sheet_values(struct cx *cx, int kind, int64_t id, const char *ret_says[SHEET_VALUES], size_t *ret_n);

/* Ask for what the definition wants a row just written to bring: reminders before its day, looking how she is. */
MUST_CHECK int sheet_due_ask(struct cx *cx, int kind, int64_t id);

/* Jobs: remind who wrote a row of its day (JOB_SHEET_DUE), or to see how she is (JOB_SHEET_FOLLOW), if that row still
   stands. `job` is the job's row number. */
MUST_CHECK int sheet_remind(struct cx *cx, int64_t job);
MUST_CHECK int sheet_follow(struct cx *cx, int64_t job);
