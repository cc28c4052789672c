/* content.c - sums of what is written: SQLite tells every row before it is added, changed or removed. */
#define SQLITE_ENABLE_PREUPDATE_HOOK 1 /* Debian builds it in; sqlite3.h shows it only so */
#include "db/content.h"

#include <string.h>

#include "base/log.h"
#include "db/engine.h"

enum { DEPTH = 16, NAMES = 256, SMALL = 2048, KIND_INT = 16, KIND_TEXT = 3, KIND_BLOB = 4 };

struct watched {
	content_hash *hash;
	const void *key;
	bool failed;            /* a row could not be read: nothing may be committed */
	int depth;              /* of savepoints */
	struct content now;
	struct content before[DEPTH];
	struct {
		const char *name;
		int number;
	} names[NAMES];         /* open hashing */
};

void content_add(uint8_t a[CONTENT_SUM], const uint8_t b[CONTENT_SUM]) {
	unsigned carry = 0;
	for (int i = 0; i < CONTENT_SUM; i++) {
		carry += (unsigned)a[i] + b[i];
		a[i] = (uint8_t)carry;
		carry >>= 8;
	}
}

void content_subtract(uint8_t a[CONTENT_SUM], const uint8_t b[CONTENT_SUM]) {
	int borrow = 0;
	for (int i = 0; i < CONTENT_SUM; i++) {
		int d = (int)a[i] - b[i] - borrow;
		a[i] = (uint8_t)d;
		borrow = d < 0;
	}
}

bool content_zero(const uint8_t a[CONTENT_SUM]) {
	static const uint8_t zero[CONTENT_SUM];
	return memcmp(a, zero, CONTENT_SUM) == 0;
}

static unsigned name_place(const char *name) {
	uint32_t h = UINT32_C(2166136261);
	for (; *name != 0; name++)
		h = (h ^ (uint8_t)*name) * UINT32_C(16777619);
	return h % NAMES;
}

static int number_of(const struct watched *w, const char *name) {
	for (unsigned i = name_place(name); w->names[i].name != NULL; i = (i + 1) % NAMES)
		if (strcmp(w->names[i].name, name) == 0)
			return w->names[i].number;
	return 0;
}

/* The bytes of a row as they come together: what is small in one piece, what is long where it lies. */
struct row_bytes {
	uint8_t small[SMALL];
	size_t n, given; /* of `small`; how much of it stands in parts already */
	struct blob parts[128];
	size_t parts_n;
	bool wrong;
};

static void flush(struct row_bytes *b) {
	if (b->n > b->given && b->parts_n < sizeof b->parts / sizeof *b->parts)
		b->parts[b->parts_n++] = (struct blob){b->small + b->given, b->n - b->given};
	b->given = b->n;
}

static void put(struct row_bytes *b, const void *at, size_t n) {
	if (n > SMALL / 4) {
		flush(b);
		b->wrong = b->wrong || b->parts_n == sizeof b->parts / sizeof *b->parts;
		if (!b->wrong)
			b->parts[b->parts_n++] = (struct blob){at, n};
	} else if (b->n + n > SMALL) {
		b->wrong = true;
	} else if (n > 0) {
		memcpy(b->small + b->n, at, n);
		b->n += n;
	}
}

static void put_le(struct row_bytes *b, uint64_t value, size_t n) {
	uint8_t bytes[8];
	for (size_t i = 0; i < n; i++)
		bytes[i] = (uint8_t)(value >> (8 * i));
	put(b, bytes, n);
}

/* The fewest bytes that hold it in two's complement; none for 0. Short rows are hashed faster. */
static size_t int_bytes(int64_t n) {
	size_t bytes = 0;
	while (bytes < 8 && (bytes == 0 ? n != 0 : n >> (8 * bytes - 1) != 0 && n >> (8 * bytes - 1) != -1))
		bytes++;
	return bytes;
}

static void put_value(struct row_bytes *b, int place, sqlite3_value *v) {
	int type = sqlite3_value_type(v);
	if (type == SQLITE_NULL)
		return;
	put_le(b, (uint64_t)place, 1);
	if (type == SQLITE_INTEGER) {
		int64_t n = sqlite3_value_int64(v);
		size_t bytes = int_bytes(n);
		put_le(b, KIND_INT + bytes, 1);
		put_le(b, (uint64_t)n, bytes);
	} else if (type == SQLITE_TEXT || type == SQLITE_BLOB) {
		const void *at = type == SQLITE_TEXT ? (const void *)sqlite3_value_text(v) : sqlite3_value_blob(v);
		size_t n = (size_t)sqlite3_value_bytes(v);
		put_le(b, type == SQLITE_TEXT ? KIND_TEXT : KIND_BLOB, 1);
		put_le(b, n, 4);
		if (n > 0)
			put(b, at, n);
	} else {
		b->wrong = true;
	}
}

static bool row_hash(struct row_bytes *b, content_hash *hash, const void *key, uint8_t ret[CONTENT_SUM]) {
	flush(b);
	if (!b->wrong)
		hash(key, b->parts, b->parts_n, ret);
	return !b->wrong;
}

