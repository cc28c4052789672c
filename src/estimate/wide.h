/*
 * wide.h - loops that use wider registers where the machine has them.
 *
 * WIDE before a function makes it three times, plainly, for AVX2 and for AVX-512; the loader chooses. All do the same
 * operations on the same numbers in the same order (-ffp-contract=off: nothing is fused), so the bits of every result
 * are the same. `reals` are eight numbers side by side, whatever registers there are.
 */
#pragma once
#include <stdint.h>
#include <string.h>

#if defined __x86_64__ && defined __linux__ && defined __OPTIMIZE__ && !defined __SANITIZE_ADDRESS__ \
	&& !defined __SANITIZE_THREAD__ /* the loader would choose before the sanitizer stands */
#define WIDE __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define WIDE
#endif

typedef double reals __attribute__((vector_size(64), aligned(8), may_alias));
typedef int64_t wholes __attribute__((vector_size(64), aligned(8), may_alias));
typedef uint64_t naturals __attribute__((vector_size(64), aligned(8), may_alias));
typedef uint64_t four_naturals __attribute__((vector_size(32), aligned(8), may_alias));
typedef double four_reals __attribute__((vector_size(32), aligned(8), may_alias));

#define REALS 8
