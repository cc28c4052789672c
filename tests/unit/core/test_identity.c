#include "fixture.h"


static void write_name(struct fixture *f, const char *person, const char *given, const char *family, int born) {
	DO(f, identity_record, "{'person': '%s', 'given': '%s', 'family': '%s', 'born': %d}", person, given, family, born);
}

static void a_name_is_read_as_it_was_written(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	assert_int_equal(CALL(f, identity_read, "{'person': '%s'}", person), ERR_NOTFOUND);
	DO(f, identity_record, "{'person': '%s', 'given': 'Олена', 'family': 'Коваленко', 'birth': '1996-05-04', "
		"'document': 'FK 123456', 'phone': '+370 612 34567', 'safe': 'Write \\\"aunt\\\" after six'}", person);
	DO(f, identity_read, "{'person': '%s'}", person);
	assert_string_equal(fixture_get(f, "given"), "Олена");
	assert_string_equal(fixture_get(f, "family"), "Коваленко");
	assert_string_equal(fixture_get(f, "birth"), "1996-05-04");
	assert_int_equal(json_integer_value(json_object_get(f->answer, "born")), 1996);
	assert_string_equal(fixture_get(f, "document"), "FK 123456");
	assert_string_equal(fixture_get(f, "safe"), "Write \"aunt\" after six");
}

static void what_is_not_given_again_is_kept_and_each_organisation_has_its_own(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	write_name(f, person, "Olena", "Kovalenko", 1996);
	DO(f, identity_record, "{'person': '%s', 'phone': '8 612 34567'}", person);
	DO(f, identity_read, "{'person': '%s'}", person);
	assert_string_equal(fixture_get(f, "given"), "Olena");
	assert_string_equal(fixture_get(f, "phone"), "8 612 34567");
	fixture_as(f, ONA);
	/* What others wrote is read as far as she agreed (test_consent.c): here she was not asked. */
	assert_int_equal(CALL(f, identity_read, "{'person': '%s'}", person), ERR_NOTFOUND);
	DO(f, identity_record, "{'person': '%s', 'given': 'Lena'}", person);
	DO(f, identity_read, "{'person': '%s'}", person);
	assert_string_equal(fixture_get(f, "given"), "Lena");
	assert_null(fixture_get(f, "phone"));
	fixture_as(f, RASA);
	DO(f, identity_read, "{'person': '%s'}", person);
	assert_string_equal(fixture_get(f, "given"), "Olena");
}

static void refuses_what_cannot_be(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	assert_int_equal(CALL(f, identity_record, "{'person': '%s'}", person), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "given");
	assert_int_equal(CALL(f, identity_record, "{'person': '%s', 'given': '  '}", person), ERR_INVALID);
	assert_int_equal(CALL(f, identity_record, "{'person': '%s', 'birth': '1996-05-04', 'born': 1997}", person),
		ERR_INVALID);
	assert_string_equal(f->cx.err.field, "birth");
	assert_int_equal(CALL(f, identity_record, "{'person': '%s', 'birth': '%s'}", person, fixture_day(f, 1)), ERR_INVALID);
	assert_int_equal(CALL(f, identity_record, "{'person': '%s', 'born': 2027}", person), ERR_INVALID);
	assert_int_equal(CALL(f, identity_record, "{'person': '%s', 'phone': 'call me'}", person), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "phone");
	assert_null(f->cx.err.value);
	assert_int_equal(CALL(f, identity_record, "{'person': '%s', 'document': '---'}", person), ERR_INVALID);
	/* Two alphabets in one name. */
	assert_int_equal(CALL(f, identity_record, "{'person': '%s', 'given': 'Oлeна'}", person), ERR_INVALID);
	assert_int_equal(CALL(f, identity_read, "{'person': '%s'}", person), ERR_NOTFOUND);
}