/* One side of a change: the row as it was, or as it will be. */
static void count_side(struct watched *w, sqlite3 *s, int number, bool old) {
	struct row_bytes b = {.n = 0};
	uint8_t hash[CONTENT_SUM];
	int columns = sqlite3_preupdate_count(s);
	put_le(&b, (uint64_t)number, 1);
	for (int i = 0; i < columns && !b.wrong; i++) {
		sqlite3_value *v = NULL;
		int rc = old ? sqlite3_preupdate_old(s, i, &v) : sqlite3_preupdate_new(s, i, &v);
		if (rc != SQLITE_OK || v == NULL)
			b.wrong = true;
		else
			put_value(&b, i, v);
	}
	if (!row_hash(&b, w->hash, w->key, hash)) {
		w->failed = true;
		return;
	}
	(old ? content_subtract : content_add)(w->now.sum[number], hash);
	w->now.touched |= (unsigned __int128)1 << number;
}

static void before_change(void *arg, sqlite3 *s, int what, const char *schema, const char *table, sqlite3_int64 was,
	sqlite3_int64 is) {
	struct watched *w = arg;
	(void)schema, (void)was, (void)is;
	int number = number_of(w, table);
	if (number == 0)
		return;
	if (what != SQLITE_INSERT)
		count_side(w, s, number, true);
	if (what != SQLITE_DELETE)
		count_side(w, s, number, false);
}

int db_content_watch(struct cx *cx, content_hash *hash, const void *key) {
	struct db *db = cx->db;
	int rc = bug_if(cx, db->mode == DB_READER || db->catalogue->content_n >= NAMES / 2);
	if (rc != ERR_OK)
		return rc;
	if (db->watched == NULL)
		db->watched = arena_alloc(db->arena, sizeof *db->watched);
	*db->watched = (struct watched){.hash = hash, .key = key};
	for (int i = 0; i < db->catalogue->content_n; i++) {
		const struct content_table *t = &db->catalogue->content[i];
		unsigned at = name_place(t->name);
		while (db->watched->names[at].name != NULL)
			at = (at + 1) % NAMES;
		db->watched->names[at].name = t->name;
		db->watched->names[at].number = t->number;
	}
	sqlite3_preupdate_hook(db->sqlite, before_change, db->watched);
	return ERR_OK;
}

void db_content_take(struct cx *cx, struct content *ret_content) {
	struct watched *w = cx->db->watched;
	if (w == NULL || w->now.touched == 0) {
		ret_content->touched = 0;
		return;
	}
	*ret_content = w->now;
	memset(&w->now, 0, sizeof w->now);
}

bool db_content_waits(const struct cx *cx) {
	const struct watched *w = cx->db->watched;
	if (w == NULL)
		return false;
	bool any = w->failed;
	for (int i = 0; i < CONTENT_SLOTS && !any; i++)
		any = (w->now.touched >> i & 1) != 0 && !content_zero(w->now.sum[i]);
	return any;
}

void content_begin(struct db *db) {
	if (db->watched == NULL)
		return;
	db->watched->depth = 0;
	db->watched->failed = false;
	memset(&db->watched->now, 0, sizeof db->watched->now);
}

int content_save(struct db *db) {
	struct watched *w = db->watched;
	if (w == NULL)
		return ERR_OK;
	if (w->depth == DEPTH) {
		log_error("db.savepoints");
		return ERR_BUG;
	}
	w->before[w->depth++] = w->now;
	return ERR_OK;
}

void content_release(struct db *db, bool undo) {
	struct watched *w = db->watched;
	if (w == NULL || w->depth == 0)
		return;
	w->depth--;
	if (undo) {
		w->now = w->before[w->depth];
		w->failed = false;
	}
}

int db_content_table(const struct cx *cx, int i, const char **ret_name, bool *ret_lasting) {
	const struct catalogue *c = cx->db->catalogue;
	if (i < 0 || i >= c->content_n)
		return 0;
	*ret_name = c->content[i].name;
	*ret_lasting = c->content[i].lasting;
	return c->content[i].number;
}

int db_content_read(struct cx *cx, int i, content_hash *hash, const void *key,
	int (*each)(void *arg, int64_t act, const uint8_t hash[CONTENT_SUM]), void *arg) {
	const struct content_table *t = &cx->db->catalogue->content[i];
	sqlite3_stmt *s = NULL;
	int rc = ERR_OK;
	int was = sqlite3_prepare_v2(cx->db->sqlite, t->sqlite, -1, &s, NULL);
	if (was != SQLITE_OK)
		return db_fail(cx, "db.content", t->name, was);
	while (rc == ERR_OK) {
		struct row_bytes b = {.n = 0};
		uint8_t sum[CONTENT_SUM];
		was = sqlite3_step(s);
		if (was == SQLITE_DONE)
			break;
		if (was != SQLITE_ROW) {
			rc = db_fail(cx, "db.content", t->name, was);
			break;
		}
		put_le(&b, (uint64_t)t->number, 1);
		for (int k = 0; k < t->columns; k++)
			put_value(&b, k, sqlite3_column_value(s, k + 1));
		if (!row_hash(&b, hash, key, sum)) /* no row we wrote: some hash it cannot have */
			memset(sum, 0xff, sizeof sum);
		rc = each(arg, sqlite3_column_type(s, 0) == SQLITE_INTEGER ? sqlite3_column_int64(s, 0) : 0, sum);
	}
	sqlite3_finalize(s);
	return rc;
}
