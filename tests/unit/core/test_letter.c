/* Ways to reach a person, and papers that leave by one she marked as safe. */
#include "fixture.h"

static int way(struct fixture *f, const char *person, const char *channel, bool safe) {
	return CALL(f, channel_record, "{'person': '%s', 'channel': '%s', 'is_safe': %s, 'channel_text': 'after six, ask for Ona'}",
		person, channel, safe ? "true" : "false");
}

static int paper(struct fixture *f, const char *person, const char *channel, const char *language) {
	return CALL(f, consent_letter, "{'person': '%s', 'channel': '%s', 'language': '%s', 'purpose': 'decision', "
		"'org': 'kpb'}", person, channel, language);
}

static void nothing_leaves_but_by_a_way_she_marked_as_safe(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	assert_int_equal(paper(f, person, "hand", "uk"), 0); /* into her hand, unless she says otherwise */
	assert_int_equal(paper(f, person, "message", "uk"), ERR_DENIED);
	assert_string_equal(f->cx.err.field, "channel");
	assert_int_equal(way(f, person, "message", true), 0);
	assert_int_equal(paper(f, person, "message", "uk"), 0);
	assert_int_equal(paper(f, person, "mail", "uk"), ERR_DENIED);
	assert_int_equal(way(f, person, "message", false), 0); /* the newest word stands */
	assert_int_equal(paper(f, person, "message", "uk"), ERR_DENIED);
	assert_int_equal(CALL(f, who_letter, "{'person': '%s', 'channel': 'message', 'language': 'uk'}", person), ERR_DENIED);
	assert_int_equal(CALL(f, person_copy, "{'person': '%s', 'channel': 'message', 'language': 'uk'}", person), ERR_DENIED);
	assert_int_equal(way(f, person, "hand", false), 0);
	assert_int_equal(paper(f, person, "hand", "uk"), ERR_DENIED);
}

static void a_way_is_read_by_who_wrote_it_and_by_whom_she_lets(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	assert_int_equal(way(f, person, "call", true), 0);
	assert_int_equal(way(f, person, "call", false), 0);
	DO(f, channel_list, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "channel_text"), "after six, ask for Ona");
	assert_true(json_is_false(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "is_safe")));
	fixture_as(f, VIDA);
	DO(f, channel_list, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 1);
	assert_null(fixture_row(f, 0, "channel_text"));
}

/* All lines of the last answer, one after another. */
static const char *whole(struct fixture *f) {
	struct buf b = buf_new(f->cx.arena, 1 << 20);
	for (size_t i = 0; i < fixture_rows(f); i++)
		buf_printf(&b, "%s: %s\n", fixture_row(f, i, "section"), fixture_row(f, i, "line"));
	return b.at;
}

