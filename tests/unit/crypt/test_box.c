/* Keys sealed to a public key or under another key, and the words that stand for one. */
#include "world.h"

#include <ctype.h>

#include "crypt/box.h"

static const struct box_use use = {"place", 3, 7, 1};

static void fill(uint8_t key[BOX_KEY], uint8_t from) {
	for (size_t i = 0; i < BOX_KEY; i++)
		key[i] = (uint8_t)(from + i);
}

static struct blob copy(struct world *w, struct blob blob) {
	return BLOB(arena_strndup(w->cx.arena, blob.at, blob.n), blob.n);
}

static void opens_with_the_secret_key_alone(void **state) {
	struct world *w = *state;
	uint8_t public[BOX_KEY], secret[BOX_KEY], key[BOX_KEY], got[BOX_KEY];
	struct blob sealed;
	fill(key, 100);
	box_pair(&w->cx, public, secret);
	assert_int_equal(box_seal(&w->cx, public, &use, key, &sealed), 0);
	assert_int_equal(sealed.n, BOX_SEALED);
	assert_true(box_is_sealed(sealed));
	assert_int_equal(box_version(sealed), 1);
	struct ring *mine = w->cx.ring;
	w->cx.ring = NULL; /* the root key has no part in it */
	assert_int_equal(box_open(&w->cx, secret, &use, sealed, got), 0);
	w->cx.ring = mine;
	assert_memory_equal(got, key, BOX_KEY);
	assert_null(memmem(sealed.at, sealed.n, key, BOX_KEY));
	secret[5] ^= 1;
	memset(got, 0, sizeof got);
	assert_int_equal(box_open(&w->cx, secret, &use, sealed, got), ERR_CRYPTO);
	assert_int_equal(got[0], 0); /* untouched */
}

static void seals_the_same_twice_into_different_bytes(void **state) {
	struct world *w = *state;
	uint8_t public[BOX_KEY], secret[BOX_KEY], key[BOX_KEY];
	struct blob one, two;
	fill(key, 0);
	box_pair(&w->cx, public, secret);
	assert_int_equal(box_seal(&w->cx, public, &use, key, &one), 0);
	assert_int_equal(box_seal(&w->cx, public, &use, key, &two), 0);
	assert_memory_not_equal(one.at, two.at, BOX_SEALED);
	assert_int_equal(box_lock(&w->cx, key, &use, secret, &one), 0);
	assert_int_equal(box_lock(&w->cx, key, &use, secret, &two), 0);
	assert_memory_not_equal(one.at, two.at, BOX_LOCKED);
}

static void is_bound_to_what_it_is_for(void **state) {
	struct world *w = *state;
	static const struct box_use others[] = {
		{"note", 3, 7, 1}, {"plac", 3, 7, 1}, {"place", 4, 7, 1}, {"place", 3, 8, 1}, {"place", 7, 3, 1}, {"place", 3, 7, 2}};
	uint8_t public[BOX_KEY], secret[BOX_KEY], key[BOX_KEY], got[BOX_KEY];
	struct blob sealed, locked, kept;
	fill(key, 7);
	box_pair(&w->cx, public, secret);
	assert_int_equal(box_seal(&w->cx, public, &use, key, &sealed), 0);
	assert_int_equal(box_lock(&w->cx, secret, &use, key, &locked), 0);
	assert_int_equal(box_keep(&w->cx, &use, key, &kept), 0);
	assert_int_equal(box_unlock(&w->cx, secret, &use, locked, got), 0);
	assert_memory_equal(got, key, BOX_KEY);
	assert_int_equal(box_kept(&w->cx, &use, kept, got), 0);
	assert_memory_equal(got, key, BOX_KEY);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		assert_int_equal(box_open(&w->cx, secret, &others[i], sealed, got), ERR_CRYPTO);
		assert_int_equal(box_unlock(&w->cx, secret, &others[i], locked, got), ERR_CRYPTO);
		assert_int_equal(box_kept(&w->cx, &others[i], kept, got), ERR_CRYPTO);
	}
	assert_int_equal(box_open(&w->cx, secret, &use, locked, got), ERR_CRYPTO);
	assert_int_equal(box_unlock(&w->cx, secret, &use, sealed, got), ERR_CRYPTO);
	assert_int_equal(box_kept(&w->cx, &use, locked, got), ERR_CRYPTO);
	assert_int_equal(box_unlock(&w->cx, key, &use, locked, got), ERR_CRYPTO);
}

