/*
 * clock.h - times that run for a person, as the profile's clocks.json defines them.
 *
 * Pure: where a time stands follows from its definition, its first day, what was changed since, and today. A *period*
 * protects the person and is over by itself; a *deadline* is what somebody owes her, and waits until that has happened.
 * A change of law in mid-case touches a time only where its definition says "law": "now", and only while it runs.
 * A period that is `at_least` does not end with its last day but when what it waits for has happened as well.
 */
#pragma once
#include "op/calendar.h"

enum clock_unit { CLOCK_DAYS, CLOCK_WORKING, CLOCK_MONTHS };

struct clock_length {
	enum clock_unit unit;
	int n; /* 0: none */
};

/* What starts, meets or ends a time by itself: bits 1 << enum, for one fact may be several of them. */
enum clock_event {
	EVENT_REFERRAL,            /* a referral for a decision was accepted */
	EVENT_REASONABLE,          /* reasonable grounds were decided, whatever the outcome */
	EVENT_REASONABLE_POSITIVE,
	EVENT_REASONABLE_NEGATIVE,
	EVENT_FORMAL,              /* the identification decision */
	EVENT_FORMAL_POSITIVE,
	EVENT_FORMAL_NEGATIVE,
	EVENT_DISQUALIFIED,
	EVENT_REVIEW,              /* it was asked to look at a decision again */
	EVENT_REVIEW_ANSWER,       /* and that was done */
	EVENT__MAX
};
#define EVENT_BIT(event) (1U << (event))

enum clock_tell { TELLS_WRITER = 1, TELLS_SUPPORTS = 2, TELLS_DECIDER = 4 };

enum { CLOCK_WARNINGS = 4, CLOCK_CHANGES = 64, CLOCK_TIMES = 16 };

struct clock {
	int number; /* in the profile's list */
	bool deadline, at_least;
	bool first_counts; /* the first day is one of the days */
	bool law_now;
	bool rolls;        /* a last day that is no working day becomes the next one */
	bool by_hand;      /* people may start it; else only its event does */
	unsigned stops;    /* bits 1 << enum STOPS_* */
	unsigned tells;    /* bits TELLS_* */
	unsigned starts_on, met_by, ended_by; /* EVENT_BITs */
	unsigned pause, extend, end;          /* reasons it may have: bits 1 << enum CLOCK_WHY_*; none: it may not */
	struct clock_length longer; /* the most one extension gives */
	int longer_times;           /* how often; 0: as often as needed */
	int warn[CLOCK_WARNINGS];   /* days before its last one */
	size_t warn_n;
	const json_t *length, *definition;
};

/* The definition of that number; false if the profile has none. */
bool clock_read(const struct profile *p, int number, struct clock *ret_clock);

struct clock_step { /* one change, in the order they were made */
	int what; /* enum CHANGE_* */
	int32_t on;
	int32_t ends; /* of CHANGE_EXTEND: the new last day */
};

struct clock_stand {
	int state; /* enum CLOCK_* */
	int32_t started, ends;
	bool open;  /* its last day is past, and it goes on until what it waits for has happened */
	int left;   /* days after today up to the last one, as it counts them; below 0: past */
	int of;     /* days in all, as it counts them */
	int day;    /* which of them today is, 0..of */
	int extended; /* how often */
};

/* The last day of a time that begins on `first`, before any change; false where no law knew it that day. */
bool clock_ends(const struct clock *c, struct calendar *calendar, int32_t first, int32_t *ret_ends);

/* Where it stands at the end of `today`. `first` is a day on which some law knew it. */
struct clock_stand clock_stand(const struct clock *c, struct calendar *calendar, int32_t first,
	const struct clock_step *steps, size_t n, int32_t today);

/* The latest last day an extension of a time that ends on `ends` may give. */
int32_t clock_longest(const struct clock *c, struct calendar *calendar, int32_t ends);

/* What is wrong with a definition, as one English sentence; NULL if nothing is. */
const char *clock_fault(struct cx *cx, const struct profile *p, const json_t *definition);
