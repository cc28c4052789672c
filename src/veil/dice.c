#include "veil/dice.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

const char *const dice_way_names[DICE__MAX] = {"plain", "avx2", "avx512"};

typedef size_t scan(const uint64_t *left, unsigned left_count, const uint64_t *blocks, const uint16_t *count, size_t n,
	unsigned words, unsigned bar, struct dice_hit *hits);

/* Bits set in each of eight words, added to eight sums: Warren, Hacker's Delight 5-1. */
static size_t scan_plain(const uint64_t *left, unsigned left_count, const uint64_t *blocks, const uint16_t *count, size_t n,
	unsigned words, unsigned bar, struct dice_hit *hits) {
	size_t found = 0;
	for (size_t b = 0; b < n; b++, blocks += (size_t)words * DICE_LANES, count += DICE_LANES) {
		uint64_t sum[DICE_LANES] = {0};
		for (unsigned w = 0; w < words; w++)
			for (unsigned i = 0; i < DICE_LANES; i++) {
				uint64_t x = blocks[w * DICE_LANES + i] & left[w];
				x -= x >> 1 & UINT64_C(0x5555555555555555);
				x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
				x = (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
				x += x >> 8;
				x += x >> 16;
				sum[i] += (x + (x >> 32)) & 0x7f;
			}
		for (unsigned i = 0; i < DICE_LANES; i++)
			if (sum[i] > 0 && 2 * DICE_ONE * sum[i] >= (uint64_t)bar * (left_count + count[i]))
				hits[found++] = (struct dice_hit){(uint32_t)(b * DICE_LANES + i), (uint32_t)sum[i]};
	}
	return found;
}

#ifdef __x86_64__

__attribute__((target("avx2"))) static inline __m256i bytes_set(__m256i x, __m256i table, __m256i low) {
	__m256i few = _mm256_shuffle_epi8(table, _mm256_and_si256(x, low));
	return _mm256_add_epi8(few, _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(x, 4), low)));
}

/* Four filters at once: bytes of bits set, added up over at most 31 words before they could pass 255. */
__attribute__((target("avx2"))) static inline __m256i common_of_four(const uint64_t *left, const uint64_t *block,
	unsigned words) {
	const __m256i table = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3,
		3, 4), low = _mm256_set1_epi8(15), zero = _mm256_setzero_si256();
	__m256i sum = zero;
	for (unsigned from = 0; from < words; from += 16) {
		__m256i bytes = zero;
		unsigned to = words < from + 16 ? words : from + 16;
#pragma GCC unroll 8
		for (unsigned w = from; w < to; w++)
			bytes = _mm256_add_epi8(bytes, bytes_set(_mm256_and_si256(_mm256_loadu_si256((const __m256i *)(const void *)
				(block + w * DICE_LANES)), _mm256_set1_epi64x((long long)left[w])), table, low));
		sum = _mm256_add_epi64(sum, _mm256_sad_epu8(bytes, zero));
	}
	return sum;
}

__attribute__((target("avx2"))) static size_t scan_avx2(const uint64_t *left, unsigned left_count, const uint64_t *blocks,
	const uint16_t *count, size_t n, unsigned words, unsigned bar, struct dice_hit *hits) {
	const __m256i twice = _mm256_set1_epi64x(2 * DICE_ONE), times = _mm256_set1_epi64x(bar),
		mine = _mm256_set1_epi64x((long long)bar * left_count);
	size_t found = 0;
	for (size_t b = 0; b < n; b++, blocks += (size_t)words * DICE_LANES, count += DICE_LANES) {
		for (unsigned half = 0; half < DICE_LANES; half += 4) {
			__m256i sum = common_of_four(left, blocks + half, words);
			__m256i theirs = _mm256_cvtepu16_epi64(_mm_loadl_epi64((const __m128i *)(const void *)(count + half)));
			__m256i need = _mm256_add_epi64(mine, _mm256_mul_epu32(theirs, times));
			__m256i less = _mm256_cmpgt_epi64(need, _mm256_mul_epu32(sum, twice));
			unsigned is = ~(unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(less)) & 15;
			if (is == 0)
				continue;
			uint64_t each[4];
			_mm256_storeu_si256((__m256i *)(void *)each, sum);
			for (unsigned i = 0; i < 4; i++)
				if (is >> i & 1 && each[i] > 0)
					hits[found++] = (struct dice_hit){(uint32_t)(b * DICE_LANES + half + i), (uint32_t)each[i]};
		}
	}
	return found;
}

