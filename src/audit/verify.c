#include "audit/audit.h"

#include <setjmp.h>

#include "audit/head.h"
#include "db/queries.h"

enum { PAGE = 1000, PAGE_BYTES = 4 << 20 };

struct walk {
	struct audit_report report;
	enum head_state state;
	struct audit_head head;
	uint8_t hash[HASH_SIZE]; /* stored in the row before */
	int64_t next;            /* the number the next row must have */
	bool undecided;          /* first_bad is next - 1: whether next stands on its hash tells edited from broken */
};

static void found(struct walk *w, enum audit_reason reason, int64_t n) {
	if (w->report.reason == AUDIT_SOUND) {
		w->report.reason = reason;
		w->report.first_bad = n;
	}
}

static void walk_row(struct walk *w, const struct row_audit_page *row) {
	struct audit_entry e = {
		.at = row->at,
		.actor = row->actor,
		.org = row->org,
		.as_operator = row->as_operator == 1,
		.op = row->op,
		.person = row->person,
		.object = row->object,
		.purpose = row->purpose,
		.verdict = (enum audit_verdict)row->verdict,
		.shown = row->shown,
		.act = row->act,
		.digest = row->digest,
	};
	uint8_t hash[HASH_SIZE];

	w->report.rows++;
	if (w->report.reason != AUDIT_SOUND && !w->undecided)
		return; /* the first fault is known; the rest is only counted */
	if (row->n != w->next) {
		w->undecided = false;
		found(w, AUDIT_GAP, row->n < w->next ? row->n : w->next);
		return;
	}
	bool fits = (row->as_operator == 0 || row->as_operator == 1) && row->hash.n == HASH_SIZE
		&& chain_next(hash, w->hash, row->n, &e) && crypt_equal(hash, row->hash.at, HASH_SIZE);
	if (w->undecided) {
		w->undecided = false;
		if (fits)
			w->report.reason = AUDIT_EDITED;
		return;
	}
	/* A head that is not ours cannot tell how long the log should be. */
	if (w->state == HEAD_SIGNED && row->n > w->head.n) {
		found(w, AUDIT_BEYOND_HEAD, row->n);
		return;
	}
	if (!fits) {
		found(w, AUDIT_BROKEN, row->n);
		w->undecided = true;
	}
	if (row->hash.n == HASH_SIZE)
		memcpy(w->hash, row->hash.at, HASH_SIZE);
	w->next++;
}

static int walk_page(struct cx *cx, struct walk *w, int64_t *first, bool *ret_more) {
	struct rows rows;
	struct row_audit_page row;
	int n = 0;

	int r = q_audit_page(cx, *first, PAGE, &rows);
	while (r == ERR_OK && q_audit_page_next(&rows, &row)) {
		walk_row(w, &row);
		*first = row.n == INT64_MAX ? row.n : row.n + 1;
		n++;
	}
	int end = rows_end(&rows);
	if (r == ERR_OK)
		r = end;
	*ret_more = n == PAGE && *first != INT64_MAX;
	return r;
}

/*
 * A row may have been planted that the schema rules out: a NULL, another type, a value that fills the page's arena.
 * Where it stands the walk ends, and the report says so.
 */
static int walk_page_hostile(struct cx *cx, struct walk *w, int64_t *first, bool *ret_more) {
	jmp_buf full;
	volatile int r = ERR_BUG; /* read again after the jump */
	arena_trap(cx->arena, &full);
	if (setjmp(full) == 0)
		r = walk_page(cx, w, first, ret_more);
	else
		db_forget(cx);
	arena_trap(cx->arena, NULL);
	if (r != ERR_BUG)
		return r;
	w->undecided = false;
	found(w, AUDIT_EDITED, w->next);
	*ret_more = false;
	return ERR_OK;
}

/* Where the rows stop against where the head says they do. */
static void walk_end(struct walk *w) {
	bool ends = memcmp(w->hash, w->head.hash, HASH_SIZE) == 0;
	if (w->state == HEAD_SIGNED && w->undecided && w->report.first_bad == w->head.n && ends)
		w->report.reason = AUDIT_EDITED; /* the last row: its hash is the one that was signed */
	if (w->state == HEAD_SIGNED && w->report.reason == AUDIT_SOUND) {
		if (w->next <= w->head.n)
			found(w, AUDIT_GAP, w->next);
		else if (!ends)
			found(w, AUDIT_BROKEN, w->head.n); /* a chain sound in itself, but not the one that was signed */
	}
	/* Without a head of ours no row can be vouched for; first_bad still names the first that does not fit. */
	if (w->state == HEAD_ABSENT)
		w->report.reason = AUDIT_HEAD_MISSING;
	else if (w->state != HEAD_SIGNED)
		w->report.reason = AUDIT_BAD_SIGNATURE;
	w->report.ok = w->report.reason == AUDIT_SOUND;
}

int audit_verify(struct cx *cx, struct audit_report *ret_report) {
	struct walk w = {.next = 1};
	int64_t first = INT64_MIN + 1; /* rows numbered below 1 are found too; INT64_MIN is NULL */
	bool more = true;

	int r = audit_head_read(cx, &w.head, &w.state);
	if (r != ERR_OK)
		return r;
	w.report.head = w.head.n;
	chain_first(w.hash, &w.head.registry);

	/* Rows are read into an arena of their own, emptied page by page: a log has no ceiling. */
	struct arena *caller = cx->arena, *pages = arena_new(PAGE_BYTES);
	cx->arena = pages;
	while (r == ERR_OK && more) {
		r = walk_page_hostile(cx, &w, &first, &more);
		arena_reset(pages);
	}
	cx->arena = caller;
	arena_free(pages);
	cx->err.value = NULL; /* it may have lived there */
	if (r != ERR_OK)
		return r;
	walk_end(&w);
	*ret_report = w.report;
	return ERR_OK;
}

const char *audit_reason_say(enum audit_reason reason) {
	static const char *const say[AUDIT_REASON__MAX] = {
		[AUDIT_SOUND] = N_("The log is complete and unchanged."),
		[AUDIT_HEAD_MISSING] = N_("The log has no head."),
		[AUDIT_BAD_SIGNATURE] = N_("The log's head was not signed by this registry."),
		[AUDIT_GAP] = N_("A row of the log is missing."),
		[AUDIT_EDITED] = N_("A row of the log was edited."),
		[AUDIT_BROKEN] = N_("A row of the log does not continue the row before it."),
		[AUDIT_BEYOND_HEAD] = N_("The log has rows after the last one that was signed."),
	};
	return (unsigned)reason < AUDIT_REASON__MAX ? say[reason] : NULL;
}
