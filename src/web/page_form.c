/*
 * Forms of the registry's own: which there are and which version is in use, each to be filled in here, on paper or on a
 * telephone; keying one in; sending it in, as a telephone does.
 */
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "form/write.h"
#include "text/catalogue.h"
#include "web/ask.h"
#include "web/draft.h"
#include "web/figures.h"
#include "web/form_paper.h"
#include "web/keying.h"
#include "web/rights.h"
#include "web/route.h"

enum { PAPER_MOST = 8 << 20, FILE_NAME = 100 };

/* Which there are -------------------------------------------------------------------------------------------------- */

static json_t *count_of(json_t *counts, const char *id, const char *version) {
	size_t i;
	json_t *row;
	json_array_foreach(counts, i, row)
		if (str_equal(json_text(row, "form_id"), id) && str_equal(json_text(row, "form_version"), version))
			return row;
	return NULL;
}

static json_t *form_row(struct page *page, json_t *counts, const char *id, const char *version, const char *title,
	const char *name) {
	const json_t *count = count_of(counts, id, version);
	struct arena *a = page->cx->arena;
	const char *to = form_encode(a, name);
	return json_pack("{s:s, s:s, s:s, s:I, s:I, s:s, s:s}", "id", id, "version", version, "title", title, "came",
		(json_int_t)json_integer_value(json_object_get(count, "count")), "waits",
		(json_int_t)json_integer_value(json_object_get(count, "waiting")), "fill", arena_printf(a, "/forms/%s/new", to), "paper",
		arena_printf(a, "/forms/%s/paper", to));
}

static json_t *shipped_rows(struct page *page, json_t *counts) {
	struct openrosa o = own_forms_speak(page);
	json_t *rows = json_array();
	for (size_t i = 0; i < openrosa_shipped_n(&o); i++) {
		struct openrosa_form f;
		if (openrosa_shipped(&o, i, false, &f) == 0)
			json_array_append_new(rows, form_row(page, counts, f.id, f.version, f.title, f.id));
	}
	return rows;
}

/* Versions of a form stand together, the newest first: [{title, id, versions: [...]}]. */
static json_t *own_rows(struct page *page, json_t *forms, json_t *counts) {
	json_t *all = json_array(), *last = NULL, *row;
	size_t i;
	json_array_foreach(forms, i, row) {
		const char *id = json_text(row, "form_id");
		if (last == NULL || !str_equal(json_text(last, "id"), id)) {
			last = json_pack("{s:s, s:s, s:[]}", "id", id, "title", json_text(row, "form_title"), "versions");
			json_array_append_new(all, last);
		}
		json_t *one = form_row(page, counts, id, json_text(row, "form_version"), json_text(row, "form_title"),
			json_text(row, "form_hash"));
		int64_t since = page_day(row, "at");
		json_object_set_new(one, "since", since == NONE ? json_null() : json_string(day_text(page->cx->arena, (int32_t)since)));
		json_object_set_new(one, "used", json_boolean(!json_is_true(json_object_get(row, "past"))));
		json_array_append_new(json_object_get(last, "versions"), one);
	}
	return all;
}

static int forms_page(struct page *page) {
	static const struct ask_way done[] = {{"sent", N_("It is sent in, sealed for your organisation.")},
		{"recorded", N_("It is sent in and has become records.")}, {0}};
	size_t list = page_add(page, OP_form_list, json_pack("{s:b}", "past", 1)), counts = page_try(page, OP_submission_count, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *view = json_pack("{s:s, s:s, s:o, s:o, s:o, s:b, s:b}", "title", N_("Forms"), "back", "/work", "told",
		ask_told(page, done), "own", own_rows(page, page_rows(page, list), page_rows(page, counts)), "shipped",
		shipped_rows(page, page_rows(page, counts)), "fills",
		(int)(rights_may(page, "recognise") && draft_may(page, DRAFT_FORM)), "reads",
		(int)(page_answer(page, counts) != NULL));
	return page_render(page, "forms", view);
}

/* On paper --------------------------------------------------------------------------------------------------------- */

static int paper_page(struct page *page) {
	struct own_form_found form;
	struct buf pdf = buf_new(page->cx->arena, PAPER_MOST);
	int rc = page_meet(page);
	if (rc == 0)
		rc = own_forms_find(page, &form);
	if (rc == 0)
		rc = form_paper(page->cx, &form, own_forms_language(page, form.form), &pdf);
	if (rc == 0)
		figures_attach(page, "application/pdf", "form.pdf", &pdf);
	return rc;
}

/* One page of it --------------------------------------------------------------------------------------------------- */

static json_t *view_of(struct keying *k, const char *title) {
	struct page *page = k->page;
	const char *name = form_encode(page->cx->arena, k->form.name);
	json_t *view = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o}", "title", title, "back", "/forms", "form_title",
		k->form.title, "version", k->form.version, "kept", k->kept, "in", k->lang, "form_name", name, "until",
		k->until == NONE ? json_null() : json_string(day_text(page->cx->arena, (int32_t)k->until)));
	json_object_set_new(view, "unfit", own_forms_unfit(page->cx, k->form.form));
	return view;
}

