/*
 * xls_words.h - what a cell of an XLSForm says, as it stands in the XForm; for the files xls*.c only.
 */
#pragma once
#include "base/buf.h"
#include "form/xls_item.h"

struct xls_out {
	struct xls *x;
	const struct xls_tree *tree;
	struct buf *to;
	const char *main; /* the language of columns that name none; "" where the form has no translations */
};

/* An expression of the cell `name`, its ${names} as paths, as the attribute `as`; nothing where it is empty. */
void xls_expression(struct xls_out *o, const struct xls_item *at, const char *name, const char *text, const char *as);

/* The same expression as text; `here` as in xls_path; `at` NULL: in a choice. */
const char *xls_resolved(struct xls_out *o, const struct xls_sheet *s, const struct xls_row *row, const struct xls_item *at,
	const char *name, const char *text, const char *here);

/* The words of a cell, its ${names} as outputs. */
void xls_say(struct xls_out *o, const struct xls_sheet *s, const struct xls_row *row, const struct xls_item *at,
	const char *name, const char *text);

/* The words of a row in a language, else in the main one, else in any. */
const char *xls_in(const struct xls_out *o, const struct xls_sheet *s, const struct xls_row *row, const char *name,
	const char *lang);
