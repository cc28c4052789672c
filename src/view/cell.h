/*
 * cell.h - values of registers as people read them.
 */
#pragma once
#include "op/register.h"

/* In cx->lang: a code's label, a day in words, money with its currency, a number with its thousands. NULL for a code
   that is no longer there. */
const char *cell_say(struct cx *cx, const struct cell_field *f, const struct cell *cell);

/* A field's own label in cx->lang. */
const char *cell_field_say(const struct cx *cx, const struct cell_field *f);
