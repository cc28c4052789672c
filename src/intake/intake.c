#include "intake/intake.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "intake/inside.h"
#include "intake/row.h"
#include "op/profile.h"
#include "wire/frame.h"

enum {
	FILE_ARENA = 16 << 20,
	ROW_ARENA = 32 << 20,     /* some fifty times the longest row */
	BATCH = 850000,           /* bytes of a batch as a text in a request, which has 1 MiB for all */
};

static const struct {
	const char *name;
	unsigned kind;
	void (*row)(struct intake *it);
} kinds[] = {
	{"persons", KIND_PERSONS, persons_row},
	{"services", KIND_SERVICES, services_row},
	{"links", KIND_LINKS, links_row},
	{"returns", KIND_RETURNS, returns_row},
	{NULL, KIND_REGISTER, register_row},
};

enum { KINDS = sizeof kinds / sizeof *kinds };

static int kind_find(struct cx *cx, const struct intake_as *as, struct intake *it) {
	for (size_t i = 0; i < KINDS; i++)
		if (str_equal(kinds[i].name, as->kind))
			it->kind = kinds[i].kind;
	if (it->kind != 0)
		return 0;
	it->kind = KIND_REGISTER;
	it->reg = code_find(cx->profile, L_REGISTER, as->kind);
	if (it->reg == 0)
		return err_say(cx, ERR_NOTFOUND, "kind", N_("There is no such kind of list."), as->kind);
	if (!register_writes(cx->profile, it->reg, as->org_kind))
		return err_say(cx, ERR_DENIED, "kind", N_("This organisation does not keep this register."), as->kind);
	return 0;
}

int intake_new(struct cx *cx, const struct intake_as *as, const struct intake_to *to, struct intake **ret_intake) {
	struct arena *arena = arena_new(FILE_ARENA);
	struct intake *it = arena_alloc(arena, sizeof *it);
	it->arena = arena;
	it->scratch = arena_new(ROW_ARENA);
	it->row = *cx;
	it->row.arena = it->scratch;
	it->to = *to;
	it->org_kind = as->org_kind;
	it->org = arena_strdup(arena, as->org);
	it->spells = spells_new(arena);
	int rc = kind_find(cx, as, it);
	if (rc == 0) {
		headings_load(it);
		it->batch = buf_new(arena, FRAME_REQUEST_MAX);
		buf_room(&it->batch, BATCH + 16);
	}
	for (size_t i = 0; rc == 0 && i < as->sets_n; i++)
		rc = headings_set(cx, it, &as->sets[i]);
	if (rc != 0) {
		intake_free(it);
		return rc;
	}
	*ret_intake = it;
	return 0;
}

void intake_free(struct intake *it) {
	if (it == NULL)
		return;
	spells_free(it->spells);
	json_decref(it->calls);
	arena_free(it->scratch);
	arena_free(it->arena);
}

/* Batches ---------------------------------------------------------------------------------------------------------- */

static int batch_send(struct cx *cx, struct intake *it) {
	if (it->batch_rows == 0)
		return 0;
	buf_char(&it->batch, ']');
	int rc = it->to.rows == NULL ? 0 : it->to.rows(cx, it->batch.at, it->batch_rows, it->to.arg);
	explicit_bzero(it->batch.at, it->batch.n);
	it->batch.n = it->batch_rows = it->batch_escaped = 0;
	return rc;
}

/* Bytes it takes as a text inside a request. */
static size_t escaped(const char *text) {
	size_t n = 0;
	for (; *text != 0; text++)
		n += *text == '"' || *text == '\\' ? 2 : 1;
	return n;
}

static void batch_put(struct cx *cx, struct intake *it, const char *text) {
	size_t n = escaped(text) + 1;
	if (n > BATCH - 2)
		return in_bad_at(it, "", "", N_("That is more than the registry takes at once."));
	if (it->batch_rows == IMPORT_ROWS || it->batch_escaped + n > BATCH)
		it->rc = batch_send(cx, it);
	buf_char(&it->batch, it->batch_rows == 0 ? '[' : ',');
	buf_str(&it->batch, text);
	it->batch_rows++;
	it->batch_escaped += n;
}

