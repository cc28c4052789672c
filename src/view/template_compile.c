#include "view/template_compile.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"

/* Where in the HTML the compiler stands: it decides what a tag may do there. */
enum place { IN_TEXT, IN_NAME, IN_TAG, IN_ATTR, IN_EQUALS, IN_DOUBLE, IN_SINGLE, IN_BARE, IN_COMMENT, IN_RAW };

struct compiler {
	struct arena *arena;
	struct template *t;
	const char *at, *end, *start;
	const char *why;
	enum place place;
	char tag[16], attr[24]; /* names, in small letters, cut */
	size_t value;           /* bytes of the attribute's value so far */
	size_t open[TEMPLATE_DEPTH];
	int depth;
};

static const char *const format_names[FORMAT__MAX] = {
	[FORMAT_FIGURE] = "f", [FORMAT_DAY] = "d", [FORMAT_INSTANT] = "t", [FORMAT_RELATIVE] = "r",
	[FORMAT_ISO] = "iso", [FORMAT_MESSAGE] = "m", [FORMAT_PERCENT] = "u",
};

bool format_parse(const char *text, size_t n, enum format *ret_format) {
	for (int i = 0; i < FORMAT__MAX; i++)
		if (format_names[i] != NULL && strlen(format_names[i]) == n && memcmp(text, format_names[i], n) == 0) {
			*ret_format = (enum format)i;
			return true;
		}
	return false;
}

static bool name_char(char c) {
	return isalnum((unsigned char)c) || c == '_' || c == '-';
}

bool path_parse(struct arena *a, const char *text, size_t n, struct path *ret_path) {
	struct path p = {.kind = PATH_NAME};
	if (n == 1 && *text == '.')
		p.kind = PATH_HERE;
	else if (n == 2 && memcmp(text, "@n", 2) == 0)
		p.kind = PATH_INDEX;
	else if (n == 5 && memcmp(text, "@lang", 5) == 0)
		p.kind = PATH_LANG;
	for (size_t i = 0; p.kind == PATH_NAME && i <= n; i++) {
		size_t from = i;
		while (i < n && name_char(text[i]))
			i++;
		if (i == from || (i < n && text[i] != '.') || p.count == PATH_PARTS)
			return false;
		p.parts[p.count++] = arena_strndup(a, text + from, i - from);
	}
	*ret_path = p;
	return true;
}

static int line_of(const struct compiler *c, const char *at) {
	int line = 1;
	for (const char *p = c->start; p < at; p++)
		line += *p == '\n';
	return line;
}

static bool refuse(struct compiler *c, const char *at, const char *why, const char *what, size_t n) {
	if (c->why == NULL)
		c->why = arena_printf(c->arena, "%s.html:%d: %s%s%.*s", c->t->name, line_of(c, at), why, n > 0 ? ": " : "",
		                      (int)(n > 80 ? 80 : n), what);
	return false;
}

static struct node *node_add(struct compiler *c, int kind, const char *at) {
	struct template *t = c->t;
	if (t->count == t->room) {
		size_t room = t->room == 0 ? 32 : t->room * 2;
		t->nodes = arena_grow(c->arena, t->nodes, t->room * sizeof *t->nodes, room * sizeof *t->nodes);
		t->room = room;
	}
	struct node *node = &t->nodes[t->count++];
	*node = (struct node){.kind = kind, .line = line_of(c, at)};
	return node;
}

static void name_begin(char *name, char first) {
	name[0] = (char)tolower((unsigned char)first);
	name[1] = 0;
}

static void name_go_on(char *name, size_t room, char next) {
	size_t n = strlen(name);
	if (n + 1 < room) {
		name[n] = (char)tolower((unsigned char)next);
		name[n + 1] = 0;
	}
}

static bool raw_tag(const char *tag) {
	return strcmp(tag, "script") == 0 || strcmp(tag, "style") == 0;
}

