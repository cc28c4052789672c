/* The log as a keeper writes it, and as somebody with the store's file and SQL, but no keys, might leave it. */
#include "world.h"

#define PUBLISHED_LEAF \
	"13000000617472616d61206175646974206c65616620320800000001000000000000000800000001401e18240a060008000000030000" \
	"000000000008000000020000000000000008000000050000000000000008000000060000000000000008000000000000000000000008" \
	"00000009090909090909090f0000006465636973696f6e5f7265636f7264080000002900000000000000080000000100000000000000" \
	"1000000001020300000000000000000000000000080000000200000000000000ffffffff080000000100000000000000080000000100" \
	"000000000000080000004700000000000000200000000405060000000000000000000000000000000000000000000000000000000000" \
	"ffffffffffffffff"
#define PUBLISHED_HASH "0acb0366982492fdffe98154d78bbbea29b4f9d38b04ec612481065803521e4a"
#define PUBLISHED_ROOT "fd9c2b649d135b403027d354c851c016411ea7a72cac99bde69485004550052b"
#define PUBLISHED_SIGNATURE \
	"ace7572f609aa06a0c4974a3e089ec19f1b0edb56358558efe359372cce3d8f9" \
	"a94c60ad1c7ee20739246bf882a38ed10de515aaf56918a93d17bed2959d6005"

/* Row n as somebody would write it who knows the format: right in itself, with its own hash. */
static void plant_row(struct world *w, int64_t n, const struct audit_entry *e) {
	struct leaf_bytes bytes;
	uint8_t hash[HASH_SIZE];
	char sql[512], text[2 * HASH_SIZE + 1];
	assert_true(leaf_make(n, e, &bytes));
	tree_leaf(hash, BLOB(bytes.at, bytes.n));
	hex_put(text, hash, HASH_SIZE);
	snprintf(sql, sizeof sql, "INSERT OR REPLACE INTO audit (n, at, actor, org, roles, as_operator, op, purpose, verdict,"
		" shown, hash) VALUES (%lld, %lld, %lld, 2, 0, 0, '%s', 2, 1, 1, x'%s')", (long long)n, (long long)e->at,
		(long long)e->actor, e->op, text);
	plant(w, sql);
}

static struct audit_entry plain_entry(int64_t actor) {
	return (struct audit_entry){.at = 1700000000000000, .actor = actor, .org = 2, .unit = NONE, .op = "person_view",
		.person = NONE, .person_n = NONE, .purpose = 2, .use = NONE, .verdict = AUDIT_ALLOWED, .shown = 1, .act = NONE};
}

