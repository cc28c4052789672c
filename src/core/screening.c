/* screening.c - the questions of an instrument, asked of a person; the instrument's own rule says what they come to. */
#include "core/screening.h"

#include "base/buf.h"
#include "base/str.h"
#include "core/consent.h"
#include "core/task.h"
#include "op/profile.h"

struct asked { /* one set of questions, as it is being written down */
	int instrument;
	bool child, complete;
	size_t n;
	struct said said[INSTRUMENT_SAID];
	struct judged judged;
};

/* Answers ----------------------------------------------------------------------------------------------------------- */

/* Of "several" any number is given, each once; of everything else one. */
static bool clashes(const struct cx *cx, const struct asked *a, const struct said *one) {
	struct question q = instrument_question(cx->profile, a->instrument, (size_t)one->question);
	for (size_t i = 0; i < a->n; i++)
		if (a->said[i].question == one->question && (q.kind != ASK_SEVERAL || a->said[i].value == one->value))
			return true;
	return false;
}

static int answers_take(struct cx *cx, const struct in *in, enum field_id field, struct asked *a) {
	for (size_t i = 0; i < in_count(in, field); i++) {
		const char *text = in_at(in, field, i)->text;
		struct said one;
		int rc = instrument_parse(cx, a->instrument, field, text, &one);
		if (rc == 0)
			rc = bad_if(cx, clashes(cx, a, &one), fields[field].name, N_("This question is answered twice."),
				field == F_TOLD ? NULL : text);
		if (rc == 0 && a->n == INSTRUMENT_SAID)
			rc = err_say(cx, ERR_LIMIT, fields[field].name, N_("These are more answers than a set of questions has."), NULL);
		if (rc != 0)
			return rc;
		a->said[a->n++] = one;
	}
	return 0;
}

static bool is_answered(const struct asked *a, size_t question) {
	for (size_t i = 0; i < a->n; i++)
		if (a->said[i].question == (int)question)
			return true;
	return false;
}

/* What was to be asked with yes and no, and was not, is kept as not asked. */
static void gaps_fill(const struct cx *cx, struct asked *a) {
	for (size_t i = 0; i < instrument_questions(cx->profile, a->instrument); i++) {
		struct question q = instrument_question(cx->profile, a->instrument, i);
		if (q.kind == ASK_YES_NO && !is_answered(a, i) && a->n < INSTRUMENT_SAID &&
		    instrument_relevant(cx->profile, a->instrument, &q, a->said, a->n, a->child))
			a->said[a->n++] = (struct said){.question = (int)i, .answer = ANSWER_NOT_ASKED};
	}
}

static int said_add(struct cx *cx, const struct asked *a, int64_t id) {
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < a->n; i++) {
		const struct said *one = &a->said[i];
		struct question q = instrument_question(cx->profile, a->instrument, (size_t)one->question);
		if (q.kind == ASK_YES_NO)
			rc = q_screening_answer_add(cx, id, q.number, one->answer);
		else if (one->text == NULL)
			rc = q_screening_value_add(cx, id, q.number, one->value);
	}
	return rc;
}

/* How it was asked -------------------------------------------------------------------------------------------------- */

/* A child is asked with an adult beside it who is there for the child; what cannot wait is kept, and not finished. */
static int adult_check(struct cx *cx, const struct in *in, struct asked *a) {
	bool there = in_has(in, F_ADULT) && in_code(in, F_ADULT) != ADULT_NONE;
	bool urgent = in_has(in, F_URGENT) && in_number(in, F_URGENT) != 0;
	a->complete = !a->child || there;
	return bad_if(cx, !a->complete && !urgent, fields[F_ADULT].name,
		N_("A child, or somebody who may be one, is asked with an adult beside them who is there for the child: say who. "
		   "If it cannot wait, mark it as urgent: it is kept as not finished, with a task to finish it."), NULL);
}

