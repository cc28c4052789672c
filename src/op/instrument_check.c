/* Definitions of sets of questions, checked before anybody is asked. */
#include "base/str.h"
#include "op/fault.h"
#include "op/instrument.h"
#include "op/profile.h"

#define KEYS "number code version of say about minutes basis licence next answers dimensions rule triggers questions only was"
#define QUESTION_KEYS "number code kind of seen strength dimension sign min max since until say why next choices when"

static const json_t *at(const json_t *object, const char *key) {
	return json_object_get(object, key);
}

static const char *text(const json_t *object, const char *key) {
	return json_string_value(at(object, key));
}

static bool flag_check(struct fault *f, const json_t *definition, const char *key) {
	return at(definition, key) == NULL || json_is_boolean(at(definition, key)) ||
	       fault_say(f, "\"%s\" is true or false", key);
}

/* Entry of `list` with that value under `key`; how many there are besides `one` itself. */
static size_t twins(const json_t *list, const char *key, const json_t *one) {
	const json_t *other;
	size_t i, n = 0;
	json_array_foreach((json_t *)list, i, other)
		n += other != one && json_equal(at(other, key), at(one, key));
	return n;
}

static const json_t *with_code(const json_t *list, const char *code) {
	const json_t *one;
	size_t i;
	json_array_foreach((json_t *)list, i, one)
		if (code != NULL && str_equal(text(one, "code"), code))
			return one;
	return NULL;
}

/* Number and code, each once in its list. */
static bool named_check(struct fault *f, const json_t *list, const json_t *one, int64_t from) {
	return fault_number(f, one, "number", from, 999, false) &&
	       (fault_is_code(text(one, "code")) || fault_say(f, "its code is a-z 0-9 _ and -, at most 40")) &&
	       (twins(list, "number", one) == 0 || fault_say(f, "its number stands twice")) &&
	       (twins(list, "code", one) == 0 || fault_say(f, "its code stands twice"));
}

/* Dimensions and the rule ------------------------------------------------------------------------------------------- */

static bool dimensions_check(struct fault *f, const json_t *definition) {
	const json_t *list = at(definition, "dimensions"), *one;
	const char *where = f->where;
	size_t i;
	if (json_array_size(list) == 0 || json_array_size(list) > INSTRUMENT_SPEAK)
		return fault_say(f, "\"dimensions\" lists one to %d", INSTRUMENT_SPEAK);
	json_array_foreach((json_t *)list, i, one) {
		f->where = arena_printf(f->cx->arena, "%s, dimension %s", where, text(one, "code"));
		if (!fault_keys(f, one, "number code element say") || !named_check(f, list, one, 1) ||
		    !fault_word(f, one, "element", "any act means purpose", false) || !fault_says(f, one, "say", false))
			return false;
	}
	f->where = where;
	return true;
}

static bool clause_check(struct fault *f, const json_t *clause) {
	static const char *const counts[] = {"strong", "medium", "weak", "other"};
	int64_t sum = 0;
	if (!fault_keys(f, clause, "strong medium weak other"))
		return false;
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		if (!fault_number(f, clause, counts[i], 0, 20, true))
			return false;
		sum += json_integer_value(at(clause, counts[i]));
	}
	return sum > 0 || fault_say(f, "a clause of \"positive\" asks for at least one sign");
}

/* A combination of the means alone would be met, for a child, by nothing at all. */
static bool combination_check(struct fault *f, const json_t *elements) {
	const json_t *one;
	size_t i;
	bool other = false;
	json_array_foreach((json_t *)elements, i, one) {
		const char *word = json_string_value(one);
		if (word == NULL || !word_among("any act means purpose", word))
			return fault_say(f, "\"present\" combines: any act means purpose");
		other = other || !str_equal(word, "means");
	}
	return other || fault_say(f, "a combination of \"present\" is more than the means, which nobody needs of a child");
}

static bool rule_check(struct fault *f, const json_t *definition) {
	const json_t *rule = at(definition, "rule"), *one;
	size_t i;
	if (!fault_keys(f, rule, "positive present"))
		return false;
	if (json_array_size(at(rule, "positive")) == 0 || json_array_size(at(rule, "present")) == 0)
		return fault_say(f, "\"rule\" says what is \"positive\" and when signs are \"present\"");
	json_array_foreach((json_t *)at(rule, "positive"), i, one)
		if (!clause_check(f, one))
			return false;
	json_array_foreach((json_t *)at(rule, "present"), i, one)
		if (!combination_check(f, one))
			return false;
	return true;
}

/* Questions --------------------------------------------------------------------------------------------------------- */

static bool weight_check(struct fault *f, const json_t *definition, const json_t *weighed, const json_t *question) {
	const json_t *dimensions = at(definition, "dimensions");
	const char *dimension = text(weighed, "dimension") == NULL ? text(question, "dimension") : text(weighed, "dimension");
	if (!fault_word(f, weighed, "strength", "weak medium strong", true))
		return false;
	if (dimension != NULL && with_code(dimensions, dimension) == NULL)
		return fault_say(f, "there is no dimension \"%s\"", dimension);
	return at(weighed, "strength") == NULL || dimension != NULL || json_array_size(dimensions) == 1 ||
	       fault_say(f, "a sign is of a dimension");
}

