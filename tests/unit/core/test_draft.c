/* Drafts: one's own, for a week, and no more than twenty. */
#include "fixture.h"

#include "core/draft.h"
#include "core/job.h"
#include "core/vault.h"

static const char *kept(struct fixture *f, const char *text) {
	DO(f, draft_save, "{'draft_of': 'sheet', 'draft_text': '%s'}", text);
	return fixture_get(f, "draft");
}

static size_t listed(struct fixture *f) {
	DO(f, draft_list, "{}");
	return fixture_rows(f);
}

static int read_one(struct fixture *f, const char *id) {
	return CALL(f, draft_read, "{'draft': '%s'}", id);
}

/* Whether the store holds the bytes. */
static bool stands(struct fixture *f, const char *text) {
	static const char *const names[] = {"store", "store-wal"};
	bool found = false;
	for (size_t i = 0; i < 2; i++) {
		FILE *file = fopen(arena_printf(f->cx.arena, "%s/%s", f->dir, names[i]), "rb");
		static char bytes[16 << 20];
		size_t n = file == NULL ? 0 : fread(bytes, 1, sizeof bytes, file);
		if (file != NULL)
			fclose(file);
		found = found || memmem(bytes, n, text, strlen(text)) != NULL;
	}
	return found;
}

static void is_ones_own_alone_and_goes_on_where_it_was(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	const char *id = kept(f, "family=Kovalenko");
	assert_false(stands(f, "Kovalenko"));
	assert_int_equal(read_one(f, id), 0);
	assert_string_equal(fixture_get(f, "draft_text"), "family=Kovalenko");
	fixture_wait(f, HOUR);
	DO(f, draft_save, "{'draft_of': 'signal', 'draft_text': 'family=Koval', 'draft': '%s'}", id);
	assert_string_equal(fixture_get(f, "draft"), id);
	assert_int_equal(listed(f), 1);
	assert_string_equal(fixture_row(f, 0, "draft_of"), "signal");
	fixture_as(f, LAIMA); /* not even a colleague */
	assert_int_equal(listed(f), 0);
	assert_int_equal(read_one(f, id), ERR_NOTFOUND);
	assert_int_equal(CALL(f, draft_drop, "{'draft': '%s'}", id), ERR_NOTFOUND);
	assert_int_equal(CALL(f, draft_save, "{'draft_of': 'signal', 'draft_text': 'xx', 'draft': '%s'}", id), ERR_NOTFOUND);
	fixture_as(f, ONA);
	assert_int_equal(read_one(f, id), 0);
	assert_string_equal(fixture_get(f, "draft_text"), "family=Koval");
	DO(f, draft_drop, "{'draft': '%s'}", id);
	assert_int_equal(read_one(f, id), ERR_NOTFOUND);
}

static void the_oldest_of_more_than_twenty_goes(void **state) {
	struct fixture *f = *state;
	fixture_as(f, VIDA);
	const char *others = kept(f, "hers");
	fixture_as(f, ONA);
	const char *first = kept(f, "first");
	for (int i = 0; i < 20; i++) {
		fixture_wait(f, HOUR);
		kept(f, "later");
	}
	assert_int_equal(listed(f), 20);
	assert_int_equal(read_one(f, first), ERR_NOTFOUND);
	fixture_as(f, VIDA);
	assert_int_equal(read_one(f, others), 0);
}

static int64_t all(struct fixture *f) {
	struct row_draft_next next;
	assert_int_equal(q_draft_next(&f->cx, &next), 0);
	return next.id - 1; /* the newest goes with the others */
}

