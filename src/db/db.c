#include "db/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

enum { APPLICATION = 0x41747261 /* "Atra", where file(1) looks for it */ };

/* How every connection is set up. Here and not in sql/ because no other engine knows these words. */
static const char *const setup[] = {
	"PRAGMA foreign_keys = ON",
	"PRAGMA secure_delete = ON", /* what is deleted is overwritten */
	"PRAGMA trusted_schema = OFF",
	"PRAGMA cell_size_check = ON",
	"PRAGMA mmap_size = 0",
	"PRAGMA temp_store = MEMORY", /* no sorter may spill to the disk */
	"PRAGMA synchronous = FULL",
};

static int run_text(struct db *db, const char *text) {
	return sqlite3_exec(db->sqlite, text, NULL, NULL, NULL);
}

/* The one number or word a pragma answers. */
static int pragma(struct db *db, const char *text, int64_t *ret_n, bool *ret_wal) {
	sqlite3_stmt *s = NULL;
	int rc = sqlite3_prepare_v2(db->sqlite, text, -1, &s, NULL);
	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_step(s);
	if (rc == SQLITE_ROW) {
		const unsigned char *word = sqlite3_column_text(s, 0);
		*ret_wal = word != NULL && strcmp((const char *)word, "wal") == 0;
		*ret_n = sqlite3_column_int64(s, 0);
	}
	int end = sqlite3_finalize(s);
	return rc == SQLITE_ROW ? end : rc;
}

static int note_wal(void *arg, sqlite3 *sqlite, const char *name, int frames) {
	(void)sqlite, (void)name;
	((struct db *)arg)->wal_frames = frames;
	return SQLITE_OK;
}

