/*
 * db.h - the store: opening it, its transactions, its write-ahead log.
 *
 * A connection belongs to one thread at a time. One writer and any number of readers share a store; a reader sees
 * the snapshot taken by db_read_begin until db_read_end. Nothing waits for a lock: ERR_BUSY comes at once.
 * After any failure inside a transaction the caller undoes to its savepoint or rolls back.
 * Queries are the functions of db/queries.h, made by tools/mksql; what they give lives in cx->arena.
 */
#pragma once
#include "base/cx.h"

struct db;
struct query;
struct cursor;

enum db_mode {
	DB_CREATE, /* a new store, readable by its owner only, opened for writing */
	DB_WRITER,
	DB_READER,
};

/* Open the store at path, which the caller then sets as cx->db. ERR_NOTFOUND: no such file; ERR_CONFLICT: DB_CREATE
 * and there is one; ERR_DB: not a store of Atrama. */
MUST_CHECK int db_open(struct cx *cx, const char *path, enum db_mode mode, struct db **ret_db);

/* Rolls back what is open. NULL is nothing to close. */
void db_close(struct db *db);

/* Bring the store to this program's schema, one transaction a migration. ERR_DB: the store is newer than the program. */
MUST_CHECK int db_migrate(struct cx *cx);

/* For who only reads, and so cannot: ERR_CONFLICT, the store is older than this program's schema; ERR_DB, newer. */
MUST_CHECK int db_current(struct cx *cx);

/* The writer's transaction. After db_commit fails nothing is written: roll back. ERR_BUSY: another process writes;
 * ERR_DB: any other failure at COMMIT. */
MUST_CHECK int db_begin(struct cx *cx);
MUST_CHECK int db_commit(struct cx *cx);
void db_rollback(struct cx *cx);

/* Whether the last failure was a full disk: nothing of the transaction stands, and once there is room it may be tried
   again. */
bool db_full(const struct cx *cx);

/* When a commit has reached the disk. The writer's next transactions; not inside one. */
enum db_sync {
	DB_SYNC,       /* before db_commit ends: how a store is opened */
	DB_SYNC_LATER, /* with the next that waits, or the next db_checkpoint: a power cut may take the newest commits back, in
	                  their order and whole, and nothing else */
	DB_SYNC_NEVER, /* a power cut may spoil the store: for one that is thrown away if its making is interrupted. Ends with
	                  DB_SYNC and a db_checkpoint */
};
MUST_CHECK int db_sync(struct cx *cx, enum db_sync sync);

/* A part of the transaction that can be undone alone; they nest, and lists go on being read across them. A part in
 * which a list failed and rows_end was not asked cannot be released. ERR_DB: SQLite has undone the whole transaction
 * (disk full, I/O error), so everything since db_begin is lost. */
MUST_CHECK int db_savepoint(struct cx *cx);
MUST_CHECK int db_release(struct cx *cx);
MUST_CHECK int db_undo(struct cx *cx);

/* Begin a transaction, call fn, commit; rolled back when fn fails. ERR_BUSY is tried again a few times, here and
 * nowhere else, so fn may run more than once and must not answer. */
MUST_CHECK int db_tx(struct cx *cx, int (*fn)(struct cx *cx, void *arg), void *arg);

/* A reader's snapshot, fixed from db_read_begin on. */
MUST_CHECK int db_read_begin(struct cx *cx);
void db_read_end(struct cx *cx);

/* Close every list left open: by a break, an early return or a jump out of a full arena. Also forgets their errors.
 * The dispatcher calls it after every operation, before db_release or db_undo. */
void db_forget(struct cx *cx);

/* Rows the last :run query changed. */
int64_t db_changed(struct cx *cx);

/* Copy what the write-ahead log holds into the store, as far as readers let it, without waiting for anybody; with
 * `truncate` all of it, leaving an empty log: ERR_BUSY while a reader still needs the log. Not inside a transaction. */
MUST_CHECK int db_checkpoint(struct cx *cx, bool truncate);

/* Bytes of the write-ahead log not yet copied, as the writer knows them since its first commit or checkpoint. */
int64_t db_wal_bytes(const struct cx *cx);

struct rows { /* a list being read */
	struct cx *cx;
	const struct query *query;
	struct cursor *cursor; /* NULL once it has ended */
	unsigned turn;
	int rc;
};

/* End a list, wherever it stands. Gives 0, or why reading stopped before the end. */
MUST_CHECK int rows_end(struct rows *rows);