/* Follow the HTML through one byte of literal text; `p[0..left)` is what comes. */
static void step(struct compiler *c, const char *p, size_t left) {
	bool space = isspace((unsigned char)*p) != 0;
	switch (c->place) {
	case IN_TEXT:
		if (left >= 4 && memcmp(p, "<!--", 4) == 0)
			c->place = IN_COMMENT;
		else if (left >= 2 && *p == '<' && (isalpha((unsigned char)p[1]) || p[1] == '/' || p[1] == '!')) {
			c->place = IN_NAME;
			c->tag[0] = 0;
		}
		break;
	case IN_COMMENT:
		if (*p == '>' && p - c->start >= 2 && p[-1] == '-' && p[-2] == '-')
			c->place = IN_TEXT;
		break;
	case IN_RAW:
		if (left > strlen(c->tag) + 2 && p[0] == '<' && p[1] == '/' && strncasecmp(p + 2, c->tag, strlen(c->tag)) == 0) {
			c->place = IN_NAME;
			c->tag[0] = 0;
		}
		break;
	case IN_NAME:
	case IN_TAG:
	case IN_ATTR:
	case IN_EQUALS:
		if (*p == '>') {
			c->place = raw_tag(c->tag) ? IN_RAW : IN_TEXT;
		} else if (c->place == IN_NAME) {
			if (space)
				c->place = IN_TAG;
			else
				name_go_on(c->tag, sizeof c->tag, *p);
		} else if (c->place == IN_EQUALS) {
			c->value = 0;
			if (*p == '"' || *p == '\'')
				c->place = *p == '"' ? IN_DOUBLE : IN_SINGLE;
			else if (!space)
				c->place = IN_BARE;
		} else if (*p == '=') {
			c->place = IN_EQUALS;
		} else if (space || *p == '/') {
			c->place = IN_TAG;
		} else if (c->place == IN_TAG) {
			c->place = IN_ATTR;
			name_begin(c->attr, *p);
		} else {
			name_go_on(c->attr, sizeof c->attr, *p);
		}
		break;
	case IN_DOUBLE:
	case IN_SINGLE:
		if (*p == (c->place == IN_DOUBLE ? '"' : '\''))
			c->place = IN_TAG;
		c->value++;
		break;
	case IN_BARE:
		if (*p == '>')
			c->place = raw_tag(c->tag) ? IN_RAW : IN_TEXT;
		else if (space)
			c->place = IN_TAG;
		break;
	}
}

static void literal(struct compiler *c, const char *from, const char *to) {
	if (from == to)
		return;
	struct node *node = node_add(c, NODE_TEXT, from);
	node->text = arena_strndup(c->arena, from, (size_t)(to - from));
	node->n = (size_t)(to - from);
	for (const char *p = from; p < to; p++)
		step(c, p, (size_t)(to - p));
}

/* Whether something that writes a value may stand here. */
static bool may_write(struct compiler *c, const char *at) {
	switch (c->place) {
	case IN_TEXT:
		return true;
	case IN_DOUBLE:
	case IN_SINGLE:
		if (strncmp(c->attr, "on", 2) == 0 || strcmp(c->attr, "style") == 0 || strcmp(c->attr, "srcdoc") == 0)
			return refuse(c, at, "no value may stand in this attribute", c->attr, strlen(c->attr));
		return true;
	case IN_EQUALS:
	case IN_BARE:
		return refuse(c, at, "put the attribute's value in quotes", c->attr, strlen(c->attr));
	case IN_COMMENT:
		return refuse(c, at, "no value may stand in an HTML comment", "", 0);
	case IN_RAW:
		return refuse(c, at, "no value may stand in this element", c->tag, strlen(c->tag));
	default:
		return refuse(c, at, "no value may stand in the name of a tag or attribute", "", 0);
	}
}

