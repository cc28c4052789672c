/* The whole way on a made-up list: who is found, that threads and a saved model change nothing, what people said holds, memory ends. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "link/find.h"
#include "link/hash.h"

enum { PEOPLE = 300, COLUMNS = 6 };

static const char *const names[COLUMNS] = {"first_name", "surname", "dob", "city", "phone", "truth"};
static const bool own[COLUMNS] = {[5] = true};

static uint64_t seed;

static uint32_t drawn(uint32_t below) {
	seed += 0x9e3779b97f4a7c15ULL;
	return (uint32_t)((link_mix(seed) >> 32) * below >> 32);
}

static void word(char *to, int syllables, uint32_t which) {
	static const char *const part[] = {"ba", "ko", "ri", "ve", "na", "to", "mi", "lu", "sa", "de", "gra", "pe", "vo", "zi", "la", "me"};
	*to = 0;
	for (int i = 0; i < syllables; i++, which /= 16)
		memcpy(to + strlen(to), part[which % 16], strlen(part[which % 16]) + 1);
}

static void slip(char *s) {
	size_t n = strlen(s), at = n < 2 ? 0 : drawn((uint32_t)n - 1);
	if (n < 3)
		return;
	char c = s[at];
	s[at] = s[at + 1];
	s[at + 1] = c;
}

/* People who stand in the list once to three times, with errors. */
static void list_make(struct link_table *t, struct link_memory *m) {
	seed = 42;
	link_table_init(t, m, COLUMNS, names);
	for (int person = 0; person < PEOPLE; person++) {
		char first[32], last[32], city[32];
		word(first, 2, drawn(120));
		word(last, 3, drawn(4096));
		word(city, 2, drawn(20));
		uint32_t y = 1950 + drawn(60), mo = 1 + drawn(12), d = 1 + drawn(28), phone = 1000000 + drawn(8999999);
		for (uint32_t copies = 1 + drawn(3); copies > 0; copies--) {
			char text[COLUMNS][32];
			const char *cells[COLUMNS];
			snprintf(text[0], 32, "%s", first);
			snprintf(text[1], 32, "%s", last);
			snprintf(text[2], 32, "%04u-%02u-%02u", y, drawn(20) == 0 ? d % 12 + 1 : mo, d);
			snprintf(text[3], 32, "%s", drawn(10) == 0 ? "" : city);
			snprintf(text[4], 32, "%u", drawn(5) == 0 ? 1000000 + drawn(8999999) : phone);
			snprintf(text[5], 32, "%d", person);
			if (drawn(6) == 0)
				slip(text[0]);
			if (drawn(6) == 0)
				slip(text[1]);
			for (int i = 0; i < COLUMNS; i++)
				cells[i] = text[i];
			assert_true(link_table_add(t, COLUMNS, cells));
		}
	}
	link_table_close(t);
}

struct ran {
	struct link_memory *memory;
	struct link_table table;
	struct link_engine *e;
};

static int run(struct cx *cx, struct ran *r, struct link_options o, const struct link_model *model, bool truth) {
	r->memory = link_memory_new(256 << 20);
	list_make(&r->table, r->memory);
	r->e = calloc(1, sizeof *r->e);
	r->e->model.threshold = NAN;
	r->e->model.seed = 1;
	if (model != NULL)
		r->e->model = *model;
	o.truth = truth ? r->table.column[5].id : NULL;
	int rc = link_prepare(cx, r->e, &r->table, &o, own);
	if (rc == 0)
		rc = link_learn(cx, r->e);
	if (rc == 0)
		rc = link_weigh(cx, r->e);
	if (rc == 0)
		rc = link_choose(cx, r->e);
	if (rc == 0)
		rc = link_group(cx, r->e);
	return rc == 0 ? link_judge(cx, r->e) : rc;
}

static void done(struct ran *r) {
	free(r->e);
	link_memory_free(r->memory);
}

static struct cx cx = {.lang = "en"};

static void people_are_found_without_an_answer(void **state) {
	struct ran r;
	(void)state;
	assert_int_equal(run(&cx, &r, (struct link_options){.threads = 2, .threshold = NAN}, NULL, false), 0);
	struct link_quality q;
	uint64_t pairs[2];
	const uint32_t *truth = r.table.column[5].id;
	assert_true(link_true_pairs(r.memory, truth, NULL, r.e->rows.records, pairs));
	assert_true(link_cluster_quality(r.memory, r.e->cluster, truth, NULL, r.e->rows.records, pairs, 2, &q));
	if (!(q.f1 > 0.97 && q.precision > 0.97))
		fail_msg("precision %.4f, recall %.4f", q.precision, q.recall);
	assert_true(r.e->sizes.largest <= 4);
	done(&r);
}

static void threads_and_a_saved_model_change_nothing(void **state) {
	struct ran one, four, again;
	(void)state;
	assert_int_equal(run(&cx, &one, (struct link_options){.threads = 1, .threshold = -1}, NULL, false), 0);
	assert_int_equal(run(&cx, &four, (struct link_options){.threads = 4, .threshold = -1}, NULL, false), 0);
	assert_int_equal(run(&cx, &again, (struct link_options){.threads = 2, .threshold = -1, .model_given = true}, &one.e->model, false), 0);
	const struct link_engine *e[3] = {one.e, four.e, again.e};
	for (int i = 1; i < 3; i++) {
		assert_memory_equal(e[i]->model.comparison, e[0]->model.comparison, sizeof e[0]->model.comparison);
		assert_int_equal(e[i]->scores.edges, e[0]->scores.edges);
		assert_memory_equal(e[i]->scores.edge, e[0]->scores.edge, e[0]->scores.edges * sizeof *e[0]->scores.edge);
		assert_memory_equal(e[i]->cluster, e[0]->cluster, e[0]->rows.records * sizeof *e[0]->cluster);
		assert_int_equal(e[i]->scores.pairs, e[0]->scores.pairs);
	}
	done(&one);
	done(&four);
	done(&again);
}

