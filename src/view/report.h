/*
 * report.h - a report, or what one figure is made of, as something to take along: CSV, JSON, HTML, XLSX, PDF.
 *
 * All formats say the same: each figure with its unit, how many of the bodies that answer for it have reported,
 * what others published beside it, and its definition; the day as of which it was counted; the edition, or that it
 * is none. What was not reported stands as those words, never as nought. A CSV of a report is exactly
 * `year,indicator,breakdown,value,unit` with LF, which is what an edition's hash is of. `answer` is what the
 * operation gave (op/ops.def); cx->profile and cx->lang say in which words. Nothing here opens a file, so web
 * workers do it in their sandbox. The same answer, profile and language give the same bytes, whenever and
 * wherever: no format holds the time of its making.
 */
#pragma once
#include <jansson.h>

#include "base/buf.h"
#include "base/cx.h"

enum report_format { REPORT_CSV, REPORT_JSON, REPORT_HTML, REPORT_XLSX, REPORT_PDF, REPORT_FORMATS };

/* "csv" ... "pdf"; false for anything else. */
bool report_format_find(const char *name, enum report_format *ret_format);
const char *report_format_name(enum report_format format); /* also the ending of a file's name */
const char *report_media_type(enum report_format format);

/* An answer of report_read or edition_read, at the end of `out`. ERR_LIMIT past the ceiling of `out`; ERR_BUG for an
   answer that is none. */
MUST_CHECK int report_render(struct cx *cx, const json_t *answer, enum report_format format, struct buf *out);

/* The same of an answer of figure_explain. */
MUST_CHECK int explain_render(struct cx *cx, const json_t *answer, enum report_format format, struct buf *out);

/* A unit of a figure as people read it: "persons_approx" is "people", "EUR" is "EUR". */
const char *report_unit_say(struct cx *cx, const char *unit);

/* A figure as people read it: "1350" with unit "agencies_approx" is "about 1,350", "not_reported" is "not reported". */
const char *report_figure_say(struct cx *cx, const char *figure, const char *unit);
