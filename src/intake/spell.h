/*
 * spell.h - the many spellings of one thing: headings, codes, countries.
 *
 * Case, marks on letters, blanks and whatever is neither a letter nor a digit do not count: "prs_First_Name",
 * "PRS First name" and "prsFirstName" are one. Everything lies in the arena the table was made in, but
 * for some room to work in, which spells_free gives back; one thread at a time.
 */
#pragma once
#include "base/arena.h"

enum { SPELL_TEXT = 400 }; /* bytes of a spelling that count */

struct spells;

struct spells *spells_new(struct arena *arena);
void spells_free(struct spells *s); /* takes NULL */

/* `text` means `value` (not 0) in `list`; what was said first stands. Several spellings are parted by |. */
void spells_add(struct spells *s, int list, const char *text, int value);

/* What `text` means in `list`; 0 if nobody has said. `n` bytes of it, well-formed UTF-8. */
int spells_find(const struct spells *s, int list, const char *text);
int spells_find_n(const struct spells *s, int list, const char *text, size_t n);

/* Several answers in one cell, parted by ; or , or blanks or line ends: the longest run of words that means something
   is one answer. Each goes into `ret` once, at most `most`; gives how many there were, or -1 with the first word that
   begins nothing in *ret_wrong (its length in *ret_wrong_n). */
int spells_several(const struct spells *s, int list, const char *text, int *ret, int most, const char **ret_wrong,
	size_t *ret_wrong_n);
