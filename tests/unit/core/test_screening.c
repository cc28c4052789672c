#include "fixture.h"
#include "op/instrument.h"

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
	size_t n = instrument_questions(f->profile, code_at(f->profile, L_INSTRUMENT, 0));
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
	assert_int_equal(json_array_size(answers), instrument_questions(f->profile, code_at(f->profile, L_INSTRUMENT, 0)));
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

/* A person of that age band, met by the police today. */
static const char *of_age(struct fixture *f, const char *age) {
	fixture_as(f, RASA);
	DO(f, signal_record, "{'municipality': 'rokiskis', 'source': 'met', 'age': '%s', 'sex': 'female', 'language': 'uk', "
		"'happened': '%s'}", age, fixture_day(f, 0));
	return fixture_get(f, "person");
}

static size_t open_tasks(struct fixture *f, const char *kind) {
	size_t n = 0;
	DO(f, task_list, "{}");
	for (size_t i = 0; i < fixture_rows(f); i++)
		n += str_equal(fixture_row(f, i, "task_kind"), kind) &&
		     !json_is_true(json_object_get(json_array_get(json_object_get(f->answer, "rows"), i), "done"));
	return n;
}

#define ASK(f, person, set, more) CALL(f, screening_record, "{'person': '%s', 'instrument': '" set "', 'language': 'uk', " \
	more "}", person)

static const char *list_text(struct fixture *f, const char *name) {
	const json_t *list = json_object_get(f->answer, name), *one;
	const char *text = "";
	size_t i;
	json_array_foreach((json_t *)list, i, one)
		text = arena_printf(f->cx.arena, "%s%s%s", text, i == 0 ? "" : " ", json_string_value(one));
	return text;
}

static void keeps_how_it_was_asked_and_every_kind_of_answer(void **state) {
	struct fixture *f = *state;
	const char *person = of_age(f, "25_39");
	assert_int_equal(ASK(f, person, "migrant", "'answer': ['with:arranged', 'needs:children', 'needs:ill', 'where:vilnius', "
		"'papers:yes'], 'told': ['words:Where my sister Olena is'], 'asked': 'paper', 'proactive': true, 'target': "
		"['refugee', 'held'], 'municipality': 'vilnius', 'private': true, 'interpreted': 'telephone', 'breaks': false, "
		"'recorded': 'notes'"), 0);
	assert_string_equal(fixture_get(f, "result"), "not_clear");
	DO(f, screening_latest, "{'person': '%s'}", person);
	assert_string_equal(list_text(f, "told"), "words:Where my sister Olena is");
	assert_string_equal(list_text(f, "target"), "refugee held");
	static const struct {
		const char *name, *value;
	} told[] = {{"asked", "paper"}, {"municipality", "vilnius"}, {"interpreted", "telephone"}, {"recorded", "notes"}};
	for (size_t i = 0; i < sizeof told / sizeof *told; i++)
		assert_string_equal(fixture_get(f, told[i].name), told[i].value);
	assert_true(json_is_true(json_object_get(f->answer, "proactive")));
	assert_true(json_is_true(json_object_get(f->answer, "private")));
	assert_true(json_is_false(json_object_get(f->answer, "breaks")) && json_is_true(json_object_get(f->answer, "complete")));
	assert_null(json_object_get(f->answer, "adult"));
	const char *answers = list_text(f, "answer");
	static const char *const said[] = {"with:arranged", "needs:children", "needs:ill", "where:vilnius", "papers:yes",
		"bed:not_asked"};
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		assert_non_null(strstr(answers, said[i]));
	assert_null(strstr(answers, "owe:")); /* was not to be asked */
	assert_null(strstr(answers, "words"));
}

