/* CSV: pieces of a file are made UTF-8, looked through, and given to libcsv, which holds one cell at a time. */
#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "io/file.h"

enum encoding { UTF_8, UTF_16_LE, UTF_16_BE };

struct csv {
	struct csv_parser parser;
	bool open;               /* the parser holds memory */
	struct row *row;
	enum encoding encoding;
	bool begun;              /* the separator is known */
	bool cr;                 /* the last row ended with CR: a LF right after it is no row */
	size_t column;
	size_t carried;          /* bytes of a character that is not whole yet, at the beginning of `piece` */
	char read[FILE_PIECE];
	char piece[4 + FILE_PIECE];
	char text[FILE_PIECE * 3 / 2 + 8]; /* a piece of UTF-16 as UTF-8 */
};

/* libcsv's cell grows by this. */
static void *grow(void *old, size_t n) {
	return n > TABLE_CELL + 4096 ? NULL : realloc(old, n);
}

struct csv *csv_new(struct arena *arena) {
	return arena_alloc(arena, sizeof(struct csv));
}

void csv_dispose(struct csv *c) {
	if (c != NULL && c->open)
		csv_free(&c->parser);
	if (c != NULL)
		c->open = false;
}

static void on_cell(void *s, size_t n, void *arg) {
	struct csv *c = arg;
	c->cr = false;
	row_cell(c->row, c->column++, s == NULL ? "" : s, n);
}

static void on_row(int end, void *arg) {
	struct csv *c = arg;
	bool half = end == '\n' && c->cr && c->column == 0;
	c->cr = end == '\r';
	if (half)
		return;
	row_end(c->row);
	c->column = 0;
}

/* What separates: whichever of these the first line has most of, outside quotation marks; a comma where it has none. */
static unsigned char separator(const char *s, size_t n) {
	static const char each[] = {',', ';', '\t', '|'};
	size_t counts[4] = {0}, best = 0;
	bool quoted = false;
	for (size_t i = 0; i < n && (quoted || (s[i] != '\n' && s[i] != '\r')); i++) {
		quoted ^= s[i] == '"';
		for (size_t k = 0; k < 4 && !quoted; k++)
			counts[k] += s[i] == each[k];
	}
	for (size_t k = 1; k < 4; k++)
		if (counts[k] > counts[best])
			best = k;
	return (unsigned char)each[best];
}

/* Bytes of a first line "sep=;", which spreadsheet programs write and read for themselves; 0 if there is none. */
static size_t separator_line(const char *s, size_t n) {
	if (n < 6 || strncasecmp(s, "sep=", 4) != 0)
		return 0;
	if (s[5] == '\n')
		return 6;
	return n > 6 && s[5] == '\r' && s[6] == '\n' ? 7 : 0;
}

static void begin(struct csv *c, const char **s, size_t *n) {
	size_t skip = separator_line(*s, *n);
	csv_set_delim(&c->parser, skip > 0 ? (unsigned char)(*s)[4] : separator(*s, *n));
	*s += skip;
	*n -= skip;
	if (skip > 0)
		c->row->line++;
	c->begun = true;
}

/* A row in which nothing is quoted, as libcsv would give it. */
static void plain_row(struct csv *c, const char *s, const char *end) {
	const char delimiter = (char)csv_get_delim(&c->parser);
	while (s < end && (*s == ' ' || *s == '\t') && *s != delimiter)
		s++;
	while (s < end || c->column > 0) {
		const char *to = s == end ? NULL : memchr(s, delimiter, (size_t)(end - s));
		on_cell((void *)(uintptr_t)s, (size_t)((to == NULL ? end : to) - s), c);
		if (to == NULL)
			break;
		s = to + 1;
	}
	on_row('\n', c);
}

/* Whole rows without a quotation mark need no parser: most lists are nothing else. Gives how many bytes they were. */
static size_t plain_rows(struct csv *c, const char *s, size_t n) {
	size_t i = 0;
	while (i < n && c->row->rc == 0) {
		const char *row = s + i, *end = memchr(row, '\n', n - i);
		if (end == NULL || end - row > TABLE_CELL || memchr(row, '"', (size_t)(end - row)) != NULL)
			break;
		const char *last = end > row && end[-1] == '\r' ? end - 1 : end;
		if (memchr(row, '\r', (size_t)(last - row)) != NULL)
			break;
		plain_row(c, row, last);
		i += (size_t)(end + 1 - row);
	}
	return i;
}

static void parse(struct csv *c, const char *s, size_t n) {
	if (csv_parse(&c->parser, s, n, on_cell, on_row, c) == n)
		return;
	if (csv_error(&c->parser) == CSV_EPARSE)
		row_bad(c->row, ERR_INVALID,
			N_("A quotation mark stands inside a cell of this row. Double it, and put the whole cell in quotation "
			"marks."));
	else
		row_bad(c->row, ERR_LIMIT, c->parser.quoted
			? N_("A cell of this row is longer than 32 KiB. Perhaps a quotation mark opens here and never closes.")
			: N_("A cell of this row is longer than 32 KiB."));
}

/* Well-formed UTF-8 without a 0: row by row to libcsv, but for those that need none of it. */
static void deliver(struct csv *c, const char *s, size_t n) {
	enum { ROW_NOT_BEGUN = 0 }; /* of libcsv's states */
	if (!c->begun && n > 0)
		begin(c, &s, &n);
	while (n > 0 && c->row->rc == 0) {
		size_t k = c->parser.pstate == ROW_NOT_BEGUN ? plain_rows(c, s, n) : 0;
		s += k;
		n -= k;
		const char *end = n == 0 ? NULL : memchr(s, '\n', n);
		k = end == NULL ? n : (size_t)(end + 1 - s);
		if (k > 0 && c->row->rc == 0)
			parse(c, s, k);
		s += k;
		n -= k;
	}
}

