/*
 * template.h - pages from templates and a JSON view. The language is described in web/templates/README.md.
 *
 * Every value is escaped; there is no tag that does otherwise. Templates are compiled once, before the sandbox
 * closes, into nodes that live as long as the set; rendering reads no file and changes nothing but `out`, so
 * threads may render at once. A template that does not compile never reaches a reader: the program does not start.
 */
#pragma once
#include <jansson.h>

#include "base/buf.h"
#include "base/cx.h"

enum {
	TEMPLATE_DEPTH = 48,         /* partials and sections inside one another, while rendering */
	TEMPLATE_OUTPUT = 4 << 20,   /* bytes one page may have */
	TEMPLATE_FILES = 400,
};

struct template_file {
	const char *name; /* without ".html" */
	const char *text;
	size_t n;
};

struct template_set;

/* Compile `files` into `a`. ERR_INVALID with "name.html:line: why" in *ret_why. */
MUST_CHECK int template_compile(struct arena *a, const struct template_file *files, size_t n,
                                struct template_set **ret_set, const char **ret_why);

/*
 * Render one of a set. ERR_NOTFOUND for an unknown name; ERR_LIMIT past a ceiling, with `out` as it was.
 * With `missing`, one line for every value that was not in the view ("page: key").
 */
MUST_CHECK int template_set_render(const struct template_set *set, struct cx *cx, const char *name, json_t *view,
                                   struct buf *out, struct buf *missing);

/* Compile the templates built into the program, and what they need of text/. Ends the process if one is wrong. */
void template_warm(void);

/* Render one of those. */
MUST_CHECK int template_render(struct cx *cx, const char *name, json_t *view, struct buf *out);

/* The same, telling what was missing: for tests. */
MUST_CHECK int template_render_strict(struct cx *cx, const char *name, json_t *view, struct buf *out,
                                      struct buf *missing);

/* `text` with & < > " ' made harmless, for the few places that write HTML by hand. */
void html_escape(struct buf *out, const char *text, size_t n);