static void a_new_year_of_birth_puts_a_contradicting_day_aside(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	DO(f, identity_record, "{'person': '%s', 'birth': '1996-05-04'}", person);
	DO(f, identity_record, "{'person': '%s', 'born': 1998}", person);
	DO(f, identity_read, "{'person': '%s'}", person);
	assert_null(fixture_get(f, "birth"));
	assert_int_equal(json_integer_value(json_object_get(f->answer, "born")), 1998);
}

static void finds_a_person_by_name_in_another_alphabet_and_order_within_the_organisation(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	write_name(f, person, "Олена", "Коваленко", 1996);
	DO(f, person_find, "{'given': 'Kovalenko', 'family': 'Olena', 'born': 1996}");
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "person"), person);
	DO(f, person_find, "{'given': 'Lenka', 'family': 'Kovalenko', 'born': 1995}"); /* another form, and a year beside */
	assert_int_equal(fixture_rows(f), 1);
	DO(f, person_find, "{'given': 'Olena', 'family': 'Kovalenko', 'born': 1994}");
	assert_int_equal(fixture_rows(f), 0);
	DO(f, person_find, "{'given': 'Oksana', 'family': 'Kovalenko', 'born': 1996}");
	assert_int_equal(fixture_rows(f), 0);
	fixture_as(f, ONA);
	DO(f, person_find, "{'given': 'Olena', 'family': 'Kovalenko', 'born': 1996}");
	assert_int_equal(fixture_rows(f), 0);
	fixture_as(f, RASA);
	DO(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", person);
	fixture_as(f, PETRAS);
	DO(f, person_find, "{'given': 'Olena', 'family': 'Kovalenko', 'born': 1996}");
	assert_int_equal(fixture_rows(f), 0);
	DO(f, person_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
}

/* The reference of the first likeness among the actor's tasks; NULL without one. */
static const char *likeness_task(struct fixture *f) {
	DO(f, task_list, "{}");
	for (size_t i = 0; i < fixture_rows(f); i++)
		if (fixture_row(f, i, "likeness") != NULL)
			return fixture_row(f, i, "likeness");
	return NULL;
}

static void accept_at_silas(struct fixture *f, const char *person) {
	fixture_as(f, RASA);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'silas', 'consent_state': 'given', "
		"'language': 'uk', 'read_aloud': true}", person);
	DO(f, referral_send, "{'person': '%s', 'org': 'silas', 'purpose': 'support', 'need': ['shelter']}", person);
	const char *referral = fixture_get(f, "referral");
	fixture_as(f, ONA);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
}

static void who_knows_both_is_told_of_a_likeness_and_nobody_else(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	const char *caller = fixture_sign(f);
	write_name(f, caller, "Олена", "Коваленко", 1996);
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	write_name(f, person, "Olena", "Kovalenko", 1996);
	assert_null(likeness_task(f));
	fixture_as(f, ONA);
	assert_null(likeness_task(f));

	accept_at_silas(f, person); /* now Silas knows both */
	const char *likeness = likeness_task(f);
	assert_non_null(likeness);
	fixture_as(f, RASA);
	assert_null(likeness_task(f));

	fixture_as(f, ONA);
	DO(f, likeness_read, "{'likeness': '%s'}", likeness);
	assert_string_equal(fixture_get(f, "like"), "open");
	assert_int_equal(fixture_rows(f), 2);
	assert_string_equal(fixture_row(f, 0, "person"), person);
	assert_string_equal(fixture_row(f, 0, "given"), "Olena");
	assert_string_equal(fixture_row(f, 1, "person"), caller);
	assert_string_equal(fixture_row(f, 1, "given"), "Олена");
}

static int64_t first_of(struct fixture *f, const char *person) {
	struct rows rows;
	struct row_dump_same_person each;
	struct row_on_person on;
	struct ref ref;
	int64_t first = 0;
	assert_true(ref_parse(person, &ref));
	assert_int_equal(q_on_person(&f->cx, ref_blob(&ref), &on), 0);
	assert_int_equal(q_dump_same_person(&f->cx, &rows), 0);
	while (q_dump_same_person_next(&rows, &each))
		if (each.person == on.id)
			first = each.first;
	assert_int_equal(rows_end(&rows), 0);
	return first;
}

