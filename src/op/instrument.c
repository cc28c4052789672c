/* Sets of questions as the profile defines them; what answers come to is instrument_judge.c. */
#include "op/instrument.h"

#include <string.h>

#include "base/str.h"
#include "op/profile.h"

static const json_t *of(const struct profile *p, int instrument) {
	return profile_entry(p, L_INSTRUMENT, instrument);
}

static const json_t *at(const json_t *object, const char *key) {
	return json_object_get(object, key);
}

static const char *word(const json_t *object, const char *key) {
	return json_string_value(at(object, key));
}

static int number_or(const json_t *object, const char *key, int otherwise) {
	const json_t *n = at(object, key);
	return json_is_integer(n) ? (int)json_integer_value(n) : otherwise;
}

/* Place of a word in a list that ends in NULL; `otherwise` where there is none. A word that is none of them was refused when
   the profile was loaded. */
static int place_of(const char *const *words, const char *found, int otherwise) {
	for (int i = 0; words[i] != NULL; i++)
		if (str_equal(words[i], found))
			return i;
	return otherwise;
}

static enum strength strength_of(const json_t *weighed) {
	static const char *const words[] = {"none", "weak", "medium", "strong", NULL};
	return (enum strength)place_of(words, word(weighed, "strength"), STRENGTH_NONE);
}

/* A set with one dimension only does not have to name it. */
static int dimension_of(const struct profile *p, int instrument, const json_t *weighed, int otherwise) {
	const json_t *list = at(of(p, instrument), "dimensions"), *one;
	const char *code = word(weighed, "dimension");
	size_t i;
	json_array_foreach((json_t *)list, i, one)
		if (code != NULL && str_equal(word(one, "code"), code))
			return (int)i;
	return otherwise != -1 ? otherwise : json_array_size(list) == 1 ? 0 : -1;
}

/* Questions --------------------------------------------------------------------------------------------------------- */

size_t instrument_questions(const struct profile *p, int instrument) {
	size_t n = json_array_size(at(of(p, instrument), "questions"));
	return n < INSTRUMENT_QUESTIONS ? n : INSTRUMENT_QUESTIONS;
}

struct question instrument_question(const struct profile *p, int instrument, size_t i) {
	static const char *const kinds[] = {"yes_no", "choice", "several", "text", "day", "number", "place", "note", NULL};
	static const char *const whom[] = {"all", "child", "adult", NULL};
	const json_t *q = json_array_get(at(of(p, instrument), "questions"), i);
	struct question read = {
		.number = number_or(q, "number", -1),
		.code = word(q, "code"),
		.kind = (enum question_kind)place_of(kinds, word(q, "kind"), ASK_YES_NO),
		.of = (enum asked_of)place_of(whom, word(q, "of"), ASKED_ALL),
		.seen = json_is_true(at(q, "seen")),
		.strength = strength_of(q),
		.dimension = dimension_of(p, instrument, q, -1),
		.min = number_or(q, "min", 0),
		.since = number_or(q, "since", 1),
		.until = number_or(q, "until", 0),
		.say = at(q, "say"),
		.why = at(q, "why"),
		.next = at(q, "next"),
		.choices = at(q, "choices"),
		.json = q,
	};
	read.max = number_or(q, "max", read.kind == ASK_TEXT ? INSTRUMENT_TEXT : 1000000);
	return read;
}

bool question_is_asked(const struct profile *p, int instrument, const struct question *q, bool child) {
	int version = instrument_version(p, instrument);
	return q->since <= version && (q->until == 0 || version <= q->until) && q->of != (child ? ASKED_ADULT : ASKED_CHILD);
}

int instrument_question_find(const struct profile *p, int instrument, const char *code) {
	for (size_t i = 0; i < instrument_questions(p, instrument); i++)
		if (str_equal(word(json_array_get(at(of(p, instrument), "questions"), i), "code"), code))
			return (int)i;
	return -1;
}

