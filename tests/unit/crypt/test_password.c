#include "world.h"

#include <time.h>

#include "crypt/password.h"

static void takes_only_its_own_password(void **state) {
	struct world *w = *state;
	char hash[PASSWORD_HASH_SIZE], again[PASSWORD_HASH_SIZE];
	assert_int_equal(password_hash(&w->cx, "žalia pušis ant kalno", hash, NULL), 0);
	assert_int_equal(password_hash(&w->cx, "žalia pušis ant kalno", again, NULL), 0);
	assert_string_not_equal(hash, again);
	assert_int_equal(strncmp(hash, "p2$argon2id$v=19$m=65536,t=3,p=1$", 33), 0);
	assert_int_equal(password_check(&w->cx, hash, "žalia pušis ant kalno", NULL), 0);
	assert_int_equal(password_check(&w->cx, hash, "zalia pusis ant kalno", NULL), ERR_DENIED);
	assert_int_equal(password_check(&w->cx, hash, "", NULL), ERR_DENIED);
}

static void gives_a_key_that_only_the_password_gives(void **state) {
	struct world *w = *state;
	static const uint8_t zeros[PASSWORD_KEY];
	char hash[PASSWORD_HASH_SIZE], again[PASSWORD_HASH_SIZE];
	uint8_t made[PASSWORD_KEY] = {0}, other[PASSWORD_KEY] = {0}, got[PASSWORD_KEY] = {0};
	assert_int_equal(password_hash(&w->cx, "correct horse battery", hash, made), 0);
	assert_int_equal(password_hash(&w->cx, "correct horse battery", again, other), 0);
	assert_memory_not_equal(made, zeros, PASSWORD_KEY);
	assert_memory_not_equal(made, other, PASSWORD_KEY); /* another salt */
	assert_int_equal(password_check(&w->cx, hash, "correct horse batterz", got), ERR_DENIED);
	assert_memory_equal(got, zeros, PASSWORD_KEY); /* untouched */
	assert_int_equal(password_check(&w->cx, hash, "correct horse battery", got), 0);
	assert_memory_equal(got, made, PASSWORD_KEY);
	assert_null(strstr(hash, world_hex(w, made, PASSWORD_KEY)));
	assert_false(password_old(hash));
}

/* Written by the program of the first version, with the root key of world.h. */
static void still_takes_a_text_of_the_first_version(void **state) {
	struct world *w = *state;
	static const uint8_t zeros[PASSWORD_KEY];
	static const char old[] = "p1$argon2id$v=19$m=65536,t=3,p=1$ICEiIyQlJicoKSorLC0uLw$0NHe7Z2IMtMo2nWIgbyCb2T51sfvA+s/EEGMqsWCYek";
	uint8_t key[PASSWORD_KEY] = {1};
	assert_true(password_old(old));
	assert_int_equal(password_check(&w->cx, old, "correct horse batterz", key), ERR_DENIED);
	assert_int_equal(password_check(&w->cx, old, "correct horse battery", key), 0);
	assert_memory_equal(key, zeros, PASSWORD_KEY);
	char claims[sizeof old]; /* a text of one version is none of the other */
	memcpy(claims, old, sizeof old);
	claims[1] = '2';
	assert_int_equal(password_check(&w->cx, claims, "correct horse battery", NULL), ERR_DENIED);
}

static void needs_the_pepper(void **state) {
	struct world *w = *state;
	char hash[PASSWORD_HASH_SIZE];
	struct ring *mine = w->cx.ring, *theirs = NULL;
	assert_int_equal(password_hash(&w->cx, "correct horse battery", hash, NULL), 0);
	unlink(w->root);
	assert_int_equal(ring_create(&w->cx, w->dir, false), 0);
	assert_int_equal(ring_open(&w->cx, w->dir, &theirs), 0);
	w->cx.ring = theirs;
	assert_int_equal(password_check(&w->cx, hash, "correct horse battery", NULL), ERR_DENIED);
	w->cx.ring = mine;
	ring_free(theirs);
}

static double check_seconds(struct world *w, const char *hash) {
	struct timespec a, b;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
	assert_int_equal(password_check(&w->cx, hash, "correct horse batterz", NULL), ERR_DENIED);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
	return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
}

static void works_as_long_for_nobody_as_for_somebody(void **state) {
	struct world *w = *state;
	char hash[PASSWORD_HASH_SIZE];
	assert_int_equal(password_hash(&w->cx, "correct horse battery", hash, NULL), 0);
	double somebody = check_seconds(w, hash), nobody = check_seconds(w, NULL), junk = check_seconds(w, "p1$argon2id$");
	assert_true(nobody > somebody / 3 && nobody < somebody * 3);
	assert_true(junk > somebody / 3 && junk < somebody * 3);
}

static void never_opens_for_a_hash_it_did_not_write(void **state) {
	struct world *w = *state;
	static const char *const bad[] = {
		"", "p1", "p2", "p3$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"p2$argon2id$v=19$m=65536,t=3,p=1$AAAA$AAAA", "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAA",
		"p1$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"p2$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"p2$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$????????????????????????????????????????????",
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(password_check(&w->cx, bad[i], "correct horse battery", NULL), ERR_DENIED);
}

static void rules_only_on_length_and_form(void **state) {
	struct world *w = *state;
	assert_int_equal(password_rule(&w->cx, "twelve chars"), 0);
	assert_int_equal(password_rule(&w->cx, "eleven char"), ERR_INVALID);
	assert_string_equal(w->cx.err.field, "password");
	assert_null(w->cx.err.value);
	assert_int_equal(password_rule(&w->cx, "дванадцятьдв"), 0);   /* twelve letters in 24 bytes */
	assert_int_equal(password_rule(&w->cx, "одинадцятьо"), ERR_INVALID); /* eleven, in 22 */
	assert_int_equal(password_rule(&w->cx, "twelve char\xff"), ERR_INVALID);
	char *longest = arena_alloc(w->cx.arena, PASSWORD_MAX + 2);
	memset(longest, 'a', PASSWORD_MAX);
	assert_int_equal(password_rule(&w->cx, longest), 0);
	longest[PASSWORD_MAX] = 'a';
	assert_int_equal(password_rule(&w->cx, longest), ERR_INVALID);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(takes_only_its_own_password),
		TEST(gives_a_key_that_only_the_password_gives),
		TEST(still_takes_a_text_of_the_first_version),
		TEST(needs_the_pepper),
		TEST(works_as_long_for_nobody_as_for_somebody),
		TEST(never_opens_for_a_hash_it_did_not_write),
		TEST(rules_only_on_length_and_form),
	};
	return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
