/*
 * What telephones and the pages of forms have sent in and nobody has made records of: the list, and each set of answers as
 * questions and answers in words; trying again to make records of it. The form it was filled in with is read here, never
 * by the keeper.
 */
#include <string.h>

#include "base/blake.h"
#include "base/str.h"
#include "form/answers.h"
#include "form/write.h"
#include "op/instrument.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "web/ask.h"
#include "web/bytes64.h"
#include "web/figures.h"
#include "web/own_forms.h"
#include "web/rights.h"
#include "web/route.h"
#include "web/when.h"

enum { FILE_MOST = 33 << 20 };

/* What people call the form. */
static const char *title_of(const struct page *page, const char *form) {
	struct cx *cx = page->cx;
	int instrument = str_starts(form, OPENROSA_INSTRUMENT)
		? code_find(cx->profile, L_INSTRUMENT, form + strlen(OPENROSA_INSTRUMENT)) : 0;
	if (instrument != 0)
		return profile_say(instrument_say(cx->profile, instrument, "say"), cx->lang);
	return str_equal(form, XFORM_REFERRAL) ? text_say(cx->lang, N_("Refer with consent")) : form;
}

static int received_page(struct page *page) {
	static const struct ask_way done[] = {{"finished", N_("It is off the list, and nothing of it is kept here.")}, {0}};
	size_t list = page_add(page, OP_submission_list, NULL), i;
	json_t *row;
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_array_foreach(page_rows(page, list), i, row)
		json_object_set_new(row, "form_title", json_string(title_of(page, json_text(row, "form_id"))));
	return page_render(page, "received", json_pack("{s:s, s:s, s:o, s:o}", "title", N_("What was sent in"), "back",
		"/forms", "told", ask_told(page, done), "found", when_some(page_rows(page, list))));
}

static int bytes_of(struct page *page, size_t call, struct buf *to) {
	size_t i;
	json_t *row;
	json_array_foreach(page_rows(page, call), i, row) {
		int rc = bytes64_add(to, json_text(row, "bytes"));
		if (rc != 0)
			return bug_if(page->cx, true);
	}
	return 0;
}

static size_t ask_file(struct page *page, const char *name) {
	return page_add(page, OP_submission_view, json_pack("{s:s, s:s}", "submission", page_param(page, "submission"), "file_name",
		name));
}

/* The form's text: ours, of whatever version it is now; or the very version that was filled in. */
static int form_text(struct page *page, const char *form, const char *version, struct buf *to) {
	struct cx *cx = page->cx;
	struct blob text;
	int instrument = str_starts(form, OPENROSA_INSTRUMENT)
		? code_find(cx->profile, L_INSTRUMENT, form + strlen(OPENROSA_INSTRUMENT)) : 0;
	if (instrument != 0 || str_equal(form, XFORM_REFERRAL)) {
		int rc = instrument != 0 ? xform_of_instrument(cx, cx->profile, instrument, NULL, &text)
			: xform_of_referral(cx, cx->profile, NULL, &text);
		if (rc == 0)
			buf_add(to, text.at, text.n);
		return rc;
	}
	json_t *in = json_pack("{s:s}", "form_id", form);
	if (version[0] != 0)
		json_object_set_new(in, "form_version", json_string(version));
	size_t call = page_add(page, OP_form_read, in), i;
	json_t *row;
	int rc = page_run(page);
	json_array_foreach(page_rows(page, call), i, row)
		if (rc == 0)
			rc = bytes64_add(to, json_text(row, "xform"));
	return rc;
}

/* Each question that was asked, and its answer, in words. */
static json_t *in_words(struct page *page, struct answers *a) {
	const char *lang = page->cx->lang;
	json_t *rows = json_array();
	for (struct node *n = a->root; n != NULL; n = node_walk(a->root, n)) {
		const struct xform_control *c = n->field == NULL ? NULL : n->field->control;
		if (c == NULL || n->first != NULL || n->value[0] == 0 || !n->relevant)
			continue;
		json_array_append_new(rows, json_pack("{s:s, s:s, s:s}", "question", answers_say(a, n, c->label, lang), "answer",
			answers_shown(a, n, lang), "name", n->name));
	}
	return rows;
}