static void goes_after_a_week_and_with_the_account(void **state) {
	struct fixture *f = *state;
	struct cx *cx = &f->cx;
	struct row_act_begin act;
	int64_t ran;
	fixture_as(f, ONA);
	const char *id = kept(f, "first");
	fixture_wait(f, 6 * 24 * HOUR);
	assert_int_equal(read_one(f, id), 0);
	fixture_wait(f, 24 * HOUR);
	assert_int_equal(read_one(f, id), ERR_NOTFOUND);
	assert_int_equal(listed(f), 0);
	assert_int_equal(all(f), 1);
	fixture_wait(f, 24 * HOUR);
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(q_act_begin(cx, cx->now, 0, "job", (struct blob){0}, (struct blob){0}, &act), 0);
	cx->act = act.n;
	assert_int_equal(job_run_due(cx, &ran), 0);
	cx->act = 0;
	assert_int_equal(db_commit(cx), 0);
	assert_int_equal(all(f), 0);
	kept(f, "second");
	assert_int_equal(all(f), 1);
	fixture_as(f, ADMIN);
	DO(f, user_close, "{'user': '%s', 'leave': 'left'}", fixture_user(f, ONA));
	assert_int_equal(all(f), 0);
}

static const char *kept_of(struct fixture *f, const char *person) {
	DO(f, draft_save, "{'draft_of': 'sheet', 'draft_text': 'words=Testovsky rang', 'person': '%s'}", person);
	return fixture_get(f, "draft");
}

static int64_t number_of(struct fixture *f, const char *draft) {
	struct ref ref;
	struct row_draft_get row;
	assert_true(ref_parse(draft, &ref));
	assert_int_equal(q_draft_get(&f->cx, ref_blob(&ref), f->cx.actor.user, f->cx.now, &row), 0);
	return row.id;
}

static void is_sealed_to_the_organisation_and_not_to_the_registry(void **state) {
	struct fixture *f = *state;
	struct cx *cx = &f->cx;
	struct ref ref;
	struct row_draft_get row;
	const char *text = NULL;
	fixture_as(f, ONA);
	const char *id = kept(f, "family=Kovalenko");
	assert_true(ref_parse(id, &ref));
	assert_int_equal(q_draft_get(cx, ref_blob(&ref), cx->actor.user, cx->now, &row), 0);
	struct seal_at at = {.table = "draft", .column = "sealed", .row = row.id, .subject = ref, .c = C_META};
	assert_int_equal(unseal_meta(cx, &at, row.sealed, &text), ERR_CRYPTO);
	struct vault vault = {0};
	uint8_t key[BOX_KEY];
	assert_int_equal(vault_open_for(cx, f->orgs[SILAS], &vault), 0);
	assert_int_equal(vault_unseal(cx, &vault, "note", row.id, row.key, key), ERR_CRYPTO);
	assert_int_equal(vault_unseal(cx, &vault, "draft", row.id, row.key, key), 0);
	vault_close(&vault);
	assert_int_equal(db_begin(cx), 0); /* once its people are in, a session without its key opens nothing */
	assert_int_equal(q_vault_kept_drop(cx, f->orgs[SILAS]), 0);
	assert_int_equal(db_commit(cx), 0);
	assert_int_equal(read_one(f, id), ERR_DENIED);
}

static void leaves_nothing_behind_in_the_log(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	const char *id = kept(f, "first");
	assert_false(f->cx.wipe);
	DO(f, draft_drop, "{'draft': '%s'}", id);
	assert_true(f->cx.wipe);
	f->cx.wipe = false;
	for (int i = 0; i < 20; i++)
		kept(f, "more");
	assert_false(f->cx.wipe);
	kept(f, "one too many");
	assert_true(f->cx.wipe);
	f->cx.wipe = false;
	assert_int_equal(draft_past(&f->cx), 0); /* nothing is old */
	assert_false(f->cx.wipe);
	fixture_wait(f, 7 * 24 * HOUR);
	assert_int_equal(draft_past(&f->cx), 0);
	assert_true(f->cx.wipe);
}

