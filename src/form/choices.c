/* What may be chosen: written out in the question, or from a list with a condition. */
#include <string.h>

#include "base/str.h"
#include "form/inside.h"

enum { CHOICES = 20000 };

static bool is_chosen(enum control_kind kind, const char *value, const char *code) {
	size_t n = strlen(code);
	if (kind == CONTROL_SELECT1)
		return str_equal(value, code);
	for (const char *at = value; n > 0 && (at = strstr(at, code)) != NULL; at += n)
		if ((at == value || at[-1] == ' ') && (at[n] == 0 || at[n] == ' '))
			return true;
	return false;
}

struct list {
	struct xpath_context at;
	const struct xform_control *control;
	struct node **nodes;
	size_t n;
};

/* The nodes of an itemset, out of the scratch memory. */
static int list_nodes(struct list *l) {
	struct xpath_value v;
	int rc = xpath_evaluate(&l->at, l->control->itemset, &v);
	if (rc != 0)
		return rc;
	l->n = v.kind == XPATH_NODES ? v.n : 0;
	if (l->n > CHOICES)
		return err_say(l->at.cx, ERR_LIMIT, l->control->field->path,
			N_("A question of this form has too many choices."), NULL);
	l->nodes = arena_array(l->at.cx->arena, l->n + 1, sizeof *l->nodes);
	if (l->n > 0)
		memcpy(l->nodes, v.nodes, l->n * sizeof *l->nodes);
	return 0;
}

static int list_text(struct list *l, size_t i, const struct xpath *x, const char **ret_text) {
	struct xpath_value v = xpath_from_string("");
	l->at.here = l->nodes[i];
	int rc = x == NULL ? 0 : xpath_evaluate(&l->at, x, &v);
	l->at.here = NULL;
	if (rc == 0)
		*ret_text = arena_strdup(l->at.cx->arena, xpath_string(&l->at, &v));
	return rc;
}

static int from_list(struct answers *a, struct xpath_context at, const struct xform_control *control, const char *value,
	struct answers_choice **ret_choices, size_t *ret_n) {
	struct list l = {.at = at, .control = control};
	int rc = list_nodes(&l);
	if (rc != 0)
		return rc;
	struct answers_choice *choices = arena_array(a->cx->arena, l.n + 1, sizeof *choices);
	for (size_t i = 0; i < l.n && rc == 0; i++) {
		choices[i].image = "";
		rc = list_text(&l, i, control->item_value, &choices[i].value);
		choices[i].label = choices[i].value;
		if (rc == 0 && control->item_label != NULL)
			rc = list_text(&l, i, control->item_label, &choices[i].label);
		choices[i].chosen = rc == 0 && is_chosen(control->kind, value, choices[i].value);
	}
	*ret_choices = choices;
	*ret_n = l.n;
	return rc;
}

int answers_choices(struct answers *a, const struct xform_control *control, struct node *n, const char *lang,
	struct answers_choice **ret_choices, size_t *ret_n) {
	struct xpath_context at = answers_context(a, n);
	int64_t steps = XPATH_STEPS;
	at.language = xform_language(a->form, lang);
	at.steps = &steps;
	if (control->itemset != NULL)
		return from_list(a, at, control, n->value, ret_choices, ret_n);
	size_t count = 0;
	for (const struct xform_choice *c = control->choices; c != NULL; c = c->next)
		count++;
	struct answers_choice *choices = arena_array(a->cx->arena, count + 1, sizeof *choices);
	count = 0;
	for (const struct xform_choice *c = control->choices; c != NULL; c = c->next)
		choices[count++] = (struct answers_choice){.value = c->value, .label = words_say(&at, c->label, WORDS_LONG),
			.image = words_say(&at, c->label, WORDS_IMAGE), .chosen = is_chosen(control->kind, n->value, c->value)};
	*ret_choices = choices;
	*ret_n = count;
	return 0;
}

const char *choice_label(struct xpath_context *at, const struct xform_control *control, const char *value) {
	if (control->itemset == NULL) {
		for (const struct xform_choice *c = control->choices; c != NULL; c = c->next)
			if (str_equal(c->value, value))
				return words_say(at, c->label, WORDS_LONG);
		return NULL;
	}
	struct list l = {.at = *at, .control = control};
	l.at.depth++; /* within another expression: its scratch memory stays */
	if (list_nodes(&l) != 0)
		return NULL;
	const char *found = NULL, *text;
	for (size_t i = 0; i < l.n && found == NULL; i++)
		if (list_text(&l, i, control->item_value, &text) == 0 && str_equal(text, value) &&
			(control->item_label == NULL || list_text(&l, i, control->item_label, &text) == 0))
			found = text;
	return found;
}
