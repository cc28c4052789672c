#include "world.h"

#include "crypt/seal.h"
#include "crypt/token.h"

static void write_root(struct world *w, const char *text, mode_t mode) {
	unlink(w->root);
	int fd = open(w->root, O_WRONLY | O_CREAT | O_EXCL, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	fchmod(fd, mode);
	close(fd);
}

static int reopen(struct world *w) {
	struct ring *ring = NULL;
	int r = ring_open(&w->cx, w->dir, &ring);
	assert_true((r == 0) == (ring != NULL));
	ring_free(ring);
	return r;
}

#define GOOD "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

static void writes_the_root_key_for_its_owner_only(void **state) {
	struct world *w = *state;
	struct stat st;
	char text[128] = {0};
	assert_int_equal(stat(w->root, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(stat(w->keys, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	int fd = open(w->root, O_RDONLY);
	assert_true(read(fd, text, sizeof text - 1) > 0);
	close(fd);
	assert_string_equal(text, "atrama root key 1\n" GOOD "\n");
	assert_int_not_equal(access(w->keys, F_OK), -1);
	char left[128];
	snprintf(left, sizeof left, "%s.new", w->root);
	assert_int_equal(access(left, F_OK), -1);
}

static void refuses_to_replace_a_root_key(void **state) {
	struct world *w = *state;
	assert_int_equal(ring_create(&w->cx, w->dir, false), ERR_CONFLICT);
	assert_int_equal(reopen(w), 0);
}

static void recovers_from_a_crash_while_the_key_was_written(void **state) {
	struct world *w = *state;
	char left[128];
	snprintf(left, sizeof left, "%s.new", w->root);
	assert_int_equal(rename(w->root, left), 0);
	assert_int_equal(reopen(w), ERR_NOTFOUND);
	assert_int_equal(ring_create(&w->cx, w->dir, false), 0);
	assert_int_equal(access(left, F_OK), -1);
	assert_int_equal(reopen(w), 0);
}

static void refuses_a_key_others_may_read(void **state) {
	struct world *w = *state;
	static const mode_t modes[] = {0640, 0604, 0660, 0644, 0610};
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		chmod(w->root, modes[i]);
		assert_int_equal(reopen(w), ERR_DENIED);
		assert_non_null(strstr(w->cx.err.rule, "0600"));
	}
	chmod(w->root, 0400);
	assert_int_equal(reopen(w), 0);
	chmod(w->keys, 0750);
	assert_int_equal(reopen(w), ERR_DENIED);
	assert_non_null(strstr(w->cx.err.rule, "0700"));
	assert_int_equal(ring_create(&w->cx, w->dir, false), ERR_DENIED);
}

static void refuses_a_link_in_place_of_a_key(void **state) {
	struct world *w = *state;
	char elsewhere[128];
	snprintf(elsewhere, sizeof elsewhere, "%s/elsewhere", w->dir);
	assert_int_equal(rename(w->root, elsewhere), 0);
	assert_int_equal(symlink(elsewhere, w->root), 0);
	assert_int_equal(reopen(w), ERR_IO);
	unlink(elsewhere);
}

static void refuses_what_is_no_key_file(void **state) {
	struct world *w = *state;
	static const char *const bad[] = {
		"", "\n", "atrama root key 1\n", "atrama root key 2\n" GOOD "\n", "atrama root key 1\n" GOOD,
		"atrama root key 1\n" GOOD "\n\n", "atrama root key 1\n" GOOD "00\n", "Atrama root key 1\n" GOOD "\n",
		"atrama root key 1\n0x0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n",
		"atrama root key 1\r\n000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1\n",
		"atrama root key 1\n00010203 405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n",
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		write_root(w, bad[i], 0600);
		assert_int_equal(reopen(w), ERR_CRYPTO);
	}
	write_root(w, "atrama root key 1\n" GOOD "\n", 0600);
	assert_int_equal(reopen(w), 0);
	unlink(w->root);
	assert_int_equal(mkdir(w->root, 0700), 0);
	assert_int_equal(reopen(w), ERR_CRYPTO);
	rmdir(w->root);
	assert_int_equal(reopen(w), ERR_NOTFOUND);
	rmdir(w->keys);
	assert_int_equal(reopen(w), ERR_NOTFOUND);
}

static void gives_the_same_keys_each_time_and_others_for_another_root(void **state) {
	struct world *w = *state;
	struct token first, again, other;
	struct ring *mine = w->cx.ring, *ring = NULL;
	assert_int_equal(token_make(&w->cx, TOKEN_PHONE, "+37061234567", &first), 0);
	assert_int_equal(ring_open(&w->cx, w->dir, &ring), 0);
	w->cx.ring = ring;
	assert_int_equal(token_make(&w->cx, TOKEN_PHONE, "+37061234567", &again), 0);
	assert_memory_equal(first.at, again.at, sizeof first.at);
	ring_free(ring);
	write_root(w, "atrama root key 1\n100102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n", 0600);
	assert_int_equal(ring_open(&w->cx, w->dir, &ring), 0);
	w->cx.ring = ring;
	assert_int_equal(token_make(&w->cx, TOKEN_PHONE, "+37061234567", &other), 0);
	assert_memory_not_equal(first.at, other.at, sizeof first.at);
	ring_free(ring);
	w->cx.ring = mine;
}

static void cannot_be_made_a_demonstration_or_lose_that_mark(void **state) {
	struct world *w = *state;
	struct token real, marked;
	struct blob sealed;
	const char *text = NULL;
	const struct seal_at at = {.table = "account", .column = "name", .row = 1, .c = C_META};
	struct ring *mine = w->cx.ring, *ring = NULL;
	assert_false(ring_demonstration(mine));
	assert_int_equal(token_make(&w->cx, TOKEN_LOGIN, "rasa", &real), 0);
	assert_int_equal(seal_meta(&w->cx, &at, "somebody", &sealed), 0);
	write_root(w, "atrama root key 1 demonstration\n" GOOD "\n", 0600);
	assert_int_equal(ring_open(&w->cx, w->dir, &ring), 0);
	w->cx.ring = ring;
	assert_true(ring_demonstration(ring));
	assert_int_equal(token_make(&w->cx, TOKEN_LOGIN, "rasa", &marked), 0);
	assert_memory_not_equal(real.at, marked.at, sizeof real.at); /* nobody can sign in */
	assert_int_equal(unseal_meta(&w->cx, &at, sealed, &text), ERR_CRYPTO); /* nothing opens */
	ring_free(ring);
	w->cx.ring = mine;
}

static void keeps_the_ring_out_of_core_dumps(void **state) {
	struct world *w = *state;
	FILE *f = fopen("/proc/self/smaps", "r");
	char line[512];
	bool inside = false, checked = false;
	assert_non_null(f);
	while (fgets(line, sizeof line, f) != NULL) {
		unsigned long from = 0, to = 0;
		if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
			inside = (uintptr_t)w->cx.ring >= from && (uintptr_t)w->cx.ring < to;
		if (inside && strncmp(line, "VmFlags:", 8) == 0) {
			assert_non_null(strstr(line, " dd"));
			assert_null(strstr(line, " wr"));
			checked = true;
		}
	}
	fclose(f);
	assert_true(checked);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(writes_the_root_key_for_its_owner_only),
		TEST(refuses_to_replace_a_root_key),
		TEST(recovers_from_a_crash_while_the_key_was_written),
		TEST(refuses_a_key_others_may_read),
		TEST(refuses_a_link_in_place_of_a_key),
		TEST(refuses_what_is_no_key_file),
		TEST(gives_the_same_keys_each_time_and_others_for_another_root),
		TEST(cannot_be_made_a_demonstration_or_lose_that_mark),
		TEST(keeps_the_ring_out_of_core_dumps),
	};
	return cmocka_run_group_tests_name("ring", tests, NULL, NULL);
}
