/*
 * fold.h - whether two headings or labels are the same to a reader, without a language's tables.
 *
 * Case does not count in Latin (to U+024F) and Cyrillic letters; runs of blanks, no-break blanks, _ and - count as one
 * blank, and at the ends as none. Input is well-formed UTF-8.
 */
#pragma once
#include <stdbool.h>

bool fold_alike(const char *a, const char *b);
