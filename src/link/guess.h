/*
 * guess.h - what each column of an unknown list holds, from its heading and from what stands in it.
 *
 * Headings are known in Lithuanian, English, Russian, Ukrainian, Belarusian, Polish, Latvian and German; a heading that the contents
 * belie is not believed. Columns of numbers of rows, of answers (cluster, truth) and without anything to tell are ignored, with a reason.
 */
#pragma once
#include "link/column.h"
#include "link/model.h"

struct link_guess {
	enum link_kind kind;
	bool by_heading;
	bool day_first;
	double words, length;  /* a value, on average */
	const char *why;       /* message id: why it is ignored; NULL */
};

/* `own[i]` columns (id, source, truth) are ignored. Fills guess[] and the kinds of *m. */
void link_guess(const struct link_table *t, const bool *own, struct link_guess *guess, struct link_model *m);

/* The kind a heading alone speaks of; LINK_KIND__MAX: none. */
enum link_kind link_guess_heading(const char *heading);

/* Whether a heading speaks of birth. */
bool link_guess_birth(const char *heading);
