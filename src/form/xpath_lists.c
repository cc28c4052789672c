/* Functions of lists of fields. */
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "form/xpath_inside.h"

static struct xpath_value list_of(struct eval *e, const struct part *call, size_t i) {
	struct xpath_value v = xpath_value_of(e, call, i);
	if (e->rc == 0 && v.kind != XPATH_NODES)
		xpath_fail(e, N_("A function in a rule of the form wants a list of fields."), call->function->name);
	return e->rc != 0 ? (struct xpath_value){.kind = XPATH_NODES} : v;
}

/* Of a node: which of those of its name it is. */
XPATH_FUNCTION(fn_position) {
	if (call->first == NULL)
		return xpath_from_number((double)e->position);
	struct xpath_value v = list_of(e, call, 0);
	if (v.n == 0)
		return xpath_from_number((double)NAN);
	size_t n = 1;
	for (const struct node *b = v.nodes[0]->before; b != NULL && xpath_tick(e, 1); b = b->before)
		n += b->name != NULL && v.nodes[0]->name != NULL && str_equal(b->name, v.nodes[0]->name);
	return xpath_from_number((double)n);
}

XPATH_FUNCTION(fn_last) {
	(void)call;
	return xpath_from_number((double)e->size);
}

XPATH_FUNCTION(fn_count) {
	return xpath_from_number((double)list_of(e, call, 0).n);
}

XPATH_FUNCTION(fn_count_filled) {
	struct xpath_value v = list_of(e, call, 0);
	size_t n = 0;
	for (size_t i = 0; i < v.n; i++)
		n += v.nodes[i]->value[0] != 0 || v.nodes[i]->first != NULL;
	return xpath_from_number((double)n);
}

enum fold { FOLD_SUM, FOLD_MAX, FOLD_MIN };

static void fold_in(enum fold how, double n, double *to, bool *any) {
	if (how == FOLD_SUM)
		*to += n;
	else if (!*any || (how == FOLD_MAX ? n > *to : n < *to))
		*to = n;
	*any = true;
}

/* Empty fields are left out, as ODK's clients do; a text that is no number makes the whole none. */
static struct xpath_value fold(struct eval *e, const struct part *call, enum fold how) {
	double result = 0;
	bool any = false, bad = false;
	for (size_t i = 0; xpath_argument(call, i) != NULL && e->rc == 0; i++) {
		struct xpath_value v = xpath_value_of(e, call, i);
		if (e->rc != 0)
			break;
		size_t n = v.kind == XPATH_NODES ? v.n : 1;
		for (size_t k = 0; k < n && xpath_tick(e, 1); k++) {
			if (v.kind == XPATH_NODES && v.nodes[k]->value[0] == 0)
				continue;
			double one = v.kind == XPATH_NODES ? xpath_node_number(v.nodes[k]) : xpath_number(e->at, &v);
			bad = bad || isnan(one);
			fold_in(how, one, &result, &any);
		}
	}
	return xpath_from_number(bad || (!any && how != FOLD_SUM) ? (double)NAN : result);
}

XPATH_FUNCTION(fn_sum) {
	return fold(e, call, FOLD_SUM);
}

XPATH_FUNCTION(fn_max) {
	return fold(e, call, FOLD_MAX);
}

XPATH_FUNCTION(fn_min) {
	return fold(e, call, FOLD_MIN);
}

XPATH_FUNCTION(fn_instance) {
	const char *id = xpath_string_of(e, call, 0);
	struct xpath_list list = {0};
	const struct xform_instance *i = e->at->form == NULL ? NULL : e->at->form->instances;
	while (i != NULL && !str_equal(i->id, id))
		i = i->next;
	if (i == NULL)
		xpath_fail(e, N_("A rule of the form names a list that the form does not have."), id);
	else if (i->root != NULL)
		xpath_list_add(e, &list, i->root);
	return xpath_list_value(&list);
}

XPATH_FUNCTION(fn_current) {
	(void)call;
	struct xpath_list list = {0};
	if (e->at->current != NULL)
		xpath_list_add(e, &list, e->at->current);
	return xpath_list_value(&list);
}

XPATH_FUNCTION(fn_name) {
	const struct node *n = e->node;
	if (call->first != NULL) {
		struct xpath_value v = list_of(e, call, 0);
		n = v.n == 0 ? NULL : v.nodes[0];
	}
	return xpath_from_string(n == NULL || n->name == NULL ? "" : n->name);
}

