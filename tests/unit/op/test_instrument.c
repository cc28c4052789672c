/* Sets of questions: their definitions, the answers they take, and what answers come to, against a count of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "op/instrument.h"
#include "op/profile.h"

struct world {
	struct cx cx;
	struct profile *profile;
	json_t *kept; /* what json_of made */
	uint64_t dice;
};

static int setup(void **state) {
	struct world *w = calloc(1, sizeof *w);
	if (w == NULL)
		return -1;
	log_level_set(LOG_ERROR);
	w->cx = (struct cx){.arena = arena_new(64 << 20), .lang = "en"};
	w->kept = json_array();
	w->dice = 20260301;
	*state = w;
	if (profile_load(&w->cx, "lt", &w->profile) != 0)
		return -1;
	w->cx.profile = w->profile;
	return 0;
}

static int teardown(void **state) {
	struct world *w = *state;
	json_decref(w->kept);
	profile_free(w->profile);
	arena_free(w->cx.arena);
	free(w);
	return 0;
}

static int set_of(const struct world *w, const char *code) {
	int instrument = code_find(w->profile, L_INSTRUMENT, code);
	assert_int_not_equal(instrument, 0);
	return instrument;
}

static unsigned roll(struct world *w, unsigned sides) {
	w->dice ^= w->dice << 13;
	w->dice ^= w->dice >> 7;
	w->dice ^= w->dice << 17;
	return (unsigned)(w->dice % sides);
}

static const char *text_at(const json_t *object, const char *key) {
	const char *text = json_string_value(json_object_get(object, key));
	return text == NULL ? "" : text;
}

/* The result of answers written as on the wire, parted by blanks; what spoke is left in *ret_judged. */
static int judge(struct world *w, const char *code, bool child, const char *answers, struct judged *ret_judged) {
	int instrument = set_of(w, code);
	struct said said[INSTRUMENT_SAID];
	size_t n = 0;
	char *rest = arena_strdup(w->cx.arena, answers), *one;
	while ((one = strsep(&rest, " ")) != NULL)
		if (*one != 0)
			assert_int_equal(instrument_parse(&w->cx, instrument, F_ANSWER, one, &said[n++]), 0);
	instrument_judge(w->profile, instrument, said, n, child, ret_judged);
	return ret_judged->result;
}

static const char *spoke(struct world *w, const struct judged *j) {
	const char *text = "";
	for (size_t i = 0; i < j->triggers_n; i++)
		text = arena_printf(w->cx.arena, "%s!%s ", text, text_at(j->triggers[i], "code"));
	for (size_t i = 0; i < j->dimensions_n; i++)
		text = arena_printf(w->cx.arena, "%s%s ", text, text_at(j->dimensions[i], "code"));
	return text;
}

/* Definitions ------------------------------------------------------------------------------------------------------- */

static bool has_cyrillic(const char *text) {
	for (; *text != 0; text++)
		if ((unsigned char)*text == 0xd0 || (unsigned char)*text == 0xd1)
			return true;
	return false;
}

/* Every text of a definition, however deep: an object of just the four languages is one. Gives how many. */
static size_t texts_check(const json_t *json) {
	const char *key;
	json_t *one;
	size_t i, n = 0;
	if (json_is_object(json) && json_object_size(json) == 4 && json_is_string(json_object_get(json, "ru"))) {
		const char *lt = text_at(json, "lt"), *en = text_at(json, "en");
		bool plain = str_equal(lt, en); /* the name of a firm */
		assert_true(*lt != 0 && *en != 0);
		assert_true(plain || (has_cyrillic(text_at(json, "uk")) && has_cyrillic(text_at(json, "ru"))));
		assert_false(has_cyrillic(lt) || has_cyrillic(en));
		return 1;
	}
	json_object_foreach((json_t *)json, key, one)
		n += texts_check(one);
	json_array_foreach((json_t *)json, i, one)
		n += texts_check(one);
	return n;
}