/* Rows ------------------------------------------------------------------------------------------------------------- */

static void last_nothing_cut(json_t *calls) {
	while (json_array_size(calls) > 0 && json_is_null(json_array_get(calls, json_array_size(calls) - 1)))
		json_array_remove(calls, json_array_size(calls) - 1);
}

static char *row_text(struct intake *it) {
	last_nothing_cut(it->calls);
	json_t *row = json_pack("{s:I, s:O}", "line", (json_int_t)it->now->line, "calls", it->calls);
	const char *number = cell_of(it, COLUMN_NUMBER), *about = cell_of(it, it->kind == KIND_PERSONS ? COLUMN_NUMBER :
		COLUMN_PERSON);
	if (number[0] != 0)
		json_object_set_new(row, "number", json_string(number));
	if (about[0] != 0)
		json_object_set_new(row, "about", json_string(about));
	if (cell_of(it, COLUMN_OTHER)[0] != 0)
		json_object_set_new(row, "other", json_string(cell_of(it, COLUMN_OTHER)));
	char *text = json_dumps(row, JSON_COMPACT | JSON_ENSURE_ASCII);
	json_decref(row);
	return text;
}

/* False for a row that has nothing under any heading. What stands outside of them is told. */
static bool under_headings(struct intake *it, const struct table_row *row) {
	bool held = false;
	for (size_t i = 0; i < row->n && i < it->columns_n; i++)
		held |= row->cells[i][0] != 0 && !it->bare[i];
	for (size_t i = 0; held && i < row->n; i++) {
		if (row->cells[i][0] == 0)
			continue;
		if (i >= it->columns_n)
			in_bad_at(it, "", row->cells[i], N_("This row has more cells than the first row has headings."));
		else if (it->bare[i] && it->columns[i].heading[0] == 0)
			it->columns[i].heading = arena_printf(it->arena, "#%zu", i + 1);
	}
	return held;
}

static void row_read(struct cx *cx, struct intake *it, const struct table_row *row) {
	it->outer = cx;
	it->now = row;
	it->wrong = false;
	it->calls = json_array();
	if (under_headings(it, row)) {
		for (size_t i = 0; i < KINDS; i++)
			if (kinds[i].kind == it->kind)
				kinds[i].row(it);
		char *text = it->wrong ? NULL : row_text(it);
		if (text != NULL && it->rc == 0)
			batch_put(cx, it, text);
		if (text != NULL)
			explicit_bzero(text, strlen(text));
		free(text);
		it->sum.rows++;
		*(it->wrong ? &it->sum.bad : &it->sum.good) += 1;
	}
	json_decref(it->calls);
	it->calls = NULL;
}

/* A callback that passes the caller's ceiling leaves by longjmp: nothing of ours stays behind. */
int intake_take(struct cx *cx, const struct table_row *row, void *arg) {
	struct intake *const it = arg;
	if (!it->headed)
		return headings_read(cx, it, row);
	if (it->sum.rows == 0 && headings_again(it, row))
		return 0;
	jmp_buf trap, own, *const was = arena_trap(cx->arena, &trap);
	if (setjmp(trap) != 0) {
		arena_trap(cx->arena, was);
		intake_free(it);
		if (was != NULL)
			longjmp(*was, 1);
		return ERR_LIMIT;
	}
	arena_trap(it->scratch, &own);
	if (setjmp(own) != 0) {
		it->sum.rows++;
		it->sum.bad++;
		in_bad_at(it, "", "", N_("That is more than the registry takes at once."));
	} else {
		row_read(cx, it, row);
	}
	arena_trap(it->scratch, NULL);
	arena_reset(it->scratch);
	arena_trap(cx->arena, was);
	return it->rc;
}

int intake_end(struct cx *cx, struct intake *it) {
	return it->rc != 0 ? it->rc : batch_send(cx, it);
}

size_t intake_columns(const struct intake *it, const struct intake_column **ret_columns) {
	*ret_columns = it->columns;
	return it->columns_n;
}

struct intake_sum intake_sum(const struct intake *it) {
	return it->sum;
}