static size_t length_of(unsigned char lead) {
	return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/* Eight bytes, each of them a character and none of them 0. */
static bool is_ascii(const char *s) {
	uint64_t x;
	memcpy(&x, s, 8);
	return ((x | (x - 0x0101010101010101)) & 0x8080808080808080) == 0;
}

/* Hands over what is whole and sound; gives how many bytes that were. Something may be left: the beginning of a
   character. */
static size_t take_utf8(struct csv *c, const char *s, size_t n, bool last) {
	size_t i = 0;
	const char *wrong = NULL;
	while (i < n && wrong == NULL) {
		if (n - i >= 8 && is_ascii(s + i)) {
			i += 8;
			continue;
		}
		size_t k = length_of((unsigned char)s[i]);
		if (s[i] == 0)
			wrong = N_("A byte of zero stands in this row: this is no text. Save the file as CSV in UTF-8.");
		else if (i + k > n && !last)
			break;
		else if (k > 1 && (i + k > n || !utf8_valid(s + i, k)))
			wrong = N_("This row is not in UTF-8. Save the file as CSV in UTF-8.");
		else
			i += k;
	}
	deliver(c, s, i); /* so that the row is known */
	if (wrong != NULL)
		row_bad(c->row, ERR_INVALID, wrong);
	return i;
}

static uint32_t unit_at(const struct csv *c, const char *s) {
	const unsigned char *u = (const unsigned char *)s;
	return c->encoding == UTF_16_LE ? (uint32_t)(u[0] | u[1] << 8) : (uint32_t)(u[0] << 8 | u[1]);
}

static size_t put_utf8(char *to, uint32_t p) {
	if (p < 0x80) {
		to[0] = (char)p;
		return 1;
	}
	size_t n = p < 0x800 ? 2 : p < 0x10000 ? 3 : 4;
	for (size_t i = n - 1; i > 0; i--, p >>= 6)
		to[i] = (char)(0x80 | (p & 0x3f));
	to[0] = (char)(p | (n == 2 ? 0xc0 : n == 3 ? 0xe0 : 0xf0));
	return n;
}

static size_t take_utf16(struct csv *c, const char *s, size_t n, bool last) {
	size_t i = 0, m = 0;
	bool damaged = false;
	while (i + 2 <= n && !damaged) {
		uint32_t p = unit_at(c, s + i);
		bool pair = p >= 0xd800 && p < 0xdc00;
		if (pair && i + 4 > n)
			break;
		uint32_t low = pair ? unit_at(c, s + i + 2) : 0;
		damaged = (p >= 0xdc00 && p < 0xe000) || (pair && (low < 0xdc00 || low > 0xdfff));
		if (damaged)
			break;
		m += put_utf8(c->text + m, pair ? 0x10000 + ((p - 0xd800) << 10) + (low - 0xdc00) : p);
		i += pair ? 4 : 2;
	}
	take_utf8(c, c->text, m, true);
	if (damaged || (last && i < n))
		row_bad(c->row, ERR_INVALID,
			N_("This row is not in UTF-16, as the file says it is. Save the file as CSV in UTF-8."));
	return i;
}

/* At most FILE_PIECE bytes of the file, after what was carried over. */
static void take(struct csv *c, const char *s, size_t n, bool last) {
	memcpy(c->piece + c->carried, s, n);
	n += c->carried;
	size_t taken = (c->encoding == UTF_8 ? take_utf8 : take_utf16)(c, c->piece, n, last);
	if (c->row->rc != 0)
		return;
	c->carried = n - taken;
	memmove(c->piece, c->piece + taken, c->carried);
}

/* Length of the mark at the beginning. */
static size_t mark(struct csv *c, const char *s, size_t n) {
	if (n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0)
		return 3;
	if (n < 2 || (memcmp(s, "\xff\xfe", 2) != 0 && memcmp(s, "\xfe\xff", 2) != 0))
		return 0;
	c->encoding = s[0] == '\xff' ? UTF_16_LE : UTF_16_BE;
	return 2;
}

static void finish(struct csv *c) {
	csv_set_opts(&c->parser, CSV_REPALL_NL | CSV_STRICT | CSV_STRICT_FINI);
	if (csv_fini(&c->parser, on_cell, on_row, c) != 0)
		row_bad(c->row, ERR_INVALID, N_("A quotation mark opens in this row and never closes."));
}

int csv_read(struct csv *c, const struct file *f, struct row *row) {
	c->row = row;
	if (csv_init(&c->parser, CSV_REPALL_NL | CSV_STRICT) != 0)
		return bug_if(row->cx, true);
	c->open = true;
	csv_set_realloc_func(&c->parser, grow);
	csv_set_blk_size(&c->parser, 4096);
	const char *s = f->at.at;
	size_t at = mark(c, s, f->at.n);
	do {
		size_t n = f->at.n - at < FILE_PIECE ? f->at.n - at : FILE_PIECE;
		take(c, s + at, n, f->ended && at + n == f->at.n);
		at += n;
	} while (row->rc == 0 && at < f->at.n);
	for (bool more = !f->ended; more && row->rc == 0;) {
		size_t n;
		int rc = file_read(row->cx, f, c->read, &n);
		if (rc != 0)
			return rc;
		more = n == FILE_PIECE;
		take(c, c->read, n, !more);
	}
	if (row->rc == 0)
		finish(c);
	return row->rc;
}
