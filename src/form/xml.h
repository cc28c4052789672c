/*
 * xml.h - XML as strangers send it, read into a tree within bounds; and text written into XML.
 *
 * There is no document type, so no entity but the five; a document is UTF-8, its depth, elements, bytes and attributes
 * have ceilings, and what passes one is refused before it is held. Reading is linear in the bytes and recurs nowhere.
 * White space between elements is dropped, except beside an <output>. Everything lives in cx->arena.
 */
#pragma once
#include "base/buf.h"
#include "base/cx.h"

struct xform_field;

struct attribute {
	const char *ns, *name, *value; /* ns: "" without a prefix */
	const struct attribute *next;
};

struct node { /* an element, or where name is NULL a piece of text between elements */
	const char *ns, *name;
	const char *value; /* the text of an element without elements in it, never NULL; "" of any other */
	const struct attribute *attributes;
	struct node *parent, *first, *last, *next, *before;
	unsigned line; /* where it began */

	/* Of answers (form/answers.h) only: */
	const struct xform_field *field;
	unsigned position;            /* of a repeat: 1.. */
	bool relevant, required, readonly;
	bool own;                     /* relevant by its own condition, whatever its parents are */
	bool fresh;                   /* a repeat that has had no first values yet */
	const struct xform_words *failed; /* the message of the constraint that does not hold */
	const char *fault;            /* message id of what is wrong with the value; NULL: nothing */
};

struct xml_bounds {
	size_t bytes, elements, depth, attributes; /* attributes: of one element */
};

extern const struct xml_bounds xml_bounds_form, xml_bounds_answers;

/* ERR_INVALID with the line as field where it is not such XML; ERR_LIMIT with the ceiling that was passed. */
MUST_CHECK int xml_read(struct cx *cx, struct blob bytes, const struct xml_bounds *bounds, struct node **ret_root);

/* A child, an attribute; ns NULL: of any. NULL where there is none. */
struct node *node_child(const struct node *n, const char *ns, const char *name);
struct node *node_next(const struct node *n, const char *ns, const char *name); /* the next sibling of that name */
const char *node_attribute(const struct node *n, const char *ns, const char *name);
bool node_is(const struct node *n, const char *ns, const char *name);

/* "bind (line 12)": where a fault lies, for err_say. */
const char *node_place(struct arena *a, const struct node *n);

/* The node after n in the order of the document within `root`; NULL at the end. */
struct node *node_walk(const struct node *root, struct node *n);
struct node *node_skip(const struct node *root, struct node *n); /* the same, past what is in n */

struct node *node_new(struct arena *a, const char *ns, const char *name);
void node_add(struct node *parent, struct node *n);                             /* as its last child */
void node_add_after(struct node *parent, struct node *before, struct node *n); /* before NULL: as the first */
void node_take(struct node *n);                                                 /* out of its parent */

/* Text between tags, or in quotes: & < > " and control characters as XML wants them. */
void xml_text(struct buf *b, const char *text);
