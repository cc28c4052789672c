/*
 * estimate.h - people no agency recorded: what is asked, the lists it is asked of, and what came out.
 *
 * A list is what bodies of one kind recorded in the years asked for; people whom links call one stand on it once.
 * Lists are made when somebody asks, as the facts stood after one act, and kept as counts of people by exactly which
 * lists they are on: no person stands in an estimate. A kind of body found a person itself unless another kind sent
 * her first; both ways of counting are kept. Records that may be of one person and that nobody has judged are links
 * that may be missing: each counts as likely as those that were judged turned out to be the same.
 *
 * The counting is done by whoever calls estimate_next, away from the store; it needs nothing but struct estimate_job.
 * What comes out is appended. An estimate is its organisation's own until that one releases it.
 */
#pragma once
#include "base/cx.h"

enum { ESTIMATE_LISTS = 8, ESTIMATE_CELLS = 1 << ESTIMATE_LISTS, ESTIMATE_STRATA = 4, ESTIMATE_ROWS = 320,
	ESTIMATE_TERMS = 160 };

struct estimate_job {
	int64_t id, resamples, seed;
	int lists;
	int64_t n[ESTIMATE_CELLS], own[ESTIMATE_CELLS]; /* by history; `own`: on lists that found them themselves */
	bool referred;                                  /* they differ */
	int strata;                                     /* kinds of people counted apart; 0: none */
	int stratum[ESTIMATE_STRATA];                   /* enum STRATUM_* */
	int64_t of[ESTIMATE_STRATA][ESTIMATE_CELLS];
	bool linked;                                    /* some links may be missing: */
	double missed[ESTIMATE_LISTS][ESTIMATE_LISTS];  /* i < j: share of them */
};

struct estimate_row { /* numbers of people: NONE where there is none; codes: 0 */
	int part, way, doubt, stratum, threshold; /* threshold: -1 for none */
	unsigned lists;
	char terms[ESTIMATE_TERMS];               /* sets of lists by their bits, "3 5"; empty for none */
	int64_t observed, value, low80, high80, low, high;
};

struct estimate_found {
	int finding; /* enum FINDING_* */
	int64_t observed, value, low, high;
	size_t n;
	struct estimate_row rows[ESTIMATE_ROWS];
};

/* The estimate that is to be counted next, one that was cut off first. ERR_NOTFOUND: none waits. */
MUST_CHECK int estimate_next(struct cx *cx, struct estimate_job *ret_job);

/* So many of its parts are done; false: it was stopped meanwhile. */
MUST_CHECK int estimate_going(struct cx *cx, int64_t id, int done, int parts, bool *ret_go_on);

/* What came out of it, in cx->act; NULL: it failed. One that was stopped meanwhile stays stopped. */
MUST_CHECK int estimate_finish(struct cx *cx, int64_t id, const struct estimate_found *found);

/* Make the lists of an estimate and keep them. ERR_INVALID names the field: too few kinds of body have records. */
struct estimate_asked {
	int64_t act;
	int from_year, year, whom, strata;
	uint32_t kinds; /* bits 1 << enum ORG_*; 0: all that are of use */
};
MUST_CHECK int estimate_lists_make(struct cx *cx, const struct estimate_asked *asked, int64_t id);
