/* The lists of `atrama link`, as one table: columns of the same heading, or of the same kind, are one column. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "cmd/link.h"
#include "io/table.h"
#include "link/hash.h"
#include "link/load.h"

struct reader {
	struct link_job *job;
	int file;
	bool heading_only;
	int columns;
	int to[TABLE_COLUMNS];      /* column of the table for each of the file's */
	enum link_kind kind[LINK_COLUMNS];
	const char **cells;
	struct link_loader *loader;
	uint32_t records, room;     /* of file_of */
	bool begun;
};

static int no_memory(struct cx *cx) {
	return err_say(cx, ERR_LIMIT, "--memory", N_("The lists do not fit into the memory this linkage may have. Give more with --memory, or leave "
		"columns out."), NULL);
}

static int too_large(struct cx *cx) {
	return err_say(cx, ERR_LIMIT, NULL, N_("The lists have more than 100,000,000 rows together, or more text in one column than 4 GiB: one linkage "
		"cannot take that."), NULL);
}

static int column_find(const struct link_job *job, int columns, const char *name) {
	for (int i = 0; i < columns; i++)
		if (strcasecmp(job->heading[i], name) == 0)
			return i;
	return -1;
}

static bool has_heading(const struct table_row *row, const char *name) {
	for (size_t i = 0; i < row->n; i++)
		if (strcasecmp(row->cells[i], name) == 0)
			return true;
	return false;
}

/* Kinds of which a list has one column at most. */
static bool is_single(enum link_kind k) {
	return k == KIND_GIVEN || k == KIND_SURNAME || k == KIND_FULL || k == KIND_DATE || k == KIND_POSTCODE || k == KIND_PHONE || k == KIND_EMAIL;
}

/* The one column of the table with this kind that this file does not name itself. */
static int column_by_kind(const struct reader *r, const struct table_row *row, const enum link_kind *kinds, enum link_kind kind) {
	int found = -1, times = 0;
	for (size_t i = 0; i < row->n; i++)
		times += kinds[i] == kind;
	for (int i = 0; i < r->columns && times == 1; i++)
		if (r->kind[i] == kind) {
			if (found >= 0)
				return -1;
			found = i;
		}
	return found >= 0 && !has_heading(row, r->job->heading[found]) ? found : -1;
}

static int take_heading(struct reader *r, const struct table_row *row) {
	struct link_job *job = r->job;
	struct cx *cx = job->cx;
	bool taken[LINK_COLUMNS] = {false};
	enum link_kind kinds[TABLE_COLUMNS];
	for (size_t i = 0; i < row->n; i++)
		kinds[i] = link_guess_heading(row->cells[i]);
	for (size_t i = 0; i < row->n; i++) {
		const char *name = row->cells[i][0] == 0 ? arena_printf(cx->arena, "column %zu", i + 1) : row->cells[i];
		int at = column_find(job, r->columns, name);
		enum link_kind kind = kinds[i];
		if (at >= 0 && taken[at])
			return err_say(cx, ERR_INVALID, job->name[r->file], N_("Two columns have the same heading."), name);
		if (at < 0 && is_single(kind))
			at = column_by_kind(r, row, kinds, kind);
		if (at < 0 || taken[at]) {
			if (r->columns == LINK_COLUMNS)
				return err_say(cx, ERR_LIMIT, job->name[r->file], N_("The lists have more than 400 columns together."), NULL);
			at = r->columns++;
			job->heading[at] = arena_strdup(cx->arena, name);
			r->kind[at] = kind;
		}
		taken[at] = true;
		r->to[i] = at;
	}
	return 0;
}

static int take_row(struct cx *cx, const struct table_row *row, void *arg) {
	struct reader *r = arg;
	struct link_job *job = r->job;
	if (!r->begun) {
		r->begun = true;
		int rc = take_heading(r, row);
		return rc != 0 ? rc : r->heading_only ? ERR_BUSY : 0; /* enough was read */
	}
	for (int i = 0; i < r->columns; i++)
		r->cells[i] = "";
	for (size_t i = 0; i < row->n; i++) {
		if (r->to[i] < 0)
			return err_say(cx, ERR_INVALID, arena_printf(cx->arena, "%s, row %lld", job->name[r->file], (long long)row->line),
				N_("This row has more cells than the heading."), NULL);
		r->cells[r->to[i]] = row->cells[i];
	}
	if (r->records == LINK_RECORDS)
		return too_large(cx);
	if (job->files > 1 && r->records == r->room) {
		uint32_t room = r->room + r->room / 2 + 4096;
		uint32_t *wider = link_try(job->memory, job->file_of, room, sizeof *wider); /* no jump: the loader is at work */
		if (wider == NULL)
			return no_memory(cx);
		job->file_of = wider;
		r->room = room;
	}
	if (job->files > 1)
		job->file_of[r->records] = (uint32_t)r->file + 1;
	r->records++;
	return link_loader_add(r->loader, (size_t)r->columns, r->cells) ? 0 : ERR_LIMIT; /* link_loader_end knows why */
}

