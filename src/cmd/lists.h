/*
 * lists.h - what agencies of the demonstration sent in: lists made by tools/fakeland and built into the program.
 *
 * Each is brought in on its own day, as its agency, the way `atrama import` would, so that figures as of an earlier day
 * are those of then. Everybody in them is invented.
 */
#pragma once
#include <jansson.h>

#include "base/cx.h"

struct sent_list {
	int64_t at;            /* when it is brought in */
	const char *org, *kind, *name;
	struct blob file;      /* CSV */
};

struct lists {
	size_t n;
	struct sent_list *at;
};

/* Those of days that are past, in the order of time. ERR_BUG if what was built in is not whole. */
MUST_CHECK int lists_read(struct cx *cx, struct lists *ret_lists);

/* The operations that bring it in: begin, rows, run. Needs cx->profile. ERR_BUG for a list in which anything is
   wrong. */
MUST_CHECK int list_calls(struct cx *cx, const struct sent_list *list, int org_kind, json_t **ret_calls);
