/* A set of questions as a form: the meeting, where and how it is asked, the questions, the name. */
#include <string.h>

#include "base/str.h"
#include "form/writer.h"

const char *xform_instrument_version(struct cx *cx, const struct profile *p, int instrument) {
	return arena_printf(cx->arena, "%d.%d", instrument_version(p, instrument), XFORM_WRITER);
}

static void ask_yes_no(struct writer *w, const char *name, const char *label, const char *hint, const char *relevant) {
	writer_ask(w, &(struct question_ask){.name = name, .control = "select1", .type = "string", .label = label,
		.hint = hint, .relevant = relevant, .required = "true()", .choices = writer_yes_no});
}

/* A private place, an interpreter, a child's adult, breaks: before the first question. */
static void protocol(struct writer *w) {
	const char *child = "/data/shown/child = 'yes'";
	writer_open(w, "screening_record");
	writer_hidden(w, "asked", "string", NULL, code_name(w->profile, L_ASKED, ASKED_FORM));
	writer_page(w, N_("Before you ask"));
	ask_yes_no(w, "private", N_("Are you where nobody else can hear?"),
		N_("Whoever came along waits outside, also a relative, an employer, or an interpreter they brought."), NULL);
	writer_open(w, "shown");
	writer_note(w, "private-first", writer_say(w, N_("First find a place where you are alone, then go on: answers given "
		"before others can bring the person into danger.")), "/data/screening_record/private = 'no'");
	writer_open(w, "screening_record");
	writer_ask(w, &(struct question_ask){.name = "interpreted", .control = "select1", .type = "string",
		.label = N_("Who interprets?"), .list = L_INTERPRETED, .required = "true()"});
	writer_ask(w, &(struct question_ask){.name = "adult", .control = "select1", .type = "string",
		.label = N_("Which adult is with the child?"),
		.hint = N_("A child, or a person who may be one, is asked with an adult the child trusts, who is no part of it."),
		.list = L_ADULT, .required = child, .relevant = child});
	writer_ask(w, &(struct question_ask){.name = "urgent", .control = "select1", .type = "string",
		.label = N_("Can it not wait until an adult is there?"),
		.hint = N_("Then ask only what keeps the child safe. It is kept as not finished, with a task to finish it."),
		.required = "/data/screening_record/adult = 'none'", .relevant = "/data/screening_record/adult = 'none'",
		.constraint = ". = 'yes'", .constraint_say = N_("Then do not ask yet. Stop here, and go on when an adult is there."),
		.choices = writer_yes_no});
	ask_yes_no(w, "breaks", N_("Have you said that the person may stop or rest at any time?"), NULL, NULL);
	writer_ask(w, &(struct question_ask){.name = "recorded", .control = "select1", .type = "string",
		.label = N_("Is anything recorded?"), .list = L_RECORDED, .value = "no"});
	writer_page_end(w);
	writer_page(w, N_("Why you ask"));
	ask_yes_no(w, "proactive", N_("Did you look for and ask the person yourself?"),
		N_("No: somebody brought the person, or the person came."), NULL);
	writer_ask(w, &(struct question_ask){.name = "target", .control = "select", .type = "string",
		.label = N_("Which of these is the person?"), .hint = N_("You may leave it empty."), .list = L_TARGET});
	writer_page_end(w);
}

static void question_choices_write(struct writer *w, void *arg) {
	const struct question *q = arg;
	size_t i;
	const json_t *choice;
	json_array_foreach(q->choices, i, choice)
		writer_choice(w, json_string_value(json_object_get(choice, "code")),
			writer_say_json(w, json_object_get(choice, "say")));
}

