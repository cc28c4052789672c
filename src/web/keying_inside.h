/*
 * keying_inside.h - what the files that draw a form to be keyed in share; for them only.
 */
#pragma once
#include "web/keying.h"

struct drawing {
	struct keying *k;
	json_t *list;
	int rc;
};

/* One item more: {key: item}. */
void keying_add(struct drawing *d, const char *key, json_t *item);

/* Words of the form, in the language asked for. */
const char *keying_say(struct keying *k, struct node *at, const struct xform_words *words);

/* The items of one question. ERR_LIMIT, ERR_INVALID: its choices cannot be worked out. */
MUST_CHECK int keying_question(struct drawing *d, const struct keying_ask *q);
