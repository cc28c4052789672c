/*
 * glass.h - a file opened in an emergency: for an hour, to read the little that helps, by one account.
 *
 * Who she said may never see her file does not find her here either, nor does who knows her; who asks cannot tell that
 * from a name nobody knows. Whoever helps or met her is told at once, and somebody of another unit has to look at it
 * within a day; as long as nobody has, the account opens nothing else this way.
 */
#pragma once
#include "base/cx.h"

enum { GLASS_MINUTES = 60, GLASS_OPENINGS = 3, GLASS_TRIES = 10, GLASS_DAYS = 30, GLASS_REVIEW_HOURS = 24 };

/* Whether cx->actor may look at an emergency of that account, organisation and unit (0: none): never its own; another
   unit of the organisation, anybody else of one that has no units (`units`), and an oversight body. */
bool glass_reviews(const struct cx *cx, int64_t account, int64_t org, int64_t unit, bool units);

/* The job: nobody has looked at it in time, and oversight is told. */
MUST_CHECK int glass_unreviewed(struct cx *cx, int64_t glass);
