/*
 * read.h - the parts of reading a form; for the files of this storey only.
 *
 * Each part returns an error code and has said why. Paths in the form may be relative: `at` is the path they stand on.
 */
#pragma once
#include "form/map.h"
#include "form/xpath_inside.h"

struct reading {
	struct cx *cx;
	struct xform *form;
	const struct node *model, *body;
	struct map *binds;                 /* id of a bind -> its path */
	struct xform_action **actions_end;
};

/* In this order. */
MUST_CHECK int read_instances(struct reading *r);  /* the fields and the lists */
MUST_CHECK int read_texts(struct reading *r);
MUST_CHECK int read_binds(struct reading *r);
MUST_CHECK int read_body(struct reading *r);
MUST_CHECK int read_order(struct reading *r);

/* Words written in an element, or named in its ref; NULL where there are none. */
MUST_CHECK int read_words(struct reading *r, const struct node *n, const char *at,
	const struct xform_words **ret_words);

/* Words of an attribute: a text, or jr:itext('id'). */
MUST_CHECK int read_message(struct reading *r, const struct node *n, const char *text,
	const struct xform_words **ret_words);

/* Compile the attribute, if it is there; every path in it must be a field's. `at` NULL: names are not looked at. */
MUST_CHECK int read_rule(struct reading *r, const struct node *n, const char *attribute, const char *text,
	const char *at, const struct xpath **ret_rule);

/* The field that a ref, nodeset or bind attribute of n names; NULL where it has none of them. */
MUST_CHECK int read_ref(struct reading *r, const struct node *n, const char *at, struct xform_field **ret_field);

/* A setvalue in the model (where NULL), in a repeat or in a question. */
MUST_CHECK int read_action(struct reading *r, const struct node *n, const struct xform_field *where);

/* A refusal at that element. */
MUST_CHECK int read_fault(struct reading *r, const struct node *n, const char *rule, const char *value);
