/* What was sent in, or kept to go on with: laid over the form's fields, element by element. */
#include <string.h>

#include "base/str.h"
#include "form/inside.h"

struct laying {
	struct answers *a;
	const struct node **stamp; /* by field: the element in which one of it was seen */
	struct node **last;        /* and the last one there */
	unsigned *count;
	bool defaults;
};

static int fault(struct answers *a, const struct node *n, const char *rule, const char *value) {
	return err_say(a->cx, ERR_INVALID, node_place(a->cx->arena, n), rule, value);
}

static bool ns_fits(const char *given, const char *wanted) {
	return str_equal(given, wanted) || given[0] == 0 || str_equal(given, XFORMS_NS) || str_equal(given, OPENROSA_NS);
}

static const struct xform_field *field_of(const struct xform_field *parent, const char *name) {
	const struct xform_field *f = parent->first;
	while (f != NULL && !str_equal(f->name, name))
		f = f->next;
	return f;
}

/* What a client says of itself whether or not the form asks: meta, and more in meta. The instanceID of a form without
   one is kept. */
static bool is_of_client(struct laying *l, const struct node *n, const struct node *c) {
	bool top = n->field->parent == NULL && str_equal(c->name, "meta");
	bool inside = n->field->parent == l->a->form->root && str_equal(n->field->name, "meta");
	const struct node *id = top ? node_child(c, NULL, "instanceID") : NULL;
	if (inside && str_equal(c->name, "instanceID"))
		id = c;
	if (id != NULL && strlen(id->value) <= 255)
		l->a->instance = id->value;
	return top || inside;
}

/* Give every element in n its field; what is text between elements goes. */
static int match(struct laying *l, struct node *n) {
	for (struct node *c = n->first, *next; c != NULL; c = next) {
		next = c->next;
		if (c->name == NULL) {
			node_take(c);
			continue;
		}
		const struct xform_field *f = field_of(n->field, c->name);
		if (f == NULL && is_of_client(l, n, c)) {
			node_take(c);
			continue;
		}
		if (f == NULL)
			return fault(l->a, c, N_("These answers have an element that the form does not have."), c->name);
		if (!ns_fits(c->ns, f->ns))
			return fault(l->a, c, N_("An element of these answers has another namespace than in the form."), c->ns);
		if (l->stamp[f->number] != n)
			l->count[f->number] = 0;
		if (l->stamp[f->number] == n && !f->repeat)
			return fault(l->a, c, N_("A field stands twice in these answers and is no repeat."), c->name);
		if (++l->count[f->number] > XFORM_REPEATS)
			return fault(l->a, c, N_("A part of this form stands there too often."), c->name);
		l->stamp[f->number] = n;
		l->last[f->number] = c;
		if (f->first == NULL && c->first != NULL)
			return fault(l->a, c, N_("An element of these answers holds elements, and is a question in the form."),
				c->name);
		if (strlen(c->value) > XFORM_TEXT)
			return fault(l->a, c, N_("This answer is longer than an answer may be."), NULL);
		if (f->first != NULL)
			c->value = "";
		c->field = f;
		c->own = c->relevant = true;
		if (++l->a->nodes > XFORM_NODES)
			return err_say(l->a->cx, ERR_LIMIT, f->path, N_("These answers have more fields than answers may have."), NULL);
	}
	return 0;
}

/* What the form has and n has not: a client leaves out what is not relevant. Repeats are as many as were sent. */
static int fill(struct laying *l, struct node *n) {
	struct node *before = NULL;
	int rc = 0;
	for (const struct xform_field *f = n->field->first; f != NULL && rc == 0; f = f->next) {
		if (l->stamp[f->number] == n) {
			before = l->last[f->number];
			continue;
		}
		if (f->repeat)
			continue;
		struct node *more;
		rc = answers_node(l->a, f, &more);
		if (rc != 0)
			return rc;
		if (l->defaults && f->first == NULL)
			rc = answers_put(l->a, more, f->at->value);
		node_add_after(n, before, more);
		before = more;
	}
	return rc;
}

static int lay(struct laying *l, struct node *root) {
	const struct xform *form = l->a->form;
	const char *id = node_attribute(root, "", "id"), *version = node_attribute(root, NULL, "version");
	if (!str_equal(root->name, form->root->name))
		return fault(l->a, root, N_("These are answers to another form."), root->name);
	if (!str_equal(id == NULL ? root->ns : id, form->id))
		return fault(l->a, root, N_("These are answers to another form."), id);
	if (!str_equal(version == NULL ? "" : version, form->version))
		return fault(l->a, root, N_("These are answers to another version of the form."), version);
	struct node *holder = node_new(l->a->cx->arena, "", NULL);
	root->parent = NULL;
	node_add(holder, root);
	root->field = form->root;
	root->own = root->relevant = true;
	l->a->root = root;
	int rc = 0;
	for (struct node *n = root; n != NULL && rc == 0; n = node_walk(root, n)) {
		rc = match(l, n);
		if (rc == 0)
			rc = fill(l, n);
	}
	return rc;
}

static int read_any(struct cx *cx, const struct xform *form, struct blob xml, bool received,
	struct answers **ret_answers) {
	struct node *root;
	int rc = xml_read(cx, xml, &xml_bounds_answers, &root);
	if (rc != 0)
		return rc;
	struct answers *a = answers_make(cx, form);
	a->received = received;
	struct laying l = {.a = a, .defaults = !received};
	l.stamp = arena_array(cx->arena, form->fields_n, sizeof *l.stamp);
	l.last = arena_array(cx->arena, form->fields_n, sizeof *l.last);
	l.count = arena_array(cx->arena, form->fields_n, sizeof *l.count);
	rc = lay(&l, root);
	if (rc == 0)
		rc = answers_update(a);
	if (rc == 0)
		*ret_answers = a;
	return rc;
}

int answers_read(struct cx *cx, const struct xform *form, struct blob xml, struct answers **ret_answers) {
	return read_any(cx, form, xml, true, ret_answers);
}

int answers_resume(struct cx *cx, const struct xform *form, struct blob xml, struct answers **ret_answers) {
	return read_any(cx, form, xml, false, ret_answers);
}
