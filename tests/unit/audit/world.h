/*
 * world.h - a registry's store with a log of ten entries, for the tests of src/audit, and what somebody with its file
 * but without its keys can do to it.
 */
#pragma once
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
#include "audit/head.h"
#include "audit/leaf.h"
#include "base/str.h"
#include "crypt/ring.h"
#include "db/queries.h"
#include "unit/folder.h"

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

/* Entry i of every log here; the entries differ in what is NULL. */
static struct audit_entry entry(int64_t i) {
	static const uint8_t object[REF_SIZE] = {1, 2, 3}, digest[HASH_SIZE] = {4, 5, 6}, policy[8] = {7, 8};
	struct audit_entry e = {
		.at = 1700000000000000 + i,
		.actor = 3,
		.org = 2,
		.unit = i % 3 == 1 ? 5 : 0,
		.roles = 6,
		.as_operator = i % 4 == 0,
		.op = i % 2 == 0 ? "person_view" : "decision_record",
		.person = i % 3 == 0 ? NONE : 40 + i % 2,
		.object = i % 5 == 4 ? (struct blob){0} : BLOB(object, sizeof object),
		.purpose = 2,
		.use = i % 2 == 0 ? 1 : 0,
		.verdict = AUDIT_ALLOWED,
		.shown = 1,
		.act = i % 2 == 0 ? NONE : 70 + i,
		.digest = i % 5 == 3 ? (struct blob){0} : BLOB(digest, sizeof digest),
		.policy = i % 2 == 0 ? BLOB(policy, sizeof policy) : (struct blob){0},
	};
	memset(e.session, i % 2 == 0 ? 0 : 9, sizeof e.session);
	return e;
}

static void append(struct world *w, int64_t from, int64_t to) {
	must(db_begin(&w->cx));
	for (int64_t i = from; i <= to; i++) {
		struct audit_entry e = entry(i);
		must(audit_append(&w->cx, &e));
		arena_reset(w->cx.arena);
	}
	must(audit_seal(&w->cx));
	must(db_commit(&w->cx));
}

static void make(struct world *w) {
	must(ring_create(&w->cx, w->dir, false));
	must(ring_open(&w->cx, w->dir, &w->cx.ring));
	must(db_open(&w->cx, w->path, DB_CREATE, &w->cx.db));
	must(db_migrate(&w->cx));
	must(db_begin(&w->cx));
	must(audit_start(&w->cx, &registry));
	must(db_commit(&w->cx));
	append(w, 1, 4);
	append(w, 5, ROWS);
	db_close(w->cx.db);
	ring_free(w->cx.ring);
}

/* The first test makes the log, the others get a copy. */
static int setup(void **state) {
	static struct folder first;
	static uint8_t counted_first;
	struct world *w = calloc(1, sizeof *w);
	if (w == NULL || crypt_init() != 0)
		return -1;
	counted = counted_first;
	w->cx = (struct cx){.arena = arena_new(ARENA_DEFAULT), .rng = counting_rng, .now = 1700000000000000};
	snprintf(w->dir, sizeof w->dir, "/tmp/atrama-test-XXXXXX");
	if (mkdtemp(w->dir) == NULL)
		return -1;
	snprintf(w->path, sizeof w->path, "%s/registry.db", w->dir);
	*state = w;
	if (first.n == 0) {
		make(w);
		counted_first = counted;
		if (!folder_keep(&first, w->dir, ""))
			return -1;
	} else if (!folder_lay(&first, w->dir)) {
		return -1;
	}
	must(ring_open(&w->cx, w->dir, &w->cx.ring));
	must(db_open(&w->cx, w->path, DB_WRITER, &w->cx.db));
	return 0;
}

static int teardown(void **state) {
	struct world *w = *state;
	db_close(w->cx.db);
	ring_free(w->cx.ring);
	folder_remove(w->dir);
	arena_free(w->cx.arena);
	free(w);
	return 0;
}

__attribute__((unused)) static struct audit_report verify_with(struct world *w, const struct audit_with *with) {
	struct audit_report report;
	struct db *writer = w->cx.db;
	must(db_open(&w->cx, w->path, DB_READER, &w->cx.db));
	must(db_read_begin(&w->cx));
	must(audit_verify(&w->cx, with, &report));
	db_read_end(&w->cx);
	db_close(w->cx.db);
	w->cx.db = writer;
	assert_true(report.ok == (report.reason == AUDIT_SOUND));
	arena_reset(w->cx.arena);
	return report;
}

__attribute__((unused)) static struct audit_report verify(struct world *w) {
	return verify_with(w, NULL);
}

/* What somebody with the file can do; checks and constraints are hers to lift. */
__attribute__((unused)) static void plant(struct world *w, const char *sql) {
	sqlite3 *db = NULL;
	char *why = NULL;
	must(sqlite3_open(w->path, &db));
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
	must(sqlite3_exec(db, "PRAGMA ignore_check_constraints = 1; PRAGMA foreign_keys = 0", NULL, NULL, NULL));
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", sql, why);
	must(sqlite3_close(db));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