static int harden(struct db *db) {
	sqlite3 *s = db->sqlite;
	int rc = sqlite3_extended_result_codes(s, 1);
	rc = rc ?: sqlite3_busy_timeout(s, 0);
	rc = rc ?: sqlite3_db_config(s, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	rc = rc ?: sqlite3_db_config(s, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	rc = rc ?: sqlite3_db_config(s, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_limit(s, SQLITE_LIMIT_ATTACHED, 0);
	for (size_t i = 0; rc == SQLITE_OK && i < sizeof setup / sizeof *setup; i++)
		rc = run_text(db, setup[i]);
	return rc;
}

/* Journal, identity of the file, log: what differs between the modes. */
static int set_mode(struct cx *cx, struct db *db) {
	int64_t n = 0;
	bool wal = false;
	int rc = SQLITE_OK;
	if (db->mode == DB_CREATE)
		rc = run_text(db, "PRAGMA application_id = 0x41747261");
	rc = rc ?: pragma(db, "PRAGMA application_id", &n, &wal);
	if (rc == SQLITE_OK && n != APPLICATION)
		return err_say(cx, ERR_DB, NULL, N_("This file is not a registry of Atrama."), NULL);
	/* A reader only asks: the writer has set it for ever. */
	rc = rc ?: pragma(db, db->mode == DB_READER ? "PRAGMA journal_mode" : "PRAGMA journal_mode = WAL", &n, &wal);
	if (rc == SQLITE_OK && !wal)
		rc = SQLITE_PROTOCOL;
	if (db->mode == DB_READER) {
		rc = rc ?: run_text(db, "PRAGMA query_only = ON");
	} else {
		rc = rc ?: run_text(db, "PRAGMA wal_autocheckpoint = 0"); /* before the hook, which it replaces */
		/* an import touches every index: 2 MiB are read again and again */
		rc = rc ?: run_text(db, "PRAGMA cache_size = -65536");
		rc = rc ?: pragma(db, "PRAGMA page_size", &n, &wal);
		db->page_size = (int)n;
		sqlite3_wal_hook(db->sqlite, note_wal, db);
	}
	return rc == SQLITE_OK ? ERR_OK : db_fail(cx, "db.open", NULL, rc);
}

/* The file, made so that only its owner reads it; SQLite gives its log the same mode. */
static int file_make(struct cx *cx, const char *path) {
	int fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0 && errno == EEXIST)
		return err_say(cx, ERR_CONFLICT, NULL, N_("There is a registry here already."), NULL);
	if (fd < 0) {
		log_error("db.create", L_INT("errno", errno));
		return err_say(cx, ERR_IO, NULL, err_kinds[ERR_IO].say, NULL);
	}
	close(fd);
	return ERR_OK;
}

static int file_check(struct cx *cx, const char *path) {
	struct stat st;
	if (stat(path, &st) == 0 && S_ISREG(st.st_mode))
		return ERR_OK;
	return err_say(cx, ERR_NOTFOUND, NULL, N_("There is no registry here."), NULL);
}

/* SQLite counts its memory under one lock for all connections, for statistics nobody here asks for. */
static void configure(void) {
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

int db_open_with(struct cx *cx, const char *path, enum db_mode mode, const struct catalogue *catalogue,
	struct db **ret_db) {
	int rc = mode == DB_CREATE ? file_make(cx, path) : file_check(cx, path);
	if (rc != ERR_OK)
		return rc;
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, configure);
	struct arena *arena = arena_new(ARENA_DEFAULT);
	struct db *db = arena_alloc(arena, sizeof *db);
	*db = (struct db){.arena = arena, .catalogue = catalogue, .mode = mode};
	db->cursors = arena_array(arena, (size_t)catalogue->query_n, sizeof *db->cursors);
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
		(mode == DB_READER ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
	int was = sqlite3_open_v2(path, &db->sqlite, flags, NULL);
	was = was ?: harden(db);
	rc = was == SQLITE_OK ? set_mode(cx, db) : db_fail(cx, "db.open", NULL, was);
	if (rc != ERR_OK) {
		db_close(db);
		if (mode == DB_CREATE)
			unlink(path);
		return rc;
	}
	*ret_db = db;
	return ERR_OK;
}

int db_open(struct cx *cx, const char *path, enum db_mode mode, struct db **ret_db) {
	return db_open_with(cx, path, mode, &db_catalogue, ret_db);
}

void db_close(struct db *db) {
	if (db == NULL)
		return;
	for (int i = 0; i < db->catalogue->query_n; i++)
		for (struct cursor *c = db->cursors[i]; c != NULL; c = c->next)
			sqlite3_finalize(c->statement);
	for (int i = 0; i < WORD__MAX; i++)
		sqlite3_finalize(db->words[i]);
	int rc = sqlite3_close(db->sqlite);
	if (rc != SQLITE_OK)
		log_error("db.close", L_INT("sqlite", rc));
	arena_free(db->arena);
}

/* The store's newest migration; -1 where there is none. */
static int version(struct cx *cx, int64_t *ret_n) {
	struct db *db = cx->db;
	*ret_n = -1;
	int rc = sqlite3_table_column_metadata(db->sqlite, "main", "schema_version", NULL, NULL, NULL, NULL, NULL, NULL);
	if (rc == SQLITE_ERROR) /* no such table */
		return ERR_OK;
	if (rc != SQLITE_OK)
		return db_fail(cx, "db.version", NULL, rc);
	struct value out;
	int code = db_one(cx, &db->catalogue->queries[0], NULL, &out);
	if (code == ERR_OK && out.number != NONE)
		*ret_n = out.number;
	return code;
}

static int migrate_one(struct cx *cx, const struct migration *m) {
	int rc = db_begin(cx);
	if (rc != ERR_OK)
		return rc;
	int was = run_text(cx->db, m->sqlite);
	rc = was == SQLITE_OK ? db_commit(cx) : db_fail(cx, "db.migrate", m->name, was);
	if (rc != ERR_OK)
		db_rollback(cx);
	else
		log_info("db.migrated", L_INT("number", m->number), L_STR("name", m->name));
	return rc;
}

static int newest(const struct catalogue *c) {
	return c->migration_n == 0 ? -1 : c->migrations[c->migration_n - 1].number;
}

/* The same; ERR_DB when the program does not know it. */
static int version_known(struct cx *cx, int64_t *ret_n) {
	int known = newest(cx->db->catalogue);
	int rc = version(cx, ret_n);
	if (rc != ERR_OK || *ret_n <= known || known < 0)
		return rc;
	log_error("db.newer", L_INT("store", *ret_n), L_INT("program", known));
	return err_say(cx, ERR_DB, NULL,
		N_("This registry was written by a newer Atrama. Use that one, or a later one."), NULL);
}

int db_current(struct cx *cx) {
	int64_t n = 0;
	int rc = version_known(cx, &n);
	if (rc != ERR_OK || n == newest(cx->db->catalogue))
		return rc;
	return err_say(cx, ERR_CONFLICT, NULL,
		N_("An older Atrama wrote this registry. Bring it up to this one first: atrama rebuild DIR"), NULL);
}

int db_migrate(struct cx *cx) {
	const struct catalogue *c = cx->db->catalogue;
	int64_t n = 0;
	int rc = version_known(cx, &n);
	for (int i = 0; rc == ERR_OK && i < c->migration_n; i++)
		if (c->migrations[i].number > n)
			rc = migrate_one(cx, &c->migrations[i]);
	return rc;
}

int db_checkpoint(struct cx *cx, bool truncate) {
	struct db *db = cx->db;
	int rc = bug_if(cx, db->mode == DB_READER || !sqlite3_get_autocommit(db->sqlite));
	if (rc != ERR_OK)
		return rc;
	int in_log = 0, copied = 0;
	int was = sqlite3_wal_checkpoint_v2(db->sqlite, NULL, truncate ? SQLITE_CHECKPOINT_TRUNCATE :
		SQLITE_CHECKPOINT_PASSIVE, &in_log, &copied);
	if (in_log >= copied && copied >= 0)
		db->wal_frames = in_log - copied;
	if (was == SQLITE_BUSY && !truncate) /* somebody else copies at this moment: as good */
		was = SQLITE_OK;
	return was == SQLITE_OK ? ERR_OK : db_fail(cx, "db.checkpoint", NULL, was);
}

int64_t db_wal_bytes(const struct cx *cx) {
	enum { FRAME_HEAD = 24 };
	return (int64_t)cx->db->wal_frames * (cx->db->page_size + FRAME_HEAD);
}
