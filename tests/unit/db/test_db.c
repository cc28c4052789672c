#include "store.h"

#include <sys/stat.h>

static int64_t asked(struct cx *cx, const char *pragma) {
	sqlite3_stmt *s = NULL;
	assert_int_equal(sqlite3_prepare_v2(cx->db->sqlite, pragma, -1, &s, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(s), SQLITE_ROW);
	int64_t n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return n;
}

static void hardens_every_connection(void **state) {
	struct store *s = *state;
	struct cx reader = store_reader(s);
	struct cx *const both[] = {&s->cx, &reader};
	for (int i = 0; i < 2; i++) {
		assert_int_equal(asked(both[i], "PRAGMA foreign_keys"), 1);
		assert_int_equal(asked(both[i], "PRAGMA secure_delete"), 1);
		assert_int_equal(asked(both[i], "PRAGMA trusted_schema"), 0);
		assert_int_equal(asked(both[i], "PRAGMA cell_size_check"), 1);
		assert_int_equal(asked(both[i], "PRAGMA synchronous"), 2);
		assert_int_equal(asked(both[i], "PRAGMA temp_store"), 2);
		assert_int_equal(asked(both[i], "PRAGMA busy_timeout"), 0);
		assert_int_equal(asked(both[i], "PRAGMA query_only"), i);
		int on = 0;
		sqlite3_db_config(both[i]->db->sqlite, SQLITE_DBCONFIG_DEFENSIVE, -1, &on);
		assert_int_equal(on, 1);
	}
	assert_int_equal(asked(&s->cx, "PRAGMA wal_autocheckpoint"), 0);
	reader_close(&reader);
}

static void keeps_the_store_to_its_owner(void **state) {
	struct store *s = *state;
	char path[128];
	struct stat st;
	org_add(&s->cx, "x");
	assert_int_equal(stat(s->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	snprintf(path, sizeof path, "%s-wal", s->path);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void never_creates_over_a_store(void **state) {
	struct store *s = *state;
	struct db *db = NULL;
	assert_int_equal(db_open(&s->cx, s->path, DB_CREATE, &db), ERR_CONFLICT);
	assert_null(db);
	assert_int_equal(org_count(&s->cx), 1);
}

static void refuses_what_is_no_store(void **state) {
	struct store *s = *state;
	static const char *const contents[] = {"", "hello, I am a text file and long enough to be looked at by anybody who asks",
		"SQLite format 3"};
	char path[128];
	struct db *db = NULL;
	snprintf(path, sizeof path, "%s/other", s->folder);
	assert_int_equal(db_open(&s->cx, path, DB_WRITER, &db), ERR_NOTFOUND);
	assert_int_equal(db_open(&s->cx, path, DB_READER, &db), ERR_NOTFOUND);
	assert_int_equal(db_open(&s->cx, s->folder, DB_READER, &db), ERR_NOTFOUND);
	for (size_t i = 0; i < 3; i++) {
		FILE *f = fopen(path, "w");
		assert_non_null(f);
		fputs(contents[i], f);
		fclose(f);
		assert_int_equal(db_open(&s->cx, path, DB_WRITER, &db), ERR_DB);
		assert_int_equal(db_open(&s->cx, path, DB_READER, &db), ERR_DB);
	}
	unlink(path);
	sqlite3 *raw = NULL; /* a sound database of somebody else's */
	assert_int_equal(sqlite3_open(path, &raw), SQLITE_OK);
	assert_int_equal(sqlite3_exec(raw, "CREATE TABLE t (x)", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(raw);
	assert_int_equal(db_open(&s->cx, path, DB_WRITER, &db), ERR_DB);
	assert_null(db);
	unlink(path);
}

static void migrates_once(void **state) {
	struct store *s = *state;
	assert_int_equal(db_migrate(&s->cx), ERR_OK);
	assert_int_equal(org_count(&s->cx), 1); /* what 002_later inserts, once */
	db_close(s->cx.db);
	s->cx.db = NULL;
	assert_int_equal(db_open_with(&s->cx, s->path, DB_WRITER, &sample_catalogue, &s->cx.db), ERR_OK);
	assert_int_equal(db_migrate(&s->cx), ERR_OK);
	assert_int_equal(org_count(&s->cx), 1);
}

static void refuses_a_store_newer_than_the_program(void **state) {
	struct store *s = *state;
	static struct catalogue older; /* outlives this function: store_close uses it */
	older = sample_catalogue;
	older.migration_n--;
	db_close(s->cx.db);
	s->cx.db = NULL;
	assert_int_equal(db_open_with(&s->cx, s->path, DB_WRITER, &older, &s->cx.db), ERR_OK);
	assert_int_equal(db_migrate(&s->cx), ERR_DB);
	assert_non_null(strstr(s->cx.err.rule, "newer"));
	assert_int_equal(db_current(&s->cx), ERR_DB);
}

static void tells_a_reader_that_the_store_is_older(void **state) {
	struct store *s = *state;
	static struct migration more[8];
	static struct catalogue later; /* outlives this function: store_close uses it */
	assert_int_equal(db_current(&s->cx), ERR_OK);
	later = sample_catalogue;
	for (int i = 0; i < later.migration_n; i++)
		more[i] = later.migrations[i];
	more[later.migration_n] = (struct migration){.number = 900, .name = "next", .sqlite = "SELECT 1;"};
	later.migrations = more;
	later.migration_n++;
	db_close(s->cx.db);
	s->cx.db = NULL;
	assert_int_equal(db_open_with(&s->cx, s->path, DB_READER, &later, &s->cx.db), ERR_OK);
	assert_int_equal(db_current(&s->cx), ERR_CONFLICT);
	assert_non_null(strstr(s->cx.err.rule, "older"));
}

static void undoes_a_migration_that_fails(void **state) {
	struct store *s = *state;
	static struct migration more[8];
	static struct catalogue wrong;
	wrong = sample_catalogue;
	for (int i = 0; i < wrong.migration_n; i++)
		more[i] = wrong.migrations[i];
	more[wrong.migration_n] = (struct migration){.number = 900, .name = "wrong",
		.sqlite = "INSERT INTO org (name) VALUES ('half'); INSERT INTO nowhere VALUES (1);"};
	wrong.migrations = more;
	wrong.migration_n++;
	db_close(s->cx.db);
	s->cx.db = NULL;
	assert_int_equal(db_open_with(&s->cx, s->path, DB_WRITER, &wrong, &s->cx.db), ERR_OK);
	assert_int_equal(db_migrate(&s->cx), ERR_DB);
	assert_int_equal(org_count(&s->cx), 1);
}

static void makes_the_programs_own_store(void **state) {
	struct store *s = *state;
	struct cx cx = {.arena = s->cx.arena};
	char path[128];
	snprintf(path, sizeof path, "%s/own", s->folder);
	assert_int_equal(db_open(&cx, path, DB_CREATE, &cx.db), ERR_OK);
	assert_int_equal(db_migrate(&cx), ERR_OK);
	assert_int_equal(db_migrate(&cx), ERR_OK);
	db_close(cx.db);
	unlink(path);
}

static void copies_the_log_into_the_store(void **state) {
	struct store *s = *state;
	assert_int_equal(db_checkpoint(&s->cx, true), ERR_OK);
	assert_int_equal(db_wal_bytes(&s->cx), 0);
	org_add(&s->cx, "one");
	assert_in_range(db_wal_bytes(&s->cx), 1, 100000);
	assert_int_equal(db_checkpoint(&s->cx, false), ERR_OK);
	assert_int_equal(db_wal_bytes(&s->cx), 0);
	struct stat st;
	char path[128];
	snprintf(path, sizeof path, "%s-wal", s->path);
	assert_int_equal(db_checkpoint(&s->cx, true), ERR_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 0);
}

static void waits_for_nobody_at_a_checkpoint(void **state) {
	struct store *s = *state;
	struct cx reader = store_reader(s);
	assert_int_equal(db_checkpoint(&s->cx, true), ERR_OK);
	org_add(&s->cx, "before");
	assert_int_equal(db_read_begin(&reader), ERR_OK);
	org_add(&s->cx, "after");
	assert_int_equal(db_checkpoint(&s->cx, false), ERR_OK); /* as far as the reader lets it */
	assert_true(db_wal_bytes(&s->cx) > 0);
	assert_int_equal(db_checkpoint(&s->cx, true), ERR_BUSY);
	db_read_end(&reader);
	assert_int_equal(db_checkpoint(&s->cx, true), ERR_OK);
	assert_int_equal(db_wal_bytes(&s->cx), 0);
	assert_int_equal(db_checkpoint(&reader, false), ERR_BUG);
	assert_int_equal(db_begin(&s->cx), ERR_OK);
	assert_int_equal(db_checkpoint(&s->cx, false), ERR_BUG);
	db_rollback(&s->cx);
	reader_close(&reader);
}

static void leaves_no_trace_of_what_was_deleted(void **state) {
	struct store *s = *state;
	char *file = NULL;
	size_t n = 0;
	org_add(&s->cx, "Kestutis-the-unforgettable");
	assert_int_equal(db_checkpoint(&s->cx, true), ERR_OK);
	assert_int_equal(sqlite3_exec(s->cx.db->sqlite, "DELETE FROM org", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(db_checkpoint(&s->cx, true), ERR_OK);
	FILE *f = fopen(s->path, "r");
	assert_non_null(f);
	FILE *copy = open_memstream(&file, &n);
	for (int c = getc(f); c != EOF; c = getc(f))
		putc(c, copy);
	fclose(f);
	fclose(copy);
	assert_null(memmem(file, n, "unforgettable", 13));
	free(file);
}

static void closes_nothing(void **state) {
	(void)state;
	db_close(NULL);
}

int main(void) {
	log_level_set(LOG_ERROR);
	const struct CMUnitTest tests[] = {
#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, store_open, store_close)
		STORE_TEST(hardens_every_connection),
		STORE_TEST(keeps_the_store_to_its_owner),
		STORE_TEST(never_creates_over_a_store),
		STORE_TEST(refuses_what_is_no_store),
		STORE_TEST(migrates_once),
		STORE_TEST(refuses_a_store_newer_than_the_program),
		STORE_TEST(tells_a_reader_that_the_store_is_older),
		STORE_TEST(undoes_a_migration_that_fails),
		STORE_TEST(makes_the_programs_own_store),
		STORE_TEST(copies_the_log_into_the_store),
		STORE_TEST(waits_for_nobody_at_a_checkpoint),
		STORE_TEST(leaves_no_trace_of_what_was_deleted),
		cmocka_unit_test(closes_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
