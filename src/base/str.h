/*
 * str.h - small things done to strings, and bytes as text: hex, references.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cx.h"

bool str_equal(const char *a, const char *b); /* NULL equals only NULL */
bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);

/* Lower-case hex of bytes; `to` has room for 2 * n + 1. Gives `to`. */
char *hex_put(char *to, const void *bytes, size_t n);

/* Exactly n bytes from exactly 2 * n hex digits, any case. False otherwise. */
bool hex_get(void *to, size_t n, const char *hex);

enum { REF_TEXT = 2 * REF_SIZE + 1 }; /* a reference as text: 32 lower-case hex digits */

/* The reference as text, in the arena. */
const char *ref_text(struct arena *a, const struct ref *ref);
bool ref_parse(const char *text, struct ref *ret_ref);
bool ref_equal(const struct ref *a, const struct ref *b);
struct ref ref_new(struct cx *cx); /* from cx->rng */

/* A whole number in decimal, nothing before or after it. */
bool int_parse(const char *s, int64_t *ret_n);
