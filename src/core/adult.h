/*
 * adult.h - a child comes of age, and is asked anew what she agrees to.
 *
 * A day of birth is sealed, and no job or task may tell it: whether a child comes of age is looked up once a month, and
 * those who work with her are told in the month in which she does, with its end as the day. A year of birth alone makes
 * nobody an adult before that year has gone round.
 */
#pragma once
#include "core/identity.h"

/* A name was written down: watch a child's age, and tell where somebody held to be a child turns out to be an adult. */
MUST_CHECK int adult_watch(struct cx *cx, int64_t person, const struct identity *who);

/* Job JOB_ADULT: tell, or look again next month. */
MUST_CHECK int adult_due(struct cx *cx, int64_t person);
