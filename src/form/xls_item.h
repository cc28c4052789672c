/*
 * xls_item.h - the questions of an XLSForm as a tree, with what their words refer to; for the files xls*.c only.
 */
#pragma once
#include "form/xls_sheet.h"

enum xls_kind { /* how it stands in the body */
	XLS_ROOT, XLS_GROUP, XLS_REPEAT, XLS_INPUT, XLS_NOTE, XLS_SELECT1, XLS_SELECT, XLS_RANK, XLS_RANGE,
	XLS_UPLOAD, XLS_TRIGGER,
	XLS_HIDDEN, /* only in the instance: calculations, start, end, today */
};

struct xls_list { /* of choices */
	const char *name;
	size_t first, n;      /* rows of the sheet, by xls_tree.order */
	bool used;
};

struct xls_item {
	enum xls_kind kind;
	const struct xls_row *row; /* NULL: what the converter adds */
	const char *name, *path;   /* "/data/group/name" */
	const char *type;          /* of the bind */
	const char *media;         /* of an upload */
	const char *preload;       /* "timestamp start", "date today" */
	const struct xls_list *list;
	const char *relevant, *calculate, *label; /* of what the converter adds; NULL: those of the row */
	size_t depth;
	struct xls_item *parent, *first, *last, *next;
};

struct xls_tree {
	struct xls_item root;
	struct xls_list *lists;
	size_t *order;        /* rows of the sheet choices, those of one list together */
	size_t lists_n;
	struct xls_item **all;     /* every item but the root, sorted by name */
	size_t n, room;
};

/* Build it; what is wrong is noted in x. */
void xls_build(struct xls *x, struct xls_tree *t);

/* The item of that name: NULL if there is none; *ret_twice: more than one bears it. */
struct xls_item *xls_find(const struct xls_tree *t, const char *name, bool *ret_twice);

/* How an expression at `from` (NULL: in a choice) names `to`: relative where both stand in one repeat. */
const char *xls_path(struct arena *a, const struct xls_item *from, const struct xls_item *to, const char *here);
