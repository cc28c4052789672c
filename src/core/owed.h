/*
 * owed.h - who answers for a figure, and who has delivered for a time (profiles/README.md, "An obligation").
 *
 * A body's newest word on an item and a time stands. Without a word its records of that time speak for it, where the
 * obligation names a register or a family; a word taken back silences them. What is owed every month is delivered for a
 * year when each of its months is.
 */
#pragma once
#include "core/count.h"

struct delivery { /* of an item for a year */
	int item, year;
	int bodies, delivered; /* who answer, and how many of them have delivered */
	bool applies;          /* somebody did not say that it does not apply to them */
};

struct word;

struct owed {
	struct ledgers *ls;
	const struct bodies *bodies;
	struct pass **passes; /* by enum family, those that were run; NULL elsewhere */
	struct word *words;   /* by item, year, month and body, the newest last */
	size_t words_n;
	struct delivery *known;
	size_t known_n;
};

/* Read every word said up to the act of `ls`. */
MUST_CHECK int owed_begin(struct ledgers *ls, const struct bodies *b, struct pass **passes, struct owed *ret_owed);

/* How an item stands for a year. Item 0 is nobody's. */
MUST_CHECK int owed_read(struct owed *o, int item, int year, struct delivery *ret_delivery);

/* Whether every body that answers has delivered, and there is one. */
static inline bool delivery_whole(const struct delivery *d) {
	return d->bodies > 0 && d->delivered == d->bodies;
}

/* Whether a body answers for an item of L_ITEM, and whether that is owed every month. */
bool item_owes(const struct profile *p, int item, const struct body *body);
bool item_monthly(const struct profile *p, int item);
