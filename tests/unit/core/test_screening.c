#include "fixture.h"

/* Ask with these answers, a JSON list. */
static int screen(struct fixture *f, const char *person, const char *answers) {
	return CALL(f, screening_record, "{'person': '%s', 'instrument': '%s', 'language': 'uk', 'answer': %s}", person,
		fixture_code(f, L_INSTRUMENT, 0), answers);
}

static const char *question(struct fixture *f, size_t i) {
	const json_t *entry = profile_entry(f->profile, L_INSTRUMENT, code_at(f->profile, L_INSTRUMENT, 0));
	return json_string_value(json_object_get(json_array_get(json_object_get(entry, "questions"), i), "code"));
}

static const char *all(struct fixture *f, const char *answer) {
	const char *text = "[";
	size_t n = profile_questions(f->profile, code_at(f->profile, L_INSTRUMENT, 0));
	for (size_t i = 0; i < n; i++)
		text = arena_printf(f->cx.arena, "%s%s'%s:%s'", text, i == 0 ? "" : ", ", question(f, i), answer);
	return arena_printf(f->cx.arena, "%s]", text);
}

static void answers_come_back_and_the_instrument_says_what_they_come_to(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	assert_int_equal(CALL(f, screening_latest, "{'person': '%s'}", person), ERR_NOTFOUND);
	assert_int_equal(screen(f, person, all(f, "no")), 0);
	assert_string_equal(fixture_get(f, "result"), "not_indicated");
	assert_int_equal(screen(f, person, all(f, "yes")), 0);
	assert_string_equal(fixture_get(f, "result"), "signs_present");
	const char *screening = fixture_get(f, "screening");
	DO(f, screening_latest, "{'person': '%s'}", person);
	assert_string_equal(fixture_get(f, "screening"), screening);
	assert_string_equal(fixture_get(f, "language"), "uk");
	const json_t *answers = json_object_get(f->answer, "answer");
	assert_int_equal(json_array_size(answers), profile_questions(f->profile, code_at(f->profile, L_INSTRUMENT, 0)));
	assert_string_equal(json_string_value(json_array_get(answers, 0)),
		arena_printf(f->cx.arena, "%s:yes", question(f, 0)));
}

static void what_was_not_asked_is_kept_as_not_asked(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	assert_int_equal(screen(f, person, arena_printf(f->cx.arena, "['%s:no']", question(f, 0))), 0);
	assert_string_equal(fixture_get(f, "result"), "not_clear");
	DO(f, screening_latest, "{'person': '%s'}", person);
	assert_string_equal(json_string_value(json_array_get(json_object_get(f->answer, "answer"), 1)),
		arena_printf(f->cx.arena, "%s:not_asked", question(f, 1)));
}

static void refuses_unknown_questions_answers_and_repeated_ones(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f), *q = question(f, 0);
	static const char *const bad[] = {"['%s-none:yes']", "['%s:maybe']", "['%s:']", "[':%s']", "['%s:yes:yes']", "['%s']"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		char text[128];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(text, sizeof text, bad[i], q);
#pragma GCC diagnostic pop
		assert_int_equal(screen(f, person, text), ERR_INVALID);
		assert_string_equal(f->cx.err.field, "answer");
		assert_non_null(f->cx.err.rule);
	}
	assert_int_equal(screen(f, person, arena_printf(f->cx.arena, "['%s:yes', '%s:no']", q, q)), ERR_INVALID);
	assert_string_equal(f->cx.err.rule, "This question is answered twice.");
	assert_string_equal(f->cx.err.value, arena_printf(f->cx.arena, "%s:no", q));
	assert_int_equal(CALL(f, screening_latest, "{'person': '%s'}", person), ERR_NOTFOUND);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(answers_come_back_and_the_instrument_says_what_they_come_to),
		TEST(what_was_not_asked_is_kept_as_not_asked),
		TEST(refuses_unknown_questions_answers_and_repeated_ones),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
