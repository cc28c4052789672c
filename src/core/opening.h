/*
 * opening.h - a person's file is opened for a purpose, by somebody who says that she does not know the person.
 *
 * An opening is an account's own and lasts twelve hours. Whoever recorded the sign of her, or accepted a referral, has
 * said what for by doing so: the file is open to that account then. What an account has opened a file for stands beside
 * each of its later looks in the log.
 */
#pragma once
#include "base/cx.h"

enum { OPENING_HOURS = 12 };

/* Opens the person's file for cx->actor, in the act at hand; does nothing for nobody's account. */
MUST_CHECK int opening_begin(struct cx *cx, int64_t person, int use);

/* Whether cx->actor's account has opened the person's file, and not only in an emergency. */
MUST_CHECK int opening_has(struct cx *cx, int64_t person, bool *ret_has);

/* The same as opening_begin, only for an account that recorded a sign of her itself: for whoever goes on with what it
   began. */
MUST_CHECK int opening_by_recorder(struct cx *cx, int64_t person);
