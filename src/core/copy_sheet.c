/* The records of her file, and documents and pictures, as she reads them in her own copy. */
#include <string.h>

#include "base/str.h"
#include "core/attachment.h"
#include "core/copy.h"
#include "core/sheet.h"
#include "core/sheet_book.h"
#include "core/vault.h"
#include "op/profile.h"
#include "op/sheet.h"
#include "text/catalogue.h"

/* "field=value" in her words: what the profile calls them. */
static const char *said(struct copy *c, int kind, const char *pair) {
	struct cx *cx = c->cx;
	const char *is = strchr(pair, '='), *value = is + 1;
	struct cell_field f;
	if (!sheet_find(cx->profile, kind, arena_strndup(cx->arena, pair, (size_t)(is - pair)), &f))
		return NULL;
	if (f.type == CELL_CODE) {
		bool translated = true;
		int code = cell_code_find(cx->profile, &f, value);
		const char *label = cell_code_label(cx->profile, &f, code, c->paper.lang, &translated);
		value = label == NULL ? value : translated ? label : text_say(c->paper.lang, label);
	}
	return arena_printf(cx->arena, "%s: %s", profile_say(json_object_get(f.json, "say"), c->paper.lang), value);
}

/* What stands aside is for few: whoever prints this paper is told only whom to ask. */
static bool is_closed(struct copy *c, const struct sheet_line *line) {
	const struct profile *p = c->cx->profile;
	return sheet_is_aside(p, line->row.kind) && !sheet_reads(p, line->row.kind, c->cx->actor.org_kind);
}

static int line_put(struct copy *c, struct vault *vault, const struct sheet_line *line) {
	const struct row_sheet_rows *r = &line->row;
	struct cx *cx = c->cx;
	struct row_note_of_fact note;
	const char *says[SHEET_VALUES];
	struct buf b = buf_new(cx->arena, 1 << 18);
	size_t n = 0;
	bool own = r->org == cx->actor.org;
	if (is_closed(c, line)) {
		copy_line(c, "sheets", r->happened, r->org_name, paper_say(&c->paper, "sealed"));
		return ERR_OK;
	}
	int rc = sheet_values(cx, r->kind, r->id, says, &n);
	if (rc == ERR_OK && own)
		rc = sheet_texts(cx, vault, c->person, r->kind, r->id, says, &n);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		copy_join(&b, said(c, r->kind, says[i]));
	if (rc != ERR_OK)
		return rc;
	const json_t *definition = profile_entry(cx->profile, L_SHEET, r->kind);
	const char *name = profile_say(json_object_get(definition, "say"), c->paper.lang);
	copy_line(c, "sheets", r->happened, r->org_name, b.n == 0 ? name
		: arena_printf(cx->arena, "%s. %s", name, b.at));
	if (own)
		return ERR_OK;
	rc = q_note_of_fact(cx, c->person, FACT_SHEET, r->id, &note);
	if (rc == ERR_OK)
		copy_line(c, "sheets", r->happened, r->org_name, paper_say(&c->paper, "sealed"));
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

int copy_sheets(struct copy *c) {
	struct sheet_book b;
	struct vault vault = {0};
	int rc = sheet_book_read(c->cx, c->person, 0, &b);
	for (size_t i = rc == ERR_OK ? b.n : 0; rc == ERR_OK && i-- > 0;)
		if (b.at[i].stands && profile_entry(c->cx->profile, L_SHEET, b.at[i].row.kind) != NULL && !sheet_line_unseen(c->cx, &b.at[i]))
			rc = line_put(c, &vault, &b.at[i]);
	vault_close(&vault);
	return rc;
}

int copy_attachments(struct copy *c) {
	struct cx *cx = c->cx;
	struct rows rows;
	struct row_copy_attachments a;
	struct vault vault = {0};
	int rc = q_copy_attachments(cx, c->person, &rows);
	while (rc == ERR_OK && q_copy_attachments_next(&rows, &a)) {
		const char *title = NULL;
		struct buf b = buf_new(cx->arena, 4000);
		copy_join(&b, paper_label(cx, &c->paper, L_MEDIA, a.media));
		if (a.org == cx->actor.org)
			rc = attachment_title(cx, &vault, c->person, a.id, a.title, &title);
		else
			title = paper_say(&c->paper, "sealed");
		copy_join(&b, title);
		if (rc == ERR_OK)
			copy_line(c, "attached", a.happened, a.org_name, b.at);
	}
	vault_close(&vault);
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}
