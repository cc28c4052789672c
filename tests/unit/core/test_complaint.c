#include "fixture.h"

#include "core/complaint.h"

static const char said[] = "An officer read the file aloud in the corridor.";

static int complain(struct fixture *f, const char *org, const char *more) {
	return CALL(f, complaint_record, "{'org': '%s', 'complaint_about': 'treated', 'words': '%s'%s}", org, said, more);
}

static size_t heard(struct fixture *f, enum who who) {
	fixture_as(f, who);
	DO(f, complaint_list, "{}");
	return fixture_rows(f);
}

static size_t tasks(struct fixture *f, enum who who) {
	size_t n = 0;
	fixture_as(f, who);
	DO(f, task_list, "{}");
	for (size_t i = 0; i < fixture_rows(f); i++)
		n += strcmp(fixture_row(f, i, "task_kind"), "complaint") == 0
			&& !json_is_true(json_object_get(json_array_get(json_object_get(f->answer, "rows"), i), "done"));
	return n;
}

static unsigned held(struct fixture *f, enum who who) {
	unsigned held = 77;
	fixture_as(f, who);
	assert_int_equal(complaint_relation(&f->cx, 1, &held), 0);
	return held;
}

static void a_complaint_is_heard_by_the_rapporteur_and_nobody_of_whom_it_is_about(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	const char *person = fixture_sign(f);
	assert_int_equal(complain(f, "panevezio-vpk", arena_printf(f->cx.arena, ", 'person': '%s'", person)), 0);
	const char *complaint = fixture_get(f, "complaint");
	static const enum who deaf[] = {RASA, PETRAS, CHIEF, JONAS, VIDA, LAIMA, ADMIN, KAZYS};
	for (size_t i = 0; i < sizeof deaf / sizeof *deaf; i++) {
		assert_int_equal(held(f, deaf[i]), 0);
		assert_int_equal(heard(f, deaf[i]), 0);
		assert_int_equal(tasks(f, deaf[i]), 0);
		DO(f, complaint_mine, "{}");
		assert_int_equal(fixture_rows(f), 0);
		assert_int_equal(CALL(f, complaint_answer, "{'complaint': '%s', 'complaint_state': 'not_upheld', "
			"'reply': 'Nothing happened here.'}", complaint), ERR_NOTFOUND);
	}
	assert_int_equal(held(f, ONA), REL_ASKER);
	assert_int_equal(held(f, AUDITOR), REL_HEARS); /* may, and is not told */
	assert_int_equal(tasks(f, AUDITOR), 0);
	assert_int_equal(held(f, NIJOLE), REL_HEARS);
	assert_int_equal(tasks(f, NIJOLE), 1);
	assert_int_equal(heard(f, NIJOLE), 1);
	assert_string_equal(fixture_row(f, 0, "words"), said);
	assert_string_equal(fixture_row(f, 0, "org_name"), "Police of Panevezys county");
	assert_string_equal(fixture_row(f, 0, "from_name"), "Silas");
	assert_int_equal(strlen(fixture_row(f, 0, "token")), 16); /* never the person's reference */
	assert_null(strstr(person, fixture_row(f, 0, "token")));
	assert_int_equal(CALL(f, complaint_answer, "{'complaint': '%s', 'complaint_state': 'open', 'reply': 'We look.'}",
		complaint), ERR_INVALID);
	DO(f, complaint_answer, "{'complaint': '%s', 'complaint_state': 'upheld', 'reply': 'It was so.'}", complaint);
	assert_int_equal(tasks(f, NIJOLE), 0);
	DO(f, complaint_list, "{'complaint_state': 'open'}");
	assert_int_equal(fixture_rows(f), 0);
	fixture_as(f, ONA);
	DO(f, complaint_mine, "{}");
	assert_string_equal(fixture_row(f, 0, "complaint_state"), "upheld");
	assert_string_equal(fixture_row(f, 0, "reply"), "It was so.");
}

static void a_complaint_about_the_rapporteur_is_heard_by_oversight(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	assert_int_equal(complain(f, "ombud", ""), 0);
	assert_int_equal(held(f, NIJOLE), 0);
	assert_int_equal(held(f, KEEPER), 0);
	assert_int_equal(tasks(f, NIJOLE), 0);
	assert_int_equal(heard(f, NIJOLE), 0);
	assert_int_equal(held(f, AUDITOR), REL_HEARS);
	assert_int_equal(tasks(f, AUDITOR), 1);
	assert_int_equal(heard(f, AUDITOR), 1);
	fixture_as(f, RASA); /* about oversight: the rapporteur again */
	assert_int_equal(complain(f, "prieziura", ""), 0);
	assert_int_equal(heard(f, AUDITOR), 1);
	assert_int_equal(heard(f, NIJOLE), 1);
}

static void one_can_complain_of_ones_own_house_and_no_colleague_hears_of_it(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	assert_int_equal(complain(f, "panevezio-vpk", ""), 0);
	assert_int_equal(held(f, RASA), REL_ASKER);
	assert_int_equal(held(f, CHIEF), 0);
	assert_int_equal(tasks(f, CHIEF), 0);
	fixture_as(f, PETRAS);
	DO(f, complaint_mine, "{}");
	assert_int_equal(fixture_rows(f), 0);
}

static void refuses_a_person_one_does_not_work_with(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	fixture_as(f, ONA);
	assert_int_equal(complain(f, "kpb", arena_printf(f->cx.arena, ", 'person': '%s'", person)), ERR_NOTFOUND);
	const char *rule = f->cx.err.rule;
	assert_int_equal(complain(f, "kpb", ", 'person': '0123456789abcdef0123456789abcdef'"), ERR_NOTFOUND);
	assert_ptr_equal(rule, f->cx.err.rule);
	assert_int_equal(complain(f, "nowhere", ""), ERR_INVALID);
}

static void the_words_are_sealed(void **state) {
	struct fixture *f = *state;
	struct rows rows;
	struct row_complaint_all each;
	fixture_as(f, RASA);
	assert_int_equal(complain(f, "kpb", ""), 0);
	assert_int_equal(q_complaint_all(&f->cx, &rows), 0);
	while (q_complaint_all_next(&rows, &each))
		assert_null(memmem(each.words.at, each.words.n, "corridor", 8));
	assert_int_equal(rows_end(&rows), 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(a_complaint_is_heard_by_the_rapporteur_and_nobody_of_whom_it_is_about),
		TEST(a_complaint_about_the_rapporteur_is_heard_by_oversight),
		TEST(one_can_complain_of_ones_own_house_and_no_colleague_hears_of_it),
		TEST(refuses_a_person_one_does_not_work_with),
		TEST(the_words_are_sealed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
