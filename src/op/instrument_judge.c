/*
 * What answers to a set of questions come to.
 *
 * A sign is an answer its definition calls one, as strong as it says, of one dimension. A dimension is positive when the
 * signs of it meet any clause of the rule: so many strong ones, so many medium, so many weak, so many of whatever strength
 * ("other"). A stronger sign stands for a weaker. Dimensions belong to an element (the act, the means, the purpose, or
 * none of them), and signs are present when every element of one of the rule's combinations has a positive dimension,
 * or when a trigger fired. For a child the means fall out of every combination. Anything less than that is "not clear" as
 * long as there is a single sign, or a question left open; only clear answers to all of them say "not indicated", and
 * nothing ever says that somebody is not a victim.
 */
#include <string.h>

#include "base/str.h"
#include "op/instrument.h"
#include "op/profile.h"

struct weighing { /* one set being weighed */
	const struct profile *p;
	int instrument;
	const json_t *json;
	const struct said *said;
	size_t n;
	bool child;
	bool relevant[INSTRUMENT_QUESTIONS];
	int signs[INSTRUMENT_SPEAK][STRENGTH_STRONG + 1]; /* by dimension */
	bool any, open;
};

static const char *said_code(const struct weighing *s, const struct question *q, const struct said *one) {
	if (q->kind == ASK_YES_NO)
		return code_name(s->p, L_ANSWER, one->answer);
	for (size_t i = 0; i < question_choices(q); i++) {
		struct choice c = question_choice(s->p, s->instrument, q, i);
		if (c.number == one->value)
			return c.code;
	}
	return NULL;
}

static bool listed(const json_t *list, const char *code) {
	const json_t *one;
	size_t i;
	json_array_foreach((json_t *)list, i, one)
		if (code != NULL && str_equal(json_string_value(one), code))
			return true;
	return false;
}

/* Whether that question, being one that was to be asked, was answered with one of these codes. */
static bool answered_with(const struct weighing *s, int question, const json_t *codes) {
	if (question < 0 || !s->relevant[question])
		return false;
	struct question q = instrument_question(s->p, s->instrument, (size_t)question);
	for (size_t i = 0; i < s->n; i++)
		if (s->said[i].question == question && listed(codes, said_code(s, &q, &s->said[i])))
			return true;
	return false;
}

static bool conditions_hold(const struct weighing *s, const struct question *q) {
	struct question_when when;
	for (size_t i = 0; question_when(s->p, s->instrument, q, i, &when); i++)
		if (!answered_with(s, when.question, when.answers))
			return false;
	return true;
}

/* A condition names earlier questions only, so one pass settles them all. */
static void relevance(struct weighing *s) {
	for (size_t i = 0; i < instrument_questions(s->p, s->instrument); i++) {
		struct question q = instrument_question(s->p, s->instrument, i);
		s->relevant[i] = question_is_asked(s->p, s->instrument, &q, s->child) && conditions_hold(s, &q);
	}
}

static void sign_add(struct weighing *s, int dimension, enum strength strength) {
	s->any = true;
	if (dimension >= 0 && dimension < INSTRUMENT_SPEAK)
		s->signs[dimension][strength]++;
}

static bool number_is_sign(const json_t *sign, int64_t value) {
	const json_t *from = json_object_get(sign, "from"), *to = json_object_get(sign, "to");
	return sign != NULL && (from == NULL || value >= json_integer_value(from)) &&
	       (to == NULL || value <= json_integer_value(to));
}

static bool yes_no_is_sign(const struct weighing *s, const json_t *sign, int answer) {
	return sign == NULL ? answer == ANSWER_YES : listed(sign, code_name(s->p, L_ANSWER, answer));
}

/* Weighs one answer to `q`; gives whether the question is settled by it. */
static bool weigh(struct weighing *s, const struct question *q, const struct said *one) {
	const json_t *sign = json_object_get(q->json, "sign");
	switch (q->kind) {
	case ASK_YES_NO:
		if (q->strength != STRENGTH_NONE && yes_no_is_sign(s, sign, one->answer))
			sign_add(s, q->dimension, q->strength);
		return one->answer == ANSWER_YES || one->answer == ANSWER_NO;
	case ASK_CHOICE:
	case ASK_SEVERAL:
		for (size_t i = 0; i < question_choices(q); i++) {
			struct choice c = question_choice(s->p, s->instrument, q, i);
			if (c.number != one->value)
				continue;
			if (c.strength != STRENGTH_NONE)
				sign_add(s, c.dimension, c.strength);
			return !json_is_true(json_object_get(json_array_get(q->choices, i), "open"));
		}
		return false;
	case ASK_NUMBER:
		if (q->strength != STRENGTH_NONE && number_is_sign(sign, one->value))
			sign_add(s, q->dimension, q->strength);
		return true;
	case ASK_TEXT:
	case ASK_DAY:
	case ASK_PLACE:
	case ASK_NOTE:
		break;
	}
	return true;
}

