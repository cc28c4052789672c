/*
 * when.h - days that are known only by their month or year, and rows in an order of their own.
 */
#pragma once
#include "web/page.h"

/* Add to every row with "happened" and "precision" the key "when": "2026-03" or "2026" where the day itself is not
 * known, null where it is. */
void when_rows(const struct page *page, json_t *rows);

/* Add to every row with a "due" instant what part_due reads: "clock", "due_day", one true of "late" (it has passed), "soon"
 * (until the end of tomorrow: then also "by_today" or "by_tomorrow") and "later". */
void when_due(const struct page *page, json_t *rows);

/* Whether a task only tells: it has no deadline, whatever day it came with. */
bool when_news(const json_t *task);

/* After when_due: of such a task part_due tells only that it is news. */
void when_never_due(json_t *task);

/* The rows whose `field` is `value`, in their order; the rest goes to *ret_rest if that is not NULL. */
json_t *when_pick(json_t *rows, const char *field, const char *value, json_t **ret_rest);

/* {"rows": rows}, or null where there is none: for a heading that stands only above something. */
json_t *when_some(json_t *rows);
