#include "audit/audit.h"

#include <setjmp.h>

#include "audit/head.h"
#include "audit/leaf.h"
#include "db/queries.h"

enum { PAGE = 1000, PAGE_BYTES = 4 << 20, TILE_LEAVES = 1 << TILE_HEIGHT };
#define PERSONS_MAX (INT64_C(1) << 26)

struct walk {
	struct audit_report report;
	const struct audit_with *with;
	enum head_state state;
	struct audit_head head;
	struct tree tree;    /* of what was read */
	int64_t next;        /* the number the next row must have */
	int64_t tiles;       /* that must be kept */
	int64_t tile_first, tile_last; /* entries under the first kept hash that is another; 0: none is */
	uint32_t *persons;   /* by person: how many entries about her there were */
	int64_t persons_max;
	int failed;          /* the store, not the log */
};

static void found(struct walk *w, enum audit_reason reason, int64_t first, int64_t last) {
	if (w->report.reason == AUDIT_SOUND) {
		w->report.reason = reason;
		w->report.first_bad = first;
		w->report.last_bad = last;
	}
}

static void check_tile(struct cx *cx, struct walk *w, const struct tree_tile *t) {
	struct rows rows;
	struct row_audit_tiles row;
	int64_t under = INT64_C(1) << (TILE_HEIGHT * t->level);
	int r = q_audit_tiles(cx, t->level, t->i, 1, &rows);
	bool same = r == ERR_OK && q_audit_tiles_next(&rows, &row) && row.i == t->i && row.hash.n == HASH_SIZE
		&& memcmp(row.hash.at, t->hash, HASH_SIZE) == 0;
	int end = rows_end(&rows);
	if (r == ERR_OK && end != ERR_BUG) /* a value no tile has is a bad tile */
		r = end;
	w->tiles++;
	if (r != ERR_OK && r != ERR_BUG)
		w->failed = r;
	if (!same && w->tile_first == 0) {
		w->tile_first = t->i * under + 1;
		w->tile_last = (t->i + 1) * under;
	}
}

/* Entries about a person are 1, 2, 3 ... */
static bool person_fits(struct walk *w, const struct audit_entry *e) {
	if (e->person == NONE)
		return e->person_n == NONE;
	if (e->person < 0 || e->person > w->persons_max)
		return false;
	return e->person_n == (int64_t)++w->persons[e->person];
}

static void check_from(struct walk *w) {
	uint8_t root[HASH_SIZE];
	if (w->with == NULL || w->with->size != w->tree.size)
		return;
	tree_root(&w->tree, root);
	if (memcmp(root, w->with->root, HASH_SIZE) != 0)
		found(w, AUDIT_REWRITTEN, 1, w->tree.size);
}

static void take(struct cx *cx, struct walk *w, const uint8_t hash[HASH_SIZE]) {
	struct tree_tile tiles[TREE_TILES];
	int n = 0;
	if (!tree_push(&w->tree, hash, tiles, &n))
		found(w, AUDIT_GAP, w->next, w->next);
	for (int i = 0; i < n; i++)
		check_tile(cx, w, &tiles[i]);
	w->next++;
	check_from(w);
}

static void walk_row(struct cx *cx, struct walk *w, const struct row_audit_page *row) {
	struct leaf_bytes bytes;
	uint8_t hash[HASH_SIZE];

	w->report.rows++;
	if (w->report.reason != AUDIT_SOUND)
		return; /* the first fault is known; the rest is only counted */
	if (row->n != w->next) {
		int64_t n = row->n < w->next ? row->n : w->next;
		found(w, AUDIT_GAP, n, n);
		return;
	}
	/* A head that is not ours cannot tell how long the log should be. */
	if (w->state == HEAD_SIGNED && row->n > w->head.tree.size) {
		found(w, AUDIT_BEYOND_HEAD, row->n, row->n);
		return;
	}
	struct audit_entry e = AUDIT_ENTRY_OF(row);
	bool fits = audit_entry_finish(&e, row->as_operator, row->session) && leaf_make(row->n, &e, &bytes);
	if (fits)
		tree_leaf(hash, BLOB(bytes.at, bytes.n));
	if (!fits || row->hash.n != HASH_SIZE || memcmp(hash, row->hash.at, HASH_SIZE) != 0) {
		found(w, AUDIT_EDITED, row->n, row->n);
		return;
	}
	if (!person_fits(w, &e))
		found(w, AUDIT_PERSON_GAP, row->n, row->n);
	take(cx, w, hash);
	if (w->report.reason == AUDIT_SOUND && w->with != NULL && w->with->entry != NULL)
		w->with->entry(w->with->arg, row->n, &e);
}

