/*
 * utf8.h - UTF-8 as it arrives: hostile until proven.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether s[0..n) is well-formed UTF-8 (no overlong forms, surrogates or values past U+10FFFF). */
bool utf8_valid(const char *s, size_t n);

/* Code points in the well-formed s[0..n). */
size_t utf8_count(const char *s, size_t n);

/* The most bytes of `s`, at most `max`, that end between code points. */
size_t utf8_cut(const char *s, size_t max);

/* The code point at s (well-formed, not at its end); *ret_n gets its length in bytes. */
uint32_t utf8_at(const char *s, size_t *ret_n);
