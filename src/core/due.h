/*
 * due.h - the day that stands in a field of a record, and who is reminded before it.
 *
 * The rule is "due" of a register's or a sheet's definition: "field", "days_before", and "unless": codes by field with
 * which nobody is reminded. Of a day that is over nobody is.
 */
#pragma once
#include "op/register.h"

struct due { /* what a stored record says of it; begins as DUE_NONE */
	int64_t day; /* NONE: nothing is due */
	bool settled;
};
#define DUE_NONE ((struct due){.day = NONE})

/* One value of the record: field `f` has `amount`. */
void due_take(const struct cx *cx, const json_t *rule, const struct cell_field *f, int64_t amount, struct due *due);

/* Whether somebody has to be reminded of it at all. */
bool due_waits(const struct due *due);

/* Calls `job` with every moment at which to remind: so many days before, and at once where such a day is past. What `job`
   fails with ends it. */
typedef int due_job(struct cx *cx, int64_t at, void *of);
MUST_CHECK int due_ask(struct cx *cx, const json_t *rule, const struct due *due, due_job *job, void *of);

/* When the work for it has to be done: by the end of that day. */
int64_t due_end(const struct due *due);
