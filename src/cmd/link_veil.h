/*
 * link_veil.h - linkage between parties that show each other no names; for src/cmd/link_{encode,encoded,meet}.c and linkage.c.
 *
 * Every command here works on files alone: nothing of it is read from or written to a registry.
 */
#pragma once
#include "base/cx.h"
#include "io/table.h"
#include "veil/plan.h"

int cmd_link_secret(struct cx *cx, int argc, char **argv);  /* link_encode.c */
int cmd_link_encode(struct cx *cx, int argc, char **argv);
int cmd_link_encoded(struct cx *cx, int argc, char **argv); /* link_encoded.c */
int cmd_link_meet(struct cx *cx, int argc, char **argv);    /* link_meet.c */

/* Which column of a list is which field. */
struct veil_columns {
	enum veil_kind kind[TABLE_COLUMNS]; /* VEIL__MAX: not used */
	int id;                             /* column of what records are called; -1: the row's number */
};

/*
 * From a heading: by `fields` ("given=vardas,address=gatvė+namas:2"; NULL: what the headings themselves say), and `id`
 * (NULL: none). Weights go into *plan. ERR_INVALID names the option.
 */
MUST_CHECK int veil_columns_find(struct cx *cx, const struct table_row *heading, const char *fields, const char *id,
	struct veil_columns *ret, struct veil_plan *plan);

/* The only argument left that is no option, and nothing else: ERR_INVALID, said where an option is unknown. */
MUST_CHECK int veil_arguments(struct cx *cx, int argc, char **argv, int from, int n);

/* A number from an option; *n stays where it is not given. */
MUST_CHECK int veil_number(struct cx *cx, int *argc, char **argv, const char *option, int64_t least, int64_t most, int64_t *n);

/* One cell of a CSV; no cell begins with what a spreadsheet program would take for a formula. */
void veil_cell(FILE *to, const char *s);
