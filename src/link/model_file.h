/*
 * model_file.h - models and rules as files: text that people read, keep versions of and sign.
 *
 * A rule is a line: terms joined by " + ", each a column and, after a colon, a form with its number where it has one:
 *	surname:stem + dob:year_month
 *	first_name|surname:either + postcode:head3
 * Names of columns with + | : or quotes in them stand in quotation marks, doubled inside. A line beginning with # is a remark.
 * All input is hostile: sizes, numbers and names are checked, and what is wrong is named with its line.
 */
#pragma once
#include "base/buf.h"
#include "base/cx.h"
#include "link/model.h"

enum { LINK_FILE = 1 << 20 }; /* bytes of a file of either kind */

/* Columns are given by name, in the order of the table. ERR_INVALID, with the line. */
MUST_CHECK int link_rules_read(struct cx *cx, const char *text, int columns, const char *const *names, struct link_model *m);

/* One rule as a line, without its end. */
void link_rule_print(struct buf *to, const struct link_rule *r, const char *const *names);

/* A whole model as JSON. ERR_INVALID says where. The threshold may be missing (NAN). */
MUST_CHECK int link_model_read(struct cx *cx, const char *text, size_t n, int columns, const char *const *names, struct link_model *m);
void link_model_print(struct buf *to, const struct link_model *m, const char *const *names);
