/*
 * engine.h - what the files of src/db share about a connection. Nobody else includes it.
 *
 * A cursor is one prepared statement. Each query keeps its cursors in a list: the first is made when the query is
 * first asked, a further one when the query is asked again while the first is being read. Cursors and lists live in
 * the connection's own arena and end with it.
 */
#pragma once
#include <sqlite3.h>

#include "db/query.h"

enum { CURSORS_MAX = 16 }; /* of one query, nested: more is a loop that never ends its lists */

enum word {
	WORD_BEGIN,
	WORD_COMMIT,
	WORD_ROLLBACK,
	WORD_SAVEPOINT,
	WORD_RELEASE,
	WORD_UNDO,
	WORD_READ,
	WORD_SNAPSHOT,
	WORD__MAX
};

struct cursor {
	sqlite3_stmt *statement;
	struct cursor *next;      /* of the same query */
	struct cursor *next_open; /* in struct db, while open */
	bool open;
	unsigned turn; /* grows with each opening, so that a list forgotten meanwhile knows itself stale */
};

struct db {
	sqlite3 *sqlite;
	struct arena *arena;
	const struct catalogue *catalogue;
	struct cursor **cursors; /* by number of the query */
	struct cursor *open;
	sqlite3_stmt *words[WORD__MAX];
	enum db_mode mode;
	enum db_sync sync;
	int unheard; /* a list failed and nobody has asked rows_end: the transaction must not commit */
	bool full; /* the last failure was that */
	int wal_frames, page_size;
	struct watched *watched; /* content.c; NULL: nobody sums up what is written */
};

/* content.c: sums of what is written follow the transaction's ends and parts. */
void content_begin(struct db *db);
MUST_CHECK int content_save(struct db *db);
void content_release(struct db *db, bool undo);

/* Log what SQLite answered, by number only, and give the code of ours that it means. `query` may be NULL. */
int db_fail(struct cx *cx, const char *event, const char *query, int rc);

/* Run one of the engine's own statements to its end. */
int db_word(struct cx *cx, enum word word);

void cursor_close(struct db *db, struct cursor *c);