static int sheet_render(struct keying *k) {
	struct page *page = k->page;
	struct arena *a = page->cx->arena;
	json_t *items;
	int rc = keying_items(k, k->sheet, &items);
	if (rc != 0)
		return rc;
	json_t *view = view_of(k, N_("Fill in a form"));
	json_object_set_new(view, "items", items);
	json_object_set_new(view, "sheet", json_integer((json_int_t)k->sheet + 1));
	json_object_set_new(view, "of", json_integer((json_int_t)k->sheets));
	json_object_set_new(view, "several", json_boolean(k->sheets > 1));
	json_object_set_new(view, "before", json_boolean(k->sheet > 0));
	json_object_set_new(view, "last", json_boolean(k->sheet + 1 >= k->sheets));
	json_object_set_new(view, "further", json_boolean(page_query(page, "more")[0] != 0));
	json_object_set_new(view, "languages", own_forms_languages(page, k->form.form, k->lang,
		arena_printf(a, "/forms/%s/new", form_encode(a, k->form.name)), arena_printf(a, "&at=%zu%s%s", k->sheet + 1,
		k->kept[0] == 0 ? "" : "&draft=", k->kept)));
	json_object_set_new(view, "has_languages", json_boolean(json_array_size(json_object_get(view, "languages")) > 0));
	return page_render(page, "keying", view);
}

/* The next page on which something stands now, forwards or back. */
static size_t beside(struct keying *k, bool back) {
	size_t s = k->sheet;
	do {
		if (back && s == 0)
			return k->sheet;
		s = back ? s - 1 : s + 1;
	} while (s < k->sheets && !keying_has(k, s));
	return s;
}

/* "more /data/person": a copy more or less; the answers were taken. */
static int change(struct keying *k, const char *go) {
	const char *path = strchr(go, ' ');
	int rc = keying_change(k, arena_strndup(k->page->cx->arena, go, (size_t)(path - go)), path + 1);
	if (rc == 0)
		rc = keying_keep(k);
	return rc == 0 ? page_redirect(k->page, "%s", keying_path(k, k->sheet)) : rc == ERR_INVALID ? ERR_NOTFOUND : rc;
}

static int sheet_posted(struct keying *k) {
	struct page *page = k->page;
	const char *go = page_field(page, "go"), *fresh = NULL;
	json_t *items;
	int rc = keying_items(k, k->sheet, &items);
	int wrong = rc == 0 ? keying_take(k, &fresh) : rc;
	if (wrong != 0 && wrong != ERR_INVALID)
		return wrong;
	if (wrong == ERR_INVALID && page->errors == NULL) { /* what no form can hold */
		page->status = 422;
		return page_mend(page, wrong) ? sheet_render(k) : wrong;
	}
	bool changes = str_starts(go, "more ") || str_starts(go, "less ");
	bool leaves = str_equal(go, "later") || str_equal(go, "back");
	if (changes || leaves)
		page->errors = NULL;
	if (changes)
		return change(k, go);
	rc = keying_keep(k);
	if (rc != 0)
		return rc;
	if (str_equal(go, "later"))
		return page_redirect(page, "/drafts?done=kept");
	if (str_equal(go, "back"))
		return page_redirect(page, "%s", keying_path(k, beside(k, true)));
	if (wrong != 0) {
		page->status = 422;
		return sheet_render(k);
	}
	if (fresh != NULL)
		return page_redirect(page, "%s&more=1#%s", keying_path(k, k->sheet), fresh);
	return page_redirect(page, "%s", keying_path(k, str_equal(go, KEYING_CHECK) ? k->sheets : beside(k, false)));
}

/* Looking over, and sending in ------------------------------------------------------------------------------------- */

static const char *first_wrong(json_t *said) {
	size_t i;
	json_t *row;
	json_array_foreach(said, i, row)
		if (json_is_string(json_object_get(row, "wrong")))
			return json_text(row, "href");
	return NULL;
}

static int check_render(struct keying *k) {
	json_t *said, *files;
	int rc = keying_said(k, &said, &files);
	if (rc != 0)
		return rc;
	const char *fault = first_wrong(said);
	json_t *view = view_of(k, N_("Look over the answers"));
	json_object_set_new(view, "said", said);
	json_object_set_new(view, "files", files);
	json_object_set_new(view, "fault", fault == NULL ? json_null() : json_string(fault));
	json_object_set_new(view, "before", json_string(keying_path(k, k->sheets - 1)));
	return page_render(k->page, "keying_check", view);
}

