/*
 * job.h - what the registry has to do at a time, by itself.
 *
 * A job is done once and never again; what fell due while no keeper ran is caught up in the order it was due. The
 * keeper's writer runs jobs in a transaction, as actor 0, under an act named "job". A job that fails for a reason of
 * its own is undone, logged and not tried again, so that it holds up nothing behind it; a store that fails ends the
 * run, and everything in it is tried later.
 */
#pragma once
#include "base/cx.h"

enum job_kind { /* part of the stored format */
	JOB_REFERRAL_OVERDUE = 1, /* tell those concerned when a referral is still open at its time */
	JOB_ENTRY_DUE = 2, /* remind whoever keeps a record of a register of its day */
	JOB_PROPOSAL_LATE = 4, /* end what no second person agreed to in time */
	JOB_CONSENT_PAST = 5, /* end what stood on a consent of the person whose last day is over */
	JOB_GLASS_UNREVIEWED = 6, /* nobody has looked at a file opened in an emergency: tell oversight */
	JOB_SHEET_DUE = 7, /* remind who wrote a sheet of its day (core/sheet.h) */
	JOB_SHEET_FOLLOW = 8, /* who wrote a sheet looks how she is */
	JOB_PAST = 9, /* what is kept for a time only goes (core/draft.h, core/attachment.h, core/lead.h) */
	JOB_CLOCK = 10, /* a time that runs for a person warns, or is past (core/clock.h) */
	JOB_ADULT = 11, /* a child may come of age this month (core/adult.h) */
	JOB_LEAD_LATE = 12, /* a signal that nobody has in hand (core/lead.h) */
	JOB__MAX
};

enum { JOB_RUN_MAX = 256 }; /* jobs of one run, so that a long absence is caught up between other work */

/* Ask for a job, in the act at hand. `referral` and `person` may be NONE. */
MUST_CHECK int job_add(struct cx *cx, enum job_kind kind, int64_t due_at, int64_t referral, int64_t person);

/* The same about row `entry` of a register. */
MUST_CHECK int job_add_entry(struct cx *cx, enum job_kind kind, int64_t due_at, int64_t entry);

/* Run what is due at cx->now, at most JOB_RUN_MAX; *ret_ran tells how many. */
MUST_CHECK int job_run_due(struct cx *cx, int64_t *ret_ran);

/* When the next job is due; NONE when there is none. */
MUST_CHECK int job_next(struct cx *cx, int64_t *ret_instant);
