/* deep.c - what the log says was written against what stands: acts one by one, rows by the sums of their hashes. */
#include "audit/audit.h"

#include <setjmp.h>

#include "base/str.h"
#include "crypt/token.h"
#include "db/content.h"
#include "db/queries.h"

enum { PAGE = 1000, PAGE_BYTES = 4 << 20 };

struct told { /* an entry that tells of an act */
	int64_t act, at, actor;
	uint8_t op[HASH_SIZE / 2], digest[HASH_SIZE];
	bool digested;
};

struct part { /* of what an act wrote: into one table */
	int64_t act;
	int table;
	uint8_t sum[CONTENT_SUM]; /* told, less what stands */
};

struct deep {
	struct cx *cx;
	struct arena *a;
	struct told *told;
	size_t told_n;
	struct part *parts; /* by act */
	size_t parts_n;
	uint8_t all[CONTENT_SLOTS][CONTENT_SUM];  /* of tables whose rows change */
	uint8_t old[CONTENT_SLOTS][CONTENT_SUM];  /* of acts from before the tree */
	uint8_t loose[CONTENT_SLOTS][CONTENT_SUM]; /* told by no act */
	bool lasting[CONTENT_SLOTS];
	const char *names[CONTENT_SLOTS];
	int table; /* being read */
	struct audit_depth depth;
};

static void *room(struct arena *a, void *at, size_t n, size_t size) {
	if (n != 0 && (n < 64 || (n & (n - 1)) != 0))
		return at;
	return arena_grow(a, at, n * size, (n == 0 ? 64 : 2 * n) * size);
}

static void fault(struct deep *d, enum audit_fault_kind kind, int64_t act, const char *table) {
	if (d->depth.faults_n < AUDIT_FAULTS_MAX)
		d->depth.faults[d->depth.faults_n] = (struct audit_fault){kind, act, table};
	d->depth.faults_n++;
}

static void op_hash(const char *op, uint8_t ret[HASH_SIZE / 2]) {
	uint8_t hash[HASH_SIZE];
	crypt_blake2b(hash, op, strlen(op));
	memcpy(ret, hash, HASH_SIZE / 2);
}

static struct part *part_new(struct deep *d, int64_t act, int table) {
	d->parts = room(d->a, d->parts, d->parts_n, sizeof *d->parts);
	struct part *p = &d->parts[d->parts_n++];
	*p = (struct part){.act = act, .table = table};
	return p;
}

static void count_part(struct deep *d, const struct audit_entry *e, int table, const uint8_t sum[CONTENT_SUM]) {
	if (!d->lasting[table])
		content_add(d->all[table], sum);
	if (str_equal(e->op, AUDIT_UPGRADE_OP)) {
		content_add(d->old[table], sum);
	} else if (e->act == NONE) {
		content_add(d->loose[table], sum);
	} else {
		struct part *p = NULL; /* entries of one act follow one another */
		for (size_t i = d->parts_n; i > 0 && d->parts[i - 1].act == e->act && p == NULL; i--)
			if (d->parts[i - 1].table == table)
				p = &d->parts[i - 1];
		if (p == NULL)
			p = part_new(d, e->act, table);
		content_add(p->sum, sum);
	}
}

static void see_entry(void *arg, int64_t n, const struct audit_entry *e) {
	struct deep *d = arg;
	const uint8_t *wrote = e->wrote.at;
	(void)n;
	for (size_t i = 0; i + 1 + CONTENT_SUM <= e->wrote.n; i += 1 + CONTENT_SUM)
		if (wrote[i] < CONTENT_SLOTS)
			count_part(d, e, wrote[i], wrote + i + 1);
	if (str_equal(e->op, AUDIT_UPGRADE_OP))
		d->depth.before = e->shown;
	if (e->act == NONE)
		return;
	d->told = room(d->a, d->told, d->told_n, sizeof *d->told);
	struct told *t = &d->told[d->told_n++];
	*t = (struct told){.act = e->act, .at = e->at, .actor = e->actor, .digested = e->digest.n == HASH_SIZE};
	op_hash(e->op, t->op);
	if (t->digested)
		memcpy(t->digest, e->digest.at, HASH_SIZE);
}

static bool tells(const struct told *t, const struct row_audit_acts *act) {
	uint8_t op[HASH_SIZE / 2];
	op_hash(act->op, op);
	return t->at == act->at && t->actor == act->actor && memcmp(t->op, op, sizeof op) == 0
		&& (act->digest.at == NULL
			|| (t->digested && act->digest.n == HASH_SIZE && memcmp(t->digest, act->digest.at, HASH_SIZE) == 0));
}

/* Both go up by the number of the act. */
static void match_act(struct deep *d, const struct row_audit_acts *act, size_t *i) {
	bool any = false;
	for (; *i < d->told_n && d->told[*i].act < act->n; ++*i)
		fault(d, AUDIT_ACT_UNKNOWN, d->told[*i].act, NULL);
	for (; *i < d->told_n && d->told[*i].act == act->n; ++*i)
		any = any || tells(&d->told[*i], act);
	if (!any)
		fault(d, AUDIT_ACT_UNTOLD, act->n, NULL);
	d->depth.acts++;
}

static int match_page(struct deep *d, int64_t *first, size_t *i, bool *ret_more) {
	struct rows rows;
	struct row_audit_acts act;
	int n = 0;
	int r = q_audit_acts(d->cx, *first, PAGE, &rows);
	while (r == ERR_OK && q_audit_acts_next(&rows, &act)) {
		match_act(d, &act, i);
		*first = act.n == INT64_MAX ? act.n : act.n + 1;
		n++;
	}
	int end = rows_end(&rows);
	*ret_more = n == PAGE && *first != INT64_MAX;
	return r == ERR_OK ? end : r;
}

