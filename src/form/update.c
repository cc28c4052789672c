/* Every rule once, each behind what it needs; then what is required, read-only and wrong. */
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "form/inside.h"

/* All nodes by field: those of field i are index[counts[i]..counts[i + 1]). */
static void index_make(struct answers *a) {
	size_t fields = a->form->fields_n;
	if (a->counts == NULL) {
		a->counts = arena_array(a->cx->arena, fields + 2, sizeof *a->counts);
		a->index = arena_array(a->cx->arena, XFORM_NODES, sizeof *a->index);
	}
	memset(a->counts, 0, (fields + 2) * sizeof *a->counts);
	for (struct node *n = a->root; n != NULL; n = node_walk(a->root, n))
		a->counts[n->field->number + 2]++;
	for (size_t i = 2; i < fields + 2; i++)
		a->counts[i] += a->counts[i - 1];
	for (struct node *n = a->root; n != NULL; n = node_walk(a->root, n)) {
		a->index[a->counts[n->field->number + 1]++] = n;
		a->steps--;
	}
}

static void spread(struct node *n) {
	for (struct node *c = node_walk(n, n); c != NULL;) {
		bool relevant = c->own && c->parent->relevant;
		bool same = relevant == c->relevant;
		c->relevant = relevant;
		c = same ? node_skip(n, c) : node_walk(n, c);
	}
}

static int relevant(struct answers *a, struct node *n) {
	struct xpath_context at = answers_context(a, n);
	struct xpath_value v;
	int rc = xpath_evaluate(&at, n->field->relevant, &v);
	if (rc != 0)
		return rc;
	bool was = n->relevant;
	n->own = xpath_boolean(&v);
	n->relevant = n->own && (n->parent->field == NULL || n->parent->relevant);
	if (n->relevant != was)
		spread(n);
	return 0;
}

static int count(struct answers *a, struct node *parent, const struct xform_field *field, bool *ret_changed) {
	struct node ghost = answers_ghost(parent, field); /* relative paths stand on a repeat, of which there may be none */
	struct xpath_context at = answers_context(a, &ghost);
	struct xpath_value v;
	int rc = xpath_evaluate(&at, field->count, &v);
	if (rc != 0)
		return rc;
	double want = xpath_number(&at, &v);
	size_t have = 0;
	for (struct node *c = parent->first; c != NULL; c = c->next)
		have += c->field == field;
	if (want > XFORM_REPEATS)
		return err_say(a->cx, ERR_LIMIT, field->path, N_("A part of this form stands there too often."), NULL);
	size_t n = want >= 1 ? (size_t)want : 0;
	for (; have < n && rc == 0; have++) {
		struct node *more;
		rc = answers_grow(a, parent, field, &more);
		*ret_changed = true;
	}
	for (; have > n; have--) {
		node_take(answers_last(parent, field));
		*ret_changed = true;
	}
	return rc;
}

static int calculate(struct answers *a, struct node *n) {
	struct xpath_context at = answers_context(a, n);
	struct xpath_value v;
	int rc = xpath_evaluate(&at, n->field->calculate, &v);
	return rc == 0 ? answers_put(a, n, answers_typed(&at, n->field, &v)) : rc;
}

static int apply(struct answers *a, const struct xform_rule *rule) {
	const struct xform_field *f = rule->kind == RULE_COUNT ? rule->field->parent : rule->field;
	bool changed = false;
	int rc = 0;
	for (size_t i = a->counts[f->number]; i < a->counts[f->number + 1] && rc == 0; i++) {
		if (rule->kind == RULE_RELEVANT)
			rc = relevant(a, a->index[i]);
		else if (rule->kind == RULE_COUNT)
			rc = count(a, a->index[i], rule->field, &changed);
		else
			rc = calculate(a, a->index[i]);
	}
	if (changed && rc == 0)
		index_make(a);
	return rc;
}

static int truth(struct answers *a, struct node *n, const struct xpath *x, bool otherwise, bool *ret_true) {
	struct xpath_value v = xpath_from_boolean(otherwise);
	struct xpath_context at = answers_context(a, n);
	int rc = x == NULL ? 0 : xpath_evaluate(&at, x, &v);
	if (rc == 0)
		*ret_true = xpath_boolean(&v);
	return rc;
}

static int judge(struct answers *a, struct node *n) {
	static const struct xform_words none;
	const struct xform_field *f = n->field;
	bool holds = true;
	int rc = truth(a, n, f->required, false, &n->required);
	if (rc == 0)
		rc = truth(a, n, f->readonly, false, &n->readonly);
	n->failed = NULL;
	n->fault = NULL;
	if (rc != 0 || n->value[0] == 0)
		return rc;
	n->fault = answers_type_fault(f->type, n->value);
	rc = truth(a, n, f->constraint, true, &holds);
	if (!holds)
		n->failed = f->constraint_say == NULL ? &none : f->constraint_say;
	return rc;
}

int answers_update(struct answers *a) {
	int rc = 0;
	a->steps = XPATH_STEPS;
	index_make(a);
	for (size_t i = 0; i < a->form->order_n && rc == 0; i++)
		if (!a->received || a->form->order[i].kind == RULE_RELEVANT)
			rc = apply(a, &a->form->order[i]);
	for (struct node *n = a->root; n != NULL && rc == 0; n = node_walk(a->root, n))
		rc = n->relevant ? judge(a, n) : 0;
	return rc;
}