static void says_everything_in_four_languages(void **state) {
	struct world *w = *state;
	static const char *const codes[] = {"field-8", "child-8", "uk-general", "uk-child", "field-sex", "migrant", "workplace",
		"online"};
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		int instrument = set_of(w, codes[i]);
		assert_int_equal(profile_number(w->profile, L_INSTRUMENT, i), instrument); /* listed in this order */
		assert_true(texts_check(profile_entry(w->profile, L_INSTRUMENT, instrument)) > 2 * instrument_questions(w->profile,
			instrument));
	}
	assert_int_equal(profile_number(w->profile, L_INSTRUMENT, sizeof codes / sizeof *codes), 0);
	assert_int_equal(instrument_questions(w->profile, set_of(w, "uk-general")), 36);
	assert_int_equal(instrument_questions(w->profile, set_of(w, "uk-child")), 17);
	assert_non_null(strstr(profile_say(instrument_say(w->profile, set_of(w, "uk-child"), "licence"), "en"),
		"Open Government Licence v3.0"));
}

/* "2 child-8 choice 0.3 who:other": every entry as stores know it, in the words of tests/golden/instruments.txt. */
static size_t entries_of(struct world *w, int instrument, const char *lines[], size_t n) {
	static const char *const kinds[][2] = {{"dimension", "dimensions"}, {"trigger", "triggers"}, {"question", "questions"}};
	const json_t *set = profile_entry(w->profile, L_INSTRUMENT, instrument), *entry, *choice;
	size_t i, c;
	for (size_t k = 0; k < 3; k++)
		json_array_foreach(json_object_get(set, kinds[k][1]), i, entry) {
			const char *head = arena_printf(w->cx.arena, "%d %s", instrument, text_at(set, "code"));
			int number = (int)json_integer_value(json_object_get(entry, "number"));
			lines[n++] = arena_printf(w->cx.arena, "%s %s %d %s\n", head, kinds[k][0], number, text_at(entry, "code"));
			json_array_foreach(json_object_get(entry, "choices"), c, choice)
				lines[n++] = arena_printf(w->cx.arena, "%s choice %d.%d %s:%s\n", head, number,
					(int)json_integer_value(json_object_get(choice, "number")), text_at(entry, "code"),
					text_at(choice, "code"));
		}
	return n;
}

static void never_gives_a_code_or_number_again(void **state) {
	struct world *w = *state;
	const char **lines = arena_alloc(w->cx.arena, 2000 * sizeof *lines), *root = getenv("ROOT");
	char path[400], line[200];
	size_t n = 0, known = 0;
	for (size_t i = 0; profile_number(w->profile, L_INSTRUMENT, i) != 0; i++)
		n = entries_of(w, profile_number(w->profile, L_INSTRUMENT, i), lines, n);
	assert_non_null(root);
	snprintf(path, sizeof path, "%s/tests/golden/instruments.txt", root);
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	while (fgets(line, sizeof line, f) != NULL) {
		bool found = line[0] == '#';
		for (size_t i = 0; !found && i < n; i++)
			found = str_equal(lines[i], line);
		if (!found)
			fail_msg("stores know %s", line);
		known += line[0] != '#';
	}
	fclose(f);
	assert_int_equal(known, n); /* what is new has its line too */
}

static void asks_nothing_in_commercial_sex_that_could_serve_a_fine(void **state) {
	struct world *w = *state;
	int instrument = set_of(w, "field-sex");
	for (size_t i = 0; i < instrument_questions(w->profile, instrument); i++) {
		struct question q = instrument_question(w->profile, instrument, i);
		assert_true(q.kind == ASK_YES_NO || q.kind == ASK_NOTE); /* no words, sums, days or places to be read later */
	}
}

/* What answers come to ---------------------------------------------------------------------------------------------- */

static void keeps_the_rule_of_the_eight_questions(void **state) {
	struct world *w = *state;
	static const int codes[] = {ANSWER_YES, ANSWER_NO, ANSWER_UNCLEAR, ANSWER_NOT_ASKED};
	int instrument = set_of(w, "field-8");
	for (unsigned n = 0; n < 3000; n++) {
		struct said said[8];
		unsigned strong = 0, other = 0, open = 0;
		for (int i = 0; i < 8; i++) {
			unsigned pick = roll(w, 8);
			said[i] = (struct said){.question = i, .answer = codes[pick < 5 ? 1 : pick < 6 ? 0 : pick - 4]};
			bool is_strong = i < 3 || i == 6, yes = said[i].answer == ANSWER_YES;
			strong += yes && is_strong;
			other += yes && !is_strong;
			open += !yes && said[i].answer != ANSWER_NO;
		}
		struct judged j;
		instrument_judge(w->profile, instrument, said, 8, false, &j);
		assert_int_equal(j.result, strong >= 1 || other >= 2 ? RESULT_PRESENT : other > 0 || open > 0 ? RESULT_UNCLEAR
			: RESULT_NONE);
	}
}