static int walk_page(struct cx *cx, struct walk *w, int64_t *first, bool *ret_more) {
	struct rows rows;
	struct row_audit_page row;
	int n = 0;

	int r = q_audit_page(cx, *first, PAGE, &rows);
	while (r == ERR_OK && w->failed == ERR_OK && q_audit_page_next(&rows, &row)) {
		walk_row(cx, w, &row);
		*first = row.n == INT64_MAX ? row.n : row.n + 1;
		n++;
	}
	int end = rows_end(&rows);
	if (r == ERR_OK)
		r = end;
	*ret_more = n == PAGE && *first != INT64_MAX;
	return w->failed != ERR_OK ? w->failed : r;
}

/*
 * A row may have been planted that the schema rules out: a NULL, another type, a value that fills the page's arena.
 * Where it stands the walk ends, and the report says so.
 */
static int walk_page_hostile(struct cx *cx, struct walk *w, int64_t *first, bool *ret_more) {
	jmp_buf full;
	jmp_buf *was = arena_trap(cx->arena, &full);
	volatile int r = ERR_BUG; /* read again after the jump */
	if (setjmp(full) == 0)
		r = walk_page(cx, w, first, ret_more);
	else
		db_forget(cx);
	arena_trap(cx->arena, was);
	if (r != ERR_BUG)
		return r;
	found(w, AUDIT_EDITED, w->next, w->next);
	*ret_more = false;
	return ERR_OK;
}

/* Under which of the head's peaks the entries are others. */
static void differing_peak(struct walk *w) {
	int64_t first = 1;
	for (int i = 0, height = TREE_PEAKS; i < w->tree.peaks_n; i++) {
		do
			height--;
		while ((w->tree.size >> height & 1) == 0);
		int64_t under = INT64_C(1) << height;
		if (memcmp(w->tree.peaks[i], w->head.tree.peaks[i], HASH_SIZE) != 0) {
			found(w, AUDIT_BROKEN, first, first + under - 1);
			return;
		}
		first += under;
	}
	found(w, AUDIT_BROKEN, 1, w->tree.size);
}

/* Where the rows stop against where the head says they do. */
static int walk_end(struct cx *cx, struct walk *w) {
	struct row_audit_tile_count kept = {.n = 0};
	uint8_t root[HASH_SIZE];
	if (w->with != NULL && w->with->size > w->tree.size)
		found(w, AUDIT_ROLLED_BACK, w->tree.size + 1, w->with->size);
	if (w->state == HEAD_SIGNED && w->report.reason == AUDIT_SOUND) {
		tree_root(&w->tree, root);
		bool signed_ones = w->tree.size == w->head.tree.size && memcmp(root, w->head.root, HASH_SIZE) == 0;
		int r = q_audit_tile_count(cx, &kept);
		if (r != ERR_OK)
			return r;
		if (w->next <= w->head.tree.size)
			found(w, AUDIT_GAP, w->next, w->next);
		else if (w->tile_first != 0)
			found(w, signed_ones ? AUDIT_BAD_TILE : AUDIT_BROKEN, w->tile_first, w->tile_last);
		else if (!signed_ones)
			differing_peak(w);
		else if (kept.n != w->tiles)
			found(w, AUDIT_BAD_TILE, 1, w->tree.size);
		else if (w->tree.size > 0 && w->report.rows != w->tree.size)
			found(w, AUDIT_GAP, w->next, w->next);
	}
	/* Without a head of ours no entry can be vouched for; first_bad still names the first that does not fit. */
	if (w->state == HEAD_ABSENT)
		w->report.reason = AUDIT_HEAD_MISSING;
	else if (w->state == HEAD_CHAIN)
		w->report.reason = AUDIT_OLD;
	else if (w->state != HEAD_SIGNED)
		w->report.reason = AUDIT_BAD_SIGNATURE;
	w->report.ok = w->report.reason == AUDIT_SOUND;
	return ERR_OK;
}

