/*
 * Documents and pictures of a person's file: a list, one more, and each to be kept as a file.
 *
 * They are never shown inside a page: what comes back is bytes to be saved, under a name that says nothing, with the
 * headers that forbid a browser to guess. A file goes to the keeper in parts; a form sent twice adds it once.
 */
#include <string.h>

#include "base/str.h"
#include "text/catalogue.h"
#include "web/about.h"
#include "web/ask.h"
#include "web/bytes64.h"
#include "web/figures.h"
#include "web/rights.h"
#include "web/route.h"
#include "web/when.h"

enum {
	FILE_MOST = 8 << 20,
	PART = 450000, /* bytes of a part: 600 kB as text */
};

/* The code of what the file is, by its first bytes; NULL for what is not taken. */
static const char *media_of(const struct form_field *file) {
	static const struct {
		const char *code, *first;
		size_t n;
	} all[] = {{"pdf", "%PDF-", 5}, {"jpeg", "\xff\xd8\xff", 3}, {"png", "\x89PNG\r\n\x1a\n", 8}};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (file->n > all[i].n && memcmp(file->value, all[i].first, all[i].n) == 0)
			return all[i].code;
	return NULL;
}

static const struct form_field *file_of(const struct page *page) {
	for (size_t i = 0; i < page->posted.n; i++)
		if (page->posted.fields[i].file != NULL && str_equal(page->posted.fields[i].name, "bytes"))
			return &page->posted.fields[i];
	return NULL;
}

static int wrong(const struct page *page, const char *rule) {
	return err_say(page->cx, ERR_INVALID, "bytes", rule, NULL);
}

/* Part after part, each with a key of its own, so that what was sent already is not added again. */
static int send_parts(struct page *page, const struct form_field *file, const char *media, const char *title) {
	const char *attachment = NULL;
	for (size_t at = 0; at < file->n; at += PART) {
		size_t n = file->n - at < PART ? file->n - at : PART;
		json_t *in = json_pack("{s:s, s:s, s:s, s:I, s:s}", "person", page_param(page, "person"), "media", media, "title",
			title, "bytes_n", (json_int_t)file->n, "bytes",
			bytes64_put(page->cx->arena, (struct blob){file->value + at, n}));
		if (attachment != NULL)
			json_object_set_new(in, "attachment", json_string(attachment));
		size_t call = page_add(page, OP_attachment_add, in);
		int rc = page_run(page);
		if (rc != 0)
			return rc;
		attachment = page_text(page, call, "attachment");
	}
	return ERR_OK;
}

static int add(struct page *page) {
	const struct form_field *file = file_of(page);
	const char *title = page_field(page, "title"), *media = file == NULL ? NULL : media_of(file);
	int bad = 0, rc = 0;
	if (title[strspn(title, " \t\n")] == 0) {
		bad = err_say(page->cx, ERR_INVALID, "title", N_("This is needed."), NULL);
		page_mend(page, bad);
	}
	if (file == NULL || file->n == 0)
		rc = wrong(page, N_("Choose a file: PDF, JPEG or PNG."));
	else if (media == NULL)
		rc = wrong(page, N_("This is neither a PDF nor a JPEG or PNG picture."));
	else if (file->n > FILE_MOST)
		rc = wrong(page, N_("A file may have 8 MiB at most."));
	if (rc != 0)
		page_mend(page, rc);
	return bad != 0 ? bad : rc != 0 ? rc : send_parts(page, file, media, title);
}

/* "820 kB": sizes are for a glance. */
static void say_sizes(json_t *rows) {
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row) {
		int64_t n = json_integer_value(json_object_get(row, "bytes_n"));
		json_object_set_new(row, "kilobytes", json_integer((n + 1023) / 1024));
	}
}

static int attachments_page(struct page *page) {
	static const struct ask_way done[] = {{"added", N_("It is sealed. Only your own organisation can open it.")}, {0}};
	if (page_posted(page)) {
		int rc = add(page);
		if (rc == 0)
			return page_redirect(page, "%s", about_path(page, "/attachments?done=added"));
		if (page->errors == NULL && !page_mend(page, rc))
			return rc;
		page->calls_n = page->first = 0;
	}
	size_t list = page_add(page, OP_attachment_list, about_person(page));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *title = ask_text(page, F_TITLE, N_("What does it show?"),
		N_("A few words: photograph of injuries, employment contract. They are sealed with it."));
	const char *why = NULL;
	size_t i;
	json_t *error;
	json_array_foreach(page->errors, i, error)
		if (str_equal(json_text(error, "field"), "bytes"))
			why = json_text(error, "text");
	say_sizes(page_rows(page, list));
	json_t *view = about_view(page, N_("Documents and pictures"), "");
	json_object_set_new(view, "told", ask_told(page, done));
	json_object_set_new(view, "found", when_some(page_rows(page, list)));
	json_object_set_new(view, "adds", json_boolean(rights_may(page, "recognise")));
	json_object_set_new(view, "title_ask", title);
	json_object_set_new(view, "wrong_file", why == NULL ? json_null() : json_string(why));
	return page_render(page, "attachments", view);
}

static int attachment_page(struct page *page) {
	static const struct {
		const char *media, *type, *name;
	} all[] = {{"pdf", "application/pdf", "document.pdf"}, {"jpeg", "image/jpeg", "picture.jpeg"},
		{"png", "image/png", "picture.png"}};
	struct cx *cx = page->cx;
	json_t *in = about_person(page);
	json_object_set_new(in, "attachment", json_string(page_param(page, "attachment")));
	size_t call = page_add(page, OP_attachment_read, in), i, k;
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	struct buf bytes = buf_new(cx->arena, FILE_MOST + 16);
	json_t *row;
	json_array_foreach(page_rows(page, call), i, row) {
		rc = bug_if(cx, bytes64_add(&bytes, json_text(row, "bytes")) != 0);
		if (rc != 0)
			return rc;
	}
	for (k = 0; k < sizeof all / sizeof *all; k++)
		if (str_equal(page_text(page, call, "media"), all[k].media)) {
			figures_attach(page, all[k].type, all[k].name, &bytes);
			return ERR_OK;
		}
	return bug_if(cx, true);
}

const struct route routes_attachment[] = {
	{"/person/:person/attachments", attachments_page, ROUTE_POST | ROUTE_UPLOAD},
	{"/person/:person/attachments/:attachment", attachment_page, 0},
	{0},
};
