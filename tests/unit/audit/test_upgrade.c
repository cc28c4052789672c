/* A log as the program before wrote it becomes a tree, once; one that was touched does not. */
#include "world.h"

#include "audit/chain.h"
#include "db/content.h"

enum { OLD = 300 };

/* The rows, hashes and head of the old format, over entry() of the old members. */
static void write_old(struct world *w) {
	struct chain_head head = {.registry = registry, .signed_at = 1700000000000000};
	uint8_t signature[SIGNATURE_SIZE];
	chain_first(head.hash, &registry);
	plant(w, "DELETE FROM audit; DELETE FROM audit_head; DELETE FROM audit_tile");
	must(db_begin(&w->cx));
	for (int64_t n = 1; n <= OLD; n++) {
		struct audit_entry e = entry(n);
		assert_true(chain_next(head.hash, head.hash, n, &e));
		must(q_audit_add(&w->cx, n, e.at, e.actor, e.org, NONE, NONE, e.as_operator, BLOB(NULL, 0), e.op, e.person, NONE,
			e.object, e.purpose, NONE, (int)e.verdict, e.shown, e.act, e.digest, BLOB(NULL, 0), BLOB(NULL, 0),
			BLOB(head.hash, HASH_SIZE)));
	}
	head.n = OLD;
	struct audit_bytes statement = chain_statement(&head);
	must(sign_make(&w->cx, BLOB(statement.at, statement.n), signature));
	must(db_commit(&w->cx));
	char sql[1024], registry_text[33], hash[65], signed_text[129];
	snprintf(sql, sizeof sql, "INSERT INTO audit_head (one, registry, n, hash, signature, signed_at) VALUES (1, x'%s', %d,"
		" x'%s', x'%s', 1700000000000000)", hex_put(registry_text, registry.at, REF_SIZE), OLD,
		hex_put(hash, head.hash, HASH_SIZE), hex_put(signed_text, signature, SIGNATURE_SIZE));
	plant(w, sql);
}

static void becomes_a_tree_once(void **state) {
	struct world *w = *state;
	write_old(w);
	assert_int_equal(verify(w).reason, AUDIT_OLD);
	struct audit_entry e = entry(1);
	must(db_begin(&w->cx));
	assert_int_equal(audit_append(&w->cx, &e), ERR_CRYPTO); /* nothing is added before */
	db_rollback(&w->cx);
	must(audit_open(&w->cx));
	struct audit_report r = verify(w);
	assert_true(r.ok);
	assert_int_equal(r.rows, OLD + 1); /* and the entry that says so */
	struct row_audit_entry said;
	must(q_audit_entry(&w->cx, OLD + 1, &said));
	assert_string_equal(said.op, AUDIT_UPGRADE_OP);
	assert_int_equal(said.digest.n, HASH_SIZE);
	must(audit_open(&w->cx));
	append(w, OLD + 2, OLD + 5);
	r = verify(w);
	assert_true(r.ok);
	assert_int_equal(r.rows, OLD + 5);
}

static void refuses_an_old_log_that_was_touched(void **state) {
	struct world *w = *state;
	static const char *const planted[] = {
		"UPDATE audit SET actor = 4 WHERE n = 17",
		"DELETE FROM audit WHERE n = 17",
		"DELETE FROM audit WHERE n = 300",
		"UPDATE audit SET hash = zeroblob(32) WHERE n = 300",
		"UPDATE audit SET unit = 3 WHERE n = 17; UPDATE audit SET unit = NULL, actor = 9 WHERE n = 17",
		"UPDATE audit_head SET n = 299",
		"UPDATE audit_head SET signature = zeroblob(64)",
	};
	write_old(w);
	plant(w, "CREATE TABLE kept AS SELECT * FROM audit; CREATE TABLE kept_head AS SELECT * FROM audit_head");
	for (size_t i = 0; i < sizeof planted / sizeof *planted; i++) {
		plant(w, planted[i]);
		assert_int_equal(audit_open(&w->cx), ERR_CRYPTO);
		assert_int_equal(verify(w).reason, AUDIT_OLD); /* nothing was changed */
		plant(w, "DELETE FROM audit; INSERT INTO audit SELECT * FROM kept;"
			"DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM kept_head");
	}
	must(audit_open(&w->cx));
	assert_true(verify(w).ok);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(becomes_a_tree_once),
		TEST(refuses_an_old_log_that_was_touched),
	};
	return cmocka_run_group_tests_name("upgrade", tests, NULL, NULL);
}