static bool choices_check(struct fault *f, const json_t *definition, const json_t *question) {
	const json_t *list = at(question, "choices"), *one;
	size_t i;
	bool chosen = str_equal(text(question, "kind"), "choice") || str_equal(text(question, "kind"), "several");
	if (!chosen)
		return list == NULL || fault_say(f, "only a choice has \"choices\"");
	if (json_array_size(list) < 2 || json_array_size(list) > INSTRUMENT_CHOICES)
		return fault_say(f, "\"choices\" lists two to %d", INSTRUMENT_CHOICES);
	if (at(question, "strength") != NULL || at(question, "sign") != NULL)
		return fault_say(f, "of a choice, what weighs is said with each answer");
	json_array_foreach((json_t *)list, i, one)
		if (!fault_keys(f, one, "number code say strength dimension open") || !named_check(f, list, one, 1) ||
		    !fault_says(f, one, "say", false) || !flag_check(f, one, "open") ||
		    !weight_check(f, definition, one, question))
			return false;
	return true;
}

/* Whether the question can be answered with that code: yes_no, choice, several. */
static bool has_answer(const struct fault *f, const json_t *question, const char *code) {
	const char *kind = text(question, "kind");
	if (kind == NULL || str_equal(kind, "yes_no"))
		return code_find(f->p, L_ANSWER, code) != 0;
	return with_code(at(question, "choices"), code) != NULL;
}

/* "when": {question: [answers]}, of questions before place `before`. */
static bool when_check(struct fault *f, const json_t *definition, const json_t *when, size_t before) {
	const json_t *questions = at(definition, "questions"), *answers, *one;
	const char *code;
	size_t i;
	if (when != NULL && !json_is_object(when))
		return fault_say(f, "\"when\" is an object {question: [answers]}");
	json_object_foreach((json_t *)when, code, answers) {
		const json_t *asked = with_code(questions, code);
		size_t place = 0;
		while (place < json_array_size(questions) && json_array_get(questions, place) != asked)
			place++;
		if (asked == NULL || place >= before)
			return fault_say(f, "\"when\" names an earlier question; \"%.40s\" is none", code);
		if (json_array_size(answers) == 0)
			return fault_say(f, "\"when\" lists answers to %s", code);
		json_array_foreach((json_t *)answers, i, one)
			if (!json_is_string(one) || !has_answer(f, asked, json_string_value(one)))
				return fault_say(f, "\"when\" lists answers that %s has", code);
	}
	return true;
}

static bool number_sign_check(struct fault *f, const json_t *question) {
	const json_t *sign = at(question, "sign");
	if (at(question, "strength") == NULL)
		return sign == NULL || fault_say(f, "a number that is a sign has a \"strength\"");
	if (!json_is_object(sign) || json_object_size(sign) == 0)
		return fault_say(f, "\"sign\" of a number says \"from\" or \"to\"");
	return fault_keys(f, sign, "from to") && fault_number(f, sign, "from", INT32_MIN, INT32_MAX, true) &&
	       fault_number(f, sign, "to", INT32_MIN, INT32_MAX, true);
}

/* Leaving a question out, or not knowing, is never a sign. */
static bool sign_check(struct fault *f, const json_t *question) {
	const json_t *sign = at(question, "sign"), *one;
	const char *kind = text(question, "kind");
	size_t i;
	if (str_equal(kind, "number"))
		return number_sign_check(f, question);
	if (kind != NULL && !str_equal(kind, "yes_no"))
		return (sign == NULL && at(question, "strength") == NULL) || fault_say(f, "this kind of question is no sign");
	json_array_foreach((json_t *)sign, i, one) {
		const char *word = json_string_value(one);
		if (word == NULL || !word_among("yes no", word))
			return fault_say(f, "\"sign\" lists: yes no");
	}
	return sign == NULL || json_array_size(sign) > 0 || fault_say(f, "\"sign\" is a list that is not empty");
}

static bool next_check(struct fault *f, const json_t *question) {
	const json_t *next = at(question, "next"), *texts;
	const char *code;
	json_object_foreach((json_t *)next, code, texts) {
		(void)texts;
		if (!has_answer(f, question, code))
			return fault_say(f, "\"next\" names an answer it has; \"%.40s\" is none", code);
		if (!fault_says(f, next, code, false))
			return false;
	}
	return next == NULL || json_object_size(next) > 0 || fault_say(f, "\"next\" is an object {answer: texts}");
}

static bool question_check(struct fault *f, const json_t *definition, size_t place) {
	const json_t *list = at(definition, "questions"), *q = json_array_get(list, place);
	bool is_note = str_equal(text(q, "kind"), "note");
	return fault_keys(f, q, QUESTION_KEYS) && named_check(f, list, q, 0) &&
	       fault_word(f, q, "kind", "yes_no choice several text day number place note", true) &&
	       fault_word(f, q, "of", "all child adult", true) && flag_check(f, q, "seen") &&
	       fault_says(f, q, "say", false) && fault_says(f, q, "why", is_note) &&
	       fault_number(f, q, "min", INT32_MIN, INT32_MAX, true) && fault_number(f, q, "max", INT32_MIN, INT32_MAX, true) &&
	       fault_number(f, q, "since", 1, 999, true) && fault_number(f, q, "until", 1, 999, true) &&
	       choices_check(f, definition, q) && weight_check(f, definition, q, q) && sign_check(f, q) &&
	       next_check(f, q) && when_check(f, definition, at(q, "when"), place);
}

