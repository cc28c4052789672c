/* Places whose address is a closed door, stays in them, the time to decide, and help given. */
#include "fixture.h"

static const char *place_at(struct fixture *f, const char *label, size_t region, const char *sex, int beds,
	const char *speech) {
	fixture_as(f, ONA);
	DO(f, place_create, "{'label': '%s', 'region': '%s', 'sex': '%s', 'beds': %d, 'language': [%s], "
		"'address': 'Linden street 7'}", label, fixture_code(f, L_REGION, region), sex, beds, speech);
	return fixture_get(f, "place");
}

static const char *place(struct fixture *f, int beds) {
	return place_at(f, "House by the river", 0, "female", beds, "'lt', 'uk'");
}

static const char *sign(struct fixture *f) {
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	fixture_as(f, ONA);
	return person;
}

static int stay(struct fixture *f, const char *person, const char *where) {
	return CALL(f, placement_start, "{'person': '%s', 'place': '%s', 'happened': '%s'}", person, where, fixture_day(f, 0));
}

static int leave(struct fixture *f, const char *person, int days) {
	return CALL(f, placement_end, "{'person': '%s', 'happened': '%s'}", person, fixture_day(f, days));
}

static int64_t free_beds(struct fixture *f) {
	DO(f, place_list, "{}");
	return json_integer_value(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "free"));
}

static size_t found(struct fixture *f, const char *wish) {
	DO(f, place_list, "%s", wish);
	return fixture_rows(f);
}

static void address_is_sealed_and_opens_for_whoever_runs_the_place(void **state) {
	struct fixture *f = *state;
	const char *where = place(f, 2);
	DO(f, place_address, "{'place': '%s'}", where);
	assert_string_equal(fixture_get(f, "address"), "Linden street 7");
	struct row_place_sealed sealed;
	assert_int_equal(q_place_sealed(&f->cx, 1, &sealed), 0);
	assert_null(memmem(sealed.address.at, sealed.address.n, "Linden", 6));
}

static void address_moved_to_another_place_does_not_open(void **state) {
	struct fixture *f = *state;
	place(f, 2);
	struct row_place_sealed sealed;
	struct ref ref = ref_new(&f->cx);
	assert_int_equal(q_place_sealed(&f->cx, 1, &sealed), 0);
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(q_place_add(&f->cx, 2, ref_blob(&ref), f->orgs[SILAS], "Copy", 1, SEX_FEMALE, 1, sealed.wrapped,
		sealed.address), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	assert_int_equal(CALL(f, place_address, "{'place': '%s'}", ref_text(f->cx.arena, &ref)), ERR_CRYPTO);
}

static void list_shows_no_address_and_who_may_open(void **state) {
	struct fixture *f = *state;
	place(f, 2);
	fixture_as(f, RASA);
	DO(f, place_list, "{}");
	char *text = json_dumps(f->answer, 0);
	assert_null(strstr(text, "Linden"));
	assert_non_null(strstr(text, "\"may_open\": false"));
	free(text);
	assert_string_equal(fixture_row(f, 0, "org_name"), fixture_orgs[SILAS].name);
	fixture_as(f, ONA);
	DO(f, place_list, "{}");
	assert_true(json_is_true(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "may_open")));
}

static void list_answers_every_wish(void **state) {
	struct fixture *f = *state;
	const char *full = place_at(f, "For women", 0, "female", 1, "'lt', 'uk'");
	place_at(f, "For men", 1, "male", 4, "'lt'");
	place_at(f, "For everybody", 1, "other", 3, "'ru'");
	assert_int_equal(stay(f, sign(f), full), 0);
	assert_int_equal(found(f, "{}"), 3);
	assert_string_equal(fixture_row(f, 0, "label"), "For men"); /* most free beds first */
	assert_int_equal(found(f, "{'free_only': true}"), 2);
	assert_int_equal(found(f, "{'free_only': false}"), 3);
	assert_int_equal(found(f, "{'sex': 'female'}"), 2);
	assert_int_equal(found(f, "{'sex': 'unknown'}"), 1);
	assert_int_equal(found(f, "{'language': 'lt'}"), 2);
	assert_int_equal(found(f, "{'language': 'ar'}"), 0);
	assert_int_equal(found(f, arena_printf(f->cx.arena, "{'region': '%s', 'sex': 'male', 'language': 'ru'}",
		fixture_code(f, L_REGION, 1))), 1);
}

static void full_place_takes_nobody_else(void **state) {
	struct fixture *f = *state;
	const char *where = place(f, 1), *first = sign(f), *second = sign(f);
	assert_int_equal(free_beds(f), 1);
	assert_int_equal(stay(f, first, where), 0);
	assert_int_equal(free_beds(f), 0);
	assert_int_equal(stay(f, second, where), ERR_CONFLICT);
	assert_string_equal(f->cx.err.field, "place");
	assert_int_equal(leave(f, first, 0), 0);
	assert_int_equal(free_beds(f), 1);
	assert_int_equal(stay(f, second, where), 0);
	const char *none = place(f, 0);
	assert_int_equal(stay(f, first, none), ERR_CONFLICT);
}

