/* Records that go on arriving: each is the same row as if it had been there from the beginning, is found, and is found no more. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "link/hash.h"
#include "link/live.h"

enum { COLUMNS = 5, MANY = 3000 };

static const char *const names[COLUMNS] = {"given", "family", "born", "document", "phone"};
static const bool own[COLUMNS];

struct world {
	struct cx cx;
	struct link_memory *memory;
	struct link_table table;
	struct link_engine engine;
	struct link_live live;
};

static void model_fill(struct link_model *m) {
	static const struct link_rule rules[] = {
		{.terms = 1, .term = {{3, -1, FORM_COMPACT, 0}}},
		{.terms = 2, .term = {{1, -1, FORM_STEM, 0}, {2, -1, FORM_YEAR, 0}}},
		{.terms = 2, .term = {{0, 1, FORM_EITHER, 0}, {2, -1, FORM_YEAR, 0}}},
		{.terms = 2, .term = {{2, -1, FORM_DATE, 0}, {1, -1, FORM_PREFIX, 3}}},
	};
	*m = (struct link_model){.columns = COLUMNS, .lambda = 1e-5, .threshold = 0, .rules = 4, .comparisons = 4,
		.kind = {KIND_GIVEN, KIND_SURNAME, KIND_DATE, KIND_CODE, KIND_PHONE}};
	memcpy(m->rule, rules, sizeof rules);
	link_comparison_init(&m->comparison[0], MEASURE_NAME, 0, 1);
	link_comparison_init(&m->comparison[1], MEASURE_DATE, 2, -1);
	link_comparison_init(&m->comparison[2], MEASURE_CODE, 3, -1);
	link_comparison_init(&m->comparison[3], MEASURE_CODE, 4, -1);
	for (int i = 0; i < m->comparisons; i++) /* what is alike by chance: the likest seldom */
		for (int k = 0; k < link_measures[m->comparison[i].measure].levels; k++)
			m->comparison[i].u[k] = k == 0 ? 0.98 : 0.02 / (1 << k);
}

static void record_of(uint32_t i, char text[COLUMNS][32], const char *cells[COLUMNS]) {
	static const char *const first[] = {"Olena", "Олена", "Jonas", "Rūta", "Oksana", "Ганна"};
	uint64_t r = link_mix(i + 1);
	snprintf(text[0], 32, "%s", first[r % 6]);
	snprintf(text[1], 32, "%s%u%s", r % 2 ? "Koval" : "Kazlausk", (unsigned)(r >> 8) % 400, r % 2 ? "enko" : "as");
	snprintf(text[2], 32, r % 3 ? "%04u-%02u-%02u" : "%04u", 1960 + (unsigned)(r >> 16) % 40, 1 + (unsigned)(r >> 24) % 12,
		1 + (unsigned)(r >> 32) % 28);
	snprintf(text[3], 32, r % 4 ? "" : "FB%05u", (unsigned)(r >> 40) % 90000);
	snprintf(text[4], 32, r % 5 ? "" : "3706%07u", (unsigned)(r >> 30) % 9000000);
	for (int k = 0; k < COLUMNS; k++)
		cells[k] = text[k];
}

/* A list of the first `n` records, ready to go on. */
static struct world *world_new(uint32_t n, size_t limit) {
	struct world *w = calloc(1, sizeof *w);
	struct link_options o = {.threads = 1, .model_given = true, .threshold = NAN};
	assert_non_null(w);
	w->cx = (struct cx){.arena = arena_new(64 << 20), .lang = "en"};
	w->memory = link_memory_new(limit);
	link_table_init(&w->table, w->memory, COLUMNS, names);
	for (uint32_t i = 0; i < n; i++) {
		char text[COLUMNS][32];
		const char *cells[COLUMNS];
		record_of(i, text, cells);
		assert_true(link_table_add(&w->table, COLUMNS, cells));
	}
	assert_true(link_table_close(&w->table));
	model_fill(&w->engine.model);
	assert_int_equal(link_prepare(&w->cx, &w->engine, &w->table, &o, own), 0);
	assert_int_equal(link_learn(&w->cx, &w->engine), 0);
	assert_true(link_live_make(&w->live, &w->engine));
	return w;
}

static void world_free(struct world *w) {
	link_memory_free(w->memory);
	arena_free(w->cx.arena);
	free(w);
}

static uint32_t add(struct world *w, const char *given, const char *family, const char *born, const char *document) {
	const char *cells[COLUMNS] = {given, family, born, document, ""};
	uint32_t record = UINT32_MAX;
	assert_true(link_live_add(&w->live, cells, &record));
	return record;
}

