#include "base/md5.h"

#include <string.h>

#include "base/str.h"

/* floor(2^32 * |sin(i + 1)|) */
static const uint32_t sines[64] = {
	0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
	0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
	0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
	0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
	0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
	0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
	0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
	0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};
static const uint8_t turns[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

static uint32_t word_at(const uint8_t *at) {
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static void take_block(uint32_t state[4], const uint8_t *block) {
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
	for (int i = 0; i < 64; i++) {
		int round = i / 16, from = round == 0 ? i : round == 1 ? 5 * i + 1 : round == 2 ? 3 * i + 5 : 7 * i;
		uint32_t mixed = round == 0 ? (b & c) | (~b & d) : round == 1 ? (d & b) | (~d & c)
			: round == 2 ? b ^ c ^ d : c ^ (b | ~d);
		uint32_t sum = a + mixed + sines[i] + word_at(block + 4 * (from % 16));
		int turn = turns[round][i % 4];
		a = d;
		d = c;
		c = b;
		b += sum << turn | sum >> (32 - turn);
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
}

void md5_begin(struct md5 *md5) {
	*md5 = (struct md5){.state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476}};
}

void md5_add(struct md5 *md5, const void *bytes, size_t n) {
	const uint8_t *at = bytes;
	while (n > 0) {
		size_t held = md5->n % sizeof md5->block, take = sizeof md5->block - held < n ? sizeof md5->block - held : n;
		memcpy(md5->block + held, at, take);
		md5->n += take;
		at += take;
		n -= take;
		if (held + take == sizeof md5->block)
			take_block(md5->state, md5->block);
	}
}

void md5_end(struct md5 *md5, uint8_t ret[MD5_SIZE]) {
	static const uint8_t pad[64] = {0x80};
	uint64_t bits = md5->n * 8;
	uint8_t length[8];
	for (int i = 0; i < 8; i++)
		length[i] = (uint8_t)(bits >> (8 * i));
	md5_add(md5, pad, (119 - md5->n % 64) % 64 + 1);
	md5_add(md5, length, sizeof length);
	for (int i = 0; i < MD5_SIZE; i++)
		ret[i] = (uint8_t)(md5->state[i / 4] >> (8 * (i % 4)));
}

void md5_text(const void *bytes, size_t n, char ret_text[MD5_TEXT]) {
	struct md5 md5;
	uint8_t sum[MD5_SIZE];
	md5_begin(&md5);
	md5_add(&md5, bytes, n);
	md5_end(&md5, sum);
	hex_put(ret_text, sum, sizeof sum);
}
