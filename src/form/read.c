/* A form, from the outside in: its frame here; fields, texts, binds, questions and the order of rules in other files. */
#include <string.h>

#include "base/str.h"
#include "form/read.h"

int read_fault(struct reading *r, const struct node *n, const char *rule, const char *value) {
	return err_say(r->cx, ERR_INVALID, node_place(r->cx->arena, n), rule, value);
}

/* Whether every path of a rule leads to a field; to clients, what leads to none is empty. */
struct seen {
	struct reading *r;
	const char *missing;
};

static void see(void *arg, const char *path, bool apart) {
	(void)apart;
	struct seen *s = arg;
	if (path[0] != 0 && map_get(s->r->form->paths, path) == NULL && s->missing == NULL)
		s->missing = path;
}

int read_rule(struct reading *r, const struct node *n, const char *attribute, const char *text, const char *at,
	const struct xpath **ret_rule) {
	if (text == NULL || text[strspn(text, " \t\r\n")] == 0)
		return 0;
	struct xpath *x;
	const char *place = arena_printf(r->cx->arena, "%s of %s", attribute, at == NULL || at[0] == 0 ?
		node_place(r->cx->arena, n) : at);
	int rc = xpath_compile(r->cx, place, text, &x);
	if (rc != 0)
		return rc;
	struct seen s = {r, NULL};
	if (at != NULL)
		xpath_paths(r->cx, x, at, see, &s);
	if (s.missing != NULL && r->form->loose == NULL)
		r->form->loose = arena_printf(r->cx->arena, "%s: %s", place, s.missing);
	*ret_rule = x;
	return 0;
}

static int field_at(struct reading *r, const struct node *n, const char *text, const char *at,
	struct xform_field **ret_field) {
	struct xpath *x;
	int rc = xpath_compile(r->cx, node_place(r->cx->arena, n), text, &x);
	if (rc != 0)
		return rc;
	bool apart = false;
	const char *path = xpath_plain(r->cx->arena, x->root, at, &apart);
	struct xform_field *field = path == NULL || apart ? NULL : map_get(r->form->paths, path);
	if (field == NULL)
		return read_fault(r, n, N_("This names a field that the form does not have."), text);
	*ret_field = field;
	return 0;
}

int read_ref(struct reading *r, const struct node *n, const char *at, struct xform_field **ret_field) {
	const char *bind = node_attribute(n, "", "bind");
	const char *text = node_attribute(n, "", "ref");
	if (text == NULL)
		text = node_attribute(n, "", "nodeset");
	*ret_field = NULL;
	if (bind != NULL) {
		text = map_get(r->binds, bind);
		if (text == NULL)
			return read_fault(r, n, N_("This names a bind that the form does not have."), bind);
	}
	return text == NULL ? 0 : field_at(r, n, text, at, ret_field);
}

static bool has_word(const char *list, const char *word) {
	size_t n = strlen(word);
	for (const char *at = list; (at = strstr(at, word)) != NULL; at += n)
		if ((at == list || at[-1] == ' ') && (at[n] == 0 || at[n] == ' '))
			return true;
	return false;
}

int read_action(struct reading *r, const struct node *n, const struct xform_field *where) {
	const char *event = node_attribute(n, NULL, "event"), *at = where == NULL ? "" : where->path;
	struct xform_field *field;
	int rc = read_ref(r, n, at, &field);
	if (rc != 0)
		return rc;
	if (field == NULL || event == NULL)
		return read_fault(r, n, N_("An action of a form needs an event, and a field to write to."), NULL);
	struct xform_action *a = arena_alloc(r->cx->arena, sizeof *a);
	*a = (struct xform_action){.field = field, .where = where, .text = n->value,
		.first_load = has_word(event, "odk-instance-first-load") || has_word(event, "xforms-ready"),
		.new_repeat = has_word(event, "odk-new-repeat"), .changed = has_word(event, "xforms-value-changed")};
	rc = read_rule(r, n, "value", node_attribute(n, "", "value"), field->path, &a->value);
	*r->actions_end = a;
	r->actions_end = (struct xform_action **)&a->next;
	return rc;
}

static int frame(struct reading *r, const struct node *html) {
	if (!node_is(html, XHTML_NS, "html"))
		return read_fault(r, html, N_("A form begins with html of the namespace of XHTML."),
			arena_printf(r->cx->arena, "{%s}%s", html->ns, html->name));
	const struct node *head = node_child(html, XHTML_NS, "head");
	r->body = node_child(html, XHTML_NS, "body");
	if (head == NULL || r->body == NULL)
		return read_fault(r, html, N_("A form has a head and a body, both of the namespace of XHTML."), NULL);
	r->model = node_child(head, XFORMS_NS, "model");
	if (r->model == NULL)
		return read_fault(r, head, N_("A form has a model of the namespace of XForms in its head."), NULL);
	const struct node *title = node_child(head, XHTML_NS, "title");
	const char *style = node_attribute(r->body, "", "class");
	r->form->title = title == NULL ? "" : title->value;
	r->form->style = style == NULL ? "" : style;
	const struct node *submission = node_child(r->model, XFORMS_NS, "submission");
	if (submission != NULL) {
		r->form->submission_url = node_attribute(submission, "", "action");
		r->form->submission_key = node_attribute(submission, NULL, "base64RsaPublicKey");
	}
	return 0;
}

static int model_actions(struct reading *r) {
	int rc = 0;
	const struct node *n = node_child(r->model, XFORMS_NS, "setvalue");
	for (; n != NULL && rc == 0; n = node_next(n, XFORMS_NS, "setvalue"))
		rc = read_action(r, n, NULL);
	return rc;
}

int xform_read(struct cx *cx, struct blob bytes, struct xform **ret_form) {
	struct node *html;
	int rc = xml_read(cx, bytes, &xml_bounds_form, &html);
	if (rc != 0)
		return rc;
	struct xform *form = arena_alloc(cx->arena, sizeof *form);
	form->document = html;
	form->texts = map_new(cx);
	form->paths = map_new(cx);
	struct reading r = {.cx = cx, .form = form, .binds = map_new(cx),
		.actions_end = (struct xform_action **)&form->actions};
	rc = frame(&r, html);
	if (rc == 0)
		rc = read_instances(&r);
	if (rc == 0)
		rc = read_texts(&r);
	if (rc == 0)
		rc = read_binds(&r);
	if (rc == 0)
		rc = model_actions(&r);
	if (rc == 0)
		rc = read_body(&r);
	if (rc == 0)
		rc = read_order(&r);
	if (rc == 0)
		*ret_form = form;
	return rc;
}

const struct xform_field *xform_field_at(const struct xform *form, const char *path) {
	return map_get(form->paths, path);
}

bool xform_appears(const struct xform_control *control, const char *word) {
	return has_word(control->appearance, word);
}
