/* What is asked: groups, repeats, questions and their choices. Down into groups and up again without recursion. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/str.h"
#include "form/read.h"

static const struct {
	const char *name;
	enum control_kind kind;
} kinds[] = {
	{"group", CONTROL_GROUP}, {"repeat", CONTROL_REPEAT}, {"input", CONTROL_INPUT}, {"select", CONTROL_SELECT},
	{"select1", CONTROL_SELECT1}, {"rank", CONTROL_RANK}, {"range", CONTROL_RANGE}, {"upload", CONTROL_UPLOAD},
	{"trigger", CONTROL_TRIGGER}, {"secret", CONTROL_SECRET},
};

static bool control_kind(const struct node *n, enum control_kind *ret_kind) {
	if (n->name == NULL || (!str_equal(n->ns, XFORMS_NS) && !str_equal(n->ns, ODK_NS)))
		return false;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (str_equal(n->name, kinds[i].name)) {
			*ret_kind = kinds[i].kind;
			return true;
		}
	return false;
}

static const char *attribute_or(const struct node *n, const char *name, const char *otherwise) {
	const char *value = node_attribute(n, "", name);
	return value == NULL ? otherwise : value;
}

static int read_item(struct reading *r, const struct node *n, const char *at, struct xform_control *c,
	struct xform_choice **last) {
	const struct node *value = node_child(n, XFORMS_NS, "value"), *label = node_child(n, XFORMS_NS, "label");
	if (value == NULL)
		return read_fault(r, n, N_("A choice of this form has no value."), NULL);
	struct xform_choice *choice = arena_alloc(r->cx->arena, sizeof *choice);
	choice->value = value->value;
	if ((c->kind == CONTROL_SELECT || c->kind == CONTROL_RANK) && strpbrk(choice->value, " \t\r\n") != NULL)
		return read_fault(r, value, N_("The value of a choice among several has a blank in it."), choice->value);
	if (*last == NULL)
		c->choices = choice;
	else
		(*last)->next = choice;
	*last = choice;
	return label == NULL ? 0 : read_words(r, label, at, &choice->label);
}

static int read_itemset(struct reading *r, const struct node *n, const char *at, struct xform_control *c) {
	const struct node *value = node_child(n, XFORMS_NS, "value"), *label = node_child(n, XFORMS_NS, "label");
	const char *nodeset = node_attribute(n, "", "nodeset");
	const char *ref = value == NULL ? NULL : node_attribute(value, "", "ref");
	if (nodeset == NULL || ref == NULL)
		return read_fault(r, n,
			N_("A list of choices says neither where its choices are nor which their values are."), NULL);
	int rc = read_rule(r, n, "nodeset", nodeset, at, &c->itemset);
	if (rc == 0)
		rc = read_rule(r, value, "ref", ref, NULL, &c->item_value);
	if (rc == 0 && label != NULL)
		rc = read_rule(r, label, "ref", node_attribute(label, "", "ref"), NULL, &c->item_label);
	return rc;
}

static int read_range(struct reading *r, const struct node *n, struct xform_control *c) {
	const char *const names[] = {"start", "end", "step"};
	double *const to[] = {&c->start, &c->end, &c->step};
	for (size_t i = 0; i < 3; i++) {
		*to[i] = xpath_text_number(attribute_or(n, names[i], i == 2 ? "1" : ""));
		if (isnan(*to[i]))
			return read_fault(r, n, N_("A range of this form has a bound that is no number."), names[i]);
	}
	return c->step > 0 ? 0 : read_fault(r, n, N_("The steps of a range in this form must be more than 0."), NULL);
}

static int read_inside(struct reading *r, const struct node *n, const char *at, struct xform_control *c) {
	struct xform_choice *last = NULL;
	int rc = 0;
	for (const struct node *child = n->first; child != NULL && rc == 0; child = child->next) {
		if (node_is(child, XFORMS_NS, "label"))
			rc = read_words(r, child, at, &c->label);
		else if (node_is(child, XFORMS_NS, "hint"))
			rc = read_words(r, child, at, &c->hint);
		else if (node_is(child, XFORMS_NS, "item"))
			rc = read_item(r, child, at, c, &last);
		else if (node_is(child, XFORMS_NS, "itemset"))
			rc = read_itemset(r, child, at, c);
		else if (node_is(child, XFORMS_NS, "setvalue"))
			rc = read_action(r, child, c->field);
	}
	return rc;
}

static int bind_control(struct reading *r, const struct node *n, struct xform_control *c, struct xform_field *f) {
	bool question = c->kind != CONTROL_GROUP && c->kind != CONTROL_REPEAT;
	if (f == NULL)
		return c->kind == CONTROL_GROUP ? 0 : read_fault(r, n, N_("A question of this form writes to no field."), NULL);
	c->field = f;
	if (question && f->first != NULL)
		return read_fault(r, n, N_("A question of this form writes to a field that holds fields."), f->path);
	if (c->kind == CONTROL_REPEAT) {
		if (f->parent == NULL)
			return read_fault(r, n, N_("The first element of a form's answers cannot be repeated."), f->path);
		if (f->repeat && f->control != NULL && f->control->kind == CONTROL_REPEAT)
			return read_fault(r, n, N_("Two repeats of this form are of the same field."), f->path);
		f->repeat = true;
		f->control = c;
	}
	if (question && f->control == NULL)
		f->control = c;
	return 0;
}

static int read_repeat(struct reading *r, const struct node *n, struct xform_control *c, struct xform_field *f) {
	const char *fixed = node_attribute(n, JAVAROSA_NS, "noAddRemove"), *count = node_attribute(n, JAVAROSA_NS, "count");
	c->fixed = count != NULL || (fixed != NULL && (str_equal(fixed, "true()") || str_equal(fixed, "true")));
	return read_rule(r, n, "jr:count", count, f->path, &f->count);
}

static int read_control(struct reading *r, const struct node *n, enum control_kind kind, struct xform_control *parent,
	struct xform_control **ret_control) {
	const char *at = r->form->root->path;
	for (const struct xform_control *up = parent; up != NULL; up = up->parent)
		if (up->field != NULL) {
			at = up->field->path;
			break;
		}
	struct xform_control *c = arena_alloc(r->cx->arena, sizeof *c);
	*c = (struct xform_control){.kind = kind, .parent = parent, .appearance = attribute_or(n, "appearance", ""),
		.mediatype = attribute_or(n, "mediatype", "")};
	struct xform_field *f;
	int rc = read_ref(r, n, at, &f);
	if (rc == 0)
		rc = bind_control(r, n, c, f);
	if (rc == 0)
		rc = read_inside(r, n, f == NULL ? at : f->path, c);
	if (rc == 0 && kind == CONTROL_REPEAT)
		rc = read_repeat(r, n, c, f);
	if (rc == 0 && kind == CONTROL_RANGE)
		rc = read_range(r, n, c);
	*ret_control = c;
	return rc;
}

/* What stands in another part of a group is nobody's: labels, hints, and what a client may have for itself. */
static bool is_known(const struct node *n) {
	const char *const known[] = {"label", "hint", "help", "alert", "setvalue", "setgeopoint", "recordaudio", "value"};
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (n->name == NULL || str_equal(n->name, known[i]))
			return true;
	return !str_equal(n->ns, XFORMS_NS);
}

