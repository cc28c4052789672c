/*
 * pseudonym.h - a person, by a word that leads nowhere else.
 *
 * The word is keyed: the same person has the same word for the same reader and the same use, and another one for
 * anybody else and in any other year, so that two lists cannot be laid side by side. Nobody can turn it back.
 */
#pragma once
#include "base/cx.h"

enum { PSEUDONYM_TEXT = 2 * 8 + 1 };

/* The word for `person` (a row number) to organisation `org`, for one use and year (0: none). */
MUST_CHECK int pseudonym(struct cx *cx, const char *use, int64_t org, int64_t year, int64_t person,
	char ret_word[PSEUDONYM_TEXT]);
