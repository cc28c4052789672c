/*
 * instrument.h - sets of questions (profiles/README.md, "A set of questions"), and what answers come to.
 *
 * An instrument is data: its questions in four languages, which answer is a sign, how strong a sign of what ("dimension"),
 * and the rule that says when signs are enough. Nothing here counts a person: what comes out is one of three results, with
 * the dimensions and the triggers that spoke; no number leaves. The same answers, to questions asked of both, never come to
 * less for a child than for an adult: what the law asks of the means falls away, and nothing else does.
 *
 * `instrument` is a number of L_INSTRUMENT everywhere; `question` is the place of a question in the set, from 0, over all
 * versions. What the store keeps is the question's own number, which is never given to another.
 */
#pragma once
#include <jansson.h>

#include "op/op.h"

enum {
	INSTRUMENT_QUESTIONS = 64, /* in one set, over all its versions */
	INSTRUMENT_CHOICES = 40,   /* of one question */
	INSTRUMENT_SPEAK = 16,     /* dimensions, and triggers, of one set */
	INSTRUMENT_SAID = 256,     /* answers to one set: of "several" every one counts */
	INSTRUMENT_TEXT = 1000,    /* characters of a text answer */
};

enum question_kind {
	ASK_YES_NO,  /* an answer is enum ANSWER_*: yes, no, unclear, not_asked; the same in every set */
	ASK_CHOICE,  /* one of its choices */
	ASK_SEVERAL, /* any of its choices */
	ASK_TEXT,    /* words, sealed */
	ASK_DAY,
	ASK_NUMBER,  /* a whole number of min..max */
	ASK_PLACE,   /* a municipality of the country */
	ASK_NOTE,    /* no question: something to read or to do */
};

enum strength { STRENGTH_NONE, STRENGTH_WEAK, STRENGTH_MEDIUM, STRENGTH_STRONG };
enum element { ELEMENT_ANY, ELEMENT_ACT, ELEMENT_MEANS, ELEMENT_PURPOSE };
enum asked_of { ASKED_ALL, ASKED_CHILD, ASKED_ADULT }; /* a person of unknown age is asked as a child */

struct question {
	int number;             /* in the store */
	const char *code;       /* on the wire: a-z 0-9 - _ */
	enum question_kind kind;
	enum asked_of of;
	bool seen;              /* what the worker sees or knows, never asked of the person */
	enum strength strength; /* of its sign; a choice may have its own (instrument_choice) */
	int dimension;          /* place in the instrument's, or -1 */
	int64_t min, max;       /* of a number; of a text: characters */
	int since, until;       /* versions it is asked in: since <= version, and until == 0 or version <= until */
	const json_t *say, *why;       /* texts for profile_say; why may be NULL for kinds that weigh nothing */
	const json_t *next;            /* {answer or choice code: texts}, or NULL; see question_next */
	const json_t *choices;         /* [{"code", "number", "say", ...}], of choice and several; else NULL */
	const json_t *json;
};

struct choice {
	int number;
	const char *code;
	const json_t *say;
	enum strength strength; /* STRENGTH_NONE: no sign */
	int dimension;
};

/* "Only if": the question of that place was answered with one of these codes (yes_no, choice, several). */
struct question_when {
	int question;
	const json_t *answers; /* [codes] */
};

/* All questions of all versions, in their order, and those of the newest; whether it is asked now. */
size_t instrument_questions(const struct profile *p, int instrument);
struct question instrument_question(const struct profile *p, int instrument, size_t i);
bool question_is_asked(const struct profile *p, int instrument, const struct question *q, bool child);

/* Place of the question with that code, or with that number in the store; -1 if there is none. */
int instrument_question_find(const struct profile *p, int instrument, const char *code);
int instrument_question_numbered(const struct profile *p, int instrument, int number);

size_t question_choices(const struct question *q);
struct choice question_choice(const struct profile *p, int instrument, const struct question *q, size_t i);

/* The i-th of its conditions, all of which have to hold; false past the last. They name earlier questions only. */
bool question_when(const struct profile *p, int instrument, const struct question *q, size_t i,
	struct question_when *ret_when);

/* What to do after that answer, a code as on the wire: the question's own words, else the set's for yes, no, unclear
   and not_asked. A choice or a no that is a sign says what "yes" says, and a yes that is none what "no" says. NULL where
   there is nothing to say. */
const json_t *question_next(const struct profile *p, int instrument, const struct question *q, const char *code);

int instrument_version(const struct profile *p, int instrument);
bool instrument_is_child(const struct profile *p, int instrument); /* for children and for whom nobody knows the age of */

/* Texts for profile_say: "say", "about" (for whom, when), "basis" (where it comes from), "licence" (attribution to print
   with it, or NULL); after a result: next. */
const json_t *instrument_say(const struct profile *p, int instrument, const char *part);
const json_t *instrument_next(const struct profile *p, int instrument, int result);

/* The same texts as they stood in that version; a part no older version had otherwise is that of now. */
const json_t *instrument_said_then(const struct profile *p, int instrument, int version, const char *part);
const json_t *instrument_next_then(const struct profile *p, int instrument, int version, int result);

/* Answers ---------------------------------------------------------------------------------------------------------- */

struct said {
	int question;     /* place */
	int answer;       /* enum ANSWER_* of a yes_no, else 0 */
	int64_t value;    /* number of the choice or municipality, day number, number */
	const char *text; /* of a text; NULL otherwise */
};

/* One "code:value" as it stands on the wire: q1:yes, work:farm, hours:70, since:2026-03-01, where:vilnius. A text comes
   as F_TOLD, "code:words". ERR_INVALID names field, value and rule. */
MUST_CHECK int instrument_parse(struct cx *cx, int instrument, enum field_id field, const char *text, struct said *ret_said);

/* The value after the colon, as it stands on the wire; NULL if the set has it no more. */
const char *instrument_spell(struct cx *cx, int instrument, const struct said *said);

struct judged {
	int result;                         /* enum RESULT_* */
	size_t dimensions_n, triggers_n;
	const json_t *dimensions[INSTRUMENT_SPEAK]; /* that are positive: {"code", "number", "say"} */
	const json_t *triggers[INSTRUMENT_SPEAK];   /* that fired: {"code", "number", "say", "next"} */
};

/* What the answers come to under the instrument's rule. Answers to a question that was not to be asked weigh nothing. */
void instrument_judge(const struct profile *p, int instrument, const struct said *said, size_t n, bool child,
	struct judged *ret_judged);

/* Whether the question was to be asked after these answers: its age and all its conditions. */
bool instrument_relevant(const struct profile *p, int instrument, const struct question *q, const struct said *said,
	size_t n, bool child);

/* Check one definition, as register_fault does: NULL, or what is wrong. */
const char *instrument_fault(struct cx *cx, const struct profile *p, const json_t *definition);
