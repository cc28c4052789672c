/*
 * spell.h - a value of a column in one of the forms of model.h, as text or as a number.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "link/model.h"

enum { SPELL_MOST = 2048 };

/* s[0..n) in `form`, of letters, into `out` of SPELL_MOST bytes; gives its length, 0 for nothing. Not for dates and rare words. */
size_t link_spell(enum link_form form, int n, const char *s, size_t length, char *out);

/* year * 10000 + month * 100 + day, parts not known 0; 0: no date. A calendar may lack the day. */
int32_t link_date(const char *s, size_t n, bool day_first);

/* A date as one of the forms of dates; 0 where parts are missing that it needs. */
uint32_t link_date_form(enum link_form form, int32_t date);

/* Words of s, parted by blanks: calls take for each, at most 24. */
size_t link_words(const char *s, size_t n, const char *word[24], size_t length[24]);