static int judged_check(struct cx *cx, const struct in *in) {
	if (in_has(in, F_JUDGED) != in_has(in, F_BECAUSE))
		return in_has(in, F_JUDGED) ? err_say(cx, ERR_INVALID, fields[F_BECAUSE].name,
			N_("Say why you find otherwise than the answers do."), NULL)
			: err_say(cx, ERR_INVALID, fields[F_JUDGED].name, N_("Say what you find yourself."), NULL);
	return 0;
}

static int where_of(struct cx *cx, const struct in *in, int *ret_municipality) {
	struct row_screening_where sign = {0};
	int rc = 0;
	if (in_has(in, F_MUNICIPALITY))
		sign.municipality = in_code(in, F_MUNICIPALITY);
	else
		rc = q_screening_where(cx, in->person, &sign);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_INVALID, fields[F_MUNICIPALITY].name, N_("Say in which municipality it was."), NULL);
	*ret_municipality = sign.municipality;
	return rc;
}

static int64_t flag_of(const struct in *in, enum field_id field) {
	return in_has(in, field) ? in_number(in, field) : NONE;
}

static int64_t code_of(const struct in *in, enum field_id field) {
	return in_has(in, field) ? in_code(in, field) : NONE;
}

static int more_add(struct cx *cx, const struct in *in, const struct asked *a, int64_t id) {
	int municipality = 0;
	int rc = where_of(cx, in, &municipality);
	if (rc != 0)
		return rc;
	return q_screening_more_add(cx, id, cx->actor.unit == 0 ? NONE : cx->actor.unit, municipality,
		in_has(in, F_ASKED) ? in_code(in, F_ASKED) : ASKED_PERSON, flag_of(in, F_PROACTIVE), flag_of(in, F_PRIVATE),
		code_of(in, F_INTERPRETED), code_of(in, F_ADULT), flag_of(in, F_BREAKS), code_of(in, F_RECORDED), a->child,
		a->complete, code_of(in, F_JUDGED));
}

static int number_of(const json_t *entry) {
	return (int)json_integer_value(json_object_get(entry, "number"));
}

static int marks_add(struct cx *cx, const struct in *in, const struct asked *a, int64_t id) {
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < in_count(in, F_TARGET); i++) {
		for (size_t k = 0; rc == 0 && k < i; k++)
			rc = bad_if(cx, in_at(in, F_TARGET, i)->number == in_at(in, F_TARGET, k)->number, fields[F_TARGET].name,
				N_("This stands twice."), code_name(cx->profile, L_TARGET, (int)in_at(in, F_TARGET, i)->number));
		if (rc == 0)
			rc = q_screening_mark_add(cx, id, MARK_TARGET, (int)in_at(in, F_TARGET, i)->number);
	}
	for (size_t i = 0; rc == 0 && i < a->judged.dimensions_n; i++)
		rc = q_screening_mark_add(cx, id, MARK_DIMENSION, number_of(a->judged.dimensions[i]));
	for (size_t i = 0; rc == 0 && i < a->judged.triggers_n; i++)
		rc = q_screening_mark_add(cx, id, MARK_TRIGGER, number_of(a->judged.triggers[i]));
	return rc;
}

/* What was said in words, as JSON by question number; NULL where nothing was. */
static const char *words_of(struct cx *cx, const struct in *in, const struct asked *a) {
	struct buf b = buf_new(cx->arena, 1 << 20);
	const char *because = in_text(in, F_BECAUSE), *between = "";
	buf_str(&b, "{\"told\":{");
	for (size_t i = 0; i < a->n; i++) {
		if (a->said[i].text == NULL)
			continue;
		struct question q = instrument_question(cx->profile, a->instrument, (size_t)a->said[i].question);
		buf_str(&b, arena_printf(cx->arena, "%s\"%d\":", between, q.number));
		json_put(&b, a->said[i].text);
		between = ",";
	}
	buf_str(&b, "}");
	if (*between == 0 && because == NULL)
		return NULL;
	if (because != NULL) {
		buf_str(&b, ",\"because\":");
		json_put(&b, because);
	}
	buf_str(&b, "}");
	return b.at;
}

