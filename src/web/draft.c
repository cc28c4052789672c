#include "web/draft.h"

#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "op/op.h"
#include "op/profile.h"

/* What belongs to one sending of a form, not to what was written. */
static bool passes(const struct form_field *f) {
	static const char *const own[] = {"csrf", "key", "keep", "draft"};
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (str_equal(f->name, own[i]))
			return true;
	enum field_id id = field_find(f->name);
	return f->file != NULL || f->value[0] == 0 || (id != F__NONE && fields[id].type == T_SECRET);
}

/* The address of the form, without the language and the draft. */
static const char *form_path(const struct page *page) {
	struct arena *a = page->cx->arena;
	struct buf to = buf_new(a, 2 * HTTP_HEAD_MAX);
	buf_add(&to, page->request->target, strcspn(page->request->target, "?"));
	char join = '?';
	for (size_t i = 0; i < page->query.n; i++) {
		const struct form_field *f = &page->query.fields[i];
		if (str_equal(f->name, "lang") || str_equal(f->name, "draft"))
			continue;
		buf_printf(&to, "%c%s=%s", join, form_encode(a, f->name), form_encode(a, f->value));
		join = '&';
	}
	return to.at;
}

static int put(const char *bytes, size_t n, void *text) {
	buf_add(text, bytes, n);
	return 0;
}

static const char *text_of(const struct page *page) {
	json_t *typed = json_array();
	for (size_t i = 0; i < page->posted.n; i++) {
		const struct form_field *f = &page->posted.fields[i];
		if (!passes(f))
			json_array_append_new(typed, json_pack("[s, s]", f->name, f->value));
	}
	struct buf text = buf_new(page->cx->arena, HTTP_BODY_MAX);
	json_dump_callback(json_pack("{s:s, s:o}", "to", form_path(page), "typed", typed), put, &text, JSON_COMPACT);
	return text.at;
}

/* Whom the form is about: the address of her file stands above it. NULL: nobody who has one. */
static const char *person_of(const struct page *page) {
	const char *at = page->request->path;
	struct ref ref;
	if (!str_starts(at, "/person/"))
		return NULL;
	at += strlen("/person/");
	const char *text = arena_printf(page->cx->arena, "%.*s", (int)strcspn(at, "/"), at);
	return ref_parse(text, &ref) ? text : NULL;
}

bool draft_may(const struct page *page, int kind) {
	const struct profile *p = page->cx->profile;
	return profile_prohibits_draft(p, code_find(p, L_ORG_KIND, json_text(page->who, "org_kind")), kind) == NULL;
}

bool draft_kept(struct page *page, int *ret_rc) {
	const char *of = page_posted(page) ? page_field(page, "keep") : "", *draft = page_field(page, "draft");
	*ret_rc = ERR_OK;
	if (code_find(page->cx->profile, L_DRAFT, of) == 0)
		return false;
	const char *person = person_of(page);
	json_t *in = json_pack("{s:s, s:s}", "draft_of", of, "draft_text", text_of(page));
	if (person != NULL)
		json_object_set_new(in, "person", json_string(person));
	if (draft[0] != 0)
		json_object_set_new(in, "draft", json_string(draft));
	page_add(page, OP_draft_save, in);
	int rc = page_run(page);
	if (rc == ERR_NOTFOUND && draft[0] != 0) { /* a week is over: it is kept anew */
		in = json_copy(in);
		json_object_del(in, "draft");
		page_add(page, OP_draft_save, in);
		rc = page_run(page);
	}
	*ret_rc = rc != 0 ? rc : page_redirect(page, "/drafts?done=kept");
	return true;
}

static json_t *read_text(const char *text) {
	json_t *kept = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	const char *to = json_text(kept, "to");
	return json_is_array(json_object_get(kept, "typed")) && http_local(to) ? kept : NULL;
}

const char *draft_path(const char *text) {
	const json_t *kept = read_text(text);
	return kept == NULL ? NULL : json_text(kept, "to");
}

static bool take(struct page *page, const json_t *typed) {
	size_t n = json_array_size(typed);
	if (n > FORM_FIELDS)
		return false;
	struct form_field *to = arena_array(page->cx->arena, n + 1, sizeof *to);
	for (size_t i = 0; i < n; i++) {
		const json_t *pair = json_array_get(typed, i);
		const char *name = json_string_value(json_array_get(pair, 0)), *value = json_string_value(json_array_get(pair, 1));
		if (name == NULL || value == NULL)
			return false;
		to[i] = (struct form_field){.name = name, .value = value, .n = strlen(value)};
	}
	page->resumed = (struct form){.n = n, .fields = to};
	return true;
}

int draft_resume(struct page *page) {
	const char *draft = page_query(page, "draft");
	if (page_posted(page) || draft[0] == 0)
		return ERR_OK;
	size_t read = page_add(page, OP_draft_read, json_pack("{s:s}", "draft", draft));
	int rc = page_run(page);
	if (rc != 0)
		return rc == ERR_INVALID ? ERR_NOTFOUND : rc;
	const json_t *kept = read_text(page_text(page, read, "draft_text"));
	const char *to = json_text(kept, "to"), *path = page->request->path;
	size_t n = strcspn(to, "?");
	bool here = kept != NULL && strlen(path) == n && memcmp(path, to, n) == 0;
	page->calls_n = page->first = 0; /* a handler counts its own calls */
	return here && take(page, json_object_get(kept, "typed")) ? ERR_OK : ERR_NOTFOUND;
}

void draft_done(struct page *page) {
	const char *draft = page_posted(page) && page->led ? page_field(page, "draft") : "";
	if (draft[0] == 0 || page->calls_n == PAGE_CALLS)
		return;
	struct err err = page->cx->err;
	page_try(page, OP_draft_drop, json_pack("{s:s}", "draft", draft));
	if (page_run(page) != 0) /* it goes by itself within a week */
		page->first = page->calls_n;
	page->cx->err = err;
}

void drafts_warn(const struct page *page, json_t *rows) {
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row) {
		int64_t until;
		bool going = instant_parse(json_text(row, "until"), &until) && until - page->cx->now <= 48 * HOUR;
		json_object_set_new(row, "going", json_boolean(going));
	}
}
