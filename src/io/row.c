#include "io/row.h"

#include <string.h>

void row_init(struct row *r, struct cx *cx, struct arena *arena, table_take *take, void *arg) {
	*r = (struct row){.cx = cx, .take = take, .arg = arg, .text = arena_alloc(arena, TABLE_ROW), .used = 1, .line = 1,
		.most = TABLE_ROWS};
	for (size_t i = 0; i < TABLE_COLUMNS; i++)
		r->cells[i] = r->text;
}

void row_bad(struct row *r, int code, const char *rule) {
	if (r->rc != 0)
		return;
	r->rc = code;
	r->rule = rule;
	r->wrong = r->line;
}

/* Length of a blank at s: spaces of any kind that spreadsheets leave at the ends of cells. */
static size_t blank_at(const char *s, size_t n) {
	if (n > 0 && (*s == ' ' || *s == '\t' || *s == '\r' || *s == '\n'))
		return 1;
	if (n > 1 && memcmp(s, "\xc2\xa0", 2) == 0)
		return 2;
	return n > 2 && (memcmp(s, "\xe2\x80\xaf", 3) == 0 || memcmp(s, "\xef\xbb\xbf", 3) == 0) ? 3 : 0;
}

static size_t blank_before(const char *s, size_t n) {
	for (size_t k = 1; k <= 3 && k <= n; k++)
		if (blank_at(s + n - k, k) == k)
			return k;
	return 0;
}

static bool is_ink(char c) {
	return (unsigned char)c > ' ' && (unsigned char)c < 0x80;
}

void row_cell(struct row *r, size_t column, const char *s, size_t n) {
	bool trim = n > 0 && is_ink(s[0]) && is_ink(s[n - 1]); /* most cells */
	for (size_t k = trim ? 0 : blank_at(s, n); k > 0; k = blank_at(s, n))
		s += k, n -= k;
	for (size_t k = trim ? 0 : blank_before(s, n); k > 0; k = blank_before(s, n))
		n -= k;
	if (r->rc != 0 || n == 0)
		return;
	if (column >= TABLE_COLUMNS)
		return row_bad(r, ERR_LIMIT, N_("This row has more than 400 columns."));
	if (n > TABLE_CELL)
		return row_bad(r, ERR_LIMIT, N_("A cell of this row is longer than 32 KiB."));
	if (n + 1 > TABLE_ROW - r->used)
		return row_bad(r, ERR_LIMIT, N_("This row is longer than 512 KiB."));
	memcpy(r->text + r->used, s, n);
	r->text[r->used + n] = 0;
	r->cells[column] = r->text + r->used;
	r->used += n + 1;
	if (r->n <= column)
		r->n = column + 1;
}

/* Whoever takes the row may pass the ceiling of its arena, which leaves by longjmp. The libraries we are called from do
   not bear that: the jump ends here, and is made again when they have been let go (row_leave). */
static void hand_over(struct row *r) {
	jmp_buf trap, *const was = arena_trap(r->cx->arena, &trap);
	if (setjmp(trap) != 0) {
		r->sprung = true;
		r->rc = ERR_LIMIT;
	} else {
		int rc = r->take(r->cx, &(struct table_row){.line = r->line, .n = r->n, .cells = r->cells}, r->arg);
		r->rc = rc;
	}
	arena_trap(r->cx->arena, was);
}

int row_leave(struct cx *cx, const struct row *r) {
	if (r->rule != NULL)
		return err_say(cx, r->rc, "row", r->rule, arena_printf(cx->arena, "%lld", (long long)r->wrong));
	jmp_buf *was = arena_trap(cx->arena, NULL);
	arena_trap(cx->arena, was);
	if (r->sprung && was != NULL)
		longjmp(*was, 1);
	return r->rc;
}

void row_end(struct row *r) {
	if (r->rc == 0 && r->n > 0) {
		if (r->taken > r->most) /* the heading is none */
			row_bad(r, ERR_LIMIT, N_("The file has more than 2,000,000 rows."));
		else
			hand_over(r);
		r->taken++;
	}
	for (size_t i = 0; i < r->n; i++)
		r->cells[i] = r->text;
	r->used = 1;
	r->n = 0;
	r->line++;
}
