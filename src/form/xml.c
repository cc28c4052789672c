/* expat calls for each piece of the document; the tree grows under the ceilings, names are held once. */
#include "form/xml.h"

#include <expat.h>
#include <setjmp.h>
#include <string.h>

#include "base/str.h"
#include "form/map.h"
#include "form/xform.h"

const struct xml_bounds xml_bounds_form = {XFORM_BYTES, XFORM_ELEMENTS, XFORM_DEPTH, 40};
const struct xml_bounds xml_bounds_answers = {4 << 20, XFORM_NODES, XFORM_DEPTH, 20};

enum { BETWEEN = 1, TEXT_MAX = 1 << 20 }; /* BETWEEN: stands between a namespace and a name; XML cannot hold it */

struct reader {
	struct cx *cx;
	const struct xml_bounds *bounds;
	XML_Parser parser;
	struct map *names;
	struct node *root, *at;
	struct buf text; /* since the last tag */
	size_t elements, depth;
	int rc;
};

static const char *held(struct reader *r, const char *name, size_t n) {
	const char *old = map_get_n(r->names, name, n);
	if (old != NULL)
		return old;
	char *copy = arena_strndup(r->cx->arena, name, n);
	map_put(r->names, copy, copy);
	return copy;
}

static void name_split(struct reader *r, const char *full, const char **ret_ns, const char **ret_name) {
	const char *mark = strchr(full, BETWEEN);
	*ret_ns = mark == NULL ? "" : held(r, full, (size_t)(mark - full));
	*ret_name = mark == NULL ? held(r, full, strlen(full)) : held(r, mark + 1, strlen(mark + 1));
}

static unsigned line_of(const struct reader *r) {
	return (unsigned)XML_GetCurrentLineNumber(r->parser);
}

static void stop(struct reader *r, int code, const char *rule, const char *value) {
	if (r->rc != 0)
		return;
	r->rc = err_say(r->cx, code, arena_printf(r->cx->arena, "line %u", line_of(r)), rule, value);
	XML_StopParser(r->parser, XML_FALSE);
}

static bool is_blank(const char *s) {
	return s[strspn(s, " \t\r\n")] == 0;
}

/* What was written since the last tag becomes a piece of its own, where it stands between elements. */
static void text_end(struct reader *r) {
	struct node *last = r->at == NULL ? NULL : r->at->last;
	bool beside = last != NULL && last->name != NULL && str_equal(last->name, "output");
	if (r->at != NULL && r->text.n > 0 && (beside || !is_blank(r->text.at))) {
		struct node *piece = node_new(r->cx->arena, "", NULL);
		piece->value = arena_strndup(r->cx->arena, r->text.at, r->text.n);
		piece->line = line_of(r);
		node_add(r->at, piece);
		r->elements++;
	}
	r->text.n = 0;
}

static void begin(struct reader *r, const char *full, const char **attributes) {
	text_end(r);
	if (++r->elements > r->bounds->elements)
		return stop(r, ERR_LIMIT, N_("There are too many elements in this file."), NULL);
	if (++r->depth > r->bounds->depth)
		return stop(r, ERR_LIMIT, N_("The elements of this file stand too deep in one another."), NULL);
	const char *ns, *name;
	name_split(r, full, &ns, &name);
	struct node *n = node_new(r->cx->arena, ns, name);
	n->line = line_of(r);
	const struct attribute **end = &n->attributes;
	for (size_t i = 0; attributes[2 * i] != NULL; i++) {
		if (i == r->bounds->attributes)
			return stop(r, ERR_LIMIT, N_("An element has too many attributes."), n->name);
		struct attribute *a = arena_alloc(r->cx->arena, sizeof *a);
		name_split(r, attributes[2 * i], &a->ns, &a->name);
		a->value = arena_strdup(r->cx->arena, attributes[2 * i + 1]);
		*end = a;
		end = &a->next;
	}
	if (r->at == NULL)
		r->root = n;
	else
		node_add(r->at, n);
	r->at = n;
}

static void finish(struct reader *r) {
	if (r->at->first == NULL) {
		if (r->text.n > 0)
			r->at->value = arena_strndup(r->cx->arena, r->text.at, r->text.n);
		r->text.n = 0;
	} else {
		text_end(r);
	}
	r->depth--;
	r->at = r->at->parent;
}

static void more(struct reader *r, const char *s, int n) {
	if (r->text.n + (size_t)n > TEXT_MAX)
		return stop(r, ERR_LIMIT, N_("A text in this file is too long."), NULL);
	buf_add(&r->text, s, (size_t)n);
}

enum event { BEGIN, END, TEXT, DOCTYPE };

/* expat does not bear being left by longjmp, so an arena that is full is caught before it is expat's turn again. */
static void take(struct reader *r, enum event event, const char *s, int n, const char **attributes) {
	struct arena *arena = r->cx->arena;
	jmp_buf trap, *const was = arena_trap(arena, &trap);
	if (r->rc == 0 && setjmp(trap) != 0) {
		r->rc = err_say(r->cx, ERR_LIMIT, NULL, N_("This file needs more memory than one file may have."), NULL);
		XML_StopParser(r->parser, XML_FALSE);
	} else if (r->rc == 0) {
		if (event == BEGIN)
			begin(r, s, attributes);
		else if (event == END)
			finish(r);
		else if (event == TEXT)
			more(r, s, n);
		else
			stop(r, ERR_INVALID, N_("This file declares a document type or entities. Send it without."), "<!DOCTYPE");
	}
	arena_trap(arena, was);
}

static void on_start(void *arg, const char *full, const char **attributes) {
	take(arg, BEGIN, full, 0, attributes);
}

static void on_end(void *arg, const char *full) {
	take(arg, END, full, 0, NULL);
}

static void on_text(void *arg, const char *s, int n) {
	take(arg, TEXT, s, n, NULL);
}

static void on_doctype(void *arg, const char *name, const char *place, const char *known, int inside) {
	(void)name, (void)place, (void)known, (void)inside;
	take(arg, DOCTYPE, NULL, 0, NULL);
}

int xml_read(struct cx *cx, struct blob bytes, const struct xml_bounds *bounds, struct node **ret_root) {
	if (bytes.n > bounds->bytes)
		return err_say(cx, ERR_LIMIT, NULL, N_("This file is larger than such a file may be."),
			arena_printf(cx->arena, "%zu > %zu", bytes.n, bounds->bytes));
	struct reader r = {.cx = cx, .bounds = bounds, .names = map_new(cx), .text = buf_new(cx->arena, 2 * TEXT_MAX)};
	r.parser = XML_ParserCreateNS("UTF-8", BETWEEN);
	int rc = bug_if(cx, r.parser == NULL);
	if (rc != 0)
		return rc;
	XML_SetUserData(r.parser, &r);
	XML_SetElementHandler(r.parser, on_start, on_end);
	XML_SetCharacterDataHandler(r.parser, on_text);
	XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
	bool whole = XML_Parse(r.parser, bytes.at, (int)bytes.n, 1) == XML_STATUS_OK;
	unsigned line = line_of(&r);
	const char *wrong = XML_ErrorString(XML_GetErrorCode(r.parser));
	XML_ParserFree(r.parser);
	rc = r.rc;
	if (rc == 0 && !whole)
		rc = err_say(cx, ERR_INVALID, arena_printf(cx->arena, "line %u", line), N_("This is no well-formed XML."), wrong);
	if (rc == 0)
		*ret_root = r.root;
	return rc;
}