XPATH_FUNCTION(fn_join) {
	const char *between = xpath_string_of(e, call, 0);
	size_t room = 0;
	char *to = NULL;
	for (int round = 0; round < 2 && e->rc == 0; round++) { /* how long, then the text */
		size_t n = 0, pieces = 0;
		for (size_t i = 1; xpath_argument(call, i) != NULL && e->rc == 0; i++) {
			struct xpath_value v = xpath_value_of(e, call, i);
			size_t all = v.kind == XPATH_NODES ? v.n : 1;
			for (size_t k = 0; k < all && xpath_tick(e, 1); k++) {
				const char *s = v.kind == XPATH_NODES ? v.nodes[k]->value : xpath_string(e->at, &v);
				size_t gap = pieces++ == 0 ? 0 : strlen(between), length = strlen(s);
				if (to != NULL && n + gap + length < room) {
					memcpy(to + n, between, gap);
					memcpy(to + n + gap, s, length);
				}
				n += gap + length;
			}
		}
		if (to == NULL) {
			room = n + 1;
			to = xpath_tick(e, n / 64) ? xpath_memory(e, room) : NULL;
			if (to == NULL)
				return xpath_from_string("");
			memset(to, 0, room);
		}
	}
	return xpath_from_string(to == NULL ? "" : to);
}

static double index_of(struct eval *e, const struct part *call, const char *path, size_t *ret_which) {
	bool apart = false;
	const char *at = e->at->current == NULL || e->at->current->field == NULL ? "" : e->at->current->field->path;
	for (size_t i = 1; xpath_argument(call, i + 1) != NULL; i += 2) {
		const char *repeat = xpath_plain(e->at->cx->arena, xpath_argument(call, i), at, &apart);
		if (repeat != NULL && str_equal(repeat, path)) {
			*ret_which = i;
			return xpath_number_of(e, call, i + 1);
		}
	}
	*ret_which = 0;
	return 1;
}

/* indexed-repeat(field, repeat, which, ...): the field in that one of each repeat on the way to it. */
XPATH_FUNCTION(fn_indexed) {
	const char *at = e->at->current == NULL || e->at->current->field == NULL ? "" : e->at->current->field->path;
	bool apart = false;
	const char *path = xpath_plain(e->at->cx->arena, xpath_argument(call, 0), at, &apart);
	const struct node *n = e->at->root;
	if (path == NULL) {
		xpath_fail(e, N_("A function in a rule of the form wants the path of a field."), call->function->name);
		return xpath_from_string("");
	}
	for (const char *from = path; *from == '/' && n != NULL && e->rc == 0;) {
		const char *name = from + 1;
		size_t length = strcspn(name, "/");
		size_t which;
		double want = index_of(e, call, arena_strndup(e->at->cx->arena, path, (size_t)(name + length - path)), &which);
		const struct node *own = e->at->current;
		struct node *c = n->first;
		for (double have = 0; c != NULL && xpath_tick(e, 1); c = c->next) {
			if (c->name == NULL || strlen(c->name) != length || memcmp(c->name, name, length) != 0)
				continue;
			if (which == 0 && c->field != NULL && c->field->repeat) { /* not said which: the one we stand in */
				for (own = e->at->current; own != NULL && own->field != c->field;)
					own = own->parent;
				if (own != NULL && own->parent == n && own != c)
					continue;
				break;
			}
			if (++have == want)
				break;
		}
		n = c;
		from = name + length;
	}
	return xpath_from_string(n == NULL || e->rc != 0 || (n->field != NULL && !n->relevant) ? "" : n->value);
}

/* Park and Miller's numbers, and Fisher and Yates's order built from the inside out, as ODK's clients do. */
XPATH_FUNCTION(fn_randomize) {
	struct xpath_value v = list_of(e, call, 0);
	double given = xpath_argument(call, 1) == NULL ? (double)e->at->seed : xpath_number_of(e, call, 1);
	struct node **order = e->rc != 0 ? NULL : xpath_memory(e, (v.n + 1) * sizeof *order);
	if (order == NULL || isnan(given) || fabs(given) > 9e15)
		return v;
	int64_t seed = (int64_t)given % 2147483647;
	if (seed <= 0)
		seed += 2147483646;
	for (size_t i = 0; i < v.n && xpath_tick(e, 1); i++) {
		seed = seed * 16807 % 2147483647;
		size_t k = (size_t)((double)(seed - 1) / 2147483646.0 * (double)(i + 1));
		order[i] = order[k];
		order[k] = v.nodes[i];
	}
	return (struct xpath_value){.kind = XPATH_NODES, .nodes = order, .n = v.n};
}
