/* mksql_query.c - reads query files: the header, and the text with its :parameters for each engine. */
#include "mksql.h"

#include <ctype.h>

static const char *const words_of_c[] = {"auto", "bool", "break", "char", "const", "continue", "double", "enum", "extern",
	"float", "goto", "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed", "sizeof",
	"static", "struct", "switch", "typedef", "typeof", "union", "unsigned", "void", "volatile", "while", "while",
	"cx", "ret_row", "ret_rows", "rows", "blob"};

static void c_name_check(struct work *w, const char *name) {
	for (size_t i = 0; i < sizeof words_of_c / sizeof *words_of_c; i++)
		if (strcmp(words_of_c[i], name) == 0)
			refuse(w, "'%s' means something else in C: choose another name", name);
	for (const char *c = name; *c != 0; c++)
		if (isupper((unsigned char)*c))
			refuse(w, "'%s': names are lower case", name);
	if (!islower((unsigned char)*name))
		refuse(w, "'%s': a name begins with a letter", name);
}

/* "(name type?, name type)" at *s. */
static int fields_read(struct work *w, const char **s, struct column *to, const char *what) {
	if (**s != '(')
		refuse(w, "expected the %s in parentheses at: %.30s", what, *s);
	++*s;
	while (isspace((unsigned char)**s))
		++*s;
	int n = 0;
	for (bool more = **s != ')'; more;) {
		const char *name = name_take(w, s);
		const char *type = name == NULL ? NULL : name_take(w, s);
		if (type == NULL)
			refuse(w, "%s are written 'name type, name type?'", what);
		c_name_check(w, name);
		int word = word_parse(type);
		if (word < 0)
			refuse(w, "'%s %s': the types are id int day instant code text blob", name, type);
		if (column_find(to, n, name) != NULL)
			refuse(w, "'%s' stands twice among the %s", name, what);
		if (n == FIELD_MAX)
			refuse(w, "more than %d %s", FIELD_MAX, what);
		bool nullable = **s == '?';
		if (nullable)
			++*s;
		to[n++] = (struct column){.name = name, .word = (enum db_word)word, .nullable = nullable};
		while (isspace((unsigned char)**s))
			++*s;
		more = **s == ',';
		if (more)
			++*s;
	}
	if (**s != ')')
		refuse(w, "the list of %s is not closed at: %.30s", what, *s);
	++*s;
	while (isspace((unsigned char)**s))
		++*s;
	return n;
}

/* "x :one (params) -> (columns)" */
static void header_read(struct work *w, struct ask *q, const char *s) {
	q->name = name_take(w, &s);
	if (q->name == NULL)
		refuse(w, "expected '-- name: query_name :one|:many|:run (...)'");
	c_name_check(w, q->name);
	for (const struct ask *other = w->asks; other != NULL; other = other->next)
		if (strcmp(other->name, q->name) == 0)
			refuse(w, "query '%s' stands already at %s:%d", q->name, other->file, other->line);
	if (word_is(s, ":one"))
		q->kind = QUERY_ONE;
	else if (word_is(s, ":many"))
		q->kind = QUERY_MANY;
	else if (word_is(s, ":run"))
		q->kind = QUERY_RUN;
	else
		refuse(w, "query '%s' is :one, :many or :run", q->name);
	s += strcspn(s, " \t(");
	s += strspn(s, " \t");
	q->param_n = fields_read(w, &s, q->params, "parameters");
	if (q->kind != QUERY_RUN) {
		if (s[0] != '-' || s[1] != '>')
			refuse(w, "query '%s' needs '-> (columns)'", q->name);
		s += 2;
		s += strspn(s, " \t");
		q->column_n = fields_read(w, &s, q->columns, "columns");
		if (q->column_n == 0)
			refuse(w, "query '%s' gives no columns: that is :run", q->name);
	}
	if (*s != 0)
		refuse(w, "what is this after the header: %.30s", s);
}

/* The text for both engines; :name becomes ?3 and $3::bigint. */
static void text_read(struct work *w, struct ask *q, const char *s) {
	struct buf sqlite = buf_new(w->arena, TEXT_MAX), postgres = buf_new(w->arena, TEXT_MAX);
	while (*s != 0) {
		if (*s == '\'') {
			const char *after = skip_quoted(s);
			buf_add(&sqlite, s, (size_t)(after - s));
			buf_add(&postgres, s, (size_t)(after - s));
			s = after;
			continue;
		}
		if (*s == '?' || *s == '$' || *s == '@' || (s[0] == ':' && !islower((unsigned char)s[1])))
			refuse(w, "query '%s': parameters are written :name", q->name);
		if (*s != ':') {
			buf_char(&sqlite, *s);
			buf_char(&postgres, *s++);
			continue;
		}
		s++;
		const char *end = s;
		while (is_name(*end))
			end++;
		const char *name = arena_strndup(w->arena, s, (size_t)(end - s));
		struct column *param = column_find(q->params, q->param_n, name);
		if (param == NULL)
			refuse(w, "query '%s' uses :%s and does not declare it", q->name, name);
		param->used++;
		static const char *const cast[] = {"bigint", "bigint", "integer", "bigint", "integer", "text", "bytea"};
		int number = (int)(param - q->params) + 1;
		buf_printf(&sqlite, "?%d", number);
		buf_printf(&postgres, "$%d::%s", number, cast[param->word]);
		s = end;
	}
	for (int i = 0; i < q->param_n; i++)
		if (q->params[i].used == 0)
			refuse(w, "query '%s' declares %s and does not use it", q->name, q->params[i].name);
	q->sqlite = sqlite.at;
	q->postgres = postgres.at;
}

