/*
 * figures.h - figures as pages show them: their words, why one is missing, the day they stand on, their pictures.
 *
 * A cell is a row of report_read, edition_read or figure_explain. What was not reported is a null and words, never
 * nought.
 */
#pragma once
#include "web/page.h"

/* Add to every cell "known", "shown" (the value as the language writes it, null if there is none), "unit_say",
   "part_say" (what
 * the breakdown is), "whole" (it is the indicator itself), "gap" (why there is no value, or null), "quotes" (from
 * elsewhere: a list) and "why" (the path of its page, as of that day). */
void figures_say(const struct page *page, json_t *cells, int64_t as_of);

/* The value of a cell as a number for a picture; json null where there is none. */
json_t *figures_number(const json_t *cell);

/* Whether there is a value. */
bool figures_known(const json_t *cell);

/* The definition of an indicator, and one of its texts in the reader's language ("" without). */
const json_t *figures_definition(const struct page *page, const char *indicator);
const char *figures_text(const struct page *page, const char *indicator, const char *what);

/* What a breakdown is called; the indicator's own label for "total". */
const char *figures_part(const struct page *page, const char *indicator, const char *breakdown);

/* "Source: ... · as recorded by the end of 20 November 2026". */
const char *figures_source(const struct page *page, const char *source, int64_t as_of);

/* What part_as_of reads, for a page whose other questions stand in the address as `keep` ("&year=2022"; may be ""). */
void figures_as_of(struct page *page, json_t *view, int64_t as_of, const char *keep);

/* Run what was queued since `first`, all of it with one "as_of" of the address; a day that is none is asked for again,
   and
 * meanwhile everything is as of today. *ret_shift is added to the numbers of those calls. */
MUST_CHECK int figures_run(struct page *page, size_t first, size_t *ret_shift);

/* The last n years to choose from, the newest first: [{year, current, href, unfinished}]; `keep` ("&as_of=...", may be
   "") goes
 * into every address. */
json_t *figures_years(const struct page *page, int64_t chosen, int n, const char *keep);

/* A year as an address has it, or `otherwise`. */
int64_t figures_year(const char *text, int64_t otherwise);

/* Answer with a picture as a file: format svg, png or csv. ERR_NOTFOUND for another. */
MUST_CHECK int figures_file(struct page *page, json_t *chart, const char *name, const char *format);

/* Answer with bytes to be kept as a file. */
void figures_attach(struct page *page, const char *type, const char *name, const struct buf *bytes);
