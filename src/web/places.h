/*
 * places.h - places to stay, as lists and questions show them.
 */
#pragma once
#include "web/page.h"

/* Add to every row of place_list "for_label": whom it takes, in words (SEX_OTHER takes everybody). Gives the rows with
 * those of the reader's own organisation first. */
json_t *places_say(const struct page *page, json_t *rows);

/* A group of people by their sex, in words. */
const char *places_whom(const struct page *page, const char *sex);

/* Whom a place takes, as a question: women, men or everybody. */
json_t *places_ask_whom(const struct page *page, const char *label);

/* The input of place_list for a free bed that suits the person whom call `person` (person_read, queued just now) reads. */
json_t *places_for(const struct page *page, size_t person);

/* How many free beds an organisation has among the rows of place_list, as "about" of an option; nothing where it has
 * none. */
void places_room(const struct page *page, const json_t *rows, const char *org, json_t *option);

/* The questions of part_filter, set in `view`: sex, age, citizens, region, language and free_only as `filter`, an input of place_list,
 * has them. */
void places_filter(const struct page *page, const json_t *filter, json_t *view);
