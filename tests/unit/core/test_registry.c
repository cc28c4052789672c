#include "fixture.h"

static void a_registry_is_made_once_and_begins_its_log(void **state) {
	struct fixture *f = *state;
	struct registry r;
	struct row_audit_head head;
	assert_int_equal(registry_read(&f->cx, &r), 0);
	assert_true(r.demonstration);
	assert_false(r.built);
	assert_string_equal(r.profile, "lt");
	assert_int_equal(r.created, f->cx.now);
	assert_int_equal(q_audit_head(&f->cx, &head), 0);
	assert_memory_equal(head.registry.at, r.ref.at, REF_SIZE);
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(registry_create(&f->cx, "lt", false), ERR_CONFLICT);
	db_rollback(&f->cx);
}

static void a_demonstration_is_built_once_for_ever(void **state) {
	struct fixture *f = *state;
	struct registry r;
	assert_int_equal(registry_built(&f->cx), 0);
	assert_int_equal(registry_read(&f->cx, &r), 0);
	assert_true(r.built);
	assert_true(r.demonstration);
}

static void a_store_without_the_mark_never_gets_it(void **state) {
	struct fixture *f = *state;
	struct cx cx = f->cx;
	struct registry r;
	assert_int_equal(db_open(&cx, arena_printf(cx.arena, "%s/plain", f->dir), DB_CREATE, &cx.db), 0);
	assert_int_equal(db_migrate(&cx), 0);
	assert_int_equal(registry_read(&cx, &r), ERR_NOTFOUND);
	assert_int_equal(db_begin(&cx), 0);
	assert_int_equal(registry_create(&cx, "lt", false), 0);
	assert_int_equal(db_commit(&cx), 0);
	assert_int_equal(registry_built(&cx), ERR_CONFLICT);
	assert_int_equal(registry_create(&cx, "lt", true), ERR_CONFLICT);
	assert_int_equal(registry_read(&cx, &r), 0);
	assert_false(r.demonstration);
	assert_false(r.built);
	db_close(cx.db);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(a_registry_is_made_once_and_begins_its_log),
		TEST(a_demonstration_is_built_once_for_ever),
		TEST(a_store_without_the_mark_never_gets_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
