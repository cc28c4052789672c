#include "world.h"

#include "base/time.h"
#include "crypt/text64.h"
#include "crypt/totp.h"

static const uint8_t secret[TOTP_SECRET] = "12345678901234567890"; /* RFC 6238, appendix B */

static void gives_the_codes_of_rfc_6238(void **state) {
	struct world *w = *state;
	static const struct {
		int64_t second;
		const char *code; /* the last six of its eight digits */
	} known[] = {{59, "287082"}, {1111111109, "081804"}, {1111111111, "050471"}, {1234567890, "005924"},
		{2000000000, "279037"}, {20000000000, "353130"}};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		int64_t step = 0;
		w->cx.now = known[i].second * SECOND;
		assert_int_equal(totp_check(&w->cx, secret, known[i].code, -1, &step), 0);
		assert_int_equal(step, known[i].second / 30);
	}
}

static void takes_a_code_one_step_early_or_late_and_no_further(void **state) {
	struct world *w = *state;
	int64_t step = 0, at = 1234567890 / 30 * 30;
	for (int64_t late = -3; late <= 3; late++) {
		w->cx.now = (at + late * 30) * SECOND;
		assert_int_equal(totp_check(&w->cx, secret, "005924", -1, &step), late >= -1 && late <= 1 ? 0 : ERR_DENIED);
	}
	assert_int_equal(step, at / 30);
}

static void takes_no_code_of_a_step_that_was_taken(void **state) {
	struct world *w = *state;
	int64_t step = 0;
	w->cx.now = INT64_C(1234567890) * SECOND;
	assert_int_equal(totp_check(&w->cx, secret, "005924", 1234567890 / 30 - 1, &step), 0);
	assert_int_equal(totp_check(&w->cx, secret, "005924", step, &step), ERR_DENIED);
}

static void takes_nothing_that_is_no_code(void **state) {
	struct world *w = *state;
	int64_t step = 0;
	w->cx.now = INT64_C(1234567890) * SECOND;
	static const char *const odd[] = {"", "5924", "05924", "0005924", "00592a", " 05924", "005924 ", "-05924",
		"+05924", "\xff"};
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		assert_int_equal(totp_check(&w->cx, secret, odd[i], -1, &step), ERR_DENIED);
}

static void writes_and_reads_bytes_as_text(void **state) {
	struct world *w = *state;
	static const char *const known[] = {"", "MY", "MZXQ", "MZXW6", "MZXW6YQ", "MZXW6YTB", "MZXW6YTBOI"}; /* RFC 4648 */
	struct blob bytes;
	for (size_t n = 0; n <= 6; n++)
		assert_string_equal(base32_put(&w->cx, BLOB("foobar", n)), known[n]);
	assert_string_equal(base64_put(&w->cx, BLOB("\xfb\xff\xfe", 3)), "-__-");
	assert_int_equal(base64_get(&w->cx, "x", "-__-", &bytes), 0);
	assert_int_equal(bytes.n, 3);
	assert_memory_equal(bytes.at, "\xfb\xff\xfe", 3);
	static const char *const odd[] = {"+//+", "-__-=", "A", "-__- ", "AB", "-_\n_-"}; /* "AB" has bits to spare */
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		assert_int_equal(base64_get(&w->cx, "x", odd[i], &bytes), ERR_INVALID);
}

#define WORLD(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void) {
	const struct CMUnitTest tests[] = {
		WORLD(gives_the_codes_of_rfc_6238),
		WORLD(takes_a_code_one_step_early_or_late_and_no_further),
		WORLD(takes_no_code_of_a_step_that_was_taken),
		WORLD(takes_nothing_that_is_no_code),
		WORLD(writes_and_reads_bytes_as_text),
	};
	return cmocka_run_group_tests_name("totp", tests, NULL, NULL);
}
