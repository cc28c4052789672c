/*
 * The store's grep test finds no name; this is the control that shows it would. The two files are compiled here with
 * the control in them and take the place of the library's own.
 */
#define ATRAMA_CLEAR_CONTROL
#include "world.h"

#include "../../../src/crypt/ring.c"
#include "../../../src/crypt/seal.c"

static void stores_the_text_in_clear_only_when_told_to(void **state) {
	struct world *w = *state;
	struct seal_at at = {"account", "name", 3, {{0}}, C_META};
	struct blob sealed, clear;
	const char *text = NULL;
	assert_int_equal(seal_meta(&w->cx, &at, "Ona", &sealed), 0);
	assert_null(memmem(sealed.at, sealed.n, "Ona", 3));
	ring_set_clear(w->cx.ring);
	assert_int_equal(seal_meta(&w->cx, &at, "Ona", &clear), 0);
	assert_non_null(memmem(clear.at, clear.n, "Ona", 3));
	assert_int_equal(unseal_meta(&w->cx, &at, clear, &text), 0);
	assert_string_equal(text, "Ona");
	assert_int_equal(unseal_meta(&w->cx, &at, sealed, &text), 0);
	assert_string_equal(text, "Ona");
}

static void a_ring_that_was_not_told_refuses_clear_text(void **state) {
	struct world *w = *state;
	struct seal_at at = {"account", "name", 3, {{0}}, C_META};
	struct blob clear;
	const char *text = NULL;
	struct ring *honest = NULL, *mine = w->cx.ring;
	assert_int_equal(ring_open(&w->cx, w->dir, &honest), 0);
	ring_set_clear(mine);
	assert_int_equal(seal_meta(&w->cx, &at, "a name long enough to be as long as any sealed blob", &clear), 0);
	w->cx.ring = honest;
	assert_int_equal(unseal_meta(&w->cx, &at, clear, &text), ERR_CRYPTO);
	assert_null(text);
	w->cx.ring = mine;
	ring_free(honest);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(stores_the_text_in_clear_only_when_told_to),
		TEST(a_ring_that_was_not_told_refuses_clear_text),
	};
	return cmocka_run_group_tests_name("clear control", tests, NULL, NULL);
}