static void hash_of_row(struct world *w, int64_t n, uint8_t ret[HASH_SIZE]) {
	struct rows rows;
	struct row_audit_hashes row;
	must(q_audit_hashes(&w->cx, n, 1, &rows));
	assert_true(q_audit_hashes_next(&rows, &row));
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
		{"UPDATE audit SET actor = 4", AUDIT_EDITED, 1},
		{"UPDATE audit SET org = 0 WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET unit = 6 WHERE n = 4", AUDIT_EDITED, 4},
		{"UPDATE audit SET unit = NULL WHERE n = 4", AUDIT_EDITED, 4},
		{"UPDATE audit SET unit = 0 WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET roles = 7 WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET roles = NULL WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET session = NULL WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET session = zeroblob(8) WHERE n = 6", AUDIT_EDITED, 6},
		{"UPDATE audit SET session = x'00' WHERE n = 5", AUDIT_EDITED, 5},
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
		{"UPDATE audit SET person_n = person_n + 1 WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET person_n = NULL WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET object = NULL WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET object = x'' WHERE n = 4", AUDIT_EDITED, 4},
		{"UPDATE audit SET object = x'010203' WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET object = zeroblob(65) WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET object = zeroblob(6000000) WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET purpose = 3 WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET use = 3 WHERE n = 6", AUDIT_EDITED, 6},
		{"UPDATE audit SET use = NULL WHERE n = 6", AUDIT_EDITED, 6},
		{"UPDATE audit SET use = 0 WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET verdict = 2 WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET shown = 0 WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET act = NULL WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET act = 1 WHERE n = 6", AUDIT_EDITED, 6},
		{"UPDATE audit SET digest = NULL WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET digest = object, object = digest WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET policy = NULL WHERE n = 6", AUDIT_EDITED, 6},
		{"UPDATE audit SET wrote = x'' WHERE n = 6", AUDIT_EDITED, 6},
		{"UPDATE audit SET hash = zeroblob(32) WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET hash = zeroblob(32) WHERE n = 10", AUDIT_EDITED, 10},
		{"UPDATE audit SET hash = x'' WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET hash = NULL WHERE n = 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET n = 100 WHERE n = 5", AUDIT_GAP, 5},
		{"UPDATE audit SET n = 0 WHERE n = 1", AUDIT_GAP, 0},
		{"UPDATE audit SET n = -9223372036854775807 WHERE n = 10", AUDIT_GAP, -INT64_MAX},
		{"DELETE FROM audit WHERE n = 1", AUDIT_GAP, 1},
		{"DELETE FROM audit WHERE n = 5", AUDIT_GAP, 5},
		{"DELETE FROM audit WHERE n = 10", AUDIT_GAP, 10},
		{"DELETE FROM audit WHERE n > 7", AUDIT_GAP, 8},
		{"DELETE FROM audit", AUDIT_GAP, 1},
		{"DELETE FROM audit WHERE n = 5; UPDATE audit SET n = n - 1 WHERE n > 5", AUDIT_EDITED, 5},
		{"UPDATE audit SET n = 100 WHERE n = 5; UPDATE audit SET n = 5 WHERE n = 6; UPDATE audit SET n = 6 WHERE n = 100",
			AUDIT_EDITED, 5},
		{"INSERT INTO audit SELECT * FROM (SELECT 11 AS n, at, actor, org, as_operator, op, person, object, purpose, verdict,"
			" shown, act, digest, hash, unit, roles, session, use, person_n, policy, wrote FROM audit WHERE n = 10)",
			AUDIT_BEYOND_HEAD, 11},
		{"INSERT INTO audit SELECT 9223372036854775807, at, actor, org, as_operator, op, person, object, purpose, verdict,"
			" shown, act, digest, hash, unit, roles, session, use, person_n, policy, wrote FROM audit WHERE n = 10",
			AUDIT_GAP, 11},
		{"UPDATE audit_head SET signed_at = signed_at + 1", AUDIT_BAD_SIGNATURE, 0},
		{"UPDATE audit_head SET n = 9", AUDIT_BAD_SIGNATURE, 0},
		{"UPDATE audit_head SET n = 8, peaks = substr(peaks, 1, 32), hash = substr(peaks, 1, 32)", AUDIT_BAD_SIGNATURE, 0},
		{"DELETE FROM audit WHERE n > 8; UPDATE audit_head SET n = 8, peaks = substr(peaks, 1, 32), hash = substr(peaks, 1,"
			" 32), last = (SELECT hash FROM audit WHERE n = 8)", AUDIT_BAD_SIGNATURE, 0},
		{"UPDATE audit_head SET registry = zeroblob(16)", AUDIT_BAD_SIGNATURE, 0},
		{"UPDATE audit_head SET registry = x'00'", AUDIT_BAD_SIGNATURE, 0},
		{"UPDATE audit_head SET signature = zeroblob(64)", AUDIT_BAD_SIGNATURE, 0},
		{"UPDATE audit_head SET signature = zeroblob(32)", AUDIT_BAD_SIGNATURE, 0},
		{"UPDATE audit_head SET signature = x''", AUDIT_BAD_SIGNATURE, 0},
		{"UPDATE audit_head SET peaks = zeroblob(64)", AUDIT_BAD_SIGNATURE, 0},
		{"UPDATE audit_head SET peaks = substr(peaks, 33, 32) || substr(peaks, 1, 32)", AUDIT_BAD_SIGNATURE, 0},
		{"UPDATE audit_head SET last = zeroblob(32)", AUDIT_BAD_SIGNATURE, 0},
		{"UPDATE audit_head SET mark = zeroblob(32)", AUDIT_BAD_SIGNATURE, 0},
		{"UPDATE audit_head SET mark = NULL", AUDIT_BAD_SIGNATURE, 0},
		{"UPDATE audit_head SET peaks = NULL", AUDIT_BAD_SIGNATURE, 0},
		{"UPDATE audit_head SET peaks = NULL, mark = NULL", AUDIT_OLD, 0},
		{"UPDATE audit_head SET hash = NULL", AUDIT_BAD_SIGNATURE, 0},
		{"UPDATE audit_head SET n = NULL", AUDIT_BAD_SIGNATURE, 0},
		{"INSERT INTO audit_head SELECT 2, registry, n, hash, signature, signed_at, peaks, last, mark FROM audit_head",
			AUDIT_BAD_SIGNATURE, 0},
		{"DELETE FROM audit_head", AUDIT_HEAD_MISSING, 0},
		{"DELETE FROM audit_head; DELETE FROM audit", AUDIT_HEAD_MISSING, 0},
		{"INSERT INTO audit_tile VALUES (1, 0, zeroblob(32))", AUDIT_BAD_TILE, 1},
	};
	/* First of all the schema stops forbidding: any type, any NULL. */
	plant(w, "PRAGMA writable_schema = 1;"
		"UPDATE sqlite_schema SET sql = replace(replace(sql, 'STRICT', ''), 'NOT NULL', '') WHERE type = 'table' AND"
		" name LIKE 'audit%';"
		"PRAGMA writable_schema = RESET");
	plant(w, "CREATE TABLE kept AS SELECT * FROM audit; CREATE TABLE kept_head AS SELECT * FROM audit_head");
	for (size_t i = 0; i < sizeof planted / sizeof *planted; i++) {
		plant(w, planted[i].sql);
		struct audit_report r = verify(w);
		if (r.ok || r.reason != planted[i].reason || r.first_bad != planted[i].first_bad)
			fail_msg("%s: row %lld, %s", planted[i].sql, (long long)r.first_bad, audit_reason_say(r.reason));
		plant(w, "DELETE FROM audit; INSERT INTO audit SELECT * FROM kept;"
			"DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM kept_head; DELETE FROM audit_tile");
		assert_true(verify(w).ok);
	}
}