int instrument_question_numbered(const struct profile *p, int instrument, int number) {
	for (size_t i = 0; i < instrument_questions(p, instrument); i++)
		if (instrument_question(p, instrument, i).number == number)
			return (int)i;
	return -1;
}

size_t question_choices(const struct question *q) {
	return json_array_size(q->choices);
}

struct choice question_choice(const struct profile *p, int instrument, const struct question *q, size_t i) {
	const json_t *one = json_array_get(q->choices, i);
	return (struct choice){number_or(one, "number", -1), word(one, "code"), at(one, "say"), strength_of(one),
		dimension_of(p, instrument, one, q->dimension)};
}

bool question_when(const struct profile *p, int instrument, const struct question *q, size_t i,
	struct question_when *ret_when) {
	const json_t *answers;
	const char *code;
	size_t k = 0;
	json_object_foreach((json_t *)at(q->json, "when"), code, answers)
		if (k++ == i) {
			*ret_when = (struct question_when){instrument_question_find(p, instrument, code), answers};
			return true;
		}
	return false;
}

/* Whose words of the set follow: those after a yes where the answer is a sign, be it a no. */
static const char *after(const struct profile *p, int instrument, const struct question *q, const char *code) {
	const json_t *sign = at(q->json, "sign"), *one;
	size_t k;
	bool decided = str_equal(code, "yes") || str_equal(code, "no"), is_sign = false;
	if (q->kind == ASK_YES_NO && sign != NULL && decided) {
		json_array_foreach((json_t *)sign, k, one)
			is_sign = is_sign || str_equal(json_string_value(one), code);
		return is_sign ? "yes" : "no";
	}
	if (q->kind == ASK_YES_NO)
		return code;
	for (size_t i = 0; i < question_choices(q); i++) {
		struct choice c = question_choice(p, instrument, q, i);
		if (str_equal(c.code, code) && c.strength != STRENGTH_NONE)
			return "yes";
	}
	return NULL;
}

const json_t *question_next(const struct profile *p, int instrument, const struct question *q, const char *code) {
	const json_t *own = at(q->next, code);
	const char *same = own != NULL ? NULL : after(p, instrument, q, code);
	return own != NULL ? own : same == NULL ? NULL : at(at(of(p, instrument), "answers"), same);
}

int instrument_version(const struct profile *p, int instrument) {
	return number_or(of(p, instrument), "version", 1);
}

bool instrument_is_child(const struct profile *p, int instrument) {
	return str_equal(word(of(p, instrument), "of"), "child");
}

const json_t *instrument_say(const struct profile *p, int instrument, const char *part) {
	return at(of(p, instrument), part);
}

const json_t *instrument_next(const struct profile *p, int instrument, int result) {
	return instrument_next_then(p, instrument, instrument_version(p, instrument), result);
}

/* "was" tells of older versions, the oldest first: each entry holds up to and with its own version. */
const json_t *instrument_said_then(const struct profile *p, int instrument, int version, const char *part) {
	const json_t *one;
	size_t i;
	json_array_foreach((json_t *)instrument_say(p, instrument, "was"), i, one)
		if (number_or(one, "version", 0) >= version && at(one, part) != NULL)
			return at(one, part);
	return instrument_say(p, instrument, part);
}

const json_t *instrument_next_then(const struct profile *p, int instrument, int version, int result) {
	const char *code = code_name(p, L_RESULT, result);
	return code == NULL ? NULL : at(instrument_said_then(p, instrument, version, "next"), code);
}

/* Answers ----------------------------------------------------------------------------------------------------------- */

static bool choice_parse(struct cx *cx, int instrument, const struct question *q, const char *text, struct said *said) {
	for (size_t i = 0; i < question_choices(q); i++) {
		struct choice c = question_choice(cx->profile, instrument, q, i);
		if (str_equal(c.code, text)) {
			said->value = c.number;
			return true;
		}
	}
	return false;
}

