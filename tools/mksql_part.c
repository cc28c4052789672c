/*
 * mksql_part.c - text that several queries share, so that it stands once.
 *
 * "-- part: name" above a text names it; {name what} in any query read later stands for that text, with `what` wherever
 * the text says {}. A part may name parts that stand above it.
 */
#include "mksql.h"

static const struct part *find(struct work *w, const char *name) {
	for (const struct part *p = w->parts; p != NULL; p = p->next)
		if (strcmp(p->name, name) == 0)
			return p;
	return NULL;
}

void part_add(struct work *w, const char *name, const char *text) {
	const char *rest = name;
	const char *word = name_take(w, &rest);
	if (word == NULL || *rest != 0)
		refuse(w, "expected '-- part: name'");
	if (find(w, word) != NULL)
		refuse(w, "part '%s' stands already", word);
	struct part *p = arena_alloc(w->arena, sizeof *p);
	*p = (struct part){.name = word, .text = part_fill(w, text), .next = w->parts};
	w->parts = p;
}

/* One use, at the name behind its brace; gives what stands behind the closing one. */
static const char *fill_one(struct work *w, struct buf *to, const char *s) {
	const char *name = name_take(w, &s);
	const char *end = strpbrk(s, "{}'");
	if (name == NULL || end == NULL || *end != '}')
		refuse(w, "a part is written {name} or {name what}");
	const struct part *p = find(w, name);
	if (p == NULL)
		refuse(w, "no part '%s' stands above", name);
	const char *what = trim(arena_strndup(w->arena, s, (size_t)(end - s)));
	bool said = false;
	for (const char *c = p->text; *c != 0; c++) {
		if (c[0] == '{' && c[1] == '}') {
			buf_str(to, what);
			said = true;
			c++;
		} else {
			buf_char(to, *c);
		}
	}
	if (said && *what == 0)
		refuse(w, "part '%s' has to be told of what: {%s what}", name, name);
	if (!said && *what != 0)
		refuse(w, "part '%s' is of nothing in particular: {%s}", name, name);
	return end + 1;
}

const char *part_fill(struct work *w, const char *text) {
	struct buf to = buf_new(w->arena, TEXT_MAX);
	for (const char *s = text; *s != 0;) {
		if (*s == '\'') {
			const char *after = skip_quoted(s);
			buf_add(&to, s, (size_t)(after - s));
			s = after;
		} else if (s[0] == '{' && s[1] != '}') {
			s = fill_one(w, &to, s + 1);
		} else {
			buf_char(&to, *s++);
		}
	}
	return to.at;
}
