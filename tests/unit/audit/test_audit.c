/* The log as a keeper writes it, and as somebody with the store's file and SQL, but without the keys, might leave it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/audit.h"
#include "audit/chain.h"
#include "audit/head.h"
#include "base/str.h"
#include "crypt/ring.h"
#include "crypt/token.h"
#include "db/queries.h"

enum { ROWS = 10 };

static const struct ref registry = {{0xa7, 0x2a, 0x3a, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}};
static uint8_t counted;

static void counting_rng(void *to, size_t n) {
	for (size_t i = 0; i < n; i++)
		((uint8_t *)to)[i] = counted++;
}

struct world {
	struct cx cx;
	char dir[64], path[96];
};

static void must(int r) {
	assert_int_equal(r, 0);
}

/* Row i of every log here; the entries differ in what is NULL. */
static struct audit_entry entry(int64_t i) {
	static const uint8_t object[REF_SIZE] = {1, 2, 3}, digest[HASH_SIZE] = {4, 5, 6};
	return (struct audit_entry){
		.at = 1700000000000000 + i,
		.actor = 3,
		.org = 2,
		.as_operator = i % 4 == 0,
		.op = i % 2 == 0 ? "person_view" : "decision_record",
		.person = i % 3 == 0 ? NONE : 40 + i % 2,
		.object = i % 5 == 4 ? (struct blob){0} : BLOB(object, sizeof object),
		.purpose = 2,
		.verdict = AUDIT_ALLOWED,
		.shown = 1,
		.act = i % 2 == 0 ? NONE : 70 + i,
		.digest = i % 5 == 3 ? (struct blob){0} : BLOB(digest, sizeof digest),
	};
}

static void append(struct world *w, int64_t from, int64_t to) {
	must(db_begin(&w->cx));
	for (int64_t i = from; i <= to; i++) {
		struct audit_entry e = entry(i);
		must(audit_append(&w->cx, &e));
	}
	must(audit_seal(&w->cx));
	must(db_commit(&w->cx));
}

static int setup(void **state) {
	struct world *w = calloc(1, sizeof *w);
	if (w == NULL || crypt_init() != 0)
		return -1;
	counted = 0;
	w->cx = (struct cx){.arena = arena_new(ARENA_DEFAULT), .rng = counting_rng, .now = 1700000000000000};
	snprintf(w->dir, sizeof w->dir, "/tmp/atrama-test-XXXXXX");
	if (mkdtemp(w->dir) == NULL)
		return -1;
	snprintf(w->path, sizeof w->path, "%s/registry.db", w->dir);
	*state = w;
	must(ring_create(&w->cx, w->dir, false));
	must(ring_open(&w->cx, w->dir, &w->cx.ring));
	must(db_open(&w->cx, w->path, DB_CREATE, &w->cx.db));
	must(db_migrate(&w->cx));
	must(db_begin(&w->cx));
	must(audit_start(&w->cx, &registry));
	must(db_commit(&w->cx));
	append(w, 1, 4);
	append(w, 5, ROWS);
	return 0;
}

static int teardown(void **state) {
	static const char *const names[] = {"keys/root", "registry.db", "registry.db-wal", "registry.db-shm"};
	struct world *w = *state;
	char path[128];
	db_close(w->cx.db);
	ring_free(w->cx.ring);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s/%s", w->dir, names[i]);
		unlink(path);
	}
	snprintf(path, sizeof path, "%s/keys", w->dir);
	rmdir(path);
	rmdir(w->dir);
	arena_free(w->cx.arena);
	free(w);
	return 0;
}

static struct audit_report verify(struct world *w) {
	struct audit_report report;
	struct db *writer = w->cx.db;
	must(db_open(&w->cx, w->path, DB_READER, &w->cx.db));
	must(db_read_begin(&w->cx));
	must(audit_verify(&w->cx, &report));
	db_read_end(&w->cx);
	db_close(w->cx.db);
	w->cx.db = writer;
	assert_true(report.ok == (report.reason == AUDIT_SOUND));
	return report;
}

