/*
 * register.h - records in the registers of the profile.
 *
 * A record is known by its number within register and organisation. Rows are appended: the same number again supersedes
 * the newest row, the same words again add nothing, and taking back supersedes with a row that says nothing.
 * entry_now holds the row that stands; entry_project is the only one who writes it.
 */
#pragma once
#include "core/operations.h"

enum { ENTRY_WARNINGS = 8 };

struct entry_put { /* what became of a record */
	int64_t id;          /* the row that stands */
	struct ref ref;
	const char *number;  /* as given, or made: "2026-17" */
	bool changed;        /* false: the same words stood there already */
	bool corrected;      /* changed, and an earlier row is superseded */
	size_t warnings_n;
	const char *warnings[ENTRY_WARNINGS]; /* "field: message id" */
};

/* Write a record for cx->actor.org from the input of entry_record, in cx->act. ERR_INVALID names the field; ERR_DENIED
   if that organisation does not keep the register. */
MUST_CHECK int entry_put(struct cx *cx, const struct in *in, struct entry_put *ret_put);

/* Take back the record that row `id` belongs to, whichever row of it is the newest. ERR_CONFLICT if that was done
   already. */
MUST_CHECK int entry_retract(struct cx *cx, int64_t id);

/* Make entry_now say what row `id` and the row it supersedes say; and all of them, from nothing. */
MUST_CHECK int entry_project(struct cx *cx, int64_t id);
MUST_CHECK int entries_project(struct cx *cx);

/* Ask for the reminders that the register's "due" gives a row just written. */
MUST_CHECK int entry_due_ask(struct cx *cx, int reg, int64_t entry);

/* A job's work: remind whoever keeps the record, if that row of it still stands. */
MUST_CHECK int entry_remind(struct cx *cx, int64_t entry);
