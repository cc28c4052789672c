/*
 * letter.h - papers for the person as documents: what she agrees to, that a time runs, who looked, her own copy.
 *
 * Each takes the answer of the operation of that name and the language in cx->lang, which is hers. The title is neutral:
 * it names no agency and nothing that was done to her; no reference and no name of hers stands in one.
 */
#pragma once
#include "op/profile.h"
#include "view/document.h"

struct document *letter_consent(struct cx *cx, const json_t *answer);
struct document *letter_clock(struct cx *cx, const json_t *answer);
struct document *letter_who(struct cx *cx, const struct profile *p, const json_t *answer);
struct document *letter_copy(struct cx *cx, const struct profile *p, const json_t *answer);