static void nobody_has_two_places(void **state) {
	struct fixture *f = *state;
	const char *where = place(f, 5), *person = fixture_sign(f); /* met by Ona, who gives her the place */
	assert_int_equal(stay(f, person, where), 0);
	assert_int_equal(stay(f, person, where), ERR_CONFLICT);
	assert_string_equal(f->cx.err.field, "person");
	/* Where she stays is for those she agreed to be helped by (test_consent.c): to have met her is not enough. */
	DO(f, person_read, "{'person': '%s'}", person);
	assert_null(fixture_get(f, "place"));
	fixture_as(f, RASA);
	DO(f, person_read, "{'person': '%s'}", person);
	assert_null(fixture_get(f, "place"));
	fixture_as(f, ONA);
	assert_int_equal(leave(f, person, 0), 0);
	assert_int_equal(leave(f, person, 0), ERR_CONFLICT);
	assert_int_equal(stay(f, person, where), 0);
}

static void refuses_invented_places_and_wrong_days(void **state) {
	struct fixture *f = *state;
	const char *where = place(f, 5), *person = sign(f);
	assert_int_equal(stay(f, person, "00000000000000000000000000000000"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "place");
	assert_int_equal(CALL(f, placement_start, "{'person': '%s', 'place': '%s', 'happened': '%s'}", person, where,
		fixture_day(f, 1)), ERR_INVALID);
	assert_int_equal(stay(f, person, where), 0);
	assert_int_equal(leave(f, person, -1), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "happened");
	assert_int_equal(leave(f, person, 1), ERR_INVALID);
}

static void thirty_days_to_decide_begin_with_the_first(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	DO(f, reflection_start, "{'person': '%s', 'happened': '2026-03-01'}", person);
	assert_string_equal(fixture_get(f, "ends"), "2026-03-30");
	DO(f, person_read, "{'person': '%s'}", person);
	assert_string_equal(fixture_get(f, "started"), "2026-03-01");
	assert_string_equal(fixture_get(f, "ends"), "2026-03-30");
	DO(f, task_list, "{}");
	assert_string_equal(fixture_row(f, 0, "task_kind"), "reflection");
	assert_string_equal(fixture_row(f, 0, "due"), instant_text(f->cx.arena, day_start(day_from_ymd(2026, 3, 25))));
}

static void time_to_decide_crosses_a_leap_day(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	DO(f, reflection_start, "{'person': '%s', 'happened': '2024-02-01'}", person);
	assert_string_equal(fixture_get(f, "ends"), "2024-03-01");
	assert_int_equal(CALL(f, reflection_start, "{'person': '%s', 'happened': '2025-02-29'}", person), ERR_INVALID);
}

static void running_time_to_decide_is_not_begun_again(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	DO(f, reflection_start, "{'person': '%s', 'happened': '2026-01-01'}", person);
	assert_int_equal(CALL(f, reflection_start, "{'person': '%s', 'happened': '2026-01-30'}", person), ERR_CONFLICT);
	assert_int_equal(CALL(f, reflection_start, "{'person': '%s', 'happened': '2025-12-03'}", person), ERR_CONFLICT);
	DO(f, reflection_start, "{'person': '%s', 'happened': '2026-01-31'}", person);
	assert_int_equal(CALL(f, reflection_start, "{'person': '%s', 'happened': '%s'}", sign(f), fixture_day(f, 1)),
		ERR_INVALID);
}

static void help_given_is_a_fact_of_its_day(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	DO(f, service_record, "{'person': '%s', 'need': 'interpreter', 'happened': '2026-03-09'}", person);
	assert_int_equal(strlen(fixture_get(f, "service")), 32);
	assert_int_equal(CALL(f, service_record, "{'person': '%s', 'need': 'money', 'happened': '2026-03-09'}", person),
		ERR_INVALID);
	assert_int_equal(CALL(f, service_record, "{'person': '%s', 'need': 'legal', 'happened': '1989-12-31'}", person),
		ERR_INVALID);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(address_is_sealed_and_opens_for_whoever_runs_the_place),
		TEST(address_moved_to_another_place_does_not_open),
		TEST(list_shows_no_address_and_who_may_open),
		TEST(list_answers_every_wish),
		TEST(full_place_takes_nobody_else),
		TEST(nobody_has_two_places),
		TEST(refuses_invented_places_and_wrong_days),
		TEST(thirty_days_to_decide_begin_with_the_first),
		TEST(time_to_decide_crosses_a_leap_day),
		TEST(running_time_to_decide_is_not_begun_again),
		TEST(help_given_is_a_fact_of_its_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
