/*
 * likeness.h - two records that may be of one person.
 *
 * A likeness is found by equal tokens, decided by people, and merges nothing: a link is a fact that can be answered by
 * another. The newest word that stands counts. It takes two persons to say that two records are of one (proposal.h), and
 * one to say that they are not; an organisation's own list says either. Whoever works with both persons may compare
 * them; only an organisation that has met or supports both is given the task.
 *
 * Equal documents link two records at once, in the registry's own name (why: document), unless their dates of birth
 * contradict or people have said something of the two; and the registry takes that back once it is no longer so.
 * Nobody is told of it who does not work with both.
 */
#pragma once
#include "base/cx.h"

/* Note that two persons look alike; noted once, whichever is named first. */
MUST_CHECK int likeness_note(struct cx *cx, int64_t person, int64_t other);

enum { COMPARED_MOST = 8 };

/* Whether it is the registry itself that gave this reason (enum WHY_SAME_*): equal documents, or all that is known weighed. */
bool likeness_by_registry(int why);

struct fact;
struct row_likeness_pair;

/* The likeness of two persons, noted now if nobody has. */
MUST_CHECK int likeness_pair_get(struct cx *cx, int64_t person, int64_t other, struct row_likeness_pair *ret_pair);

/* A word on a likeness, with what the engine had made of it by then. */
MUST_CHECK int likeness_put(struct cx *cx, const struct fact *f, const struct row_likeness_pair *l, int state, int why,
	int64_t *ret_id);

/* Give a task to every organisation that has come to know both sides of an undecided likeness of `person`. To be called
   after anything that may make a likeness or a relation: a name written down, a referral accepted. */
MUST_CHECK int likeness_tell(struct cx *cx, int64_t person);

/* Link the person with those whose standing record shows the same document; with `again` also look at what the registry
   linked before. To be called after a name was written down or taken back. */
MUST_CHECK int likeness_documents(struct cx *cx, int64_t person, bool again);