/* By hand: signs of one dimension, and whether it is positive. From the pattern of the ILO and the European Commission. */
static void finds_a_dimension_positive_as_the_table_says(void **state) {
	struct world *w = *state;
	static const struct {
		const char *yes; /* of uk-general's "used": strong g01 g25 g26, medium g24 g27 g28, weak g08 g17 g29 g30 */
		bool positive;
	} truth[] = {
		{"g01", false}, {"g01 g25", true}, {"g01 g24", true}, {"g01 g08", true}, {"g24", false}, {"g24 g27", false},
		{"g24 g27 g28", true}, {"g24 g27 g08", true}, {"g24 g08 g17", false}, {"g24 g08 g17 g29 g30", false},
		{"g08 g17 g29 g30", false}, {"", false}, {"g25 g26", true},
	};
	for (size_t i = 0; i < sizeof truth / sizeof *truth; i++) {
		const char *answers = "";
		struct judged j;
		char *rest = arena_strdup(w->cx.arena, truth[i].yes), *one;
		while ((one = strsep(&rest, " ")) != NULL)
			if (*one != 0)
				answers = arena_printf(w->cx.arena, "%s%s:yes ", answers, one);
		assert_int_not_equal(judge(w, "uk-general", false, answers, &j), RESULT_PRESENT); /* the purpose alone */
		assert_int_equal(j.dimensions_n, truth[i].positive);
		assert_int_equal(judge(w, "uk-general", true, answers, &j) == RESULT_PRESENT,
			truth[i].positive || strstr(truth[i].yes, "g01") != NULL); /* of a child it is; and g01 is a trigger */
	}
}

/* The same again, written down another way: from the JSON, signs as strings of s, m and w. */
static bool pattern(const char *signs) {
	size_t s = 0, m = 0, n = strlen(signs);
	for (const char *c = signs; *c != 0; c++) {
		s += *c == 's';
		m += *c == 'm';
	}
	return (s >= 2) || (s == 1 && n >= 2) || (s == 0 && m >= 3) || (s == 0 && m == 2 && n >= 3);
}

static int weigh_again(const json_t *definition, const char *const *answer, bool child) {
	const json_t *q, *d;
	bool act = false, means = false, purpose = false, any = false, open = false, trigger = false;
	size_t i, k;
	json_array_foreach(json_object_get(definition, "dimensions"), k, d) {
		char signs[65] = "";
		json_array_foreach(json_object_get(definition, "questions"), i, q)
			if (str_equal(answer[i], "yes") && str_equal(text_at(q, "dimension"), text_at(d, "code")))
				strncat(signs, text_at(q, "strength"), 1);
		act = act || (pattern(signs) && str_equal(text_at(d, "element"), "act"));
		means = means || (pattern(signs) && str_equal(text_at(d, "element"), "means"));
		purpose = purpose || (pattern(signs) && str_equal(text_at(d, "element"), "purpose"));
	}
	json_array_foreach(json_object_get(definition, "questions"), i, q) {
		any = any || str_equal(answer[i], "yes");
		open = open || str_equal(answer[i], "unclear") || str_equal(answer[i], "not_asked");
	}
	/* g02 and g13, g09; of a child also g01 */
	trigger = (str_equal(answer[1], "yes") && str_equal(answer[12], "yes")) || str_equal(answer[8], "yes") ||
	          (child && str_equal(answer[0], "yes"));
	if (trigger || (child ? act || purpose : (act && means) || (act && purpose) || (means && purpose)))
		return RESULT_PRESENT;
	return any || open ? RESULT_UNCLEAR : RESULT_NONE;
}

