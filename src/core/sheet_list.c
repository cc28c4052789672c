/* Sheets as they are read. Of other organisations only what is coded is told, as far as she agreed to share it. */
#include <jansson.h>

#include "base/str.h"
#include "core/consent.h"
#include "core/grow.h"
#include "core/sheet.h"
#include "core/sheet_book.h"
#include "core/vault.h"
#include "op/profile.h"
#include "op/sheet.h"

enum { LIST_MAX = 500, HISTORY_MAX = 200 };

int sheet_values(struct cx *cx, int kind, int64_t id, const char *ret_says[SHEET_VALUES], size_t *ret_n) {
	struct rows rows;
	struct row_sheet_value_list each;
	size_t n = 0;
	int rc = q_sheet_value_list(cx, id, &rows);
	while (rc == 0 && n < SHEET_VALUES && q_sheet_value_list_next(&rows, &each)) {
		struct cell_field f;
		const struct cell cell = {each.amount, each.words};
		if (!sheet_find_number(cx->profile, kind, each.field, &f) || f.sealed)
			continue;
		const char *text = cell_text(cx, &f, &cell);
		if (text != NULL)
			ret_says[n++] = arena_printf(cx->arena, "%s=%s", f.code, text);
	}
	int end = rows_end(&rows);
	*ret_n = n;
	return rc != 0 ? rc : end;
}

/* A list ---------------------------------------------------------------------------------------------------------- */

static int line_put(struct cx *cx, const struct sheet_book *b, const struct sheet_line *line, struct out *out) {
	const char *says[SHEET_VALUES];
	const struct row_sheet_rows *r = &line->row;
	const struct sheet_line *rival = sheet_book_rival(b, line);
	size_t n = 0;
	int rc = sheet_values(cx, r->kind, r->id, says, &n);
	if (rc != 0)
		return rc;
	out_row(out);
	out_blob_ref(out, F_SHEET_ID, r->ref);
	out_code(out, F_SHEET, r->kind);
	out_number(out, F_HAPPENED, r->happened);
	out_code(out, F_PRECISION, r->precision);
	out_number(out, F_AT, r->at);
	out_text(out, F_ORG, r->org_code);
	out_text(out, F_ORG_NAME, r->org_name);
	out_number(out, F_MAY_WRITE, r->org == cx->actor.org
		&& sheet_writes(cx->profile, r->kind, cx->actor.org_kind, role_capabilities(cx->actor.roles)));
	if (n > 0)
		out_texts(out, F_SAYS, says, n);
	if (rival != NULL)
		out_blob_ref(out, F_BESIDE, rival->row.ref);
	return 0;
}

static int newest_first(const void *x, const void *y) {
	const struct row_sheet_rows *a = &(*(const struct sheet_line *const *)x)->row;
	const struct row_sheet_rows *b = &(*(const struct sheet_line *const *)y)->row;
	if (a->happened != b->happened)
		return a->happened > b->happened ? -1 : 1;
	return a->id > b->id ? -1 : a->id < b->id;
}

int sheet_list(struct cx *cx, const struct in *in, struct out *out) {
	int asked = in_has(in, F_SHEET) ? in_code(in, F_SHEET) : 0;
	const struct sheet_line **lines = NULL;
	struct sheet_book b = {0};
	unsigned shares = 0;
	size_t n = 0;
	int rc = consent_reads(cx, in->person, &shares, NULL);
	if (rc == 0)
		rc = sheet_book_read(cx, in->person, asked, &b);
	for (size_t i = 0; rc == 0 && i < b.n; i++) {
		const struct sheet_line *line = &b.at[i];
		if (!line->stands || !sheet_line_shown(cx, line, shares))
			continue;
		if (asked == 0 && sheet_is_aside(cx->profile, line->row.kind))
			continue;
		lines = grow(cx->arena, lines, n, sizeof *lines);
		lines[n++] = line;
	}
	if (n > 0)
		qsort(lines, n, sizeof *lines, newest_first);
	for (size_t i = 0; rc == 0 && i < n && i < LIST_MAX; i++)
		rc = line_put(cx, &b, lines[i], out);
	return rc;
}

/* One, and how it came about -------------------------------------------------------------------------------------- */

/* A text that has kept its field's name; what has left the profile is passed over. */
static size_t texts_add(struct cx *cx, int kind, const json_t *texts, const char *says[], size_t n) {
	const char *code;
	const json_t *list, *one;
	size_t i;
	json_object_foreach((json_t *)texts, code, list) {
		struct cell_field f;
		if (!sheet_find(cx->profile, kind, code, &f) || !f.sealed)
			continue;
		json_array_foreach((json_t *)list, i, one)
			if (n < SHEET_VALUES && json_is_string(one))
				says[n++] = arena_printf(cx->arena, "%s=%s", f.code, json_string_value(one));
	}
	return n;
}

