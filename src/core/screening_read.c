/* screening_read.c - what was asked of a person, for those who may know. */
#include "base/str.h"
#include "core/consent.h"
#include "core/screening.h"
#include "core/vault.h"
#include "op/profile.h"

/* Reading back ------------------------------------------------------------------------------------------------------ */

static bool choice_stands(const struct profile *p, int instrument, const struct said *one) {
	struct question q = instrument_question(p, instrument, (size_t)one->question);
	if (q.kind != ASK_CHOICE && q.kind != ASK_SEVERAL)
		return q.kind != ASK_YES_NO;
	for (size_t i = 0; i < question_choices(&q); i++)
		if (question_choice(p, instrument, &q, i).number == one->value)
			return true;
	return false;
}

int screening_said(struct cx *cx, int instrument, int64_t screening, struct said said[INSTRUMENT_SAID], size_t *ret_n) {
	struct row_screening_answers answer;
	struct row_screening_values value;
	struct rows rows;
	size_t n = 0;
	int rc = q_screening_answers(cx, screening, &rows);
	if (rc != 0)
		return rc;
	while (n < INSTRUMENT_SAID && q_screening_answers_next(&rows, &answer)) {
		struct said one = {.question = instrument_question_numbered(cx->profile, instrument, answer.question),
			.answer = answer.answer};
		if (one.question >= 0)
			said[n++] = one;
	}
	rc = rows_end(&rows);
	if (rc == 0)
		rc = q_screening_values(cx, screening, &rows);
	if (rc != 0)
		return rc;
	while (n < INSTRUMENT_SAID && q_screening_values_next(&rows, &value)) {
		struct said one = {.question = instrument_question_numbered(cx->profile, instrument, value.question),
			.value = value.value};
		if (one.question >= 0 && choice_stands(cx->profile, instrument, &one))
			said[n++] = one;
	}
	*ret_n = n;
	return rows_end(&rows);
}

static int told_take(struct cx *cx, int instrument, const char *text, struct screening_words *w) {
	json_t *whole = json_loads(text, 0, NULL), *one;
	const char *number;
	int rc = bug_if(cx, !json_is_object(whole));
	if (rc == 0) {
		const char *because = json_string_value(json_object_get(whole, "because"));
		w->because = because == NULL ? NULL : arena_strndup(cx->arena, because, strlen(because));
		json_object_foreach(json_object_get(whole, "told"), number, one) {
			int64_t n = 0;
			int question = int_parse(number, &n) ? instrument_question_numbered(cx->profile, instrument, (int)n) : -1;
			if (question >= 0 && w->n < INSTRUMENT_QUESTIONS)
				w->told[w->n++] = arena_printf(cx->arena, "%s:%s",
					instrument_question(cx->profile, instrument, (size_t)question).code, json_string_value(one));
		}
	}
	json_decref(whole);
	return rc;
}

int screening_words(struct cx *cx, int64_t person, int instrument, int64_t screening, struct screening_words *ret_words) {
	struct screening_words w = {0};
	const char *text = NULL;
	int rc = note_of(cx, person, FACT_TOLD, screening, &text);
	if (rc == 0 && text != NULL)
		rc = told_take(cx, instrument, text, &w);
	if (rc == 0)
		*ret_words = w;
	return rc;
}

/* Showing ----------------------------------------------------------------------------------------------------------- */

static const char *code_or_number(struct cx *cx, const json_t *list, int number) {
	const json_t *one;
	size_t i;
	json_array_foreach((json_t *)list, i, one)
		if (json_integer_value(json_object_get(one, "number")) == number)
			return json_string_value(json_object_get(one, "code"));
	return arena_printf(cx->arena, "%d", number); /* what a later version took out */
}

static int marks_put(struct cx *cx, const struct row_screening_of *s, struct out *out) {
	const json_t *entry = profile_entry(cx->profile, L_INSTRUMENT, s->instrument);
	const char *spoke[2 * INSTRUMENT_SPEAK];
	int targets[32];
	size_t spoke_n = 0, targets_n = 0;
	struct row_screening_marks m;
	struct rows rows;
	int rc = q_screening_marks(cx, s->id, &rows);
	if (rc != 0)
		return rc;
	while (q_screening_marks_next(&rows, &m)) {
		bool trigger = m.kind == MARK_TRIGGER;
		if (m.kind == MARK_TARGET && targets_n < sizeof targets / sizeof *targets)
			targets[targets_n++] = m.value;
		else if (m.kind != MARK_TARGET && spoke_n < sizeof spoke / sizeof *spoke)
			spoke[spoke_n++] = arena_printf(cx->arena, "%s:%s", trigger ? "trigger" : "dimension",
				code_or_number(cx, json_object_get(entry, trigger ? "triggers" : "dimensions"), m.value));
	}
	out_texts(out, F_SPOKE, spoke, spoke_n);
	out_codes(out, F_TARGET, targets, targets_n);
	return rows_end(&rows);
}

