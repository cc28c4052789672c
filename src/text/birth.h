/*
 * birth.h - dates of birth as lists hold them: in parts, in any order, of the wrong century.
 *
 * A date is one number, year * 10000 + month * 100 + day, a part that is not known being 0: 19870300 is March 1987,
 * 19870000 some day of 1987, 0 nothing at all. Pure and without tables.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* From near to far. */
enum date_relation {
	DATE_SAME,
	DATE_WITHIN,   /* one is the other with parts unknown: 1987, 1987-03-12; 1 January stands for an unknown day */
	DATE_SWAPPED,  /* day and month changed places */
	DATE_KEY,      /* one digit wrong, or two neighbouring digits swapped */
	DATE_CENTURY,  /* the same day, exactly 100 years apart */
	DATE_YEAR,     /* the same day and month, the year up to 2 or exactly 10 years off */
	DATE_SAMEYEAR, /* the year alone */
	DATE_NEAR,     /* years at most 1 apart */
	DATE_OTHER,
	DATE_MISSING,  /* either is 0 */
	DATE_RELATION__MAX
};

enum date_relation date_relation(int32_t a, int32_t b);

/* How a column writes dates whose order of parts the text alone does not tell. */
enum date_order { DATE_DMY, DATE_MDY };

/*
 * Reads "1987-03-12", "12.03.1987", "12/3/87", "19870312", "1987 m. kovo 12 d.", "12 березня 1987", "March 12, 1987",
 * "03.1987", "1987", "1987-03-12T00:00:00", a Lithuanian personal code ("38703120000"). Two-digit years are of this or
 * the last century, never after `latest` (a year). 0 for what is not a date; a day that no calendar has ("1987-02-31")
 * keeps its parts, for lists hold such days.
 */
int32_t date_read(const char *utf8, size_t n, enum date_order order, int latest);
