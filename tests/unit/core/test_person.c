#include "fixture.h"

static void the_timeline_tells_each_fact_with_its_detail_newest_first(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	fixture_wait(f, 24 * HOUR);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'silas', 'consent_state': 'given', "
		"'language': 'uk', 'read_aloud': true}", person);
	DO(f, referral_send, "{'person': '%s', 'org': 'silas', 'purpose': 'support', 'need': ['shelter']}", person);
	const char *referral = fixture_get(f, "referral");
	fixture_as(f, ONA);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
	DO(f, presumption_record, "{'person': '%s', 'form': ['labour_forced'], 'happened': '%s'}", person, fixture_day(f, 0));
	DO(f, person_timeline, "{'person': '%s'}", person);
	static const struct {
		const char *fact, *detail, *list;
	} want[] = {
		{"presumption", NULL, NULL}, {"answer", "accepted", "referral_state"}, {"referral", "support", "purpose"},
		{"consent", "given", "consent"}, {"signal", "met", "source"},
	};
	assert_int_equal(fixture_rows(f), sizeof want / sizeof *want);
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		assert_string_equal(fixture_row(f, i, "fact"), want[i].fact);
		assert_true(str_equal(fixture_row(f, i, "detail"), want[i].detail));
		assert_true(str_equal(fixture_row(f, i, "detail_list"), want[i].list));
	}
	assert_string_equal(fixture_row(f, 0, "org_name"), "Silas");
	assert_string_equal(fixture_row(f, 4, "at"), instant_text(f->cx.arena, f->cx.now - 24 * HOUR));
	DO(f, person_read, "{'person': '%s'}", person);
	assert_string_equal(fixture_get(f, "status"), "presumed");
}

static void the_list_goes_on_after_fifty_and_no_further_than_its_own(void **state) {
	struct fixture *f = *state;
	fixture_as(f, VIDA);
	const char *other = fixture_sign(f);
	fixture_as(f, RASA);
	for (int i = 0; i < 60; i++)
		fixture_sign(f);
	DO(f, person_list, "{}");
	assert_int_equal(fixture_rows(f), 50);
	const char *last = fixture_row(f, 49, "person");
	DO(f, person_list, "{'after': '%s'}", last);
	assert_int_equal(fixture_rows(f), 10);
	/* Another organisation's person and one that never was: the same refusal. */
	assert_int_equal(CALL(f, person_list, "{'after': '%s'}", other), ERR_INVALID);
	const char *said = f->cx.err.rule;
	assert_int_equal(CALL(f, person_list, "{'after': '00000000000000000000000000000000'}"), ERR_INVALID);
	assert_ptr_equal(f->cx.err.rule, said);
}

static void look(struct fixture *f, enum who who, const char *op, enum audit_verdict verdict) {
	struct cx *cx = &f->cx;
	fixture_as(f, who);
	struct audit_entry e = audit_entry_of(cx, op, verdict);
	e.person = 1;
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(audit_append(cx, &e), 0);
	assert_int_equal(audit_seal(cx), 0);
	assert_int_equal(db_commit(cx), 0);
}

static void who_looked_tells_of_looks_and_attempts_but_not_of_the_lists_a_page_is_made_of(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	look(f, RASA, "signal_record", AUDIT_ALLOWED);
	look(f, RASA, "person_read", AUDIT_ALLOWED);
	look(f, RASA, "person_timeline", AUDIT_ALLOWED);
	look(f, RASA, "person_read", AUDIT_ALLOWED); /* again: nothing new */
	look(f, VIDA, "person_timeline", AUDIT_HIDDEN);
	look(f, PETRAS, "identity_read", AUDIT_BLOCKED);
	look(f, NOBODY, "person_read", AUDIT_DENIED);
	DO(f, who_looked, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 5);
	static const char *const want[][2] = {{"person_read", "denied"}, {"identity_read", "blocked"},
		{"person_timeline", "hidden"}, {"person_read", "allowed"}, {"signal_record", "allowed"}};
	for (size_t i = 0; i < 5; i++) {
		assert_string_equal(fixture_row(f, i, "operation"), want[i][0]);
		assert_string_equal(fixture_row(f, i, "verdict"), want[i][1]);
	}
	assert_null(fixture_row(f, 0, "org_name"));
	assert_string_equal(fixture_row(f, 1, "unit_name"), "Panevezys");
	assert_string_equal(fixture_row(f, 2, "org_name"), "Viltis");
}

static void a_text_of_one_person_does_not_open_as_another_s(void **state) {
	struct fixture *f = *state;
	struct cx *cx = &f->cx;
	struct blob sealed;
	const char *text = NULL;
	fixture_as(f, RASA);
	fixture_sign(f);
	fixture_sign(f);
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(person_seal(cx, 1, C_NARR, "note", "text", 7, "what she told", &sealed), 0);
	assert_int_equal(person_unseal(cx, 1, C_NARR, "note", "text", 7, sealed, &text), 0);
	assert_string_equal(text, "what she told");
	assert_int_equal(person_unseal(cx, 1, C_NARR, "note", "text", 8, sealed, &text), ERR_CRYPTO);
	struct key *key = NULL;
	assert_int_equal(person_key_get(cx, 2, C_NARR, false, &key), ERR_NOTFOUND);
	assert_int_equal(person_unseal(cx, 2, C_NARR, "note", "text", 7, sealed, &text), 0); /* no key: erased */
	assert_null(text);
	assert_int_equal(person_key_get(cx, 2, C_NARR, true, &key), 0);
	key_close(key);
	assert_int_equal(person_unseal(cx, 2, C_NARR, "note", "text", 7, sealed, &text), ERR_CRYPTO);
	db_rollback(cx);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(the_timeline_tells_each_fact_with_its_detail_newest_first),
		TEST(the_list_goes_on_after_fifty_and_no_further_than_its_own),
		TEST(who_looked_tells_of_looks_and_attempts_but_not_of_the_lists_a_page_is_made_of),
		TEST(a_text_of_one_person_does_not_open_as_another_s),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