static int persons_make(struct cx *cx, struct walk *w, struct arena *a) {
	struct row_audit_person_max max;
	int r = q_audit_person_max(cx, &max);
	if (r != ERR_OK && r != ERR_BUG)
		return r;
	w->persons_max = r != ERR_OK || max.person < 0 ? 0 : max.person > PERSONS_MAX ? PERSONS_MAX : max.person;
	w->persons = arena_array(a, (size_t)w->persons_max + 1, sizeof *w->persons);
	return ERR_OK;
}

int audit_verify(struct cx *cx, const struct audit_with *with, struct audit_report *ret_report) {
	struct walk w = {.next = 1, .with = with};
	int64_t first = INT64_MIN + 1; /* rows numbered below 1 are found too; INT64_MIN is NULL */
	bool more = true;

	int r = audit_head_read(cx, true, &w.head, &w.state);
	if (r != ERR_OK)
		return r;
	w.report.head = w.head.tree.size;

	/* Rows are read into an arena of their own, emptied page by page: a log has no ceiling. */
	struct arena *caller = cx->arena, *pages = arena_new(PAGE_BYTES);
	struct arena *lasting = arena_new(((size_t)PERSONS_MAX + 1) * sizeof *w.persons + (1 << 20));
	r = persons_make(cx, &w, lasting);
	check_from(&w);
	cx->arena = pages;
	while (r == ERR_OK && more) {
		r = walk_page_hostile(cx, &w, &first, &more);
		arena_reset(pages);
	}
	cx->arena = caller;
	arena_free(pages);
	arena_free(lasting);
	cx->err.value = NULL; /* it may have lived there */
	if (r == ERR_OK)
		r = walk_end(cx, &w);
	if (r == ERR_OK)
		*ret_report = w.report;
	return r;
}

const char *audit_reason_say(enum audit_reason reason) {
	static const char *const say[AUDIT_REASON__MAX] = {
		[AUDIT_SOUND] = N_("The log is complete and unchanged."),
		[AUDIT_HEAD_MISSING] = N_("The log has no head."),
		[AUDIT_BAD_SIGNATURE] = N_("The log's head was not signed by this registry."),
		[AUDIT_GAP] = N_("A row of the log is missing."),
		[AUDIT_EDITED] = N_("A row of the log was edited."),
		[AUDIT_BROKEN] = N_("Rows of the log are not those that were signed."),
		[AUDIT_BEYOND_HEAD] = N_("The log has rows after the last one that was signed."),
		[AUDIT_BAD_TILE] = N_("A hash kept beside the log was changed; its rows are those that were signed."),
		[AUDIT_PERSON_GAP] = N_("The entries about a person are not numbered one by one."),
		[AUDIT_REWRITTEN] = N_("The log does not begin with the one the checkpoint tells of: it was written anew."),
		[AUDIT_ROLLED_BACK] = N_("The log is shorter than the checkpoint says: it was put back to an earlier state."),
		[AUDIT_OLD] = N_("The log was written by an older Atrama; it is made new when the registry is next started."),
	};
	return (unsigned)reason < AUDIT_REASON__MAX ? say[reason] : NULL;
}
