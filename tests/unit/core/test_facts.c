#include "fixture.h"

static void list(struct fixture *f, enum who who, const char *more) {
	fixture_as(f, who);
	DO(f, fact_list, "{'year': 2026%s}", more);
}

static void all_agencies_facts_are_listed_without_anybody(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *a = fixture_sign(f);
	DO(f, identity_record, "{'person': '%s', 'given': 'Olena', 'family': 'Kovalenko', 'born': 1994}", a);
	DO(f, trait_record, "{'person': '%s', 'trait': 'citizenship', 'trait_value': 'ua', 'happened': '%s'}", a,
		fixture_day(f, -3));
	fixture_as(f, ONA);
	const char *b = fixture_sign(f);
	DO(f, service_record, "{'person': '%s', 'need': 'legal', 'happened': '%s'}", b, fixture_day(f, -1));
	list(f, NIJOLE, "");
	assert_int_equal(fixture_rows(f), 4); /* two signs, a citizenship, help; no name */
	char *text = json_dumps(f->answer, 0);
	assert_null(strstr(text, a));
	assert_null(strstr(text, b));
	assert_null(strstr(text, "Kovalenko"));
	free(text);
	const char *first = fixture_row(f, 0, "token");
	size_t of_first = 0;
	for (size_t i = 0; i < 4; i++) {
		of_first += strcmp(fixture_row(f, i, "token"), first) == 0;
		assert_string_equal(fixture_row(f, i, "happened"), "2026-03-01");
		assert_string_equal(fixture_row(f, i, "precision"), "month");
	}
	assert_int_equal(of_first, 2); /* a person's facts stand together, under one word */
	list(f, NIJOLE, ", 'org': 'silas'");
	assert_int_equal(fixture_rows(f), 2);
	fixture_as(f, NIJOLE);
	DO(f, fact_list, "{'year': 2025}");
	assert_int_equal(fixture_rows(f), 0);
	assert_int_equal(CALL(f, fact_list, "{'year': 2026, 'org': 'nowhere'}"), ERR_INVALID);
}

static void two_readers_and_two_years_have_no_word_in_common(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	fixture_sign(f);
	list(f, NIJOLE, "");
	const char *hers = fixture_row(f, 0, "token");
	f->actors[KAZYS].org_kind = ORG_RAPPORTEUR;
	list(f, KAZYS, "");
	assert_string_not_equal(hers, fixture_row(f, 0, "token"));
	list(f, NIJOLE, "");
	assert_string_equal(hers, fixture_row(f, 0, "token"));
	fixture_as(f, RASA);
	DO(f, signal_record, "{'municipality': '%s', 'source': 'met', 'age': '25_39', 'sex': 'female', 'language': 'uk', "
		"'happened': '2025-05-05'}", fixture_code(f, L_MUNICIPALITY, 0));
	const char *person = fixture_get(f, "person");
	DO(f, trait_record, "{'person': '%s', 'trait': 'migrant', 'trait_value': 'no', 'happened': '2026-01-05'}", person);
	fixture_as(f, NIJOLE);
	DO(f, fact_list, "{'year': 2025}");
	const char *then = fixture_row(f, 0, "token");
	list(f, NIJOLE, "");
	for (size_t i = 0; i < fixture_rows(f); i++)
		assert_string_not_equal(fixture_row(f, i, "token"), then);
}

static void a_foreign_commissioner_is_given_whom_her_country_has_to_do_with(void **state) {
	struct fixture *f = *state;
	struct row_org_add org;
	fixture_as(f, RASA);
	fixture_sign(f);
	const char *british = fixture_sign(f);
	DO(f, trait_record, "{'person': '%s', 'trait': 'exploited_in', 'trait_value': 'gb', 'happened': '%s'}", british,
		fixture_day(f, -3));
	const char *german = fixture_sign(f);
	DO(f, trait_record, "{'person': '%s', 'trait': 'exploited_in', 'trait_value': 'de', 'happened': '%s'}", german,
		fixture_day(f, -3));
	assert_int_equal(q_org_add(&f->cx, "commissioner-gb", "Commissioner", ORG_COMMISSIONER, 1, &org), 0);
	f->cx.actor = (struct actor){.user = 1, .org = org.id, .org_kind = ORG_COMMISSIONER, .roles = 1u << ROLE_RAPPORTEUR};
	DO(f, fact_list, "{'year': 2026}");
	assert_int_equal(fixture_rows(f), 2);
	assert_int_equal(q_org_add(&f->cx, "commissioner-xx", "Another", ORG_COMMISSIONER, 1, &org), 0);
	f->cx.actor.org = org.id; /* whose country the profile does not know */
	DO(f, fact_list, "{'year': 2026}");
	assert_int_equal(fixture_rows(f), 0);
	list(f, NIJOLE, "");
	assert_int_equal(fixture_rows(f), 5);
}

static void pages_follow_one_another_and_lose_nobody(void **state) {
	struct fixture *f = *state;
	enum { SIGNS = 1100 };
	size_t seen = 0, pages = 0;
	const char *number = NULL;
	char last[32] = "";
	fixture_as(f, RASA);
	for (int i = 0; i < SIGNS; i++)
		fixture_sign(f);
	do {
		list(f, NIJOLE, number == NULL ? "" : arena_printf(f->cx.arena, ", 'number': '%s'", number));
		number = fixture_get(f, "number");
		for (size_t i = 0; i < fixture_rows(f); i++) {
			assert_true(strcmp(last, fixture_row(f, i, "token")) < 0);
			snprintf(last, sizeof last, "%s", fixture_row(f, i, "token"));
		}
		seen += fixture_rows(f);
		pages++;
	} while (number != NULL);
	assert_int_equal(seen, SIGNS);
	assert_int_equal(pages, 3);
	list(f, NIJOLE, ", 'number': 'zzzz'");
	assert_int_equal(fixture_rows(f), 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(all_agencies_facts_are_listed_without_anybody),
		TEST(two_readers_and_two_years_have_no_word_in_common),
		TEST(a_foreign_commissioner_is_given_whom_her_country_has_to_do_with),
		TEST(pages_follow_one_another_and_lose_nobody),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
