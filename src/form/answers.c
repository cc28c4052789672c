/* The tree of answers: making, finding, changing. */
#include "form/answers.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "form/inside.h"

enum { BYTES = 4 << 20 }; /* of all values, ever set */

struct answers *answers_make(struct cx *cx, const struct xform *form) {
	struct answers *a = arena_alloc(cx->arena, sizeof *a);
	*a = (struct answers){.cx = cx, .form = form, .steps = XPATH_STEPS, .device = "", .instance = "",
		.language = form->language};
	a->scratch = arena_alloc(cx->arena, XPATH_SCRATCH);
	cx->rng(&a->seed, sizeof a->seed);
	return a;
}

void answers_language(struct answers *a, const char *lang) {
	a->language = xform_language(a->form, lang);
}

struct xpath_context answers_context(struct answers *a, struct node *n) {
	return (struct xpath_context){.cx = a->cx, .form = a->form, .root = a->root == NULL ? NULL : a->root->parent,
		.current = n, .language = a->language, .pen = a->pen, .steps = &a->steps, .scratch = a->scratch, .seed = a->seed};
}

struct node answers_ghost(struct node *parent, const struct xform_field *repeat) {
	return (struct node){.ns = repeat->ns, .name = repeat->name, .value = "", .parent = parent, .field = repeat,
		.relevant = true, .own = true};
}

int answers_node(struct answers *a, const struct xform_field *field, struct node **ret_node) {
	if (++a->nodes > XFORM_NODES)
		return err_say(a->cx, ERR_LIMIT, field->path, N_("These answers have more fields than answers may have."),
			NULL);
	struct node *n = node_new(a->cx->arena, field->ns, field->name);
	n->field = field;
	n->attributes = field->at->attributes;
	n->own = n->relevant = true;
	*ret_node = n;
	return 0;
}

int answers_put(struct answers *a, struct node *n, const char *value) {
	if (str_equal(n->value, value))
		return 0;
	size_t length = strlen(value);
	a->bytes += length;
	if (length > XFORM_TEXT || a->bytes > BYTES)
		return err_say(a->cx, ERR_LIMIT, n->field->path, N_("This answer is longer than an answer may be."), NULL);
	n->value = arena_strndup(a->cx->arena, value, length);
	return 0;
}

int answers_plant(struct answers *a, struct node *parent, struct node *before, const struct node *model, bool empty,
	struct node **ret_node) {
	struct node *to = parent;
	const struct node *from = model;
	int rc = 0;
	*ret_node = NULL;
	do {
		bool other = from != model && from->field != NULL && from->field->model == from &&
			node_attribute(from, JAVAROSA_NS, "template") != NULL;
		struct node *n = NULL;
		if (from->field != NULL && !other) {
			rc = answers_node(a, from->field, &n);
			if (rc == 0 && !empty && from->field->first == NULL)
				rc = answers_put(a, n, from->value);
			if (rc != 0)
				return rc;
			node_add_after(to, *ret_node == NULL ? before : to->last, n);
			n->relevant = to->field == NULL || to->relevant;
			if (*ret_node == NULL)
				*ret_node = n;
		}
		if (n != NULL && from->first != NULL) {
			from = from->first;
			to = n;
			continue;
		}
		while (from != model && from->next == NULL) {
			from = from->parent;
			to = to->parent;
		}
		from = from == model ? NULL : from->next;
	} while (from != NULL);
	return 0;
}

static const struct node *instance_node(const struct answers *a) {
	const struct node *id = NULL;
	for (const struct node *n = a->root->first; n != NULL && id == NULL; n = n->next)
		id = str_equal(n->name, "meta") ? node_child(n, NULL, "instanceID") : NULL;
	return id;
}

int answers_new(struct cx *cx, const struct xform *form, struct answers **ret_answers) {
	struct answers *a = answers_make(cx, form);
	struct node *holder = node_new(cx->arena, "", NULL);
	int rc = answers_plant(a, holder, NULL, form->root->at, false, &a->root);
	if (rc == 0)
		rc = answers_begin(a, a->root, true);
	if (rc == 0)
		rc = answers_update(a);
	struct xpath_context at = answers_context(a, a->root);
	if (rc == 0 && instance_node(a) == NULL)
		a->instance = arena_strdup(cx->arena, xpath_new_id(&at));
	if (rc == 0)
		*ret_answers = a;
	return rc;
}

struct node *answers_last(const struct node *parent, const struct xform_field *field) {
	struct node *n = parent->last;
	while (n != NULL && n->field != field)
		n = n->before;
	return n;
}

/* Behind its like, else behind the last of the fields that come before it. */
static struct node *place_for(const struct node *parent, const struct xform_field *field) {
	struct node *last = answers_last(parent, field), *n = parent->last;
	while (last == NULL && n != NULL && n->field->number > field->number)
		n = n->before;
	return last != NULL ? last : n;
}

int answers_grow(struct answers *a, struct node *parent, const struct xform_field *repeat, struct node **ret_node) {
	struct node *n;
	size_t had = 0;
	for (struct node *c = parent->first; c != NULL; c = c->next)
		had += c->field == repeat;
	if (had >= XFORM_REPEATS)
		return err_say(a->cx, ERR_LIMIT, repeat->path, N_("A part of this form stands there too often."), NULL);
	bool empty = node_attribute(repeat->model, JAVAROSA_NS, "template") == NULL;
	int rc = answers_plant(a, parent, place_for(parent, repeat), repeat->model, empty, &n);
	if (rc == 0)
		rc = answers_begin(a, n, false);
	if (rc == 0)
		*ret_node = n;
	return rc;
}

