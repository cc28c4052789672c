/*
 * review.h - a decision that is to be looked at again.
 *
 * Anybody who works with the person may ask for it, once a decision. The body that decided answers, by a decision that
 * takes the place of the first, be it the same again; another account than the one that made it. An answer that is taken
 * back was none: the wish waits again, with its own time, for the next decision of that body. Why it was asked is sealed,
 * for the organisation that asks and the one that decides.
 */
#pragma once
#include "base/cx.h"
#include "db/queries.h"

struct fact;
struct out;

/* The wish about decision `id` that nobody has answered, and the account that made the decision; NONE: there is none. */
MUST_CHECK int review_of(struct cx *cx, int64_t id, int64_t *ret_review, int64_t *ret_account);

/* `waits` of a wish: what it is about stands; its answer was taken back. 0: it is answered. */
enum { REVIEW_WAITS = 1, REVIEW_AGAIN = 2 };

struct review_list {
	size_t n;
	struct row_review_stand *at; /* in cx->arena */
};

/* Every wish about what `org` decided about the person at `stage`, and whether it waits. */
MUST_CHECK int review_all(struct cx *cx, int64_t person, int64_t org, int stage, struct review_list *ret_list);

/* With the fact `by` its body decided anew at `stage`, or took something back: the work and the time of a wish that is
   answered are closed, those of one whose answer is gone are open again. `decision` is the row that did it, or NONE. */
MUST_CHECK int review_settle(struct cx *cx, const struct fact *by, int stage, int64_t decision);

/* Wish `id` in a row of decision_list: who asked and, where `open` and the caller may open it, the words. */
MUST_CHECK int review_put(struct cx *cx, int64_t person, int64_t id, bool open, struct out *out);