static void takes_the_municipality_of_the_sign(void **state) {
	struct fixture *f = *state;
	const char *person = of_age(f, "25_39");
	assert_int_equal(ASK(f, person, "field-8", "'answer': ['q1:no']"), 0);
	DO(f, screening_latest, "{'person': '%s'}", person);
	assert_string_equal(fixture_get(f, "municipality"), "rokiskis");
	assert_string_equal(fixture_get(f, "asked"), "in_person");
	assert_null(json_object_get(f->answer, "proactive")); /* nobody said */
}

static void refuses_to_finish_a_childs_without_the_adult(void **state) {
	struct fixture *f = *state;
	static const char *const ages[] = {"under_12", "12_17", "unknown"};
	for (size_t i = 0; i < sizeof ages / sizeof *ages; i++) {
		const char *person = of_age(f, ages[i]);
		assert_int_equal(ASK(f, person, "child-8", "'answer': ['made:yes']"), ERR_INVALID);
		assert_string_equal(f->cx.err.field, "adult");
		assert_int_equal(ASK(f, person, "child-8", "'answer': ['made:yes'], 'adult': 'none'"), ERR_INVALID);
		assert_int_equal(ASK(f, person, "child-8", "'answer': ['made:yes'], 'urgent': false"), ERR_INVALID);
		assert_int_equal(CALL(f, screening_latest, "{'person': '%s'}", person), ERR_NOTFOUND);
		assert_int_equal(open_tasks(f, "finish"), 0);
		assert_int_equal(ASK(f, person, "child-8", "'answer': ['made:yes'], 'urgent': true"), 0);
		assert_true(json_is_false(json_object_get(f->answer, "complete")));
		assert_string_equal(fixture_get(f, "result"), "signs_present"); /* the means fall away */
		assert_int_equal(open_tasks(f, "finish"), 1);
		assert_int_equal(ASK(f, person, "child-8", "'answer': ['made:yes'], 'urgent': true, 'adult': 'none'"), 0);
		assert_int_equal(open_tasks(f, "finish"), 1); /* one, however often */
		assert_int_equal(ASK(f, person, "child-8", "'answer': ['made:yes'], 'adult': 'psychologist'"), 0);
		assert_true(json_is_true(json_object_get(f->answer, "complete")));
		assert_int_equal(open_tasks(f, "finish"), 0);
		DO(f, screening_list, "{'person': '%s'}", person);
		assert_int_equal(fixture_rows(f), 1); /* what was not finished is followed by what was */
		DO(f, screening_latest, "{'person': '%s'}", person);
		assert_string_equal(fixture_get(f, "adult"), "psychologist");
	}
}

static void what_is_finished_follows_only_the_same_workers_same_questions(void **state) {
	struct fixture *f = *state;
	const char *person = of_age(f, "12_17");
	assert_int_equal(ASK(f, person, "child-8", "'answer': ['made:yes'], 'urgent': true"), 0);
	const char *first = fixture_get(f, "screening");
	assert_int_equal(ASK(f, person, "uk-child", "'answer': ['c12:yes'], 'adult': 'guardian'"), 0); /* another set */
	fixture_as(f, PETRAS); /* a colleague */
	assert_int_equal(ASK(f, person, "child-8", "'answer': ['made:no'], 'adult': 'guardian'"), 0);
	DO(f, screening_list, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 3);
	fixture_as(f, RASA);
	assert_int_equal(ASK(f, person, "child-8", "'answer': ['made:yes'], 'adult': 'guardian'"), 0);
	DO(f, screening_list, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 3);
	assert_int_equal(CALL(f, screening_latest, "{'person': '%s', 'screening': '%s'}", person, first), ERR_NOTFOUND);
	assert_int_equal(ASK(f, person, "child-8", "'answer': ['made:no'], 'adult': 'guardian'"), 0); /* what is finished stays */
	DO(f, screening_list, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 4);
}

