/*
 * words.h - the same words in two languages, hers and the reader's, for the partial part_duo.
 *
 * A side is {lang, name, ask, texts: [...], why_label, why}; hers comes first, and where both are one language, or where
 * the registry does not have her language, there is one side. `hers` is a code of the list "language".
 */
#pragma once
#include "web/page.h"

/* Whether there are two sides. */
bool words_two(const struct page *page, const char *hers);

/* Her language, named, if the registry has no words in it; else null. */
json_t *words_unspoken(const struct page *page, const char *hers);

/* One question and why it is asked. */
json_t *words_sides(const struct page *page, const char *hers, const json_t *ask, const json_t *why);

/* Sentences, one below the other; `list` holds texts of the profile. */
json_t *words_list(const struct page *page, const char *hers, const json_t *list);

/* A question about one organisation, and below it the sentences of `list`. */
json_t *words_question(const struct page *page, const char *hers, const json_t *ask, const char *org,
                       const json_t *list);
