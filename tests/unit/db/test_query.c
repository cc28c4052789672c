#include "store.h"

static void gives_back_what_was_stored(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	int64_t org, person;
	people_add(cx, &org, &person);
	static const char seal[] = "\0\xff'; DROP TABLE person; --";
	struct row_sample_signal_add added;
	assert_int_equal(q_sample_signal_add(cx, person, org, -36525, 1, 3, 47847, INT64_MAX, INT64_MIN + 1,
		"Ž\xc4\x85' \" ?1 :x", (struct blob){seal, sizeof seal}, &added), ERR_OK);
	struct row_sample_signal_get row;
	assert_int_equal(q_sample_signal_get(cx, added.id, &row), ERR_OK);
	assert_int_equal(row.person, person);
	assert_int_equal(row.happened, -36525);
	assert_int_equal(row.channel, 3);
	assert_int_equal(row.heard, 47847);
	assert_true(row.answer_by == INT64_MAX);
	assert_true(row.weight == INT64_MIN + 1);
	assert_string_equal(row.note, "Ž\xc4\x85' \" ?1 :x");
	assert_int_equal(row.seal.n, sizeof seal);
	assert_memory_equal(row.seal.at, seal, sizeof seal);
}

static void tells_null_from_empty(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	int64_t org, person;
	people_add(cx, &org, &person);
	struct row_sample_signal_get row;
	assert_int_equal(q_sample_signal_get(cx, signal_add(cx, org, person, 1, NULL), &row), ERR_OK);
	assert_null(row.note);
	assert_null(row.seal.at);
	assert_true(row.heard == NONE && row.answer_by == NONE);
	struct row_sample_signal_add added;
	assert_int_equal(q_sample_signal_add(cx, person, org, 1, 1, 1, 0, 0, 0, "", (struct blob){"", 0}, &added), ERR_OK);
	assert_int_equal(q_sample_signal_get(cx, added.id, &row), ERR_OK);
	assert_string_equal(row.note, "");
	assert_non_null(row.seal.at);
	assert_int_equal(row.seal.n, 0);
	assert_true(row.heard == 0 && row.answer_by == 0);
}

static void says_not_found_and_leaves_the_row_alone(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	struct row_sample_person_by_ref row = {.id = 77};
	assert_int_equal(q_sample_person_by_ref(cx, (struct blob){"x", 1}, &row), ERR_NOTFOUND);
	assert_int_equal(row.id, 77);
	assert_int_equal(cx->err.code, ERR_NOTFOUND);
}

static void refuses_null_where_none_was_declared(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	struct row_sample_org_add org;
	struct row_sample_person_add person;
	assert_int_equal(q_sample_org_add(cx, NULL, &org), ERR_BUG);
	assert_int_equal(q_sample_person_add(cx, (struct blob){0}, &person), ERR_BUG);
	assert_int_equal(q_sample_act_add(cx, 1, NONE), ERR_BUG);
	assert_int_equal(org_count(cx), 1); /* the one of the migration */
}

static void refuses_a_null_that_was_not_declared_coming_out(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	int64_t org, person;
	people_add(cx, &org, &person);
	struct row_sample_signal_heard_unsafe row;
	assert_int_equal(q_sample_signal_heard_unsafe(cx, signal_add(cx, org, person, 1, NULL), &row), ERR_BUG);
}