static void keeps_both_what_the_answers_and_what_whoever_asked_found(void **state) {
	struct fixture *f = *state;
	const char *person = of_age(f, "25_39");
	assert_int_equal(ASK(f, person, "field-8", "'answer': ['q1:no'], 'judged': 'signs_present'"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "because");
	assert_int_equal(ASK(f, person, "field-8", "'answer': ['q1:no'], 'because': 'Somebody waits outside'"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "judged");
	assert_int_equal(ASK(f, person, "field-8", "'answer': ['q1:no'], 'judged': 'signs_present', 'because': "
		"'Somebody waits outside'"), 0);
	assert_string_equal(fixture_get(f, "result"), "not_clear");
	DO(f, screening_latest, "{'person': '%s'}", person);
	assert_string_equal(fixture_get(f, "result"), "not_clear");
	assert_string_equal(fixture_get(f, "judged"), "signs_present");
	assert_string_equal(fixture_get(f, "because"), "Somebody waits outside");
	DO(f, screening_list, "{'person': '%s'}", person);
	assert_string_equal(fixture_row(f, 0, "judged"), "signs_present");
}

static void says_what_spoke_and_which_version_was_asked(void **state) {
	struct fixture *f = *state;
	const char *person = of_age(f, "25_39");
	assert_int_equal(ASK(f, person, "workplace", "'answer': ['leave:no', 'papers:yes', 'owe:yes', 'hours:70']"), 0);
	assert_string_equal(list_text(f, "spoke"), "trigger:held dimension:dependent");
	const char *first = fixture_get(f, "screening");
	assert_int_equal(ASK(f, person, "field-8", "'answer': ['q4:yes']"), 0);
	DO(f, screening_latest, "{'person': '%s', 'screening': '%s'}", person, first);
	assert_string_equal(fixture_get(f, "instrument"), "workplace");
	assert_int_equal(json_integer_value(json_object_get(f->answer, "version")), 1);
	assert_non_null(strstr(list_text(f, "answer"), "hours:70"));
	assert_string_equal(list_text(f, "spoke"), "dimension:dependent trigger:held");
	DO(f, screening_latest, "{'person': '%s'}", person);
	assert_string_equal(fixture_get(f, "instrument"), "field-8");
	const char *other = of_age(f, "25_39");
	assert_int_equal(CALL(f, screening_latest, "{'person': '%s', 'screening': '%s'}", other, first), ERR_NOTFOUND);
}

static void takes_each_answer_once_but_of_several(void **state) {
	struct fixture *f = *state;
	const char *person = of_age(f, "25_39");
	assert_int_equal(ASK(f, person, "migrant", "'answer': ['with:alone', 'with:family']"), ERR_INVALID);
	assert_string_equal(f->cx.err.value, "with:family");
	assert_int_equal(ASK(f, person, "migrant", "'answer': ['needs:ill', 'needs:ill']"), ERR_INVALID);
	assert_int_equal(ASK(f, person, "online", "'answer': ['untrue:yes'], 'told': ['handle:one', 'handle:two']"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "told");
	assert_null(f->cx.err.value); /* sealed words are not repeated */
	assert_int_equal(ASK(f, person, "field-8", "'answer': ['q1:no'], 'target': ['held', 'held']"), ERR_INVALID);
	assert_int_equal(ASK(f, person, "field-8", "'answer': ['q1:no'], 'happened': '2999-01-01'"), ERR_INVALID);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(answers_come_back_and_the_instrument_says_what_they_come_to),
		TEST(what_was_not_asked_is_kept_as_not_asked),
		TEST(refuses_unknown_questions_answers_and_repeated_ones),
		TEST(keeps_how_it_was_asked_and_every_kind_of_answer),
		TEST(takes_the_municipality_of_the_sign),
		TEST(refuses_to_finish_a_childs_without_the_adult),
		TEST(what_is_finished_follows_only_the_same_workers_same_questions),
		TEST(keeps_both_what_the_answers_and_what_whoever_asked_found),
		TEST(says_what_spoke_and_which_version_was_asked),
		TEST(takes_each_answer_once_but_of_several),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
