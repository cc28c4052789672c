/*
 * about.h - what all pages about one person share: who she is by reference, where her pages stand, what she agreed to.
 */
#pragma once
#include "web/page.h"

/* {"person": the person of the address}: the input of most operations about her. */
json_t *about_person(const struct page *page);

/* The address of one of her pages: about_path(page, "/consent"). */
const char *about_path(const struct page *page, const char *rest);

/* The view every page about her begins with; `back` is one of her pages, "" her own. */
json_t *about_view(const struct page *page, const char *title, const char *back);

/* Her language: asked for in the address, else what was recorded, else the reader's own. `person`: of person_read. */
const char *about_language(const struct page *page, const json_t *person);

/* consent_list has the newest word on each recipient and purpose. Marks each row that is a yes with "yes"; gives those. */
json_t *about_agreed(json_t *consents);

/* As part_duo reads it. */
json_t *about_sides(json_t *sides);

/* A child, or somebody who may be one: the age is not known. `person`: of person_read. */
bool about_may_be_child(const json_t *person);

/* Where somebody of that age is asked, below her page: "screening", or "ask/" and the set for children. */
const char *about_questions(const struct page *page, const char *age);
