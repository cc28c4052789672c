#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wire/frame.h"

enum { SMALL = 200 << 10 }; /* a ceiling of three parts and a little */

static struct frame_state taker;

static int setup(void **state) {
	(void)state;
	frame_init(&taker, FRAME_REQUEST, SMALL);
	return 0;
}

static int teardown(void **state) {
	(void)state;
	frame_dispose(&taker);
	return 0;
}

static enum frame_result give(uint32_t type, uint64_t request, uint16_t part, bool last, const char *text, size_t n) {
	uint8_t bytes[FRAME_BYTES + 8];
	frame_head_put(bytes, &(struct frame_head){type, request, part, last});
	assert_true(n <= sizeof bytes - FRAME_HEADER);
	if (n > 0)
		memcpy(bytes + FRAME_HEADER, text, n);
	return frame_take(&taker, bytes, FRAME_HEADER + n);
}

static const char *full(char c) {
	static char text[FRAME_PAYLOAD];
	memset(text, c, sizeof text);
	return text;
}

static void has_a_header_of_sixteen_bytes_little_endian(void **state) {
	(void)state;
	uint8_t bytes[FRAME_HEADER];
	static const uint8_t expected[FRAME_HEADER] = {1, 0, 0, 0, 8, 7, 6, 5, 4, 3, 2, 1, 0x0b, 0x0a, 1, 0};
	frame_head_put(bytes, &(struct frame_head){FRAME_REQUEST, 0x0102030405060708, 0x0a0b, true});
	assert_memory_equal(bytes, expected, sizeof bytes);
}

static void puts_parts_together_in_order(void **state) {
	(void)state;
	assert_int_equal(give(FRAME_REQUEST, 7, 0, false, full('a'), FRAME_PAYLOAD), FRAME_MORE);
	assert_int_equal(give(FRAME_REQUEST, 7, 1, false, full('b'), FRAME_PAYLOAD), FRAME_MORE);
	assert_int_equal(give(FRAME_REQUEST, 7, 2, true, "end", 3), FRAME_WHOLE);
	assert_int_equal(taker.text.n, 2 * FRAME_PAYLOAD + 3);
	assert_int_equal(taker.request, 7);
	assert_int_equal(taker.text.at[FRAME_PAYLOAD], 'b');
	assert_string_equal(taker.text.at + 2 * FRAME_PAYLOAD, "end");
	frame_forget(&taker);
	assert_int_equal(give(FRAME_REQUEST, 8, 0, true, "", 0), FRAME_WHOLE);
	assert_int_equal(taker.text.n, 0);
}

