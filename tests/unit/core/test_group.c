/* People found together: a list of one organisation, whose people are persons like any other. */
#include "fixture.h"

static const char *group(struct fixture *f) {
	fixture_as(f, RASA);
	DO(f, group_create, "{'label': 'Farm at the lake', 'municipality': '%s', 'happened': '%s'}",
		fixture_code(f, L_MUNICIPALITY, 1), fixture_day(f, -1));
	return fixture_get(f, "group_id");
}

static int signs(struct fixture *f, const char *group_id, int heads) {
	return CALL(f, group_signs, "{'group_id': '%s', 'heads': %d, 'source': 'met', 'age': '25_39', 'sex': 'male', "
		"'language': 'uk'}", group_id, heads);
}

/* How many people the first group of the list has. */
static int64_t counted(struct fixture *f) {
	return json_integer_value(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "people"));
}

static size_t people(struct fixture *f, enum who who, const char *group_id) {
	fixture_as(f, who);
	DO(f, group_read, "{'group_id': '%s'}", group_id);
	return fixture_rows(f);
}

static void many_become_persons_in_one_act(void **state) {
	struct fixture *f = *state;
	const char *all = group(f);
	assert_int_equal(signs(f, all, 120), 0);
	json_t *persons = json_object_get(f->answer, "person");
	assert_int_equal(json_array_size(persons), 120);
	const char *last = arena_strdup(f->cx.arena, json_string_value(json_array_get(persons, 119)));
	assert_int_equal(people(f, RASA, all), 120);
	assert_string_equal(fixture_get(f, "label"), "Farm at the lake");
	assert_string_equal(fixture_row(f, 119, "person"), last);
	assert_string_equal(fixture_row(f, 119, "since"), fixture_day(f, -1));
	assert_string_equal(fixture_row(f, 119, "sex"), "male");
	DO(f, person_read, "{'person': '%s'}", last);
	assert_string_equal(fixture_get(f, "municipality"), fixture_code(f, L_MUNICIPALITY, 1));
	DO(f, group_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
	assert_int_equal(counted(f), 120);
}

static void refuses_more_heads_than_three_hundred(void **state) {
	struct fixture *f = *state;
	const char *all = group(f);
	assert_int_equal(signs(f, all, 301), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "heads");
	assert_int_equal(signs(f, all, 0), ERR_INVALID);
	assert_int_equal(signs(f, all, 300), 0);
	assert_int_equal(people(f, RASA, all), 300);
}

static void label_names_nobody(void **state) {
	struct fixture *f = *state;
	static const char *const wrong[] = {"Call 860012345", "olena@example.org", "38901011234", "Ring +370 600 12345"};
	fixture_as(f, RASA);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(CALL(f, group_create, "{'label': '%s', 'municipality': '%s', 'happened': '%s'}", wrong[i],
			fixture_code(f, L_MUNICIPALITY, 0), fixture_day(f, 0)), ERR_INVALID);
		assert_string_equal(f->cx.err.field, "label");
	}
	assert_int_equal(CALL(f, group_create, "{'label': 'Tomorrow', 'municipality': '%s', 'happened': '%s'}",
		fixture_code(f, L_MUNICIPALITY, 0), fixture_day(f, 1)), ERR_INVALID);
}

static void group_is_its_organisation_s_own(void **state) {
	struct fixture *f = *state;
	const char *all = group(f);
	assert_int_equal(signs(f, all, 2), 0);
	fixture_as(f, ONA);
	assert_int_equal(CALL(f, group_read, "{'group_id': '%s'}", all), ERR_INVALID);
	assert_int_equal(signs(f, all, 1), ERR_INVALID);
	DO(f, group_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
	assert_int_equal(people(f, PETRAS, all), 2); /* the same organisation */
}

static void somebody_known_joins_once(void **state) {
	struct fixture *f = *state;
	const char *all = group(f), *person = fixture_sign(f);
	DO(f, group_add, "{'person': '%s', 'group_id': '%s'}", person, all);
	assert_int_equal(CALL(f, group_add, "{'person': '%s', 'group_id': '%s'}", person, all), ERR_CONFLICT);
	assert_int_equal(people(f, RASA, all), 1);
	assert_string_equal(fixture_row(f, 0, "person"), person);
	DO(f, person_timeline, "{'person': '%s'}", person);
	bool told = false;
	for (size_t i = 0; i < fixture_rows(f); i++)
		told = told || strcmp(fixture_row(f, i, "fact"), "member") == 0;
	assert_true(told);
}

static void closed_file_stands_in_no_list(void **state) {
	struct fixture *f = *state;
	const char *all = group(f);
	assert_int_equal(signs(f, all, 3), 0);
	const char *one = arena_strdup(f->cx.arena, json_string_value(json_array_get(json_object_get(f->answer, "person"), 1)));
	DO(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", one);
	assert_int_equal(people(f, RASA, all), 3);
	assert_int_equal(people(f, PETRAS, all), 2);
	DO(f, group_list, "{}");
	assert_int_equal(counted(f), 2);
}

static void group_of_closed_files_alone_is_hidden(void **state) {
	struct fixture *f = *state;
	const char *all = group(f), *person = fixture_sign(f), *other = fixture_sign(f);
	assert_int_equal(people(f, PETRAS, all), 0); /* an empty one tells of nobody */
	DO(f, group_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
	fixture_as(f, RASA);
	DO(f, group_add, "{'person': '%s', 'group_id': '%s'}", person, all);
	DO(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", person);
	assert_int_equal(people(f, RASA, all), 1);
	fixture_as(f, PETRAS);
	assert_int_equal(CALL(f, group_read, "{'group_id': '%s'}", all), ERR_INVALID);
	assert_string_equal(f->cx.err.rule, "Your organisation has no such list of people.");
	assert_int_equal(CALL(f, group_add, "{'person': '%s', 'group_id': '%s'}", other, all), ERR_INVALID);
	assert_int_equal(signs(f, all, 1), ERR_INVALID);
	DO(f, group_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
	fixture_as(f, RASA);
	DO(f, group_add, "{'person': '%s', 'group_id': '%s'}", other, all);
	assert_int_equal(people(f, PETRAS, all), 1);
	DO(f, group_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
	assert_int_equal(counted(f), 1);
}

static void referrals_of_each_are_shown(void **state) {
	struct fixture *f = *state;
	const char *all = group(f);
	DO(f, group_signs, "{'group_id': '%s', 'heads': 2, 'source': 'met', 'age': '12_17', 'sex': 'male', 'language': 'uk'}", all);
	const char *one = arena_strdup(f->cx.arena, json_string_value(json_array_get(json_object_get(f->answer, "person"), 0)));
	DO(f, referral_send, "{'person': '%s', 'org': 'silas', 'purpose': 'support', 'need': ['shelter']}", one);
	assert_int_equal(people(f, RASA, all), 2);
	json_t *rows = json_object_get(f->answer, "rows");
	assert_int_equal(json_array_size(json_object_get(json_array_get(rows, 0), "referral_state")), 1);
	assert_int_equal(json_array_size(json_object_get(json_array_get(rows, 1), "referral_state")), 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(many_become_persons_in_one_act),
		TEST(refuses_more_heads_than_three_hundred),
		TEST(label_names_nobody),
		TEST(group_is_its_organisation_s_own),
		TEST(somebody_known_joins_once),
		TEST(closed_file_stands_in_no_list),
		TEST(group_of_closed_files_alone_is_hidden),
		TEST(referrals_of_each_are_shown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
