/* A grown person says no for now: counted without who it is. */
#include "core/notice.h"
#include "fixture.h"

static const char *fault(struct fixture *f, const char *text) {
	static const char *const names[] = {"Олена", "Kovalenko-Ožys"};
	return notice_fault(f->cx.arena, text, names, 2);
}

static void words_that_tell_who_it_is_are_found(void **state) {
	struct fixture *f = *state;
	static const char *const bad[] = {
		"Write to olena@example.org", "Ring 8 600 12345 67", "+44 7700 900123", "Code 38901011234", "Born 1994-05-03",
		"Born 3.5.1994", "born 03/05/94", "Lives at Liepų g. 7", "12 Linden Street", "вул. Шевченка 5, буд. 7", "ул. Мира 12",
		"Olena works there", "Spoke with Olenai twice", "family name Kovalenko", "Oleną matė kaimynai", "the Ožys house",
		"Коваленко каже ні",
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (fault(f, bad[i]) == NULL)
			fail_msg("not found: %s", bad[i]);
}

static void usual_words_pass(void **state) {
	struct fixture *f = *state;
	static const char *const good[] = {
		"She is afraid that her children will be taken.", "Dirbo ūkyje nuo 2021 m. kartu su 12 kitų.",
		"12 people, 2 rooms, no contract, 400 EUR a month.", "Працювала на фермі з 2022 року.", "Open again in May 2026.",
		"Nori grįžti namo, bilietas yra.", "He owes 1 500 for the way.", "",
	};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (fault(f, good[i]) != NULL)
			fail_msg("%s: %s", good[i], fault(f, good[i]));
}

static void two_capitals_in_a_row_are_doubted(void **state) {
	struct fixture *f = *state;
	assert_string_equal(notice_doubt(f->cx.arena, "The boss is Petras Petraitis, they say."), "Petras Petraitis");
	assert_string_equal(notice_doubt(f->cx.arena, "каже Іван Іваненко"), "Іван Іваненко");
	assert_null(notice_doubt(f->cx.arena, "She works. He does not. Both are tired"));
	assert_null(notice_doubt(f->cx.arena, "Vilnius Kaunas road")); /* a sentence begins with a capital */
}

static const char *refused(struct fixture *f) {
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'silas', 'consent_state': 'refused', "
		"'language': 'uk', 'read_aloud': true}", person);
	return person;
}

static int notice_of(struct fixture *f, const char *person, const char *words, const char *more) {
	return CALL(f, notice_record, "{'person': '%s', 'happened': '%s', 'cell': ['reason=afraid', 'sex=female', 'age=25_39', "
		"'form=labour_forced', 'municipality=%s', 'told=yes', 'words=%s']%s}", person, fixture_day(f, 0),
		fixture_code(f, L_MUNICIPALITY, 0), words, more);
}

static int notice_as(struct fixture *f, enum who who, const char *person, const char *words) {
	fixture_as(f, who);
	return notice_of(f, person, words, "");
}

static int checked_notice(struct fixture *f, const char *person, const char *words) {
	return notice_of(f, person, words, ", 'checked': true");
}

static int notice(struct fixture *f, const char *person, const char *words) {
	return notice_as(f, RASA, person, words);
}

