/*
 * report.h - a report: the figures its definition lists, counted together as recorded up to one act.
 */
#pragma once
#include "core/figure.h"
#include "core/report_text.h"

struct report_row {
	size_t figure;    /* its place among the figures */
	const char *part; /* the breakdown's own code; line.breakdown is as the report prints it */
	const char *quoted;
	struct report_line line;
};

struct report {
	struct figures *figures;
	int number; /* of L_REPORT */
	struct report_row *rows;
	size_t n;
};

/* Count a report for a year. */
MUST_CHECK int report_count(struct cx *cx, int number, int year, int64_t act, struct report *ret_report);

/* Its CSV text. */
const char *report_csv(struct cx *cx, const struct report *r);

/* Put the fields of one row that report_read and edition_read have in common. `value` is as it is to be printed. */
struct out;
/* How many pairs of records it counts as one person, by how that is known: for every head of a report. */
void report_links_put(const struct report *r, struct out *out);

void report_row_put(const struct report *r, size_t i, struct out *out);
