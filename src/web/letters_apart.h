/*
 * letters_apart.h - two texts side by side: which letters they do not share.
 *
 * The longest common run of letters in order, in any case, is what they share (at most LETTERS_MOST letters of each are looked at).
 */
#pragma once
#include <jansson.h>

#include "base/arena.h"

enum { LETTERS_MOST = 160 };

/* Pieces of each text in their order: [{"text", "apart"}]. Texts are UTF-8. */
void letters_apart(struct arena *a, const char *one, const char *two, json_t **ret_one, json_t **ret_two);
