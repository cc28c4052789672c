#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "text/assets.h"
#include "text/catalogue.h"

static void every_language_speaks(void **state) {
	(void)state;
	assert_string_equal(text_say("lt", "today"), "šiandien");
	assert_string_equal(text_say("uk", "today"), "сьогодні");
	assert_string_equal(text_say("ru", "today"), "сегодня");
	assert_string_equal(text_say("en", "today"), "today");
}

static void what_is_not_translated_is_said_in_english(void **state) {
	(void)state;
	assert_string_equal(text_say("lt", "no such message"), "no such message");
	assert_string_equal(text_say("xx", "today"), "today");
	assert_string_equal(text_say(NULL, "today"), "today");
	assert_string_equal(text_say("lt", NULL), "");
	assert_string_equal(text_say("lt", ""), ""); /* not the catalogue's header */
	assert_string_equal(text_say_n("lt", "a cat", "cats", 1), "a cat");
	assert_string_equal(text_say_n("lt", "a cat", "cats", 21), "cats");
}

static void plurals_follow_each_language(void **state) {
	(void)state;
	static const struct {
		int64_t n;
		const char *lt, *uk, *ru, *en;
	} rows[] = {
		{1, "po %{n} dienos", "через %{n} день", "через %{n} день", "in %{n} day"},
		{2, "po %{n} dienų", "через %{n} дні", "через %{n} дня", "in %{n} days"},
		{5, "po %{n} dienų", "через %{n} днів", "через %{n} дней", "in %{n} days"},
		{11, "po %{n} dienų", "через %{n} днів", "через %{n} дней", "in %{n} days"},
		{21, "po %{n} dienos", "через %{n} день", "через %{n} день", "in %{n} days"},
		{112, "po %{n} dienų", "через %{n} днів", "через %{n} дней", "in %{n} days"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_string_equal(text_say_n("lt", "in %{n} day", "in %{n} days", rows[i].n), rows[i].lt);
		assert_string_equal(text_say_n("uk", "in %{n} day", "in %{n} days", rows[i].n), rows[i].uk);
		assert_string_equal(text_say_n("ru", "in %{n} day", "in %{n} days", rows[i].n), rows[i].ru);
		assert_string_equal(text_say_n("en", "in %{n} day", "in %{n} days", rows[i].n), rows[i].en);
	}
	assert_int_equal(text_plural("lt", 0), 2);
	assert_int_equal(text_plural("lt", 9), 1);
	assert_int_equal(text_plural("lt", 10), 2);
	assert_int_equal(text_plural("lt", 111), 2);
	assert_int_equal(text_plural("uk", INT64_MIN), 2);
	assert_int_equal(text_plural("en", -1), 0);
}

static void a_language_tag_finds_its_language(void **state) {
	(void)state;
	assert_string_equal(text_lang("uk-UA"), "uk");
	assert_string_equal(text_lang("LT"), "lt");
	assert_string_equal(text_lang("ru_RU"), "ru");
	assert_null(text_lang("lta"));
	assert_null(text_lang("l"));
	assert_null(text_lang(""));
	assert_null(text_lang(NULL));
}

static void placeholders_are_filled_once(void **state) {
	(void)state;
	struct arena *a = arena_new(1 << 20);
	struct text_fill fills[] = {{"a", "%{b}"}, {"b", "two"}, {"none", NULL}, {0}};
	assert_string_equal(text_fill(a, "%{a} and %{b}%{none}", fills), "%{b} and two");
	assert_string_equal(text_fill(a, "%{ab} %{} %{a", fills), "%{ab} %{} %{a");
	assert_string_equal(text_fill(a, "100 % %", fills), "100 % %");
	arena_free(a);
}

/* Every prefix, and every byte of the head flipped: nothing is read outside (the sanitizer watches). */
static void a_damaged_catalogue_is_refused_or_harmless(void **state) {
	(void)state;
	const struct asset *m = asset_find(&text_assets, "po/lt.mo");
	assert_non_null(m);
	struct arena *a = arena_new(64 << 20);
	struct catalogue c;
	for (size_t n = 0; n < m->n; n += n < 64 ? 1 : 37) {
		char *cut = test_malloc(n + 1);
		memcpy(cut, m->at, n);
		if (catalogue_open(&c, cut, n) == ERR_OK)
			catalogue_find(&c, "today", 0);
		test_free(cut);
	}
	char *copy = test_malloc(m->n);
	size_t head = m->n < 400 ? m->n : 400;
	for (size_t i = 0; i < head; i++)
		for (int bit = 0; bit < 8; bit++) {
			memcpy(copy, m->at, m->n);
			copy[i] = (char)(copy[i] ^ 1 << bit);
			if (catalogue_open(&c, copy, m->n) == ERR_OK)
				for (unsigned form = 0; form < 5; form++)
					catalogue_find(&c, "in %{n} day", form);
		}
	test_free(copy);
	arena_free(a);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_language_speaks),
		cmocka_unit_test(what_is_not_translated_is_said_in_english),
		cmocka_unit_test(plurals_follow_each_language),
		cmocka_unit_test(a_language_tag_finds_its_language),
		cmocka_unit_test(placeholders_are_filled_once),
		cmocka_unit_test(a_damaged_catalogue_is_refused_or_harmless),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
