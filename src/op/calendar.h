/*
 * calendar.h - days as a law counts them: working days, public holidays, months.
 *
 * Pure: everything follows from the day and the profile's holidays.json. A working day is neither a Saturday or Sunday
 * nor a public holiday of the region; where a holiday that moves (`weekend`) falls on a weekend, the next working day is
 * taken instead. A month later is the same day of that month, or its last day where it has no such day.
 */
#pragma once
#include <jansson.h>

#include "op/profile.h"

enum { CALENDAR_HOLIDAYS = 48 };

struct calendar {
	const json_t *rules; /* of the region; NULL: weekends alone */
	int year;            /* whose holidays are made out; 0: none yet */
	size_t n;
	int32_t holidays[CALENDAR_HOLIDAYS];
};

/* The calendar of a region of the profile (0: of no region in particular, which is the first table's). */
struct calendar calendar_of(const struct profile *p, int region);

bool calendar_works(struct calendar *c, int32_t day);

/* The n-th working day after `day`; n = 0 gives `day` itself. */
int32_t calendar_after(struct calendar *c, int32_t day, int n);

/* How many working days there are from `from` to `to`, both counted; 0 where to < from. */
int calendar_count(struct calendar *c, int32_t from, int32_t to);

/* `day` itself if it is a working day, else the next one. */
int32_t calendar_next(struct calendar *c, int32_t day);

/* n months later; *ret_cut (may be NULL) tells that the month had no such day and its last day was taken. */
int32_t calendar_months(int32_t day, int n, bool *ret_cut);

/* 0 is Monday, 6 is Sunday. */
int calendar_weekday(int32_t day);

/* Easter Sunday of the western church. */
int32_t calendar_easter(int year);

/* What is wrong with holidays.json, as one English sentence; NULL if nothing is. */
const char *calendar_fault(struct cx *cx, const struct profile *p);
