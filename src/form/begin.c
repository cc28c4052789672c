/* First values that are worked out, and what follows from a change: preloads and actions. */
#include <string.h>

#include "base/str.h"
#include "form/inside.h"

static int put_value(struct answers *a, struct node *n, const struct xpath *x, const char *text, struct node *from) {
	struct xpath_value v = xpath_from_string(text == NULL ? "" : text);
	struct xpath_context at = answers_context(a, from);
	int rc = x == NULL ? 0 : xpath_evaluate(&at, x, &v);
	return rc == 0 ? answers_put(a, n, answers_typed(&at, n->field, &v)) : rc;
}

static struct xpath *fixed(struct answers *a, const char *text) {
	struct xpath *x = NULL;
	return xpath_compile(a->cx, "preload", text, &x) == 0 ? x : NULL;
}

static int preload(struct answers *a, struct node *n, bool whole) {
	const char *kind = n->field->preload, *what = n->field->preload_params;
	const struct xform_field *parent = n->field->parent;
	bool id = str_equal(n->name, "instanceID") && parent != NULL && str_equal(parent->name, "meta") &&
		parent->parent == a->form->root && n->field->calculate == NULL;
	const char *text = NULL;
	if (id || (kind != NULL && str_equal(kind, "uid")))
		text = "concat('uuid:', uuid())";
	else if (kind == NULL)
		return 0;
	else if (str_equal(kind, "timestamp") && what != NULL)
		text = whole && str_equal(what, "start") ? "now()" : NULL;
	else if (str_equal(kind, "date"))
		text = "today()";
	struct xpath *x = text == NULL || n->value[0] != 0 ? NULL : fixed(a, text);
	return x == NULL ? 0 : put_value(a, n, x, NULL, n);
}

const char *xpath_new_id(struct xpath_context *at) {
	struct xpath *x;
	struct xpath_value v;
	if (xpath_compile(at->cx, "instanceID", "concat('uuid:', uuid())", &x) != 0 || xpath_evaluate(at, x, &v) != 0)
		return "";
	return xpath_string(at, &v);
}

void answers_finish(struct answers *a) {
	for (struct node *n = a->root; n != NULL && !a->received; n = node_walk(a->root, n)) {
		const char *kind = n->field->preload, *what = n->field->preload_params;
		struct xpath *now = kind != NULL && what != NULL && str_equal(kind, "timestamp") && str_equal(what, "end") ?
			fixed(a, "now()") : NULL;
		if (now != NULL && put_value(a, n, now, NULL, n) != 0)
			return;
	}
}

static int act(struct answers *a, const struct xform_action *action, struct node *from) {
	struct node *target = answers_from(a, from, action->field);
	return target == NULL ? 0 : put_value(a, target, action->value, action->text, target);
}

int answers_begin(struct answers *a, struct node *n, bool whole) {
	int rc = 0;
	for (struct node *c = n; c != NULL && rc == 0; c = node_walk(n, c))
		rc = preload(a, c, whole);
	for (const struct xform_action *action = a->form->actions; action != NULL && rc == 0; action = action->next) {
		if (!whole && action->new_repeat && action->where == n->field)
			rc = act(a, action, n);
		if (!whole || !action->first_load)
			continue;
		struct node **all = answers_all(a, action->field);
		for (size_t i = 0; all[i] != NULL && rc == 0; i++)
			rc = act(a, action, all[i]);
	}
	return rc;
}

int answers_act(struct answers *a, struct node *n) {
	int rc = 0;
	for (const struct xform_action *action = a->form->actions; action != NULL && rc == 0; action = action->next)
		if (action->changed && action->where == n->field)
			rc = act(a, action, n);
	return rc;
}
