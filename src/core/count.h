/*
 * count.h - who counts: the one place where a record of a person is judged, for figures and for their explanations.
 *
 * A pass reads a family once, in the order of its records' days, and of their organisations within a day; it holds one
 * counter for each set of bodies that is asked for. For a counter the first record of a person that stands is counted:
 * once for ever or once a year, as the family says, and one bit a person remembers it. Nothing here reads a projection,
 * so what was published can be had again. Memory: two bits a person and counter, three a record, and a hit for
 * everybody counted in a year that somebody wants to look at.
 */
#pragma once
#include "core/bodies.h"
#include "core/define.h"
#include "core/who.h"

struct record { /* of any family */
	int64_t id, person, org;
	int32_t happened;
	int stage, form, outcome; /* stage and form are 0 for help given */
	int age;                  /* as the record has it, or 0 */
	int precision;            /* these three only where a pass reads everything */
	struct ref ref;
	int64_t at;
};

struct hit { /* a record that is counted */
	uint32_t place; /* of its person (who.h) */
	int32_t happened;
	int32_t org;
	int16_t year;
	uint8_t stage, form, age;
};

struct counter { /* who is counted among the records of some bodies */
	struct allowed allowed;
	struct bits earlier, seen; /* persons counted in earlier years, and in the year at hand */
	struct bits kept;          /* years, from YEAR_MIN on, of which hits are kept */
	int64_t total[YEARS];
	struct hit *hits; /* in the order of their days */
	size_t n;
};

struct extent { /* the highest row numbers */
	int64_t persons, orgs, decisions, services, traits, signals, entries;
};

struct standing { /* which rows of a table another one takes the place of, as recorded up to an act */
	struct bits corrected, voided, retracts; /* `at` is NULL until they are read */
};

struct standings { /* read once an answer */
	struct standing decisions, services;
};

struct pass {
	struct cx *cx;
	enum family family;
	int64_t act;
	struct who *who;
	const struct bodies *bodies;
	int from, to; /* years that are wanted */
	struct counter **counters;
	size_t n;
	struct standing *standing;               /* of its records */
	struct bits present[YEARS];              /* organisations that have a record which stands, of the years read */
	int year;                                /* the year at hand */
	int32_t year_end;                        /* its last day */
};

/* The hit that a record is, if it is counted. */
struct hit hit_of(const struct record *r, uint32_t place, int year);

/* A pass that wants no year yet. */
struct pass *pass_new(enum family family, int64_t act, struct who *who, const struct bodies *bodies,
	struct standings *standings);

/* The counter of those bodies ("orgs" of a definition, or NULL), a new one if there is none. */
MUST_CHECK int pass_counter(struct pass *p, struct ledgers *ls, const json_t *orgs, struct counter **ret_counter);

/* Want a year of the counter; with `keep` its hits too. */
void pass_want(struct pass *p, struct counter *c, int year, bool keep);

/* Read the family and count. */
MUST_CHECK int pass_run(struct pass *p, const struct extent *extent);

/* Instead of pass_run: tell each record of the family with its reason in `year` for the pass's first counter, but those
   that only take another back. With `full` every record, whatever its year, outcome and state, and all that is known of
   it; else those that pass_run reads. */
typedef int pass_tell(void *arg, const struct record *r, int reason);
MUST_CHECK int pass_walk(struct pass *p, const struct extent *extent, bool full, int year, pass_tell *tell, void *arg);