static int read_one(struct reader *r, int file, bool heading_only) {
	struct link_job *job = r->job;
	struct cx *cx = job->cx;
	r->file = file;
	r->heading_only = heading_only;
	r->begun = false;
	for (int i = 0; i < TABLE_COLUMNS; i++)
		r->to[i] = -1;
	int fd = open(job->path[file], O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_say(cx, ERR_NOTFOUND, NULL, N_("The file could not be read."), job->path[file]);
	int rc = table_read_rows(cx, fd, INT64_MAX, take_row, r);
	close(fd);
	if (rc == ERR_BUSY && heading_only && r->begun)
		rc = 0;
	if (rc == 0 && !r->begun)
		rc = err_say(cx, ERR_INVALID, job->name[file], N_("The file is empty: it has no heading."), NULL);
	if (rc != 0 && cx->err.field != NULL && str_equal(cx->err.field, "row"))
		cx->err.field = arena_printf(cx->arena, "%s, row", job->name[file]);
	return rc;
}

/* Own columns ------------------------------------------------------------------------------------------------------------------- */

static int own_column(struct link_job *job, const char *option, const char *name, int *ret_column) {
	*ret_column = -1;
	if (name == NULL)
		return 0;
	*ret_column = column_find(job, job->table.columns, name);
	if (*ret_column < 0)
		return err_say(job->cx, ERR_INVALID, option, N_("No column has this heading."), name);
	job->own[*ret_column] = true;
	return 0;
}

/* Where nobody named the column of ids: the first that has another value in every record and says so in its heading. */
static void find_id(struct link_job *job) {
	const struct link_table *t = &job->table;
	for (int i = 0; i < t->columns && job->id_column < 0; i++)
		if (!job->own[i] && t->column[i].values == t->records && t->records > 1 && link_guess_heading(t->column[i].name) == KIND_IGNORE) {
			job->id_column = i;
			job->own[i] = true;
		}
}

static void count_same_ids(struct link_job *job) {
	const struct link_column *c = job->id_column < 0 ? NULL : &job->table.column[job->id_column];
	for (uint32_t i = 1; c != NULL && i <= c->values; i++)
		job->same_ids += c->count[i] > 1 && job->files == 1 ? c->count[i] : 0;
}

int link_files_read(struct link_job *job) {
	struct cx *cx = job->cx;
	struct reader r = {.job = job};
	int rc = 0;
	job->heading = arena_array(cx->arena, LINK_COLUMNS, sizeof *job->heading);
	r.cells = arena_array(cx->arena, LINK_COLUMNS, sizeof *r.cells);
	for (int i = 0; rc == 0 && i < job->files; i++)
		rc = read_one(&r, i, true);
	if (rc != 0)
		return rc;
	link_table_init(&job->table, job->memory, r.columns, job->heading);
	r.loader = link_loader_start(&job->table, job->threads);
	if (r.loader == NULL)
		return no_memory(cx);
	for (int i = 0; rc == 0 && i < job->files; i++)
		rc = read_one(&r, i, false);
	bool whole = link_loader_end(r.loader);
	if (!whole && (rc == 0 || rc == ERR_LIMIT) && cx->err.rule == NULL)
		rc = job->table.full == LINK_FULL_MEMORY ? no_memory(cx) : too_large(cx);
	if (rc != 0)
		return rc;
	if (job->table.records == 0)
		return err_say(cx, ERR_INVALID, job->name[0], N_("There is no record below the heading."), NULL);
	rc = own_column(job, "--id", job->id, &job->id_column);
	if (rc == 0)
		rc = own_column(job, "--source", job->source, &job->source_column);
	if (rc == 0)
		rc = own_column(job, "--truth", job->truth, &job->truth_column);
	if (rc == 0) {
		find_id(job);
		count_same_ids(job);
	}
	return rc;
}

const char *link_record_name(const struct link_job *job, uint32_t record, char number[16], size_t *ret_n) {
	const struct link_column *c = job->id_column < 0 ? NULL : &job->table.column[job->id_column];
	if (c != NULL && c->id[record] != 0)
		return link_value(c, c->id[record], ret_n);
	*ret_n = (size_t)snprintf(number, 16, "%u", record + 1);
	return number;
}

int link_text_read(struct cx *cx, const char *path, size_t most, struct buf *ret) {
	FILE *f = fopen(path, "re");
	if (f == NULL)
		return err_say(cx, ERR_NOTFOUND, NULL, N_("The file could not be read."), path);
	*ret = buf_new(cx->arena, most + 2);
	char piece[4096];
	size_t n;
	bool fits = true, text = true;
	for (n = fread(piece, 1, sizeof piece, f); fits && n > 0; n = fread(piece, 1, sizeof piece, f)) {
		fits = ret->n + n <= most;
		text &= memchr(piece, 0, n) == NULL;
		if (fits)
			buf_add(ret, piece, n);
	}
	bool failed = ferror(f) != 0;
	fclose(f);
	if (failed)
		return err_say(cx, ERR_IO, NULL, N_("The file could not be read."), path);
	if (!fits)
		return err_say(cx, ERR_LIMIT, NULL, N_("This file is larger than 1 MiB: it is no model and no list of rules."), path);
	if (!text || ret->n == 0)
		return err_say(cx, ERR_INVALID, NULL, N_("This file is empty or no text."), path);
	return 0;
}
