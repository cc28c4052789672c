/*
 * XLSForms from strangers: a spreadsheet as it is, or three sheets written as text (rows by lines, cells by |, sheets
 * parted by a form feed). What becomes an XForm is read as one, or refused with a reason; what does not names cells, and
 * leaves nothing behind.
 */
#include "base/utf8.h"
#include "form/xform.h"
#include "form/xls.h"
#include "fuzz/fuzz.h"
#include "fuzz/fuzz.h"
#include "io/book.h"

static void sheet(struct cx *cx, struct book *b, const char *name, const char *at, const char *end) {
	static const double widths[] = {10};
	book_sheet(b, name, widths, 1);
	while (at < end) {
		const char *line = memchr(at, '\n', (size_t)(end - at)), *stop = line == NULL ? end : line;
		book_row(b);
		for (size_t cells = 0; at <= stop && cells < BOOK_COLUMNS; cells++) {
			const char *bar = memchr(at, '|', (size_t)(stop - at)), *to = bar == NULL ? stop : bar;
			book_text(b, BOOK_PLAIN, arena_strndup(cx->arena, at, (size_t)(to - at)));
			at = to + 1;
		}
		at = stop + 1;
	}
}

static struct blob written(struct cx *cx, const char *text) {
	static const char *const names[] = {"survey", "choices", "settings"};
	struct book *b = book_new(cx->arena, "x");
	struct buf out = buf_new(cx->arena, 4 << 20);
	for (size_t i = 0; i < 3; i++) {
		const char *end = strchrnul(text, '\f');
		sheet(cx, b, names[i], text, end);
		text = *end == 0 ? end : end + 1;
	}
	return book_end(cx, b, &out) == 0 ? (struct blob){out.at, out.n} : (struct blob){0};
}

FUZZ(cx, at, n) {
	bool packed = n >= 4 && memcmp(at, "PK\3\4", 4) == 0;
	char *text = fuzz_text(at, n);
	const char *copy = arena_strdup(cx->arena, text);
	free(text);
	struct blob xlsx = packed ? (struct blob){at, n} : utf8_valid(copy, strlen(copy)) ? written(cx, copy) : (struct blob){0};
	if (xlsx.n == 0)
		return;
	struct buf out = buf_new(cx->arena, XLS_BYTES);
	struct xform *form;
	json_t *errors;
	int rc = xls_form(cx, xlsx, "id", &out, &errors);
	MUST(rc == 0 || rc == ERR_INVALID || rc == ERR_LIMIT);
	MUST(rc == 0 || (cx->err.code == rc && cx->err.rule != NULL && out.n == 0));
	MUST(rc != 0 || errors == NULL);
	if (errors != NULL) {
		MUST(json_array_size(errors) > 0 && json_array_size(errors) <= XLS_ERRORS);
		json_decref(errors);
	}
	if (rc != 0)
		return;
	rc = xform_read(cx, (struct blob){out.at, out.n}, &form);
	MUST(rc == 0 || cx->err.rule != NULL);
}