/* What somebody with the file can do; checks and constraints are hers to lift. */
static void plant(struct world *w, const char *sql) {
	sqlite3 *db = NULL;
	char *why = NULL;
	must(sqlite3_open(w->path, &db));
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
	must(sqlite3_exec(db, "PRAGMA ignore_check_constraints = 1; PRAGMA foreign_keys = 0", NULL, NULL, NULL));
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", sql, why);
	must(sqlite3_close(db));
}

/* Row n as somebody would write it who knows the format: right in itself after `before`, whose new hash is left there. */
static void plant_row(struct world *w, int64_t n, const struct audit_entry *e, uint8_t before[HASH_SIZE]) {
	char sql[512], hash[2 * HASH_SIZE + 1];
	assert_true(chain_next(before, before, n, e));
	hex_put(hash, before, HASH_SIZE);
	snprintf(sql, sizeof sql, "INSERT OR REPLACE INTO audit (n, at, actor, org, as_operator, op, purpose, verdict, shown,"
		" hash) VALUES (%lld, %lld, %lld, 2, 0, '%s', 2, 1, 1, x'%s')", (long long)n, (long long)e->at,
		(long long)e->actor, e->op, hash);
	plant(w, sql);
}

static struct audit_entry plain_entry(int64_t actor) {
	return (struct audit_entry){.at = 1700000000000000, .actor = actor, .org = 2, .op = "person_view", .person = NONE,
		.purpose = 2, .verdict = AUDIT_ALLOWED, .shown = 1, .act = NONE};
}

static void hash_of_row(struct world *w, int64_t n, uint8_t ret[HASH_SIZE]) {
	struct rows rows;
	struct row_audit_page row;
	must(q_audit_page(&w->cx, n, 1, &rows));
	assert_true(q_audit_page_next(&rows, &row));
	memcpy(ret, row.hash.at, HASH_SIZE);
	must(rows_end(&rows));
}

static void finds_a_clean_log_sound(void **state) {
	struct audit_report r = verify(*state);
	assert_true(r.ok);
	assert_int_equal(r.rows, ROWS);
	assert_int_equal(r.head, ROWS);
	assert_int_equal(r.first_bad, 0);
}

