/* import_slice.c - some rows of what waits, in one transaction. */
#include <setjmp.h>
#include <stdlib.h>

#include "audit/audit.h"
#include "base/log.h"
#include "base/str.h"
#include "core/fact.h"
#include "core/import.h"
#include "core/import_row.h"
#include "db/queries.h"
#include "op/register.h"

#define SLICE_OP "import_run"
#define WAITS (7 * 24 * HOUR) /* rows laid ready, for somebody's word */
enum { ROWS_A_SLICE = 2000, ERRORS_MAX = 100000, FAULTS_BYTES = 1 << 20, PARTS_BYTES = 3 << 20 };

struct fault { /* of a row, as it will stand in import_error */
	int64_t line;
	const char *field, *rule;
};

struct slice {
	struct row_import_active i;
	struct import_work w;
	struct arena *rows;  /* one row's at a time */
	struct buf faults;   /* struct fault */
	int64_t worked, bad; /* rows of this slice */
	int64_t counts[ROW_SAME + 1];
	bool bare;
};

/* Whoever began it, though her account may have been closed since. */
static int actor_set(struct cx *cx, const struct row_import_active *i) {
	struct row_org_by_id org;
	struct row_account_get account = {.unit = NONE};
	int rc = q_org_by_id(cx, i->org, &org);
	if (rc == ERR_OK && i->account != 0)
		rc = q_account_get(cx, i->account, &account);
	if (rc == ERR_OK)
		cx->actor = (struct actor){.user = i->account, .org = i->org, .unit = account.unit == NONE ? 0 : account.unit,
			.org_kind = org.kind, .roles = (uint32_t)i->roles, .operator = i->account == 0};
	return rc;
}

/* The rows of the part that begins with row `first`; NULL where there is none. */
static int part_open(struct cx *cx, const struct row_import_active *i, int64_t first, json_t **ret_rows) {
	struct row_import_part_at part;
	struct seal_at at = {.table = "import_part", .column = "sealed", .row = first, .c = C_META};
	const char *text = NULL;
	*ret_rows = NULL;
	int rc = q_import_part_at(cx, i->id, first, &part);
	if (rc == ERR_NOTFOUND)
		return ERR_OK;
	if (rc == ERR_OK)
		rc = ref_of_blob(cx, i->ref, &at.subject);
	if (rc == ERR_OK)
		rc = unseal_meta(cx, &at, part.sealed, &text);
	if (rc != ERR_OK)
		return rc;
	*ret_rows = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	if (json_array_size(*ret_rows) != (size_t)part.row_count) { /* no JSON, which no face writes: all of it is wrong */
		json_decref(*ret_rows);
		*ret_rows = json_array();
		for (int64_t k = 0; k < part.row_count; k++)
			json_array_append_new(*ret_rows, json_null());
	}
	return ERR_OK;
}

/* A row in memory of its own: one that asks for too much is wrong, and not the slice. */
static int row_guarded(struct cx *cx, struct import_work *w, json_t *row, enum row_result *ret_result) {
	jmp_buf trap;
	jmp_buf *was = arena_trap(cx->arena, &trap);
	int rc = ERR_LIMIT;
	if (setjmp(trap) == 0) {
		rc = import_row(cx, w, row, ret_result);
	} else {
		db_forget(cx);
		rc = err_say(cx, ERR_LIMIT, NULL, err_kinds[ERR_LIMIT].say, NULL);
	}
	arena_trap(cx->arena, was);
	return rc;
}

static bool is_store(int rc) {
	return rc == ERR_BUSY || rc == ERR_IO || rc == ERR_DB;
}

/* A field of ours or of the register: what else a row calls a field is its own text, and may name somebody. */
static bool is_field(const struct cx *cx, const struct slice *s, const char *name) {
	struct cell_field f;
	return field_find(name) != 0 || (s->w.kind == KIND_ENTRIES
		&& register_find(cx->profile, code_find(cx->profile, L_REGISTER, s->w.name), name, &f));
}

static void fault_note(struct cx *cx, struct slice *s, int rc, const json_t *row) {
	bool ours = rc >= ERR_IO || cx->err.code != rc || cx->err.rule == NULL;
	struct fault fault = {.line = json_integer_value(json_object_get(row, "line"))};
	if (fault.line < 1)
		fault.line = s->i.tried + s->i.done + s->worked + 1; /* of a row that does not say: about here */
	if (rc >= ERR_IO)
		log_error("import.row", L_INT("import", s->i.id), L_INT("line", fault.line), L_STR("error", err_kinds[rc].name));
	s->bad++;
	if (s->faults.n + sizeof fault > FAULTS_BYTES)
		return;
	if (!ours && cx->err.field != NULL && is_field(cx, s, cx->err.field))
		fault.field = arena_strdup(s->faults.arena, cx->err.field);
	fault.rule = arena_strdup(s->faults.arena, ours ? err_kinds[rc].say : cx->err.rule);
	buf_add(&s->faults, &fault, sizeof fault);
}

