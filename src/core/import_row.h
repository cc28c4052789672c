/*
 * import_row.h - one row of an organisation's list, written or not at all.
 *
 * A row is known again by its number within organisation and kind, or by its content: source.mark is a keyed hash of
 * it, source.digest one of what it said last. The same row again writes nothing. A changed row is compared call by
 * call: what differs corrects the fact that the call of the same place made, what is gone takes it back. A number that
 * is mentioned before its own row has come is a person of whom nothing is known yet, so that files may come in any
 * order.
 */
#pragma once
#include <jansson.h>

#include "crypt/crypt.h"
#include "op/op.h"

enum import_kind { KIND_PERSONS, KIND_SERVICES, KIND_LINKS, KIND_RETURNS, KIND_ENTRIES };

enum { CALLS_MAX = 48, NUMBER_MAX = 60 };

struct import_work {
	enum import_kind kind;
	const char *name;        /* of the kind, as source.kind has it */
	uint32_t may;            /* bits 1 << enum capability */
	bool records;            /* ROLE_RECORDER: for its own organisation it brings what others record by hand */
	uint8_t seen[HASH_SIZE]; /* keyed hash over the rows so far, for the log */
};

enum row_result { ROW_ADDED, ROW_CHANGED, ROW_SAME };

/* The kind of that name, which may be a register's. False if there is none. */
bool import_kind_find(const struct profile *p, const char *name, enum import_kind *ret_kind);

/* Writes a row, in the caller's savepoint and act, for cx->actor; `row` is left as it was. Any failure is the row's,
   but ERR_BUSY, ERR_IO and ERR_DB. */
MUST_CHECK int import_row(struct cx *cx, struct import_work *w, json_t *row, enum row_result *ret_result);
