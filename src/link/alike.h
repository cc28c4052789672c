/*
 * alike.h - how alike two short texts are, in bytes. Texts come folded to plain Latin, where a byte is a letter.
 *
 * At most 64 bytes of each are read. Pure; one call is 50 to 300 ns.
 */
#pragma once
#include <stddef.h>

/*
 * Jaro-Winkler, 0 to 1: window max(la, lb) / 2 - 1, letters taken from the left, transpositions halved and rounded down, prefix of at
 * most 4 at 0.1 each, only above 0.7 (Winkler 1990). Two empty texts: 1.
 */
double link_jaro_winkler(const char *a, size_t la, const char *b, size_t lb);

/* Optimal string alignment: insertions, deletions, substitutions, swaps of neighbours, none touched twice (Hyyro 2003). */
int link_osa(const char *a, size_t la, const char *b, size_t lb);