/* Without the form: the names of the fields, as they came. */
static json_t *as_it_came(struct page *page, struct blob xml) {
	struct submission s;
	json_t *rows = json_array();
	if (submission_read(page->cx, xml, &s) != 0)
		return rows;
	struct node *root = (struct node *)(uintptr_t)s.root;
	for (struct node *n = root; n != NULL; n = node_walk(root, n))
		if (n->name != NULL && n->first == NULL && n->value[0] != 0)
			json_array_append_new(rows, json_pack("{s:s, s:s, s:s}", "question", n->name, "answer", n->value, "name", n->name));
	return rows;
}

static json_t *answers_of(struct page *page, const char *form, const char *version, struct blob xml) {
	struct cx *cx = page->cx;
	struct buf text = buf_new(cx->arena, XFORM_BYTES);
	struct xform *f = NULL;
	struct answers *a = NULL;
	int rc = form_text(page, form, version, &text);
	if (rc == 0)
		rc = xform_read(cx, (struct blob){text.at, text.n}, &f);
	if (rc == 0)
		rc = answers_read(cx, f, xml, &a);
	cx->err = (struct err){0};
	return rc == 0 ? in_words(page, a) : as_it_came(page, xml);
}

/* The answer that is in the way says so itself. */
static void mark_wrong(json_t *answers, const json_t *about) {
	const char *column = json_text(about, "column");
	json_t *row;
	size_t i;
	json_array_foreach(answers, i, row)
		if (column[0] != 0 && str_equal(json_text(row, "name"), column))
			json_object_set(row, "wrong", json_object_get(about, "rule"));
}

static json_t *files_of(const json_t *names) {
	json_t *files = json_array(), *name;
	size_t i;
	json_array_foreach(names, i, name)
		if (!str_equal(json_string_value(name), "submission.xml") && !str_equal(json_string_value(name), "manifest.xml"))
			json_array_append_new(files, json_pack("{s:O, s:i}", "name", name, "number", (int)i));
	return files;
}

/* Trying again ----------------------------------------------------------------------------------------------------- */

static int instrument_of(const struct page *page, const char *form) {
	return str_starts(form, OPENROSA_INSTRUMENT)
		? code_find(page->cx->profile, L_INSTRUMENT, form + strlen(OPENROSA_INSTRUMENT)) : 0;
}

/* Whether the answers say what they become. */
static bool becomes(const struct page *page, const char *form, struct blob xml) {
	struct submission s;
	bool does = submission_read(page->cx, xml, &s) == 0 && s.deprecated[0] == 0 &&
		openrosa_records(page->cx, &s, instrument_of(page, form)) != NULL;
	page->cx->err = (struct err){0};
	return does;
}

/* All that was sent in, as it lies sealed. */
static int files_again(struct page *page, size_t call, struct openrosa_sent *sent) {
	const json_t *names = json_object_get(page_answer(page, call), "wanted"), *each;
	size_t i;
	int rc = 0;
	json_array_foreach((json_t *)names, i, each) {
		const char *name = json_string_value(each);
		struct buf bytes = buf_new(page->cx->arena, FILE_MOST);
		if (str_equal(name, "submission.xml") || str_equal(name, "manifest.xml") || sent->files_n == OPENROSA_PARTS - 2)
			continue;
		size_t file = ask_file(page, name);
		rc = page_run(page);
		if (rc == 0)
			rc = bytes_of(page, file, &bytes);
		if (rc != 0)
			break;
		sent->files[sent->files_n++] = (struct openrosa_file){name, {bytes.n == 0 ? "" : bytes.at, bytes.n}};
	}
	return rc;
}