static void finds_rows_whose_hashes_were_made_again(void **state) {
	struct world *w = *state;
	struct audit_entry e = plain_entry(99);

	/* One entry made anew, with its right hash: the subtree it stands in is another than the one signed. */
	plant_row(w, 10, &e);
	struct audit_report r = verify(w);
	assert_int_equal(r.reason, AUDIT_BROKEN);
	assert_int_equal(r.first_bad, 9);
	assert_int_equal(r.last_bad, 10);

	/* Everything from entry 6 to the end: sound in itself, and not what was signed. */
	for (int64_t n = 6; n <= ROWS; n++)
		plant_row(w, n, &e);
	r = verify(w);
	assert_int_equal(r.reason, AUDIT_BROKEN);
	assert_int_equal(r.first_bad, 1);
	assert_int_equal(r.last_bad, 8);
}

/* Each 256 entries have a hash of their own: what is not as it was signed is found in the right stretch. */
static void keeps_hashes_of_stretches_and_names_the_stretch(void **state) {
	struct world *w = *state;
	struct audit_entry e = plain_entry(99);
	append(w, ROWS + 1, 700);
	assert_true(verify(w).ok);
	plant(w, "CREATE TABLE kept AS SELECT * FROM audit; CREATE TABLE kept_tile AS SELECT * FROM audit_tile");
	plant_row(w, 300, &e);
	struct audit_report r = verify(w);
	assert_true(r.reason == AUDIT_BROKEN && r.first_bad == 257 && r.last_bad == 512);
	plant(w, "DELETE FROM audit; INSERT INTO audit SELECT * FROM kept");
	static const char *const tiles[] = {
		"UPDATE audit_tile SET hash = zeroblob(32) WHERE i = 1",
		"UPDATE audit_tile SET hash = (SELECT hash FROM audit_tile WHERE i = 0) WHERE i = 1",
		"DELETE FROM audit_tile WHERE i = 1",
		"UPDATE audit_tile SET hash = x'00' WHERE i = 1",
	};
	for (size_t i = 0; i < sizeof tiles / sizeof *tiles; i++) {
		plant(w, tiles[i]);
		r = verify(w);
		if (r.reason != AUDIT_BAD_TILE || r.first_bad != 257 || r.last_bad != 512)
			fail_msg("%s: %s", tiles[i], audit_reason_say(r.reason));
		plant(w, "DELETE FROM audit_tile; INSERT INTO audit_tile SELECT * FROM kept_tile");
	}
	plant(w, "INSERT INTO audit_tile VALUES (2, 0, zeroblob(32))");
	assert_int_equal(verify(w).reason, AUDIT_BAD_TILE);
}

