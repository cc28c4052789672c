/* Paths: from where, step by step, under which conditions. */
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "form/xpath_inside.h"

void xpath_list_add(struct eval *e, struct xpath_list *list, struct node *n) {
	if (!xpath_tick(e, 1))
		return;
	if (list->n == list->room) {
		size_t room = list->room == 0 ? 8 : 2 * list->room;
		bool last = list->at != NULL && (char *)(list->at + list->room) == e->at->scratch + e->at->used;
		struct node **at = xpath_memory(e, (last ? room - list->room : room) * sizeof *at);
		if (at == NULL)
			return;
		if (last)
			at = list->at;
		else if (list->n > 0)
			memcpy(at, list->at, list->n * sizeof *at);
		list->at = at;
		list->room = room;
	}
	list->at[list->n++] = n;
}

struct xpath_value xpath_list_value(const struct xpath_list *list) {
	return (struct xpath_value){.kind = XPATH_NODES, .nodes = list->at, .n = list->n};
}

/* A field that is not relevant is not there; what belongs to no field (a list beside the answers) always is. */
static bool is_there(const struct node *n) {
	return n->name != NULL && (n->field == NULL || n->relevant);
}

static bool fits(const struct step *s, const struct node *n) {
	return is_there(n) && (s->name == NULL || str_equal(s->name, n->name));
}

static void attributes(struct eval *e, const struct step *s, struct node *n, struct xpath_list *list) {
	for (const struct attribute *a = n->attributes; a != NULL && e->rc == 0; a = a->next) {
		if (s->name != NULL && !str_equal(s->name, a->name))
			continue;
		struct node *as = xpath_memory(e, sizeof *as);
		if (as == NULL)
			return;
		*as = (struct node){.ns = a->ns, .name = a->name, .value = a->value, .parent = n};
		xpath_list_add(e, list, as);
	}
}

/* Where the expression stands within the repeat that n is one of, only that one is meant. */
static bool is_another_repeat(const struct eval *e, const struct node *n) {
	if (n->field == NULL || !n->field->repeat)
		return false;
	const struct node *own = e->at->current;
	while (own != NULL && own->field != n->field)
		own = own->parent;
	return own != NULL && own->parent == n->parent && own != n;
}

static void step_from(struct eval *e, const struct step *s, struct node *n, bool own, struct xpath_list *list) {
	size_t seen = 0;
	switch (s->axis) {
	case AXIS_CHILD:
		for (struct node *c = n->first; c != NULL && e->rc == 0; c = c->next, seen++)
			if (fits(s, c) && !(own && is_another_repeat(e, c)))
				xpath_list_add(e, list, c);
		xpath_tick(e, seen / 8);
		break;
	case AXIS_SELF:
		if (s->name == NULL || (n->name != NULL && str_equal(s->name, n->name)))
			xpath_list_add(e, list, n);
		break;
	case AXIS_PARENT:
		if (n->parent != NULL)
			xpath_list_add(e, list, n->parent);
		break;
	case AXIS_ABOVE:
		for (struct node *up = n->parent; up != NULL && up->name != NULL && e->rc == 0; up = up->parent)
			if (fits(s, up))
				xpath_list_add(e, list, up);
		break;
	case AXIS_BEFORE:
		for (struct node *b = n->before; b != NULL && xpath_tick(e, 1); b = b->before)
			if (fits(s, b))
				xpath_list_add(e, list, b);
		break;
	case AXIS_AFTER:
		for (struct node *b = n->next; b != NULL && xpath_tick(e, 1); b = b->next)
			if (fits(s, b))
				xpath_list_add(e, list, b);
		break;
	case AXIS_ATTRIBUTE:
		attributes(e, s, n, list);
		break;
	case AXIS_DEEP:
		for (struct node *d = n; d != NULL && xpath_tick(e, 1); d = node_walk(n, d))
			if (d == n || is_there(d))
				xpath_list_add(e, list, d);
		break;
	}
}

/* Only those of at[from..n) for which the conditions hold. */
static void filter(struct eval *e, const struct part *condition, struct xpath_list *list, size_t from) {
	struct node *node = e->node;
	size_t position = e->position, size = e->size, used = e->at->used;
	for (; condition != NULL && e->rc == 0; condition = condition->next) {
		size_t kept = from, all = list->n - from;
		for (size_t i = from; i < list->n && e->rc == 0; i++) {
			e->node = list->at[i];
			e->position = i - from + 1;
			e->size = all;
			struct xpath_value v = xpath_part(e, condition);
			if (v.kind == XPATH_NUMBER ? v.number == (double)e->position : xpath_boolean(&v))
				list->at[kept++] = list->at[i];
			e->at->used = used; /* what the condition made is of no more use */
		}
		list->n = kept;
	}
	e->node = node;
	e->position = position;
	e->size = size;
}

static struct xpath_list walk(struct eval *e, const struct part *p, struct xpath_list here) {
	for (const struct step *s = p->steps; s != NULL && e->rc == 0; s = s->next) {
		struct xpath_list next = {0};
		bool own = p->start == FROM_ROOT && s->next != NULL && s->first == NULL;
		for (size_t i = 0; i < here.n && e->rc == 0; i++) {
			size_t from = next.n;
			step_from(e, s, here.at[i], own, &next);
			if (s->axis == AXIS_PARENT && from > 0 && next.n > from && next.at[from] == next.at[from - 1])
				next.n = from; /* the same parent of two */
			if (s->first != NULL)
				filter(e, s->first, &next, from);
		}
		here = next;
	}
	return here;
}

struct xpath_value xpath_path_value(struct eval *e, const struct part *p) {
	struct xpath_list here = {0};
	if (p->start == FROM_VALUE) {
		struct xpath_value v = xpath_part(e, p->value);
		if (e->rc == 0 && v.kind != XPATH_NODES)
			xpath_fail(e, N_("A path in a rule of the form begins with what is no list of fields."), e->x->text);
		for (size_t i = 0; i < v.n && e->rc == 0 && v.kind == XPATH_NODES; i++)
			xpath_list_add(e, &here, v.nodes[i]);
		filter(e, p->conditions, &here, 0);
	} else if (p->start == FROM_ROOT) {
		if (e->at->root != NULL)
			xpath_list_add(e, &here, e->at->root);
	} else if (e->node != NULL) {
		xpath_list_add(e, &here, e->node);
	}
	here = walk(e, p, here);
	return xpath_list_value(&here);
}
