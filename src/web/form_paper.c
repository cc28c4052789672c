#include "web/form_paper.h"

#include <math.h>
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "form/skip.h"
#include "text/catalogue.h"

enum {
	CHOICES = 60,     /* more are not printed, but written */
	STEPS = 20,
	ROWS = 6,         /* of a table of entries */
	COPIES = 2,       /* of entries that are no table */
	CODES = 6,        /* choices of a question in a table */
	NESTED = 2        /* so deep in one another entries have copies; deeper ones stand there once */
};

struct paper {
	struct cx *cx;
	struct answers *answers;
	struct blank *blank;
	const char *lang;
	const char *of; /* of which entry the entries at hand are: "2.", "" outside */
	int nested;
};

static const char *say(struct paper *p, const struct xform_words *words) {
	return answers_say(p->answers, p->answers->root, words, p->lang);
}

static struct node *node_of(struct paper *p, const struct xform_control *c) {
	struct node *n = c->field == NULL ? NULL : answers_from_field(p->answers, p->answers->root, c->field);
	return n == NULL ? p->answers->root : n;
}

static const char *skip_of(struct paper *p, const struct xform_control *c) {
	return c->field == NULL ? "" : skip_say(p->answers, c->field, p->lang);
}

/* What may be chosen; 0 where it cannot be told before something else was answered. */
static size_t choices_of(struct paper *p, const struct xform_control *c, struct answers_choice **ret) {
	size_t n = 0;
	int rc = answers_choices(p->answers, c, node_of(p, c), p->lang, ret, &n);
	p->cx->err = (struct err){0};
	return rc == 0 ? n : 0;
}

static void options(struct paper *p, struct blank_item *item, const struct xform_control *c, enum blank_answer answer) {
	struct answers_choice *all;
	size_t n = choices_of(p, c, &all);
	if (n == 0 || n > CHOICES) {
		item->answer = c->kind == CONTROL_SELECT1 ? BLANK_LINE : BLANK_LINES;
		return;
	}
	struct blank_option *to = arena_array(p->cx->arena, n, sizeof *to);
	for (size_t i = 0; i < n; i++)
		to[i] = (struct blank_option){all[i].label, str_equal(all[i].label, all[i].value) ? "" : all[i].value};
	item->options = to;
	item->options_n = n;
	item->answer = answer;
}

static void range(struct paper *p, struct blank_item *item, const struct xform_control *c) {
	double steps = fabs(c->end - c->start) / c->step, step = c->end < c->start ? -c->step : c->step;
	item->answer = BLANK_NUMBER;
	if (steps > STEPS) {
		item->hint = arena_printf(p->cx->arena, "%s%s%.10g – %.10g", item->hint, item->hint[0] == 0 ? "" : " ", c->start, c->end);
		return;
	}
	struct blank_option *to = arena_array(p->cx->arena, (size_t)steps + 1, sizeof *to);
	for (size_t i = 0; i <= (size_t)steps; i++)
		to[i] = (struct blank_option){arena_printf(p->cx->arena, "%.10g", c->start + (double)i * step), ""};
	item->options = to;
	item->options_n = (size_t)steps + 1;
	item->answer = BLANK_ONE;
}

static void yes_no(struct paper *p, struct blank_item *item) {
	struct blank_option *to = arena_array(p->cx->arena, 2, sizeof *to);
	to[0] = (struct blank_option){text_say(p->cx->lang, N_("Yes")), ""};
	to[1] = (struct blank_option){text_say(p->cx->lang, N_("No")), ""};
	item->options = to;
	item->options_n = 2;
	item->answer = BLANK_ONE;
}

static void input(struct paper *p, struct blank_item *item, const struct xform_control *c) {
	switch (c->field->type) {
	case TYPE_INT:
	case TYPE_DECIMAL: item->answer = BLANK_NUMBER; break;
	case TYPE_BOOLEAN: yes_no(p, item); break;
	case TYPE_DATE: item->answer = BLANK_DAY; break;
	case TYPE_TIME: item->answer = BLANK_CLOCK; break;
	case TYPE_DATETIME: item->answer = BLANK_DAY_CLOCK; break;
	case TYPE_GEOTRACE:
	case TYPE_GEOSHAPE: item->answer = BLANK_LINES; break;
	default: item->answer = xform_appears(c, "multiline") ? BLANK_LINES : BLANK_LINE;
	}
}

static const char *number_of(struct paper *p, const struct xform_control *c) {
	return arena_printf(p->cx->arena, "%u", c->number);
}

static void question(struct paper *p, const struct xform_control *c) {
	struct blank_item *item = blank_add(p->blank, BLANK_ASK, say(p, c->label));
	item->number = number_of(p, c);
	item->hint = say(p, c->hint);
	item->skip = skip_of(p, c);
	switch (c->kind) {
	case CONTROL_SELECT1: options(p, item, c, BLANK_ONE); break;
	case CONTROL_SELECT: options(p, item, c, BLANK_SEVERAL); break;
	case CONTROL_RANK: options(p, item, c, BLANK_ORDER); break;
	case CONTROL_RANGE: range(p, item, c); break;
	case CONTROL_TRIGGER: item->answer = BLANK_TICK; break;
	case CONTROL_UPLOAD:
		item->answer = BLANK_LINE;
		item->hint = text_say(p->cx->lang, N_("A file or picture: put it to this sheet and write here what it is called."));
		break;
	default: input(p, item, c);
	}
}

/* Entries ---------------------------------------------------------------------------------------------------------- */

