#include "form/skip.h"

#include <string.h>

#include "base/str.h"
#include "form/inside.h"
#include "text/catalogue.h"

enum { WORDS = 2000, NUMBERS = 40, THROUGH = 8 /* worked out of what is worked out */ };

struct skip {
	struct answers *a;
	const struct xform_field *field;
	const char *lang;
};

static const char *fill(const struct skip *s, const char *message, const char *question, const char *answer) {
	struct cx *cx = s->a->cx;
	const struct text_fill fills[] = {{"question", question}, {"answer", answer}, {0}};
	return text_fill(cx->arena, text_say(cx->lang, message), fills);
}

static const struct part *bare(const struct part *p) {
	while (p != NULL && p->kind == PART_CHAIN && p->first != NULL && p->first->next == NULL)
		p = p->first;
	return p;
}

/* The question a path leads to; NULL: none, or one of another copy of a repeat. */
static const struct xform_control *question_of(const struct skip *s, const struct part *p) {
	bool apart = false;
	const char *path = xpath_plain(s->a->cx->arena, bare(p), s->field->path, &apart);
	const struct xform_field *f = path == NULL || apart ? NULL : xform_field_at(s->a->form, path);
	return f == NULL || f->control == NULL || f->control->number == 0 ? NULL : f->control;
}

static const char *number_of(const struct skip *s, const struct xform_control *c) {
	return arena_printf(s->a->cx->arena, "%u", c->number);
}

static bool is_list(const struct xform_control *c) {
	return c->kind == CONTROL_SELECT || c->kind == CONTROL_SELECT1 || c->kind == CONTROL_RANK;
}

/* A fixed answer as people read it; NULL: it is none. */
static const char *answer_of(const struct skip *s, const struct xform_control *c, const struct part *p) {
	struct node *at = answers_from(s->a, s->a->root, c->field);
	struct xpath_context context = answers_context(s->a, at == NULL ? s->a->root : at);
	int64_t steps = XPATH_STEPS;
	context.language = xform_language(s->a->form, s->lang);
	context.steps = &steps;
	p = bare(p);
	bool minus = p != NULL && p->kind == PART_MINUS;
	const struct part *of = minus ? bare(p->value != NULL ? p->value : p->first) : p;
	if (of != NULL && of->kind == PART_NUMBER)
		return arena_printf(s->a->cx->arena, "%s%.15g", minus ? "-" : "", of->number);
	if (p == NULL || p->kind != PART_STRING)
		return NULL;
	const char *label = is_list(c) && p->text[0] != 0 ? choice_label(&context, c, p->text) : NULL;
	return label == NULL || label[0] == 0 ? p->text : arena_strdup(s->a->cx->arena, label);
}

static enum operator turned(enum operator how) { /* what stands on the left goes to the right */
	switch (how) {
	case OP_LESS: return OP_MORE;
	case OP_LESS_EQUAL: return OP_MORE_EQUAL;
	case OP_MORE: return OP_LESS;
	case OP_MORE_EQUAL: return OP_LESS_EQUAL;
	default: return how;
	}
}

static enum operator opposite(enum operator how) {
	switch (how) {
	case OP_EQUAL: return OP_UNEQUAL;
	case OP_UNEQUAL: return OP_EQUAL;
	case OP_LESS: return OP_MORE_EQUAL;
	case OP_LESS_EQUAL: return OP_MORE;
	case OP_MORE: return OP_LESS_EQUAL;
	case OP_MORE_EQUAL: return OP_LESS;
	default: return how;
	}
}

static const char *compared(const struct skip *s, const struct part *left, const struct part *right, bool not) {
	enum operator how = right->before;
	const struct xform_control *c = question_of(s, left);
	if (c == NULL) {
		c = question_of(s, right);
		right = left;
		how = turned(how);
	}
	const char *answer = c == NULL ? NULL : answer_of(s, c, right);
	if (answer == NULL)
		return NULL;
	how = not ? opposite(how) : how;
	if (answer[0] == 0 && (how == OP_EQUAL || how == OP_UNEQUAL))
		return fill(s, how == OP_EQUAL ? N_("%{question} is left open") : N_("%{question} is answered"), number_of(s, c), "");
	const char *message = NULL;
	switch (how) {
	case OP_EQUAL: message = N_("%{question} is “%{answer}”"); break;
	case OP_UNEQUAL: message = N_("%{question} is not “%{answer}”"); break;
	case OP_LESS: message = N_("%{question} is less than %{answer}"); break;
	case OP_LESS_EQUAL: message = N_("%{question} is %{answer} at most"); break;
	case OP_MORE: message = N_("%{question} is more than %{answer}"); break;
	case OP_MORE_EQUAL: message = N_("%{question} is %{answer} at least"); break;
	default: return NULL;
	}
	return fill(s, message, number_of(s, c), answer);
}

