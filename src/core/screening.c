/* screening.c - the questions of an instrument, asked of a person; the instrument's own rule says what they come to. */
#include "base/str.h"
#include "core/consent.h"
#include "db/queries.h"
#include "op/profile.h"

enum { QUESTIONS_MAX = 64 };

/* One "q1:yes" into answers[]. */
static int take_answer(struct cx *cx, int instrument, const char *text, int *answers) {
	static const char field[] = "answer";
	const char *colon = strrchr(text, ':');
	int question = -1, answer = 0;
	if (colon != NULL) {
		question = profile_question(cx->profile, instrument, arena_strndup(cx->arena, text, (size_t)(colon - text)));
		answer = code_find(cx->profile, L_ANSWER, colon + 1);
	}
	int rc = bad_if(cx, question < 0, field, N_("There is no such question in this set."), text);
	if (rc == ERR_OK)
		rc = bad_if(cx, answer == 0, field, N_("Answer yes, no, unclear or not asked."), text);
	if (rc == ERR_OK)
		rc = bad_if(cx, answers[question] != 0, field, N_("This question is answered twice."), text);
	if (rc == ERR_OK)
		answers[question] = answer;
	return rc;
}

static int take_answers(struct cx *cx, const struct in *in, int instrument, int *answers, size_t n) {
	for (size_t i = 0; i < in_count(in, F_ANSWER); i++) {
		int rc = take_answer(cx, instrument, in_at(in, F_ANSWER, i)->text, answers);
		if (rc != ERR_OK)
			return rc;
	}
	for (size_t i = 0; i < n; i++)
		if (answers[i] == 0)
			answers[i] = ANSWER_NOT_ASKED;
	return ERR_OK;
}

int screening_record(struct cx *cx, const struct in *in, struct out *out) {
	struct fact f = fact_new(cx, in);
	struct ref ref = ref_new(cx);
	struct row_screening_add row;
	int instrument = in_code(in, F_INSTRUMENT), answers[QUESTIONS_MAX] = {0};
	size_t n = profile_questions(cx->profile, instrument);

	if (bug_if(cx, n == 0 || n > QUESTIONS_MAX))
		return ERR_BUG;
	int rc = take_answers(cx, in, instrument, answers, n);
	if (rc != ERR_OK)
		return rc;
	const json_t *entry = profile_entry(cx->profile, L_INSTRUMENT, instrument);
	int version = (int)json_integer_value(json_object_get(entry, "version"));
	int result = profile_result(cx->profile, instrument, answers, n);
	rc = q_screening_add(cx, FACT_HEAD(&f), ref_blob(&ref), instrument, version, in_code(in, F_SPEECH), result, &row);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = q_screening_answer_add(cx, row.id, (int)i, answers[i]);
	if (rc == ERR_OK)
		rc = note_add(cx, &f, 0, FACT_SCREENING, row.id, in_text(in, F_NOTE));
	if (rc != ERR_OK)
		return rc;
	out_ref(out, F_SCREENING, &ref);
	out_code(out, F_RESULT, result);
	return ERR_OK;
}

static const char *answer_text(struct cx *cx, int instrument, int question, int answer) {
	const json_t *questions = json_object_get(profile_entry(cx->profile, L_INSTRUMENT, instrument), "questions");
	const char *code = json_string_value(json_object_get(json_array_get(questions, (size_t)question), "code"));
	return code == NULL ? NULL
		: arena_printf(cx->arena, "%s:%s", code, code_name(cx->profile, L_ANSWER, answer));
}

int screening_latest(struct cx *cx, const struct in *in, struct out *out) {
	struct row_screening_newest row;
	struct row_screening_answers each;
	struct rows rows;
	const char *texts[QUESTIONS_MAX];
	size_t n = 0;

	int rc = q_screening_newest(cx, in->person, &row);
	bool covers = true;
	if (rc == ERR_OK && row.org != cx->actor.org)
		rc = consent_covers(cx, in->person, cx->actor.org, SHARE_STORY, &covers);
	if (rc == ERR_NOTFOUND || (rc == ERR_OK && !covers))
		return err_say(cx, ERR_NOTFOUND, NULL, N_("No questions were asked yet."), NULL);
	if (rc == ERR_OK)
		rc = q_screening_answers(cx, row.id, &rows);
	if (rc != ERR_OK)
		return rc;
	while (n < QUESTIONS_MAX && q_screening_answers_next(&rows, &each)) {
		const char *text = answer_text(cx, row.instrument, each.question, each.answer);
		if (text != NULL) /* a question that a later version of the set took out */
			texts[n++] = text;
	}
	rc = rows_end(&rows);
	if (rc != ERR_OK)
		return rc;
	out_blob_ref(out, F_SCREENING, row.ref);
	out_code(out, F_INSTRUMENT, row.instrument);
	out_code(out, F_RESULT, row.result);
	out_code(out, F_SPEECH, row.speech);
	out_number(out, F_HAPPENED, row.happened);
	out_texts(out, F_ANSWER, texts, n);
	return ERR_OK;
}
