/* A file as text and back: what is written is read, what is not so written is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "web/bytes64.h"

static struct arena *arena;

static const char *put(const char *bytes, size_t n) {
	return bytes64_put(arena, (struct blob){bytes, n});
}

static int get(const char *text, struct buf *ret) {
	*ret = buf_new(arena, 1 << 20);
	return bytes64_add(ret, text);
}

static void writes_what_rfc_4648_writes_without_its_padding(void **state) {
	(void)state;
	assert_string_equal(put("", 0), "");
	assert_string_equal(put("f", 1), "Zg");
	assert_string_equal(put("fo", 2), "Zm8");
	assert_string_equal(put("foo", 3), "Zm9v");
	assert_string_equal(put("foob", 4), "Zm9vYg");
	assert_string_equal(put("\xfb\xff\xfe", 3), "-__-");
}

static void reads_what_it_wrote_at_every_length(void **state) {
	(void)state;
	char bytes[300];
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)(i * 37 + 11);
	for (size_t n = 0; n <= sizeof bytes; n++) {
		struct buf back;
		assert_int_equal(get(put(bytes, n), &back), 0);
		assert_int_equal(back.n, n);
		assert_memory_equal(back.at, bytes, n);
	}
}

static void refuses_what_it_would_not_write(void **state) {
	(void)state;
	static const char *const wrong[] = {"Z", "Zh", "Zm9=", "Zg==", "Zm 8", "Zm+v", "Zm/v", "Zm9vY", "\xc5\xa1", "Zm8\n"};
	struct buf back;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_int_equal(get(wrong[i], &back), ERR_INVALID);
}

static int set_up(void **state) {
	(void)state;
	arena = arena_new(16 << 20);
	return 0;
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_what_rfc_4648_writes_without_its_padding),
		cmocka_unit_test(reads_what_it_wrote_at_every_length),
		cmocka_unit_test(refuses_what_it_would_not_write),
	};
	return cmocka_run_group_tests(tests, set_up, NULL);
}
