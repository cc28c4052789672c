/* Names held against each other: what is told of a pair says how far it agrees, and nothing of anybody else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "keeper/match_index.h"

enum { OTHERS = 20000 };

static void add(struct match_index *x, int64_t identity, const char *given, const char *family, const char *born) {
	assert_true(match_index_add(x, &(struct match_row){identity, identity, 1, NONE, false, {given, family, born, "", ""}}));
}

/* The pair of two records of one's own, in a registry where `namesakes` more are called so and born that day. */
static struct match_pair pair_beside(int namesakes) {
	struct cx cx = {.arena = arena_new(8 << 20)};
	struct match_index *x = match_index_new((size_t)1 << 30);
	struct match_pair found[MATCH_FOUND];
	char family[32], born[16];
	assert_non_null(x);
	add(x, 1, "Olena", "Kovalenko", "1996-03-12");
	add(x, 2, "Olena", "Kovalenko", "1996-03-12");
	for (int i = 0; i < OTHERS; i++) {
		snprintf(family, sizeof family, "%c%ca%cenko", 'A' + i % 23, 'a' + i / 23 % 26, 'a' + i / 598 % 26);
		snprintf(born, sizeof born, "%d-%02d-%02d", 1950 + i % 50, 1 + i % 12, 1 + i % 28);
		bool namesake = i < namesakes;
		add(x, 3 + i, namesake ? "Olena" : "Ganna", namesake ? "Kovalenko" : family, namesake ? "1996-03-12" : born);
	}
	assert_true(match_index_make(x, &cx));
	size_t n = match_index_find(x, 1, -40, found), i = 0;
	while (i < n && found[i].other != 2)
		i++;
	assert_true(i < n);
	struct match_pair pair = found[i];
	match_index_free(x);
	arena_free(cx.arena);
	return pair;
}

/* Whoever writes a name down twice and reads what speaks for the two learns nothing of a third. */
static void what_is_told_of_a_pair_is_the_same_however_rare_the_name(void **state) {
	(void)state;
	struct match_pair alone = pair_beside(0), one_more = pair_beside(1), many = pair_beside(15);
	assert_true(alone.weight > one_more.weight && one_more.weight > many.weight); /* the registry itself goes by it */
	assert_int_equal(alone.bits, one_more.bits);
	assert_int_equal(alone.bits, many.bits);
	int sum = 0;
	for (int i = 0; i < MATCH_PARTS; i++) {
		assert_int_equal(alone.part[i].bits, one_more.part[i].bits);
		assert_int_equal(alone.part[i].bits, many.part[i].bits);
		sum += alone.part[i].bits;
	}
	assert_true(sum > alone.bits); /* what stands against any two being one is taken off */
}

/* Whom a question finds, and in which order, is the same however often the name occurs; and nothing of the question is left. */
static void who_is_asked_for_is_found_the_same_however_rare_the_name_and_nothing_of_it_stays(void **state) {
	const char *cells[MATCH_COLUMNS] = {"Oliena", "Kovalenka", "1996", "", ""}, *unknown[MATCH_COLUMNS] = {"Zzyxa", "Qwertyenko", "1971", "", ""};
	struct match_asked first[MATCH_ASKED], again[MATCH_ASKED];
	struct cx cx = {.arena = arena_new(8 << 20)};
	struct match_index *x = match_index_new((size_t)1 << 30);
	(void)state;
	add(x, 1, "Olena", "Kovalenko", "1996-03-12");
	assert_true(match_index_add(x, &(struct match_row){2, 2, 2, NONE, false, {"Olena", "Kovalenko", "1996-03-12", "", ""}}));
	add(x, 3, "Ganna", "Petrova", "1950-01-02");
	assert_true(match_index_make(x, &cx));
	size_t n = match_index_ask(x, cells, 1, -6, first), bytes = match_index_bytes(x);
	assert_int_equal(n, 2);
	assert_int_equal(first[0].person, 1); /* as like as the other, and one's own */
	for (int i = 0; i < 3000; i++)
		assert_int_equal(match_index_ask(x, unknown, 1, -6, again), 0);
	assert_int_equal(match_index_bytes(x), bytes);
	for (int i = 0; i < 100; i++) /* namesakes elsewhere push out nobody of one's own */
		assert_true(match_index_add(x, &(struct match_row){10 + i, 10 + i, 2, NONE, false, {"Oliena", "Kovalenka", "1996", "", ""}}));
	n = match_index_ask(x, cells, 1, -6, again);
	assert_true(n > 2 && n <= MATCH_ASKED);
	size_t at = 0;
	while (at < n && again[at].person != 1)
		at++;
	assert_true(at < n);
	assert_int_equal(again[at].bits, first[0].bits);
	match_index_free(x);
	arena_free(cx.arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_told_of_a_pair_is_the_same_however_rare_the_name),
		cmocka_unit_test(who_is_asked_for_is_found_the_same_however_rare_the_name_and_nothing_of_it_stays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