/* Somebody takes her own look out of the list for as long as an entry is written, and puts it back. */
static void finds_a_number_given_twice_about_a_person(void **state) {
	struct world *w = *state;
	plant(w, "UPDATE audit SET person = NULL WHERE n = 10"); /* about person 40, as 2 and 4 and 8 */
	append(w, 2 * ROWS, 2 * ROWS);
	plant(w, "UPDATE audit SET person = 40 WHERE n = 10");
	struct audit_report r = verify(w);
	assert_int_equal(r.reason, AUDIT_PERSON_GAP);
	assert_int_equal(r.first_bad, ROWS + 1);
}

/* abuse 12 */
static void holds_the_log_against_a_checkpoint(void **state) {
	struct world *w = *state;
	struct audit_with with = {.size = ROWS};
	uint8_t root[HASH_SIZE];
	struct row_audit_head head;
	must(q_audit_head(&w->cx, &head));
	memcpy(root, head.hash.at, HASH_SIZE);
	with.root = root;
	assert_true(verify_with(w, &with).ok);
	append(w, ROWS + 1, ROWS + 5);
	assert_true(verify_with(w, &with).ok);
	with.size = ROWS + 6;
	assert_int_equal(verify_with(w, &with).reason, AUDIT_ROLLED_BACK);
	with.size = ROWS + 1;
	assert_int_equal(verify_with(w, &with).reason, AUDIT_REWRITTEN);
	with.size = ROWS;
	root[31] ^= 1;
	assert_int_equal(verify_with(w, &with).reason, AUDIT_REWRITTEN);
	with.size = 0;
	assert_int_equal(verify_with(w, &with).reason, AUDIT_REWRITTEN);
	crypt_sha256(root, "", 0);
	assert_true(verify_with(w, &with).ok);
}

static void finds_a_forged_row_at_the_end_and_never_signs_it(void **state) {
	struct world *w = *state;
	struct audit_entry e = plain_entry(99);
	plant_row(w, ROWS + 1, &e);
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
		"UPDATE audit_head SET signature = x''", /* as if a transaction were under way */
		"DELETE FROM audit WHERE n > 8; UPDATE audit_head SET n = 8, peaks = substr(peaks, 1, 32), hash = substr(peaks, 1,"
			" 32), last = (SELECT hash FROM audit WHERE n = 8)",
		"UPDATE audit_head SET last = zeroblob(32)",
		"UPDATE audit_head SET peaks = zeroblob(64)",
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

/* docs/format-sealed.md prints these bytes and hashes: a second verifier is right when it finds them. */
static void makes_the_published_hashes(void **state) {
	struct world *w = *state;
	uint8_t hash[HASH_SIZE];
	char text[2 * SIGNATURE_SIZE + 1], bytes_text[2 * LEAF_MAX + 1];
	struct leaf_bytes bytes;
	struct row_audit_head head;
	struct audit_entry e = entry(1);
	e.person_n = 1;
	e.use = NONE;
	assert_true(leaf_make(1, &e, &bytes));
	assert_string_equal(hex_put(bytes_text, bytes.at, bytes.n), PUBLISHED_LEAF);
	hash_of_row(w, 1, hash);
	assert_string_equal(hex_put(text, hash, HASH_SIZE), PUBLISHED_HASH);
	must(q_audit_head(&w->cx, &head));
	assert_string_equal(hex_put(text, head.hash.at, head.hash.n), PUBLISHED_ROOT);
	assert_string_equal(hex_put(text, head.signature.at, head.signature.n), PUBLISHED_SIGNATURE);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(finds_a_clean_log_sound),
		TEST(finds_every_planted_change),
		TEST(finds_rows_whose_hashes_were_made_again),
		TEST(keeps_hashes_of_stretches_and_names_the_stretch),
		TEST(finds_a_number_given_twice_about_a_person),
		TEST(holds_the_log_against_a_checkpoint),
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
