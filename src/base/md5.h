/*
 * md5.h - MD5 (RFC 1321), only where a format of others asks for it: what OpenRosa's clients know files by.
 *
 * Pure. It protects nothing: whoever wants to can make two files of one sum.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { MD5_SIZE = 16, MD5_TEXT = 2 * MD5_SIZE + 1 };

struct md5 {
	uint32_t state[4];
	uint64_t n;
	uint8_t block[64];
};

void md5_begin(struct md5 *md5);
void md5_add(struct md5 *md5, const void *bytes, size_t n);
void md5_end(struct md5 *md5, uint8_t ret[MD5_SIZE]);

/* The sum of all the bytes, in hex. */
void md5_text(const void *bytes, size_t n, char ret_text[MD5_TEXT]);