/* Few short questions are the columns of a table, an entry its row. */
static bool is_table(struct paper *p, const struct xform_control *c) {
	int n = 0;
	for (const struct xform_control *q = c->first; q != NULL; q = q->next) {
		struct answers_choice *all;
		bool list = q->kind == CONTROL_SELECT1 || q->kind == CONTROL_SELECT;
		bool note = q->number == 0 && (q->label == NULL || say(p, q->label)[0] == 0);
		size_t codes = list ? choices_of(p, q, &all) : 0;
		if (note)
			continue;
		if (q->number == 0 || q->kind == CONTROL_UPLOAD || q->kind == CONTROL_RANK || ++n > BLANK_COLUMNS)
			return false;
		if ((list && (codes == 0 || codes > CODES)) || xform_appears(q, "multiline") || strlen(say(p, q->label)) > 80)
			return false;
	}
	return n > 0;
}

static const char *codes_of(struct paper *p, const struct xform_control *c) {
	struct answers_choice *all;
	struct buf text = buf_new(p->cx->arena, 4000);
	bool list = c->kind == CONTROL_SELECT1 || c->kind == CONTROL_SELECT;
	size_t n = list ? choices_of(p, c, &all) : 0;
	buf_str(&text, "");
	for (size_t i = 0; i < n; i++)
		if (text.n + strlen(all[i].label) + strlen(all[i].value) < 3900)
			buf_printf(&text, "%s%s%s%s", i == 0 ? "" : ", ", str_equal(all[i].value, all[i].label) ? "" : all[i].value,
				str_equal(all[i].value, all[i].label) ? "" : " = ", all[i].label);
	const char *skip = skip_of(p, c);
	return skip[0] == 0 ? text.at : arena_printf(p->cx->arena, "%s%s%s", text.at, text.n == 0 ? "" : ". ", skip);
}

static void table(struct paper *p, const struct xform_control *c) {
	struct blank_item *item = blank_add(p->blank, BLANK_TABLE, "");
	for (const struct xform_control *q = c->first; q != NULL; q = q->next)
		if (q->number != 0)
			item->columns[item->columns_n++] = (struct blank_column){number_of(p, q), say(p, q->label), codes_of(p, q)};
	item->rows = ROWS;
}

static void walk(struct paper *p, const struct xform_control *first, int depth);

static void entries(struct paper *p, const struct xform_control *c, int depth) {
	const char *label = say(p, c->label);
	struct cx *cx = p->cx;
	if (label[0] != 0)
		blank_add(p->blank, BLANK_HEADING, label)->level = 3;
	if (is_table(p, c)) {
		table(p, c);
		return;
	}
	const char *of = p->of;
	int copies = p->nested < NESTED ? COPIES : 1;
	p->nested++;
	for (int i = 1; i <= copies; i++) { /* entries of an entry are told apart by its number: 1.1, 1.2, 2.1 */
		const char *number = arena_printf(cx->arena, "%s%d", of, i);
		const char *title = text_fill(cx->arena, text_say(cx->lang, N_("Entry %{n}")), (struct text_fill[]){{"n", number}, {0}});
		blank_add(p->blank, BLANK_HEADING, title)->level = 3;
		p->of = arena_printf(cx->arena, "%s.", number);
		walk(p, c->first, depth + 1);
	}
	p->of = of;
	p->nested--;
	blank_add(p->blank, BLANK_SAY, text_say(cx->lang, N_("For more entries take these sheets again, with the same number above.")));
}

/* The form --------------------------------------------------------------------------------------------------------- */

static void group(struct paper *p, const struct xform_control *c, int depth) {
	const char *label = say(p, c->label), *skip = skip_of(p, c);
	if (xform_asked(c) == 0 && label[0] == 0)
		return;
	if (label[0] != 0 || skip[0] != 0) {
		struct blank_item *item = blank_add(p->blank, label[0] == 0 ? BLANK_SAY : BLANK_HEADING, label);
		item->level = depth == 0 ? 2 : 3;
		item->skip = skip;
	}
	walk(p, c->first, depth + 1);
}

static void walk(struct paper *p, const struct xform_control *first, int depth) {
	for (const struct xform_control *c = first; c != NULL && depth < XFORM_DEPTH; c = c->next) {
		if (c->kind == CONTROL_GROUP) {
			group(p, c, depth);
		} else if (c->kind == CONTROL_REPEAT) {
			entries(p, c, depth);
		} else if (c->number != 0) {
			question(p, c);
		} else if (c->field->control == c && say(p, c->label)[0] != 0) {
			struct blank_item *item = blank_add(p->blank, BLANK_SAY, say(p, c->label));
			item->hint = say(p, c->hint);
			item->skip = skip_of(p, c);
		}
	}
}

int form_paper(struct cx *cx, const struct own_form_found *form, const char *lang, struct buf *out) {
	const char *was = cx->lang, *ours = NULL;
	for (size_t i = 0; i < TEXT_LANGS && ours == NULL; i++)
		if (xform_has_language(form->form, text_langs[i]) &&
			form->form->languages[xform_language(form->form, text_langs[i])] == lang)
			ours = text_langs[i];
	struct paper p = {.cx = cx, .lang = lang, .of = ""};
	int rc = answers_new(cx, form->form, &p.answers);
	if (rc != 0)
		return rc;
	answers_language(p.answers, lang);
	p.answers->pen = true;
	cx->lang = ours == NULL ? was : ours;
	const char *version = form->version[0] == 0 ? form->id : arena_printf(cx->arena, "%s · %s", form->id, form->version);
	p.blank = blank_new(cx, form->form->title[0] == 0 ? form->title : form->form->title, version,
		text_say(cx->lang,
			N_("Tick the boxes, write on the lines, go on in order. Words in colour say when a question is asked at all.")),
		day_text(cx->arena, day_of(cx->now)));
	walk(&p, form->form->body, 0);
	rc = blank_pdf(p.blank, out);
	cx->lang = was;
	return rc;
}