/* Whether some answer to it could be a sign: then leaving it open leaves the matter open. */
static bool is_weighed(const struct weighing *s, const struct question *q) {
	bool any = q->strength != STRENGTH_NONE;
	for (size_t i = 0; i < question_choices(q); i++)
		any = any || question_choice(s->p, s->instrument, q, i).strength != STRENGTH_NONE;
	return any;
}

static void weigh_all(struct weighing *s) {
	for (size_t i = 0; i < instrument_questions(s->p, s->instrument); i++) {
		struct question q = instrument_question(s->p, s->instrument, i);
		bool settled = false, first = true;
		if (!s->relevant[i])
			continue;
		for (size_t k = 0; k < s->n; k++)
			if (s->said[k].question == (int)i) {
				bool by_this = weigh(s, &q, &s->said[k]);
				settled = by_this && (first || settled); /* "several": one answer left open leaves it open */
				first = false;
			}
		s->open = s->open || (!settled && is_weighed(s, &q));
	}
}

/* The rule ---------------------------------------------------------------------------------------------------------- */

static int count_of(const json_t *clause, const char *key) {
	return (int)json_integer_value(json_object_get(clause, key));
}

static bool clause_holds(const json_t *clause, const int signs[STRENGTH_STRONG + 1]) {
	int need = count_of(clause, "strong"), have = signs[STRENGTH_STRONG];
	if (have < need)
		return false;
	need += count_of(clause, "medium");
	have += signs[STRENGTH_MEDIUM];
	if (have < need)
		return false;
	need += count_of(clause, "weak") + count_of(clause, "other");
	have += signs[STRENGTH_WEAK];
	return have >= need;
}

static bool dimension_is_positive(const struct weighing *s, size_t dimension) {
	const json_t *clauses = json_object_get(json_object_get(s->json, "rule"), "positive"), *clause;
	size_t i;
	json_array_foreach((json_t *)clauses, i, clause)
		if (clause_holds(clause, s->signs[dimension]))
			return true;
	return false;
}

static bool has_element(const struct judged *j, const char *element) {
	for (size_t i = 0; i < j->dimensions_n; i++)
		if (str_equal(json_string_value(json_object_get(j->dimensions[i], "element")), element))
			return true;
	return false;
}

static bool combination_holds(const struct weighing *s, const json_t *elements, const struct judged *j) {
	const json_t *one;
	size_t i;
	json_array_foreach((json_t *)elements, i, one) {
		const char *element = json_string_value(one);
		if (!(s->child && str_equal(element, "means")) && !has_element(j, element))
			return false;
	}
	return true;
}

static bool is_present(const struct weighing *s, const struct judged *j) {
	const json_t *list = json_object_get(json_object_get(s->json, "rule"), "present"), *one;
	size_t i;
	if (j->triggers_n > 0)
		return true;
	json_array_foreach((json_t *)list, i, one)
		if (combination_holds(s, one, j))
			return true;
	return false;
}

static bool trigger_fires(const struct weighing *s, const json_t *trigger) {
	const char *code;
	const json_t *codes;
	if (json_is_true(json_object_get(trigger, "child")) && !s->child)
		return false;
	json_object_foreach((json_t *)json_object_get(trigger, "when"), code, codes)
		if (!answered_with(s, instrument_question_find(s->p, s->instrument, code), codes))
			return false;
	return true;
}

static void speak(const struct weighing *s, struct judged *j) {
	const json_t *one;
	size_t i;
	json_array_foreach((json_t *)json_object_get(s->json, "dimensions"), i, one)
		if (i < INSTRUMENT_SPEAK && dimension_is_positive(s, i))
			j->dimensions[j->dimensions_n++] = one;
	json_array_foreach((json_t *)json_object_get(s->json, "triggers"), i, one)
		if (j->triggers_n < INSTRUMENT_SPEAK && trigger_fires(s, one))
			j->triggers[j->triggers_n++] = one;
}

void instrument_judge(const struct profile *p, int instrument, const struct said *said, size_t n, bool child,
	struct judged *ret_judged) {
	struct weighing s = {.p = p, .instrument = instrument, .json = profile_entry(p, L_INSTRUMENT, instrument),
		.said = said, .n = n, .child = child};
	*ret_judged = (struct judged){0};
	relevance(&s);
	weigh_all(&s);
	speak(&s, ret_judged);
	ret_judged->result = is_present(&s, ret_judged) ? RESULT_PRESENT : s.any || s.open ? RESULT_UNCLEAR : RESULT_NONE;
}

bool instrument_relevant(const struct profile *p, int instrument, const struct question *q, const struct said *said,
	size_t n, bool child) {
	struct weighing s = {.p = p, .instrument = instrument, .said = said, .n = n, .child = child};
	int place = instrument_question_find(p, instrument, q->code);
	relevance(&s);
	return place >= 0 && s.relevant[place];
}
