/*
 * cbor.h - just enough of RFC 8949 to take an attestation object apart: definite lengths, eight levels.
 *
 * A reader stands at one item of a text that ends; every function moves it past what it gives, or says false and
 * leaves it anywhere. Nothing is copied and nothing allocated.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cbor {
	const uint8_t *at, *end;
};

enum cbor_kind { CBOR_UINT, CBOR_NEGATIVE, CBOR_BYTES, CBOR_TEXT, CBOR_LIST, CBOR_MAP, CBOR_TAG, CBOR_SIMPLE };

/* The head of the next item: its kind and its number (a length, a count, a value). */
bool cbor_head(struct cbor *c, enum cbor_kind *ret_kind, uint64_t *ret_n);

/* The next item, which must be bytes or a text. */
bool cbor_string(struct cbor *c, enum cbor_kind kind, const uint8_t **ret_at, size_t *ret_n);

/* Past the next item, whatever it is. */
bool cbor_skip(struct cbor *c);

/* Whether the next item is that text; past it in any case. */
bool cbor_is(struct cbor *c, const char *text, bool *ret_is);