static bool begins_address(const struct compiler *c) {
	static const char *const names[] = {"href", "src", "action", "formaction", "xlink:href", "poster", "cite"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if ((c->place == IN_DOUBLE || c->place == IN_SINGLE) && c->value == 0 && strcmp(c->attr, names[i]) == 0)
			return true;
	return false;
}

/* The message in s[0..n) with blanks and line breaks as one blank; mkpo does the same. NULL if empty or barred. */
static const char *message_of(struct arena *a, const char *s, size_t n) {
	char *to = arena_alloc(a, n + 1);
	size_t k = 0;
	for (size_t i = 0; i < n; i++)
		if (!isspace((unsigned char)s[i]))
			to[k++] = s[i];
		else if (k > 0 && to[k - 1] != ' ')
			to[k++] = ' ';
	while (k > 0 && to[k - 1] == ' ')
		k--;
	to[k] = 0;
	return k == 0 || strchr(to, '|') != NULL ? NULL : to;
}

static bool section_open(struct compiler *c, const char *at, const char *s, size_t n) {
	struct path path;
	if (c->place == IN_EQUALS || c->place == IN_BARE || c->place == IN_COMMENT || c->place == IN_RAW)
		return refuse(c, at, "no section may begin here", s, n);
	if (!path_parse(c->arena, s + 1, n - 1, &path))
		return refuse(c, at, "this is no name", s, n);
	if (c->depth == TEMPLATE_DEPTH)
		return refuse(c, at, "sections are nested too deeply", s, n);
	if (c->place == IN_ATTR || c->place == IN_NAME)
		c->place = IN_TAG;
	c->open[c->depth++] = c->t->count;
	struct node *node = node_add(c, *s == '#' ? NODE_SECTION : NODE_INVERTED, at);
	node->path = path;
	node->text = arena_strndup(c->arena, s + 1, n - 1);
	return true;
}

static bool section_close(struct compiler *c, const char *at, const char *s, size_t n) {
	if (c->depth == 0)
		return refuse(c, at, "closes a section that is not open", s, n);
	struct node *node = &c->t->nodes[c->open[c->depth - 1]];
	if (strlen(node->text) != n - 1 || memcmp(node->text, s + 1, n - 1) != 0)
		return refuse(c, at, arena_printf(c->arena, "the open section is {{#%s}} of line %d, and this closes", node->text,
		                                  node->line), s, n);
	if (c->place == IN_ATTR || c->place == IN_NAME)
		c->place = IN_TAG;
	node->end = c->t->count;
	c->depth--;
	return true;
}

static bool plural(struct compiler *c, const char *at, const char *s, size_t n) {
	const char *bar = memchr(s, '|', n), *second = bar == NULL ? NULL : memchr(bar + 1, '|', n - (size_t)(bar + 1 - s));
	struct path path;
	if (second == NULL)
		return refuse(c, at, "a plural is {{n_ key|one|many}}", s, n);
	const char *key = message_of(c->arena, s, (size_t)(bar - s));
	const char *one = message_of(c->arena, bar + 1, (size_t)(second - bar) - 1);
	const char *many = message_of(c->arena, second + 1, n - (size_t)(second + 1 - s));
	if (key == NULL || one == NULL || many == NULL || !path_parse(c->arena, key, strlen(key), &path))
		return refuse(c, at, "a plural is {{n_ key|one|many}}", s, n);
	struct node *node = node_add(c, NODE_PLURAL, at);
	node->path = path;
	node->text = one;
	node->many = many;
	return true;
}

/* One tag; s[0..n) is what stands between the braces, trimmed. */
static bool tag(struct compiler *c, const char *at, const char *s, size_t n) {
	if (n == 0)
		return refuse(c, at, "an empty tag", "", 0);
	if (*s == '!')
		return true;
	if (*s == '#' || *s == '^')
		return section_open(c, at, s, n);
	if (*s == '/')
		return section_close(c, at, s, n);
	if (*s == '>') {
		if (c->place != IN_TEXT)
			return refuse(c, at, "a partial stands between elements", s, n);
		for (s++, n--; n > 0 && isspace((unsigned char)*s); s++)
			n--;
		node_add(c, NODE_PARTIAL, at)->text = arena_strndup(c->arena, s, n);
		return true;
	}
	if (!may_write(c, at))
		return false;
	size_t word = 0;
	while (word < n && !isspace((unsigned char)s[word]))
		word++;
	if (word == 1 && *s == '_') {
		const char *message = message_of(c->arena, s + 1, n - 1);
		if (message == NULL)
			return refuse(c, at, "this is no message", s, n);
		node_add(c, NODE_SAY, at)->text = message;
		return true;
	}
	if (word == 2 && memcmp(s, "n_", 2) == 0)
		return plural(c, at, s + 2, n - 2);
	struct node node = {.kind = NODE_VALUE};
	if (word < n) { /* "d born" */
		if (word == 5 && memcmp(s, "chart", 5) == 0) {
			node.kind = NODE_CHART;
			if (c->place != IN_TEXT)
				return refuse(c, at, "a chart stands between elements", s, n);
		} else if (!format_parse(s, word, &node.format)) {
			return refuse(c, at, "this tag is not known", s, n);
		}
		for (; word < n && isspace((unsigned char)s[word]); word++)
			;
		s += word;
		n -= word;
	}
	if (!path_parse(c->arena, s, n, &node.path))
		return refuse(c, at, "this is no name", s, n);
	struct node *made = node_add(c, (int)node.kind, at);
	made->format = node.format;
	made->path = node.path;
	made->url = begins_address(c);
	made->text = arena_strndup(c->arena, s, n);
	if (c->place == IN_DOUBLE || c->place == IN_SINGLE)
		c->value++;
	return true;
}

/* The "}}" that ends the tag opened before `p`, past every %{placeholder}; NULL if there is none. */
static const char *tag_end(const char *p, const char *end) {
	for (; p + 1 < end; p++) {
		if (p[0] == '%' && p[1] == '{') {
			while (p < end && *p != '}')
				p++;
			if (p >= end)
				return NULL;
		} else if (p[0] == '}' && p[1] == '}') {
			return p;
		}
	}
	return NULL;
}

/* Whether the tag from `open` to `close` is alone on its line and writes nothing itself; then both ends are moved. */
static void stand_alone(const struct compiler *c, const char **open, const char **close) {
	const char *from = *open, *to = *close;
	if (memchr("#^/!>", (*open)[2], 5) == NULL)
		return;
	while (from > c->at && (from[-1] == ' ' || from[-1] == '\t'))
		from--;
	while (to < c->end && (*to == ' ' || *to == '\t' || *to == '\r'))
		to++;
	if ((from > c->start && from[-1] != '\n') || (to < c->end && *to != '\n'))
		return;
	*open = from;
	*close = to < c->end ? to + 1 : to;
}

static bool compile_one(struct compiler *c) {
	while (c->at < c->end) {
		const char *open = memmem(c->at, (size_t)(c->end - c->at), "{{", 2);
		if (open == NULL)
			break;
		const char *close = tag_end(open + 2, c->end);
		if (close == NULL)
			return refuse(c, open, "a tag is left open", open, (size_t)(c->end - open) < 20 ? (size_t)(c->end - open) : 20);
		const char *s = open + 2, *to = close, *at = open;
		while (s < to && isspace((unsigned char)*s))
			s++;
		while (to > s && isspace((unsigned char)to[-1]))
			to--;
		close += 2;
		stand_alone(c, &open, &close);
		literal(c, c->at, open);
		if (!tag(c, at, s, (size_t)(to - s)))
			return false;
		c->at = close;
	}
	literal(c, c->at, c->end);
	if (c->depth > 0) {
		const struct node *node = &c->t->nodes[c->open[c->depth - 1]];
		c->why = arena_printf(c->arena, "%s.html:%d: a section is left open: {{#%s}}", c->t->name, node->line, node->text);
		return false;
	}
	if (c->place != IN_TEXT)
		return refuse(c, c->end, "the file ends inside a tag, a comment or a script", "", 0);
	return true;
}

static bool link_partials(struct template_set *set, struct template *t, struct arena *a, const char **ret_why) {
	for (size_t i = 0; i < t->count; i++) {
		struct node *node = &t->nodes[i];
		if (node->kind != NODE_PARTIAL)
			continue;
		for (node->end = 0; node->end < set->n && !str_equal(set->at[node->end].name, node->text); node->end++)
			;
		if (node->end == set->n) {
			*ret_why = arena_printf(a, "%s.html:%d: there is no such partial: %.80s", t->name, node->line, node->text);
			return false;
		}
	}
	return true;
}

int template_compile(struct arena *a, const struct template_file *files, size_t n, struct template_set **ret_set,
                     const char **ret_why) {
	if (n > TEMPLATE_FILES) {
		*ret_why = "too many templates";
		return ERR_INVALID;
	}
	struct template_set *set = arena_alloc(a, sizeof *set);
	*set = (struct template_set){.at = arena_array(a, n, sizeof *set->at), .n = n};
	for (size_t i = 0; i < n; i++) {
		struct template *t = &set->at[i];
		t->name = arena_strdup(a, files[i].name);
		struct compiler c = {.arena = a, .t = t, .at = files[i].text, .start = files[i].text,
		                     .end = files[i].text + files[i].n};
		if (!compile_one(&c)) {
			*ret_why = c.why;
			return ERR_INVALID;
		}
	}
	for (size_t i = 0; i < n; i++)
		if (!link_partials(set, &set->at[i], a, ret_why))
			return ERR_INVALID;
	*ret_set = set;
	return ERR_OK;
}
