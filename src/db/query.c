/* query.c - runs the queries of a catalogue: statements kept per connection, values checked both ways. */
#include "db/engine.h"

#include <string.h>

#include "base/log.h"

int db_fail(struct cx *cx, const char *event, const char *query, int rc) {
	int code = ERR_DB;
	if (cx->db != NULL) /* NULL while it is opened */
		cx->db->full = (rc & 0xff) == SQLITE_FULL;
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		code = ERR_BUSY;
		break;
	case SQLITE_CONSTRAINT:
		code = rc == SQLITE_CONSTRAINT_UNIQUE || rc == SQLITE_CONSTRAINT_PRIMARYKEY || rc == SQLITE_CONSTRAINT_ROWID ?
			ERR_CONFLICT : ERR_BUG;
		break;
	case SQLITE_READONLY:
	case SQLITE_MISUSE:
		code = ERR_BUG;
		break;
	case SQLITE_TOOBIG:
		code = ERR_LIMIT;
		break;
	case SQLITE_IOERR:
	case SQLITE_FULL:
	case SQLITE_CANTOPEN:
		code = ERR_IO;
		break;
	default:
		break;
	}
	/* SQLite's message may hold what a person typed; its number and the query's name may not. */
	if (code != ERR_BUSY && code != ERR_CONFLICT)
		log_error(event, L_STR("query", query == NULL ? "" : query), L_INT("sqlite", rc));
	return err_say(cx, code, NULL, err_kinds[code].say, NULL);
}

static int wrong_value(struct cx *cx, const struct query *q, const struct db_field *f, const char *what) {
	log_error("db.value", L_STR("query", q->name), L_STR("field", f->name), L_STR("what", what));
	return err_say(cx, ERR_BUG, NULL, err_kinds[ERR_BUG].say, NULL);
}

/* A statement of q that nobody is reading. */
static int cursor_open(struct cx *cx, const struct query *q, struct cursor **ret_cursor) {
	struct db *db = cx->db;
	int rc = bug_if(cx, q->number >= db->catalogue->query_n || q != &db->catalogue->queries[q->number]);
	if (rc != ERR_OK)
		return rc;
	struct cursor **end = &db->cursors[q->number];
	int n = 0;
	while (*end != NULL && (*end)->open) {
		end = &(*end)->next;
		n++;
	}
	if (*end == NULL) {
		if (n == CURSORS_MAX) {
			log_error("db.nested", L_STR("query", q->name));
			return err_say(cx, ERR_BUG, NULL, err_kinds[ERR_BUG].say, NULL);
		}
		sqlite3_stmt *s = NULL;
		int was = sqlite3_prepare_v3(db->sqlite, q->sqlite, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL);
		if (was != SQLITE_OK)
			return db_fail(cx, "db.prepare", q->name, was);
		struct cursor *c = arena_alloc(db->arena, sizeof *c);
		c->statement = s;
		*end = c;
	}
	struct cursor *c = *end;
	c->open = true;
	c->turn++;
	c->next_open = db->open;
	db->open = c;
	*ret_cursor = c;
	return ERR_OK;
}

void cursor_close(struct db *db, struct cursor *c) {
	sqlite3_reset(c->statement);
	sqlite3_clear_bindings(c->statement); /* they point into memory of the caller */
	struct cursor **at = &db->open;
	while (*at != NULL && *at != c)
		at = &(*at)->next_open;
	if (*at == c)
		*at = c->next_open;
	c->open = false;
	c->next_open = NULL;
}

void db_forget(struct cx *cx) {
	while (cx->db->open != NULL)
		cursor_close(cx->db, cx->db->open);
	cx->db->unheard = ERR_OK;
}

static bool fits(enum db_word word, int64_t n) {
	return (word != DB_DAY && word != DB_CODE) || (n >= INT32_MIN && n <= INT32_MAX);
}

/* keep: the statement outlives the call, so SQLite copies what it is given. */
static int bind(struct cx *cx, const struct query *q, sqlite3_stmt *s, const struct value *in, bool keep) {
	sqlite3_destructor_type life = keep ? SQLITE_TRANSIENT : SQLITE_STATIC;
	int was = SQLITE_OK;
	for (int i = 0; was == SQLITE_OK && i < q->param_n; i++) {
		const struct db_field *f = &q->params[i];
		bool null = f->word == DB_TEXT ? in[i].text == NULL : f->word == DB_BLOB ? in[i].blob.at == NULL :
			in[i].number == NONE;
		if (null && !f->nullable)
			return wrong_value(cx, q, f, "NULL given");
		if (null)
			was = sqlite3_bind_null(s, i + 1);
		else if (f->word == DB_TEXT)
			was = sqlite3_bind_text64(s, i + 1, in[i].text, strlen(in[i].text), life, SQLITE_UTF8);
		else if (f->word == DB_BLOB)
			was = sqlite3_bind_blob64(s, i + 1, in[i].blob.at, in[i].blob.n, life);
		else if (!fits(f->word, in[i].number))
			return wrong_value(cx, q, f, "number too large given");
		else
			was = sqlite3_bind_int64(s, i + 1, in[i].number);
	}
	return was == SQLITE_OK ? ERR_OK : db_fail(cx, "db.bind", q->name, was);
}

