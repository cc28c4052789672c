/*
 * task.h - work for an organisation.
 *
 * A task belongs to one organisation, and sometimes to one account of it. It names a person only if that organisation
 * may know her.
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
};

#define TASK_NEW(...) ((struct task){__VA_ARGS__})

/* Give an organisation a task, in the act at hand. */
MUST_CHECK int task_add(struct cx *cx, const struct task *t);
