/* Words of a form, said: in the language asked for, else its default, else any it has. */
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "form/inside.h"
#include "text/format.h"

static const char *say_pieces(struct xpath_context *at, const struct xform_piece *p) {
	if (p != NULL && p->next == NULL && p->text != NULL)
		return p->text;
	struct buf words = buf_new(at->cx->arena, XFORM_TEXT);
	buf_str(&words, "");
	for (; p != NULL; p = p->next) {
		struct xpath_value v;
		if (p->text != NULL) {
			buf_str(&words, p->text);
		} else if (at->pen) {
			buf_str(&words, "______");
		} else if (xpath_evaluate(at, p->output, &v) == 0) {
			const char *said = xpath_string(at, &v);
			if (words.n + strlen(said) < XFORM_TEXT / 2)
				buf_str(&words, said);
		}
	}
	return words.at;
}

static const struct xform_piece *pieces_of(const struct xform_text *text, const struct xform *form, size_t language,
	enum words_form which) {
	if (language < form->languages_n && text->forms[language] != NULL && text->forms[language][which] != NULL)
		return text->forms[language][which];
	if (text->forms[form->language] != NULL && text->forms[form->language][which] != NULL)
		return text->forms[form->language][which];
	for (size_t i = 0; i < form->languages_n; i++)
		if (text->forms[i] != NULL && text->forms[i][which] != NULL)
			return text->forms[i][which];
	return NULL;
}

const char *words_text(struct xpath_context *at, const struct xform_text *text, enum words_form form) {
	const struct xform_piece *p = pieces_of(text, at->form, at->language, form);
	if (p == NULL && form == WORDS_LONG)
		p = pieces_of(text, at->form, at->language, WORDS_SHORT);
	return say_pieces(at, p);
}

const char *words_say(struct xpath_context *at, const struct xform_words *words, enum words_form form) {
	if (words == NULL)
		return "";
	if (words->text != NULL)
		return words_text(at, words->text, form);
	return form == WORDS_LONG ? say_pieces(at, words->plain) : "";
}

const char *answers_say_form(struct answers *a, struct node *at, const struct xform_words *words, const char *lang,
	enum words_form form) {
	struct xpath_context context = answers_context(a, at == NULL ? a->root : at);
	context.language = xform_language(a->form, lang);
	int64_t steps = XPATH_STEPS;
	context.steps = &steps;
	return words_say(&context, words, form);
}

const char *answers_say(struct answers *a, struct node *at, const struct xform_words *words, const char *lang) {
	return answers_say_form(a, at, words, lang, WORDS_LONG);
}

/* A select's codes, one after the other, as their labels; a code without one as itself. */
static const char *shown_choices(struct answers *a, const struct node *n, const char *lang) {
	struct answers_choice *choices;
	size_t count;
	struct buf words = buf_new(a->cx->arena, 2 * XFORM_TEXT);
	buf_str(&words, "");
	if (answers_choices(a, n->field->control, (struct node *)n, lang, &choices, &count) != 0)
		count = 0;
	for (const char *at = n->value; *at != 0;) {
		size_t length = n->field->control->kind == CONTROL_SELECT1 ? strlen(at) : strcspn(at, " ");
		const char *said = arena_strndup(a->cx->arena, at, length);
		for (size_t i = 0; i < count; i++)
			if (str_equal(choices[i].value, said)) {
				said = choices[i].label;
				break;
			}
		if (words.n + strlen(said) + 3 > XFORM_TEXT)
			break;
		buf_printf(&words, "%s%s", words.n == 0 || length == 0 ? "" : ", ", said);
		at += length;
		at += *at == ' ';
	}
	return words.at;
}

/* "07:30:00.000" as a clock shows it; a point without the height and the exactness that nobody wrote. */
static const char *shown_short(struct arena *to, enum xform_type type, const char *value) {
	size_t n = strlen(value);
	if (type == TYPE_TIME && n > 5 && strncmp(value + 5, ":00", 3) == 0)
		return arena_strndup(to, value, 5);
	if (type == TYPE_GEOPOINT && str_ends(value, " 0 0"))
		return arena_strndup(to, value, n - 4);
	return value;
}

const char *answers_shown(struct answers *a, const struct node *n, const char *lang) {
	const struct xform_control *c = n->field->control;
	int32_t day;
	int64_t instant;
	if (c != NULL && (c->kind == CONTROL_SELECT || c->kind == CONTROL_SELECT1 || c->kind == CONTROL_RANK))
		return shown_choices(a, n, lang);
	if (n->field->type == TYPE_DATE && day_parse(n->value, &day))
		return text_day(a->cx->arena, lang, day);
	if (n->field->type == TYPE_DATETIME && xpath_parse_instant(n->value, &instant))
		return text_instant(a->cx->arena, lang, instant);
	return shown_short(a->cx->arena, n->field->type, n->value);
}
