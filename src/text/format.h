/*
 * format.h - days, clocks and numbers as people of each language write them.
 *
 * ICU's services are opened once, by text_warm(), before a sandbox closes; afterwards nothing here touches a
 * file, and every function may be called from several threads at once. Results live in the arena. The time zone
 * is base/time.h's, never ICU's.
 */
#pragma once
#include <stdint.h>

#include "base/arena.h"

/* Open what the functions below and name.h need. Ends the process if ICU's data is not linked in. */
void text_warm(void);

/* "21 November 2026"; lt "2026 m. lapkričio 21 d.". A day outside DAY_MIN..DAY_MAX gives "". */
const char *text_day(struct arena *a, const char *lang, int64_t day);

/* "21 November 2026, 15:05", local time. */
const char *text_instant(struct arena *a, const char *lang, int64_t instant);

/* "today", "tomorrow", "yesterday", "in 3 days", "3 days ago". */
const char *text_relative(struct arena *a, const char *lang, int64_t day, int64_t today);

/* "12,345"; lt "12 345" with a no-break space. */
const char *text_number(struct arena *a, const char *lang, int64_t n);

/* The same with `places` (0..6) decimals. Not a number gives "". */
const char *text_decimal(struct arena *a, const char *lang, double x, int places);

/* Order by the language's dictionary: lt puts Y beside I and Š after S. Like strcmp. */
int text_compare(const char *lang, const char *a, const char *b);
