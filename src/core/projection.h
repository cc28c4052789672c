/*
 * projection.h - current state, written by one function a table and by nobody else.
 *
 * Each function reads facts and writes the rows of one person, referral or place so that they say what the facts say,
 * in the caller's transaction; calling one twice changes nothing. core_rebuild empties all six tables and makes them
 * again, and a test compares them byte for byte. Whoever appends a fact calls the projections its kind can change:
 *
 *   signal           project_person, project_relation
 *   referral, answer project_referral, project_relation
 *   placement, end   project_person, project_place
 *   clock, change    project_person
 *   decision         project_victim, project_person (in this order: person_now reads victim)
 *   link             project_same_person
 *   block            project_closed
 */
#pragma once
#include "base/cx.h"

MUST_CHECK int project_person(struct cx *cx, int64_t person);
MUST_CHECK int project_relation(struct cx *cx, int64_t person);
MUST_CHECK int project_victim(struct cx *cx, int64_t person);
MUST_CHECK int project_referral(struct cx *cx, int64_t referral);
MUST_CHECK int project_place(struct cx *cx, int64_t place);

/* Everybody connected with `person`, before or now, by likenesses whose newest word is "the same". A person found to be
   nobody else has no row in same_person. */
MUST_CHECK int project_same_person(struct cx *cx, int64_t person);

/* To whom the files of a person's records are closed, after a word of hers about any of them. */
MUST_CHECK int project_closed(struct cx *cx, int64_t person);

/* Empty every projection and make it again from the facts, in the caller's transaction. */
MUST_CHECK int core_rebuild(struct cx *cx);

enum { PROJECTION_PRINT = 32 };

/* Fingerprint of all six tables: equal before and after a rebuild, or something wrote them by hand. */
MUST_CHECK int core_fingerprint(struct cx *cx, uint8_t ret_print[PROJECTION_PRINT]);
