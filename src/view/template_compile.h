/*
 * template_compile.h - what a template is once compiled; shared by the two halves of template.h.
 *
 * A template is a flat list of nodes; a section knows the node after its end, so that skipping it is one step.
 * Everything lives in the arena the set was compiled into, and nothing changes after that.
 */
#pragma once
#include <stdbool.h>

#include "view/template.h"

enum { PATH_PARTS = 8 };

struct path {
	enum { PATH_HERE, PATH_INDEX, PATH_LANG, PATH_NAME } kind; /* {{.}} {{@n}} {{@lang}} {{a.b}} */
	int count;
	const char *parts[PATH_PARTS];
};

enum format {
	FORMAT_PLAIN, FORMAT_FIGURE, FORMAT_DAY, FORMAT_INSTANT, FORMAT_RELATIVE, FORMAT_ISO, FORMAT_MESSAGE,
	FORMAT_PERCENT, FORMAT__MAX
};

struct node {
	enum { NODE_TEXT, NODE_VALUE, NODE_SECTION, NODE_INVERTED, NODE_PARTIAL, NODE_SAY, NODE_PLURAL, NODE_CHART } kind;
	enum format format;
	bool url;         /* the value begins an address */
	int line;
	const char *text; /* the literal, the message id or its `one`, the name of a partial */
	const char *many;
	size_t n;
	struct path path;
	size_t end;       /* section: the node after it; partial: which template */
};

struct template {
	const char *name;
	struct node *nodes;
	size_t count, room;
};

struct template_set {
	struct template *at;
	size_t n;
};

/* "a.b", ".", "@n", "@lang" in text[0..n). False for anything else. */
bool path_parse(struct arena *a, const char *text, size_t n, struct path *ret_path);

/* "d", "iso" ... ; false for an unknown one. */
bool format_parse(const char *text, size_t n, enum format *ret_format);