static void three_records_become_one_person_and_come_apart_again(void **state) {
	struct fixture *f = *state;
	const char *p[3], *likeness[3];
	fixture_as(f, ONA);
	for (int i = 0; i < 3; i++) {
		p[i] = fixture_sign(f);
		DO(f, identity_record, "{'person': '%s', 'phone': '%s', 'given': 'Olena', 'family': '%s', 'born': 1996}", p[i],
			i < 2 ? "+37061234567" : "+37069999999", i > 0 ? "Kovalenko" : "Shevchenko");
	}
	DO(f, task_list, "{}"); /* 0-1 by telephone, 1-2 by name and year */
	assert_int_equal(fixture_rows(f), 2);
	likeness[0] = fixture_row(f, 0, "likeness");
	likeness[1] = fixture_row(f, 1, "likeness");
	assert_int_equal(CALL(f, likeness_decide, "{'likeness': '%s', 'like': 'open'}", likeness[0]), ERR_INVALID);
	DO(f, likeness_decide, "{'likeness': '%s', 'like': 'same'}", likeness[0]);
	assert_int_equal(first_of(f, p[0]), 0); /* one person alone has said so */
	assert_int_equal(CALL(f, likeness_decide, "{'likeness': '%s', 'like': 'same'}", likeness[0]), ERR_CONFLICT);
	assert_int_equal(fixture_agree(f, LAIMA), 0);
	assert_int_equal(CALL(f, likeness_decide, "{'likeness': '%s', 'like': 'same'}", likeness[0]), ERR_CONFLICT);
	assert_int_equal(first_of(f, p[0]), 1);
	assert_int_equal(first_of(f, p[1]), 1);
	assert_int_equal(first_of(f, p[2]), 0);
	DO(f, likeness_decide, "{'likeness': '%s', 'like': 'same'}", likeness[1]);
	assert_int_equal(fixture_agree(f, LAIMA), 0);
	assert_int_equal(first_of(f, p[2]), 1);
	DO(f, likeness_decide, "{'likeness': '%s', 'like': 'different'}", likeness[0]);
	assert_int_equal(first_of(f, p[0]), 0);
	assert_int_equal(first_of(f, p[1]), 2);
	assert_int_equal(first_of(f, p[2]), 2);
	DO(f, likeness_read, "{'likeness': '%s'}", likeness[0]);
	assert_string_equal(fixture_get(f, "like"), "different");
	DO(f, task_list, "{}");
	assert_true(json_is_true(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "done")));
}

static void a_telephone_that_many_share_makes_no_likeness(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	for (int i = 0; i < 25; i++) {
		const char *person = fixture_sign(f);
		DO(f, identity_record, "{'person': '%s', 'phone': '+37061234567'}", person);
	}
	struct row_likeness_between between;
	assert_int_equal(q_likeness_between(&f->cx, 1, 2, &between), 0);
	assert_int_equal(between.n, 1);
	assert_int_equal(q_likeness_between(&f->cx, 1, 25, &between), 0);
	assert_int_equal(between.n, 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(a_name_is_read_as_it_was_written),
		TEST(what_is_not_given_again_is_kept_and_each_organisation_has_its_own),
		TEST(refuses_what_cannot_be),
		TEST(a_new_year_of_birth_puts_a_contradicting_day_aside),
		TEST(finds_a_person_by_name_in_another_alphabet_and_order_within_the_organisation),
		TEST(who_knows_both_is_told_of_a_likeness_and_nobody_else),
		TEST(three_records_become_one_person_and_come_apart_again),
		TEST(a_telephone_that_many_share_makes_no_likeness),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
