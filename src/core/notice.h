/*
 * notice.h - words about somebody who said no: whether they would tell who she is.
 *
 * Texts are well-formed UTF-8. What is found is a matter of signs: a telephone, an address, a day, a word like her name.
 */
#pragma once
#include "base/arena.h"

/* What must not stand in such a text, as a message id; NULL: nothing was found. `names` are the given and family names
   that are recorded of her (NULL entries are skipped). */
const char *notice_fault(struct arena *a, const char *text, const char *const *names, size_t n);

/* Two words with capitals, one after the other, inside a sentence: perhaps a name. NULL: none; else the two. */
const char *notice_doubt(struct arena *a, const char *text);
