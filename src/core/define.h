/*
 * define.h - what a figure counts: one breakdown of an indicator, as the profile defines it (profiles/README.md).
 *
 * A key of the breakdown stands before the same key of the indicator; only "where" adds up: a record must meet both.
 */
#pragma once
#include <jansson.h>

#include "base/cx.h"
#include "base/time.h"

enum family {
	FAMILY_NONE,       /* nothing anybody wrote: the profile is wrong */
	FAMILY_ENTRIES,    /* records of a register */
	FAMILY_IDENTIFIED, /* persons by their first formal decision, once for ever */
	FAMILY_PRESUMED,   /* persons by a presumption, once a year */
	FAMILY_SUPPORTED,  /* persons by help given, once a year */
	FAMILY_REGISTERED, /* persons by their first presumption or decision, once for ever */
	FAMILY_PARAMETER,
	FAMILY_STATUTE,
	FAMILY_REFERRALS, /* from here on: records that are made (core/made.h) */
	FAMILY_PATHS,
	FAMILY_SERVICES,
	FAMILY_CLOCKS,
	FAMILY_SHEETS,
	FAMILY_SCREENINGS,
	FAMILY_ARRIVALS,
	FAMILY_LEADS,
	FAMILY__MAX
};

struct definition {
	int indicator, version;
	int item; /* of L_ITEM: whose delivery makes nothing a zero; 0: none */
	enum family family;
	const char *breakdown, *unit;
	const json_t *own, *part;         /* the indicator, and its breakdown */
	const char *fewest_of;            /* breakdown whose years are compared, or NULL */
	const char *quoted;               /* source of years that were not counted, or NULL */
	int64_t limit;                    /* how many years */
	bool withhold;                    /* what rests on fewer than the profile's suppress_below is not shown */
	const char *convert;              /* currency, or NULL */
	int64_t round;                    /* to so many units */
};

static inline int32_t year_first(int64_t year) {
	return day_from_ymd((int)year, 1, 1);
}

static inline int32_t year_last(int64_t year) {
	return day_from_ymd((int)year, 12, 31);
}

/* Whether a family counts persons. */
static inline bool family_of_persons(enum family f) {
	return f >= FAMILY_IDENTIFIED && f <= FAMILY_REGISTERED;
}

/* Whether a family counts records as those of a register. */
static inline bool family_of_records(enum family f) {
	return f == FAMILY_ENTRIES || f >= FAMILY_REFERRALS;
}

/* The family of that name; FAMILY_NONE for NULL and for a name nobody wrote. */
enum family family_find(const char *name);

const char *family_name(enum family family);

/* The definition of a breakdown. ERR_INVALID names the field "breakdown" if the indicator has none of that name. */
MUST_CHECK int define(struct cx *cx, int indicator, const char *breakdown, struct definition *ret_definition);

/* A key of a definition; NULL if neither the breakdown nor the indicator has it. */
const json_t *define_get(const struct definition *d, const char *key);
const char *define_text(const struct definition *d, const char *key);
