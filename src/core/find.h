/*
 * find.h - persons of all organisations by a name and a year of birth, for whoever must not be told of them.
 *
 * What is found goes to those who answer for these persons, and to the log; how much of it who asks is told is the
 * caller's matter. Spelling and the order of names do not matter (core/identity.h); a year is right within one.
 */
#pragma once
#include "base/cx.h"

enum { FOUND_MAX = 60 };

struct found {
	size_t n, exact;             /* the first `exact` were born in that very year */
	int64_t persons[FOUND_MAX];  /* row numbers, nobody twice */
};

MUST_CHECK int find_by_name(struct cx *cx, const char *given, const char *family, int64_t born,
	struct found *ret_found);