/* What kept it from being records may be gone: a place the registry knows by now, a right somebody has. */
static int again(struct page *page) {
	struct openrosa o = own_forms_speak(page);
	struct submission head;
	struct openrosa_sent *sent = arena_alloc(page->cx->arena, sizeof *sent);
	struct buf xml = buf_new(page->cx->arena, FILE_MOST);
	*sent = (struct openrosa_sent){.head = &head, .submission = page_param(page, "submission"), .state = "received",
		.person = ""};
	size_t call = ask_file(page, "submission.xml");
	int rc = page_run(page);
	if (rc == 0)
		rc = bytes_of(page, call, &xml);
	if (rc == 0)
		rc = files_again(page, call, sent);
	sent->main = (struct openrosa_file){"submission.xml", {xml.n == 0 ? "" : xml.at, xml.n}};
	blake_hex(sent->hash, sent->main.bytes.at, sent->main.bytes.n);
	if (rc == 0)
		rc = submission_read(page->cx, sent->main.bytes, &head);
	if (rc == 0)
		rc = openrosa_turn(&o, sent, sent->main.bytes);
	if (rc != 0)
		return rc;
	if (str_equal(sent->state, "done"))
		return page_redirect(page, "/person/%s", sent->person);
	return page_redirect(page, "/forms/received/%s?done=again", sent->submission);
}

static int one_page(struct page *page) {
	static const struct ask_way told[] = {{"again", N_("It was tried again and could not become records.")}, {0}};
	struct buf xml = buf_new(page->cx->arena, FILE_MOST);
	if (page_posted(page) && str_equal(page_field(page, "go"), "again"))
		return again(page);
	if (page_posted(page)) {
		page_add(page, OP_submission_finish, json_pack("{s:s}", "submission", page_param(page, "submission")));
		int rc = page_run(page);
		return rc != 0 ? rc : page_redirect(page, "/forms/received?done=finished");
	}
	size_t call = ask_file(page, "submission.xml"), list = page_add(page, OP_submission_list, NULL), i;
	int rc = page_run(page);
	if (rc == 0)
		rc = bytes_of(page, call, &xml);
	if (rc != 0)
		return rc == ERR_INVALID ? ERR_NOTFOUND : rc;
	const char *form = page_text(page, call, "form_id"), *version = page_text(page, call, "form_version");
	json_t *row, *found = NULL;
	json_array_foreach(page_rows(page, list), i, row)
		if (str_equal(json_text(row, "submission"), page_param(page, "submission")))
			found = row;
	json_t *files = files_of(json_object_get(page_answer(page, call), "wanted"));
	json_t *answers = answers_of(page, form, version, (struct blob){xml.n == 0 ? "" : xml.at, xml.n});
	mark_wrong(answers, found);
	bool tries = becomes(page, form, (struct blob){xml.n == 0 ? "" : xml.at, xml.n}) && json_text(found, "person")[0] == 0;
	return page_render(page, "received_one", json_pack("{s:b, s:o, s:b, s:s, s:s, s:s, s:s, s:s, s:O?, s:o, s:o, s:b}", "recorded",
		(int)(json_text(found, "person")[0] != 0), "told", ask_told(page, told), "tries",
		(int)(tries && rights_may(page, "recognise")), "title",
		N_("What was sent in"), "back", "/forms/received", "form_title", title_of(page, form), "version", version,
		"submission", page_param(page, "submission"), "about", found, "answers", answers, "files", files, "finishes",
		rights_may(page, "recognise")));
}

/* A picture that came with it, to be kept as a file; by its place, for a name may tell something. */
static int file_page(struct page *page) {
	int64_t number = 0;
	size_t call = ask_file(page, "submission.xml");
	int rc = page_run(page);
	if (rc != 0 || !int_parse(page_param(page, "number"), &number))
		return rc != 0 && rc != ERR_INVALID ? rc : ERR_NOTFOUND;
	const char *name = json_string_value(json_array_get(json_object_get(page_answer(page, call), "wanted"), (size_t)number));
	if (name == NULL)
		return ERR_NOTFOUND;
	call = ask_file(page, name);
	rc = page_run(page);
	struct buf bytes = buf_new(page->cx->arena, FILE_MOST);
	if (rc == 0)
		rc = bytes_of(page, call, &bytes);
	if (rc != 0)
		return rc == ERR_INVALID ? ERR_NOTFOUND : rc;
	figures_attach(page, "application/octet-stream", "file.bin", &bytes);
	return 0;
}

const struct route routes_received[] = {
	{"/forms/received", received_page, 0},
	{"/forms/received/:submission", one_page, ROUTE_POST},
	{"/forms/received/:submission/file/:number", file_page, 0},
	{0},
};