static void no_is_counted_without_a_name(void **state) {
	struct fixture *f = *state;
	const char *person = refused(f);
	DO(f, identity_record, "{'person': '%s', 'given': 'Olena', 'family': 'Kovalenko', 'born': 1994}", person);
	assert_int_equal(notice(f, person, "Olena is afraid."), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "words");
	assert_null(f->cx.err.value); /* what was written is repeated nowhere */
	assert_int_equal(notice(f, person, "Afraid for the children."), 0);
	assert_string_equal(fixture_get(f, "number"), "2026-1");
	assert_null(json_object_get(f->answer, "warning"));
	assert_int_equal(notice(f, person, "Works for Petras Petraitis."), ERR_INVALID); /* asked before it is kept */
	assert_string_equal(f->cx.err.field, "checked");
	assert_null(f->cx.err.value);
	assert_int_equal(checked_notice(f, person, "Olena Kovalenko says no."), ERR_INVALID); /* her name is her name */
	assert_int_equal(checked_notice(f, person, "Works for Petras Petraitis."), 0);
	assert_null(json_object_get(f->answer, "warning"));
	fixture_as(f, NIJOLE);
	DO(f, entry_list, "{'register': 'notice'}");
	assert_int_equal(fixture_rows(f), 2);
	char *text = json_dumps(f->answer, 0);
	assert_null(strstr(text, person));
	free(text);
}

/* Ona opens the file for Silas before she takes her word back. */
static void opened_by_silas(struct fixture *f, const char *person) {
	fixture_as(f, RASA);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'silas', 'consent_state': 'given', 'language': 'uk', "
		"'read_aloud': true}", person);
	DO(f, referral_send, "{'person': '%s', 'org': 'silas', 'purpose': 'support', 'need': ['shelter']}", person);
	const char *referral = fixture_get(f, "referral");
	fixture_as(f, ONA);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
	fixture_as(f, RASA);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'silas', 'consent_state': 'withdrawn', "
		"'language': 'uk', 'read_aloud': true}", person);
}

static void name_is_compared_for_who_may_read_it_now_alone(void **state) {
	struct fixture *f = *state;
	const char *person = refused(f);
	DO(f, identity_record, "{'person': '%s', 'given': 'Olena', 'family': 'Kovalenko', 'born': 1994}", person);
	assert_int_equal(notice_as(f, PETRAS, person, "Olena is afraid."), 0); /* has not opened the file */
	assert_null(json_object_get(f->answer, "warning"));
	assert_int_equal(notice_as(f, PETRAS, person, "Ring 8 600 12345 67"), ERR_INVALID); /* tells nothing of her */
	fixture_open(f, person);
	assert_int_equal(notice_as(f, PETRAS, person, "Olena is afraid."), ERR_INVALID);
	fixture_wait(f, 13 * HOUR);
	assert_int_equal(notice_as(f, PETRAS, person, "Olena is afraid."), 0);
	fixture_open(f, person);
	f->actors[PETRAS].org_kind = ORG_LABOUR; /* which may never read a name */
	assert_int_equal(notice_as(f, PETRAS, person, "Olena is afraid."), 0);
	f->actors[PETRAS].org_kind = ORG_POLICE;
	opened_by_silas(f, person);
	assert_int_equal(notice_as(f, ONA, person, "Olena is afraid."), 0); /* another organisation's record */
}

static void yes_or_no_word_at_all_makes_no_notice(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *asked = fixture_sign(f);
	assert_int_equal(notice(f, asked, "Nothing."), ERR_CONFLICT);
	const char *person = refused(f);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'viltis', 'consent_state': 'given', "
		"'language': 'uk', 'read_aloud': true}", person);
	assert_int_equal(notice(f, person, "Nothing."), ERR_CONFLICT);
}

static void child_is_helped_and_not_counted_so(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	DO(f, signal_record, "{'municipality': '%s', 'source': 'met', 'age': '12_17', 'sex': 'female', 'language': 'uk', "
		"'happened': '%s'}", fixture_code(f, L_MUNICIPALITY, 0), fixture_day(f, 0));
	assert_int_equal(notice(f, fixture_get(f, "person"), "Nothing."), ERR_INVALID);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(words_that_tell_who_it_is_are_found),
		TEST(usual_words_pass),
		TEST(two_capitals_in_a_row_are_doubted),
		TEST(no_is_counted_without_a_name),
		TEST(name_is_compared_for_who_may_read_it_now_alone),
		TEST(yes_or_no_word_at_all_makes_no_notice),
		TEST(child_is_helped_and_not_counted_so),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
