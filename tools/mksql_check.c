/* mksql_check.c - runs the migrations and prepares every query in a SQLite of its own; the gate of lists. */
#include "mksql.h"

void schema_try(struct work *w, sqlite3 *db) {
	for (const struct step *step = w->steps; step != NULL; step = step->next)
		for (const struct statement *s = step->first; s != NULL; s = s->next) {
			w->file = step->file;
			w->line = s->line;
			if (sqlite3_exec(db, s->sqlite, NULL, NULL, NULL) != SQLITE_OK)
				refuse(w, "%s", sqlite3_errmsg(db));
		}
}

struct reading { /* what the authorizer saw a query read */
	struct work *w;
	bool persons, relation;
};

static int note_read(void *arg, int action, const char *a, const char *b, const char *c, const char *d) {
	(void)b, (void)c, (void)d;
	struct reading *r = arg;
	if (action != SQLITE_READ || a == NULL)
		return SQLITE_OK;
	struct table *t = table_find(r->w, a);
	if (strcmp(a, "relation") == 0)
		r->relation = true;
	if (strcmp(a, "person") == 0 || (t != NULL && column_find(t->columns, t->n, "person") != NULL))
		r->persons = true;
	return SQLITE_OK;
}

/* s up to a comma or one of the words that end a list, outside parentheses and strings. */
static const char *item_end(const char *s) {
	static const char *const ends[] = {"FROM", "HAVING", "ORDER", "LIMIT", "UNION", "INTERSECT", "EXCEPT", "WINDOW"};
	int depth = 0;
	for (bool begins = true; *s != 0; begins = !is_name(*s), s++) {
		if (*s == '\'') {
			s = skip_quoted(s) - 1;
			continue;
		}
		depth += *s == '(' ? 1 : *s == ')' ? -1 : 0;
		if (depth > 0)
			continue;
		if (*s == ',')
			return s;
		for (size_t i = 0; begins && i < sizeof ends / sizeof *ends; i++)
			if (word_is(s, ends[i]))
				return s;
	}
	return s;
}

/* One item of a list without its alias. */
static char *item_text(struct work *w, const char *s, const char *end) {
	char *item = trim(arena_strndup(w->arena, s, (size_t)(end - s)));
	int depth = 0;
	for (char *c = item; *c != 0; c++) {
		depth += *c == '(' ? 1 : *c == ')' ? -1 : 0;
		if (depth == 0 && *c == ' ' && word_is(c + 1, "AS")) {
			*c = 0;
			break;
		}
	}
	return trim(item);
}

/* The text inside the parentheses when s is one whole call of `function`, else NULL. */
static char *call_of(struct work *w, const char *s, const char *function) {
	if (!word_is(s, function))
		return NULL;
	s += strlen(function);
	s += strspn(s, " ");
	if (*s != '(')
		return NULL;
	int depth = 0;
	for (const char *c = s; *c != 0; c++) {
		depth += *c == '(' ? 1 : *c == ')' ? -1 : 0;
		if (depth == 0)
			return c[1] == 0 ? trim(arena_strndup(w->arena, s + 1, (size_t)(c - s - 1))) : NULL;
	}
	return NULL;
}

/* COUNT(...) or SUM(...), also inside CAST(... AS BIGINT) and COALESCE(..., number). */
static bool is_count(struct work *w, char *item) {
	if (call_of(w, item, "COUNT") != NULL || call_of(w, item, "SUM") != NULL)
		return true;
	char *inside = call_of(w, item, "CAST");
	if (inside != NULL)
		return is_count(w, item_text(w, inside, inside + strlen(inside)));
	inside = call_of(w, item, "COALESCE");
	if (inside == NULL)
		return false;
	const char *comma = item_end(inside);
	if (*comma != ',')
		return false;
	const char *other = comma + 1 + strspn(comma + 1, " ");
	if (*other == 0 || strspn(other, "0123456789") != strlen(other))
		return false;
	return is_count(w, item_text(w, inside, comma));
}

static const char *find_group_by(const char *s) {
	int depth = 0;
	for (bool begins = true; *s != 0; begins = !is_name(*s), s++) {
		if (*s == '\'') {
			s = skip_quoted(s) - 1;
			continue;
		}
		depth += *s == '(' ? 1 : *s == ')' ? -1 : 0;
		if (depth == 0 && begins && word_is(s, "GROUP BY"))
			return s + 8;
	}
	return NULL;
}

static bool grouped_by(struct work *w, const char *group, const char *item) {
	while (group != NULL) {
		const char *end = item_end(group);
		if (strcmp(item_text(w, group, end), item) == 0)
			return true;
		group = *end == ',' ? end + 1 : NULL;
	}
	return false;
}