int answers_add(struct answers *a, struct node *parent, const struct xform_field *repeat, struct node **ret_node) {
	const struct xform_control *c = repeat->control;
	if (!repeat->repeat || repeat->parent != parent->field || c == NULL || c->fixed || !parent->relevant)
		return err_say(a->cx, ERR_INVALID, repeat->path, N_("Nothing can be added here."), NULL);
	return answers_grow(a, parent, repeat, ret_node);
}

int answers_remove(struct answers *a, struct node *repeat) {
	const struct xform_control *c = repeat->field->control;
	if (!repeat->field->repeat || c == NULL || c->fixed)
		return err_say(a->cx, ERR_INVALID, repeat->field->path, N_("Nothing can be taken away here."), NULL);
	node_take(repeat);
	return 0;
}

/* XML holds no control characters but three, and no code points that are none. */
static bool holds(const char *value) {
	size_t n = strlen(value);
	if (!utf8_valid(value, n))
		return false;
	for (size_t i = 0, step; i < n; i += step) {
		uint32_t c = utf8_at(value + i, &step);
		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xfffe || c == 0xffff)
			return false;
	}
	return true;
}

int answers_set(struct answers *a, struct node *n, const char *value) {
	const char *path = n->field->path;
	if (n->field->first != NULL)
		return err_say(a->cx, ERR_INVALID, path, N_("This holds questions and is none itself."), NULL);
	if (n->readonly || n->field->calculate != NULL)
		return err_say(a->cx, ERR_INVALID, path,
			N_("This cannot be answered: it is worked out, or only to be read."), NULL);
	if (!holds(value))
		return err_say(a->cx, ERR_INVALID, path, N_("This text has characters that a form cannot hold."), NULL);
	if (str_equal(value, n->value))
		return 0;
	int rc = answers_put(a, n, value);
	return rc == 0 ? answers_act(a, n) : rc;
}

struct node *answers_from(const struct answers *a, struct node *at, const struct xform_field *field) {
	const struct xform_field *way[XFORM_DEPTH];
	size_t n = 0;
	struct node *found = NULL;
	for (const struct xform_field *f = field; f != NULL && found == NULL && n < XFORM_DEPTH; f = f->parent) {
		for (found = at; found != NULL && found->field != f;)
			found = found->parent;
		if (found == NULL)
			way[n++] = f;
	}
	if (found == NULL) {
		found = a->root;
		n--; /* the root itself */
	}
	while (n > 0 && found != NULL) {
		found = found->first;
		while (found != NULL && found->field != way[n - 1])
			found = found->next;
		n--;
	}
	return found;
}

struct node *answers_from_field(const struct answers *a, struct node *at, const struct xform_field *field) {
	return answers_from(a, at, field);
}

static size_t position(const struct node *n) {
	size_t i = 1;
	for (const struct node *b = n->before; b != NULL; b = b->before)
		i += b->field == n->field;
	return i;
}

const char *answers_path(struct answers *a, const struct node *n) {
	const struct node *way[XFORM_DEPTH];
	size_t depth = 0;
	for (; n != NULL && n->field != NULL && depth < XFORM_DEPTH; n = n->parent)
		way[depth++] = n;
	struct buf path = buf_new(a->cx->arena, 64 << 10);
	while (depth-- > 0) {
		buf_printf(&path, "/%s", way[depth]->name);
		if (way[depth]->field->repeat)
			buf_printf(&path, "[%zu]", position(way[depth]));
	}
	return path.at;
}

struct node *answers_at(const struct answers *a, const char *path) {
	struct node *n = a->root->parent;
	while (*path == '/' && n != NULL) {
		path++;
		size_t length = strcspn(path, "/[");
		int64_t want = 1;
		const char *name = path;
		path += length;
		if (*path == '[') {
			for (want = 0, path++; *path >= '0' && *path <= '9' && want < XFORM_NODES; path++)
				want = want * 10 + (*path - '0');
			if (*path++ != ']')
				return NULL;
		}
		struct node *c = n->first;
		for (; c != NULL; c = c->next)
			if (strlen(c->name) == length && memcmp(c->name, name, length) == 0 && --want == 0)
				break;
		n = c;
	}
	return *path == 0 && n != a->root->parent ? n : NULL;
}

const char *answers_get(const struct answers *a, const char *path) {
	const struct node *n = answers_at(a, path);
	return n == NULL || !n->relevant ? "" : n->value;
}

struct node **answers_all(struct answers *a, const struct xform_field *field) {
	size_t n = 0;
	for (struct node *c = a->root; c != NULL; c = node_walk(a->root, c))
		n += c->field == field;
	struct node **all = arena_array(a->cx->arena, n + 1, sizeof *all);
	n = 0;
	for (struct node *c = a->root; c != NULL; c = node_walk(a->root, c))
		if (c->field == field)
			all[n++] = c;
	return all;
}

const char *answers_instance(const struct answers *a) {
	const struct node *id = instance_node(a);
	return id == NULL ? a->instance : id->value;
}