static void finds_every_planted_change(void **state) {
	struct world *w = *state;
	static const struct { const char *sql; enum audit_reason reason; int64_t first_bad; } planted[] = {
		{"UPDATE audit SET at = at + 1 WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET actor = 4 WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET actor = 4 WHERE n = 1", AUDIT_EDITED, 1},
		{"UPDATE audit SET actor = 4 WHERE n = 10", AUDIT_EDITED, 10},
		{"UPDATE audit SET actor = 4", AUDIT_BROKEN, 1},
		{"UPDATE audit SET org = 0 WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET as_operator = 1 WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET as_operator = 2 WHERE n = 4", AUDIT_EDITED, 4},
		{"UPDATE audit SET op = 'person_vieW' WHERE n = 6", AUDIT_EDITED, 6},
		{"UPDATE audit SET op = '' WHERE n = 6", AUDIT_EDITED, 6},
		{"UPDATE audit SET op = hex(zeroblob(3000000)) WHERE n = 6", AUDIT_EDITED, 6},
		{"UPDATE audit SET op = zeroblob(3) WHERE n = 6", AUDIT_EDITED, 6},
		{"UPDATE audit SET op = 'person_view' || char(0) || 'x' WHERE n = 6", AUDIT_EDITED, 6},
		{"UPDATE audit SET actor = 'three' WHERE n = 6", AUDIT_EDITED, 6},
		{"UPDATE audit SET purpose = 9000000000 WHERE n = 6", AUDIT_EDITED, 6},
		{"UPDATE audit SET at = NULL WHERE n = 6", AUDIT_EDITED, 6},
		{"UPDATE audit SET op = NULL WHERE n = 6", AUDIT_EDITED, 6},
		{"UPDATE audit SET person = NULL WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET person = 0 WHERE n = 6", AUDIT_EDITED, 6},
		{"UPDATE audit SET person = 99 WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET object = NULL WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET object = x'' WHERE n = 4", AUDIT_EDITED, 4},
		{"UPDATE audit SET object = x'010203' WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET object = zeroblob(65) WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET object = zeroblob(6000000) WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET purpose = 3 WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET verdict = 2 WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET shown = 0 WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET act = NULL WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET act = 1 WHERE n = 6", AUDIT_EDITED, 6},
		{"UPDATE audit SET digest = NULL WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET digest = object, object = digest WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET hash = zeroblob(32) WHERE n = 5", AUDIT_BROKEN, 5},
		{"UPDATE audit SET hash = zeroblob(32) WHERE n = 10", AUDIT_BROKEN, 10},
		{"UPDATE audit SET hash = x'' WHERE n = 5", AUDIT_BROKEN, 5},
		{"UPDATE audit SET hash = NULL WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET n = 100 WHERE n = 5", AUDIT_GAP, 5},
		{"UPDATE audit SET n = 0 WHERE n = 1", AUDIT_GAP, 0},
		{"UPDATE audit SET n = -9223372036854775807 WHERE n = 10", AUDIT_GAP, -INT64_MAX},
		{"DELETE FROM audit WHERE n = 1", AUDIT_GAP, 1},
		{"DELETE FROM audit WHERE n = 5", AUDIT_GAP, 5},
		{"DELETE FROM audit WHERE n = 10", AUDIT_GAP, 10},
		{"DELETE FROM audit WHERE n > 7", AUDIT_GAP, 8},
		{"DELETE FROM audit", AUDIT_GAP, 1},
		{"DELETE FROM audit WHERE n = 5; UPDATE audit SET n = n - 1 WHERE n > 5", AUDIT_BROKEN, 5},
		{"UPDATE audit SET n = 100 WHERE n = 5; UPDATE audit SET n = 5 WHERE n = 6; UPDATE audit SET n = 6 WHERE n = 100",
			AUDIT_BROKEN, 5},
		{"UPDATE audit SET n = 100 WHERE n = 10; UPDATE audit SET n = 10 WHERE n = 9; UPDATE audit SET n = 9 WHERE n = 100",
			AUDIT_BROKEN, 9},
		{"INSERT INTO audit SELECT 11, at, actor, org, as_operator, op, person, object, purpose, verdict, shown, act, digest,"
			" hash FROM audit WHERE n = 10", AUDIT_BEYOND_HEAD, 11},
		{"INSERT INTO audit SELECT 9223372036854775807, at, actor, org, as_operator, op, person, object, purpose, verdict,"
			" shown, act, digest, hash FROM audit WHERE n = 10", AUDIT_GAP, 11},
		{"UPDATE audit_head SET signed_at = signed_at + 1", AUDIT_BAD_SIGNATURE, 0},
		{"UPDATE audit_head SET n = 9, hash = (SELECT hash FROM audit WHERE n = 9)", AUDIT_BAD_SIGNATURE, 0},
		{"DELETE FROM audit WHERE n = 10; UPDATE audit_head SET n = 9, hash = (SELECT hash FROM audit WHERE n = 9)",
			AUDIT_BAD_SIGNATURE, 0},
		{"UPDATE audit_head SET registry = zeroblob(16)", AUDIT_BAD_SIGNATURE, 1},
		{"UPDATE audit_head SET registry = x'00'", AUDIT_BAD_SIGNATURE, 1},
		{"UPDATE audit_head SET signature = zeroblob(64)", AUDIT_BAD_SIGNATURE, 0},
		{"UPDATE audit_head SET signature = zeroblob(32)", AUDIT_BAD_SIGNATURE, 0},
		{"UPDATE audit_head SET signature = x''", AUDIT_BAD_SIGNATURE, 0},
		{"UPDATE audit_head SET hash = NULL", AUDIT_BAD_SIGNATURE, 1},
		{"UPDATE audit_head SET n = NULL", AUDIT_BAD_SIGNATURE, 1},
		{"INSERT INTO audit_head SELECT 2, registry, n, hash, signature, signed_at FROM audit_head", AUDIT_BAD_SIGNATURE, 1},
		{"DELETE FROM audit_head", AUDIT_HEAD_MISSING, 1},
		{"DELETE FROM audit_head; DELETE FROM audit", AUDIT_HEAD_MISSING, 0},
	};
	/* First of all the schema stops forbidding: any type, any NULL. */
	plant(w, "PRAGMA writable_schema = 1;"
		"UPDATE sqlite_schema SET sql = replace(replace(sql, 'STRICT', ''), 'NOT NULL', '') WHERE name LIKE 'audit%';"
		"PRAGMA writable_schema = RESET");
	plant(w, "CREATE TABLE kept AS SELECT * FROM audit; CREATE TABLE kept_head AS SELECT * FROM audit_head");
	for (size_t i = 0; i < sizeof planted / sizeof *planted; i++) {
		plant(w, planted[i].sql);
		struct audit_report r = verify(w);
		if (r.ok || r.reason != planted[i].reason || r.first_bad != planted[i].first_bad)
			fail_msg("%s: row %lld, %s", planted[i].sql, (long long)r.first_bad, audit_reason_say(r.reason));
		plant(w, "DELETE FROM audit; INSERT INTO audit SELECT * FROM kept;"
			"DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM kept_head");
		assert_true(verify(w).ok);
	}
}

