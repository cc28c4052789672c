/*
 * Which rule comes after which. A rule of one field that looks at another stands behind the other's own rules and those
 * of all it lies in; rules that stand behind themselves are refused. An order is found by walking, depth first, on a
 * stack of our own.
 */
#include <string.h>

#include "base/str.h"
#include "form/read.h"

enum { RULES = 3 };

struct edge {
	size_t to;
	const struct edge *next;
};

struct order {
	struct reading *r;
	const struct edge **edges; /* of rule number field * RULES + kind: what has to come before */
	size_t rule, count;        /* being looked at; all edges */
	const struct xform_field *field;
	bool limit;
};

enum { EDGES = 400000 };

static const struct xpath *rule_of(const struct xform_field *f, size_t kind) {
	return kind == RULE_RELEVANT ? f->relevant : kind == RULE_COUNT ? f->count : f->calculate;
}

static void after(struct order *o, const struct xform_field *f, enum rule_kind kind) {
	if (rule_of(f, kind) == NULL)
		return;
	if (++o->count > EDGES) {
		o->limit = true;
		return;
	}
	struct edge *e = arena_alloc(o->r->cx->arena, sizeof *e);
	*e = (struct edge){f->number * RULES + kind, o->edges[o->rule]};
	o->edges[o->rule] = e;
}

static bool is_within(const struct xform_field *f, const struct xform_field *outer) {
	while (f != NULL && f != outer)
		f = f->parent;
	return f != NULL;
}

static void see(void *arg, const char *path, bool apart) {
	struct order *o = arg;
	const struct xform_field *f = map_get(o->r->form->paths, path);
	if (f == NULL || o->limit)
		return;
	bool calculates = o->rule % RULES == RULE_CALCULATE;
	if (!(apart && f == o->field && calculates)) /* the same field of another repeat was worked out before */
		after(o, f, RULE_CALCULATE);
	if (is_within(o->field, f)) /* what the field lies in comes first anyway */
		return;
	for (; f != NULL && !is_within(o->field, f); f = f->parent) {
		if (f != o->field && !is_within(f, o->field))
			after(o, f, RULE_RELEVANT);
		after(o, f, RULE_COUNT);
	}
}

static void edges_of(struct order *o, const struct xform_field *f, size_t kind) {
	o->rule = f->number * RULES + kind;
	o->field = f;
	if (kind != RULE_COUNT)
		after(o, f, RULE_COUNT);
	for (const struct xform_field *up = f->parent; up != NULL; up = up->parent) {
		after(o, up, RULE_COUNT);
		if (kind == RULE_RELEVANT)
			after(o, up, RULE_RELEVANT);
	}
	xpath_paths(o->r->cx, rule_of(f, kind), f->path, see, o);
}

enum colour { WHITE, GREY, BLACK };

/* A circle through the number of a repeat is none: that number is worked out from what there was before. */
static bool through_count(const size_t *stack, size_t depth, size_t to) {
	bool count = to % RULES == RULE_COUNT;
	for (size_t i = depth; i > 0 && stack[i - 1] != to && !count; i--)
		count = stack[i - 1] % RULES == RULE_COUNT;
	return count;
}

static int visit(struct order *o, size_t start, uint8_t *colours, const struct edge **next, size_t *stack) {
	struct xform *form = o->r->form;
	size_t depth = 0;
	stack[depth++] = start;
	colours[start] = GREY;
	next[start] = o->edges[start];
	while (depth > 0) {
		size_t rule = stack[depth - 1];
		const struct edge *e = next[rule];
		const struct xform_field *f = form->fields[rule / RULES];
		if (e == NULL) {
			colours[rule] = BLACK;
			((struct xform_rule *)form->order)[form->order_n++] =
				(struct xform_rule){(enum rule_kind)(rule % RULES), f};
			depth--;
			continue;
		}
		next[rule] = e->next;
		if (colours[e->to] == GREY && !through_count(stack, depth, e->to))
			return err_say(o->r->cx, ERR_INVALID, f->path, N_("Rules of this form depend on each other in a circle."),
				form->fields[e->to / RULES]->path);
		if (colours[e->to] == WHITE) {
			colours[e->to] = GREY;
			next[e->to] = o->edges[e->to];
			stack[depth++] = e->to;
		}
	}
	return 0;
}

int read_order(struct reading *r) {
	struct arena *a = r->cx->arena;
	size_t n = r->form->fields_n * RULES;
	struct order o = {.r = r, .edges = arena_array(a, n, sizeof *o.edges)};
	uint8_t *colours = arena_array(a, n, 1);
	const struct edge **next = arena_array(a, n, sizeof *next);
	size_t *stack = arena_array(a, n, sizeof *stack);
	r->form->order = arena_array(a, n, sizeof *r->form->order);
	for (size_t i = 0; i < n; i++)
		if (rule_of(r->form->fields[i / RULES], i % RULES) != NULL)
			edges_of(&o, r->form->fields[i / RULES], i % RULES);
	if (o.limit)
		return err_say(r->cx, ERR_LIMIT, NULL, N_("The rules of this form depend on more fields than they may."), NULL);
	int rc = 0;
	for (size_t i = 0; i < n && rc == 0; i++)
		if (colours[i] == WHITE && rule_of(r->form->fields[i / RULES], i % RULES) != NULL)
			rc = visit(&o, i, colours, next, stack);
	return rc;
}
