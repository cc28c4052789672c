/*
 * arrived.h - the questions of a registration on arrival, as the form for somebody new and its correction ask them.
 */
#pragma once
#include "web/page.h"

/* The questions as keys of `view`, which part_arrived draws. `was` (of arrival_read) and `who` (of identity_read) stand in
   them at first; NULL: nothing does. */
void arrived_ask(const struct page *page, json_t *view, const json_t *was, const json_t *who);

/* Of an account whose organisation has one centre, the place of it stands there at first. `centres`: of centre_list. */
void arrived_where(const struct page *page, json_t *view, json_t *centres);

/* The posted form as the input of `op`; what was not ticked is a no. */
json_t *arrived_in(const struct page *page, enum op_id op);

/* "digits" of a row with "ring": a telephone number as it is rung. */
void arrived_ring(const struct page *page, json_t *row);