static void finds_rows_whose_hashes_were_made_again(void **state) {
	struct world *w = *state;
	uint8_t hash[HASH_SIZE];
	struct audit_entry e = plain_entry(99);

	/* One row made anew, with its right hash: the next one no longer stands on it. */
	hash_of_row(w, 9, hash);
	plant_row(w, 10, &e, hash);
	struct audit_report r = verify(w);
	assert_int_equal(r.reason, AUDIT_BROKEN);
	assert_int_equal(r.first_bad, 10);

	/* Everything from row 6 to the end: sound in itself, and not what was signed. */
	hash_of_row(w, 5, hash);
	for (int64_t n = 6; n <= ROWS; n++)
		plant_row(w, n, &e, hash);
	r = verify(w);
	assert_int_equal(r.reason, AUDIT_BROKEN);
	assert_int_equal(r.first_bad, ROWS);
}

static void finds_a_forged_row_at_the_end_and_never_signs_it(void **state) {
	struct world *w = *state;
	uint8_t hash[HASH_SIZE];
	struct audit_entry e = plain_entry(99);
	hash_of_row(w, ROWS, hash);
	plant_row(w, ROWS + 1, &e, hash);
	struct audit_report r = verify(w);
	assert_int_equal(r.reason, AUDIT_BEYOND_HEAD);
	assert_int_equal(r.first_bad, ROWS + 1);

	must(db_begin(&w->cx));
	assert_int_equal(audit_append(&w->cx, &e), ERR_CRYPTO);
	must(audit_seal(&w->cx)); /* nothing was appended: nothing is signed */
	must(db_commit(&w->cx));
	assert_int_equal(verify(w).reason, AUDIT_BEYOND_HEAD);
}

