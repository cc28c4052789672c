/* Places whose address is a closed door, stays in them, and help given. */
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
		sealed.address, NONE, NONE), 0);
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

/* A place for `sex`, ages and citizens as they are named ("" names none). */
static void place_for(struct fixture *f, const char *sex, int beds, const char *ages, const char *citizens) {
	fixture_as(f, ONA);
	DO(f, place_create, "{'label': 'A house', 'region': '%s', 'sex': '%s', 'beds': %d, 'language': ['lt'], "
		"'address': 'Linden street 7', 'age': [%s], 'citizens': [%s]}", fixture_code(f, L_REGION, 0), sex, beds, ages, citizens);
}

static void list_answers_by_age_and_citizenship(void **state) {
	struct fixture *f = *state;
	place_for(f, "female", 3, "'18_24', '25_39', '40_up'", "");
	place_for(f, "other", 2, "'under_12', '12_17'", "'home', 'eu'");
	assert_int_equal(found(f, "{}"), 2);
	assert_int_equal(found(f, "{'age': '25_39'}"), 1);
	assert_int_equal(found(f, "{'age': '12_17'}"), 1);
	assert_int_equal(found(f, "{'age': 'unknown'}"), 1); /* treated as a child */
	assert_int_equal(found(f, "{'age': '12_17', 'citizens': 'eu'}"), 1);
	assert_int_equal(found(f, "{'age': '12_17', 'citizens': 'other'}"), 0);
	assert_int_equal(found(f, "{'citizens': 'other'}"), 1);
	assert_int_equal(found(f, "{'sex': 'male', 'age': '25_39'}"), 0);
	DO(f, place_list, "{'age': '12_17'}");
	json_t *row = json_array_get(json_object_get(f->answer, "rows"), 0);
	assert_int_equal(json_array_size(json_object_get(row, "age")), 2);
	assert_int_equal(json_array_size(json_object_get(row, "citizens")), 2);
}

/* Beds of a group: "dedicated", "beds" or "free". */
static int64_t gap(struct fixture *f, const char *sex, const char *age, const char *citizens, const char *what) {
	DO(f, place_gaps, "{}");
	for (size_t i = 0; i < fixture_rows(f); i++)
		if (strcmp(fixture_row(f, i, "sex"), sex) == 0 && strcmp(fixture_row(f, i, "age"), age) == 0 &&
		    strcmp(fixture_row(f, i, "citizens"), citizens) == 0)
			return json_integer_value(json_object_get(json_array_get(json_object_get(f->answer, "rows"), i), what));
	fail_msg("no such group");
	return -1;
}

static void group_without_a_bed_of_its_own_is_a_gap(void **state) {
	struct fixture *f = *state;
	assert_int_equal(gap(f, "female", "25_39", "home", "dedicated"), 0);
	assert_int_equal(fixture_rows(f), 3 * 6 * 3);
	place_for(f, "female", 4, "", ""); /* of any age: nobody's alone */
	place_for(f, "female", 3, "'18_24', '25_39', '40_up'", "'home', 'eu'");
	place_for(f, "other", 2, "'under_12', '12_17'", "");
	assert_int_equal(gap(f, "female", "25_39", "home", "dedicated"), 3);
	assert_int_equal(gap(f, "female", "25_39", "home", "beds"), 7);
	assert_int_equal(gap(f, "female", "25_39", "other", "dedicated"), 0);
	assert_int_equal(gap(f, "female", "25_39", "other", "beds"), 4);
	assert_int_equal(gap(f, "female", "12_17", "home", "dedicated"), 0); /* boys are there too */
	assert_int_equal(gap(f, "female", "12_17", "home", "beds"), 6);
	assert_int_equal(gap(f, "male", "unknown", "other", "beds"), 2);
	assert_int_equal(gap(f, "male", "18_24", "home", "beds"), 0);
	assert_int_equal(gap(f, "other", "12_17", "home", "dedicated"), 2);
}

static const char *refer(struct fixture *f, const char *person, const char *org, const char *need) {
	fixture_as(f, RASA);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': '%s', 'consent_state': 'given', 'language': 'uk', "
		"'read_aloud': true}", person, org);
	DO(f, referral_send, "{'person': '%s', 'org': '%s', 'purpose': 'support', 'need': ['%s']}", person, org, need);
	return fixture_get(f, "referral");
}

/* Everybody who waits: "female 25_39 2 since 2026-03-10", one after another. */
static const char *waits(struct fixture *f) {
	const char *all = "";
	fixture_as(f, ONA);
	DO(f, place_waits, "{}");
	for (size_t i = 0; i < fixture_rows(f); i++)
		all = arena_printf(f->cx.arena, "%s%s%s %s %lld since %s", all, i == 0 ? "" : ", ", fixture_row(f, i, "sex"),
			fixture_row(f, i, "age"), (long long)json_integer_value(json_object_get(json_array_get(
				json_object_get(f->answer, "rows"), i), "waiting")), fixture_row(f, i, "since"));
	return all;
}

