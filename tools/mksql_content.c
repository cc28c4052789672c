/* mksql_content.c - reads sql/content.txt: the tables whose rows the log vouches for, and how their act is found. */
#include "mksql.h"

#include <stdlib.h>

static struct column *need(struct work *w, struct table *t, const char *column) {
	struct column *c = column_find(t->columns, t->n, column);
	if (c == NULL)
		refuse(w, "table '%s' has no column '%s'", t->name, column);
	return c;
}

static struct table *known(struct work *w, const char *name) {
	struct table *t = name == NULL ? NULL : table_find(w, name);
	if (t == NULL)
		refuse(w, "there is no table '%s'", name == NULL ? "" : name);
	return t;
}

/* "3 signal act": the statement that reads each row after its act, every column in the order of the table. */
static void content_line(struct work *w, char *line) {
	char *s = line;
	long number = strtol(line, &s, 10);
	const char *at = s;
	while (*at == ' ')
		at++;
	const char *name = name_take(w, &at);
	struct table *t = known(w, name), *parent;
	const char *how = name_take(w, &at);
	const char *sql = NULL;
	if (number < 1 || number >= CONTENT_TABLES)
		refuse(w, "a number of a table is 1 to %d", CONTENT_TABLES - 1);
	for (int i = 0; i < w->content_n; i++)
		if (w->content[i].number == number || strcmp(w->content[i].name, name) == 0)
			refuse(w, "'%ld %s' stands twice", number, name);
	bool changes = how != NULL && strcmp(how, "changes") == 0;
	if (how != NULL && strcmp(how, "act") == 0) {
		need(w, t, "act");
		sql = arena_printf(w->arena, "SELECT t.act, t.* FROM %s t", name);
	} else if (how != NULL && strcmp(how, "of") == 0) {
		parent = known(w, name_take(w, &at));
		need(w, t, parent->name);
		need(w, parent, "act");
		sql = arena_printf(w->arena, "SELECT p.act, t.* FROM %s t JOIN %s p ON p.id = t.%s", name, parent->name,
			parent->name);
	} else if (changes) {
		sql = arena_printf(w->arena, "SELECT 0, t.* FROM %s t", name);
	}
	const char *last = changes ? NULL : name_take(w, &at);
	changes = changes || (last != NULL && strcmp(last, "changes") == 0);
	if (sql == NULL || *at != 0 || (last != NULL && !changes))
		refuse(w, "a line is 'number table act', 'number table of parent', either with 'changes', or 'number table changes'");
	w->content[w->content_n++] = (struct content_table){(int)number, !changes, t->n, name, sql};
}

void content_read(struct work *w, const char *path, char *text) {
	w->file = path;
	w->line = 1;
	for (char *line = text, *next; line != NULL; line = next, w->line++) {
		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = 0;
		line = trim(line);
		if (*line != 0 && *line != '#')
			content_line(w, line);
	}
}