static int value_parse(struct cx *cx, int instrument, const struct question *q, const char *name, const char *whole,
	const char *text, struct said *said) {
	int32_t day = 0;
	switch (q->kind) {
	case ASK_YES_NO:
		said->answer = code_find(cx->profile, L_ANSWER, text);
		if (said->answer == 0)
			return err_say(cx, ERR_INVALID, name, N_("Answer yes, no, unclear or not asked."), whole);
		return 0;
	case ASK_CHOICE:
	case ASK_SEVERAL:
		if (!choice_parse(cx, instrument, q, text, said))
			return err_say(cx, ERR_INVALID, name, N_("This question has no such answer."), whole);
		return 0;
	case ASK_DAY:
		if (!day_parse(text, &day))
			return err_say(cx, ERR_INVALID, name, N_("Write the day as year, month and day."), whole);
		said->value = day;
		return 0;
	case ASK_NUMBER:
		if (!int_parse(text, &said->value) || said->value < q->min || said->value > q->max)
			return err_say(cx, ERR_INVALID, name, N_("This number is not one the question allows."), whole);
		return 0;
	case ASK_PLACE:
		said->value = code_find(cx->profile, L_MUNICIPALITY, text);
		if (said->value == 0)
			return err_say(cx, ERR_INVALID, name, N_("There is no such municipality."), whole);
		return 0;
	case ASK_TEXT:
	case ASK_NOTE:
		break;
	}
	return err_say(cx, ERR_INVALID, name, N_("Words are not among the answers: they are sealed, and come as told."), NULL);
}

static int words_take(struct cx *cx, const struct question *q, const char *name, const char *text, struct said *said) {
	int64_t n = 0;
	for (const char *c = text; *c != 0; c++)
		n += ((unsigned char)*c & 0xc0) != 0x80;
	if (q->kind != ASK_TEXT)
		return err_say(cx, ERR_INVALID, name, N_("This question is not answered in words."), q->code);
	if (n == 0 || n > q->max)
		return err_say(cx, ERR_INVALID, name, N_("These words are too long for the question, or none."), q->code);
	said->text = text;
	return 0;
}

int instrument_parse(struct cx *cx, int instrument, enum field_id field, const char *text, struct said *ret_said) {
	const char *name = fields[field].name, *colon = strchr(text, ':');
	bool words = field == F_TOLD;
	struct said said = {.question = -1};
	if (colon != NULL)
		said.question = instrument_question_find(cx->profile, instrument,
			arena_strndup(cx->arena, text, (size_t)(colon - text)));
	if (said.question < 0) /* what was told is not repeated in an error */
		return err_say(cx, ERR_INVALID, name, N_("There is no such question in this set."), words ? NULL : text);
	struct question q = instrument_question(cx->profile, instrument, (size_t)said.question);
	int version = instrument_version(cx->profile, instrument);
	if (q.since > version || (q.until != 0 && version > q.until))
		return err_say(cx, ERR_INVALID, name, N_("This question is no longer asked."), q.code);
	int rc = words ? words_take(cx, &q, name, colon + 1, &said)
		: value_parse(cx, instrument, &q, name, text, colon + 1, &said);
	if (rc == 0)
		*ret_said = said;
	return rc;
}

const char *instrument_spell(struct cx *cx, int instrument, const struct said *said) {
	struct question q = instrument_question(cx->profile, instrument, (size_t)said->question);
	switch (q.kind) {
	case ASK_YES_NO:
		return code_name(cx->profile, L_ANSWER, said->answer);
	case ASK_CHOICE:
	case ASK_SEVERAL:
		for (size_t i = 0; i < question_choices(&q); i++) {
			struct choice c = question_choice(cx->profile, instrument, &q, i);
			if (c.number == said->value)
				return c.code;
		}
		return NULL;
	case ASK_DAY:
		return day_text(cx->arena, (int32_t)said->value);
	case ASK_NUMBER:
		return arena_printf(cx->arena, "%lld", (long long)said->value);
	case ASK_PLACE:
		return code_name(cx->profile, L_MUNICIPALITY, (int)said->value);
	case ASK_TEXT:
		return said->text;
	case ASK_NOTE:
		break;
	}
	return NULL;
}
