/* Answers as XML: an element a field, as ODK's clients send them. */
#include <string.h>

#include "base/str.h"
#include "form/inside.h"

static const char *prefix(const struct node *n) {
	return str_equal(n->ns, OPENROSA_NS) && n->field->parent != NULL ? "orx:" : "";
}

/* Attributes as the form has them on that field, but for those a client has for itself. */
static void attributes(struct buf *b, const struct node *n) {
	for (const struct attribute *a = n->field->at->attributes; a != NULL; a = a->next) {
		const char *before = a->ns[0] == 0 ? "" : str_equal(a->ns, OPENROSA_NS) ? "orx:" : "odk:";
		if (a->ns[0] != 0 && !str_equal(a->ns, OPENROSA_NS) && !str_equal(a->ns, ODK_NS))
			continue;
		buf_printf(b, " %s%s=\"", before, a->name);
		xml_text(b, a->value);
		buf_char(b, '"');
	}
}

static void open_tag(struct buf *b, const struct node *n, bool closed) {
	const char *outer = n->parent->field == NULL ? "" : n->parent->ns;
	bool orx = prefix(n)[0] != 0;
	buf_printf(b, "<%s%s", prefix(n), n->name);
	if (!orx && !str_equal(n->ns, outer)) {
		buf_str(b, " xmlns=\"");
		xml_text(b, n->ns);
		buf_char(b, '"');
	}
	if (n->field->parent == NULL)
		buf_str(b, " xmlns:orx=\"" OPENROSA_NS "\" xmlns:odk=\"" ODK_NS "\"");
	attributes(b, n);
	buf_str(b, closed ? "/>" : ">");
}

static void close_tag(struct buf *b, const struct node *n) {
	buf_printf(b, "</%s%s>", prefix(n), n->name);
}

/* The instanceID of a form that has no field for it: in its meta where it has that, else in one of its own. */
static void own_instance(struct buf *b, const struct answers *a, const struct node *closing) {
	bool meta = closing->parent == a->root && str_equal(closing->name, "meta");
	bool root = closing == a->root && node_child(a->root, NULL, "meta") == NULL;
	if (a->instance[0] == 0 || (!meta && !root))
		return;
	buf_str(b, root ? "<orx:meta><orx:instanceID>" : "<orx:instanceID>");
	xml_text(b, a->instance);
	buf_str(b, root ? "</orx:instanceID></orx:meta>" : "</orx:instanceID>");
}

static struct blob write_all(struct answers *a, bool all) {
	struct buf b = buf_new(a->cx->arena, 32 << 20);
	buf_str(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
	struct node *n = a->root;
	while (n != NULL) {
		bool shown = all || n->relevant;
		if (shown) {
			bool empty = n->first == NULL && n->value[0] == 0;
			open_tag(&b, n, empty);
			if (n->first != NULL) {
				n = n->first;
				continue;
			}
			if (!empty) {
				xml_text(&b, n->value);
				close_tag(&b, n);
			}
		}
		while (n != a->root && n->next == NULL) {
			n = n->parent;
			own_instance(&b, a, n);
			close_tag(&b, n);
		}
		n = n == a->root ? NULL : n->next;
	}
	return (struct blob){b.at, b.n};
}

struct blob answers_write(struct answers *a) {
	answers_finish(a);
	return write_all(a, false);
}

struct blob answers_save(struct answers *a) {
	return write_all(a, true);
}
