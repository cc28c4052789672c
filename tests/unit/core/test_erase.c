#include "fixture.h"

#include "core/identity.h"

/* Whether a file of the registry's folder, its keys aside, holds the bytes. */
static bool stands(struct fixture *f, struct blob bytes) {
	static const char *const names[] = {"store", "store-wal", "store-shm"};
	bool found = false;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		FILE *file = fopen(arena_printf(f->cx.arena, "%s/%s", f->dir, names[i]), "rb");
		static char text[32 << 20];
		size_t n = file == NULL ? 0 : fread(text, 1, sizeof text, file);
		if (file != NULL)
			fclose(file);
		found = found || memmem(text, n, bytes.at, bytes.n) != NULL;
	}
	return found;
}

static const char *person_of(struct fixture *f) {
	fixture_as(f, ONA);
	const char *person = fixture_sign(f);
	DO(f, identity_record, "{'person': '%s', 'given': 'Olena', 'family': 'Kovalenko', 'born': 1994, "
		"'document': 'FK 123456', 'phone': '+37060000321'}", person);
	return person;
}

static int propose(struct fixture *f, const char *person) {
	return CALL(f, person_erase, "{'person': '%s', 'words': 'She asked us to, in writing, today.'}", person);
}

/* abuse 10 */
static void what_opened_and_found_her_is_in_no_file_any_more(void **state) {
	struct fixture *f = *state;
	struct cx *cx = &f->cx;
	struct row_person_key_of key;
	struct row_identity_newest identity;
	struct token token;
	const char *person = person_of(f);
	assert_int_equal(q_person_key_of(cx, 1, C_IDENT, &key), 0);
	struct blob wrapped = {arena_strndup(cx->arena, key.wrapped.at, key.wrapped.n), key.wrapped.n};
	assert_int_equal(token_make(cx, TOKEN_DOCUMENT, "FK123456", &token), 0);
	assert_true(stands(f, wrapped)); /* the control */
	assert_true(stands(f, (struct blob){token.at, sizeof token.at}));

	assert_int_equal(propose(f, person), 0);
	assert_false(cx->wipe);
	assert_int_equal(fixture_agree(f, LAIMA), 0);
	assert_true(cx->wipe); /* the keeper's to cut off the log */
	assert_int_equal(db_checkpoint(cx, true), 0);
	assert_false(stands(f, wrapped));
	assert_false(stands(f, (struct blob){token.at, sizeof token.at}));

	struct identity who;
	assert_int_equal(identity_newest(cx, 1, &who), ERR_NOTFOUND);
	assert_int_equal(q_identity_newest(cx, 1, &identity), 0); /* the fact that there was a name stays */
	fixture_as(f, ONA);
	DO(f, person_find, "{'given': 'Olena', 'family': 'Kovalenko', 'born': 1994}");
	assert_int_equal(fixture_rows(f), 0);
	DO(f, person_timeline, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 2);
}

static void one_person_alone_erases_nobody(void **state) {
	struct fixture *f = *state;
	const char *person = person_of(f);
	struct row_person_key_of key;
	assert_int_equal(propose(f, person), 0);
	static const enum who nobody[] = {ONA, VIDA, RASA, ADMIN, CHIEF, AUDITOR};
	for (size_t i = 0; i < sizeof nobody / sizeof *nobody; i++)
		assert_int_equal(fixture_agree(f, nobody[i]), ERR_DENIED);
	assert_int_equal(q_person_key_of(&f->cx, 1, C_IDENT, &key), 0);
	assert_int_equal(fixture_agree(f, LAIMA), 0);
	assert_int_equal(q_person_key_of(&f->cx, 1, C_IDENT, &key), ERR_NOTFOUND);
}

static void nobody_writes_her_down_again(void **state) {
	struct fixture *f = *state;
	const char *person = person_of(f);
	assert_int_equal(propose(f, person), 0);
	assert_int_equal(fixture_agree(f, LAIMA), 0);
	fixture_as(f, ONA);
	assert_int_equal(CALL(f, identity_record, "{'person': '%s', 'given': 'Olena'}", person), ERR_CONFLICT);
	assert_string_equal(f->cx.err.rule, "Who this person is was erased.");
	assert_int_equal(propose(f, person), ERR_CONFLICT);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(what_opened_and_found_her_is_in_no_file_any_more),
		TEST(one_person_alone_erases_nobody),
		TEST(nobody_writes_her_down_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
