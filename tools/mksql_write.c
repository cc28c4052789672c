/* mksql_write.c - writes queries.h, queries.c, schema.pg.sql and prepare.pg.sql. */
#include "mksql.h"

#include <errno.h>

static const char *const enum_names[DB_WORD__MAX] = {"DB_ID", "DB_INT", "DB_DAY", "DB_INSTANT", "DB_CODE", "DB_TEXT",
	"DB_BLOB"};

static const char *c_type(const struct column *c) {
	switch (c->word) {
	case DB_TEXT:
		return "const char *";
	case DB_BLOB:
		return "struct blob ";
	case DB_DAY:
		return c->nullable ? "int64_t " : "int32_t ";
	case DB_CODE:
		return c->nullable ? "int64_t " : "int ";
	default:
		return "int64_t ";
	}
}

/* A C string literal, one source line a line of text. */
static void literal(struct buf *to, const char *s) {
	buf_char(to, '"');
	for (; *s != 0; s++) {
		if (*s == '\n') {
			buf_str(to, "\\n");
			if (s[1] != 0)
				buf_str(to, "\"\n\t\t\"");
		} else if (*s == '\t') {
			buf_str(to, "\\t");
		} else {
			if (*s == '"' || *s == '\\')
				buf_char(to, '\\');
			buf_char(to, *s);
		}
	}
	buf_char(to, '"');
}

static void save(struct work *w, const char *dir, const char *name, const struct buf *text) {
	const char *path = arena_printf(w->arena, "%s/%s", dir, name);
	w->file = path;
	w->line = 1;
	FILE *f = fopen(path, "w");
	if (f == NULL)
		refuse(w, "cannot be written: %s", strerror(errno));
	size_t n = fwrite(text->at, 1, text->n, f);
	if (fclose(f) != 0 || n != text->n)
		refuse(w, "cannot be written: %s", strerror(errno));
}

/* "struct cx *cx, int64_t org, " */
static void put_params(struct buf *to, const struct ask *q) {
	buf_printf(to, "int q_%s(struct cx *cx", q->name);
	for (int i = 0; i < q->param_n; i++)
		buf_printf(to, ", %s%s", c_type(&q->params[i]), q->params[i].name);
	if (q->kind == QUERY_ONE)
		buf_printf(to, ", struct row_%s *ret_row)", q->name);
	else if (q->kind == QUERY_MANY)
		buf_str(to, ", struct rows *ret_rows)");
	else
		buf_char(to, ')');
}

static void put_header(struct buf *h, const struct ask *q) {
	buf_char(h, '\n');
	if (*q->doc != 0) {
		buf_str(h, "/* ");
		for (const char *c = q->doc; *c != 0; c++) {
			buf_char(h, *c);
			if (*c == '\n')
				buf_str(h, " * ");
		}
		buf_str(h, " */\n");
	}
	if (q->kind != QUERY_RUN) {
		buf_printf(h, "struct row_%s {\n", q->name);
		for (int i = 0; i < q->column_n; i++)
			buf_printf(h, "\t%s%s;%s\n", c_type(&q->columns[i]), q->columns[i].name,
				!q->columns[i].nullable ? "" : q->columns[i].word == DB_TEXT ? " /* or NULL */" :
				q->columns[i].word == DB_BLOB ? " /* .at may be NULL */" : " /* or NONE */");
		buf_str(h, "};\n");
	}
	buf_str(h, "MUST_CHECK ");
	put_params(h, q);
	buf_str(h, ";\n");
	if (q->kind == QUERY_MANY)
		buf_printf(h, "MUST_CHECK bool q_%s_next(struct rows *rows, struct row_%s *ret_row);\n", q->name, q->name);
}

static void put_values(struct buf *c, const struct ask *q) {
	buf_str(c, "\tconst struct value in[] = {");
	for (int i = 0; i < q->param_n; i++) {
		const struct column *p = &q->params[i];
		buf_printf(c, "%s{.%s = %s}", i == 0 ? "" : ", ",
			p->word == DB_TEXT ? "text" : p->word == DB_BLOB ? "blob" : "number", p->name);
	}
	buf_printf(c, "%s};\n", q->param_n == 0 ? "{.number = 0}" : "");
}

