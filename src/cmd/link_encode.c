/* atrama link secret, atrama link encode: a list as filters that only a shared secret could have made. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "cmd/cmd.h"
#include "cmd/link_veil.h"
#include "link/memory.h"
#include "text/fold.h"
#include "veil/list.h"
#include "veil/secret.h"

struct row { /* an encoded record, while all of them are put in their order */
	uint64_t order;
	uint32_t filter, name; /* where its filter and its name lie */
};

struct job {
	struct cx *cx;
	struct link_memory *memory;
	const char *file, *fields, *id;
	struct veil_plan plan;
	struct veil_columns columns;
	struct veil_encoder *encoder;
	struct secret secret;
	bool begun, month_first, with_ids;
	uint64_t *filter;
	struct row *row;
	uint32_t n, room, empty;
	char *names;
	size_t named, names_room;
};

int cmd_link_secret(struct cx *cx, int argc, char **argv) {
	int rc = veil_arguments(cx, argc, argv, 1, 1);
	if (rc == 0)
		rc = veil_secret_make(cx, argv[1]);
	if (rc == 0)
		printf("%s: give it to the other parties by another way than the lists, and to nobody who links them.\n", argv[1]);
	return rc;
}

static int heading(struct job *j, const struct table_row *row) {
	int rc = veil_columns_find(j->cx, row, j->fields, j->id, &j->columns, &j->plan);
	return rc != 0 ? rc : veil_encoder_new(j->cx, &j->plan, j->secret.at, j->month_first, &j->encoder);
}

static int name_keep(struct job *j, const struct table_row *row) {
	char number[24];
	const char *name = j->columns.id < 0 || (size_t)j->columns.id >= row->n ? "" : row->cells[j->columns.id];
	if (name[0] == 0) {
		snprintf(number, sizeof number, "%lld", (long long)row->line);
		name = number;
	}
	size_t n = strlen(name) + 1;
	bool plain = true;
	for (size_t i = 0; i + 1 < n; i++)
		plain &= (unsigned char)name[i] >= ' ';
	if (n > VEIL_NAME_BYTES || !plain)
		return err_say(j->cx, ERR_INVALID, arena_printf(j->cx->arena, "%s, row %lld", j->file, (long long)row->line),
			N_("What a record is called has at most 199 letters, and no ends of lines."), NULL);
	if (j->named + n > j->names_room) {
		j->names_room = j->names_room * 2 + (1 << 16);
		j->names = link_grow(j->memory, j->names, j->names_room, 1);
	}
	if (j->named + n > UINT32_MAX)
		return err_say(j->cx, ERR_LIMIT, j->file, N_("What the records are called is too long together."), NULL);
	j->row[j->n].name = (uint32_t)j->named;
	memcpy(j->names + j->named, name, n);
	j->named += n;
	return 0;
}

static int take(struct cx *cx, const struct table_row *row, void *arg) {
	struct job *j = arg;
	size_t words = j->plan.bits / 64;
	if (!j->begun) {
		j->begun = true;
		return heading(j, row);
	}
	if (j->n == VEIL_RECORDS)
		return err_say(cx, ERR_LIMIT, j->file, N_("A list that is encoded has at most 100,000,000 records."), NULL);
	if (j->n == j->room) {
		j->room += j->room / 2 + 1024;
		j->row = link_grow(j->memory, j->row, j->room, sizeof *j->row);
		j->filter = link_grow(j->memory, j->filter, j->room, words * sizeof *j->filter);
	}
	veil_record_begin(j->encoder);
	for (size_t i = 0; i < row->n; i++)
		if (j->columns.kind[i] != VEIL__MAX)
			veil_record_add(j->encoder, j->columns.kind[i], row->cells[i], strlen(row->cells[i]));
	uint64_t *filter = j->filter + (size_t)j->n * words;
	if (!veil_record_end(j->encoder, filter)) {
		j->empty++;
		return 0;
	}
	int rc = name_keep(j, row);
	j->row[j->n].filter = j->n;
	j->row[j->n].order = veil_order(j->encoder, filter, j->n);
	j->n++;
	return rc;
}

static int by_order(const void *a, const void *b) {
	const struct row *x = a, *y = b;
	if (x->order != y->order)
		return (x->order > y->order) - (x->order < y->order);
	return (x->filter > y->filter) - (x->filter < y->filter);
}

static int list_write(struct job *j, const char *path) {
	struct pack_out o;
	uint8_t mark[VEIL_MARK];
	size_t words = j->plan.bits / 64;
	veil_mark(j->secret.at, mark);
	int rc = veil_list_begin(j->cx, path, &j->plan, mark, j->n, j->with_ids ? j->named : 0, &o);
	if (rc != 0)
		return rc;
	for (uint32_t i = 0; i < j->n; i++)
		pack_put(&o, j->filter + (size_t)j->row[i].filter * words, words * sizeof *j->filter);
	for (uint32_t i = 0; j->with_ids && i < j->n; i++)
		pack_put(&o, j->names + j->row[i].name, strlen(j->names + j->row[i].name) + 1);
	return pack_close(&o, true, NULL);
}

