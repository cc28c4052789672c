/* Every byte of a small log, its head and its tiles, flipped one after another by somebody with the file and SQL. */
#include "world.h"

enum { SMALL_LOG = 260 };

static const struct {
	const char *table, *key; /* key: what names a row */
	const char *columns[24];
} kept[] = {
	{"audit", "n", {"at", "actor", "org", "unit", "roles", "as_operator", "session", "op", "person", "person_n", "object",
		"purpose", "use", "verdict", "shown", "act", "digest", "policy", "wrote", "hash", NULL}},
	{"audit_head", "one", {"registry", "n", "hash", "signature", "signed_at", "peaks", "last", "mark", NULL}},
	{"audit_tile", "i", {"hash", NULL}},
};

struct tally {
	int tried, found;
};

static struct audit_report read_log(struct cx *reader) {
	struct audit_report report;
	must(db_read_begin(reader));
	must(audit_verify(reader, NULL, &report));
	db_read_end(reader);
	arena_reset(reader->arena);
	return report;
}

static void write_value(sqlite3_stmt *put, int64_t key, sqlite3_value *v) {
	sqlite3_bind_value(put, 1, v);
	sqlite3_bind_int64(put, 2, key);
	assert_int_equal(sqlite3_step(put), SQLITE_DONE);
	sqlite3_reset(put);
}

/* The value with one bit of its byte i turned, and then the value again. */
static void flip_byte(struct cx *reader, struct tally *t, sqlite3_stmt *put, int64_t key, sqlite3_value *v, int i) {
	int type = sqlite3_value_type(v);
	uint8_t bytes[2048];
	int n = sqlite3_value_bytes(v);
	if (type == SQLITE_INTEGER) {
		sqlite3_bind_int64(put, 1, (int64_t)((uint64_t)sqlite3_value_int64(v) ^ UINT64_C(1) << (8 * i + i % 8)));
	} else {
		memcpy(bytes, sqlite3_value_blob(v), (size_t)n);
		bytes[i] ^= (uint8_t)(1 << i % 7);
		if (type == SQLITE_TEXT)
			sqlite3_bind_text(put, 1, (const char *)bytes, n, SQLITE_STATIC);
		else
			sqlite3_bind_blob(put, 1, bytes, n, SQLITE_STATIC);
	}
	sqlite3_bind_int64(put, 2, key);
	int rc = sqlite3_step(put);
	sqlite3_reset(put);
	if (rc != SQLITE_DONE)
		return;
	t->tried++;
	t->found += !read_log(reader).ok;
	write_value(put, key, v);
}

static void flip_column(struct cx *reader, struct tally *t, sqlite3 *db, const char *table, const char *key,
	const char *column, int64_t last) {
	char sql[256];
	sqlite3_stmt *get = NULL, *put = NULL;
	snprintf(sql, sizeof sql, "SELECT %s, %s FROM %s WHERE %s <= 3 OR %s >= %lld", key, column, table, key, key,
		(long long)last);
	must(sqlite3_prepare_v2(db, sql, -1, &get, NULL));
	sqlite3_value *values[16];
	int64_t keys[16];
	int n = 0;
	while (n < 16 && sqlite3_step(get) == SQLITE_ROW) {
		keys[n] = sqlite3_column_int64(get, 0);
		values[n++] = sqlite3_value_dup(sqlite3_column_value(get, 1));
	}
	sqlite3_finalize(get);
	snprintf(sql, sizeof sql, "UPDATE %s SET %s = ? WHERE %s = ?", table, column, key);
	must(sqlite3_prepare_v2(db, sql, -1, &put, NULL));
	for (int k = 0; k < n; k++) {
		int bytes = sqlite3_value_type(values[k]) == SQLITE_NULL ? 0
			: sqlite3_value_type(values[k]) == SQLITE_INTEGER ? 8 : sqlite3_value_bytes(values[k]);
		for (int i = 0; i < bytes; i++)
			flip_byte(reader, t, put, keys[k], values[k], i);
		sqlite3_value_free(values[k]);
	}
	sqlite3_finalize(put);
}

static void finds_every_flipped_byte(void **state) {
	struct world *w = *state;
	struct cx reader = w->cx;
	struct tally t = {0};
	sqlite3 *db = NULL;
	reader.arena = arena_new(ARENA_DEFAULT);
	must(db_open(&reader, w->path, DB_READER, &reader.db));
	must(sqlite3_open(w->path, &db));
	must(sqlite3_exec(db, "PRAGMA ignore_check_constraints = 1; PRAGMA foreign_keys = 0; PRAGMA synchronous = OFF",
		NULL, NULL, NULL));
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		if (i == 2)
			append(w, ROWS + 1, SMALL_LOG); /* a tile, and the rows under it */
		for (int c = 0; kept[i].columns[c] != NULL; c++)
			flip_column(&reader, &t, db, kept[i].table, kept[i].key, kept[i].columns[c], ROWS);
	}
	assert_true(read_log(&reader).ok); /* all of it was put back: the control */
	print_message("# %d bytes flipped, %d found\n", t.tried, t.found);
	assert_true(t.tried > 1000);
	assert_int_equal(t.tried, t.found);
	must(sqlite3_close(db));
	db_close(reader.db);
	arena_free(reader.arena);
}

/* Cut at every length, one taken out, one put in, two exchanged: at every place. */
/* abuse 11 */
static void finds_every_cut_gap_and_exchange(void **state) {
	struct world *w = *state;
	static const char *const changes[] = {
		"DELETE FROM audit WHERE n >= %lld",
		"DELETE FROM audit WHERE n = %lld",
		"UPDATE audit SET n = n + 1000 WHERE n > %lld",
		"UPDATE audit SET n = -1 WHERE n = %1$lld; UPDATE audit SET n = %1$lld WHERE n = 1 + %1$lld %% 10;"
			"UPDATE audit SET n = 1 + %1$lld %% 10 WHERE n = -1",
		"UPDATE audit SET at = (SELECT at FROM audit WHERE n = 1 + %1$lld %% 10), hash = (SELECT hash FROM audit WHERE"
			" n = 1 + %1$lld %% 10) WHERE n = %1$lld",
	};
	int tried = 0;
	plant(w, "CREATE TABLE kept AS SELECT * FROM audit");
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		for (int64_t n = 1; n <= ROWS; n++) {
			char sql[400];
			if (i == 2 && n == ROWS)
				continue;
			snprintf(sql, sizeof sql, changes[i], (long long)n);
			plant(w, sql);
			if (verify(w).ok)
				fail_msg("%s", sql);
			plant(w, "DELETE FROM audit; INSERT INTO audit SELECT * FROM kept");
			tried++;
		}
	}
	assert_true(verify(w).ok);
	print_message("# %d changes of order, all found\n", tried);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(finds_every_flipped_byte),
		TEST(finds_every_cut_gap_and_exchange),
	};
	return cmocka_run_group_tests_name("tamper", tests, NULL, NULL);
}