static void comes_to_what_another_count_comes_to(void **state) {
	struct world *w = *state;
	int instrument = set_of(w, "uk-general"), results[4] = {0};
	const json_t *definition = profile_entry(w->profile, L_INSTRUMENT, instrument);
	for (unsigned n = 0; n < 4000; n++) {
		const char *answer[36];
		struct said said[36];
		unsigned rare = 2 + roll(w, 30);
		bool child = roll(w, 3) == 0, whole = roll(w, 2) == 0;
		for (int i = 0; i < 36; i++) {
			answer[i] = roll(w, rare) == 0 ? "yes" : whole || roll(w, 12) != 0 ? "no" : "unclear";
			said[i] = (struct said){.question = i, .answer = code_find(w->profile, L_ANSWER, answer[i])};
		}
		struct judged j;
		instrument_judge(w->profile, instrument, said, 36, child, &j);
		assert_int_equal(j.result, weigh_again(definition, answer, child));
		results[j.result]++;
	}
	assert_true(results[RESULT_PRESENT] > 200 && results[RESULT_UNCLEAR] > 200 && results[RESULT_NONE] > 20);
}

/* Any answer at all to every question that asks for one that can be given by chance. */
static size_t by_chance(struct world *w, int instrument, struct said *said) {
	size_t n = 0;
	for (size_t i = 0; i < instrument_questions(w->profile, instrument); i++) {
		struct question q = instrument_question(w->profile, instrument, i);
		struct said one = {.question = (int)i};
		if (roll(w, 5) == 0)
			continue;
		if (q.kind == ASK_YES_NO)
			one.answer = 1 + (int)roll(w, 4);
		else if (q.kind == ASK_CHOICE || q.kind == ASK_SEVERAL)
			one.value = question_choice(w->profile, instrument, &q, roll(w, (unsigned)question_choices(&q))).number;
		else if (q.kind == ASK_NUMBER)
			one.value = q.min + roll(w, (unsigned)(q.max - q.min + 1));
		else
			continue;
		said[n++] = one;
	}
	return n;
}

static void never_makes_less_of_a_child(void **state) {
	struct world *w = *state;
	for (size_t k = 0; profile_number(w->profile, L_INSTRUMENT, k) != 0; k++) {
		int instrument = profile_number(w->profile, L_INSTRUMENT, k);
		for (int n = 0; n < 300; n++) {
			struct said said[INSTRUMENT_SAID];
			struct judged adult, child;
			size_t answers = by_chance(w, instrument, said);
			instrument_judge(w->profile, instrument, said, answers, false, &adult);
			instrument_judge(w->profile, instrument, said, answers, true, &child);
			assert_true(child.result <= adult.result); /* present, not clear, not indicated: in this order */
		}
	}
}

static void takes_no_silence_for_a_sign(void **state) {
	struct world *w = *state;
	for (size_t k = 0; profile_number(w->profile, L_INSTRUMENT, k) != 0; k++) {
		int instrument = profile_number(w->profile, L_INSTRUMENT, k);
		struct said said[INSTRUMENT_SAID];
		struct judged j;
		size_t n = 0;
		instrument_judge(w->profile, instrument, said, 0, false, &j);
		assert_int_equal(j.result, RESULT_UNCLEAR);
		for (size_t i = 0; i < instrument_questions(w->profile, instrument); i++)
			if (instrument_question(w->profile, instrument, i).kind == ASK_YES_NO)
				said[n++] = (struct said){.question = (int)i, .answer = ANSWER_NOT_ASKED};
		instrument_judge(w->profile, instrument, said, n, false, &j);
		assert_int_equal(j.result, RESULT_UNCLEAR);
		assert_int_equal(j.dimensions_n + j.triggers_n, 0);
	}
}

static void weighs_deception_debt_and_the_telephone_as_much_as_force(void **state) {
	struct world *w = *state;
	static const char *const means[] = {"untrue", "answer-now", "owe", "force"};
	struct judged j;
	for (size_t i = 0; i < sizeof means / sizeof *means; i++)
		assert_int_equal(judge(w, "online", false, arena_printf(w->cx.arena, "%s:yes made:work", means[i]), &j),
			RESULT_PRESENT);
	assert_int_equal(judge(w, "online", false, "made:work", &j), RESULT_UNCLEAR);
	assert_int_equal(judge(w, "online", true, "made:work", &j), RESULT_PRESENT); /* of a child nobody asks for the means */
	assert_int_equal(judge(w, "online", false, "untrue:yes", &j), RESULT_UNCLEAR);
}

