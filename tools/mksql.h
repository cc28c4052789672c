/*
 * mksql.h - the parts of mksql: read schema and queries, try them on SQLite, write C and PostgreSQL.
 *
 * The texts and their rules are in sql/README.md. What is wrong is said once as "file:line: what", and mksql goes
 * on with the next query; a schema that is wrong ends it. Memory is one arena for the life of the program.
 */
#pragma once
#include <sqlite3.h>

#include "base/arena.h"
#include "base/buf.h"
#include "db/query.h"

enum { TEXT_MAX = 8 << 20, FIELD_MAX = 128 };

struct column { /* of a table, a parameter list or a result */
	const char *name;
	enum db_word word;
	bool nullable;
	const char *comment; /* tables only */
	int used;            /* parameters only: how often the text names it */
};

struct table {
	const char *name, *comment;
	struct column columns[FIELD_MAX];
	int n;
};

struct statement { /* of a migration */
	int line;
	const char *sqlite, *postgres;
	struct statement *next;
};

struct step { /* one schema file */
	int number;
	const char *name, *file;
	struct statement *first, **end;
	struct step *next;
};

struct ask { /* one query */
	const char *name, *file, *doc;
	const char *scope; /* as written above it, or as found by the gate */
	const char *sqlite, *postgres;
	int line;
	enum query_kind kind;
	struct column params[FIELD_MAX], columns[FIELD_MAX];
	int param_n, column_n;
	struct ask *next;
};

struct part { /* text that several queries share */
	const char *name, *text;
	struct part *next;
};

struct source { /* a file being read */
	const char *path;
	const char *at; /* the next byte */
	int line;       /* its line */
};

struct work {
	struct arena *arena;
	struct table *tables[1024];
	int table_n;
	struct content_table content[CONTENT_TABLES];
	int content_n;
	struct step *steps, **steps_end;
	struct ask *asks, **asks_end;
	struct part *parts;
	const char *file; /* where we are, for the message */
	int line;
	jmp_buf *trap; /* where refusing a query continues; NULL ends the program */
	int errors;
};

extern const char *const word_names[DB_WORD__MAX];
extern const char *const word_postgres[DB_WORD__MAX];

/* mksql.c */
_Noreturn void refuse(struct work *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void complain(struct work *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* mksql_text.c: small things done to SQL text */
bool is_name(char c);
char *trim(char *s);                                          /* in place */
const char *name_take(struct work *w, const char **s);        /* the name at *s, or NULL; passes it and blanks after */
bool word_is(const char *s, const char *word);                /* s begins with that whole word, any case */
const char *skip_quoted(const char *s);                       /* s at ' or "; after the closing one */
const char *sql_clean(struct work *w, const char *s, size_t n); /* without comments, blanks run together */
int word_parse(const char *name);                             /* enum db_word, or -1 */
void name_check(struct work *w, const char *name);            /* refuses reserved words */
struct table *table_find(struct work *w, const char *name);
struct column *column_find(struct column *columns, int n, const char *name);

/* mksql_schema.c, mksql_query.c: read a file that has been loaded */
void schema_read(struct work *w, const char *path, char *text);
void query_read(struct work *w, const char *path, char *text);

/* mksql_part.c: text that several queries share; part_fill puts it where it is named */
void part_add(struct work *w, const char *name, const char *text);
const char *part_fill(struct work *w, const char *text);

/* mksql_content.c: the list of tables whose rows the log vouches for, after the schema */
void content_read(struct work *w, const char *path, char *text);

/* mksql_check.c: run the migrations and prepare the queries in SQLite; the gate of lists */
void schema_try(struct work *w, sqlite3 *db);
void query_try(struct work *w, sqlite3 *db, struct ask *q);

/* mksql_write.c: the four files */
void write_all(struct work *w, const char *dir, const char *prefix);
