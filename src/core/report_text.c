#include "core/report_text.h"

#include "base/str.h"

enum { CELLS = 5 };

void report_text_begin(struct buf *to) {
	buf_str(to, "year,indicator,breakdown,value,unit\n");
}

static void cell_put(struct buf *to, const char *text) {
	if (strpbrk(text, ",\"\r\n") == NULL) {
		buf_str(to, text);
		return;
	}
	buf_char(to, '"');
	for (const char *c = text; *c != 0; c++) {
		if (*c == '"')
			buf_char(to, '"');
		buf_char(to, *c);
	}
	buf_char(to, '"');
}

void report_text_add(struct buf *to, const struct report_line *line) {
	const char *cells[] = {line->indicator, line->breakdown, line->value, line->unit};
	buf_printf(to, "%d", line->year);
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		buf_char(to, ',');
		cell_put(to, cells[i]);
	}
	buf_char(to, '\n');
}

/* A cell, and what ended it: ',' or '\n'; 0 where the text breaks off. */
static char cell_get(struct arena *a, const char **at, const char **ret_text) {
	const char *c = *at;
	size_t n = 0;
	bool quoted = *c == '"';
	char *text = arena_alloc(a, (quoted ? strlen(c) : strcspn(c, ",\n")) + 1);
	for (c += quoted; *c != 0; c++) {
		if (quoted ? *c == '"' && c[1] != '"' : *c == ',' || *c == '\n')
			break;
		c += quoted && *c == '"';
		text[n++] = *c;
	}
	c += quoted && *c == '"';
	*ret_text = text;
	*at = *c == 0 ? c : c + 1;
	return *c;
}

bool report_text_next(struct arena *a, const char **at, struct report_line *ret_line) {
	const char *cells[CELLS];
	int64_t year = 0;
	for (int i = 0; i < CELLS; i++)
		if (cell_get(a, at, &cells[i]) != (i + 1 == CELLS ? '\n' : ','))
			return false;
	if (!int_parse(cells[0], &year))
		year = 0; /* the header */
	*ret_line = (struct report_line){(int)year, cells[1], cells[2], cells[3], cells[4]};
	return true;
}
