#include "base/blake.h"

#include <stdint.h>
#include <string.h>

#include "base/str.h"

enum { BLOCK = 128, HASH = 32, ROUNDS = 12 };

static const uint64_t start[8] = {
	UINT64_C(0x6a09e667f3bcc908), UINT64_C(0xbb67ae8584caa73b), UINT64_C(0x3c6ef372fe94f82b),
	UINT64_C(0xa54ff53a5f1d36f1), UINT64_C(0x510e527fade682d1), UINT64_C(0x9b05688c2b3e6c1f),
	UINT64_C(0x1f83d9abfb41bd6b), UINT64_C(0x5be0cd19137e2179),
};

static const uint8_t order[10][16] = {
	{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
	{11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
	{9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
	{12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
	{6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
};

static uint64_t turn(uint64_t x, int n) {
	return x >> n | x << (64 - n);
}

static void mix(uint64_t v[16], int a, int b, int c, int d, uint64_t x, uint64_t y) {
	v[a] = v[a] + v[b] + x;
	v[d] = turn(v[d] ^ v[a], 32);
	v[c] += v[d];
	v[b] = turn(v[b] ^ v[c], 24);
	v[a] = v[a] + v[b] + y;
	v[d] = turn(v[d] ^ v[a], 16);
	v[c] += v[d];
	v[b] = turn(v[b] ^ v[c], 63);
}

static void block(uint64_t h[8], const uint8_t *at, uint64_t counted, bool last) {
	uint64_t v[16], m[16];
	for (int i = 0; i < 16; i++) {
		m[i] = 0;
		for (int k = 7; k >= 0; k--)
			m[i] = m[i] << 8 | at[i * 8 + k];
		v[i] = i < 8 ? h[i] : start[i - 8];
	}
	v[12] ^= counted;
	v[14] = last ? ~v[14] : v[14];
	for (int r = 0; r < ROUNDS; r++) {
		const uint8_t *s = order[r % 10];
		for (int i = 0; i < 4; i++)
			mix(v, i, i + 4, i + 8, i + 12, m[s[2 * i]], m[s[2 * i + 1]]);
		for (int i = 0; i < 4; i++)
			mix(v, i, (i + 1) % 4 + 4, (i + 2) % 4 + 8, (i + 3) % 4 + 12, m[s[8 + 2 * i]], m[s[9 + 2 * i]]);
	}
	for (int i = 0; i < 8; i++)
		h[i] ^= v[i] ^ v[i + 8];
}

char *blake_hex(char to[BLAKE_TEXT], const void *bytes, size_t n) {
	const uint8_t *at = bytes;
	uint64_t h[8];
	memcpy(h, start, sizeof h);
	h[0] ^= 0x01010000 ^ HASH;
	size_t done = 0;
	for (; n - done > BLOCK; done += BLOCK)
		block(h, at + done, done + BLOCK, false);
	uint8_t rest[BLOCK] = {0};
	if (n > done)
		memcpy(rest, at + done, n - done);
	block(h, rest, n, true);
	uint8_t out[HASH];
	for (int i = 0; i < HASH; i++)
		out[i] = (uint8_t)(h[i / 8] >> 8 * (i % 8));
	return hex_put(to, out, HASH);
}