static void what_people_said_holds(void **state) {
	struct ran before, after;
	(void)state;
	assert_int_equal(run(&cx, &before, (struct link_options){.threads = 1, .threshold = -1}, NULL, false), 0);
	const struct link_edge *strong = &before.e->scores.edge[0];
	uint32_t other = 0;
	while (before.e->cluster[other] == before.e->cluster[strong->left])
		other++;
	assert_int_equal(before.e->cluster[strong->left], before.e->cluster[strong->right]);
	struct link_said said[2] = {{strong->left, strong->right, false}, {other, strong->right, true}};
	assert_int_equal(run(&cx, &after, (struct link_options){.threads = 4, .threshold = -1, .said = said, .said_n = 2}, NULL, false), 0);
	assert_int_not_equal(after.e->cluster[strong->left], after.e->cluster[strong->right]);
	assert_int_equal(after.e->cluster[other], after.e->cluster[strong->right]);
	done(&before);
	done(&after);
}

static void figures_with_the_truth_are_of_the_other_half(void **state) {
	struct ran r;
	(void)state;
	assert_int_equal(run(&cx, &r, (struct link_options){.threads = 2, .threshold = NAN}, NULL, true), 0);
	assert_true(r.e->by_truth);
	assert_true(r.e->blocking_recall > 0.95 && r.e->blocking_recall <= 1);
	assert_true(r.e->pair.f1 > 0.95 && r.e->clusters.f1 > 0.97);
	assert_int_equal(r.e->true_pairs[0] + r.e->true_pairs[1] > 200, 1);
	done(&r);
}

/* Every pair that a rule must give, it gives, and once. */
static uint64_t given;
static void count_take(void *arg, int thread, const struct link_pair *pair, size_t n) {
	(void)arg, (void)thread;
	for (size_t i = 0; i < n; i++)
		assert_true(pair[i].left < pair[i].right);
	given += n;
}

static void rules_give_each_pair_once(void **state) {
	struct ran r;
	uint64_t wanted = 0, pairs;
	(void)state;
	assert_int_equal(run(&cx, &r, (struct link_options){.threads = 1, .threshold = -1}, NULL, false), 0);
	const struct link_engine *e = r.e;
	for (uint32_t i = 0; i < e->rows.records; i++)
		for (uint32_t j = i + 1; j < e->rows.records; j++) {
			bool any = false;
			for (int k = 0; k < e->model.rules && !any; k++)
				any = link_blocks_has(&e->blocks, k, link_row(&e->rows, i), link_row(&e->rows, j));
			wanted += any;
		}
	given = 0;
	for (int k = 0; k < e->model.rules; k++)
		assert_true(link_blocks_run(&r.e->blocks, k, 1, true, count_take, NULL, &pairs));
	assert_int_equal(given, wanted);
	assert_int_equal(e->scores.pairs, wanted);
	done(&r);
}

/* What one record finds is what all pairs found for it. */
static void one_record_finds_its_own(void **state) {
	struct ran r;
	struct link_index x;
	(void)state;
	assert_int_equal(run(&cx, &r, (struct link_options){.threads = 1, .threshold = -1}, NULL, false), 0);
	assert_true(link_index_make(&x, r.e));
	for (size_t i = 0; i < r.e->scores.edges; i += 7) {
		struct link_edge found[LINK_FOUND], edge = r.e->scores.edge[i];
		uint32_t weighed;
		int n = link_find(&x, edge.left, edge.weight, r.e->seen, found, &weighed), k = 0;
		while (k < n && found[k].right != edge.right)
			k++;
		assert_true(k < n || n == LINK_FOUND);
		for (int j = 1; j < n; j++)
			assert_true(found[j - 1].weight >= found[j].weight);
		assert_true(k == n || found[k].weight == edge.weight);
	}
	done(&r);
}

static void too_little_memory_ends_it(void **state) {
	struct link_memory *m = link_memory_new(1 << 20);
	static jmp_buf trap;
	static volatile int sprung;
	(void)state;
	link_memory_trap(m, &trap);
	if (setjmp(trap) == 0) {
		struct link_table t;
		list_make(&t, m);
		link_alloc(m, 1, 1 << 20);
	} else {
		sprung = 1;
	}
	assert_int_equal(sprung, 1);
	assert_true(link_memory_peak(m) <= 1 << 20);
	link_memory_free(m);
}

int main(void) {
	cx.arena = arena_new(16 << 20);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_are_found_without_an_answer),
		cmocka_unit_test(threads_and_a_saved_model_change_nothing),
		cmocka_unit_test(what_people_said_holds),
		cmocka_unit_test(figures_with_the_truth_are_of_the_other_half),
		cmocka_unit_test(rules_give_each_pair_once),
		cmocka_unit_test(one_record_finds_its_own),
		cmocka_unit_test(too_little_memory_ends_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