static void refuses_to_go_on_from_a_log_that_was_touched(void **state) {
	struct world *w = *state;
	static const char *const planted[] = {
		"DELETE FROM audit WHERE n = 10",
		"UPDATE audit SET hash = zeroblob(32) WHERE n = 10",
		"UPDATE audit_head SET signature = zeroblob(32)", /* as if a transaction were under way */
		"DELETE FROM audit WHERE n = 10; UPDATE audit_head SET n = 9, hash = (SELECT hash FROM audit WHERE n = 9)",
		"DELETE FROM audit_head",
	};
	struct audit_entry e = entry(1);
	plant(w, "CREATE TABLE kept AS SELECT * FROM audit; CREATE TABLE kept_head AS SELECT * FROM audit_head");
	for (size_t i = 0; i < sizeof planted / sizeof *planted; i++) {
		plant(w, planted[i]);
		must(db_begin(&w->cx));
		assert_int_equal(audit_append(&w->cx, &e), ERR_CRYPTO);
		db_rollback(&w->cx);
		plant(w, "DELETE FROM audit; INSERT INTO audit SELECT * FROM kept;"
			"DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM kept_head");
	}
	append(w, ROWS + 1, ROWS + 2);
	assert_true(verify(w).ok);
}

static void keeps_the_entry_of_an_operation_that_was_undone(void **state) {
	struct world *w = *state;
	struct audit_entry e = entry(1);
	must(db_begin(&w->cx));
	must(db_savepoint(&w->cx));
	must(audit_append(&w->cx, &e));
	must(audit_append(&w->cx, &e));
	must(db_undo(&w->cx));
	e.verdict = AUDIT_FAILED;
	e.act = NONE;
	must(audit_append(&w->cx, &e));
	must(audit_seal(&w->cx));
	must(audit_seal(&w->cx)); /* twice is once */
	must(db_commit(&w->cx));
	struct audit_report r = verify(w);
	assert_true(r.ok);
	assert_int_equal(r.rows, ROWS + 1);

	must(db_begin(&w->cx));
	must(audit_append(&w->cx, &e));
	must(audit_seal(&w->cx));
	db_rollback(&w->cx);
	append(w, ROWS + 2, ROWS + 3);
	r = verify(w);
	assert_true(r.ok);
	assert_int_equal(r.rows, ROWS + 3);
}

static void finds_a_transaction_that_was_committed_unsigned(void **state) {
	struct world *w = *state;
	struct audit_entry e = entry(1);
	must(db_begin(&w->cx));
	must(audit_append(&w->cx, &e));
	must(db_commit(&w->cx));
	assert_int_equal(verify(w).reason, AUDIT_BAD_SIGNATURE);
}

static void refuses_a_head_signed_by_another_registry(void **state) {
	struct world *w = *state;
	struct ring *mine = w->cx.ring;
	char root[128];
	snprintf(root, sizeof root, "%s/keys/root", w->dir);
	unlink(root);
	must(ring_create(&w->cx, w->dir, false)); /* the rng has gone on: another root key */
	must(ring_open(&w->cx, w->dir, &w->cx.ring));
	assert_int_equal(verify(w).reason, AUDIT_BAD_SIGNATURE);
	ring_free(w->cx.ring);
	w->cx.ring = mine;
	assert_true(verify(w).ok);
}

static void is_begun_once(void **state) {
	struct world *w = *state;
	must(db_begin(&w->cx));
	assert_int_equal(audit_start(&w->cx, &registry), ERR_CONFLICT);
	db_rollback(&w->cx);
	plant(w, "DELETE FROM audit");
	must(db_begin(&w->cx));
	assert_int_equal(audit_start(&w->cx, &registry), ERR_CONFLICT);
	db_rollback(&w->cx);
}

static void calls_an_entry_without_operation_or_verdict_our_own_fault(void **state) {
	struct world *w = *state;
	struct audit_entry none = entry(1), nothing = entry(1), longest = entry(1);
	char op[AUDIT_OP_MAX + 2];
	none.verdict = 0;
	nothing.op = NULL;
	memset(op, 'a', sizeof op);
	op[AUDIT_OP_MAX + 1] = 0;
	longest.op = op;
	must(db_begin(&w->cx));
	assert_int_equal(audit_append(&w->cx, &none), ERR_BUG);
	assert_int_equal(audit_append(&w->cx, &nothing), ERR_BUG);
	assert_int_equal(audit_append(&w->cx, &longest), ERR_BUG);
	op[AUDIT_OP_MAX] = 0;
	must(audit_append(&w->cx, &longest));
	must(audit_seal(&w->cx));
	must(db_commit(&w->cx));
	assert_true(verify(w).ok);
}