static void what_arrives_is_the_row_it_would_have_been(void **state) {
	struct world *whole = world_new(MANY, 1 << 30), *later = world_new(0, 1 << 30);
	(void)state;
	for (uint32_t i = 0; i < MANY; i++) {
		char text[COLUMNS][32];
		const char *cells[COLUMNS];
		uint32_t record;
		record_of(i, text, cells);
		assert_true(link_live_add(&later->live, cells, &record));
		assert_int_equal(record, i);
	}
	const struct link_rows *a = &whole->engine.rows, *b = &later->engine.rows;
	assert_int_equal(a->slots, b->slots);
	for (int s = 0; s < a->slots; s++)
		for (uint32_t i = 0; i < MANY; i++) {
			uint32_t x = link_row(a, i)[s], y = link_row(b, i)[s];
			assert_int_equal(x == 0, y == 0);
			if (!a->slot[s].dense)
				assert_int_equal(x, y);
			else if (x != 0) {
				const struct link_slot *p = &a->slot[s], *q = &b->slot[s];
				assert_int_equal(p->at[x + 1] - p->at[x], q->at[y + 1] - q->at[y]);
				assert_memory_equal(p->text + p->at[x], q->text + q->at[y], p->at[x + 1] - p->at[x]);
				if (p->day != NULL)
					assert_memory_equal(&p->day[x], &q->day[y], sizeof *p->day);
				if (p->glance != NULL)
					assert_memory_equal(&p->glance[x], &q->glance[y], sizeof *p->glance);
				if (p->groups != NULL)
					assert_memory_equal(&p->groups[x], &q->groups[y], sizeof *p->groups);
			}
		}
	for (uint32_t i = 0; i < MANY; i += 7) { /* and the same records are found beside it */
		struct link_edge one[LINK_FOUND], two[LINK_FOUND];
		uint32_t weighed[2];
		link_live_find(&whole->live, i, -20 * LINK_BIT, one, &weighed[0]);
		link_live_find(&later->live, i, -20 * LINK_BIT, two, &weighed[1]);
		assert_int_equal(weighed[0], weighed[1]);
	}
	world_free(whole);
	world_free(later);
}

static void somebody_is_found_in_another_script_until_dropped(void **state) {
	struct world *w = world_new(MANY, 1 << 30);
	struct link_edge found[LINK_FOUND];
	uint32_t weighed;
	(void)state;
	uint32_t one = add(w, "Олена", "Коваленко", "1996-03-12", ""), two = add(w, "Olena", "Kovalenko", "1996-03-12", "");
	assert_true(link_live_find(&w->live, two, 0, found, &weighed) > 0);
	assert_int_equal(found[0].right, one);
	link_live_drop(&w->live, one);
	int n = link_live_find(&w->live, two, 0, found, &weighed);
	for (int i = 0; i < n; i++)
		assert_int_not_equal(found[i].right, one);
	world_free(w);
}

static void a_value_that_everybody_has_is_passed_over(void **state) {
	struct world *w = world_new(0, 1 << 30);
	struct link_edge found[LINK_FOUND];
	uint32_t weighed = 1, last = 0;
	(void)state;
	for (int i = 0; i < LINK_GROUP + 5; i++) {
		char given[16];
		snprintf(given, sizeof given, "Vardas%d", i);
		last = add(w, given, "", "", "NERA");
	}
	assert_int_equal(link_live_find(&w->live, last, -60 * LINK_BIT, found, &weighed), 0);
	assert_int_equal(weighed, 0);
	world_free(w);
}

static void memory_that_is_gone_is_said_and_nothing_is_half_there(void **state) {
	struct world *w = world_new(0, 6 << 20);
	(void)state;
	uint32_t record, i = 0;
	bool added = true;
	for (; added && i < 2000000; i++) {
		char text[COLUMNS][32];
		const char *cells[COLUMNS];
		record_of(i, text, cells);
		added = link_live_add(&w->live, cells, &record);
	}
	assert_false(added);
	assert_int_equal(w->engine.rows.records, i - 1);
	world_free(w);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_arrives_is_the_row_it_would_have_been),
		cmocka_unit_test(somebody_is_found_in_another_script_until_dropped),
		cmocka_unit_test(a_value_that_everybody_has_is_passed_over),
		cmocka_unit_test(memory_that_is_gone_is_said_and_nothing_is_half_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
