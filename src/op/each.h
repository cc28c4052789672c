/*
 * each.h - definitions that stand for many: a breakdown of every municipality or region, and the rows of a report that
 * print all of them (profiles/README.md, "each"). Done once, while a profile is read; nobody after that meets the word.
 */
#pragma once
#include <jansson.h>
#include <stdbool.h>

struct profile;

/* In place of each breakdown with "each": "municipality" or "region", one for every entry of that list, whose code is the
   breakdown's, "-" and the entry's, and whose "where" also asks for that entry; what the breakdown was called is kept as
   "among". False for another word. */
bool each_breakdowns(const struct profile *p, json_t *indicator);

/* In place of each row whose breakdown ends in "-*", one for every breakdown of its indicator that begins so, in their
   order. */
void each_rows(const struct profile *p, json_t *report);
