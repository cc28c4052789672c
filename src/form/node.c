/* The tree: finding, walking, changing; and text written into XML. */
#include <string.h>

#include "base/str.h"
#include "form/xml.h"

bool node_is(const struct node *n, const char *ns, const char *name) {
	return n->name != NULL && str_equal(n->name, name) && (ns == NULL || str_equal(n->ns, ns));
}

static struct node *matching(struct node *n, const char *ns, const char *name) {
	while (n != NULL && !node_is(n, ns, name))
		n = n->next;
	return n;
}

struct node *node_child(const struct node *n, const char *ns, const char *name) {
	return matching(n->first, ns, name);
}

struct node *node_next(const struct node *n, const char *ns, const char *name) {
	return matching(n->next, ns, name);
}

const char *node_attribute(const struct node *n, const char *ns, const char *name) {
	for (const struct attribute *a = n->attributes; a != NULL; a = a->next)
		if (str_equal(a->name, name) && (ns == NULL || str_equal(a->ns, ns)))
			return a->value;
	return NULL;
}

const char *node_place(struct arena *a, const struct node *n) {
	return arena_printf(a, "%s (line %u)", n->name == NULL ? "text" : n->name, n->line);
}

struct node *node_skip(const struct node *root, struct node *n) {
	while (n != root && n->next == NULL)
		n = n->parent;
	return n == root ? NULL : n->next;
}

struct node *node_walk(const struct node *root, struct node *n) {
	return n->first != NULL ? n->first : node_skip(root, n);
}

struct node *node_new(struct arena *a, const char *ns, const char *name) {
	struct node *n = arena_alloc(a, sizeof *n);
	n->ns = ns;
	n->name = name;
	n->value = "";
	return n;
}

void node_add_after(struct node *parent, struct node *before, struct node *n) {
	n->parent = parent;
	n->before = before;
	n->next = before == NULL ? parent->first : before->next;
	if (n->next == NULL)
		parent->last = n;
	else
		n->next->before = n;
	if (before == NULL)
		parent->first = n;
	else
		before->next = n;
}

void node_add(struct node *parent, struct node *n) {
	node_add_after(parent, parent->last, n);
}

void node_take(struct node *n) {
	struct node *parent = n->parent;
	if (n->before == NULL)
		parent->first = n->next;
	else
		n->before->next = n->next;
	if (n->next == NULL)
		parent->last = n->before;
	else
		n->next->before = n->before;
	n->parent = n->before = n->next = NULL;
}

void xml_text(struct buf *b, const char *text) {
	for (; *text != 0; text++) {
		size_t plain = strcspn(text, "&<>\"\t\n\r");
		buf_add(b, text, plain);
		text += plain;
		if (*text == 0)
			break;
		if (*text == '&')
			buf_str(b, "&amp;");
		else if (*text == '<')
			buf_str(b, "&lt;");
		else if (*text == '>')
			buf_str(b, "&gt;");
		else if (*text == '"')
			buf_str(b, "&quot;");
		else
			buf_printf(b, "&#%d;", *text);
	}
}
