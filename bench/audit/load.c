/*
 * load - builds a log of N entries as a keeper writes them (128 a transaction), then measures: the cost of one append,
 * one transaction's seal, a proof, and the verifying of the whole. Prints one JSON line. See README.md.
 *
 *   audit_load DIR N        DIR: an empty folder on the disk to be measured
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "audit/audit.h"
#include "audit/prove.h"
#include "crypt/ring.h"
#include "db/db.h"

enum { BATCH = 128, PROOFS = 1000, ALONE = 1 << 20 };

static double seconds(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double worked(void) { /* of this process alone: others may be at work on the machine */
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(int rc, const char *what) {
	if (rc != ERR_OK) {
		fprintf(stderr, "%s: %s\n", what, err_kinds[rc].name);
		exit(1);
	}
}

/* Three of four about one of ten thousand persons, as in a registry at work. */
static struct audit_entry entry(int64_t i) {
	static const uint8_t digest[HASH_SIZE] = {1}, object[REF_SIZE] = {2}, policy[HASH_SIZE] = {3};
	struct audit_entry e = {.at = 1700000000000000 + i * 1000, .actor = 1 + i % 500, .org = 1 + i % 40, .unit = 1 + i % 90,
		.roles = 2, .op = i % 3 == 0 ? "person_read" : "identity_read", .person = i % 4 == 0 ? NONE : 1 + i * 7919 % 10000,
		.object = BLOB(object, sizeof object), .purpose = 1, .use = 2, .verdict = AUDIT_ALLOWED, .shown = 1, .act = NONE,
		.digest = BLOB(digest, sizeof digest), .policy = BLOB(policy, sizeof policy)};
	memset(e.session, 7, sizeof e.session);
	return e;
}

static double append_all(struct cx *cx, int64_t n, double *ret_seal) {
	double append = 0, seal = 0, begin, middle;
	for (int64_t i = 1; i <= n;) {
		must(db_begin(cx), "begin");
		begin = worked();
		for (int k = 0; k < BATCH && i <= n; k++, i++) {
			struct audit_entry e = entry(i);
			must(audit_append(cx, &e), "append");
			arena_reset(cx->arena);
		}
		middle = worked();
		must(audit_seal(cx), "seal");
		append += middle - begin;
		seal += worked() - middle;
		must(db_commit(cx), "commit");
		if (db_wal_bytes(cx) > 64 << 20)
			must(db_checkpoint(cx, true), "checkpoint");
	}
	*ret_seal = seal / (double)((n + BATCH - 1) / BATCH);
	return append / (double)n;
}

static double prove_some(struct cx *cx, int64_t n) {
	struct tree_path path;
	double begin = worked();
	for (int64_t i = 0; i < PROOFS; i++) {
		must(audit_inclusion(cx, 1 + i * 7919 % n, n, &path), "proof");
		arena_reset(cx->arena);
	}
	return (worked() - begin) / PROOFS;
}

/* What the hashing alone costs: a leaf of that length and a node, for every entry. */
static void hash_alone(struct cx *cx, int64_t n) {
	struct leaf_bytes bytes;
	uint8_t hash[HASH_SIZE];
	must(audit_leaf(cx, 1, &bytes), "leaf");
	for (int64_t i = 0; i < n; i++) {
		tree_leaf(hash, BLOB(bytes.at, bytes.n));
		tree_node(hash, hash, hash);
	}
}

int main(int argc, char **argv) {
	if (argc != 3)
		return 2;
	int64_t n = strtoll(argv[2], NULL, 10);
	struct cx cx = {.arena = arena_new(64 << 20), .rng = crypt_random, .now = 1700000000000000, .lang = "en"};
	struct ref registry = {{1, 2, 3}};
	struct audit_report report;
	double seal;
	must(crypt_init(), "crypt");
	must(ring_create(&cx, argv[1], false), "ring");
	must(ring_open(&cx, argv[1], &cx.ring), "ring");
	must(db_open(&cx, arena_printf(cx.arena, "%s/store.db", argv[1]), DB_CREATE, &cx.db), "store");
	must(db_migrate(&cx), "schema");
	must(db_begin(&cx), "begin");
	must(audit_start(&cx, &registry), "start");
	must(db_commit(&cx), "commit");
	must(audit_open(&cx), "open");
	must(db_sync(&cx, DB_SYNC_LATER), "sync");
	double append = append_all(&cx, n, &seal);
	must(db_checkpoint(&cx, true), "checkpoint");
	double proof = prove_some(&cx, n);
	must(db_read_begin(&cx), "read");
	double begin = seconds(), work = worked();
	must(audit_verify(&cx, NULL, &report), "verify");
	double verify = seconds() - begin, verify_work = worked() - work;
	db_read_end(&cx);
	work = worked();
	hash_alone(&cx, ALONE);
	double alone = (worked() - work) / ALONE * (double)n;
	printf("{\"entries\": %" PRId64 ", \"whole\": %s, \"append_us\": %.1f, \"seal_us\": %.0f, \"proof_us\": %.0f,"
		" \"verify_s\": %.2f, \"verify_cpu_s\": %.2f, \"sha256_alone_s\": %.2f, \"times_sha256\": %.2f}\n",
		n, report.ok ? "true" : "false",
		append * 1e6, seal * 1e6, proof * 1e6, verify, verify_work, alone, verify_work / alone);
	db_close(cx.db);
	ring_free(cx.ring);
	arena_free(cx.arena);
	return report.ok ? 0 : 1;
}
