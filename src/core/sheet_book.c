#include "core/sheet_book.h"

#include "core/grow.h"
#include "op/profile.h"
#include "op/sheet.h"

int sheet_missing(struct cx *cx) {
	return err_say(cx, ERR_INVALID, fields[F_SHEET_ID].name, N_("There is no such record."), NULL);
}

struct sheet_line *sheet_book_find(const struct sheet_book *b, int64_t id) {
	size_t low = 0, high = b->n;
	while (low < high) { /* row numbers fall */
		size_t middle = low + (high - low) / 2;
		if (b->at[middle].row.id == id)
			return &b->at[middle];
		if (b->at[middle].row.id > id)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Roots ----------------------------------------------------------------------------------------------------------- */

static size_t root_of(struct sheet_book *b, size_t i) {
	while (b->at[i].root != i) {
		b->at[i].root = b->at[b->at[i].root].root;
		i = b->at[i].root;
	}
	return i;
}

static void join(struct sheet_book *b, size_t i, int64_t other) {
	const struct sheet_line *line = other == NONE ? NULL : sheet_book_find(b, other);
	if (line != NULL)
		b->at[root_of(b, i)].root = root_of(b, (size_t)(line - b->at));
}

static void weigh(struct sheet_book *b) {
	for (size_t i = 0; i < b->n; i++) {
		b->at[i].root = i;
		b->at[i].stands = b->at[i].row.voided == 0 && b->at[i].row.settler == NONE;
	}
	for (size_t i = 0; i < b->n; i++) {
		const struct row_sheet_rows *r = &b->at[i].row;
		struct sheet_line *before = r->supersedes == NONE ? NULL : sheet_book_find(b, r->supersedes);
		if (before != NULL)
			before->stands = false;
		join(b, i, r->supersedes);
		join(b, i, r->beside);
		join(b, i, r->settler);
	}
	for (size_t i = 0; i < b->n; i++)
		b->at[i].root = root_of(b, i);
}

/* Reading --------------------------------------------------------------------------------------------------------- */

static void add(struct cx *cx, struct sheet_book *b, const struct row_sheet_rows *row) {
	b->at = grow(cx->arena, b->at, b->n, sizeof *b->at);
	b->at[b->n++] = (struct sheet_line){.row = *row};
}

static int read_all(struct cx *cx, int64_t person, struct sheet_book *b) {
	struct rows rows;
	struct row_sheet_rows_all r;
	int rc = q_sheet_rows_all(cx, person, &rows);
	while (rc == 0 && q_sheet_rows_all_next(&rows, &r)) {
		const struct row_sheet_rows row = {r.id, r.ref, r.kind, r.org, r.org_code, r.org_name, r.happened, r.precision, r.at,
			r.voided, r.supersedes, r.beside, r.settler, r.unseen_org, r.unseen_unit};
		add(cx, b, &row);
	}
	int end = rows_end(&rows);
	return rc != 0 ? rc : end;
}

static int read_kind(struct cx *cx, int64_t person, int kind, struct sheet_book *b) {
	struct rows rows;
	struct row_sheet_rows r;
	int rc = q_sheet_rows(cx, person, kind, &rows);
	while (rc == 0 && q_sheet_rows_next(&rows, &r))
		add(cx, b, &r);
	int end = rows_end(&rows);
	return rc != 0 ? rc : end;
}

int sheet_book_read(struct cx *cx, int64_t person, int kind, struct sheet_book *ret_book) {
	struct sheet_book b = {0};
	int rc = kind == 0 ? read_all(cx, person, &b) : read_kind(cx, person, kind, &b);
	if (rc != 0)
		return rc;
	weigh(&b);
	*ret_book = b;
	return 0;
}

const struct sheet_line *sheet_book_rival(const struct sheet_book *b, const struct sheet_line *line) {
	for (size_t i = 0; i < b->n; i++)
		if (&b->at[i] != line && b->at[i].root == line->root && b->at[i].stands)
			return &b->at[i];
	return NULL;
}

/* Who sees it ----------------------------------------------------------------------------------------------------- */

/* Whoever has no unit may be of the one it is about. */
static bool is_unseen(const struct cx *cx, int64_t org, int64_t unit) {
	return org == cx->actor.org && (unit == NONE || cx->actor.unit == 0 || cx->actor.unit == unit);
}

bool sheet_line_unseen(const struct cx *cx, const struct sheet_line *line) {
	return is_unseen(cx, line->row.unseen_org, line->row.unseen_unit);
}

bool sheet_shown(const struct cx *cx, const struct sheet_row *r, unsigned shares) {
	bool reads = sheet_reads(cx->profile, r->kind, cx->actor.org_kind);
	int share = sheet_share(cx->profile, r->kind);
	if (profile_entry(cx->profile, L_SHEET, r->kind) == NULL || is_unseen(cx, r->unseen_org, r->unseen_unit))
		return false;
	if (r->org == cx->actor.org)
		return reads || !sheet_is_aside(cx->profile, r->kind);
	return reads && share != 0 && (shares >> share & 1) != 0;
}

bool sheet_listed(const struct cx *cx, int kind, int64_t org, unsigned shares) {
	const struct sheet_row row = {kind, org, NONE, NONE};
	return sheet_shown(cx, &row, shares) && !sheet_is_aside(cx->profile, kind);
}

bool sheet_line_shown(const struct cx *cx, const struct sheet_line *line, unsigned shares) {
	const struct sheet_row row = {line->row.kind, line->row.org, line->row.unseen_org, line->row.unseen_unit};
	return sheet_shown(cx, &row, shares);
}