static bool questions_check(struct fault *f, const json_t *definition) {
	const char *where = f->where;
	size_t n = json_array_size(at(definition, "questions"));
	if (n == 0 || n > INSTRUMENT_QUESTIONS)
		return fault_say(f, "\"questions\" lists one to %d", INSTRUMENT_QUESTIONS);
	for (size_t i = 0; i < n; i++) {
		f->where = arena_printf(f->cx->arena, "%s, question %zu", where, i + 1);
		if (!question_check(f, definition, i))
			return false;
	}
	f->where = where;
	return true;
}

static bool triggers_check(struct fault *f, const json_t *definition) {
	const json_t *list = at(definition, "triggers"), *one;
	const char *where = f->where;
	size_t i;
	if (json_array_size(list) > INSTRUMENT_SPEAK)
		return fault_say(f, "\"triggers\" are at most %d", INSTRUMENT_SPEAK);
	json_array_foreach((json_t *)list, i, one) {
		f->where = arena_printf(f->cx->arena, "%s, trigger %s", where, text(one, "code"));
		if (!fault_keys(f, one, "number code say next child when") || !named_check(f, list, one, 1) ||
		    !fault_says(f, one, "say", false) || !fault_says(f, one, "next", false) || !flag_check(f, one, "child") ||
		    !when_check(f, definition, at(one, "when"), INSTRUMENT_QUESTIONS))
			return false;
		if (json_object_size(at(one, "when")) == 0 && !json_is_true(at(one, "child")))
			return fault_say(f, "\"when\" names an answer, or the trigger is of a child");
	}
	f->where = where;
	return true;
}

static bool result_check(struct fault *f, const json_t *definition) {
	const json_t *next = at(definition, "next");
	return fault_keys(f, next, "signs_present not_clear not_indicated") && fault_says(f, next, "signs_present", false) &&
	       fault_says(f, next, "not_clear", false) && fault_says(f, next, "not_indicated", false);
}

static bool answers_check(struct fault *f, const json_t *definition) {
	const json_t *answers = at(definition, "answers");
	return fault_keys(f, answers, "yes no unclear not_asked") && fault_says(f, answers, "yes", false) &&
	       fault_says(f, answers, "no", false) && fault_says(f, answers, "unclear", false) &&
	       fault_says(f, answers, "not_asked", false);
}

/* What older versions said otherwise, the oldest first. */
static bool was_check(struct fault *f, const json_t *definition) {
	const json_t *list = at(definition, "was"), *one;
	const char *where = f->where;
	int64_t last = 0, now = json_integer_value(at(definition, "version"));
	size_t i;
	if (list != NULL && !json_is_array(list))
		return fault_say(f, "\"was\" lists what older versions said");
	json_array_foreach((json_t *)list, i, one) {
		int64_t version = json_integer_value(at(one, "version"));
		f->where = arena_printf(f->cx->arena, "%s, was %zu", where, i + 1);
		if (!fault_keys(f, one, "version say about basis licence next") || !fault_number(f, one, "version", 1, 998, false) ||
		    !fault_says(f, one, "say", true) || !fault_says(f, one, "about", true) || !fault_says(f, one, "basis", true) ||
		    !fault_says(f, one, "licence", true) || (at(one, "next") != NULL && !result_check(f, one)))
			return false;
		if (version <= last || version >= now)
			return fault_say(f, "\"was\" tells of versions before %lld, the oldest first", (long long)now);
		last = version;
	}
	f->where = where;
	return true;
}

const char *instrument_fault(struct cx *cx, const struct profile *p, const json_t *definition) {
	struct fault f = {.cx = cx, .p = p};
	fault_at(&f, "questions", text(definition, "code"));
	(void)(fault_keys(&f, definition, KEYS) && fault_number(&f, definition, "number", 1, 999, false) &&
		(fault_is_code(text(definition, "code")) || fault_say(&f, "its code is a-z 0-9 _ and -, at most 40")) &&
		fault_number(&f, definition, "version", 1, 999, false) &&
		fault_word(&f, definition, "of", "all child adult", true) &&
		fault_number(&f, definition, "minutes", 1, 240, false) && fault_says(&f, definition, "say", false) &&
		fault_says(&f, definition, "about", false) && fault_says(&f, definition, "basis", false) &&
		fault_says(&f, definition, "licence", true) && fault_list(&f, definition, "only", NULL, true) &&
		was_check(&f, definition) && result_check(&f, definition) && answers_check(&f, definition) && dimensions_check(&f, definition) &&
		rule_check(&f, definition) && questions_check(&f, definition) && triggers_check(&f, definition));
	return f.say;
}