static bool is_asked(const struct xform_control *c) {
	bool question = c->kind != CONTROL_GROUP && c->kind != CONTROL_REPEAT;
	const struct xform_field *f = c->field;
	if (!question || f == NULL || f->control != c || f->calculate != NULL)
		return false;
	return f->readonly == NULL || !str_equal(xpath_text(f->readonly), "true()");
}

const struct xform_control *xform_next(const struct xform_control *c, bool into) {
	if (into && c->first != NULL)
		return c->first;
	while (c != NULL && c->next == NULL)
		c = c->parent;
	return c == NULL ? NULL : c->next;
}

size_t xform_asked(const struct xform_control *c) {
	size_t n = c->number != 0;
	const struct xform_control *end = xform_next(c, false);
	for (const struct xform_control *in = xform_next(c, true); in != end; in = xform_next(in, true))
		n += in->number != 0;
	return n;
}

/* One number a question, whoever asks it twice; notes have none. */
static void number_all(const struct xform_control *first) {
	unsigned n = 0;
	for (const struct xform_control *c = first; c != NULL; c = xform_next(c, true))
		if (is_asked(c))
			((struct xform_control *)(uintptr_t)c)->number = ++n;
}

int read_body(struct reading *r) {
	struct xform_control *parent = NULL, *last = NULL;
	const struct node *top = r->body, *n = r->body->first;
	while (n != NULL) {
		enum control_kind kind;
		struct xform_control *c;
		if (!control_kind(n, &kind)) {
			if (!is_known(n))
				return read_fault(r, n, N_("This form asks in a way that is not known here."), n->name);
		} else {
			int rc = read_control(r, n, kind, parent, &c);
			if (rc != 0)
				return rc;
			if (last != NULL)
				last->next = c;
			else if (parent != NULL)
				parent->first = c;
			else
				r->form->body = c;
			last = c;
			if ((kind == CONTROL_GROUP || kind == CONTROL_REPEAT) && n->first != NULL) {
				parent = c;
				last = NULL;
				n = n->first;
				continue;
			}
		}
		while (n->next == NULL && n->parent != top) {
			n = n->parent;
			last = parent;
			parent = (struct xform_control *)parent->parent;
		}
		n = n->next;
	}
	number_all(r->form->body);
	for (size_t i = 0; i < r->form->fields_n; i++) {
		struct xform_field *f = r->form->fields[i];
		if (f->several && !f->repeat)
			return err_say(r->cx, ERR_INVALID, f->path, N_("A field stands twice in this form and is no repeat."),
				f->path);
		if (f->repeat && f->model == NULL)
			f->model = f->at;
	}
	return 0;
}
