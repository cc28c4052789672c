/*
 * blake.h - BLAKE2b-256 of a file (RFC 7693), for rooms that hold no keys and no libsodium: a web worker names the file
 * it was sent by its hash. Whatever is secret or signed is crypt's.
 */
#pragma once
#include <stddef.h>

enum { BLAKE_TEXT = 65 };

/* The hash of n bytes as 64 lower-case hex digits. Gives `to`. */
char *blake_hex(char to[BLAKE_TEXT], const void *bytes, size_t n);