static void cuts_off_a_peer_that_breaks_the_form(void **state) {
	(void)state;
	static const uint8_t nothing[FRAME_HEADER];
	static const struct { uint32_t type; uint16_t part; bool last; size_t n; } wrong[] = {
		{FRAME_ANSWER, 0, true, 3},          /* the other direction's */
		{0, 0, true, 3},
		{FRAME_REQUEST, 1, true, 3},         /* does not begin at the beginning */
		{FRAME_REQUEST, 0, false, 3},        /* a part that is not full and not the last */
		{FRAME_REQUEST, 0xffff, true, 0},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_int_equal(give(wrong[i].type, 1, wrong[i].part, wrong[i].last, "abc", wrong[i].n), FRAME_BROKEN);
	assert_int_equal(give(FRAME_REQUEST, 1, 0, true, full('x'), FRAME_PAYLOAD) , FRAME_WHOLE);
	for (size_t n = 0; n < FRAME_HEADER; n++)
		assert_int_equal(frame_take(&taker, nothing, n), FRAME_BROKEN);
}

static void refuses_a_last_that_is_neither_yes_nor_no_and_a_byte_that_must_be_zero(void **state) {
	(void)state;
	uint8_t bytes[FRAME_HEADER];
	frame_head_put(bytes, &(struct frame_head){FRAME_REQUEST, 1, 0, true});
	bytes[14] = 2;
	assert_int_equal(frame_take(&taker, bytes, sizeof bytes), FRAME_BROKEN);
	bytes[14] = 1;
	bytes[15] = 1;
	assert_int_equal(frame_take(&taker, bytes, sizeof bytes), FRAME_BROKEN);
	bytes[15] = 0;
	assert_int_equal(frame_take(&taker, bytes, sizeof bytes), FRAME_WHOLE);
}

static void refuses_parts_of_two_messages_mixed_and_parts_repeated(void **state) {
	(void)state;
	assert_int_equal(give(FRAME_REQUEST, 1, 0, false, full('a'), FRAME_PAYLOAD), FRAME_MORE);
	assert_int_equal(give(FRAME_REQUEST, 2, 1, true, "b", 1), FRAME_BROKEN);
	frame_forget(&taker);
	assert_int_equal(give(FRAME_REQUEST, 1, 0, false, full('a'), FRAME_PAYLOAD), FRAME_MORE);
	assert_int_equal(give(FRAME_REQUEST, 1, 0, false, full('a'), FRAME_PAYLOAD), FRAME_BROKEN);
}

static void takes_exactly_the_ceiling_and_reports_one_byte_more(void **state) {
	(void)state;
	size_t rest = SMALL - 3 * FRAME_PAYLOAD;
	for (size_t more = 0; more < 2; more++) {
		for (uint16_t part = 0; part < 3; part++)
			assert_int_equal(give(FRAME_REQUEST, 1, part, false, full('a'), FRAME_PAYLOAD), FRAME_MORE);
		assert_int_equal(give(FRAME_REQUEST, 1, 3, true, full('z'), rest + more), more ? FRAME_OVER : FRAME_WHOLE);
		frame_forget(&taker);
	}
	assert_int_equal(give(FRAME_REQUEST, 1, 0, true, "as before", 9), FRAME_WHOLE);
}

static void cuts_off_a_message_without_end(void **state) {
	(void)state;
	enum frame_result r = FRAME_MORE;
	uint16_t part = 0;
	while (r == FRAME_MORE && part < 100)
		r = give(FRAME_REQUEST, 1, part++, false, full('a'), FRAME_PAYLOAD);
	assert_int_equal(r, FRAME_BROKEN);
	assert_true(part < 20);
}

static void survives_random_bytes(void **state) {
	(void)state;
	uint8_t bytes[64];
	srand(1);
	for (int i = 0; i < 20000; i++) {
		size_t n = (size_t)rand() % sizeof bytes;
		for (size_t j = 0; j < n; j++)
			bytes[j] = (uint8_t)(rand() % 3);
		enum frame_result r = frame_take(&taker, bytes, n);
		assert_true(r == FRAME_BROKEN || r == FRAME_WHOLE);
		if (r == FRAME_WHOLE)
			frame_forget(&taker);
	}
}

static void carries_a_long_message_through_a_socket(void **state) {
	(void)state;
	int pair[2];
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
	char *text = malloc(SMALL);
	assert_non_null(text);
	for (size_t i = 0; i < SMALL; i++)
		text[i] = (char)('a' + i % 26);
	struct frame_out out = {.type = FRAME_REQUEST, .request = 5, .text = {text, SMALL}};
	enum frame_result got = FRAME_EMPTY;
	int r = ERR_BUSY;
	while (got != FRAME_WHOLE) {
		if (r == ERR_BUSY)
			r = frame_send(pair[0], &out, MSG_DONTWAIT);
		got = frame_receive(pair[1], &taker, MSG_DONTWAIT);
		assert_true(got != FRAME_BROKEN && got != FRAME_CLOSED);
	}
	assert_int_equal(r, ERR_OK);
	assert_int_equal(taker.text.n, SMALL);
	assert_memory_equal(taker.text.at, text, SMALL);
	assert_int_equal(frame_receive(pair[1], &taker, MSG_DONTWAIT), FRAME_EMPTY);
	close(pair[0]);
	assert_int_equal(frame_receive(pair[1], &taker, MSG_DONTWAIT), FRAME_CLOSED);
	close(pair[1]);
	free(text);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(has_a_header_of_sixteen_bytes_little_endian),
		TEST(puts_parts_together_in_order),
		TEST(cuts_off_a_peer_that_breaks_the_form),
		TEST(refuses_a_last_that_is_neither_yes_nor_no_and_a_byte_that_must_be_zero),
		TEST(refuses_parts_of_two_messages_mixed_and_parts_repeated),
		TEST(takes_exactly_the_ceiling_and_reports_one_byte_more),
		TEST(cuts_off_a_message_without_end),
		TEST(survives_random_bytes),
		TEST(carries_a_long_message_through_a_socket),
	};
	return cmocka_run_group_tests_name("frame", tests, NULL, NULL);
}