static void takes_the_actor_from_the_world(void **state) {
	struct world *w = *state;
	w->cx.actor = (struct actor){.user = 8, .org = 9, .operator = true};
	struct audit_entry e = audit_entry_of(&w->cx, "person_view", AUDIT_HIDDEN);
	assert_int_equal(e.actor, 8);
	assert_int_equal(e.org, 9);
	assert_true(e.as_operator);
	assert_true(e.person == NONE && e.act == NONE);
	assert_int_equal(e.at, w->cx.now);
	w->cx.act = 12;
	assert_int_equal(audit_entry_of(&w->cx, "x", AUDIT_ALLOWED).act, 12);
}

static void tells_who_looked_newest_first(void **state) {
	struct world *w = *state;
	struct rows rows;
	struct row_audit_of_person row;
	int64_t before = INT64_MAX, seen[ROWS];
	int n = 0;
	/* Person 41 stands in rows 1, 5 and 7 (odd, and no multiple of 3); two a page. */
	for (int page = 0; page < 2; page++) {
		must(q_audit_of_person(&w->cx, 41, before, 2, &rows));
		while (q_audit_of_person_next(&rows, &row))
			seen[n++] = before = row.n;
		must(rows_end(&rows));
	}
	assert_int_equal(n, 3);
	assert_int_equal(seen[0], 7);
	assert_int_equal(seen[1], 5);
	assert_int_equal(seen[2], 1);
}

/* docs/format-sealed.md prints these hashes: a second verifier is right when it finds them. */
static void makes_the_published_hashes(void **state) {
	struct world *w = *state;
	uint8_t hash[HASH_SIZE];
	char text[2 * HASH_SIZE + 1];
	chain_first(hash, &registry);
	assert_string_equal(hex_put(text, hash, HASH_SIZE), "feeab19d3ca18382f89631e8bdadd6e7ca741eb05b4e5ed9e9eb5e7417610278");
	hash_of_row(w, 1, hash);
	assert_string_equal(hex_put(text, hash, HASH_SIZE), "bd71bf6e8c69b3cf24c1d4c202250df4dfe70ba1bbfcef2f588584a75e5fbae4");
	hash_of_row(w, 4, hash);
	assert_string_equal(hex_put(text, hash, HASH_SIZE), "8fa70de9a928b0933c9a5e7a1dc2ccc2deb7384be0f7e33f6a97cf11e3aabdcf");
	hash_of_row(w, ROWS, hash);
	assert_string_equal(hex_put(text, hash, HASH_SIZE), "0ca9cc1651021b14dbc3f1c96d3e866a3280fb0b4f1e9f8a13987fae87735f1a");
	struct row_audit_head head;
	char signature[129];
	must(q_audit_head(&w->cx, &head));
	assert_string_equal(hex_put(signature, head.signature.at, head.signature.n), "a7f832c636092e65ffb26b9a39654cfef7be4d377608edc3bda55df85b5f9c5df7bcd849a293ccdd53c782c2a22055896d9471dec9b62e42194cf1cf1921f902");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(finds_a_clean_log_sound),
		TEST(finds_every_planted_change),
		TEST(finds_rows_whose_hashes_were_made_again),
		TEST(finds_a_forged_row_at_the_end_and_never_signs_it),
		TEST(refuses_to_go_on_from_a_log_that_was_touched),
		TEST(keeps_the_entry_of_an_operation_that_was_undone),
		TEST(finds_a_transaction_that_was_committed_unsigned),
		TEST(refuses_a_head_signed_by_another_registry),
		TEST(is_begun_once),
		TEST(calls_an_entry_without_operation_or_verdict_our_own_fault),
		TEST(takes_the_actor_from_the_world),
		TEST(tells_who_looked_newest_first),
		TEST(makes_the_published_hashes),
	};
	return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
