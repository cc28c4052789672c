/*
 * report_text.h - a report as CSV text: the one form that is hashed, frozen and compared.
 *
 * The header "year,indicator,breakdown,value,unit", then a line a figure, each ended by LF. A cell stands in quotes
 * only where it holds a comma, a quote or the end of a line.
 */
#pragma once
#include <stdbool.h>

#include "base/buf.h"

struct report_line {
	int year;
	const char *indicator, *breakdown, *value, *unit;
};

void report_text_begin(struct buf *to);
void report_text_add(struct buf *to, const struct report_line *line);

/* The next line of such a text from *at on, which moves behind it; the first one is the header's. Strings live in the
   arena. False at the end, or where the text is none of these. */
bool report_text_next(struct arena *a, const char **at, struct report_line *ret_line);
