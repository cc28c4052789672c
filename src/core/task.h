/*
 * task.h - work for an organisation.
 *
 * A task belongs to one organisation, and sometimes to one account of it. It names a person only if that organisation
 * may know her. Whether it is urgent is written when it is made: work that helps a child, somebody whose age is not
 * known, or somebody in danger. Some tasks are news, which have no deadline and may be ticked off; a referral, two rival
 * records and a decision to be looked at again close with what was done about them, and nobody ticks them off.
 */
#pragma once
#include "base/cx.h"

struct task {
	int64_t org;
	int kind; /* enum TASK_* */
	int64_t due_at;
	int64_t account; /* for whom of it; 0 or NONE: everybody */
	/* What it is about: row numbers; 0 or NONE where it is not about one. */
	int64_t person, referral, likeness, question, entry, proposal, complaint;
	int64_t sheet, clock, review, shift, lead;
	bool danger; /* somebody is in danger now; a child, and a referral that tells of danger, are found by themselves */
};

#define TASK_NEW(...) ((struct task){__VA_ARGS__})

/* Give an organisation a task, in the act at hand. What it is about stands in the store already. */
MUST_CHECK int task_add(struct cx *cx, const struct task *t);

/* The open work about a person is urgent from now on: somebody is in danger, or is a child after all. */
MUST_CHECK int task_urge(struct cx *cx, int64_t person);

/* What is about this is done: nobody has to tick it off. */
MUST_CHECK int task_close_sheet(struct cx *cx, int64_t sheet);
MUST_CHECK int task_close_clock(struct cx *cx, int64_t clock);
MUST_CHECK int task_close_review(struct cx *cx, int64_t review);

struct task_alerts { /* counted to TASK_ALERTS_MAX at most */
	int64_t urgent, late;
};

enum { TASK_ALERTS_MAX = 100 };

/* How much of the open work of cx->actor is urgent, and how much is late; nothing that it may not see counts. */
MUST_CHECK int task_alerts(struct cx *cx, struct task_alerts *ret_alerts);