static void the_paper_about_consent_tells_nothing_to_whoever_finds_it(void **state) {
	static const char *const dangerous[] = {"polic", "Polic", "поліц", "полиц", "prekyb", "traffick", "торгів", "торговл",
		"Bureau", "Criminal", "victim", " auk", "жертв", "Atrama"};
	static const char *const langs[] = {"lt", "en", "uk", "ru"}, *const purposes[] = {"support", "decision", "health", "return"};
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	DO(f, identity_record, "{'person': '%s', 'given': 'Olena', 'family': 'Kovalenko', 'born': 1996}", person);
	for (size_t i = 0; i < 4; i++)
		for (size_t k = 0; k < 4; k++) {
			DO(f, consent_letter, "{'person': '%s', 'channel': 'hand', 'language': '%s', 'purpose': '%s', 'org': 'kpb'}", person,
				langs[i], purposes[k]);
			const char *text = whole(f);
			for (size_t d = 0; d < sizeof dangerous / sizeof *dangerous; d++)
				if (strstr(text, dangerous[d]) != NULL)
					fail_msg("\"%s\" stands on the paper in %s: %s", dangerous[d], langs[i], text);
			assert_null(strstr(text, "Olena"));
			assert_null(strstr(text, person));
		}
	assert_int_equal(paper(f, person, "hand", "vi"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "language");
}

static void the_paper_about_a_time_says_it_to_a_border_guard_and_nothing_to_others(void **state) {
	static const char *const never[] = {"Olena", "Kovalenko", "Police", "Panevezys", "victim", "traffick", "reflection", "auk",
		"apsisprend", "polic", "роздум", "размышл", "Atrama"};
	static const char *const langs[] = {"lt", "en", "uk", "ru"};
	struct fixture *f = *state;
	fixture_as(f, ONA);
	const char *person = fixture_sign(f);
	DO(f, identity_record, "{'person': '%s', 'given': 'Olena', 'family': 'Kovalenko', 'born': 1996}", person);
	DO(f, clock_start, "{'person': '%s', 'clock': 'reflection', 'happened': '2026-03-01'}", person);
	const char *clock = fixture_get(f, "clock_id");
	for (size_t i = 0; i < 4; i++) {
		DO(f, clock_letter, "{'person': '%s', 'channel': 'hand', 'language': '%s', 'clock_id': '%s'}", person, langs[i], clock);
		const char *text = whole(f);
		assert_non_null(strstr(text, "2026\u00a0m. kovo 30\u00a0d.")); /* the country's language is always there */
		assert_non_null(strstr(text, "išsiųsti iš šalies negalima"));
		assert_int_equal(strstr(text, "second: ") != NULL, strcmp(langs[i], "lt") != 0);
		for (size_t k = 0; k < sizeof never / sizeof *never; k++)
			if (strstr(text, never[k]) != NULL)
				fail_msg("\"%s\" stands on the paper in %s: %s", never[k], langs[i], text);
		assert_null(strstr(text, person));
	}
	DO(f, clock_change, "{'person': '%s', 'clock_id': '%s', 'clock_change': 'end', 'happened': '2026-03-10', 'clock_why': 'asked'}",
		person, clock);
	assert_int_equal(CALL(f, clock_letter, "{'person': '%s', 'channel': 'hand', 'language': 'en', 'clock_id': '%s'}", person,
		clock), ERR_CONFLICT);
	assert_int_equal(CALL(f, clock_letter, "{'person': '%s', 'channel': 'hand', 'language': 'en', 'clock_id': '%s'}",
		fixture_sign(f), clock), ERR_NOTFOUND); /* another person's */
	assert_int_equal(CALL(f, clock_letter, "{'person': '%s', 'channel': 'message', 'language': 'en', 'clock_id': '%s'}", person,
		clock), ERR_DENIED); /* not a way she marked as safe */
}

static void the_paper_is_an_empty_form(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f), *before;
	static const char en[] = "{'person': '%s', 'channel': 'hand', 'language': 'en', 'purpose': 'support', 'org': 'silas'}";
	DO(f, consent_letter, en, person);
	before = whole(f);
	assert_non_null(strstr(before, "“S.”"));
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'silas', 'consent_state': 'given', 'language': 'uk', "
		"'read_aloud': true, 'scope': ['needs'], 'expires': '2026-06-01'}", person);
	DO(f, consent_letter, en, person);
	assert_string_equal(whole(f), before); /* whatever she said */
}

static void her_copy_has_all_that_is_kept_in_her_language(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	DO(f, identity_record, "{'person': '%s', 'given': 'Олена', 'family': 'Коваленко', 'born': 1996, 'phone': '+37060012345'}",
		person);
	assert_int_equal(way(f, person, "call", true), 0);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'silas', 'consent_state': 'given', "
		"'language': 'uk', 'read_aloud': true}", person);
	DO(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", person);
	DO(f, trait_record, "{'person': '%s', 'trait': 'citizenship', 'trait_value': 'ua', 'happened': '2026-03-01'}", person);
	DO(f, person_copy, "{'person': '%s', 'channel': 'hand', 'language': 'uk'}", person);
	const char *text = whole(f);
	static const char *const kept[] = {"about: ", "identity: Олена; Коваленко; 1996", "contact: +37060012345",
		"after six, ask for Ona", "consent: Silas", "barred: Police of Panevezys county, Panevezys", "known: "};
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		if (strstr(text, kept[i]) == NULL)
			fail_msg("\"%s\" is not in her copy: %s", kept[i], text);
	assert_null(strstr(text, "Citizenship")); /* in Ukrainian */
}

static void the_list_of_who_looked_ends_with_its_own_entry(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	for (size_t n = 1; n <= 3; n++) {
		DO(f, who_letter, "{'person': '%s', 'channel': 'hand', 'language': 'lt'}", person);
		assert_int_equal(fixture_rows(f), n);
		assert_string_equal(fixture_row(f, n - 1, "operation"), "who_letter");
		assert_non_null(fixture_get(f, "checkpoint"));
		assert_non_null(fixture_get(f, "public_key"));
		assert_non_null(fixture_row(f, n - 1, "leaf"));
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(nothing_leaves_but_by_a_way_she_marked_as_safe),
		TEST(a_way_is_read_by_who_wrote_it_and_by_whom_she_lets),
		TEST(the_paper_about_consent_tells_nothing_to_whoever_finds_it),
		TEST(the_paper_about_a_time_says_it_to_a_border_guard_and_nothing_to_others),
		TEST(the_paper_is_an_empty_form),
		TEST(her_copy_has_all_that_is_kept_in_her_language),
		TEST(the_list_of_who_looked_ends_with_its_own_entry),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
