/*
 * world.h - a registry with a keeper running on it in a thread, and peers that ask it.
 *
 * ASK(w, "{'calls': [...]}") stands for JSON with single quotes for double ones, and asks through the operators' door;
 * what comes back is w->answer. The clock stands at world_clock. Operations are those of `world_bind`: core's own, but
 * where a test puts others in their place.
 */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/log.h"
#include "base/str.h"
#include "base/time.h"
#include "crypt/crypt.h"
#include "db/queries.h"
#include "keeper/keeper.h"
#include "op/out.h"
#include "op/profile.h"
#include "unit/folder.h"
#include "wire/client.h"
#include "wire/frame.h"

struct world {
	struct cx cx; /* the test's own */
	char dir[64];
	struct binding bind;
	struct keeper_options options;
	int stop[2], ready[2];
	pthread_t thread;
	int result; /* of keeper_run */
	struct wire *wire;
	json_t *answer;
	struct blob raw;
};

static _Atomic int64_t world_now = INT64_C(1772380800000000); /* 2026-03-01T16:00:00Z */
static _Atomic int world_batches; /* transactions so far, and one for the start */
static int (*world_jobs_next)(struct cx *cx, int64_t *ret);

static inline int64_t world_clock(void) {
	return world_now;
}

/* Asked after every transaction, so it counts them. */
static inline int world_count(struct cx *cx, int64_t *ret) {
	world_batches++;
	return world_jobs_next(cx, ret);
}

static inline void *world_work(void *arg) {
	struct world *w = arg;
	struct cx cx = {.arena = arena_new(ARENA_DEFAULT), .lang = "en", .now = world_now};
	w->result = keeper_run(&cx, w->dir, &w->options);
	if (w->result != ERR_OK)
		fprintf(stderr, "keeper: %s\n", cx.err.rule);
	arena_free(cx.arena);
	return NULL;
}

static inline void world_start(struct world *w) {
	char byte;
	assert_int_equal(pipe(w->stop), 0);
	assert_int_equal(pipe(w->ready), 0);
	w->options.bind = &w->bind;
	w->options.stop_fd = w->stop[0];
	w->options.ready_fd = w->ready[1];
	w->options.open = true;
	w->options.clock = world_clock;
	assert_int_equal(pthread_create(&w->thread, NULL, world_work, w), 0);
	assert_int_equal(read(w->ready[0], &byte, 1), 1);
	assert_int_equal(wire_open(&w->cx, w->dir, WIRE_OPERATOR, &w->wire), 0);
}

static inline void world_stop(struct world *w) {
	assert_int_equal(write(w->stop[1], "x", 1), 1);
	pthread_join(w->thread, NULL);
	close(w->stop[0]);
	close(w->stop[1]);
	close(w->ready[0]);
	wire_close(w->wire);
	w->wire = NULL;
}

/* A new registry in w->dir, empty until then: made by the first test that wants one of its kind, copied by the others. */
static inline int world_new(struct world *w, bool demonstration) {
	static struct folder first[2];
	struct folder *kept = &first[demonstration];
	if (kept->n > 0)
		return folder_lay(kept, w->dir) ? crypt_init() : -1;
	int rc = keeper_create(&w->cx, w->dir, "lt", demonstration);
	if (rc != 0)
		fprintf(stderr, "create: %s %s\n", w->cx.err.rule, w->cx.err.value);
	return rc == 0 && folder_keep(kept, w->dir, "") ? 0 : -1;
}

static inline int world_make(void **state, bool demonstration) {
	struct world *w = calloc(1, sizeof *w);
	if (w == NULL)
		return -1;
	log_level_set(LOG_ERROR);
	w->cx = (struct cx){.arena = arena_new(64 << 20), .lang = "en", .now = world_now, .rng = crypt_random};
	snprintf(w->dir, sizeof w->dir, "/tmp/atrama-keeper-XXXXXX");
	if (mkdtemp(w->dir) == NULL || world_new(w, demonstration) != 0)
		return -1;
	w->bind = binding_core;
	world_jobs_next = binding_core.jobs_next;
	w->bind.jobs_next = world_count;
	w->options = KEEPER_OPTIONS(.open = true);
	*state = w;
	return 0;
}

static inline int world_setup(void **state) {
	return world_make(state, false);
}

static inline int world_setup_demonstration(void **state) {
	return world_make(state, true);
}

