/*
 * alarm.h - the watch over those who look: what the log shows that somebody should look at.
 *
 * The keeper reads new entries of the log some minutes after the first of them (a job of its own, not a row of `job`),
 * each once, and raises alarms by rules. An alarm names an officer, a rule and the entries it stands on; one of a rule
 * and officer is open at a time and grows while nobody has looked. Whoever oversees sees the officer and, for each
 * person, a word made for that alarm alone: never a person. What the profile's rules say: watch_reads (names an officer
 * may open in an hour), watch_from and watch_until (the hours of a working day in which names are usually opened).
 */
#pragma once
#include "base/cx.h"

/* When the watch is next due; NONE while nothing new stands in the log. */
MUST_CHECK int alarm_due(struct cx *cx, int64_t *ret_instant);

/* Reads what is new, at most ALARM_STRETCH entries, in the writer's transaction; with `skip` only passes them, where
   reading them has failed. */
enum { ALARM_STRETCH = 20000 };
MUST_CHECK int alarm_watch(struct cx *cx, bool skip);
