/*
 * token.h - a value as the small pieces that go into a filter: alike values share most of them.
 *
 * Names, in any of four scripts: pairs of letters of the plain form and of the sound (text/fold.h), each word padded. Days:
 * year with its two neighbours, month, day, both in either order, and each digit at its place. Numbers, telephones and
 * codes: pairs of digits, and each at its place from the end. No piece stands twice. Pure; any bytes may come.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypt/crypt.h"
#include "veil/plan.h"

enum { TOKEN_BYTES = 15, TOKENS_MOST = 160 };

struct veil_token {
	char text[TOKEN_BYTES]; /* zeros after the last letter */
	uint8_t n;
};

struct veil_tokens {
	int n;
	struct veil_token token[TOKENS_MOST];
};

/* The pieces of s[0..n); none where there is nothing to tell. */
void veil_tokens(enum veil_kind kind, bool month_first, const char *s, size_t n, struct veil_tokens *ret);

/* Eight digits yyyymmdd of a day, a letter where a slip left one; false: not so written. Two-digit years are not read. */
bool veil_day(const char *s, size_t n, bool month_first, char ret[8]);

/* A sum over how this program folds some names of four scripts: other tables give another one. */
enum { FOLDING_SUM = 8 };
void veil_folding(uint8_t ret[FOLDING_SUM]);