static void who_waits_for_a_place_is_counted_until_there_is_one(void **state) {
	struct fixture *f = *state;
	const char *where = place(f, 5), *first = sign(f), *second = sign(f), *third = sign(f);
	assert_string_equal(waits(f), "");
	refer(f, third, "silas", "legal"); /* asks for no place */
	assert_string_equal(waits(f), "");
	const char *full = refer(f, first, "silas", "shelter");
	fixture_wait(f, 48 * HOUR);
	const char *open = refer(f, second, "silas", "shelter");
	assert_string_equal(waits(f), "female 25_39 2 since 2026-03-10");
	fixture_as(f, RASA); /* who places nobody learns of so few only that there are some */
	DO(f, place_waits, "{}");
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "age"), "25_39");
	assert_null(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "waiting"));
	assert_null(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "since"));
	fixture_as(f, ONA);
	DO(f, referral_decline, "{'referral': '%s', 'decline': 'full'}", full);
	DO(f, referral_accept, "{'referral': '%s'}", open);
	assert_string_equal(waits(f), "female 25_39 2 since 2026-03-10"); /* a yes is no bed yet, a no ends nothing */
	fixture_as(f, ONA);
	assert_int_equal(stay(f, second, where), 0);
	assert_string_equal(waits(f), "female 25_39 1 since 2026-03-10");
	fixture_as(f, ONA);
	assert_int_equal(leave(f, second, 0), 0);
	assert_string_equal(waits(f), "female 25_39 1 since 2026-03-10"); /* she had one and left */
	refer(f, first, "viltis", "shelter"); /* asked elsewhere: she waits on */
	assert_string_equal(waits(f), "female 25_39 1 since 2026-03-10");
}

static void gap_counts_free_beds(void **state) {
	struct fixture *f = *state;
	const char *where = place(f, 2), *person = sign(f);
	assert_int_equal(gap(f, "female", "25_39", "home", "free"), 2);
	fixture_as(f, ONA);
	assert_int_equal(stay(f, person, where), 0);
	assert_int_equal(gap(f, "female", "25_39", "home", "free"), 1);
}

/* A referral of a new person to Silas, which is full. */
static const char *refused(struct fixture *f, const char *age, const char *more) {
	fixture_as(f, RASA);
	DO(f, signal_record, "{'municipality': '%s', 'source': 'met', 'age': '%s', 'sex': 'female', 'language': 'lt', "
		"'happened': '%s'}", fixture_code(f, L_MUNICIPALITY, 0), age, fixture_day(f, 0));
	const char *person = fixture_get(f, "person");
	DO(f, referral_send, "{'person': '%s', 'org': 'silas', 'purpose': 'support', 'need': ['shelter']%s}", person, more);
	const char *referral = fixture_get(f, "referral");
	fixture_as(f, ONA);
	DO(f, referral_decline, "{'referral': '%s', 'decline': 'full'}", referral);
	return person;
}

/* Who is told that a bed is free: the persons of Rasa's open tasks of that kind, in order of their being made. */
static size_t told(struct fixture *f, const char *persons[4]) {
	size_t n = 0;
	fixture_as(f, RASA);
	DO(f, task_list, "{}");
	for (size_t i = 0; i < fixture_rows(f); i++) {
		json_t *row = json_array_get(json_object_get(f->answer, "rows"), i);
		if (strcmp(fixture_row(f, i, "task_kind"), "room") == 0 && !json_is_true(json_object_get(row, "done")) && n < 4)
			persons[n++] = arena_strdup(f->cx.arena, fixture_row(f, i, "person"));
	}
	return n;
}

static bool among(const char *const *persons, size_t n, const char *person) {
	for (size_t i = 0; i < n; i++)
		if (strcmp(persons[i], person) == 0)
			return true;
	return false;
}

static void free_bed_is_told_to_those_who_wait_for_it(void **state) {
	struct fixture *f = *state;
	const char *persons[4];
	place_for(f, "female", 1, "'under_12', '12_17', 'unknown'", "");
	const char *where = fixture_get(f, "place"), *inside = sign(f);
	assert_int_equal(stay(f, inside, where), 0);
	const char *waits = refused(f, "12_17", ""), *hurried = refused(f, "unknown", ", 'danger': true");
	const char *helped = refused(f, "12_17", "");
	fixture_as(f, RASA);
	DO(f, referral_send, "{'person': '%s', 'org': 'viltis', 'purpose': 'support', 'need': ['shelter']}", helped);
	assert_int_equal(told(f, persons), 0);
	fixture_as(f, ONA);
	assert_int_equal(leave(f, inside, 0), 0);
	assert_int_equal(told(f, persons), 2);
	assert_true(among(persons, 2, waits));
	assert_true(among(persons, 2, hurried));
	fixture_as(f, RASA);
	DO(f, referral_send, "{'person': '%s', 'org': 'silas', 'purpose': 'support', 'need': ['shelter']}", waits);
	assert_int_equal(told(f, persons), 1);
	assert_string_equal(persons[0], hurried);
	fixture_as(f, ONA); /* told once, however often a bed comes free */
	assert_int_equal(stay(f, inside, where), 0);
	assert_int_equal(leave(f, inside, 0), 0);
	assert_int_equal(told(f, persons), 1);
}

static void bed_for_others_is_told_to_nobody(void **state) {
	struct fixture *f = *state;
	const char *persons[4];
	place_for(f, "female", 1, "'25_39'", "");
	const char *where = fixture_get(f, "place"), *inside = sign(f);
	assert_int_equal(stay(f, inside, where), 0);
	refused(f, "12_17", "");
	assert_int_equal(leave(f, inside, 0), 0);
	assert_int_equal(told(f, persons), 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(address_is_sealed_and_opens_for_whoever_runs_the_place),
		TEST(address_moved_to_another_place_does_not_open),
		TEST(list_shows_no_address_and_who_may_open),
		TEST(list_answers_every_wish),
		TEST(list_answers_by_age_and_citizenship),
		TEST(group_without_a_bed_of_its_own_is_a_gap),
		TEST(who_waits_for_a_place_is_counted_until_there_is_one),
		TEST(gap_counts_free_beds),
		TEST(free_bed_is_told_to_those_who_wait_for_it),
		TEST(bed_for_others_is_told_to_nobody),
		TEST(full_place_takes_nobody_else),
		TEST(nobody_has_two_places),
		TEST(refuses_invented_places_and_wrong_days),
		TEST(help_given_is_a_fact_of_its_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
