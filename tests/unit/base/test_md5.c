/* MD5 against the answers of RFC 1321, and of any length in any pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/md5.h"

static void gives_the_sums_of_rfc_1321(void **state) {
	static const char *const known[][2] = {{"", "d41d8cd98f00b204e9800998ecf8427e"},
		{"abc", "900150983cd24fb0d6963f7d28e17f72"}, {"message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
		{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f"},
		{"12345678901234567890123456789012345678901234567890123456789012345678901234567890",
			"57edf4a22be3c955ac49da2e2107b67a"}};
	char text[MD5_TEXT];
	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		md5_text(known[i][0], strlen(known[i][0]), text);
		assert_string_equal(text, known[i][1]);
	}
}

static void does_not_mind_the_pieces(void **state) {
	uint8_t bytes[200], whole[MD5_SIZE], pieces[MD5_SIZE];
	(void)state;
	memset(bytes, 'x', sizeof bytes);
	for (size_t n = 0; n <= sizeof bytes; n++) {
		struct md5 one, two;
		md5_begin(&one);
		md5_add(&one, bytes, n);
		md5_end(&one, whole);
		md5_begin(&two);
		for (size_t at = 0; at < n; at += 7)
			md5_add(&two, bytes + at, n - at < 7 ? n - at : 7);
		md5_end(&two, pieces);
		assert_memory_equal(whole, pieces, sizeof whole);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_the_sums_of_rfc_1321),
		cmocka_unit_test(does_not_mind_the_pieces),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
