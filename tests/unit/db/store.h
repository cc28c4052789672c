/*
 * store.h - a store in a folder of its own, with the sample queries, for the tests of src/db.
 */
#pragma once
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/log.h"
#include "db/engine.h"
#include "sample/queries.h"

struct store {
	struct cx cx;
	char folder[64], path[96];
};

static inline int store_open(void **state) {
	struct store *s = calloc(1, sizeof *s);
	assert_non_null(s);
	snprintf(s->folder, sizeof s->folder, "/tmp/atrama-db.XXXXXX");
	assert_non_null(mkdtemp(s->folder));
	snprintf(s->path, sizeof s->path, "%s/store", s->folder);
	s->cx.arena = arena_new(ARENA_DEFAULT);
	assert_int_equal(db_open_with(&s->cx, s->path, DB_CREATE, &sample_catalogue, &s->cx.db), ERR_OK);
	assert_int_equal(db_migrate(&s->cx), ERR_OK);
	*state = s;
	return 0;
}

static inline int store_close(void **state) {
	struct store *s = *state;
	static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
	db_close(s->cx.db);
	arena_free(s->cx.arena);
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		char path[128];
		snprintf(path, sizeof path, "%s%s", s->path, ends[i]);
		unlink(path);
	}
	assert_int_equal(rmdir(s->folder), 0);
	free(s);
	return 0;
}

/* A second world that looks at the same store. */
static inline struct cx store_reader(struct store *s) {
	struct cx cx = {.arena = arena_new(ARENA_DEFAULT)};
	assert_int_equal(db_open_with(&cx, s->path, DB_READER, &sample_catalogue, &cx.db), ERR_OK);
	return cx;
}

static inline void reader_close(struct cx *cx) {
	db_close(cx->db);
	arena_free(cx->arena);
}

static inline int64_t org_add(struct cx *cx, const char *name) {
	struct row_sample_org_add row = {0};
	assert_int_equal(q_sample_org_add(cx, name, &row), ERR_OK);
	return row.id;
}

static inline int org_count(struct cx *cx) {
	struct rows rows;
	struct row_sample_org_list row;
	int n = 0;
	assert_int_equal(q_sample_org_list(cx, &rows), ERR_OK);
	while (q_sample_org_list_next(&rows, &row))
		n++;
	assert_int_equal(rows_end(&rows), ERR_OK);
	return n;
}

/* An organisation, a person it may see, and act 1. */
static inline void people_add(struct cx *cx, int64_t *ret_org, int64_t *ret_person) {
	struct row_sample_person_add person = {0};
	*ret_org = org_add(cx, "Shelter");
	assert_int_equal(q_sample_person_add(cx, (struct blob){"0123456789abcdef", 16}, &person), ERR_OK);
	*ret_person = person.id;
	assert_int_equal(q_sample_relation_add(cx, person.id, *ret_org), ERR_OK);
	assert_int_equal(q_sample_act_add(cx, 1, 1000), ERR_OK);
}

static inline int64_t signal_add(struct cx *cx, int64_t org, int64_t person, int channel, const char *note) {
	struct row_sample_signal_add row = {0};
	assert_int_equal(q_sample_signal_add(cx, person, org, 20000, 1, channel, NONE, NONE, 5, note, (struct blob){0}, &row),
		ERR_OK);
	return row.id;
}