/* Names that stand for one person or one thing of hers: in the item, in its alias, or where the value comes from. */
static bool names_somebody(sqlite3_stmt *s, int i, const char *item) {
	const char *origin = sqlite3_column_origin_name(s, i);
	const char *as = sqlite3_column_name(s, i);
	static const char *const names[] = {"person", "id", "ref"};
	for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
		if (strcmp(as, names[k]) == 0 || (origin != NULL && strcmp(origin, names[k]) == 0))
			return true;
		for (const char *c = item; *c != 0; c++)
			if ((c == item || !is_name(c[-1])) && word_is(c, names[k]))
				return true;
	}
	return false;
}

static bool only_counts(struct work *w, const struct ask *q, sqlite3_stmt *s) {
	if (!word_is(q->sqlite, "SELECT"))
		return false;
	const char *group = find_group_by(q->sqlite);
	bool counts = false;
	const char *at = q->sqlite + 6;
	for (int i = 0; i < q->column_n; i++) {
		const char *end = item_end(at);
		char *item = item_text(w, at, end);
		bool last = i == q->column_n - 1;
		if (last ? !word_is(end, "FROM") : *end != ',')
			return false;
		if (is_count(w, item))
			counts = true;
		else if (names_somebody(s, i, item) || !grouped_by(w, group, item))
			return false;
		at = end + 1;
	}
	for (const char *c = q->sqlite; *c != 0; c++) { /* a second SELECT may list what the first counts */
		if (*c == '\'')
			c = skip_quoted(c) - 1;
		else if ((word_is(c, "UNION") || word_is(c, "INTERSECT") || word_is(c, "EXCEPT")) && (c == q->sqlite || !is_name(c[-1])))
			return false;
	}
	return counts;
}

static void gate(struct work *w, struct ask *q, sqlite3_stmt *s, const struct reading *r) {
	if (q->kind != QUERY_MANY || !r->persons)
		return;
	if (column_find(q->params, q->param_n, "scope_org") != NULL && r->relation)
		q->scope = "org";
	else if (column_find(q->params, q->param_n, "person") != NULL)
		q->scope = "person";
	else if (only_counts(w, q, s))
		q->scope = "counts";
	else if (*q->scope == 0)
		complain(w, "query '%s' lists persons without scope (sql/README.md, the gate of lists)", q->name);
}

static void columns_try(struct work *w, const struct ask *q, sqlite3_stmt *s) {
	if (sqlite3_column_count(s) != q->column_n) {
		complain(w, "query '%s' declares %d columns, its text gives %d", q->name, q->column_n, sqlite3_column_count(s));
		return;
	}
	for (int i = 0; i < q->column_n; i++) {
		const struct column *c = &q->columns[i];
		const char *name = sqlite3_column_name(s, i);
		if (strcmp(name, c->name) != 0)
			complain(w, "query '%s': column %d is declared '%s', its text calls it '%s'", q->name, i + 1, c->name, name);
		const char *from = sqlite3_column_table_name(s, i), *origin = sqlite3_column_origin_name(s, i);
		struct table *t = from == NULL || origin == NULL ? NULL : table_find(w, from);
		const struct column *in = t == NULL ? NULL : column_find(t->columns, t->n, origin);
		if (in == NULL)
			continue;
		if (in->word != c->word)
			complain(w, "query '%s': '%s' is declared %s, %s.%s is %s", q->name, c->name, word_names[c->word], from,
				origin, word_names[in->word]);
		if (in->nullable && !c->nullable)
			complain(w, "query '%s': %s.%s may be NULL, so '%s' is '%s?'", q->name, from, origin, c->name,
				word_names[c->word]);
	}
}

void query_try(struct work *w, sqlite3 *db, struct ask *q) {
	w->file = q->file;
	w->line = q->line;
	struct reading reading = {.w = w};
	sqlite3_set_authorizer(db, note_read, &reading);
	sqlite3_stmt *s = NULL;
	int rc = sqlite3_prepare_v2(db, q->sqlite, -1, &s, NULL);
	sqlite3_set_authorizer(db, NULL, NULL);
	if (rc != SQLITE_OK) {
		complain(w, "query '%s': %s", q->name, sqlite3_errmsg(db));
		return;
	}
	if (s == NULL) {
		complain(w, "query '%s' is empty", q->name);
		return;
	}
	columns_try(w, q, s);
	if (sqlite3_column_count(s) == q->column_n)
		gate(w, q, s, &reading);
	sqlite3_finalize(s);
}
