/* veil: how many Dice comparisons of filters a second and core, each way this processor has, as JSON. CPU time, best of five. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "veil/dice.h"

enum { FILTERS = 4096, LEFTS = 2048, WORDS = 16, TILE = 64, BAR = 7000 };

static uint64_t seed = 1, blocks[FILTERS * WORDS], left[LEFTS][WORDS];
static uint16_t count[FILTERS], left_count[LEFTS];
static struct dice_hit hits[TILE * DICE_LANES];

static uint64_t random64(void) {
	uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static double cpu(void) {
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static size_t all(enum dice_way way) {
	size_t found = 0;
	for (size_t tile = 0; tile < FILTERS / DICE_LANES; tile += TILE)
		for (size_t i = 0; i < LEFTS; i++)
			found += dice_scan(way, left[i], left_count[i], blocks + tile * WORDS * DICE_LANES, count + tile * DICE_LANES, TILE, WORDS, BAR,
				hits);
	return found;
}

int main(void) {
	for (size_t i = 0; i < FILTERS * WORDS; i++) {
		blocks[i] = random64();
		count[i / (WORDS * DICE_LANES) * DICE_LANES + i % DICE_LANES] += (uint16_t)__builtin_popcountll(blocks[i]);
	}
	for (size_t i = 0; i < LEFTS * WORDS; i++) {
		left[i / WORDS][i % WORDS] = random64();
		left_count[i / WORDS] += (uint16_t)__builtin_popcountll(left[i / WORDS][i % WORDS]);
	}
	printf("{\"bits\": %d", WORDS * 64);
	for (int way = 0; way < DICE__MAX; way++) {
		double best = 1e9;
		size_t found = 0;
		for (int run = 0; dice_can((enum dice_way)way) && run < 5; run++) {
			double from = cpu();
			found += all((enum dice_way)way);
			double took = cpu() - from;
			best = took < best ? took : best;
		}
		if (best < 1e9)
			printf(", \"%s_million_a_second\": %.0f, \"%s_found\": %zu", dice_way_names[way], (double)FILTERS * LEFTS / best / 1e6,
				dice_way_names[way], found);
	}
	puts("}");
	return 0;
}
