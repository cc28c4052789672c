/*
 * inside.h - what the files that handle answers share; for the files of this storey only.
 */
#pragma once
#include "form/answers.h"
#include "form/xpath_inside.h"

/* Empty answers without any node in them, but for what they stand in (a->root is NULL). */
struct answers *answers_make(struct cx *cx, const struct xform *form);

/* A node of the field, and all that is in it as `model` has it, under parent behind `before` (NULL: first). */
MUST_CHECK int answers_plant(struct answers *a, struct node *parent, struct node *before, const struct node *model,
	bool empty, struct node **ret_node);

/* One node, with no value. ERR_LIMIT. */
MUST_CHECK int answers_node(struct answers *a, const struct xform_field *field, struct node **ret_node);

/* Keep the value, a copy. ERR_LIMIT. */
MUST_CHECK int answers_put(struct answers *a, struct node *n, const char *value);

/* One more of a repeat at the end, with its first values; nobody asks whether anybody may. */
MUST_CHECK int answers_grow(struct answers *a, struct node *parent, const struct xform_field *repeat,
	struct node **ret_node);
struct node *answers_last(const struct node *parent, const struct xform_field *field); /* NULL: there is none */

/* Node of a field as seen from `at`: in the same repeats, else in the first. NULL. */
struct node *answers_from(const struct answers *a, struct node *at, const struct xform_field *field);

/* One of the repeat as if it stood in parent: for rules about one that is not there. */
struct node answers_ghost(struct node *parent, const struct xform_field *repeat);

/* Where expressions about n are worked out. */
struct xpath_context answers_context(struct answers *a, struct node *n);

/* First values that are worked out: preloads of what is in n (itself too), then actions. */
MUST_CHECK int answers_begin(struct answers *a, struct node *n, bool whole);
MUST_CHECK int answers_act(struct answers *a, struct node *n); /* its value has changed */

const char *xpath_new_id(struct xpath_context *at); /* "uuid:..." */
void answers_finish(struct answers *a);             /* what notes the end notes it */

/* A value as its field's type writes it. */
const char *answers_typed(struct xpath_context *at, const struct xform_field *field, const struct xpath_value *value);

/* Message id of what is wrong with a value by its type; NULL. */
const char *answers_type_fault(enum xform_type type, const char *value);

/* Words, with answers in their place, worked out where `at` stands. */
const char *words_say(struct xpath_context *at, const struct xform_words *words, enum words_form form);
const char *words_text(struct xpath_context *at, const struct xform_text *text, enum words_form form);

/* Label of a choice; NULL where there is no such choice now. */
const char *choice_label(struct xpath_context *at, const struct xform_control *control, const char *value);
