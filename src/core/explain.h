/*
 * explain.h - marks that stand for a record or a person in one answer, and lead nobody to either.
 */
#pragma once
#include "base/cx.h"

/* The same for the same numbers and the same record; nothing else can be made of it. */
MUST_CHECK int explain_mark(struct cx *cx, const char *domain, const int64_t *numbers, size_t n,
	const struct ref *record, struct ref *ret_mark);