int sheet_texts(struct cx *cx, struct vault *vault, int64_t person, int kind, int64_t id, const char *says[SHEET_VALUES],
	size_t *n) {
	struct row_note_of_fact note;
	const char *text = NULL;
	int rc = q_note_of_fact(cx, person, FACT_SHEET, id, &note);
	if (rc == ERR_NOTFOUND)
		return 0;
	if (rc == 0)
		rc = note_text(cx, vault, person, &(struct note_row){note.id, note.text, note.vault == NONE}, &text);
	if (rc != 0 || text == NULL)
		return rc;
	json_t *texts = json_loads(text, 0, NULL);
	rc = bug_if(cx, !json_is_object(texts));
	if (rc == 0)
		*n = texts_add(cx, kind, texts, says, *n);
	json_decref(texts);
	return rc;
}

struct history { /* what is shared by the rows of one record */
	struct vault vault;
	int shut; /* enum VAULT_* where this session cannot open the texts; 0 */
};

/* The texts of a row of one's own organisation beside its values. */
static int texts_read(struct cx *cx, struct history *h, int64_t person, const struct sheet_line *line,
	const char *says[], size_t *n) {
	int rc = sheet_texts(cx, &h->vault, person, line->row.kind, line->row.id, says, n);
	if (rc != ERR_DENIED)
		return rc;
	cx->err = (struct err){0}; /* the rest has to be read nevertheless */
	return vault_state(cx, &h->shut);
}

static void row_put(const struct sheet_book *b, const struct sheet_line *line, const char *const *says, size_t n,
	struct out *out) {
	const struct row_sheet_rows *r = &line->row;
	const struct sheet_line *rival = line->stands ? sheet_book_rival(b, line) : NULL;
	out_row(out);
	out_blob_ref(out, F_SHEET_ID, r->ref);
	out_number(out, F_HAPPENED, r->happened);
	out_code(out, F_PRECISION, r->precision);
	out_number(out, F_AT, r->at);
	out_text(out, F_ORG_NAME, r->org_name);
	out_number(out, F_VOID, r->voided);
	if (n > 0)
		out_texts(out, F_SAYS, says, n);
	if (rival != NULL)
		out_blob_ref(out, F_BESIDE, rival->row.ref);
}

struct told { /* a row and what it says */
	const struct sheet_line *line;
	const char *says[SHEET_VALUES];
	size_t n;
};

/* Whether the record's texts are shut is told before its rows, so all are read first. */
static int record_read(struct cx *cx, int64_t person, const struct sheet_book *b, const struct sheet_line *asked,
	struct history *h, struct told **ret_told, size_t *ret_n) {
	struct told *told = NULL;
	size_t n = 0;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < b->n && n < HISTORY_MAX; i++) {
		const struct sheet_line *line = &b->at[i];
		if (line->root != asked->root || line->row.org != asked->row.org)
			continue;
		told = grow(cx->arena, told, n, sizeof *told);
		struct told *t = &told[n++];
		*t = (struct told){.line = line};
		rc = sheet_values(cx, line->row.kind, line->row.id, t->says, &t->n);
		if (rc == 0 && line->row.org == cx->actor.org && h->shut == 0)
			rc = texts_read(cx, h, person, line, t->says, &t->n);
	}
	*ret_told = told;
	*ret_n = n;
	return rc;
}

int sheet_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_sheet_by_ref found;
	struct sheet_book b = {0};
	struct history h = {0};
	struct told *told = NULL;
	unsigned shares = 0;
	size_t n = 0;
	int rc = q_sheet_by_ref(cx, ref_blob(in_ref(in, F_SHEET_ID)), in->person, &found);
	if (rc == 0)
		rc = consent_reads(cx, in->person, &shares, NULL);
	if (rc == 0)
		rc = sheet_book_read(cx, in->person, found.kind, &b);
	if (rc != 0)
		return rc == ERR_NOTFOUND ? sheet_missing(cx) : rc;
	const struct sheet_line *asked = sheet_book_find(&b, found.id);
	if (asked == NULL || !sheet_line_shown(cx, asked, shares))
		return sheet_missing(cx);
	bool own = asked->row.org == cx->actor.org;
	if (!own && !asked->stands) /* what another organisation has corrected is its own affair */
		return sheet_missing(cx);
	rc = record_read(cx, in->person, &b, asked, &h, &told, &n);
	vault_close(&h.vault);
	if (rc != 0)
		return rc;
	out_code(out, F_SHEET, found.kind);
	out_number(out, F_MAY_WRITE,
		own && sheet_writes(cx->profile, found.kind, cx->actor.org_kind, role_capabilities(cx->actor.roles)));
	if (h.shut != 0)
		out_code(out, F_VAULT, h.shut);
	for (size_t i = 0; i < n; i++)
		if (own || told[i].line == asked)
			row_put(&b, told[i].line, told[i].says, told[i].n, out);
	return 0;
}
