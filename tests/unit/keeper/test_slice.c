/* Lists brought in through the keeper: for an organisation, beside others, across a restart, on a demonstration's own
   day. */
#include "world.h"

enum { ROWS = 60 };

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* ROWS persons as import_add takes them, in a JSON string; \' is a quote in it. */
static const char *rows(struct world *w, int from) {
	struct buf b = buf_new(w->cx.arena, 1 << 20);
	for (int i = from; i < from + ROWS; i++)
		buf_printf(&b,
			"%s{\\'line\\':%d,\\'number\\':\\'P-%d\\',\\'calls\\':[[\\'signal_record\\',{\\'municipality\\':\\'rokiskis\\',"
			"\\'source\\':\\'import\\',\\'age\\':\\'18_24\\',\\'sex\\':\\'female\\',\\'language\\':\\'uk\\',\\'happened\\':\\'2026-02-01\\'}],"
			"null,[\\'presumption_record\\',{\\'form\\':[\\'begging\\'],\\'happened\\':\\'2026-02-02\\'}]]}", i > from ?
			"," : "", i + 2, i);
	return b.at;
}

/* An import of 60 * messages rows, all of them there; its reference. */
static const char *stage(struct world *w, const char *more, int messages) {
	const json_t *a = ASK(w,
		"{'as': 'org:police'%s, 'calls': [{'op': 'import_begin', 'in': {'kind': 'persons', 'file_hash': '"
		HASH "', 'rows_n': %d, 'whole': false}}]}", more, messages * ROWS);
	const char *import = ok_text(w, a, 0, "import");
	for (int i = 0; i < messages; i++) {
		a = ASK(w,
			"{'as': 'org:police'%s, 'calls': [{'op': 'import_add', 'in': {'import': '%s', 'rows_json': '[%s]'}}]}",
			more, import, rows(w, i * ROWS));
		assert_string_equal(code(a, 0), "ok");
	}
	return import;
}

static const json_t *import_now(struct world *w, const char *more, const char *import) {
	const json_t *a = ASK(w, "{'as': 'org:police'%s, 'calls': [{'op': 'import_read', 'in': {'import': '%s'}}]}", more,
		import);
	assert_string_equal(code(a, 0), "ok");
	return json_object_get(json_array_get(a, 0), "ok");
}

static bool is_done(const json_t *import) {
	return str_equal(json_string_value(json_object_get(import, "import_state")), "done");
}

static void wait_done(struct world *w, const char *import, int added) {
	const json_t *now = import_now(w, "", import);
	for (int i = 0; i < 2000 && !is_done(now); i++) {
		usleep(10000);
		now = import_now(w, "", import);
	}
	assert_true(is_done(now));
	assert_int_equal(json_integer_value(json_object_get(now, "added_n")), added);
	assert_int_equal(json_integer_value(json_object_get(now, "bad_n")), 0);
}

static void an_operator_brings_an_organisations_list_and_is_logged_as_one(void **state) {
	struct world *w = *state;
	struct row_audit_page entry;
	world_start(w);
	world_people(w);
	const char *import = stage(w, "", 1);
	const json_t *a = ASK(w, "{'as': 'org:police', 'calls': [{'op': 'import_run', 'in': {'import': '%s'}}]}", import);
	assert_string_equal(code(a, 0), "ok");
	wait_done(w, import, ROWS);
	int64_t n = world_log(w, NULL);
	for (bool found = false; !found; n--) { /* the slice, behind what was only read since */
		struct rows list;
		assert_true(n > 0);
		assert_int_equal(db_open(&w->cx, arena_printf(w->cx.arena, "%s/" KEEPER_STORE, w->dir), DB_READER, &w->cx.db),
			0);
		assert_int_equal(q_audit_page(&w->cx, n, 1, &list), 0);
		assert_true(q_audit_page_next(&list, &entry));
		assert_int_equal(rows_end(&list), 0);
		db_close(w->cx.db);
		w->cx.db = NULL;
		found = str_equal(entry.op, "import_run") && entry.act != NONE && entry.digest.at != NULL && entry.shown > 0;
	}
	assert_int_equal(entry.as_operator, 1);
	assert_int_equal(entry.actor, 0);
	assert_true(entry.org > 0);
	a = ASK(w,
		"{'as': 'org:police', 'calls': [{'op': 'person_list', 'in': {}}, {'op': 'user_list', 'in': {}}, {'op': "
		"'ask_record', "
		"'in': {'given': 'Ona', 'family': 'Onaite', 'born': 1990, 'why': 'She may be in danger.'}}]}");
	assert_string_equal(code(a, 0), "ok");
	assert_string_equal(code(a, 1), "denied");
	assert_string_equal(code(a, 2), "denied");
	ASK(w, "{'as': 'org:nobody', 'calls': [{'op': 'person_list', 'in': {}}]}");
	assert_string_equal(json_string_value(json_object_get(json_object_get(w->answer, "error"), "code")), "not_found");
}

static void an_ngo_brings_no_decisions(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	const json_t *a = ASK(w,
		"{'as': 'org:ngo', 'calls': [{'op': 'org_list', 'in': {}}, {'op': 'import_list', 'in': {}}]}");
	assert_string_equal(code(a, 1), "ok");
	const json_t *roles = json_object_get(json_object_get(w->answer, "who"), "roles");
	assert_int_equal(json_array_size(roles), 2);
	ASK(w, "{'as': 'org:police', 'calls': [{'op': 'import_list', 'in': {}}]}");
	assert_int_equal(json_array_size(json_object_get(json_object_get(w->answer, "who"), "roles")), 3);
}

static void others_are_answered_while_a_list_goes_in_and_a_restart_goes_on(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	const char *import = stage(w, "", 8);
	const json_t *a = ASK(w, "{'as': 'org:police', 'calls': [{'op': 'import_run', 'in': {'import': '%s'}}]}", import);
	assert_string_equal(code(a, 0), "ok");
	a = ASK(w, "{'as': 'rasa', 'calls': [" SIGN "]}");
	assert_string_equal(code(a, 0), "ok");
	world_stop(w); /* most of it is still to do */
	assert_int_equal(w->result, 0);
	world_start(w);
	wait_done(w, import, 8 * ROWS);
}

static void a_demonstration_brings_a_list_in_on_the_day_it_is_given(void **state) {
	struct world *w = *state;
	static const char *const at = ", 'at': '2026-02-20T10:00:00Z'";
	world_start(w);
	world_people(w);
	const char *import = stage(w, at, 2);
	const json_t *a = ASK(w, "{'as': 'org:police'%s, 'calls': [{'op': 'import_run', 'in': {'import': '%s'}}]}", at,
		import);
	assert_string_equal(code(a, 0), "ok");
	assert_true(is_done(import_now(w, at, import)));
	a = ASK(w, "{'as': 'org:police'%s, 'calls': [{'op': 'import_list', 'in': {}}]}", at);
	const json_t *rows = json_object_get(json_object_get(json_array_get(a, 0), "ok"), "rows");
	assert_int_equal(json_array_size(rows), 1);
	assert_string_equal(json_string_value(json_object_get(json_array_get(rows, 0), "at")), "2026-02-20T10:00:00Z");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(an_operator_brings_an_organisations_list_and_is_logged_as_one),
		TEST(an_ngo_brings_no_decisions),
		TEST(others_are_answered_while_a_list_goes_in_and_a_restart_goes_on),
		DEMONSTRATION(a_demonstration_brings_a_list_in_on_the_day_it_is_given),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