static void put_row(struct buf *c, const struct ask *q) {
	buf_printf(c, "\t*ret_row = (struct row_%s){", q->name);
	for (int i = 0; i < q->column_n; i++) {
		const struct column *f = &q->columns[i];
		const char *cast = f->nullable ? "" : f->word == DB_DAY ? "(int32_t)" : f->word == DB_CODE ? "(int)" : "";
		buf_printf(c, "%s.%s = %sout[%d].%s", i == 0 ? "" : ", ", f->name, cast, i,
			f->word == DB_TEXT ? "text" : f->word == DB_BLOB ? "blob" : "number");
	}
	buf_str(c, "};\n");
}

static void put_functions(struct buf *c, const struct ask *q, int number) {
	buf_char(c, '\n');
	put_params(c, q);
	buf_str(c, " {\n");
	put_values(c, q);
	if (q->kind == QUERY_RUN) {
		buf_printf(c, "\treturn db_run(cx, &queries[%d], in);\n}\n", number);
	} else if (q->kind == QUERY_MANY) {
		buf_printf(c, "\treturn db_many(cx, &queries[%d], in, ret_rows);\n}\n", number);
		buf_printf(c, "\nbool q_%s_next(struct rows *rows, struct row_%s *ret_row) {\n", q->name, q->name);
		buf_printf(c, "\tstruct value out[%d];\n\tif (!db_next(rows, &queries[%d], out))\n\t\treturn false;\n",
			q->column_n, number);
		put_row(c, q);
		buf_str(c, "\treturn true;\n}\n");
	} else {
		buf_printf(c, "\tstruct value out[%d];\n\tint rc = db_one(cx, &queries[%d], in, out);\n", q->column_n, number);
		buf_str(c, "\tif (rc != ERR_OK)\n\t\treturn rc;\n");
		put_row(c, q);
		buf_str(c, "\treturn ERR_OK;\n}\n");
	}
}

static void put_fields(struct buf *c, const char *kind, const char *name, const struct column *columns, int n) {
	if (n == 0)
		return;
	buf_printf(c, "static const struct db_field %s_%s[] = {", kind, name);
	for (int i = 0; i < n; i++)
		buf_printf(c, "%s{\"%s\", %s, %s}", i == 0 ? "" : ", ", columns[i].name, enum_names[columns[i].word],
			columns[i].nullable ? "true" : "false");
	buf_str(c, "};\n");
}

/*
 * The length of q's text for SQLite without its RETURNING id; 0 where that must stay. SQLite runs RETURNING as a
 * trigger, with a journal of its own for every statement, and knows the number of the row it inserted last without: of
 * one row with values of its own.
 */
static size_t without_returning(const struct ask *q) {
	static const char end[] = " RETURNING id";
	size_t n = strlen(q->sqlite), k = sizeof end - 1;
	return q->kind == QUERY_ONE && n > k && strcmp(q->sqlite + n - k, end) == 0
		&& strncmp(q->sqlite, "INSERT INTO ", 12) == 0 && strstr(q->sqlite, ") VALUES (") != NULL
		&& strstr(q->sqlite, "ON CONFLICT") == NULL && strstr(q->sqlite, "SELECT") == NULL ? n - k : 0;
}

static void put_query(struct buf *c, const struct ask *q, int number) {
	static const char *const kinds[] = {"QUERY_ONE", "QUERY_MANY", "QUERY_RUN"};
	const char *base = strrchr(q->file, '/') == NULL ? q->file : strrchr(q->file, '/') + 1;
	buf_printf(c, "\t{.name = \"%s\", .file = \"%s\", .line = %d, .kind = %s, .number = %d, .scope = ", q->name, base,
		q->line, kinds[q->kind], number);
	literal(c, q->scope);
	buf_str(c, ",\n\t\t.sqlite = ");
	size_t n = without_returning(q);
	literal(c, n == 0 ? q->sqlite : arena_strndup(c->arena, q->sqlite, n));
	buf_str(c, n == 0 ? "" : ",\n\t\t.rowid = true");
	buf_str(c, ",\n\t\t.postgres = ");
	literal(c, q->postgres);
	if (q->param_n > 0)
		buf_printf(c, ",\n\t\t.params = in_%s, .param_n = %d", q->name, q->param_n);
	if (q->column_n > 0)
		buf_printf(c, ",\n\t\t.columns = out_%s, .column_n = %d", q->name, q->column_n);
	buf_str(c, "},\n");
}

