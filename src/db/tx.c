/* tx.c - transactions, savepoints and snapshots. */
#include "db/engine.h"

#include <time.h>

#include "base/log.h"

/* The engine's own words, which no other engine spells or means alike; sql/ holds only what is portable. */
static const char *const words[WORD__MAX] = {
	[WORD_BEGIN] = "BEGIN IMMEDIATE",
	[WORD_COMMIT] = "COMMIT",
	[WORD_ROLLBACK] = "ROLLBACK",
	[WORD_SAVEPOINT] = "SAVEPOINT part",
	[WORD_RELEASE] = "RELEASE part",
	[WORD_UNDO] = "ROLLBACK TO part",
	[WORD_READ] = "BEGIN",
	[WORD_SNAPSHOT] = "PRAGMA schema_version", /* any read fixes the snapshot; this one touches no table */
};

int db_word(struct cx *cx, enum word word) {
	struct db *db = cx->db;
	int rc = SQLITE_OK;
	if (db->words[word] == NULL)
		rc = sqlite3_prepare_v3(db->sqlite, words[word], -1, SQLITE_PREPARE_PERSISTENT, &db->words[word], NULL);
	if (rc != SQLITE_OK)
		return rc;
	do
		rc = sqlite3_step(db->words[word]);
	while (rc == SQLITE_ROW);
	sqlite3_reset(db->words[word]);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

bool db_full(const struct cx *cx) {
	return cx->db->full;
}

static bool in_transaction(const struct cx *cx) {
	return sqlite3_get_autocommit(cx->db->sqlite) == 0;
}

int db_sync(struct cx *cx, enum db_sync sync) {
	static const char *const pragmas[] = {
		[DB_SYNC] = "PRAGMA synchronous = FULL",
		[DB_SYNC_LATER] = "PRAGMA synchronous = NORMAL",
		[DB_SYNC_NEVER] = "PRAGMA synchronous = OFF",
	};
	if (cx->db->sync == sync)
		return ERR_OK;
	int rc = bug_if(cx, cx->db->mode == DB_READER || in_transaction(cx));
	if (rc != ERR_OK)
		return rc;
	int was = sqlite3_exec(cx->db->sqlite, pragmas[sync], NULL, NULL, NULL);
	if (was != SQLITE_OK)
		return db_fail(cx, "db.sync", NULL, was);
	cx->db->sync = sync;
	return ERR_OK;
}

int db_begin(struct cx *cx) {
	int rc = bug_if(cx, cx->db->mode == DB_READER || in_transaction(cx));
	if (rc != ERR_OK)
		return rc;
	int was = db_word(cx, WORD_BEGIN);
	content_begin(cx->db);
	return was == SQLITE_OK ? ERR_OK : db_fail(cx, "db.begin", NULL, was);
}

/* A list that failed unheard must not become a commit: what it fed may be half of the truth. */
static int check_lists(struct cx *cx) {
	int unheard = cx->db->unheard;
	if (unheard != ERR_OK)
		log_error("db.unheard", L_STR("error", err_kinds[unheard].name));
	return unheard;
}

int db_commit(struct cx *cx) {
	int rc = bug_if(cx, !in_transaction(cx));
	if (rc == ERR_OK)
		rc = check_lists(cx);
	if (rc != ERR_OK)
		return rc;
	int was = db_word(cx, WORD_COMMIT);
	if (was == SQLITE_OK)
		return ERR_OK;
	rc = db_fail(cx, "db.commit", NULL, was);
	return rc == ERR_BUSY ? rc : err_say(cx, ERR_DB, NULL, err_kinds[ERR_DB].say, NULL);
}

void db_rollback(struct cx *cx) {
	db_forget(cx);
	if (!in_transaction(cx))
		return; /* SQLite has done it by itself: disk full, I/O error */
	int was = db_word(cx, WORD_ROLLBACK);
	if (was != SQLITE_OK)
		db_fail(cx, "db.rollback", NULL, was);
}

/* Undo and release stand between the transaction's ends; without one, SQLite has given it up. */
static int part(struct cx *cx, enum word word) {
	if (!in_transaction(cx)) {
		log_error("db.transaction_lost");
		return err_say(cx, ERR_DB, NULL, err_kinds[ERR_DB].say, NULL);
	}
	int was = db_word(cx, word);
	return was == SQLITE_OK ? ERR_OK : db_fail(cx, "db.savepoint", NULL, was);
}

int db_savepoint(struct cx *cx) {
	int rc = part(cx, WORD_SAVEPOINT);
	return rc == ERR_OK ? content_save(cx->db) : rc;
}

int db_release(struct cx *cx) {
	int rc = check_lists(cx);
	if (rc == ERR_OK)
		rc = part(cx, WORD_RELEASE);
	if (rc == ERR_OK)
		content_release(cx->db, false);
	return rc;
}

int db_undo(struct cx *cx) {
	cx->db->unheard = ERR_OK; /* it is undone with the rest */
	int rc = part(cx, WORD_UNDO);
	if (rc == ERR_OK)
		rc = part(cx, WORD_RELEASE);
	if (rc == ERR_OK)
		content_release(cx->db, true);
	return rc;
}

int db_tx(struct cx *cx, int (*fn)(struct cx *cx, void *arg), void *arg) {
	enum { TRIES = 8 };
	int rc = ERR_BUSY;
	for (int i = 0; rc == ERR_BUSY && i < TRIES; i++) {
		if (i > 0) /* 2, 4, ... 256 ms */
			nanosleep(&(struct timespec){.tv_nsec = 1000000L << i}, NULL);
		rc = db_begin(cx);
		if (rc != ERR_OK)
			continue;
		rc = fn(cx, arg);
		if (rc == ERR_OK)
			rc = db_commit(cx);
		if (rc != ERR_OK)
			db_rollback(cx);
	}
	return rc;
}

int db_read_begin(struct cx *cx) {
	int rc = bug_if(cx, in_transaction(cx));
	if (rc != ERR_OK)
		return rc;
	int was = db_word(cx, WORD_READ);
	was = was ?: db_word(cx, WORD_SNAPSHOT);
	if (was == SQLITE_OK)
		return ERR_OK;
	rc = db_fail(cx, "db.read", NULL, was);
	db_rollback(cx);
	return rc;
}

void db_read_end(struct cx *cx) {
	db_rollback(cx); /* nothing was written; this ends the snapshot whatever happened in it */
}