/* As in verify.c: what no act can hold is one that no entry tells of. */
static int match_page_hostile(struct deep *d, int64_t *first, size_t *i, bool *ret_more) {
	jmp_buf full;
	struct cx *cx = d->cx;
	jmp_buf *was = arena_trap(cx->arena, &full);
	volatile int r = ERR_BUG;
	if (setjmp(full) == 0)
		r = match_page(d, first, i, ret_more);
	else
		db_forget(cx);
	arena_trap(cx->arena, was);
	if (r != ERR_BUG)
		return r;
	fault(d, AUDIT_ACT_UNTOLD, *first, NULL);
	*ret_more = false;
	return ERR_OK;
}

static int match_acts(struct deep *d) {
	struct cx *cx = d->cx;
	struct arena *caller = cx->arena, *pages = arena_new(PAGE_BYTES);
	int64_t first = INT64_MIN + 1;
	size_t i = 0;
	bool more = true;
	int r = ERR_OK;
	cx->arena = pages;
	while (r == ERR_OK && more) {
		r = match_page_hostile(d, &first, &i, &more);
		arena_reset(pages);
	}
	cx->arena = caller;
	arena_free(pages);
	cx->err.value = NULL;
	for (; r == ERR_OK && i < d->told_n; i++)
		fault(d, AUDIT_ACT_UNKNOWN, d->told[i].act, NULL);
	return r;
}

static struct part *part_find(struct deep *d, size_t told, int64_t act, int table) {
	size_t low = 0, high = told;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (d->parts[middle].act < act)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < told && d->parts[low].act == act; low++)
		if (d->parts[low].table == table)
			return &d->parts[low];
	return NULL;
}

struct reading {
	struct deep *d;
	size_t told; /* parts the log told of; those after it are of rows nobody told of */
};

static int see_row(void *arg, int64_t act, const uint8_t hash[CONTENT_SUM]) {
	struct reading *r = arg;
	struct deep *d = r->d;
	d->depth.rows++;
	if (!d->lasting[d->table])
		content_subtract(d->all[d->table], hash);
	if (act <= d->depth.before) {
		content_subtract(d->old[d->table], hash);
	} else {
		struct part *p = part_find(d, r->told, act, d->table);
		if (p == NULL && d->parts_n > r->told && d->parts[d->parts_n - 1].act == act
			&& d->parts[d->parts_n - 1].table == d->table)
			p = &d->parts[d->parts_n - 1];
		if (p == NULL)
			p = part_new(d, act, d->table);
		content_subtract(p->sum, hash);
	}
	return ERR_OK;
}

static void row_hash(const void *key, const struct blob *parts, size_t n, uint8_t ret_hash[CONTENT_SUM]) {
	token_row(key, parts, n, ret_hash);
}

/* In a table whose rows change, the one act whose difference is that of the whole table; 0 if that is none. */
static int64_t whose(const struct deep *d, int table) {
	for (size_t i = 0; i < d->parts_n; i++)
		if (d->parts[i].table == table && memcmp(d->parts[i].sum, d->all[table], CONTENT_SUM) == 0)
			return d->parts[i].act;
	return 0;
}

static int compare_rows(struct deep *d) {
	struct reading reading = {d, d->parts_n};
	const char *name;
	bool lasting;
	int r = ERR_OK;
	d->table = db_content_table(d->cx, 0, &name, &lasting);
	for (int i = 0; r == ERR_OK && d->table != 0; d->table = db_content_table(d->cx, ++i, &name, &lasting))
		r = db_content_read(d->cx, i, row_hash, d->cx->ring, see_row, &reading);
	if (r != ERR_OK)
		return r;
	for (size_t i = 0; i < d->parts_n; i++)
		if (d->lasting[d->parts[i].table] && !content_zero(d->parts[i].sum))
			fault(d, AUDIT_ROWS_DIFFER, d->parts[i].act, d->names[d->parts[i].table]);
	for (int t = 0; t < CONTENT_SLOTS; t++) {
		if (!d->lasting[t] && !content_zero(d->all[t]))
			fault(d, AUDIT_ROWS_DIFFER, whose(d, t), d->names[t]);
		else if (d->lasting[t] && (!content_zero(d->old[t]) || !content_zero(d->loose[t])))
			fault(d, AUDIT_ROWS_DIFFER, 0, d->names[t]);
	}
	return ERR_OK;
}

int audit_deep(struct cx *cx, const struct audit_with *with, struct audit_report *ret_report,
	struct audit_depth *ret_depth) {
	struct deep d = {.cx = cx, .a = cx->arena};
	struct audit_with mine = {.size = -1};
	const char *name;
	bool lasting;
	for (int i = 0, n = db_content_table(cx, 0, &name, &lasting); n != 0; n = db_content_table(cx, ++i, &name, &lasting)) {
		d.names[n] = name;
		d.lasting[n] = lasting;
	}
	if (with != NULL)
		mine = *with;
	mine.entry = see_entry;
	mine.arg = &d;
	int r = audit_verify(cx, &mine, ret_report);
	if (r == ERR_OK && ret_report->ok) {
		r = match_acts(&d);
		if (r == ERR_OK)
			r = compare_rows(&d);
	}
	*ret_depth = d.depth;
	return r;
}
