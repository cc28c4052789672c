/* copy_screening.c - the questions a person was asked, in her own copy: where, how, and what she answered. */
#include <string.h>

#include "base/str.h"
#include "core/copy.h"
#include "core/fact.h"
#include "core/screening.h"
#include "db/queries.h"
#include "op/profile.h"
#include "text/catalogue.h"

static const char *label(struct copy *c, enum list list, int64_t code) {
	return code == NONE ? "" : paper_label(c->cx, &c->paper, list, (int)code);
}

/* How an answer reads in the language of the paper; NULL where the set of questions has it no more. */
static const char *answer_words(struct copy *c, int instrument, const struct said *one) {
	const struct profile *p = c->cx->profile;
	struct question q = instrument_question(p, instrument, (size_t)one->question);
	if (q.kind == ASK_YES_NO)
		return label(c, L_ANSWER, one->answer);
	if (q.kind == ASK_PLACE)
		return label(c, L_MUNICIPALITY, (int)one->value);
	for (size_t i = 0; i < question_choices(&q); i++) {
		struct choice choice = question_choice(p, instrument, &q, i);
		if (choice.number == one->value)
			return profile_say(choice.say, c->paper.lang);
	}
	return instrument_spell(c->cx, instrument, one);
}

static void answer_put(struct copy *c, const struct row_copy_screenings *s, int question, const char *words) {
	struct question q = instrument_question(c->cx->profile, s->instrument, (size_t)question);
	if (words != NULL)
		copy_line(c, "answers", s->happened, s->org_name, arena_printf(c->cx->arena, "%s %s",
			profile_say(q.say, c->paper.lang), words));
}

/* Words are for the organisation that asked: another's are told of as every note of another is. */
static int told_put(struct copy *c, const struct row_copy_screenings *s) {
	struct screening_words w = {0};
	struct row_note_of_fact note;
	int rc = q_note_of_fact(c->cx, c->person, FACT_TOLD, s->id, &note);
	if (rc == ERR_OK && s->org != c->cx->actor.org)
		copy_line(c, "notes", s->happened, s->org_name, paper_say(&c->paper, "sealed"));
	else if (rc == ERR_OK)
		rc = screening_words(c->cx, c->person, s->instrument, s->id, &w);
	rc = rc == ERR_NOTFOUND ? ERR_OK : rc;
	for (size_t i = 0; rc == ERR_OK && i < w.n; i++) {
		const char *colon = strchr(w.told[i], ':');
		int question = instrument_question_find(c->cx->profile, s->instrument,
			arena_strndup(c->cx->arena, w.told[i], (size_t)(colon - w.told[i])));
		if (question >= 0)
			answer_put(c, s, question, colon + 1);
	}
	if (rc == ERR_OK && w.because != NULL)
		copy_line(c, "notes", s->happened, s->org_name, w.because);
	return rc;
}

/* Of two sentences the one that is so; nothing where nobody said. */
static const char *flag(struct copy *c, int64_t is, const char *yes, const char *no) {
	return is == NONE ? "" : text_say(c->paper.lang, is != 0 ? yes : no);
}

/* Where and how she was asked, and as one of which group; what the answers came to is no part of it. */
static int asked_put(struct copy *c, const struct row_copy_screenings *s) {
	struct buf b = buf_new(c->cx->arena, 8000);
	struct row_screening_marks m;
	struct rows rows;
	const char *lang = c->paper.lang;
	const struct text_fill version[] = {{"number", arena_printf(c->cx->arena, "%lld", (long long)s->version)}, {0}};
	copy_join(&b, profile_say(instrument_say(c->cx->profile, s->instrument, "say"), lang));
	copy_join(&b, text_fill(c->cx->arena, text_say(lang, N_("version %{number}")), version));
	copy_join(&b, label(c, L_MUNICIPALITY, s->municipality));
	copy_join(&b, label(c, L_SPEECH, s->speech));
	copy_join(&b, label(c, L_ASKED, s->asked));
	copy_join(&b, flag(c, s->proactive, N_("we came and asked"), N_("the person came or was brought")));
	copy_join(&b, flag(c, s->private, N_("in a private place"), N_("not in a private place")));
	copy_join(&b, label(c, L_INTERPRETED, s->interpreted));
	copy_join(&b, label(c, L_ADULT, s->adult));
	copy_join(&b, flag(c, s->breaks, N_("breaks were offered"), N_("no breaks were offered")));
	copy_join(&b, label(c, L_RECORDED, s->recorded));
	copy_join(&b, s->complete == 0 ? text_say(lang, N_("not finished: no adult was with the child")) : "");
	int rc = q_screening_marks(c->cx, s->id, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_screening_marks_next(&rows, &m))
		if (m.kind == MARK_TARGET)
			copy_join(&b, label(c, L_TARGET, m.value));
	copy_line(c, "answers", s->happened, s->org_name, b.at);
	return rows_end(&rows);
}

static int answers_of(struct copy *c, const struct row_copy_screenings *s) {
	struct said said[INSTRUMENT_SAID];
	size_t n = 0;
	int rc = asked_put(c, s);
	if (rc == ERR_OK)
		rc = screening_said(c->cx, s->instrument, s->id, said, &n);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		answer_put(c, s, said[i].question, answer_words(c, s->instrument, &said[i]));
	return rc == ERR_OK ? told_put(c, s) : rc;
}

int copy_screenings(struct copy *c) {
	struct rows rows;
	struct row_copy_screenings s;
	int rc = q_copy_screenings(c->cx, c->person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_copy_screenings_next(&rows, &s))
		rc = answers_of(c, &s);
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}
