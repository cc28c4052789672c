/*
 * places.h - places to stay, as lists and questions show them.
 */
#pragma once
#include "web/page.h"

/* Add to every row of place_list "for_label": whom it takes, in words (SEX_OTHER takes everybody). Gives the rows with
 * those of the reader's own organisation first. */
json_t *places_say(const struct page *page, json_t *rows);

/* Whom a place takes, as a question: women, men or everybody. */
json_t *places_ask_whom(const struct page *page, const char *label);

/* The questions of part_filter, set in `view`: sex, region, language and free_only as `filter`, an input of place_list,
 * has them. */
void places_filter(const struct page *page, const json_t *filter, json_t *view);
