/*
 * filter.h - a record as bits that only the secret could have set.
 *
 * Each field has a key of its own, made from the secret and the round, so that a piece of a surname sets other bits than
 * the same piece of a street. A piece sets k bits, each chosen by its own 16 bits of keyed BLAKE2b: no arithmetic binds
 * one to the next, which is what took older ways apart. k is the field's share of bits by the number of its pieces, so
 * that a long value does not outvote the rest. Then the steps of the plan harden the filter.
 *
 * The same secret, plan and values give the same bits on every machine (tests/vectors/veil). One thread at a time.
 */
#pragma once
#include "crypt/keyed.h"
#include "veil/plan.h"
#include "veil/token.h"

enum { VEIL_WORDS_MOST = VEIL_BITS_MOST / 64, VEIL_SHARE = 40 /* of 100 bits of a filter, set before hardening */,
	VEIL_HASHES_MOST = 32 };

struct veil_encoder;

/* Room for keys lies in guarded memory until veil_encoder_free. ERR_INVALID: plan; ERR_LIMIT. */
MUST_CHECK int veil_encoder_new(struct cx *cx, const struct veil_plan *plan, const uint8_t secret[KEYED_KEY],
	bool month_first, struct veil_encoder **ret);
void veil_encoder_free(struct veil_encoder *e); /* wipes; takes NULL */

/* One record: begin, its fields, end. A kind may come several times: the values are read as one, parted by a blank. */
void veil_record_begin(struct veil_encoder *e);
void veil_record_add(struct veil_encoder *e, enum veil_kind kind, const char *s, size_t n);

/* The finished filter, plan->bits / 64 words. False: no field told anything, there is no filter. */
MUST_CHECK bool veil_record_end(struct veil_encoder *e, uint64_t *ret_filter);

/* What the secret is known by: 8 bytes that give no way back to it. */
enum { VEIL_MARK = 8 };
void veil_mark(const uint8_t secret[KEYED_KEY], uint8_t ret[VEIL_MARK]);

/* Where a record stands in its file: an order that tells nothing of the list's. */
uint64_t veil_order(const struct veil_encoder *e, const uint64_t *filter, uint32_t record);

static inline unsigned veil_count(const uint64_t *filter, unsigned words) {
	unsigned n = 0;
	for (unsigned i = 0; i < words; i++)
		n += (unsigned)__builtin_popcountll(filter[i]);
	return n;
}
