/*
 * time.h - day numbers and instants.
 *
 * A day is a count of days since 1970-01-01 in the registry's own time zone (TZ); an instant is microseconds
 * since then in UTC. Both live in the store as integers.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

enum { DAY_MIN = -36524, DAY_MAX = 47846 }; /* 1870-01-01 .. 2100-12-31 */
#define SECOND INT64_C(1000000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)

/* Days begin in this zone ("Europe/Vilnius") from now on; the whole process, at its start. False if there is no such
 * zone on this machine. */
bool time_zone_set(const char *zone);

int64_t instant_now(void); /* the machine's clock; only cmd, keeper and the web worker read it */

int32_t day_from_ymd(int year, int month, int day);
void day_to_ymd(int32_t day, int *ret_year, int *ret_month, int *ret_day);
int day_year(int32_t day);

/* Whole years from one day to a later one: how old somebody born on the first is on the second. */
int day_years(int32_t from, int32_t to);

/* "2026-03-01"; false for what is no day of the calendar or outside DAY_MIN..DAY_MAX. */
bool day_parse(const char *text, int32_t *ret_day);
const char *day_text(struct arena *a, int32_t day);

/* The local day an instant falls on, and the instant a local day begins. */
int32_t day_of(int64_t instant);
int64_t day_start(int32_t day);

/* "2026-03-01T15:05:00Z"; parsing takes up to six fraction digits and Z or an offset. */
const char *instant_text(struct arena *a, int64_t instant);
bool instant_parse(const char *text, int64_t *ret_instant);

/* Local hour and minute, "15:05". */
const char *instant_clock(struct arena *a, int64_t instant);

/* Minutes that the clock on the wall is before UTC at an instant: 120, or 180 where clocks are put forward in summer. */
int instant_east(int64_t instant);

/* The instants at which the clock on the wall shows that minute (0 to 1439) of that day: none in the hour that is left out
 * in spring, two in the one that comes twice in autumn, the earlier first; else one. */
int instant_at(int32_t day, int minute, int64_t ret_instants[2]);
