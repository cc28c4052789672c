/*
 * where.h - where in the country: a list that long is searched by where one is.
 */
#pragma once
#include "web/page.h"

/* The municipalities under their regions, for part_select; `label` is a message id. */
json_t *where_municipality(const struct page *page, const char *label);

/* Choose that municipality where none was chosen yet. Gives `ask`. */
json_t *where_start(json_t *ask, const char *municipality);
