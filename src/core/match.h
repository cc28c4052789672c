/*
 * match.h - every record of a name held against all others, whoever wrote them: what is read for that, and what came out.
 *
 * The comparing is done by whoever calls these (keeper/matcher.c), away from the store's writer; here are its two ends. Names are
 * opened in the keeper and nowhere else, and what comes out names nobody: two persons, a weight in whole bits, and how far names,
 * birth, document and telephone agree. What is found is written in the registry's own name. It never merges; only where all that
 * is known agrees so well that the profile counts it as certain ("match_link_bits") does it link, and people may part it. Such a
 * link counts in figures alone (who.h): whoever knows a name and a birthday must not, by writing them down, close her file to
 * those who help her, or learn from a file that closes to him that she is here and named him.
 *
 * Who is told: an organisation that has met or supports both (likeness.h), with both records; and one that helps one side, having
 * taken on a referral of her, of nothing but its own person: that another agency may know her. Never whoever wrote last: writing a
 * name down asks nothing of the registry, or anybody could make a file to learn whether somebody helps her. Whoever only met her
 * is not told either: a made-up file lying in wait would say when she comes. And none where either file is closed to any part
 * of it, where the law keeps names from it, or where it does not help people and somebody on the other side does: what a helper
 * wrote down is not made felt outside those who help.
 *
 * Records up to the mark have been compared; whatever came later waits, also through a restart.
 */
#pragma once
#include "base/cx.h"

enum { MATCH_COLUMNS = 5, MATCH_ROWS = 500, MATCH_PARTS = 4 };

#define MATCH_MODEL "registry-2" /* profiles/models; links and weights of an earlier one keep its name */

extern const char *const match_columns[MATCH_COLUMNS]; /* given, family, born, document, phone */

struct match_row {
	int64_t identity, person;
	int64_t org;                         /* who wrote it down */
	int64_t supersedes;                  /* row it takes the place of; NONE */
	bool bare;                           /* nothing to compare: taken back, or erased */
	const char *cells[MATCH_COLUMNS];    /* "" where not known */
};

/* Up to MATCH_ROWS records of names after row `after`, in cx->arena; with `standing` only those nothing took the place of. */
MUST_CHECK int match_rows(struct cx *cx, int64_t after, bool standing, struct match_row **ret_rows, size_t *ret_n);

/* The newest row, and up to which they have been compared; NONE: never. */
MUST_CHECK int match_mark(struct cx *cx, int64_t *ret_newest, int64_t *ret_mark);

struct match_part {
	int compared, agree, bits; /* enum COMPARED_*, AGREE_*; 0, 0: not compared */
};

struct match_pair {
	int64_t person, other;
	int bits;  /* by how far things agree alone, as people are told: nobody learns how rare a name, number or birthday is */
	bool full; /* names agree wholly, and so do two days of birth that are both known to the day */
	struct match_part part[MATCH_PARTS];
	int weight; /* the same with how rare the values are */
};

/* Note pairs that may be of one person, and tell those who may know, in cx->act; *ret_new of them nobody knew. */
MUST_CHECK int match_note(struct cx *cx, const struct match_pair *pairs, size_t n, int64_t *ret_new);
MUST_CHECK int match_mark_set(struct cx *cx, int64_t identity);

/*
 * Comparing all with all: every night, at the first start, and when somebody asks.
 */

struct match_told {
	int64_t records, pairs, kib;
};

/* The run that waits or was cut off; NONE: none, and *ret_due says when the next is due. */
MUST_CHECK int match_next(struct cx *cx, int64_t *ret_run, int64_t *ret_due);
/* So many pairs are set aside now; it stands with the newest run. */
MUST_CHECK int match_aside(struct cx *cx, int64_t n);
MUST_CHECK int match_going(struct cx *cx, int64_t run, int done, int parts, bool *ret_go_on);

/* How it ended; NULL: it failed. One that was stopped meanwhile stays stopped. */
MUST_CHECK int match_end(struct cx *cx, int64_t run, const struct match_told *told);