/* A finished set closes the task to finish one; an unfinished one makes it. */
static int task_keep(struct cx *cx, const struct in *in, const struct asked *a) {
	int rc = q_screening_task_done(cx, in->person, cx->actor.org, TASK_FINISH);
	if (rc != 0 || a->complete)
		return rc;
	return task_add(cx, &TASK_NEW(.org = cx->actor.org, .kind = TASK_FINISH, .person = in->person,
		.due_at = cx->now + profile_rule(cx->profile, "screening_hours") * HOUR));
}

static int asked_take(struct cx *cx, const struct in *in, struct asked *a) {
	int age = 0;
	int rc = consent_age(cx, in->person, &age);
	a->child = age == AGE_UNDER_12 || age == AGE_12_17 || age == AGE_UNKNOWN;
	if (rc == 0)
		rc = adult_check(cx, in, a);
	if (rc == 0)
		rc = judged_check(cx, in);
	if (rc == 0)
		rc = answers_take(cx, in, F_ANSWER, a);
	if (rc == 0)
		rc = answers_take(cx, in, F_TOLD, a);
	if (rc != 0)
		return rc;
	gaps_fill(cx, a);
	instrument_judge(cx->profile, a->instrument, a->said, a->n, a->child, &a->judged);
	return 0;
}

static void spoke_put(struct cx *cx, const struct asked *a, struct out *out) {
	const char *spoke[2 * INSTRUMENT_SPEAK];
	size_t n = 0;
	for (size_t i = 0; i < a->judged.triggers_n; i++)
		spoke[n++] = arena_printf(cx->arena, "trigger:%s",
			json_string_value(json_object_get(a->judged.triggers[i], "code")));
	for (size_t i = 0; i < a->judged.dimensions_n; i++)
		spoke[n++] = arena_printf(cx->arena, "dimension:%s",
			json_string_value(json_object_get(a->judged.dimensions[i], "code")));
	out_texts(out, F_SPOKE, spoke, n);
}

/* What somebody asked and could not finish is followed by what the same worker asks with the same questions. */
static int follow(struct cx *cx, const struct in *in, struct fact *f) {
	struct row_screening_unfinished row;
	int rc = q_screening_unfinished(cx, in->person, cx->actor.org, in_code(in, F_INSTRUMENT), cx->actor.user, &row);
	if (rc == 0)
		f->supersedes = row.id;
	return rc == ERR_NOTFOUND ? 0 : rc;
}

int screening_record(struct cx *cx, const struct in *in, struct out *out) {
	struct fact f = fact_new(cx, in);
	struct ref ref = ref_new(cx);
	struct row_screening_add row;
	struct asked *a = arena_alloc(cx->arena, sizeof *a);
	*a = (struct asked){.instrument = in_code(in, F_INSTRUMENT)};

	int rc = in_has(in, F_HAPPENED) ? fact_day(cx, in, F_HAPPENED, &f) : 0;
	if (rc == 0)
		rc = asked_take(cx, in, a);
	if (rc == 0)
		rc = follow(cx, in, &f);
	if (rc == 0)
		rc = q_screening_add(cx, FACT_HEAD(&f), ref_blob(&ref), a->instrument,
			instrument_version(cx->profile, a->instrument), in_code(in, F_SPEECH), a->judged.result, &row);
	if (rc == 0)
		rc = said_add(cx, a, row.id);
	if (rc == 0)
		rc = more_add(cx, in, a, row.id);
	if (rc == 0)
		rc = marks_add(cx, in, a, row.id);
	if (rc == 0)
		rc = note_add(cx, &f, 0, FACT_SCREENING, row.id, in_text(in, F_NOTE));
	if (rc == 0)
		rc = note_add(cx, &f, 0, FACT_TOLD, row.id, words_of(cx, in, a));
	if (rc == 0)
		rc = task_keep(cx, in, a);
	if (rc != 0)
		return rc;
	out_ref(out, F_SCREENING, &ref);
	out_code(out, F_RESULT, a->judged.result);
	out_number(out, F_COMPLETE, a->complete);
	spoke_put(cx, a, out);
	return 0;
}