/* The address sanitizer's own stack does not hold what must lie on 64 bytes; scan_plain, which has to give the same, is watched. */
__attribute__((target("avx512f,avx512vl,avx512vpopcntdq"), no_sanitize("address"))) static size_t scan_avx512(const uint64_t *left,
	unsigned left_count, const uint64_t *blocks, const uint16_t *count, size_t n, unsigned words, unsigned bar,
	struct dice_hit *hits) {
	const __m512i twice = _mm512_set1_epi64(2 * DICE_ONE), times = _mm512_set1_epi64(bar),
		mine = _mm512_set1_epi64((long long)bar * left_count);
	size_t found = 0;
	for (size_t b = 0; b < n; b++, blocks += (size_t)words * DICE_LANES, count += DICE_LANES) {
		__m512i one = _mm512_setzero_si512(), two = one;
#pragma GCC unroll 8
		for (unsigned w = 0; w < words; w += 2) {
			one = _mm512_add_epi64(one, _mm512_popcnt_epi64(_mm512_and_si512(_mm512_loadu_si512(blocks + w * DICE_LANES),
				_mm512_set1_epi64((long long)left[w]))));
			two = _mm512_add_epi64(two, _mm512_popcnt_epi64(_mm512_and_si512(_mm512_loadu_si512(blocks + (w + 1) * DICE_LANES),
				_mm512_set1_epi64((long long)left[w + 1]))));
		}
		one = _mm512_add_epi64(one, two);
		__m512i theirs = _mm512_cvtepu16_epi64(_mm_loadu_si128((const __m128i *)(const void *)count));
		__m512i need = _mm512_add_epi64(mine, _mm512_mul_epu32(theirs, times));
		unsigned is = _mm512_cmpge_epu64_mask(_mm512_mul_epu32(one, twice), need);
		if (is == 0)
			continue;
		uint64_t each[DICE_LANES];
		_mm512_storeu_si512(each, one);
		for (unsigned i = 0; i < DICE_LANES; i++)
			if (is >> i & 1 && each[i] > 0)
				hits[found++] = (struct dice_hit){(uint32_t)(b * DICE_LANES + i), (uint32_t)each[i]};
	}
	return found;
}

static scan *const ways[DICE__MAX] = {scan_plain, scan_avx2, scan_avx512};

bool dice_can(enum dice_way way) {
	__builtin_cpu_init();
	if (way == DICE_AVX512)
		return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")
			&& __builtin_cpu_supports("avx512vpopcntdq");
	return way == DICE_PLAIN || (way == DICE_AVX2 && __builtin_cpu_supports("avx2"));
}

#else

static scan *const ways[DICE__MAX] = {scan_plain, scan_plain, scan_plain};

bool dice_can(enum dice_way way) {
	return way == DICE_PLAIN;
}

#endif

enum dice_way dice_best(void) {
	return dice_can(DICE_AVX512) ? DICE_AVX512 : dice_can(DICE_AVX2) ? DICE_AVX2 : DICE_PLAIN;
}

size_t dice_scan(enum dice_way way, const uint64_t *left, unsigned left_count, const uint64_t *blocks, const uint16_t *count,
	size_t n, unsigned words, unsigned bar, struct dice_hit *hits) {
	return ways[way](left, left_count, blocks, count, n, words, bar, hits);
}