/* The row the statement stands on; text and blobs are copied into cx->arena, which may jump. */
static int row_take(struct cx *cx, const struct query *q, sqlite3_stmt *s, struct value *out) {
	static const int storage[DB_WORD__MAX] = {SQLITE_INTEGER, SQLITE_INTEGER, SQLITE_INTEGER, SQLITE_INTEGER,
		SQLITE_INTEGER, SQLITE_TEXT, SQLITE_BLOB};
	for (int i = 0; i < q->column_n; i++) {
		const struct db_field *f = &q->columns[i];
		int type = sqlite3_column_type(s, i);
		out[i] = (struct value){.number = NONE};
		if (type == SQLITE_NULL && !f->nullable)
			return wrong_value(cx, q, f, "NULL read");
		if (type == SQLITE_NULL)
			continue;
		if (type != storage[f->word])
			return wrong_value(cx, q, f, "another type read");
		if (type == SQLITE_INTEGER) {
			out[i].number = sqlite3_column_int64(s, i);
			if (!fits(f->word, out[i].number))
				return wrong_value(cx, q, f, "number too large read");
			continue;
		}
		const void *at = f->word == DB_TEXT ? sqlite3_column_text(s, i) : sqlite3_column_blob(s, i);
		size_t n = (size_t)sqlite3_column_bytes(s, i);
		if (at == NULL && n > 0)
			return db_fail(cx, "db.row", q->name, SQLITE_NOMEM);
		if (f->word == DB_TEXT && n > 0 && memchr(at, 0, n) != NULL) /* would be read short */
			return wrong_value(cx, q, f, "a NUL inside a text read");
		char *copy = arena_strndup(cx->arena, at == NULL ? "" : at, n);
		if (f->word == DB_TEXT)
			out[i].text = copy;
		else
			out[i].blob = (struct blob){copy, n};
	}
	return ERR_OK;
}

int db_one(struct cx *cx, const struct query *q, const struct value *in, struct value *out) {
	struct cursor *c = NULL;
	int rc = cursor_open(cx, q, &c);
	if (rc != ERR_OK)
		return rc;
	rc = bind(cx, q, c->statement, in, false);
	if (rc != ERR_OK)
		goto out;
	int was = sqlite3_step(c->statement);
	if (was == SQLITE_DONE && q->rowid) {
		out[0] = (struct value){.number = sqlite3_last_insert_rowid(cx->db->sqlite)};
		goto out;
	}
	if (was == SQLITE_DONE) {
		rc = err_say(cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
		goto out;
	}
	if (was == SQLITE_ROW)
		rc = row_take(cx, q, c->statement, out);
	if (was == SQLITE_ROW && rc == ERR_OK) {
		was = sqlite3_step(c->statement);
		if (was == SQLITE_ROW) {
			log_error("db.many", L_STR("query", q->name));
			rc = err_say(cx, ERR_BUG, NULL, err_kinds[ERR_BUG].say, NULL);
		}
	}
	if (was != SQLITE_ROW && was != SQLITE_DONE)
		rc = db_fail(cx, "db.query", q->name, was);
out:
	cursor_close(cx->db, c);
	return rc;
}

int db_run(struct cx *cx, const struct query *q, const struct value *in) {
	struct cursor *c = NULL;
	int rc = cursor_open(cx, q, &c);
	if (rc != ERR_OK)
		return rc;
	rc = bind(cx, q, c->statement, in, false);
	if (rc == ERR_OK) {
		int was = sqlite3_step(c->statement);
		if (was != SQLITE_DONE)
			rc = db_fail(cx, "db.query", q->name, was);
	}
	cursor_close(cx->db, c);
	return rc;
}

int db_many(struct cx *cx, const struct query *q, const struct value *in, struct rows *ret_rows) {
	*ret_rows = (struct rows){.cx = cx, .query = q};
	struct cursor *c = NULL;
	int rc = cursor_open(cx, q, &c);
	if (rc == ERR_OK) {
		rc = bind(cx, q, c->statement, in, true);
		if (rc == ERR_OK)
			*ret_rows = (struct rows){.cx = cx, .query = q, .cursor = c, .turn = c->turn};
		else
			cursor_close(cx->db, c);
	}
	ret_rows->rc = rc;
	return rc;
}

static bool is_live(const struct rows *rows) {
	return rows->cursor->open && rows->cursor->turn == rows->turn;
}

/* The list ends; an error stays with it until rows_end, and with the connection in case nobody asks. */
static bool rows_stop(struct rows *rows, int rc) {
	if (rows->cursor != NULL && is_live(rows))
		cursor_close(rows->cx->db, rows->cursor);
	rows->cursor = NULL;
	if (rc != ERR_OK) {
		rows->rc = rc;
		rows->cx->db->unheard = rc;
	}
	return false;
}

bool db_next(struct rows *rows, const struct query *q, struct value *out) {
	struct cx *cx = rows->cx;
	if (rows->cursor == NULL)
		return false;
	if (bug_if(cx, rows->query != q || !is_live(rows)) != ERR_OK)
		return rows_stop(rows, ERR_BUG);
	int was = sqlite3_step(rows->cursor->statement);
	if (was == SQLITE_DONE)
		return rows_stop(rows, ERR_OK);
	int rc = was == SQLITE_ROW ? row_take(cx, q, rows->cursor->statement, out) : db_fail(cx, "db.query", q->name, was);
	return rc == ERR_OK ? true : rows_stop(rows, rc);
}

int rows_end(struct rows *rows) {
	rows_stop(rows, ERR_OK);
	if (rows->rc != ERR_OK)
		rows->cx->db->unheard = ERR_OK;
	return rows->rc;
}

int64_t db_changed(struct cx *cx) {
	return sqlite3_changes64(cx->db->sqlite);
}