static const char *say(const struct skip *s, const struct part *p, bool not, bool inside);

/* "a and b" or "a or b", in brackets where it stands in the other. */
static const char *joined(const struct skip *s, const struct part *p, bool and, bool not, bool inside) {
	const char *all = NULL;
	bool ands = and != not;
	for (const struct part *c = p->first; c != NULL; c = c->next) {
		const char *one = say(s, c, not, true);
		if (one == NULL)
			return NULL;
		all = all == NULL ? one
			: fill(s, ands ? N_("%{question} and %{answer}") : N_("%{question} or %{answer}"), all, one);
	}
	return inside && all != NULL ? arena_printf(s->a->cx->arena, "(%s)", all) : all;
}

/* NULL: this cannot be said. */
static const char *say(const struct skip *s, const struct part *p, bool not, bool inside) {
	p = bare(p);
	if (p == NULL)
		return NULL;
	if (p->kind == PART_CHAIN && p->first != NULL && p->first->next != NULL) {
		enum operator how = p->first->next->before;
		for (const struct part *c = p->first->next; c != NULL; c = c->next)
			if (c->before != how)
				return NULL;
		if (how == OP_AND || how == OP_OR)
			return joined(s, p, how == OP_AND, not, inside);
		return p->first->next->next == NULL ? compared(s, p->first, p->first->next, not) : NULL;
	}
	if (p->kind != PART_CALL)
		return NULL;
	if (p->function->run == fn_not || p->function->run == fn_boolean)
		return say(s, xpath_argument(p, 0), p->function->run == fn_not ? !not : not, inside);
	if (p->function->run != fn_selected)
		return NULL;
	const struct xform_control *c = question_of(s, xpath_argument(p, 0));
	const char *answer = c == NULL ? NULL : answer_of(s, c, xpath_argument(p, 1));
	if (answer == NULL)
		return NULL;
	bool one = c->kind == CONTROL_SELECT1;
	const char *message = one ? (not ? N_("%{question} is not “%{answer}”") : N_("%{question} is “%{answer}”"))
		: not ? N_("“%{answer}” is not ticked at %{question}") : N_("“%{answer}” is ticked at %{question}");
	return fill(s, message, number_of(s, c), answer);
}

/* Which questions a rule depends on, in order. */
struct numbers {
	const struct xform *form;
	struct cx *cx;
	unsigned at[NUMBERS];
	size_t n;
	int through;
};

static void see(void *arg, const char *path, bool apart) {
	struct numbers *all = arg;
	const struct xform_field *f = xform_field_at(all->form, path);
	(void)apart;
	if (f == NULL || all->n == NUMBERS)
		return;
	if (f->calculate != NULL && all->through < THROUGH) {
		all->through++;
		xpath_paths(all->cx, f->calculate, f->path, see, all);
		all->through--;
	}
	unsigned number = f->control == NULL ? 0 : f->control->number;
	size_t i = 0;
	while (i < all->n && all->at[i] < number)
		i++;
	if (number == 0 || (i < all->n && all->at[i] == number))
		return;
	memmove(&all->at[i + 1], &all->at[i], (all->n - i) * sizeof all->at[0]);
	all->at[i] = number;
	all->n++;
}

static const char *loosely(const struct skip *s) {
	struct cx *cx = s->a->cx;
	struct numbers all = {.form = s->a->form, .cx = cx};
	struct buf list = buf_new(cx->arena, WORDS);
	xpath_paths(cx, s->field->relevant, s->field->path, see, &all);
	if (all.n == 0)
		return text_say(cx->lang, N_("Not in every case."));
	for (size_t i = 0; i < all.n; i++)
		buf_printf(&list, "%s%u", i == 0 ? "" : ", ", all.at[i]);
	return text_fill(cx->arena, text_say(cx->lang, N_("Only for some answers to %{questions}.")),
		(struct text_fill[]){{"questions", list.at}, {0}});
}

const char *skip_say(struct answers *a, const struct xform_field *field, const char *lang) {
	const struct skip s = {a, field, lang};
	if (field->relevant == NULL)
		return "";
	const struct part *p = bare(field->relevant->root);
	if (p != NULL && p->kind == PART_CALL && p->function->run == fn_true)
		return "";
	const char *rule = say(&s, p, false, false);
	if (rule == NULL || strlen(rule) > WORDS)
		return loosely(&s);
	return text_fill(a->cx->arena, text_say(a->cx->lang, N_("Only if %{rule}.")), (struct text_fill[]){{"rule", rule}, {0}});
}
