/*
 * mksql - makes typed C functions of SQL, and refuses SQL that is wrong.
 *
 *   mksql --out DIR --prefix NAME [--schema FILE...] [--query FILE...] [--content FILE]
 *
 * Reads migrations and queries (sql/README.md), tries them on a SQLite in memory, and writes into DIR queries.h and
 * queries.c with the table NAME_catalogue, and schema.pg.sql and prepare.pg.sql for tests/sql/prepare.sh. A folder in
 * the place of FILE stands for its *.sql, sorted by name.
 */
#include "mksql.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/stat.h>

/* What every store has before its first migration: the list of those it has had. */
static char own_schema[] = "-- schema_version: the migrations this store has had\n"
	"CREATE TABLE schema_version (\n"
	"	n id PRIMARY KEY, -- number of the migration\n"
	"	name text NOT NULL -- its file, without number and ending\n"
	");\n";

static char own_query[] = "-- name: schema_version :one () -> (n int?)\n"
	"SELECT MAX(n) AS n FROM schema_version;\n";

void complain(struct work *w, const char *fmt, ...) {
	va_list ap;
	va_start(ap, fmt);
	fprintf(stderr, "%s:%d: %s\n", w->file, w->line, arena_vprintf(w->arena, fmt, ap));
	va_end(ap);
	w->errors++;
}

void refuse(struct work *w, const char *fmt, ...) {
	va_list ap;
	va_start(ap, fmt);
	complain(w, "%s", arena_vprintf(w->arena, fmt, ap));
	va_end(ap);
	if (w->trap != NULL)
		longjmp(*w->trap, 1);
	exit(1);
}

static char *load(struct work *w, const char *path) {
	w->file = path;
	w->line = 1;
	FILE *f = fopen(path, "r");
	if (f == NULL)
		refuse(w, "cannot be read: %s", strerror(errno));
	struct buf text = buf_new(w->arena, TEXT_MAX);
	size_t n;
	do {
		char part[4096];
		n = fread(part, 1, sizeof part, f);
		buf_add(&text, part, n);
	} while (n > 0);
	if (ferror(f))
		refuse(w, "cannot be read: %s", strerror(errno));
	fclose(f);
	if (strlen(text.at) != text.n || strchr(text.at, '\r') != NULL)
		refuse(w, "holds a NUL or a carriage return");
	return text.at;
}

typedef void reader(struct work *w, const char *path, char *text);

static int is_sql(const struct dirent *d) {
	size_t n = strlen(d->d_name);
	return n > 4 && strcmp(d->d_name + n - 4, ".sql") == 0;
}

/* A file, or every *.sql of a folder. */
static void read_path(struct work *w, const char *path, reader *read) {
	struct stat st;
	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
		read(w, path, load(w, path));
		return;
	}
	struct dirent **list = NULL;
	int n = scandir(path, &list, is_sql, alphasort);
	w->file = path;
	if (n < 0)
		refuse(w, "cannot be read: %s", strerror(errno));
	for (int i = 0; i < n; i++) {
		const char *file = arena_printf(w->arena, "%s/%s", path, list[i]->d_name);
		read(w, file, load(w, file));
		free(list[i]);
	}
	free(list);
}

/* Each migration ends by saying that it was made. */
static void sign_migrations(struct work *w) {
	for (struct step *s = w->steps; s != NULL; s = s->next) {
		struct statement *t = arena_alloc(w->arena, sizeof *t);
		t->sqlite = t->postgres = arena_printf(w->arena, "INSERT INTO schema_version (n, name) VALUES (%d, '%s')",
			s->number, s->name);
		t->line = 1;
		*s->end = t;
	}
}

static _Noreturn void usage(void) {
	fputs("usage: mksql --out DIR --prefix NAME [--schema FILE...] [--query FILE...] [--content FILE]\n", stderr);
	exit(2);
}

int main(int argc, char **argv) {
	struct work *w = calloc(1, sizeof *w);
	if (w == NULL)
		return 1;
	w->arena = arena_new((size_t)256 << 20);
	w->steps_end = &w->steps;
	w->asks_end = &w->asks;
	const char *out = NULL, *prefix = NULL;
	schema_read(w, "000_schema_version.sql", own_schema);
	reader *read = NULL;
	for (int pass = 0; pass < 2; pass++) { /* all schema files before the first query, whatever the order of arguments */
		for (int i = 1; i < argc; i++) {
			bool value = i + 1 < argc;
			if (strcmp(argv[i], "--out") == 0 && value)
				out = argv[++i];
			else if (strcmp(argv[i], "--prefix") == 0 && value)
				prefix = argv[++i];
			else if (strcmp(argv[i], "--schema") == 0)
				read = schema_read;
			else if (strcmp(argv[i], "--query") == 0)
				read = query_read;
			else if (strcmp(argv[i], "--content") == 0)
				read = content_read;
			else if (argv[i][0] == '-' || read == NULL)
				usage();
			else if ((pass == 0) == (read == schema_read))
				read_path(w, argv[i], read);
		}
		if (pass == 0)
			query_read(w, "mksql", own_query);
	}
	if (out == NULL || prefix == NULL)
		usage();
	sign_migrations(w);
	sqlite3 *db = NULL;
	if (sqlite3_open(":memory:", &db) != SQLITE_OK)
		refuse(w, "no SQLite: %s", sqlite3_errmsg(db));
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	schema_try(w, db);
	for (struct ask *q = w->asks; q != NULL; q = q->next)
		query_try(w, db, q);
	sqlite3_close(db);
	int rc = w->errors > 0;
	if (rc == 0)
		write_all(w, out, prefix);
	arena_free(w->arena);
	free(w);
	return rc;
}
