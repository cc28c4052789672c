/*
 * CSV from strangers. What is handed over is text within the bounds, its rows in order; written again as CSV, it reads
 * the same. What is refused says why, and where a row is named it is one.
 */
#include "base/buf.h"
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "io/table.h"

struct seen {
	int64_t line;
	struct buf again; /* what was read, as CSV */
	struct buf cells; /* and one after the other */
};

static int look(struct cx *cx, const struct table_row *row, void *arg) {
	struct seen *s = arg;
	(void)cx;
	MUST(row->line > s->line && row->n > 0 && row->n <= TABLE_COLUMNS);
	MUST(row->cells[row->n - 1][0] != 0);
	for (; ++s->line < row->line;)
		buf_char(&s->again, '\n');
	for (size_t i = 0; i < row->n; i++) {
		const char *cell = row->cells[i];
		MUST(strlen(cell) <= TABLE_CELL && utf8_valid(cell, strlen(cell)));
		buf_str(&s->cells, cell);
		buf_char(&s->cells, 1);
		buf_str(&s->again, i > 0 ? ",\"" : "\"");
		for (; *cell != 0; cell++)
			buf_str(&s->again, *cell == '"' ? "\"\"" : (char[]){*cell, 0});
		buf_char(&s->again, '"');
	}
	buf_char(&s->again, '\n');
	buf_char(&s->cells, 2);
	return 0;
}

/* The first row has the most commas, or the second reading would not part as this one writes. */
static int widen(struct cx *cx, const struct table_row *row, void *arg) {
	(void)cx, (void)row;
	++*(int *)arg;
	return 0;
}

FUZZ(cx, at, n) {
	struct seen first = {.again = buf_new(cx->arena, 3 << 20), .cells = buf_new(cx->arena, 1 << 20)};
	struct seen second = {.again = buf_new(cx->arena, 3 << 20), .cells = buf_new(cx->arena, 1 << 20)};
	char *bytes = malloc(n + (n == 0)); /* exactly as long */
	MUST(bytes != NULL);
	memcpy(bytes, at, n);
	int rows = 0, rc = table_read_bytes(cx, (struct blob){bytes, n}, widen, &rows);
	if (rc == 0)
		rc = table_read_bytes(cx, (struct blob){bytes, n}, look, &first);
	free(bytes);
	MUST(rc == 0 || rc == ERR_INVALID || rc == ERR_LIMIT);
	if (rc != 0) {
		MUST(cx->err.code == rc && cx->err.rule != NULL);
		MUST(cx->err.field == NULL || (str_equal(cx->err.field, "row") && cx->err.value != NULL));
		return;
	}
	MUST(rows > 0);
	struct buf all = buf_new(cx->arena, 4 << 20);
	buf_str(&all, "sep=,\n");
	buf_add(&all, first.again.at, first.again.n);
	second.line = 1;
	MUST(table_read_bytes(cx, (struct blob){all.at, all.n}, look, &second) == 0);
	MUST(first.cells.n == second.cells.n && memcmp(first.cells.at, second.cells.at, first.cells.n) == 0);
}