static int map_write(struct job *j, const char *path) {
	struct pack_out o;
	int rc = pack_open(j->cx, path, true, &o);
	if (rc != 0)
		return rc;
	fputs(j->columns.id < 0 ? "record,row\n" : "record,id\n", o.to);
	for (uint32_t i = 0; i < j->n; i++) {
		fprintf(o.to, "%u,", i + 1);
		veil_cell(o.to, j->names + j->row[i].name);
		putc('\n', o.to);
	}
	o.failed |= ferror(o.to) != 0;
	return pack_close(&o, false, NULL);
}

static int encode(struct job *j, const char *path, const char *out, const char *map) {
	struct cx *cx = j->cx;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_say(cx, ERR_NOTFOUND, NULL, N_("The file could not be read."), path);
	int rc = table_read_rows(cx, fd, INT64_MAX, take, j);
	close(fd);
	if (rc == 0 && j->n == 0)
		rc = err_say(cx, ERR_INVALID, j->file, N_("No record of this list says anything in the fields that are encoded."), NULL);
	if (rc != 0)
		return rc;
	qsort(j->row, j->n, sizeof *j->row, by_order);
	rc = map == NULL ? 0 : map_write(j, map);
	if (rc == 0)
		rc = list_write(j, out);
	if (rc != 0)
		return rc;
	struct buf fields = buf_new(cx->arena, 1 << 12), steps = buf_new(cx->arena, 1 << 12);
	veil_fields_print(&fields, &j->plan);
	veil_steps_print(&steps, &j->plan);
	printf("%u records: %s; %u bits, hardened by %s\n", j->n, fields.at, j->plan.bits, steps.at);
	if (j->empty > 0)
		printf("%u records say nothing in these fields and were left out\n", j->empty);
	return 0;
}

static int options(struct job *j, int *argc, char **argv, int64_t *mib, const char **secret) {
	struct cx *cx = j->cx;
	int64_t bits = 1024;
	const char *harden = cmd_option(argc, argv, "--harden"), *round = cmd_option(argc, argv, "--round");
	*secret = cmd_option(argc, argv, "--secret");
	j->fields = cmd_option(argc, argv, "--fields");
	j->id = cmd_option(argc, argv, "--id");
	j->month_first = cmd_flag(argc, argv, "--month-first");
	j->with_ids = cmd_flag(argc, argv, "--with-ids");
	j->plan = veil_plan_usual();
	int rc = veil_number(cx, argc, argv, "--memory", 64, 1 << 20, mib);
	if (rc == 0)
		rc = veil_number(cx, argc, argv, "--bits", VEIL_BITS_LEAST, VEIL_BITS_MOST, &bits);
	j->plan.bits = (unsigned)bits;
	if (rc == 0 && harden != NULL)
		rc = veil_steps_read(cx, "--harden", harden, &j->plan);
	if (rc == 0 && round != NULL)
		rc = veil_round_read(cx, "--round", round, &j->plan);
	unsigned raw;
	return rc != 0 ? rc : veil_plan_check(cx, "--bits", &j->plan, &raw);
}

int cmd_link_encode(struct cx *cx, int argc, char **argv) {
	struct job *j = arena_alloc(cx->arena, sizeof *j);
	int64_t mib = 4096;
	jmp_buf trap;
	const char *out = cmd_option(&argc, argv, "--out"), *map = cmd_option(&argc, argv, "--map"), *secret;
	j->cx = cx;
	int rc = options(j, &argc, argv, &mib, &secret);
	if (rc == 0)
		rc = veil_arguments(cx, argc, argv, 1, 1);
	if (rc == 0 && (secret == NULL || out == NULL))
		return ERR_INVALID;
	if (rc == 0 && (map == NULL) != j->with_ids)
		rc = err_say(cx, ERR_INVALID, "--map", N_("Say where what your records are called is kept: --map FILE keeps it with you, --with-ids "
			"sends it along."), NULL);
	if (rc == 0)
		rc = veil_secret_read(cx, secret, &j->secret);
	if (rc != 0)
		return rc;
	const char *slash = strrchr(argv[1], '/');
	j->file = slash == NULL ? argv[1] : slash + 1;
	fold_warm();
	j->memory = link_memory_new((size_t)mib << 20);
	link_memory_trap(j->memory, &trap);
	if (setjmp(trap) == 0)
		j->room = 0, rc = encode(j, argv[1], out, map);
	else
		rc = err_say(cx, ERR_LIMIT, "--memory", N_("This linkage needs more memory than it may have. Give more with --memory."), NULL);
	veil_encoder_free(j->encoder);
	secret_dispose(&j->secret);
	link_memory_free(j->memory);
	return rc;
}