static void refuses_a_number_too_large_for_its_word(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	int64_t org, person;
	people_add(cx, &org, &person);
	struct row_sample_signal_add row;
	assert_int_equal(q_sample_signal_add(cx, person, org, 1, 1, 1, (int64_t)INT32_MAX + 1, NONE, 0, NULL,
		(struct blob){0}, &row), ERR_BUG);
	/* and one that SQLite holds although no program of ours wrote it */
	int64_t id = signal_add(cx, org, person, 1, NULL);
	char *text = sqlite3_mprintf("UPDATE signal SET heard = 99999999999 WHERE id = %lld", (long long)id);
	assert_int_equal(sqlite3_exec(cx->db->sqlite, text, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_free(text);
	struct row_sample_signal_get got;
	assert_int_equal(q_sample_signal_get(cx, id, &got), ERR_BUG);
}

static void refuses_a_second_row_of_one(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	int64_t org, person;
	people_add(cx, &org, &person);
	signal_add(cx, org, person, 4, NULL);
	struct row_sample_signal_all_of_channel row;
	assert_int_equal(q_sample_signal_all_of_channel(cx, 4, &row), ERR_OK);
	signal_add(cx, org, person, 4, NULL);
	assert_int_equal(q_sample_signal_all_of_channel(cx, 4, &row), ERR_BUG);
}

static void tells_a_broken_unique_from_a_broken_rule(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	int64_t org, person;
	people_add(cx, &org, &person);
	struct row_sample_person_add again;
	struct row_sample_signal_add row;
	assert_int_equal(q_sample_person_add(cx, (struct blob){"0123456789abcdef", 16}, &again), ERR_CONFLICT);
	assert_int_equal(q_sample_act_add(cx, 1, 2000), ERR_CONFLICT);
	assert_int_equal(q_sample_relation_add(cx, person, org), ERR_OK); /* ON CONFLICT DO NOTHING */
	assert_int_equal(db_changed(cx), 0);
	assert_int_equal(q_sample_relation_add(cx, person, 999), ERR_BUG); /* foreign key */
	assert_int_equal(q_sample_signal_add(cx, person, org, 1, 1, 99, NONE, NONE, 0, NULL, (struct blob){0}, &row), ERR_BUG);
}

static void counts_what_a_run_changed(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	int64_t org, person;
	people_add(cx, &org, &person);
	int64_t id = signal_add(cx, org, person, 1, NULL);
	assert_int_equal(q_sample_signal_weigh(cx, id, 9), ERR_OK);
	assert_int_equal(db_changed(cx), 1);
	assert_int_equal(q_sample_signal_weigh(cx, id + 1, 9), ERR_OK);
	assert_int_equal(db_changed(cx), 0);
}

static void lists_with_parameters_used_twice(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	int64_t org, person;
	people_add(cx, &org, &person);
	signal_add(cx, org, person, 1, "one");
	signal_add(cx, org, person, 2, "two");
	struct rows rows;
	struct row_sample_signal_inbox row;
	assert_int_equal(q_sample_signal_inbox(cx, org, NONE, &rows), ERR_OK);
	assert_true(q_sample_signal_inbox_next(&rows, &row));
	const char *first = row.note;
	assert_true(q_sample_signal_inbox_next(&rows, &row));
	assert_string_equal(row.note, "two");
	assert_string_equal(first, "one"); /* rows stay in the arena */
	assert_false(q_sample_signal_inbox_next(&rows, &row));
	assert_false(q_sample_signal_inbox_next(&rows, &row));
	assert_int_equal(rows_end(&rows), ERR_OK);
	assert_int_equal(q_sample_signal_inbox(cx, org, 2, &rows), ERR_OK);
	assert_true(q_sample_signal_inbox_next(&rows, &row));
	assert_string_equal(row.note, "two");
	assert_int_equal(rows_end(&rows), ERR_OK); /* before the end */
}

static void runs_a_query_inside_itself(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	org_add(cx, "a");
	org_add(cx, "b");
	struct rows outer, inner;
	struct row_sample_org_list x, y;
	int pairs = 0;
	assert_int_equal(q_sample_org_list(cx, &outer), ERR_OK);
	while (q_sample_org_list_next(&outer, &x)) {
		assert_int_equal(q_sample_org_list(cx, &inner), ERR_OK);
		while (q_sample_org_list_next(&inner, &y))
			pairs++;
		assert_int_equal(rows_end(&inner), ERR_OK);
	}
	assert_int_equal(rows_end(&outer), ERR_OK);
	assert_int_equal(pairs, 9);
}

static void stops_lists_that_are_never_ended(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	struct rows rows[CURSORS_MAX], more;
	struct row_sample_org_list row;
	for (int i = 0; i < CURSORS_MAX; i++)
		assert_int_equal(q_sample_org_list(cx, &rows[i]), ERR_OK);
	assert_int_equal(q_sample_org_list(cx, &more), ERR_BUG);
	assert_false(q_sample_org_list_next(&more, &row)); /* sound after a failure */
	assert_int_equal(rows_end(&more), ERR_BUG);
	db_forget(cx);
	assert_int_equal(org_count(cx), 1);
}

static void knows_a_list_that_was_forgotten(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	struct rows old, new;
	struct row_sample_org_list row;
	assert_int_equal(q_sample_org_list(cx, &old), ERR_OK);
	db_forget(cx);
	assert_int_equal(q_sample_org_list(cx, &new), ERR_OK); /* takes the same statement */
	assert_false(q_sample_org_list_next(&old, &row));
	assert_int_equal(rows_end(&old), ERR_BUG);
	assert_true(q_sample_org_list_next(&new, &row));
	assert_int_equal(rows_end(&new), ERR_OK);
}

static void refuses_to_read_a_list_as_another(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	struct rows rows;
	struct row_sample_signal_of row;
	assert_int_equal(q_sample_org_list(cx, &rows), ERR_OK);
	assert_false(q_sample_signal_of_next(&rows, &row));
	assert_int_equal(rows_end(&rows), ERR_BUG);
}

static void forgets_after_a_jump_out_of_a_full_arena(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	char *long_name = calloc(1, 300001);
	memset(long_name, 'x', 300000);
	org_add(cx, long_name);
	free(long_name);
	struct arena *all = cx->arena;
	cx->arena = arena_new(200000);
	jmp_buf trap;
	arena_trap(cx->arena, &trap);
	volatile bool jumped = false;
	assert_int_equal(db_begin(cx), ERR_OK);
	assert_int_equal(db_savepoint(cx), ERR_OK);
	if (setjmp(trap) == 0) {
		org_add(cx, "undone");
		org_count(cx);
	} else {
		jumped = true;
	}
	arena_free(cx->arena);
	cx->arena = all;
	assert_true(jumped);
	assert_non_null(cx->db->open);
	db_forget(cx);
	assert_null(cx->db->open);
	assert_int_equal(db_undo(cx), ERR_OK);
	assert_int_equal(db_commit(cx), ERR_OK);
	assert_int_equal(org_count(cx), 2);
}

static void refuses_a_query_of_another_catalogue(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	struct query stray = sample_catalogue.queries[1];
	struct value in = {.text = "x"}, out;
	assert_int_equal(db_one(cx, &stray, &in, &out), ERR_BUG);
}

int main(void) {
	log_level_set(LOG_ERROR);
	const struct CMUnitTest tests[] = {
#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, store_open, store_close)
		STORE_TEST(gives_back_what_was_stored),
		STORE_TEST(tells_null_from_empty),
		STORE_TEST(says_not_found_and_leaves_the_row_alone),
		STORE_TEST(refuses_null_where_none_was_declared),
		STORE_TEST(refuses_a_null_that_was_not_declared_coming_out),
		STORE_TEST(refuses_a_number_too_large_for_its_word),
		STORE_TEST(refuses_a_second_row_of_one),
		STORE_TEST(tells_a_broken_unique_from_a_broken_rule),
		STORE_TEST(counts_what_a_run_changed),
		STORE_TEST(lists_with_parameters_used_twice),
		STORE_TEST(runs_a_query_inside_itself),
		STORE_TEST(stops_lists_that_are_never_ended),
		STORE_TEST(knows_a_list_that_was_forgotten),
		STORE_TEST(refuses_to_read_a_list_as_another),
		STORE_TEST(forgets_after_a_jump_out_of_a_full_arena),
		STORE_TEST(refuses_a_query_of_another_catalogue),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
