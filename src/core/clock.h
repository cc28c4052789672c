/*
 * clock.h - times that run for a person: begun, changed, told of, met and ended.
 *
 * Which there are, how they count and what they forbid stands in the profile (op/clock.h). The store keeps the first day
 * and every change; where a time stands is made out from these and today, so that nothing has to happen for it to be
 * over. What has to be told is told by jobs, each for one last day: a job whose day was moved since tells nobody.
 */
#pragma once
#include "core/fact.h"
#include "op/clock.h"

struct clock_row {
	int64_t id, org;
	const char *org_name;
	struct ref ref;
	int64_t review; /* wish to look at a decision again it began with; NONE: with none */
	struct clock clock;
	struct calendar calendar; /* of the organisation that began it */
	struct clock_step steps[CLOCK_CHANGES];
	size_t n;
	struct clock_stand stand; /* today */
	struct clock_row *next;   /* begun before this one */
};

/* Every time of a person that the profile knows, the newest first; NULL: none. */
MUST_CHECK int clock_all(struct cx *cx, int64_t person, struct clock_row **ret_rows);

/* One of them by row number. ERR_NOTFOUND also where it was taken back. */
MUST_CHECK int clock_one(struct cx *cx, int64_t id, struct clock_row *ret_row);

/* Whether it still goes on: it runs, stands still, or is owed past its day. */
bool clock_waits(const struct clock_row *row);

/* Whether anything that runs for the person forbids it (enum STOPS_*). */
MUST_CHECK int clock_stops(struct cx *cx, int64_t person, int stops, bool *ret_stops);

/*
 * Something happened on `day` (EVENT_BITs): it meets or ends what waits for it, and begins what the profile says. `org` is
 * who owes what begins; `decision` and `review` (the wish that was made or answered) what it happened with, or NONE.
 */
MUST_CHECK int clock_event(struct cx *cx, unsigned events, int64_t person, int64_t org, int32_t day, int64_t decision,
	int64_t review);

/* With the fact `by` no referral for a decision about her asks organisation `org` any more: what it owed because of one is
   ended. */
MUST_CHECK int clock_asked_no_more(struct cx *cx, const struct fact *by, int64_t org);

/* A decision was taken back: what it began, met or ended by itself is as if it had not been. */
MUST_CHECK int clock_undo(struct cx *cx, int64_t person, int64_t decision);

/* Job JOB_CLOCK, by its row number: a time warns, or is past. */
MUST_CHECK int clock_due(struct cx *cx, int64_t job);

/* Ask for the jobs that tell of its last day, where none waits for that yet. */
MUST_CHECK int clock_plan(struct cx *cx, int64_t person, int64_t id, const struct clock *c, int32_t ends);
