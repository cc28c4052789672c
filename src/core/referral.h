/*
 * referral.h - a request from one organisation to another to act for a person.
 *
 * A referral is open, accepted, declined or withdrawn; it is answered once and never returns to open. The answer is a
 * fact of its own, and the work that waited for it ends with it.
 */
#pragma once
#include "core/fact.h"

/* Answer an open referral (enum REFERRAL_*; `decline` is enum DECLINE_* or NONE) with the fact `f`, end the tasks that
   waited, project the referral. The caller then calls project_relation, once however many it answers. */
MUST_CHECK int referral_answer(struct cx *cx, const struct fact *f, int64_t referral, int state, int64_t decline);
