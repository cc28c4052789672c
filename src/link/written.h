/*
 * written.h - a name as it was written, but for large letters: what alphabet, spelling and ending it has stays.
 *
 * For lists all of one hand, and to show what reading names across scripts and spellings is worth.
 */
#pragma once
#include "link/spell.h"

/* Whether a column's texts are names that the model takes as they were written. */
bool link_is_written(const struct link_model *m, int column);

/* As link_spell, where the form is one of names; other forms are its own. */
size_t link_written(enum link_form form, int n, const char *s, size_t length, char *out);