static int answers_put(struct cx *cx, const struct row_screening_of *s, struct out *out) {
	struct said said[INSTRUMENT_SAID];
	const char *texts[INSTRUMENT_SAID];
	size_t n = 0, texts_n = 0;
	int rc = screening_said(cx, s->instrument, s->id, said, &n);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		const char *value = instrument_spell(cx, s->instrument, &said[i]);
		if (value != NULL)
			texts[texts_n++] = arena_printf(cx->arena, "%s:%s",
				instrument_question(cx->profile, s->instrument, (size_t)said[i].question).code, value);
	}
	if (rc == 0)
		out_texts(out, F_ANSWER, texts, texts_n);
	return rc;
}

/* Words are for the organisation that asked; where this session cannot open them, the rest is shown nevertheless. */
static int words_put(struct cx *cx, int64_t person, const struct row_screening_of *s, struct out *out) {
	struct screening_words w = {0};
	int shut = 0, rc = 0;
	if (s->org == cx->actor.org)
		rc = screening_words(cx, person, s->instrument, s->id, &w);
	if (rc == ERR_DENIED) {
		cx->err = (struct err){0};
		rc = vault_state(cx, &shut);
	}
	if (rc != 0)
		return rc;
	out_texts(out, F_TOLD, w.told, w.n);
	if (w.because != NULL)
		out_text(out, F_BECAUSE, w.because);
	if (shut != 0)
		out_code(out, F_VAULT, shut);
	return 0;
}

static void code_put(struct out *out, enum field_id field, int64_t code) {
	if (code != NONE)
		out_code(out, field, (int)code);
}

static void flag_put(struct out *out, enum field_id field, int64_t flag) {
	if (flag != NONE)
		out_number(out, field, flag);
}

static void head_put(const struct row_screening_of *s, struct out *out) {
	out_blob_ref(out, F_SCREENING, s->ref);
	out_code(out, F_INSTRUMENT, s->instrument);
	out_number(out, F_VERSION, s->version);
	out_code(out, F_RESULT, s->result);
	code_put(out, F_JUDGED, s->judged);
	out_number(out, F_COMPLETE, s->complete != 0); /* what was asked before this was kept is taken as it was */
	out_code(out, F_SPEECH, s->speech);
	out_number(out, F_HAPPENED, s->happened);
	out_text(out, F_ORG_NAME, s->org_name);
	code_put(out, F_ASKED, s->asked);
}

static void protocol_put(const struct row_screening_of *s, struct out *out) {
	code_put(out, F_MUNICIPALITY, s->municipality);
	flag_put(out, F_PROACTIVE, s->proactive);
	flag_put(out, F_PRIVATE, s->private);
	code_put(out, F_INTERPRETED, s->interpreted);
	code_put(out, F_ADULT, s->adult);
	flag_put(out, F_BREAKS, s->breaks);
	code_put(out, F_RECORDED, s->recorded);
}

/* Whose screenings besides its own organisation's the caller may see: everybody's, or nobody's. */
static int others_shown(struct cx *cx, int64_t person, bool *ret_covers) {
	return consent_covers(cx, person, cx->actor.org, SHARE_STORY, ret_covers);
}

/* The newest that the caller may see, or the one of that reference. */
static int find(struct cx *cx, const struct in *in, bool others, struct row_screening_of *ret_row) {
	const struct ref *wanted = in_has(in, F_SCREENING) ? in_ref(in, F_SCREENING) : NULL;
	struct row_screening_of s;
	struct rows rows;
	bool found = false;
	int rc = q_screening_of(cx, in->person, &rows);
	if (rc != 0)
		return rc;
	while (!found && q_screening_of_next(&rows, &s)) {
		struct ref ref;
		found = others || s.org == cx->actor.org;
		if (found && wanted != NULL)
			found = ref_of_blob(cx, s.ref, &ref) == 0 && ref_equal(&ref, wanted);
	}
	rc = rows_end(&rows);
	if (rc == 0 && !found)
		return err_say(cx, ERR_NOTFOUND, NULL, N_("No questions were asked yet."), NULL);
	*ret_row = s;
	return rc;
}

int screening_latest(struct cx *cx, const struct in *in, struct out *out) {
	struct row_screening_of s = {0};
	bool others = false;
	int rc = others_shown(cx, in->person, &others);
	if (rc == 0)
		rc = find(cx, in, others, &s);
	if (rc != 0)
		return rc;
	head_put(&s, out);
	protocol_put(&s, out);
	rc = answers_put(cx, &s, out);
	if (rc == 0)
		rc = words_put(cx, in->person, &s, out);
	return rc == 0 ? marks_put(cx, &s, out) : rc;
}

int screening_list(struct cx *cx, const struct in *in, struct out *out) {
	struct row_screening_of s;
	struct rows rows;
	bool others = false;
	int rc = others_shown(cx, in->person, &others);
	if (rc == 0)
		rc = q_screening_of(cx, in->person, &rows);
	if (rc != 0)
		return rc;
	while (q_screening_of_next(&rows, &s)) {
		if (!others && s.org != cx->actor.org)
			continue;
		out_row(out);
		head_put(&s, out);
	}
	return rows_end(&rows);
}