static inline int world_teardown(void **state) {
	struct world *w = *state;
	if (w->wire != NULL)
		world_stop(w);
	json_decref(w->answer);
	folder_remove(w->dir);
	arena_free(w->cx.arena);
	free(w);
	return 0;
}

/* The answers; the whole is w->answer, its bytes w->raw. */
static inline json_t *world_ask(struct world *w, struct wire *wire, const char *text) {
	char *json = arena_strdup(w->cx.arena, text);
	for (char *s = json; *s != 0; s++)
		if (*s == '\'')
			*s = '"';
	assert_int_equal(wire_call(wire, &w->cx, (struct blob){json, strlen(json)}, &w->raw), 0);
	json_decref(w->answer);
	w->answer = json_loadb(w->raw.at, w->raw.n, 0, NULL);
	assert_non_null(w->answer);
	return json_object_get(w->answer, "answers");
}

#define ASK(w, ...) world_ask((w), (w)->wire, arena_printf((w)->cx.arena, __VA_ARGS__))

/* Code of answer i: "ok", or its error's. */
static inline const char *code(const json_t *answers, size_t i) {
	const json_t *one = json_array_get(answers, i);
	assert_non_null(one);
	return json_object_get(one, "ok") != NULL ? "ok"
		: json_string_value(json_object_get(json_object_get(one, "error"), "code"));
}

/* A field of answer i, copied: it outlives the next question. */
static inline const char *ok_text(struct world *w, const json_t *answers, size_t i, const char *field) {
	const char *text = json_string_value(json_object_get(json_object_get(json_array_get(answers, i), "ok"), field));
	assert_non_null(text);
	return arena_strdup(w->cx.arena, text);
}

static inline const char *dump(struct world *w, const json_t *json) {
	char *text = json_dumps(json, JSON_ENCODE_ANY | JSON_COMPACT);
	char *copy = arena_strdup(w->cx.arena, text);
	free(text);
	return copy;
}

/* The newest row of the log, read through a connection of the test's own; its number. */
static inline int64_t world_log(struct world *w, struct row_audit_page *ret) {
	struct row_audit_last last;
	struct rows rows;
	assert_int_equal(db_open(&w->cx, arena_printf(w->cx.arena, "%s/" KEEPER_STORE, w->dir), DB_READER, &w->cx.db), 0);
	assert_int_equal(db_read_begin(&w->cx), 0);
	assert_int_equal(q_audit_last(&w->cx, &last), 0);
	if (ret != NULL) {
		assert_int_equal(q_audit_page(&w->cx, last.n, 1, &rows), 0);
		assert_true(q_audit_page_next(&rows, ret));
		assert_int_equal(rows_end(&rows), 0);
	}
	db_read_end(&w->cx);
	db_close(w->cx.db);
	w->cx.db = NULL;
	return last.n;
}

/* Organisations "police", "ngo", "other"; officer rasa and support ona, each with the given password. */
static inline void world_people(struct world *w) {
	const json_t *a = ASK(w, "{'calls': ["
		"{'op': 'org_create', 'in': {'org': 'police', 'org_name': 'Police', 'org_kind': 'police', 'region': 'panevezys'}},"
		"{'op': 'org_create', 'in': {'org': 'ngo', 'org_name': 'Shelter', 'org_kind': 'ngo', 'region': 'panevezys'}},"
		"{'op': 'unit_create', 'in': {'unit': 'pol-1', 'org': 'police', 'unit_name': 'Unit one'}},"
		"{'op': 'user_create', 'in': {'login': 'rasa', 'password': 'correct horse', 'staff_name': 'Rasa', 'org': 'police',"
		" 'unit': 'pol-1', 'role': ['officer']}},"
		"{'op': 'user_create', 'in': {'login': 'ona', 'password': 'battery staple', 'staff_name': 'Ona', 'org': 'ngo',"
		" 'role': ['support']}}]}");
	for (size_t i = 0; i < 5; i++)
		assert_string_equal(code(a, i), "ok");
}

#define SIGN "{'op': 'signal_record', 'in': {'municipality': 'rokiskis', 'source': 'met', 'age': '18_24'," \
	" 'sex': 'female', 'language': 'uk', 'happened': '2026-03-01'}}"

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
#define DEMONSTRATION(f) cmocka_unit_test_setup_teardown(f, world_setup_demonstration, world_teardown)
