/*
 * wide.h - loops that use wider registers where the machine has them.
 *
 * WIDE before a function makes it twice, plainly and for AVX2; the loader chooses. Both do the same operations on the
 * same numbers in the same order (-ffp-contract=off: nothing is fused), so the bits of every result are the same.
 */
#pragma once

#if defined __x86_64__ && defined __linux__ && defined __OPTIMIZE__ && !defined __SANITIZE_ADDRESS__
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif
