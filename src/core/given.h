/*
 * given.h - the values of a record of a register or sheet as they are given: by field number, then in the order given.
 */
#pragma once
#include "op/register.h"

enum { GIVEN_MAX = 64 }; /* as many as one field of a request may hold */

struct given_value {
	struct cell_field field;
	struct cell cell;
	int rank; /* 0, or its place where a field has several */
};

struct given {
	size_t n;
	struct given_value at[GIVEN_MAX];
};

/* Take one more. ERR_INVALID where the field has one already, or the same value twice. */
MUST_CHECK int given_add(struct cx *cx, struct given *g, const struct cell_field *field, const struct cell *cell);

/* The first value of the field with that code (may be NULL); NULL if there is none. */
const struct given_value *given_find(const struct given *g, const char *code);

/* ERR_INVALID where a field that the definition requires has no value. */
MUST_CHECK int given_required(struct cx *cx, const struct given *g, const json_t *definition);

bool given_same(const struct cell *a, const struct cell *b);
