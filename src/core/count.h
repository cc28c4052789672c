/*
 * count.h - who counts: the one place where a record is judged, for figures and for their explanations.
 *
 * A count reads the facts as they stood after one act. Records come in the order of their days, and of their recording
 * within a day; the first one of a person that stands is counted, and one bit a person remembers it. Records that were
 * said to be of one person count as one (links as they stood then). Nothing here reads a projection, so what was
 * published can be had again. Memory: three bits a person and three a record of the family, in cx->arena.
 */
#pragma once
#include <jansson.h>

#include "base/cx.h"
#include "base/time.h"

enum { FORMS_MAX = 64 }; /* numbers of forms of exploitation */

struct family { /* what an indicator of the profile counts, by the name it gives as "family" */
	const char *name;
	int stage; /* of its decisions; 0: it counts help given */
	bool ever; /* a person counts once for ever, else once a year */
};

struct bits {
	uint64_t *at;
	size_t n; /* bits */
};

struct body { /* an organisation, by row number */
	int kind;
	const char *name;
};

struct linked;

struct count {
	struct cx *cx;
	const struct family *family;
	int64_t act;    /* as recorded up to this act */
	uint64_t kinds; /* bits 1 << enum ORG_*: bodies whose records count */
	struct body *bodies;
	size_t bodies_n;
	struct linked *linked;
	size_t linked_n;
	struct bits is_linked, earlier, seen;    /* persons; counted in earlier years, and in the year at hand */
	struct bits corrected, voided, retracts; /* records */
	int year;                                /* the year at hand */
	int32_t year_end;                        /* its last day */
};

struct record { /* of any family */
	int64_t id, person, org;
	int32_t happened;
	int form, outcome;
};

struct year {
	int64_t total, forms[FORMS_MAX]; /* by main form; 0 where the family has none */
	bool delivered;
};

static inline int32_t year_first(int64_t year) {
	return day_from_ymd((int)year, 1, 1);
}

static inline int32_t year_last(int64_t year) {
	return day_from_ymd((int)year, 12, 31);
}

/* Ready to judge the first record of an indicator, as recorded up to `act`. */
MUST_CHECK int count_begin(struct cx *cx, int indicator, int64_t act, struct count *c);

/* Why a record is counted or not, enum REASON_*; 0 for a row that only takes another back. Every record at most once,
   in the order said above. */
int count_judge(struct count *c, const struct record *r);

/* Count the years first..last in one pass over the family; `years` has a place for each. NULL only remembers who was
   counted by the end of `last`. */
MUST_CHECK int count_years(struct count *c, int64_t first, int64_t last, struct year *years);

/* An organisation by row number. */
const struct body *count_body(const struct count *c, int64_t org);

/* The bodies an indicator counts, and that answer for it: bits 1 << enum ORG_*. */
uint64_t count_kinds(const struct cx *cx, int indicator);