static int keying_page(struct page *page) {
	struct keying k;
	int rc = page_meet(page);
	if (rc == 0)
		rc = keying_open(page, &k);
	if (rc != 0)
		return rc;
	if (k.sheet == k.sheets)
		return check_render(&k);
	return page_posted(page) ? sheet_posted(&k) : sheet_render(&k);
}

static void drop(struct keying *k) {
	struct err err = k->page->cx->err;
	page_try(k->page, OP_draft_drop, json_pack("{s:s}", "draft", k->kept));
	if (page_run(k->page) != 0) /* it goes by itself within a week */
		k->page->first = k->page->calls_n;
	k->page->cx->err = err;
}

/* "q7-photo.jpg": of the question, and of letters every system has. */
static const char *file_name(struct keying *k, const char *question, const char *given) {
	const char *slash = strrchr(given, '/'), *back = strrchr(given, '\\');
	given = slash != NULL ? slash + 1 : back != NULL ? back + 1 : given;
	size_t n = strlen(given);
	char *name = arena_printf(k->page->cx->arena, "%s-%s", question, n > FILE_NAME ? given + n - FILE_NAME : given);
	for (char *c = name; *c != 0; c++)
		if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || *c == '.'))
			*c = '-';
	return name;
}

static int files_take(struct keying *k, struct openrosa_sent *sent) {
	json_t *items;
	int rc = 0;
	for (size_t s = 0; rc == 0 && s < k->sheets; s++) {
		rc = keying_items(k, s, &items);
		for (size_t i = 0; rc == 0 && i < k->asked_n; i++) {
			const struct keying_ask *q = &k->asked[i];
			for (size_t f = 0; rc == 0 && f < k->page->posted.n; f++) {
				const struct form_field *file = &k->page->posted.fields[f];
				if (file->file == NULL || file->n == 0 || !str_equal(file->name, q->name) || q->control->kind != CONTROL_UPLOAD)
					continue;
				if (sent->files_n == OPENROSA_PARTS - 2)
					return err_say(k->page->cx, ERR_LIMIT, "file", N_("Too many files go with these answers."), NULL);
				const char *name = file_name(k, q->name, file->file);
				sent->files[sent->files_n++] = (struct openrosa_file){name, {file->value, file->n}};
				rc = answers_set(k->answers, q->at, name);
			}
		}
	}
	return rc == 0 ? answers_update(k->answers) : rc;
}

/* Whatever is still wrong, files among it; those can be mended on the page itself. */
static int whole(struct keying *k, bool *ret_wrong) {
	json_t *items;
	int rc = 0;
	*ret_wrong = false;
	for (size_t s = 0; rc == 0 && s < k->sheets; s++) {
		rc = keying_items(k, s, &items);
		for (size_t i = 0; rc == 0 && i < k->asked_n; i++) {
			const struct keying_ask *q = &k->asked[i];
			const char *fault = keying_fault(k, q, true);
			*ret_wrong = *ret_wrong || fault != NULL;
			if (fault == NULL || !str_equal(keying_drawn(k, q), "later"))
				continue;
			if (k->page->errors == NULL)
				k->page->errors = json_array();
			json_array_append_new(k->page->errors, json_pack("{s:s, s:s, s:s}", "field", q->name, "href",
				arena_printf(k->page->cx->arena, "#%s", q->name), "text", fault));
		}
	}
	return rc;
}

static int send(struct keying *k) {
	struct page *page = k->page;
	struct openrosa o = own_forms_speak(page);
	struct submission head;
	struct openrosa_sent *sent = arena_alloc(page->cx->arena, sizeof *sent);
	bool wrong = false;
	*sent = (struct openrosa_sent){.head = &head, .submission = "", .state = "", .person = ""};
	int rc = files_take(k, sent);
	if (rc == 0)
		rc = whole(k, &wrong);
	if (rc != 0)
		return rc;
	if (wrong) {
		page->status = 422;
		return check_render(k);
	}
	sent->main.bytes = answers_write(k->answers);
	rc = submission_read(page->cx, sent->main.bytes, &head);
	if (rc == 0)
		rc = openrosa_put(&o, sent);
	if (rc != 0)
		return rc;
	drop(k);
	return page_redirect(page, "/forms?done=%s", sent->person[0] != 0 ? "recorded" : "sent");
}

static int send_page(struct page *page) {
	struct keying k;
	int rc = page_meet(page);
	if (rc == 0 && (!page_posted(page) || page_field(page, "kept")[0] == 0))
		return page_redirect(page, "/forms");
	if (rc == 0)
		rc = keying_open(page, &k);
	return rc == 0 ? send(&k) : rc;
}

const struct route routes_form[] = {
	{"/forms", forms_page, 0},
	{"/forms/:form/new", keying_page, ROUTE_POST},
	{"/forms/:form/send", send_page, ROUTE_POST | ROUTE_UPLOAD},
	{"/forms/:form/paper", paper_page, 0},
	{0},
};