static void lets_some_answers_speak_alone(void **state) {
	struct world *w = *state;
	struct judged j;
	assert_int_equal(judge(w, "field-sex", true, "", &j), RESULT_PRESENT); /* a child, and this form */
	assert_string_equal(spoke(w, &j), "!child ");
	assert_int_equal(judge(w, "field-sex", false, "", &j), RESULT_UNCLEAR);
	assert_int_equal(judge(w, "workplace", false, "leave:no papers:yes", &j), RESULT_PRESENT);
	assert_non_null(strstr(spoke(w, &j), "!held "));
	assert_int_equal(judge(w, "workplace", false, "leave:yes papers:yes", &j), RESULT_UNCLEAR);
	assert_int_equal(judge(w, "workplace", false, "child-there:yes", &j), RESULT_PRESENT);
	assert_int_equal(judge(w, "online", false, "pictures:yes", &j), RESULT_UNCLEAR);
	assert_int_equal(judge(w, "online", true, "pictures:yes", &j), RESULT_PRESENT);
	assert_non_null(strstr(spoke(w, &j), "!child-asked "));
}

static void weighs_only_what_was_to_be_asked(void **state) {
	struct world *w = *state;
	struct judged j;
	assert_int_equal(judge(w, "migrant", false, "paid:yes owe:yes papers:yes", &j), RESULT_UNCLEAR);
	assert_string_equal(spoke(w, &j), "dependent "); /* two strong signs of one dimension */
	judge(w, "migrant", false, "paid:no owe:yes papers:yes", &j);
	assert_string_equal(spoke(w, &j), "");
	int instrument = set_of(w, "migrant");
	struct question owe = instrument_question(w->profile, instrument,
		(size_t)instrument_question_find(w->profile, instrument, "owe"));
	struct said paid = {.question = instrument_question_find(w->profile, instrument, "paid"), .answer = ANSWER_YES};
	assert_true(instrument_relevant(w->profile, instrument, &owe, &paid, 1, false));
	paid.answer = ANSWER_UNCLEAR;
	assert_false(instrument_relevant(w->profile, instrument, &owe, &paid, 1, false));
	assert_false(instrument_relevant(w->profile, instrument, &owe, NULL, 0, false));
}

static void weighs_numbers_from_where_the_definition_says(void **state) {
	struct world *w = *state;
	struct judged j;
	judge(w, "workplace", false, "hours:60 deducted:yes sleep:yes", &j);
	assert_string_equal(spoke(w, &j), "");
	judge(w, "workplace", false, "hours:61 deducted:yes sleep:yes", &j);
	assert_string_equal(spoke(w, &j), "used ");
	judge(w, "workplace", false, "days-off:3 deducted:yes sleep:yes", &j);
	assert_string_equal(spoke(w, &j), "");
	judge(w, "workplace", false, "days-off:2 deducted:yes sleep:yes", &j);
	assert_string_equal(spoke(w, &j), "used ");
}

/* Answers ----------------------------------------------------------------------------------------------------------- */

static void takes_every_kind_of_answer_and_spells_it_again(void **state) {
	struct world *w = *state;
	static const struct {
		const char *set, *answer;
	} good[] = {
		{"field-8", "q1:yes"}, {"field-8", "q8:not_asked"}, {"migrant", "with:arranged"}, {"migrant", "needs:pregnant"},
		{"migrant", "where:rokiskis"}, {"workplace", "hours:168"}, {"workplace", "hours:0"}, {"online", "since:2026-02-28"},
	};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct said said;
		int instrument = set_of(w, good[i].set);
		assert_int_equal(instrument_parse(&w->cx, instrument, F_ANSWER, good[i].answer, &said), 0);
		assert_string_equal(strchr(good[i].answer, ':') + 1, instrument_spell(&w->cx, instrument, &said));
	}
	struct said said;
	assert_int_equal(instrument_parse(&w->cx, set_of(w, "online"), F_TOLD, "handle:@someone:else", &said), 0);
	assert_string_equal(said.text, "@someone:else");
}

