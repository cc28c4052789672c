/*
 * armor.h - bytes as text, RFC 4648 section 4: the plain alphabet, with padding.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

/* Room for n bytes as text, with the closing zero. */
#define ARMOR_TEXT(n) (((n) + 2) / 3 * 4 + 1)

/* n bytes as text; `to` has ARMOR_TEXT(n) bytes. Gives `to`. */
char *armor_put(char *to, const void *bytes, size_t n);

/* The bytes of `length` characters, at most `max`. False unless the text is the one that armor_put makes of them. */
bool armor_get(void *to, size_t max, const char *text, size_t length, size_t *ret_n);
