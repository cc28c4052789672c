/*
 * csv.h - cells of a file that a spreadsheet opens: quoted where they must be, and never a formula.
 */
#pragma once
#include <stdbool.h>

#include "base/buf.h"

/* Add a cell, after a comma unless it is the first of its row. What a spreadsheet would take for a formula gets an
   apostrophe before it. */
void csv_put(struct buf *out, const char *text, bool first);
