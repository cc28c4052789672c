/*
 * query.h - what stands between the code mksql writes and the engine: the table of queries, and four ways to run one.
 *
 * Only generated code and src/db include this. Every function checks values against the declared fields, going in
 * and coming out: NULL where none was declared, or a number too large for its word, is ERR_BUG.
 */
#pragma once
#include "db/db.h"

enum db_word { DB_ID, DB_INT, DB_DAY, DB_INSTANT, DB_CODE, DB_TEXT, DB_BLOB, DB_WORD__MAX };

struct db_field { /* a parameter or a column */
	const char *name;
	enum db_word word;
	bool nullable;
};

enum query_kind { QUERY_ONE, QUERY_MANY, QUERY_RUN };

struct query {
	const char *name, *file;
	int line;
	enum query_kind kind;
	const char *scope; /* why a list may name persons: "org", "person", "counts", "national", "keeper: ..."; else "" */
	const char *sqlite, *postgres;
	bool rowid; /* `sqlite` leaves out RETURNING id, which SQLite knows without */
	const struct db_field *params, *columns;
	int param_n, column_n;
	int number; /* its place in the catalogue */
};

struct migration {
	int number;
	const char *name;
	const char *sqlite, *postgres; /* statements, each ended by ';' */
};

enum { CONTENT_TABLES = 128 }; /* numbers of content tables are 1 to 127 */

struct content_table { /* a table whose rows the log vouches for (sql/content.txt) */
	int number;
	bool lasting;       /* rows are never changed */
	int columns;
	const char *name;
	const char *sqlite; /* reads every row: its act (0 where none is told), then its columns in their order */
};

/* Everything mksql made of one set of SQL files. queries[0] gives the number of the store's newest migration. */
struct catalogue {
	const struct query *queries;
	int query_n;
	const struct migration *migrations; /* ascending */
	int migration_n;
	const struct content_table *content;
	int content_n;
};

extern const struct catalogue db_catalogue; /* made of sql/ */

struct value { /* one parameter or column; its field's word says which member counts */
	int64_t number;
	const char *text;
	struct blob blob;
};

/* The one row of q. ERR_NOTFOUND when there is none; ERR_CONFLICT when an INSERT ... RETURNING broke a UNIQUE. */
MUST_CHECK int db_one(struct cx *cx, const struct query *q, const struct value *in, struct value *out);

/* Run q for what it does. ERR_CONFLICT when that broke a UNIQUE. */
MUST_CHECK int db_run(struct cx *cx, const struct query *q, const struct value *in);

/* Begin to read; ret_rows is sound (and ends at once) after a failure too. */
MUST_CHECK int db_many(struct cx *cx, const struct query *q, const struct value *in, struct rows *ret_rows);

/* The next row; false at the end and after an error, which rows_end tells. */
bool db_next(struct rows *rows, const struct query *q, struct value *out);

/* As db_open, with another set of queries than the program's own: for tests. */
MUST_CHECK int db_open_with(struct cx *cx, const char *path, enum db_mode mode, const struct catalogue *catalogue,
	struct db **ret_db);
