/*
 * review.h - a decision that is to be looked at again.
 *
 * Anybody who works with the person may ask for it, once a decision. The body that decided answers, by a decision that
 * takes the place of the first, be it the same again; another account than the one that made it. Why it was asked is
 * sealed, for the organisation that asks and the one that decides.
 */
#pragma once
#include "base/cx.h"

struct fact;
struct out;

/* The wish about decision `id` that nobody has answered, and the account that made the decision; NONE: there is none. */
MUST_CHECK int review_of(struct cx *cx, int64_t id, int64_t *ret_review, int64_t *ret_account);

/* A decision that was asked to be looked at again, by `review` (NONE: it was not), was superseded with the fact `by`: what
   waited for that is done. `decision` is what took its place, or NONE. */
MUST_CHECK int review_answer(struct cx *cx, int64_t review, const struct fact *by, int64_t decision);

/* Wish `id` in a row of decision_list: who asked and, where `open` and the caller may open it, the words. */
MUST_CHECK int review_put(struct cx *cx, int64_t person, int64_t id, bool open, struct out *out);