/* "/data/shown/child = 'yes' and selected(/data/answer/work, 'farm')"; NULL: always. */
static const char *relevance(struct writer *w, int instrument, const struct question *q) {
	struct buf b = buf_new(w->cx->arena, XPATH_BYTES);
	struct question_when when;
	buf_str(&b, q->of == ASKED_CHILD ? "/data/shown/child = 'yes'" : q->of == ASKED_ADULT ?
		"/data/shown/child != 'yes'" : "");
	for (size_t i = 0; question_when(w->profile, instrument, q, i, &when); i++) {
		struct question other = instrument_question(w->profile, instrument, (size_t)when.question);
		size_t k;
		const json_t *code;
		buf_str(&b, b.n > 0 ? " and (" : "(");
		json_array_foreach(when.answers, k, code)
			buf_printf(&b, "%sselected(/data/answer/%s, '%s')", k > 0 ? " or " : "", other.code,
				json_string_value(code));
		buf_str(&b, ")");
	}
	return b.n == 0 ? NULL : b.at;
}

/* What to do next, after each answer there is something to say about; answers with the same words share a line. */
static void next_steps(struct writer *w, int instrument, const struct question *q) {
	const json_t *said[INSTRUMENT_CHOICES + 8];
	struct buf when[INSTRUMENT_CHOICES + 8];
	size_t n = 0;
	enum list list = q->kind == ASK_YES_NO ? L_ANSWER : L_NONE;
	size_t all = list == L_NONE ? question_choices(q) : 4;
	for (size_t i = 0; i < all && (list != L_NONE || q->choices != NULL); i++) {
		const char *code = list == L_NONE ? question_choice(w->profile, instrument, q, i).code :
			code_name(w->profile, list, code_at(w->profile, list, i));
		const json_t *texts = code == NULL ? NULL : question_next(w->profile, instrument, q, code);
		size_t k = 0;
		while (texts != NULL && k < n && said[k] != texts)
			k++;
		if (texts == NULL || k == sizeof said / sizeof said[0])
			continue;
		if (k == n) {
			said[n] = texts;
			when[n++] = buf_new(w->cx->arena, XPATH_BYTES);
		}
		buf_printf(&when[k], "%sselected(/data/answer/%s, '%s')", when[k].n > 0 ? " or " : "", q->code, code);
	}
	writer_open(w, "shown");
	for (size_t k = 0; k < n; k++)
		writer_note(w, arena_printf(w->cx->arena, "next-%s-%zu", q->code, k + 1), writer_say_json(w, said[k]),
			when[k].at);
}

static void question_write(struct writer *w, int instrument, const struct question *q) {
	static const struct {
		const char *control, *type;
		enum list list;
	} kinds[] = {
		[ASK_YES_NO] = {"select1", "string", L_ANSWER}, [ASK_CHOICE] = {"select1", "string", L_NONE},
		[ASK_SEVERAL] = {"select", "string", L_NONE}, [ASK_TEXT] = {"input", "string", L_NONE},
		[ASK_DAY] = {"input", "date", L_NONE}, [ASK_NUMBER] = {"input", "int", L_NONE},
		[ASK_PLACE] = {"select1", "string", L_MUNICIPALITY}, [ASK_NOTE] = {"input", "string", L_NONE},
	};
	struct question_ask ask = {.name = q->code, .control = kinds[q->kind].control, .type = kinds[q->kind].type,
		.list = kinds[q->kind].list, .label_id = writer_say_json(w, q->say),
		.hint_id = q->why == NULL ? NULL : writer_say_json(w, q->why), .relevant = relevance(w, instrument, q)};
	if (q->choices != NULL) {
		ask.choices = question_choices_write;
		ask.arg = (void *)q;
	}
	if (q->kind == ASK_NOTE)
		ask.readonly = "true()";
	if (q->kind == ASK_TEXT) {
		ask.constraint = arena_printf(w->cx->arena, "string-length(.) <= %lld",
			(long long)(q->max > 0 ? q->max : INSTRUMENT_TEXT));
		ask.constraint_say = N_("This is too long. Say it in fewer words.");
		ask.appearance = "multiline";
	}
	if (q->kind == ASK_DAY) {
		ask.constraint = ". <= today()";
		ask.constraint_say = N_("That day has not come yet.");
	}
	if (q->kind == ASK_NUMBER && q->max > q->min) {
		ask.constraint = arena_printf(w->cx->arena, ". >= %lld and . <= %lld", (long long)q->min, (long long)q->max);
		ask.constraint_say = N_("This number cannot be right.");
	}
	writer_page(w, NULL);
	writer_ask(w, &ask);
	next_steps(w, instrument, q);
	writer_open(w, "answer");
	writer_page_end(w);
}

