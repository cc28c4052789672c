#include "store.h"

static void commits_and_rolls_back(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	assert_int_equal(db_begin(cx), ERR_OK);
	org_add(cx, "kept");
	assert_int_equal(db_commit(cx), ERR_OK);
	assert_int_equal(db_begin(cx), ERR_OK);
	org_add(cx, "lost");
	db_rollback(cx);
	assert_int_equal(org_count(cx), 2);
	db_rollback(cx); /* nothing open: nothing to do */
}

static void undoes_one_part_alone(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	assert_int_equal(db_begin(cx), ERR_OK);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(db_savepoint(cx), ERR_OK);
		org_add(cx, "part");
		assert_int_equal(i == 1 ? db_undo(cx) : db_release(cx), ERR_OK);
	}
	assert_int_equal(db_commit(cx), ERR_OK);
	assert_int_equal(org_count(cx), 3);
}

static void nests_parts(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	assert_int_equal(db_begin(cx), ERR_OK);
	assert_int_equal(db_savepoint(cx), ERR_OK);
	org_add(cx, "outer");
	assert_int_equal(db_savepoint(cx), ERR_OK);
	org_add(cx, "inner");
	assert_int_equal(db_undo(cx), ERR_OK);
	assert_int_equal(org_count(cx), 2);
	assert_int_equal(db_release(cx), ERR_OK);
	assert_int_equal(db_commit(cx), ERR_OK);
	assert_int_equal(org_count(cx), 2);
}

static void reads_on_across_parts(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	org_add(cx, "a");
	org_add(cx, "b");
	assert_int_equal(db_begin(cx), ERR_OK);
	struct rows rows;
	struct row_sample_org_list row;
	int n = 0;
	assert_int_equal(q_sample_org_list(cx, &rows), ERR_OK);
	while (q_sample_org_list_next(&rows, &row)) {
		assert_int_equal(db_savepoint(cx), ERR_OK);
		assert_int_equal(q_sample_act_add(cx, row.id, 1), ERR_OK);
		assert_int_equal(n++ == 1 ? db_undo(cx) : db_release(cx), ERR_OK);
	}
	assert_int_equal(rows_end(&rows), ERR_OK);
	assert_int_equal(n, 3);
	assert_int_equal(db_commit(cx), ERR_OK);
}

static void refuses_to_stand_outside_a_transaction(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	assert_int_equal(db_commit(cx), ERR_BUG);
	assert_int_equal(db_savepoint(cx), ERR_DB);
	assert_int_equal(db_release(cx), ERR_DB);
	assert_int_equal(db_undo(cx), ERR_DB);
	assert_int_equal(db_begin(cx), ERR_OK);
	assert_int_equal(db_begin(cx), ERR_BUG);
	assert_int_equal(db_read_begin(cx), ERR_BUG);
	db_rollback(cx);
}

static void shows_a_reader_one_moment(void **state) {
	struct store *s = *state;
	struct cx reader = store_reader(s);
	assert_int_equal(db_read_begin(&reader), ERR_OK);
	org_add(&s->cx, "later"); /* after the snapshot, before the first query in it */
	assert_int_equal(org_count(&reader), 1);
	db_read_end(&reader);
	assert_int_equal(db_read_begin(&reader), ERR_OK);
	assert_int_equal(org_count(&reader), 2);
	db_read_end(&reader);
	reader_close(&reader);
}

static void lets_no_reader_write(void **state) {
	struct store *s = *state;
	struct cx reader = store_reader(s);
	struct row_sample_org_add row;
	assert_int_equal(db_begin(&reader), ERR_BUG);
	assert_int_equal(db_read_begin(&reader), ERR_OK);
	assert_int_equal(q_sample_org_add(&reader, "no", &row), ERR_BUG);
	db_read_end(&reader);
	reader_close(&reader);
	assert_int_equal(org_count(&s->cx), 1);
}

static void says_busy_at_once_to_a_second_writer(void **state) {
	struct store *s = *state;
	struct cx other = {.arena = s->cx.arena};
	assert_int_equal(db_open_with(&other, s->path, DB_WRITER, &sample_catalogue, &other.db), ERR_OK);
	assert_int_equal(db_begin(&s->cx), ERR_OK);
	assert_int_equal(db_begin(&other), ERR_BUSY);
	db_rollback(&s->cx);
	assert_int_equal(db_begin(&other), ERR_OK);
	db_rollback(&other);
	db_close(other.db);
}

static void will_not_commit_what_a_failed_list_fed(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	struct rows rows;
	struct row_sample_signal_of row;
	assert_int_equal(db_begin(cx), ERR_OK);
	assert_int_equal(db_savepoint(cx), ERR_OK);
	org_add(cx, "half");
	assert_int_equal(q_sample_org_list(cx, &rows), ERR_OK);
	assert_false(q_sample_signal_of_next(&rows, &row)); /* fails, and nobody asks why */
	assert_int_equal(db_release(cx), ERR_BUG);
	assert_int_equal(db_undo(cx), ERR_OK);
	org_add(cx, "whole");
	assert_int_equal(db_commit(cx), ERR_OK); /* the others of the batch go on */
	assert_int_equal(org_count(cx), 2);
}

struct attempt {
	int n, fail_with;
};

static int add_one(struct cx *cx, void *arg) {
	struct attempt *a = arg;
	a->n++;
	org_add(cx, "try");
	return a->n == 1 ? a->fail_with : ERR_OK;
}

static void tries_again_when_busy_and_only_then(void **state) {
	struct cx *cx = &((struct store *)*state)->cx;
	struct attempt busy = {.fail_with = ERR_BUSY}, invalid = {.fail_with = ERR_INVALID};
	assert_int_equal(db_tx(cx, add_one, &busy), ERR_OK);
	assert_int_equal(busy.n, 2);
	assert_int_equal(db_tx(cx, add_one, &invalid), ERR_INVALID);
	assert_int_equal(invalid.n, 1);
	assert_int_equal(org_count(cx), 2);
}

static void shows_others_only_what_was_committed(void **state) {
	struct store *s = *state;
	org_add(&s->cx, "kept");
	assert_int_equal(db_begin(&s->cx), ERR_OK);
	org_add(&s->cx, "not yet");
	struct cx after = store_reader(s);
	assert_int_equal(org_count(&after), 2);
	reader_close(&after);
	db_rollback(&s->cx);
}

int main(void) {
	log_level_set(LOG_ERROR);
	const struct CMUnitTest tests[] = {
#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, store_open, store_close)
		STORE_TEST(commits_and_rolls_back),
		STORE_TEST(undoes_one_part_alone),
		STORE_TEST(nests_parts),
		STORE_TEST(reads_on_across_parts),
		STORE_TEST(refuses_to_stand_outside_a_transaction),
		STORE_TEST(shows_a_reader_one_moment),
		STORE_TEST(lets_no_reader_write),
		STORE_TEST(says_busy_at_once_to_a_second_writer),
		STORE_TEST(will_not_commit_what_a_failed_list_fed),
		STORE_TEST(tries_again_when_busy_and_only_then),
		STORE_TEST(shows_others_only_what_was_committed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
