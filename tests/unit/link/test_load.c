/* Rows into a table: whoever takes them in, the table is the same; memory that ends says so; numbers are counted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "link/counts.h"
#include "link/hash.h"
#include "link/load.h"

enum { ROWS = 9000, COLUMNS = 3 };

static const char *const names[COLUMNS] = {"id", "few", "gaps"};

static bool fill(struct link_table *t, struct link_memory *m, int threads, uint32_t rows) {
	link_table_init(t, m, COLUMNS, names);
	struct link_loader *l = link_loader_start(t, threads);
	bool more = l != NULL;
	for (uint32_t i = 0; more && i < rows; i++) {
		char id[32], few[32];
		snprintf(id, sizeof id, "number %u", i);
		snprintf(few, sizeof few, "%u", (unsigned)(link_mix(i) % 50));
		more = link_loader_add(l, i % 3 == 0 ? 2 : 3, (const char *[]){id, few, i % 5 == 0 ? "" : few});
	}
	return l != NULL && link_loader_end(l);
}

static void two_hands_make_the_same_table(void **state) {
	struct link_memory *m = link_memory_new(64 << 20);
	struct link_table one, two;
	(void)state;
	assert_true(fill(&one, m, 1, ROWS) && fill(&two, m, 2, ROWS));
	assert_int_equal(one.records, ROWS);
	assert_int_equal(one.column[0].values, ROWS);
	assert_int_equal(one.column[1].values, 50);
	for (int c = 0; c < COLUMNS; c++) {
		const struct link_column *x = &one.column[c], *y = &two.column[c];
		assert_int_equal(x->values, y->values);
		assert_int_equal(x->filled, y->filled);
		assert_memory_equal(x->id, y->id, ROWS * sizeof *x->id);
		assert_memory_equal(x->text, y->text, x->at[x->values + 1]);
		assert_memory_equal(x->count + 1, y->count + 1, x->values * sizeof *x->count);
	}
	size_t n;
	assert_memory_equal(link_value(&one.column[0], one.column[0].id[8191], &n), "number 8191", 11);
	assert_int_equal(one.column[2].id[3], 0); /* a row of two cells */
	link_memory_free(m);
}

static void memory_ends_without_a_jump(void **state) {
	(void)state;
	for (int threads = 1; threads <= 2; threads++) {
		struct link_memory *m = link_memory_new(2 << 20);
		struct link_table t;
		assert_false(fill(&t, m, threads, 1000000));
		assert_int_equal(t.full, LINK_FULL_MEMORY);
		link_memory_free(m);
	}
}

static void numbers_are_counted(void **state) {
	struct link_memory *m = link_memory_new(16 << 20);
	struct link_counts c = {0};
	uint64_t all = 0;
	(void)state;
	for (uint64_t i = 0; i < 20000; i++)
		assert_true(link_counts_add(m, &c, i * i % 4999, 1 + i % 2));
	assert_int_equal(c.n, 2500); /* squares of a prime's numbers: half of them, and 0 */
	link_counts_sort(&c);
	for (uint32_t i = 0; i < c.n; i++) {
		assert_true(i == 0 || c.at[i].number > c.at[i - 1].number);
		all += c.at[i].times;
	}
	assert_int_equal(c.at[0].number, 0);
	assert_int_equal(all, 30000);
	link_counts_free(m, &c);
	link_memory_free(m);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_hands_make_the_same_table),
		cmocka_unit_test(memory_ends_without_a_jump),
		cmocka_unit_test(numbers_are_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
