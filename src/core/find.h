/*
 * find.h - persons of all organisations by a name and a year of birth, for whoever must not be told of them.
 *
 * What is found goes to those who answer for these persons, and to the log; how much of it who asks is told is the
 * caller's matter. Spelling and the order of names do not matter (core/identity.h); a year is right within one.
 */
#pragma once
#include "base/cx.h"
#include "crypt/token.h"

enum { FOUND_MAX = 60 };

struct found {
	size_t n, exact;             /* the first `exact` were born in that very year */
	int64_t persons[FOUND_MAX];  /* row numbers, nobody twice */
};

MUST_CHECK int find_by_name(struct cx *cx, const char *given, const char *family, int64_t born,
	struct found *ret_found);

enum { FIND_TOKENS = 240 };

/* The tokens of a name and year, the surest first: as it is given, other forms of the given name ("Sasha", "Oleksandr"), and both with
   the years beside. No two alike; *ret_n of them. For looking among those the caller works with. */
MUST_CHECK int find_tokens(struct cx *cx, const char *given, const char *family, int64_t born,
	struct token ret_tokens[FIND_TOKENS], size_t *ret_n);
