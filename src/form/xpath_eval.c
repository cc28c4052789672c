/* Working an expression out: operators, arguments, and the accounts of work and memory. */
#include <math.h>
#include <stdalign.h>
#include <string.h>

#include "base/str.h"
#include "form/xpath_inside.h"

int xpath_fail(struct eval *e, const char *rule, const char *value) {
	if (e->rc == 0)
		e->rc = err_say(e->at->cx, ERR_INVALID, e->x->place, rule, value);
	return e->rc;
}

bool xpath_tick(struct eval *e, size_t n) {
	*e->at->steps -= (int64_t)n;
	if (*e->at->steps < 0 && e->rc == 0)
		e->rc = err_say(e->at->cx, ERR_LIMIT, e->x->place,
			N_("The rules of this form are too much work: they were stopped."), e->x->text);
	return e->rc == 0;
}

void *xpath_memory(struct eval *e, size_t n) {
	size_t want = (n + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
	if (want < n || want > XPATH_SCRATCH - e->at->used) {
		if (e->rc == 0)
			e->rc = err_say(e->at->cx, ERR_LIMIT, e->x->place,
				N_("A rule of this form needs more memory than a rule may have."), e->x->text);
		return NULL;
	}
	void *at = e->at->scratch + e->at->used;
	e->at->used += want;
	return at;
}

const char *xpath_copy(struct eval *e, const char *s, size_t n) {
	char *to = xpath_tick(e, n / 64) ? xpath_memory(e, n + 1) : NULL;
	if (to == NULL)
		return "";
	memcpy(to, s, n);
	to[n] = 0;
	return to;
}

struct xpath_value xpath_from_string(const char *s) {
	return (struct xpath_value){.kind = XPATH_STRING, .string = s};
}

struct xpath_value xpath_from_number(double n) {
	return (struct xpath_value){.kind = XPATH_NUMBER, .number = n};
}

struct xpath_value xpath_from_boolean(bool b) {
	return (struct xpath_value){.kind = XPATH_BOOLEAN, .boolean = b};
}

struct xpath_value xpath_value_of(struct eval *e, const struct part *call, size_t i) {
	const struct part *p = xpath_argument(call, i);
	if (p == NULL || !xpath_tick(e, i / 16)) /* arguments are counted off one by one */
		return xpath_from_string("");
	return xpath_part(e, p);
}

const char *xpath_string_of(struct eval *e, const struct part *call, size_t i) {
	struct xpath_value v = xpath_value_of(e, call, i);
	const char *s = e->rc != 0 ? "" : xpath_string(e->at, &v);
	return xpath_tick(e, strlen(s) / 64) ? s : "";
}

double xpath_number_of(struct eval *e, const struct part *call, size_t i) {
	struct xpath_value v = xpath_value_of(e, call, i);
	return e->rc != 0 ? (double)NAN : xpath_number(e->at, &v);
}

bool xpath_boolean_of(struct eval *e, const struct part *call, size_t i) {
	struct xpath_value v = xpath_value_of(e, call, i);
	return e->rc == 0 && xpath_boolean(&v);
}

static double calculate(enum operator op, double a, double b) {
	switch (op) {
	case OP_PLUS:
		return a + b;
	case OP_LESS_BY:
		return a - b;
	case OP_TIMES:
		return a * b;
	case OP_DIV:
		return a / b;
	case OP_MOD:
		return fmod(a, b);
	default:
		return (double)NAN;
	}
}

static struct xpath_value both(struct eval *e, const struct xpath_value *a, const struct xpath_value *b) {
	struct xpath_list list = {0};
	if (a->kind != XPATH_NODES || b->kind != XPATH_NODES) {
		xpath_fail(e, N_("Only lists of fields can be put together in a rule of the form."), e->x->text);
		return xpath_from_string("");
	}
	for (size_t i = 0; i < a->n && e->rc == 0; i++)
		xpath_list_add(e, &list, a->nodes[i]);
	for (size_t i = 0; i < b->n && e->rc == 0; i++) {
		bool has = false;
		for (size_t k = 0; k < a->n && !has && xpath_tick(e, 1); k++)
			has = a->nodes[k] == b->nodes[i];
		if (!has)
			xpath_list_add(e, &list, b->nodes[i]);
	}
	return xpath_list_value(&list);
}

static struct xpath_value chain_value(struct eval *e, const struct part *p) {
	struct xpath_value v = xpath_part(e, p->first);
	for (const struct part *next = p->first->next; next != NULL && e->rc == 0; next = next->next) {
		if (next->before == OP_AND || next->before == OP_OR) {
			bool left = xpath_boolean(&v);
			if (left == (next->before == OP_OR)) { /* decided: the rest is of the same operator */
				v = xpath_from_boolean(left);
				break;
			}
			struct xpath_value right = xpath_part(e, next);
			v = xpath_from_boolean(xpath_boolean(&right));
			continue;
		}
		struct xpath_value right = xpath_part(e, next);
		if (e->rc != 0)
			break;
		if (next->before == OP_UNION)
			v = both(e, &v, &right);
		else if (next->before >= OP_EQUAL && next->before <= OP_MORE_EQUAL)
			v = xpath_from_boolean(xpath_compare(e, next->before, &v, &right));
		else
			v = xpath_from_number(calculate(next->before, xpath_number(e->at, &v), xpath_number(e->at, &right)));
	}
	return v;
}

struct xpath_value xpath_part(struct eval *e, const struct part *p) {
	if (!xpath_tick(e, 1))
		return xpath_from_string("");
	switch (p->kind) {
	case PART_NUMBER:
		return xpath_from_number(p->number);
	case PART_STRING:
		return xpath_from_string(p->text == NULL ? "" : p->text);
	case PART_PATH:
		return xpath_path_value(e, p);
	case PART_CALL:
		return p->function->run(e, p);
	case PART_CHAIN:
		return chain_value(e, p);
	case PART_MINUS:;
		struct xpath_value v = xpath_part(e, p->value);
		return xpath_from_number(e->rc != 0 ? (double)NAN : p->number * xpath_number(e->at, &v));
	}
	return xpath_from_string("");
}

int xpath_evaluate(struct xpath_context *at, const struct xpath *x, struct xpath_value *ret_value) {
	struct eval e = {.at = at, .x = x, .node = at->here == NULL ? at->current : at->here, .position = 1, .size = 1};
	if (at->depth == 0)
		at->used = 0;
	if (++at->depth > 8)
		xpath_fail(&e, N_("Texts of this form stand in one another without end."), x->text);
	struct xpath_value v = xpath_from_string("");
	if (e.rc == 0)
		v = xpath_part(&e, x->root);
	at->depth--;
	if (e.rc == 0)
		*ret_value = v;
	return e.rc;
}