static void refuses_answers_by_field_value_and_rule(void **state) {
	struct world *w = *state;
	static const struct {
		const char *set, *answer, *rule;
		bool told;
	} bad[] = {
		{"field-8", "q9:yes", "There is no such question", false}, {"field-8", "q1", "There is no such question", false},
		{"field-8", ":yes", "There is no such question", false}, {"field-8", "q1:maybe", "Answer yes, no", false},
		{"field-8", "q1:", "Answer yes, no", false}, {"migrant", "with:nobody", "no such answer", false},
		{"migrant", "where:atlantis", "no such municipality", false},
		{"workplace", "hours:169", "not one the question", false},
		{"workplace", "hours:-1", "not one the question", false}, {"workplace", "hours:many", "not one the question", false},
		{"workplace", "hours:99999999999999999999", "not one the question", false},
		{"online", "since:2026-02-30", "Write the day", false}, {"online", "handle:someone", "they are sealed", false},
		{"field-sex", "first:yes", "they are sealed", false}, {"field-8", "q1:words", "not answered in words", true},
		{"online", "handle:", "too long for the question, or none", true},
		{"online", "nothing:words", "no such question", true},
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct said said;
		enum field_id field = bad[i].told ? F_TOLD : F_ANSWER;
		w->cx.err = (struct err){0};
		assert_int_equal(instrument_parse(&w->cx, set_of(w, bad[i].set), field, bad[i].answer, &said), ERR_INVALID);
		assert_string_equal(w->cx.err.field, fields[field].name);
		assert_non_null(strstr(w->cx.err.rule, bad[i].rule));
		assert_true(w->cx.err.value == NULL || !bad[i].told || strstr(w->cx.err.value, "words") == NULL);
	}
	char *longest = arena_alloc(w->cx.arena, 300);
	memset(longest, 'x', 299);
	longest[299] = 0;
	memcpy(longest, "handle:", 7);
	struct said said;
	assert_int_equal(instrument_parse(&w->cx, set_of(w, "online"), F_TOLD, longest, &said), ERR_INVALID); /* 200 at most */
}

static void says_what_to_do_after_an_answer(void **state) {
	struct world *w = *state;
	int instrument = set_of(w, "migrant");
	struct question bed = instrument_question(w->profile, instrument,
		(size_t)instrument_question_find(w->profile, instrument, "bed"));
	assert_non_null(strstr(profile_say(question_next(w->profile, instrument, &bed, "no"), "en"), "for tonight"));
	assert_string_equal(profile_say(question_next(w->profile, instrument, &bed, "not_asked"), "en"),
		"Nobody has to answer. Silence means nothing.");
	struct question with = instrument_question(w->profile, instrument, 1);
	assert_null(question_next(w->profile, instrument, &with, "family"));
	assert_non_null(question_next(w->profile, instrument, &with, "met")); /* a sign: as after a yes */
	int sex = set_of(w, "field-sex"); /* "Can you say no?": the no is the sign */
	struct question refuse = instrument_question(w->profile, sex, (size_t)instrument_question_find(w->profile, sex, "refuse"));
	assert_non_null(strstr(profile_say(question_next(w->profile, sex, &refuse, "no"), "en"), "Do not press"));
	assert_string_equal(profile_say(question_next(w->profile, sex, &refuse, "yes"), "en"), "Go on to the next question.");
	assert_non_null(strstr(profile_say(instrument_next(w->profile, set_of(w, "child-8"), RESULT_PRESENT), "en"),
		"child protection"));
}