/* "(/data/shown/child = 'yes' and selected(/data/answer/a, 'yes'))": when a trigger fires. */
static void fires(struct buf *b, const json_t *trigger) {
	const char *code, *link = "";
	const json_t *codes, *one;
	size_t i;
	buf_str(b, b->n > 0 ? " or (" : "(");
	if (json_is_true(json_object_get(trigger, "child"))) {
		buf_str(b, "/data/shown/child = 'yes'");
		link = " and ";
	}
	json_object_foreach((json_t *)json_object_get(trigger, "when"), code, codes) {
		buf_printf(b, "%s(", link);
		json_array_foreach(codes, i, one)
			buf_printf(b, "%sselected(/data/answer/%s, '%s')", i > 0 ? " or " : "", code, json_string_value(one));
		buf_str(b, ")");
		link = " and ";
	}
	buf_str(b, ")");
}

/* What to do now, where answers leave no doubt: on a page of its own behind the questions. Triggers that say the same
   share a line. */
static void triggers(struct writer *w, int instrument) {
	const json_t *list = json_object_get(profile_entry(w->profile, L_INSTRUMENT, instrument), "triggers"), *one;
	const json_t *said[INSTRUMENT_SPEAK];
	struct buf when[INSTRUMENT_SPEAK];
	size_t i, n = 0;
	json_array_foreach(list, i, one) {
		const json_t *next = json_object_get(one, "next");
		size_t k = 0;
		while (k < n && !json_equal(said[k], next))
			k++;
		if (next == NULL || k == INSTRUMENT_SPEAK)
			continue;
		if (k == n) {
			said[n] = next;
			when[n++] = buf_new(w->cx->arena, XPATH_BYTES);
		}
		fires(&when[k], one);
	}
	if (n == 0)
		return;
	writer_open(w, "shown");
	writer_page(w, N_("What to do now"));
	for (size_t k = 0; k < n; k++)
		writer_note(w, arena_printf(w->cx->arena, "act-%zu", k + 1), writer_say_json(w, said[k]), when[k].at);
	writer_page_end(w);
}

int xform_of_instrument(struct cx *cx, const struct profile *p, int instrument, const char *public_key,
	struct blob *ret_xml) {
	const char *code = code_name(p, L_INSTRUMENT, instrument);
	if (code == NULL)
		return err_say(cx, ERR_NOTFOUND, "instrument", N_("There is no such set of questions."), NULL);
	bool child = instrument_is_child(p, instrument);
	struct writer *w = writer_new(cx, p, arena_printf(cx->arena, "instrument.%s", code),
		xform_instrument_version(cx, p, instrument));
	const char *const parts[] = {"about", "basis", "licence"};
	writer_open(w, "shown");
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (instrument_say(p, instrument, parts[i]) != NULL)
			writer_note(w, parts[i], writer_say_json(w, instrument_say(p, instrument, parts[i])), NULL);
	writer_sign(w, child);
	protocol(w);
	writer_open(w, "answer");
	for (size_t i = 0; i < instrument_questions(p, instrument); i++) {
		struct question q = instrument_question(p, instrument, i);
		if (question_is_asked(p, instrument, &q, true) || question_is_asked(p, instrument, &q, false))
			question_write(w, instrument, &q);
	}
	triggers(w, instrument);
	writer_identity(w);
	*ret_xml = writer_end(w, profile_say(instrument_say(p, instrument, "say"), cx->lang), public_key);
	return 0;
}
