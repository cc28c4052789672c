/*
 * dice.h - how alike filters are, very many at once: Dice, twice the bits in common by the bits of both.
 *
 * Filters lie in blocks of eight, word by word: word w of the block's filter i at [8 * w + i], so that eight sums grow side
 * by side and none is ever added up across. Three ways, chosen by what the processor has, give the same answer.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum dice_way { DICE_PLAIN, DICE_AVX2, DICE_AVX512, DICE__MAX };

enum { DICE_LANES = 8, DICE_ONE = 10000 /* a threshold of 1 */ };

extern const char *const dice_way_names[DICE__MAX];

/* Whether this processor can; and the quickest it can. */
bool dice_can(enum dice_way way);
enum dice_way dice_best(void);

struct dice_hit {
	uint32_t at, common; /* filter of the scan, from 0; bits in common */
};

/*
 * Those of n blocks with Dice >= bar / DICE_ONE to `left`, in order, into `hits`, which has room for 8 * n; gives how many.
 * count[i] is the number of bits set in filter i; 0 (of a place without a filter) is never a hit.
 */
size_t dice_scan(enum dice_way way, const uint64_t *left, unsigned left_count, const uint64_t *blocks, const uint16_t *count,
	size_t n, unsigned words, unsigned bar, struct dice_hit *hits);

/* Whether Dice can reach the bar at all, with so many bits set. */
static inline bool dice_possible(unsigned one, unsigned two, unsigned bar) {
	unsigned less = one < two ? one : two;
	return 2 * DICE_ONE * less >= bar * (one + two);
}