static void put_content(struct buf *c, const struct work *w) {
	buf_str(c, "\nstatic const struct content_table content[] = {\n");
	for (int i = 0; i < w->content_n; i++) {
		const struct content_table *t = &w->content[i];
		buf_printf(c, "\t{%d, %s, %d, \"%s\", ", t->number, t->lasting ? "true" : "false", t->columns, t->name);
		literal(c, t->sqlite);
		buf_str(c, "},\n");
	}
	buf_str(c, "};\n");
}

static struct buf code(struct work *w, const char *prefix) {
	struct buf c = buf_new(w->arena, 4 * TEXT_MAX);
	buf_str(&c,
		"/* Made by tools/mksql; edit the .sql files. */\n#include \"queries.h\"\n\n#include \"db/query.h\"\n\n");
	for (const struct ask *q = w->asks; q != NULL; q = q->next) {
		put_fields(&c, "in", q->name, q->params, q->param_n);
		put_fields(&c, "out", q->name, q->columns, q->column_n);
	}
	int n = 0, steps = 0;
	buf_str(&c, "\nstatic const struct query queries[] = {\n");
	for (const struct ask *q = w->asks; q != NULL; q = q->next)
		put_query(&c, q, n++);
	buf_str(&c, "};\n\nstatic const struct migration migrations[] = {\n");
	for (const struct step *s = w->steps; s != NULL; s = s->next, steps++) {
		struct buf lite = buf_new(w->arena, TEXT_MAX), postgres = buf_new(w->arena, TEXT_MAX);
		for (const struct statement *t = s->first; t != NULL; t = t->next) {
			buf_printf(&lite, "%s;\n", t->sqlite);
			buf_printf(&postgres, "%s;\n", t->postgres);
		}
		buf_printf(&c, "\t{.number = %d, .name = \"%s\",\n\t\t.sqlite = ", s->number, s->name);
		literal(&c, lite.at);
		buf_str(&c, ",\n\t\t.postgres = ");
		literal(&c, postgres.at);
		buf_str(&c, "},\n");
	}
	buf_str(&c, "};\n");
	if (w->content_n > 0)
		put_content(&c, w);
	buf_printf(&c, "\nconst struct catalogue %s_catalogue = {queries, %d, migrations, %d, %s, %d};\n", prefix, n, steps,
		w->content_n > 0 ? "content" : "NULL", w->content_n);
	n = 0;
	for (const struct ask *q = w->asks; q != NULL; q = q->next, n++)
		if (n > 0) /* the first is the engine's own, run by db_migrate through the table */
			put_functions(&c, q, n);
	return c;
}

/* For each query a line "# name file:line types" and \gdesc, which prepares it and tells the types of its columns. */
static struct buf prepares(struct work *w) {
	struct buf p = buf_new(w->arena, TEXT_MAX);
	for (const struct ask *q = w->asks; q != NULL; q = q->next) {
		buf_printf(&p, "\\echo '# %s %s:%d'\n\\echo '= ", q->name, q->file, q->line);
		for (int i = 0; i < q->column_n; i++)
			buf_printf(&p, " %s|%s", q->columns[i].name, word_names[q->columns[i].word]);
		buf_printf(&p, "'\n%s \\gdesc\n", q->postgres);
	}
	return p;
}

void write_all(struct work *w, const char *dir, const char *prefix) {
	struct buf h = buf_new(w->arena, TEXT_MAX), schema = buf_new(w->arena, TEXT_MAX);
	buf_str(&h, "/* Made by tools/mksql; edit the .sql files. How to read a list: db/db.h, struct rows. */\n"
		"#pragma once\n#include \"db/db.h\"\n\nstruct catalogue;\n");
	buf_printf(&h, "extern const struct catalogue %s_catalogue;\n", prefix);
	for (const struct ask *q = w->asks->next; q != NULL; q = q->next)
		put_header(&h, q);
	for (const struct step *s = w->steps; s != NULL; s = s->next) {
		buf_printf(&schema, "-- %03d_%s\n", s->number, s->name);
		for (const struct statement *t = s->first; t != NULL; t = t->next)
			buf_printf(&schema, "%s;\n", t->postgres);
	}
	struct buf c = code(w, prefix), p = prepares(w);
	save(w, dir, "queries.h", &h);
	save(w, dir, "queries.c", &c);
	save(w, dir, "schema.pg.sql", &schema);
	save(w, dir, "prepare.pg.sql", &p);
}