static void an_older_version_is_explained_by_its_own_words(void **state) {
	struct world *w = *state;
	const struct profile *p = w->profile;
	int set = set_of(w, "field-8");
	assert_int_equal(instrument_version(p, set), 2);
	assert_non_null(strstr(profile_say(instrument_said_then(p, set, 1, "basis"), "en"), "Version 1:"));
	assert_ptr_equal(instrument_said_then(p, set, 2, "basis"), instrument_say(p, set, "basis"));
	assert_ptr_equal(instrument_said_then(p, set, 1, "say"), instrument_say(p, set, "say")); /* never otherwise */
	assert_ptr_equal(instrument_said_then(p, set_of(w, "migrant"), 1, "basis"), instrument_say(p, set_of(w, "migrant"), "basis"));
	assert_ptr_equal(instrument_next_then(p, set, 1, RESULT_PRESENT), instrument_next(p, set, RESULT_PRESENT));
	/* three versions, of which the second said only the basis otherwise */
	json_t *entry = (json_t *)(uintptr_t)profile_entry(p, L_INSTRUMENT, set), *was = json_object_get(entry, "was");
	json_t *kept = json_deep_copy(was);
	json_array_append_new(was, json_pack("{s:i, s:{s:s}}", "version", 2, "basis", "en", "the second's"));
	json_object_set_new(entry, "version", json_integer(3));
	assert_non_null(strstr(profile_say(instrument_said_then(p, set, 1, "basis"), "en"), "Version 1:"));
	assert_string_equal(profile_say(instrument_said_then(p, set, 2, "basis"), "en"), "the second's");
	assert_ptr_equal(instrument_said_then(p, set, 3, "basis"), instrument_say(p, set, "basis"));
	json_object_set_new(entry, "version", json_integer(2));
	json_object_set_new(entry, "was", kept);
}

/* Faults ------------------------------------------------------------------------------------------------------------ */

#define T "{'lt': 'a', 'en': 'b', 'uk': 'c', 'ru': 'd'}"
#define SAY "'say': " T
#define WHOLE(rule, questions, more) "{'number': 900, 'code': 'trial', 'version': 1, 'minutes': 5, " SAY ", 'about': " T \
	", 'basis': " T ", 'next': {'signs_present': " T ", 'not_clear': " T ", 'not_indicated': " T "}, 'answers': {'yes': " T \
	", 'no': " T ", 'unclear': " T ", 'not_asked': " T "}, 'dimensions': [{'number': 1, 'code': 'd', 'element': 'means', " SAY \
	"}, {'number': 2, 'code': 'e', 'element': 'purpose', " SAY "}], 'rule': " rule ", 'questions': [" questions "]" more "}"
#define RULE "{'positive': [{'strong': 1}], 'present': [['means', 'purpose']]}"
#define ASK(number, code, more) "{'number': " number ", 'code': '" code "', " SAY ", 'why': " T more "}"
#define ONE ASK("0", "a", ", 'strength': 'weak', 'dimension': 'd'")

/* Single quotes stand for double ones. */
static const char *fault_of(struct world *w, const char *text) {
	char *copy = arena_strdup(w->cx.arena, text);
	for (char *c = copy; *c != 0; c++)
		if (*c == '\'')
			*c = '"';
	json_t *json = json_loads(copy, 0, NULL);
	assert_non_null(json);
	json_array_append_new(w->kept, json);
	const char *fault = instrument_fault(&w->cx, w->profile, json);
	return fault == NULL ? "" : fault;
}

