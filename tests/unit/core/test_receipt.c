/* Six words that lead back to a signal: out of lists no two words of which are mixed up, the same however they are typed. */
#include <sys/stat.h>

#include "fixture.h"

#include "core/receipt.h"
#include "op/assets.h"
#include "text/fold.h"

static json_t *lists(void) {
	const struct asset *asset = asset_find(&op_assets, "profiles/words.json");
	assert_non_null(asset);
	json_t *all = json_loadb((const char *)asset->at, asset->n, 0, NULL);
	assert_int_equal(json_object_size(all), 4);
	return all;
}

/* Whether one letter more, less or other makes one word out of the other. */
static bool one_apart(const char *a, const char *b) {
	size_t n = strlen(a), m = strlen(b), head = 0, tail = 0;
	while (head < n && head < m && a[head] == b[head])
		head++;
	while (tail < n - head && tail < m - head && a[n - 1 - tail] == b[m - 1 - tail])
		tail++;
	return n - head - tail <= 1 && m - head - tail <= 1;
}

static void no_list_has_two_words_that_one_letter_parts(void **state) {
	enum { BYTES = 64 };
	static char words[RECEIPT_LIST][BYTES];
	const char *lang;
	json_t *all = lists(), *list, *one;
	size_t i, alike = 0;
	(void)state;
	json_object_foreach(all, lang, list) {
		assert_int_equal(json_array_size(list), RECEIPT_LIST);
		json_array_foreach(list, i, one) {
			const char *text = json_string_value(one);
			words[i][fold_name(text, strlen(text), words[i], BYTES - 1)] = 0;
			for (size_t k = 0; k < i; k++)
				if (one_apart(words[k], words[i])) {
					print_message("%s: %s and %s\n", lang, json_string_value(json_array_get(list, k)), text);
					alike++;
				}
		}
	}
	json_decref(all);
	assert_int_equal(alike, 0);
}

/* The first of those that words may be. */
static int read_one(struct fixture *f, const char *typed, struct receipt *ret) {
	struct receipt all[RECEIPT_LISTS];
	size_t n = 0;
	int rc = receipt_read(&f->cx, typed, all, &n);
	*ret = all[0];
	return rc;
}

static const char *shout(struct fixture *f, const char *words) {
	char *loud = arena_strdup(f->cx.arena, words);
	for (char *c = loud; *c != 0; c++)
		*c = *c == ' ' ? '-' : *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
	return arena_printf(f->cx.arena, "  %s.\n", loud);
}

static void the_words_give_the_same_token_and_key_however_they_are_typed(void **state) {
	struct fixture *f = *state;
	static const char *const langs[] = {"lt", "en", "uk", "ru"};
	for (size_t i = 0; i < 4; i++) {
		struct receipt made, same, other;
		f->cx.lang = langs[i];
		assert_int_equal(receipt_new(&f->cx, &made), 0);
		assert_int_equal(read_one(f, shout(f, made.words), &same), 0);
		assert_memory_equal(made.token, same.token, HASH_SIZE);
		assert_memory_equal(made.secret, same.secret, BOX_KEY);
		assert_memory_not_equal(made.token, made.secret, BOX_KEY);
		f->cx.lang = langs[(i + 1) % 4]; /* read on a page of another language */
		assert_int_equal(read_one(f, made.words, &same), 0);
		f->cx.lang = langs[i];
		assert_int_equal(receipt_new(&f->cx, &other), 0);
		assert_memory_not_equal(made.token, other.token, HASH_SIZE);
	}
}

static void accents_may_be_left_out(void **state) {
	struct fixture *f = *state;
	struct receipt a, b;
	f->cx.lang = "lt";
	assert_int_equal(read_one(f, "žiedas žiema žvaigždė vynuogė dvaras eketė", &a), 0);
	assert_int_equal(read_one(f, "ziedas ziema zvaigzde vynuoge dvaras ekete", &b), 0);
	assert_memory_equal(a.token, b.token, HASH_SIZE);
}

static void refuses_what_is_not_six_words_of_a_list(void **state) {
	struct fixture *f = *state;
	static const char *const wrong[] = {"", "tent festival marble tree pottery", "tent festival marble tree pottery cinema tent",
		"tent festival marble tree pottery xyzzy", "žiema festival marble tree pottery cinema", "\x01\x02", "- - - - - -"};
	struct receipt r;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(read_one(f, wrong[i], &r), ERR_INVALID);
		assert_string_equal(f->cx.err.field, "receipt");
		assert_null(f->cx.err.value); /* it is not repeated */
	}
}

static void a_registry_of_other_keys_makes_other_tokens(void **state) {
	struct fixture *f = *state;
	struct receipt here, there;
	struct ring *other;
	const char *dir = arena_printf(f->cx.arena, "%s/other", f->dir);
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(read_one(f, "tent festival marble tree pottery cinema", &here), 0);
	assert_int_equal(ring_create(&f->cx, dir, false), 0);
	assert_int_equal(ring_open(&f->cx, dir, &other), 0);
	struct ring *own = f->cx.ring;
	f->cx.ring = other;
	assert_int_equal(read_one(f, "tent festival marble tree pottery cinema", &there), 0);
	f->cx.ring = own;
	ring_free(other);
	assert_memory_not_equal(here.token, there.token, HASH_SIZE);
	assert_memory_not_equal(here.secret, there.secret, BOX_KEY);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_list_has_two_words_that_one_letter_parts),
		TEST(the_words_give_the_same_token_and_key_however_they_are_typed),
		TEST(accents_may_be_left_out),
		TEST(refuses_what_is_not_six_words_of_a_list),
		TEST(a_registry_of_other_keys_makes_other_tokens),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