/* Every row in a savepoint of its own. */
static int rows_one_by_one(struct cx *cx, struct slice *s, const json_t *rows) {
	int rc = ERR_OK;
	json_t *row;
	size_t i;
	json_array_foreach((json_t *)rows, i, row) {
		enum row_result result = ROW_SAME;
		rc = db_savepoint(cx);
		if (rc != ERR_OK)
			return rc;
		cx->err = (struct err){0};
		int failed = row_guarded(cx, &s->w, row, &result);
		if (is_store(failed))
			return failed;
		db_forget(cx);
		rc = failed == ERR_OK ? db_release(cx) : db_undo(cx);
		if (rc == ERR_OK && failed == ERR_OK)
			s->counts[result]++;
		else if (rc == ERR_OK)
			fault_note(cx, s, failed, row);
		arena_reset(cx->arena);
		if (rc != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

/* All of them as they come; *ret_failed is the first row's failure. */
static int rows_bare(struct cx *cx, struct slice *s, const json_t *rows, int *ret_failed) {
	json_t *row;
	size_t i;
	*ret_failed = ERR_OK;
	json_array_foreach((json_t *)rows, i, row) {
		enum row_result result = ROW_SAME;
		if (*ret_failed == ERR_OK)
			*ret_failed = row_guarded(cx, &s->w, row, &result);
		s->counts[result]++;
		arena_reset(cx->arena);
	}
	db_forget(cx);
	return is_store(*ret_failed) ? *ret_failed : ERR_OK;
}

/* The rows of a part in one savepoint; where one of them is wrong, in one each. */
static int rows_saved(struct cx *cx, struct slice *s, const json_t *rows) {
	struct slice before = *s;
	int failed = ERR_OK;
	int rc = db_savepoint(cx);
	if (rc == ERR_OK)
		rc = rows_bare(cx, s, rows, &failed);
	if (rc != ERR_OK)
		return rc;
	if (failed == ERR_OK)
		return db_release(cx);
	*s = before;
	rc = db_undo(cx);
	return rc == ERR_OK ? rows_one_by_one(cx, s, rows) : rc;
}

static int part_run(struct cx *cx, struct slice *s, const json_t *rows) {
	struct arena *own = cx->arena;
	int failed = ERR_OK;
	cx->arena = s->rows;
	int rc = s->bare ? rows_bare(cx, s, rows, &failed) : rows_saved(cx, s, rows);
	cx->arena = own;
	s->worked += (int64_t)json_array_size(rows);
	cx->err.field = cx->err.value = NULL; /* they lay in memory that was wiped */
	return rc == ERR_OK && failed != ERR_OK ? ERR_INVALID : rc;
}

static int act_begin(struct cx *cx) {
	struct row_act_begin act;
	int rc = q_act_begin(cx, cx->now, cx->actor.user, SLICE_OP, BLOB(NULL, 0), BLOB(NULL, 0), &act);
	if (rc == ERR_OK)
		cx->act = act.n;
	return rc;
}

/* Written and undone: only what was wrong is remembered. */
static int part_try(struct cx *cx, struct slice *s, const json_t *rows) {
	int rc = db_savepoint(cx);
	if (rc == ERR_OK)
		rc = act_begin(cx);
	if (rc == ERR_OK)
		rc = part_run(cx, s, rows);
	if (rc != ERR_OK)
		return rc;
	cx->act = 0;
	return db_undo(cx);
}

/* What a part is for, then it is gone. */
static int part_write(struct cx *cx, struct slice *s, const json_t *rows) {
	int64_t first = s->i.done + s->worked;
	int rc = part_run(cx, s, rows);
	return rc == ERR_OK ? q_import_part_drop(cx, s->i.id, first) : rc;
}

/* Whether the slice may be longer: a row may be long, and what a part said stays in memory until the slice ends. */
static bool goes_on(const struct cx *cx, const struct slice *s, const struct import_pace *pace) {
	return s->worked == 0
		|| (s->worked < ROWS_A_SLICE && arena_used(cx->arena) < PARTS_BYTES && pace->go_on(pace->arg));
}

/* Parts from row `from` on, as long as the pace allows. */
static int parts_run(struct cx *cx, struct slice *s, int64_t from,
	int (*each)(struct cx *, struct slice *, const json_t *), const struct import_pace *pace) {
	int rc = ERR_OK;
	while (rc == ERR_OK && goes_on(cx, s, pace)) {
		json_t *rows = NULL;
		rc = part_open(cx, &s->i, from + s->worked, &rows);
		bool end = rows == NULL;
		if (rc == ERR_OK && !end)
			rc = each(cx, s, rows);
		json_decref(rows);
		if (end)
			break;
	}
	return rc;
}

static int faults_keep(struct cx *cx, const struct slice *s) {
	const struct fault *all = (const struct fault *)(const void *)s->faults.at;
	size_t n = s->faults.n / sizeof *all;
	int rc = ERR_OK;
	for (size_t k = 0; rc == ERR_OK && k < n && s->i.bad + (int64_t)k < ERRORS_MAX; k++)
		rc = q_import_error_put(cx, s->i.id, s->i.bad + (int64_t)k, all[k].line, all[k].field, all[k].rule);
	return rc;
}

static int import_save(struct cx *cx, const struct slice *s) {
	const struct row_import_active *i = &s->i;
	int rc = faults_keep(cx, s);
	if (rc == ERR_OK)
		rc = q_import_set(cx, i->id, i->state, i->staged, i->tried, i->done, i->added, i->changed, i->same,
			i->bad + s->bad);
	return rc;
}

static int slice_check(struct cx *cx, struct slice *s, const struct import_pace *pace) {
	s->bare = false;
	int rc = parts_run(cx, s, s->i.tried, part_try, pace);
	s->i.tried += s->worked;
	if (s->i.tried >= s->i.row_count || s->worked == 0)
		s->i.state = s->i.bad + s->bad > 0 ? IMPORT_REFUSED : IMPORT_RUNNING;
	return rc == ERR_OK ? import_save(cx, s) : rc;
}

static int slice_write(struct cx *cx, struct slice *s, const struct import_pace *pace) {
	int rc = act_begin(cx);
	if (rc == ERR_OK)
		rc = parts_run(cx, s, s->i.done, part_write, pace);
	if (rc != ERR_OK)
		return rc;
	s->i.done += s->worked;
	s->i.added += s->counts[ROW_ADDED];
	s->i.changed += s->counts[ROW_CHANGED];
	s->i.same += s->counts[ROW_SAME];
	if (s->i.done >= s->i.row_count || s->worked == 0)
		s->i.state = IMPORT_DONE;
	rc = import_save(cx, s);
	struct audit_entry entry = audit_entry_of(cx, SLICE_OP, AUDIT_ALLOWED);
	entry.object = s->i.ref;
	entry.shown = s->worked;
	entry.digest = BLOB(s->w.seen, HASH_SIZE);
	return rc == ERR_OK ? audit_append(cx, &entry) : rc;
}

/* Rows that nobody will work through. */
static int parts_sweep(struct cx *cx, struct import_told *ret_told) {
	enum { SWEEP = 40 };
	struct rows rows;
	struct row_import_part_left all[SWEEP];
	size_t n = 0;
	int rc = q_import_expire(cx, cx->now - WAITS);
	if (rc == ERR_OK)
		rc = q_import_part_left(cx, &rows);
	if (rc != ERR_OK)
		return rc;
	while (n < SWEEP && q_import_part_left_next(&rows, &all[n]))
		n++;
	rc = rows_end(&rows);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = q_import_part_drop(cx, all[i].import, all[i].part);
	*ret_told = (struct import_told){.left = n > 0};
	return rc;
}

int import_slice(struct cx *cx, const struct import_pace *pace, struct import_told *ret_told) {
	struct slice s = {.bare = pace->bare, .faults = buf_new(cx->arena, FAULTS_BYTES + sizeof(struct fault))};
	enum import_kind kind;
	cx->act = 0;
	int rc = q_import_active(cx, &s.i);
	if (rc == ERR_NOTFOUND)
		return parts_sweep(cx, ret_told);
	if (rc == ERR_OK)
		rc = actor_set(cx, &s.i);
	if (rc == ERR_OK && !import_kind_find(cx->profile, s.i.kind, &kind)) { /* a register the profile has no more */
		s.i.state = IMPORT_CANCELLED;
		ret_told->left = true;
		return import_save(cx, &s);
	}
	if (rc != ERR_OK)
		return rc;
	s.w = (struct import_work){.kind = kind, .name = s.i.kind, .may = role_capabilities(cx->actor.roles),
		.records = (cx->actor.roles >> ROLE_RECORDER & 1) != 0};
	s.rows = arena_new(ARENA_DEFAULT);
	rc = s.i.state == IMPORT_CHECKING ? slice_check(cx, &s, pace) : slice_write(cx, &s, pace);
	arena_free(s.rows);
	*ret_told = (struct import_told){.left = true, .wrong = s.bad > 0};
	return rc;
}