static void refuses_every_flipped_bit_and_every_length(void **state) {
	struct world *w = *state;
	uint8_t public[BOX_KEY], secret[BOX_KEY], key[BOX_KEY], got[BOX_KEY];
	struct blob sealed, locked;
	fill(key, 9);
	box_pair(&w->cx, public, secret);
	assert_int_equal(box_seal(&w->cx, public, &use, key, &sealed), 0);
	assert_int_equal(box_lock(&w->cx, secret, &use, key, &locked), 0);
	size_t tried = 0;
	for (size_t bit = 0; bit < 8 * sealed.n; bit++, tried++) {
		struct blob b = copy(w, sealed);
		((uint8_t *)b.at)[bit / 8] ^= (uint8_t)(1 << bit % 8);
		int code = box_open(&w->cx, secret, &use, b, got);
		assert_int_equal(code, ERR_CRYPTO);
	}
	for (size_t bit = 0; bit < 8 * locked.n; bit++, tried++) {
		struct blob b = copy(w, locked);
		((uint8_t *)b.at)[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_int_equal(box_unlock(&w->cx, secret, &use, b, got), ERR_CRYPTO);
	}
	assert_int_equal(tried, 8 * (BOX_SEALED + BOX_LOCKED));
	for (size_t n = 0; n < sealed.n; n++)
		assert_int_equal(box_open(&w->cx, secret, &use, BLOB(sealed.at, n), got), ERR_CRYPTO);
	for (size_t n = 0; n < locked.n; n++)
		assert_int_equal(box_unlock(&w->cx, secret, &use, BLOB(locked.at, n), got), ERR_CRYPTO);
	assert_int_equal(box_open(&w->cx, secret, &use, BLOB(NULL, 0), got), ERR_CRYPTO);
}

static void refuses_a_public_key_that_gives_zeros(void **state) {
	struct world *w = *state;
	static const uint8_t zeros[BOX_KEY];
	struct blob sealed;
	uint8_t key[BOX_KEY];
	fill(key, 1);
	assert_int_equal(box_seal(&w->cx, zeros, &use, key, &sealed), ERR_CRYPTO);
}

static void refuses_to_seal_for_no_use(void **state) {
	struct world *w = *state;
	uint8_t public[BOX_KEY], secret[BOX_KEY];
	struct blob sealed;
	static const struct box_use none[] = {{"", 1, 1, 1}, {NULL, 1, 1, 1}, {"place", 1, 1, 0},
		{"a word that is longer than any use there is", 1, 1, 1}};
	box_pair(&w->cx, public, secret);
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_int_equal(box_seal(&w->cx, public, &none[i], secret, &sealed), ERR_BUG);
}

static void phrase_gives_its_key_however_it_is_typed(void **state) {
	struct world *w = *state;
	char phrase[BOX_PHRASE], typed[2 * BOX_PHRASE];
	uint8_t key[BOX_KEY], got[BOX_KEY];
	box_phrase_new(&w->cx, phrase, key);
	assert_int_equal(strlen(phrase), BOX_PHRASE - 1);
	assert_int_equal(box_phrase_key(&w->cx, phrase, got), 0);
	assert_memory_equal(got, key, BOX_KEY);
	size_t n = 0;
	for (const char *c = phrase; *c != 0; c++) {
		typed[n++] = *c == ' ' ? '-' : (char)toupper((unsigned char)*c);
		if (*c == ' ')
			typed[n++] = '\n';
	}
	typed[n] = 0;
	assert_int_equal(box_phrase_key(&w->cx, typed, got), 0);
	assert_memory_equal(got, key, BOX_KEY);
}

static void phrase_mistyped_is_told_so_and_never_repeated(void **state) {
	struct world *w = *state;
	char phrase[BOX_PHRASE], bad[BOX_PHRASE];
	uint8_t key[BOX_KEY], got[BOX_KEY];
	size_t passed = 0, tried = 0;
	box_phrase_new(&w->cx, phrase, key);
	for (size_t i = 0; i < BOX_PHRASE - 1; i++)
		for (char c = 'a'; phrase[i] != ' ' && c <= 'z'; c++) {
			if (c == phrase[i])
				continue;
			memcpy(bad, phrase, sizeof bad);
			bad[i] = c;
			tried++;
			int code = box_phrase_key(&w->cx, bad, got);
			passed += code == 0;
			assert_true(code == 0 || (code == ERR_INVALID && w->cx.err.value == NULL));
		}
	assert_int_equal(tried, 45 * 25);
	assert_int_equal(passed, 0); /* one wrong letter in 65,536 would pass, with other words */
	memcpy(bad, phrase + 6, 5); /* the first two words in the other order */
	bad[5] = ' ';
	memcpy(bad + 6, phrase, 5);
	memcpy(bad + 11, phrase + 11, BOX_PHRASE - 11);
	assert_int_equal(box_phrase_key(&w->cx, bad, got), ERR_INVALID);
	assert_int_equal(box_phrase_key(&w->cx, "", got), ERR_INVALID);
	assert_int_equal(box_phrase_key(&w->cx, "lusab babad gutih", got), ERR_INVALID);
	assert_int_equal(box_phrase_key(&w->cx, "žodis žodis žodis žodis žodis žodis žodis žodis žodis", got), ERR_INVALID);
	assert_string_equal(w->cx.err.field, "phrase");
}

/* docs/format-sealed.md; compared with a second implementation. */
static void writes_the_bytes_the_format_says(void **state) {
	struct world *w = *state;
	uint8_t public[BOX_KEY], secret[BOX_KEY], key[BOX_KEY];
	char phrase[BOX_PHRASE];
	struct blob sealed, locked;
	fill(key, 0xa0);
	world_count = 0x40;
	box_pair(&w->cx, public, secret);
	assert_int_equal(box_seal(&w->cx, public, &use, key, &sealed), 0);
	assert_int_equal(box_lock(&w->cx, secret, &use, key, &locked), 0);
	world_count = 0;
	box_phrase_new(&w->cx, phrase, key);
	assert_string_equal(world_hex(w, public, BOX_KEY), "79a631eede1bf9c98f12032cdeadd0e7a079398fc786b88cc846ec89af85a51a");
	assert_string_equal(world_hex(w, sealed.at, sealed.n), "020100675dd574ed7789310b3d2e7681f3790b466c773b1521fecf36577958371ea52f85f2e1a7f70f47934610e91c7ae2cc2414ca59ac03bf98751a8a795ac2858119c09a3aa65b0fece8a0030852664d58a6");
	assert_string_equal(world_hex(w, locked.at, locked.n), "010100808182838485868788898a8b8c8d8e8f9091929394959697a202d45a6497ffd3822556b22ac26dfa1e96630a2762d397046cae52574c806d1d9f2d46eea4b340cf118d249c35a29e");
	assert_string_equal(phrase, "babad bamag bibaj bimal boban bomar bubat bumaz vajok");
	assert_string_equal(world_hex(w, key, BOX_KEY), "70bf0496a5c3c00243e4e7c7d9d6611b3000710e6437ea036cdca8683c2a7410");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(opens_with_the_secret_key_alone),
		TEST(seals_the_same_twice_into_different_bytes),
		TEST(is_bound_to_what_it_is_for),
		TEST(refuses_every_flipped_bit_and_every_length),
		TEST(refuses_a_public_key_that_gives_zeros),
		TEST(refuses_to_seal_for_no_use),
		TEST(phrase_gives_its_key_however_it_is_typed),
		TEST(phrase_mistyped_is_told_so_and_never_repeated),
		TEST(writes_the_bytes_the_format_says),
	};
	return cmocka_run_group_tests_name("box", tests, NULL, NULL);
}
