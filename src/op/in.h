/*
 * in.h - the input of an operation: checked against its row before anybody sees it.
 *
 * What in_parse lets through has no unknown field, no missing one, no wrong type, nothing too long, no control
 * characters, no direction overrides, and every code and reference well formed. Text is well-formed UTF-8 without
 * blanks at its ends. Strings live in cx->arena.
 */
#pragma once
#include <jansson.h>

#include "op/op.h"

struct value {
	int64_t number; /* T_INT, T_DAY, T_INSTANT, T_BOOL, T_CODE */
	const char *text;
	struct ref ref;
};

struct in_field {
	enum field_id id;
	size_t n; /* how many values were given; 0 for an optional field left out */
	const struct value *values;
};

struct in {
	const struct op *op;
	size_t n;
	struct in_field *fields;
	/* What the dispatcher found for the row's ON, before the call: */
	int64_t person; /* row number of the person concerned, 0 where there is none */
	int64_t object; /* row number of the thing in ON */
};

/* Check `object` against the row of `op`. ERR_INVALID names field, value and rule; an empty string of an optional
   field counts as left out. */
MUST_CHECK int in_parse(struct cx *cx, const struct op *op, const json_t *object, struct in *ret_in);

/* Readers. Asking for a field that is not in the row's IN, or for a value that was not given, is a bug and ends the
   process; ask in_has first for an OPT. */
bool in_has(const struct in *in, enum field_id id);
size_t in_count(const struct in *in, enum field_id id);
const struct value *in_at(const struct in *in, enum field_id id, size_t i);
int64_t in_number(const struct in *in, enum field_id id);
int in_code(const struct in *in, enum field_id id);
int32_t in_day(const struct in *in, enum field_id id);
const char *in_text(const struct in *in, enum field_id id); /* NULL for an optional text left out */
const struct ref *in_ref(const struct in *in, enum field_id id);

/* Deterministic bytes of the whole input (for the keyed digest in act and audit). */
struct blob in_bytes(struct cx *cx, const struct in *in);