static void refuses_definitions_that_would_ask_or_weigh_something_else(void **state) {
	struct world *w = *state;
	static const struct {
		const char *definition, *fault;
	} bad[] = {
		{WHOLE("{'positive': [{'strong': 1}], 'present': [['means']]}", ONE, ""), "more than the means"},
		{WHOLE("{'positive': [{}], 'present': [['purpose']]}", ONE, ""), "at least one sign"},
		{WHOLE("{'positive': [{'strongest': 1}], 'present': [['purpose']]}", ONE, ""), "no key \"strongest\""},
		{WHOLE("{'positive': [], 'present': [['purpose']]}", ONE, ""), "what is \"positive\""},
		{WHOLE(RULE, "", ""), "lists one to 64"},
		{WHOLE(RULE, ONE ", " ONE, ""), "number stands twice"},
		{WHOLE(RULE, ONE ", " ASK("1", "a", ""), ""), "code stands twice"},
		{WHOLE(RULE, ASK("0", "A b", ""), ""), "a-z 0-9"},
		{WHOLE(RULE, ASK("0", "a", ", 'strength': 'weak'"), ""), "a sign is of a dimension"},
		{WHOLE(RULE, ASK("0", "a", ", 'strength': 'weak', 'dimension': 'z'"), ""), "no dimension \"z\""},
		{WHOLE(RULE, ASK("0", "a", ", 'strength': 'weak', 'dimension': 'd', 'sign': ['not_asked']"), ""), "\"sign\" lists"},
		{WHOLE(RULE, ASK("0", "a", ", 'strength': 'weak', 'dimension': 'd', 'sign': ['unclear']"), ""), "\"sign\" lists"},
		{WHOLE(RULE, ASK("0", "a", ", 'kind': 'text', 'strength': 'weak', 'dimension': 'd'"), ""), "no sign"},
		{WHOLE(RULE, ASK("0", "a", ", 'kind': 'number', 'strength': 'weak', 'dimension': 'd'"), ""), "\"from\" or \"to\""},
		{WHOLE(RULE, ASK("0", "a", ", 'kind': 'choice'"), ""), "lists two to"},
		{WHOLE(RULE, ASK("0", "a", ", 'when': {'b': ['yes']}") ", " ASK("1", "b", ""), ""), "earlier question"},
		{WHOLE(RULE, ASK("0", "a", ", 'when': {'a': ['yes']}"), ""), "earlier question"},
		{WHOLE(RULE, ONE ", " ASK("1", "b", ", 'when': {'a': ['perhaps']}"), ""), "answers that a has"},
		{WHOLE(RULE, ASK("0", "a", ", 'next': {'perhaps': " T "}"), ""), "names an answer it has"},
		{WHOLE(RULE, "{'number': 0, 'code': 'a', " SAY "}", ""), "lacks \"why\""},
		{WHOLE(RULE, "{'number': 0, 'code': 'a', 'say': {'lt': 'a', 'en': 'b', 'uk': 'c'}, 'why': " T "}", ""), "nothing in \"ru\""},
		{WHOLE(RULE, ONE, ", 'triggers': [{'number': 1, 'code': 't', " SAY ", 'next': " T "}]"), "names an answer, or"},
		{WHOLE(RULE, ONE, ", 'triggers': [{'number': 1, 'code': 't', " SAY ", 'next': " T ", 'when': {'z': ['yes']}}]"), "earlier"},
		{WHOLE(RULE, ONE, ", 'colour': 'red'"), "no key \"colour\""},
		{WHOLE(RULE, ONE, ", 'was': {'version': 1}"), "\"was\" lists"},
		{WHOLE(RULE, ONE, ", 'was': [{'version': 1, 'basis': " T "}]"), "versions before 1"},
		{WHOLE(RULE, ONE, ", 'was': [{'version': 0}]"), "was 1"},
		{WHOLE(RULE, ONE, ", 'was': [{'version': 1, 'rule': {}}]"), "no key \"rule\""},
		{WHOLE(RULE, ONE, ", 'was': [{'version': 1, 'next': {'not_clear': " T "}}]"), "was 1"},
	};
	assert_string_equal(fault_of(w, WHOLE(RULE, ONE, "")), "");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (strstr(fault_of(w, bad[i].definition), bad[i].fault) == NULL)
			fail_msg("%zu: \"%s\" is not in \"%s\"", i, bad[i].fault, fault_of(w, bad[i].definition));
}

#define TEST(name) cmocka_unit_test(name)

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(says_everything_in_four_languages),
		TEST(never_gives_a_code_or_number_again),
		TEST(asks_nothing_in_commercial_sex_that_could_serve_a_fine),
		TEST(keeps_the_rule_of_the_eight_questions),
		TEST(finds_a_dimension_positive_as_the_table_says),
		TEST(comes_to_what_another_count_comes_to),
		TEST(never_makes_less_of_a_child),
		TEST(takes_no_silence_for_a_sign),
		TEST(weighs_deception_debt_and_the_telephone_as_much_as_force),
		TEST(lets_some_answers_speak_alone),
		TEST(weighs_only_what_was_to_be_asked),
		TEST(weighs_numbers_from_where_the_definition_says),
		TEST(takes_every_kind_of_answer_and_spells_it_again),
		TEST(refuses_answers_by_field_value_and_rule),
		TEST(says_what_to_do_after_an_answer),
		TEST(an_older_version_is_explained_by_its_own_words),
		TEST(refuses_definitions_that_would_ask_or_weigh_something_else),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
