#include "world.h"

#include "crypt/sign.h"
#include "crypt/token.h"

/* abuse 22 */
static void gives_equal_tokens_only_for_equal_values_of_one_family(void **state) {
	struct world *w = *state;
	struct token seen[TOKEN__MAX * 2];
	size_t n = 0;
	for (int family = 0; family < TOKEN__MAX; family++) {
		struct token again;
		assert_int_equal(token_make(&w->cx, (enum token_family)family, "LT12345", &seen[n]), 0);
		assert_int_equal(token_make(&w->cx, (enum token_family)family, "LT12345", &again), 0);
		assert_memory_equal(seen[n].at, again.at, 16);
		assert_int_equal(token_make(&w->cx, (enum token_family)family, "LT12346", &seen[n + 1]), 0);
		n += 2;
	}
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			assert_memory_not_equal(seen[i].at, seen[j].at, 16);
	assert_int_equal(token_make(&w->cx, TOKEN__MAX, "x", &seen[0]), ERR_BUG);
	assert_int_equal(token_make(&w->cx, TOKEN_PHONE, NULL, &seen[0]), ERR_BUG);
}

static void never_lets_two_lists_of_parts_be_the_same_bytes(void **state) {
	(void)state;
	uint8_t one[HASH_SIZE], two[HASH_SIZE];
	crypt_hash(one, "t", BLOB_STR("ab"), BLOB_STR("c"));
	crypt_hash(two, "t", BLOB_STR("a"), BLOB_STR("bc"));
	assert_memory_not_equal(one, two, HASH_SIZE);
	crypt_hash(two, "ta", BLOB_STR("b"), BLOB_STR("c"));
	assert_memory_not_equal(one, two, HASH_SIZE);
	crypt_hash(one, "t", BLOB_STR("ab"));
	crypt_hash(two, "t", BLOB_STR("ab"), BLOB_STR(""));
	assert_memory_not_equal(one, two, HASH_SIZE);
}

static void takes_a_form_only_from_its_own_session(void **state) {
	struct world *w = *state;
	char session[SESSION_TEXT], other[SESSION_TEXT], csrf[CSRF_TEXT];
	crypt_token(&w->cx, session);
	crypt_token(&w->cx, other);
	assert_int_equal(strlen(session), 64);
	assert_string_not_equal(session, other);
	assert_int_equal(crypt_csrf(&w->cx, session, csrf), 0);
	assert_int_equal(strlen(csrf), 64);
	assert_true(crypt_csrf_check(&w->cx, session, csrf));
	char again[CSRF_TEXT];
	assert_int_equal(crypt_csrf(&w->cx, session, again), 0);
	assert_string_not_equal(csrf, again); /* each page has another */
	assert_true(crypt_csrf_check(&w->cx, session, again));
	assert_false(crypt_csrf_check(&w->cx, other, csrf));
	assert_false(crypt_csrf_check(&w->cx, session, NULL));
	assert_false(crypt_csrf_check(&w->cx, session, ""));
	for (size_t i = 0; i < 64; i += 31) { /* of either half */
		char kept = csrf[i];
		csrf[i] = kept == '0' ? '1' : '0';
		assert_false(crypt_csrf_check(&w->cx, session, csrf));
		csrf[i] = kept;
	}
	csrf[63] = 0;
	assert_false(crypt_csrf_check(&w->cx, session, csrf));
}

static void fingerprints_an_input_by_operation(void **state) {
	struct world *w = *state;
	uint8_t one[HASH_SIZE], two[HASH_SIZE];
	assert_int_equal(token_digest(&w->cx, "signal_record", BLOB_STR("{}"), one), 0);
	assert_int_equal(token_digest(&w->cx, "signal_record", BLOB_STR("{}"), two), 0);
	assert_memory_equal(one, two, HASH_SIZE);
	assert_int_equal(token_digest(&w->cx, "referral_send", BLOB_STR("{}"), two), 0);
	assert_memory_not_equal(one, two, HASH_SIZE);
	assert_int_equal(token_mark(&w->cx, "signal_record", BLOB_STR("{}"), two), 0);
	assert_memory_not_equal(one, two, HASH_SIZE);
}

static void checks_a_signature_and_nothing_like_it(void **state) {
	struct world *w = *state;
	uint8_t key[SIGN_PUBLIC], signature[SIGNATURE_SIZE];
	struct blob text = BLOB_STR("the head is 12");
	assert_int_equal(sign_public(&w->cx, key), 0);
	assert_int_equal(sign_make(&w->cx, text, signature), 0);
	assert_true(sign_check(key, text, BLOB(signature, SIGNATURE_SIZE)));
	assert_false(sign_check(key, BLOB_STR("the head is 13"), BLOB(signature, SIGNATURE_SIZE)));
	assert_false(sign_check(key, text, BLOB(signature, 63)));
	assert_false(sign_check(key, text, (struct blob){0}));
	for (size_t i = 0; i < SIGNATURE_SIZE; i++) {
		signature[i] ^= 1;
		assert_false(sign_check(key, text, BLOB(signature, SIGNATURE_SIZE)));
		signature[i] ^= 1;
	}
	key[0] ^= 1;
	assert_false(sign_check(key, text, BLOB(signature, SIGNATURE_SIZE)));
}

static void wipes_and_guards_a_secret(void **state) {
	struct world *w = *state;
	struct secret s = {0};
	secret_dispose(&s);
	assert_int_equal(secret_new(&w->cx, 40, &s), 0);
	for (size_t i = 0; i < s.n; i++)
		assert_int_equal(s.at[i], 0);
	secret_dispose(&s);
	assert_null(s.at);
	secret_dispose(&s);
	uint8_t bytes[4] = {1, 2, 3, 4};
	crypt_wipe(bytes, 3);
	assert_memory_equal(bytes, "\0\0\0\4", 4);
	assert_true(crypt_equal("abc", "abd", 2));
	assert_false(crypt_equal("abc", "abd", 3));
}

/* docs/format-sealed.md prints these bytes. */
static void makes_the_published_bytes(void **state) {
	struct world *w = *state;
	struct token token;
	uint8_t key[SIGN_PUBLIC];
	assert_int_equal(token_make(&w->cx, TOKEN_DOCUMENT, "UA:FE123456", &token), 0);
	assert_string_equal(world_hex(w, token.at, sizeof token.at), "ad855353ac72ab4c609dae48e0cce3f8");
	assert_int_equal(sign_public(&w->cx, key), 0);
	assert_string_equal(world_hex(w, key, sizeof key), "837b89b145202d0cc42eb2c2235ee4040cf4bf7c087cfde4518dd0c2236990af");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(gives_equal_tokens_only_for_equal_values_of_one_family),
		TEST(never_lets_two_lists_of_parts_be_the_same_bytes),
		TEST(takes_a_form_only_from_its_own_session),
		TEST(fingerprints_an_input_by_operation),
		TEST(checks_a_signature_and_nothing_like_it),
		TEST(wipes_and_guards_a_secret),
		TEST(makes_the_published_bytes),
	};
	return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