static void goes_with_who_she_is(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	const char *p = fixture_sign(f), *other = fixture_sign(f);
	const char *id = kept_of(f, p), *stays = kept_of(f, other), *nobody = kept(f, "family=Kovalenko");
	assert_int_equal(read_one(f, id), 0);
	DO(f, person_erase, "{'person': '%s', 'words': 'She asked us to, in writing, today.'}", p);
	assert_int_equal(fixture_agree(f, LAIMA), 0);
	assert_int_equal(read_one(f, id), ERR_NOTFOUND);
	assert_int_equal(read_one(f, stays), 0);
	assert_int_equal(read_one(f, nobody), 0);
	assert_int_equal(listed(f), 2);
	assert_int_equal(CALL(f, draft_save, "{'draft_of': 'sheet', 'draft_text': 'xx', 'person': '%s'}", p), ERR_CONFLICT);
}

static void is_hidden_once_the_file_is_closed(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *p = fixture_sign(f);
	fixture_as(f, VIDA); /* whose organisation has nothing to do with her */
	assert_int_equal(CALL(f, draft_save, "{'draft_of': 'sheet', 'draft_text': 'xx', 'person': '%s'}", p), ERR_NOTFOUND);
	fixture_as(f, PETRAS);
	const char *id = kept_of(f, p), *own = kept(f, "of nobody");
	assert_int_equal(listed(f), 2);
	number_of(f, id);
	fixture_as(f, RASA);
	DO(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", p);
	fixture_as(f, PETRAS);
	assert_int_equal(listed(f), 1);
	assert_string_equal(fixture_row(f, 0, "draft"), own);
	assert_int_equal(read_one(f, id), ERR_NOTFOUND);
	assert_int_equal(CALL(f, draft_drop, "{'draft': '%s'}", id), ERR_NOTFOUND);
	assert_int_equal(CALL(f, draft_save, "{'draft_of': 'sheet', 'draft_text': 'xx', 'draft': '%s'}", id), ERR_NOTFOUND);
	assert_int_equal(CALL(f, draft_save, "{'draft_of': 'sheet', 'draft_text': 'xx', 'person': '%s'}", p), ERR_NOTFOUND);
	number_of(f, id); /* it is there still, and goes within its week */
}

/* Fixture people keep what fixture_as gave them until it is called again. */
static void answers_are_kept_nowhere_that_never_reads_them(void **state) {
	struct fixture *f = *state;
	static const char *const never[] = {"screening", "sheet"};
	for (size_t i = 0; i < 2; i++) {
		fixture_as(f, RASA);
		DO(f, draft_save, "{'draft_of': '%s', 'draft_text': 'leave:no'}", never[i]);
		const char *id = fixture_get(f, "draft");
		size_t n = listed(f);
		f->cx.actor.org_kind = ORG_LABOUR; /* her organisation is one that may not read them */
		assert_int_equal(CALL(f, draft_save, "{'draft_of': '%s', 'draft_text': 'leave:no'}", never[i]), ERR_DENIED);
		assert_int_equal(read_one(f, id), ERR_DENIED);
		assert_int_equal(listed(f), 0);
		DO(f, draft_save, "{'draft_of': 'signal', 'draft_text': 'source=met'}"); /* what the writer saw herself */
		const char *own = fixture_get(f, "draft");
		assert_int_equal(listed(f), 1);
		assert_int_equal(CALL(f, draft_save, "{'draft_of': '%s', 'draft_text': 'leave:no', 'draft': '%s'}", never[i], own),
			ERR_DENIED); /* nor by changing what it is of */
		DO(f, draft_drop, "{'draft': '%s'}", own);
		DO(f, draft_drop, "{'draft': '%s'}", id); /* thrown away it may be */
		fixture_as(f, RASA);
		assert_int_equal(listed(f), n - 1);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(is_ones_own_alone_and_goes_on_where_it_was),
		TEST(the_oldest_of_more_than_twenty_goes),
		TEST(goes_after_a_week_and_with_the_account),
		TEST(is_sealed_to_the_organisation_and_not_to_the_registry),
		TEST(leaves_nothing_behind_in_the_log),
		TEST(goes_with_who_she_is),
		TEST(is_hidden_once_the_file_is_closed),
		TEST(answers_are_kept_nowhere_that_never_reads_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
