#include "io/table.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "io/file.h"

enum { TABLE_ARENA = 160 << 20 }; /* more than all bounds together: its ceiling is never what ends a reading */

int file_read(struct cx *cx, const struct file *f, char *to, size_t *ret_n) {
	size_t n = 0;
	while (n < FILE_PIECE) {
		ssize_t got = read(f->fd, to + n, FILE_PIECE - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_say(cx, ERR_IO, NULL, N_("The file could not be read."), NULL);
		if (got == 0)
			break;
		n += (size_t)got;
	}
	*ret_n = n;
	return 0;
}

static bool begins(const struct file *f, const char *magic, size_t n) {
	return f->at.n >= n && memcmp(f->at.at, magic, n) == 0;
}

struct reading {
	struct row row;
	const char *sheet; /* of an XLSX; NULL: the first that is shown, or a CSV */
	struct csv *csv;
	struct xlsx *xlsx;
};

static int read_as(struct cx *cx, struct arena *arena, const struct file *f, struct reading *r) {
	if (f->at.n == 0)
		return err_say(cx, ERR_INVALID, NULL, N_("The file is empty."), NULL);
	if (begins(f, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8))
		return err_say(cx, ERR_INVALID, NULL,
			N_("This is an old or a password-protected spreadsheet. Save it as XLSX without a password, or as CSV."),
			NULL);
	int rc;
	if (begins(f, "PK\3\4", 4) || begins(f, "PK\5\6", 4)) {
		r->xlsx = xlsx_new(arena, r->sheet);
		rc = xlsx_read(r->xlsx, f, &r->row);
	} else if (r->sheet != NULL) {
		rc = err_say(cx, ERR_INVALID, NULL, N_("This is no XLSX spreadsheet."), NULL);
	} else {
		r->csv = csv_new(arena);
		rc = csv_read(r->csv, f, &r->row);
	}
	if (rc == 0 && r->row.taken == 0)
		rc = err_say(cx, ERR_INVALID, NULL, N_("The file is empty."), NULL);
	return rc;
}

static int read_whole(struct cx *cx, const struct file *f, const char *sheet, int64_t most, table_take *take, void *arg,
		struct arena *arena) {
	struct reading *r = arena_alloc(arena, sizeof *r);
	r->sheet = sheet;
	row_init(&r->row, cx, arena, take, arg);
	r->row.most = most;
	int rc = read_as(cx, arena, f, r);
	struct row last = {.rc = r->row.rc, .rule = r->row.rule, .wrong = r->row.wrong, .sprung = r->row.sprung};
	csv_dispose(r->csv);
	xlsx_dispose(r->xlsx);
	arena_free(arena);
	return last.rc != 0 ? row_leave(cx, &last) : rc;
}

int table_read(struct cx *cx, int fd, table_take *take, void *arg) {
	return table_read_rows(cx, fd, TABLE_ROWS, take, arg);
}

int table_read_rows(struct cx *cx, int fd, int64_t most, table_take *take, void *arg) {
	struct file f = {.fd = fd};
	struct arena *arena = arena_new(TABLE_ARENA);
	char *first = arena_alloc(arena, FILE_PIECE);
	int rc = file_read(cx, &f, first, &f.at.n);
	if (rc != 0) {
		arena_free(arena);
		return rc;
	}
	f.at.at = first;
	f.ended = f.at.n < FILE_PIECE;
	return read_whole(cx, &f, NULL, most, take, arg, arena);
}

int table_read_bytes(struct cx *cx, struct blob bytes, table_take *take, void *arg) {
	struct file f = {.fd = -1, .at = bytes, .ended = true};
	return read_whole(cx, &f, NULL, TABLE_ROWS, take, arg, arena_new(TABLE_ARENA));
}

int table_read_sheet(struct cx *cx, struct blob bytes, const char *sheet, table_take *take, void *arg) {
	struct file f = {.fd = -1, .at = bytes, .ended = true};
	return read_whole(cx, &f, sheet, TABLE_ROWS, take, arg, arena_new(TABLE_ARENA));
}