struct block { /* the comment lines above a query */
	struct buf doc, header;
	const char *scope, *part; /* NULL: no such line */
	int line, scope_line;
	bool named;
};

static struct block block_new(struct work *w) {
	return (struct block){.doc = buf_new(w->arena, TEXT_MAX), .header = buf_new(w->arena, TEXT_MAX)};
}

static void block_line(struct work *w, struct block *b, const char *line) {
	const char *s = line + 2;
	s += strspn(s, " \t");
	if (strncmp(s, "name:", 5) == 0) {
		if (b->named)
			refuse(w, "two headers for one query");
		b->named = true;
		b->line = w->line;
		buf_str(&b->header, s + 5 + strspn(s + 5, " \t"));
	} else if (strncmp(s, "part:", 5) == 0) {
		b->part = trim(arena_strdup(w->arena, s + 5));
	} else if (strncmp(s, "scope:", 6) == 0) {
		b->scope = trim(arena_strdup(w->arena, s + 6));
		if (strcmp(b->scope, "national") != 0 && (!word_is(b->scope, "keeper") || b->scope[6] == 0))
			refuse(w, "a scope line is 'scope: national' or 'scope: keeper REASON'");
	} else if (b->named) {
		buf_printf(&b->header, " %s", s);
	} else {
		if (strstr(s, "*/") != NULL)
			refuse(w, "a comment holds the end of a C comment");
		buf_printf(&b->doc, "%s%s", b->doc.n > 0 ? "\n" : "", s);
	}
}

static void ask_add(struct work *w, const char *path, struct block *b, const char *s, size_t n) {
	if (b->part != NULL && !b->named) {
		part_add(w, b->part, sql_clean(w, s, n));
		return;
	}
	if (!b->named || b->part != NULL)
		refuse(w, "a query needs '-- name: ...' on the lines just above it, and a part '-- part: ...'");
	struct ask *q = arena_alloc(w->arena, sizeof *q);
	*q = (struct ask){.file = path, .line = b->line, .doc = b->doc.at, .scope = b->scope == NULL ? "" : b->scope};
	int text_line = w->line;
	w->line = b->line;
	header_read(w, q, trim(b->header.at));
	w->line = text_line;
	text_read(w, q, part_fill(w, sql_clean(w, s, n)));
	*w->asks_end = q;
	w->asks_end = &q->next;
}

void query_read(struct work *w, const char *path, char *text) {
	w->file = path;
	w->line = 1;
	char *volatile s = text; /* kept over a jump out of refuse */
	volatile int after_line = 1;
	while (*s != 0) {
		struct block b = block_new(w);
		jmp_buf trap;
		w->trap = &trap;
		if (setjmp(trap) != 0) {
			w->line = after_line;
			continue;
		}
		char *at = s;
		for (; *at == '\n' || *at == ' ' || *at == '\t'; at++)
			w->line += *at == '\n';
		s = at;
		after_line = w->line;
		if (*at == 0)
			break;
		/* Where the next one begins is known before anything here can be refused. */
		char *code = at;
		int lines = 0;
		while (code[0] == '-' && code[1] == '-') {
			code += strcspn(code, "\n");
			if (*code == '\n')
				code++;
			lines++;
		}
		char *end = code;
		int length = 0;
		while (*end != 0 && *end != ';' && *code != '\n') {
			const char *was = end;
			if (end[0] == '-' && end[1] == '-')
				end += strcspn(end, "\n");
			else if (*end == '\'')
				end += skip_quoted(end) - end;
			else
				end++;
			for (; was < end; was++)
				length += *was == '\n';
		}
		s = *end == ';' ? end + 1 : end;
		after_line = w->line + lines + length;
		for (; at < code; w->line++) {
			char *line_end = at + strcspn(at, "\n");
			char *line = trim(arena_strndup(w->arena, at, (size_t)(line_end - at)));
			block_line(w, &b, line);
			at = *line_end == 0 ? line_end : line_end + 1;
		}
		if (*code == '\n' || *code == 0) { /* a comment that stands alone */
			w->line = b.named ? b.line : w->line;
			if (b.named)
				refuse(w, "a header without a query below it");
			w->line = after_line;
			continue;
		}
		if (*end != ';')
			refuse(w, "a query does not end in ';'");
		ask_add(w, path, &b, code, (size_t)(end - code));
		w->line = after_line;
	}
	w->trap = NULL;
}
