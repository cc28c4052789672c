/* From answers to what a reader gets: labels, options, the view and its two faces. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "view/assets.h"
#include "view/template.h"
#include "web/page.h"
#include "web/route.h"
#include "web/somebody.h"

static const char *const lang_names[TEXT_LANGS] = {"Lietuvių", "English", "Українська", "Русский"};

static const char *label(struct cx *cx, enum list list, const char *code) {
	int number = list == L_NONE || code == NULL ? 0 : code_find(cx->profile, list, code);
	bool translated = false;
	const char *text = number == 0 ? NULL : code_label(cx->profile, list, number, cx->lang, &translated);
	return text == NULL ? "" : translated ? text : text_say(cx->lang, text);
}

const char *page_label(const struct page *page, enum list list, const char *code) {
	return label(page->cx, list, code);
}

static json_t *labels_of(struct cx *cx, enum list list, const json_t *value) {
	if (!json_is_array(value))
		return json_string(label(cx, list, json_string_value(value)));
	json_t *labels = json_array();
	size_t i;
	json_t *one;
	json_array_foreach(value, i, one)
		json_array_append_new(labels, json_string(label(cx, list, json_string_value(one))));
	return labels;
}

/* Rows repeat few codes: each is looked up once, in `known`, where all rows have their codes from one list. */
static void label_field(struct cx *cx, const struct field *field, const char *key, enum list list, json_t *object,
                        json_t *known) {
	const json_t *value = json_object_get(object, field->name);
	const char *code = json_string_value(value);
	if (value == NULL || list == L_NONE)
		return;
	json_t *labels = known == NULL || code == NULL ? NULL : json_incref(json_object_get(known, code));
	if (labels == NULL) {
		labels = labels_of(cx, list, value);
		if (known != NULL && code != NULL)
			json_object_set(known, code, labels);
	}
	json_object_set_new(object, key, labels);
}

void page_add_labels(struct cx *cx, const struct op *op, json_t *answer) {
	json_t *rows = json_object_get(answer, "rows"), *row;
	bool each = false;
	size_t n = 0;
	for (const uint16_t *f = op->out; *f != 0; f++) {
		if (*f == EACH) {
			each = true;
			continue;
		}
		enum field_id id = *f & FIELD_ID;
		const struct field *field = &fields[id];
		if (field->type != T_CODE && id != F_DETAIL)
			continue;
		n = each ? json_array_size(rows) : 1;
		const char *key = arena_printf(cx->arena, "%s_label", field->name);
		json_t *known = id == F_DETAIL ? NULL : json_object();
		for (size_t i = 0; i < n; i++) {
			row = each ? json_array_get(rows, i) : answer;
			const char *list = id == F_DETAIL ? json_string_value(json_object_get(row, fields[F_DETAIL_LIST].name)) : NULL;
			label_field(cx, field, key, id != F_DETAIL ? field->list : list == NULL ? L_NONE : list_find(list), row, known);
		}
		json_decref(known);
	}
	somebody_say(cx, answer);
	json_array_foreach(rows, n, row)
		somebody_say(cx, row);
}

static bool chosen(const struct page *page, const char *field, const char *code) {
	const struct form *form = page_typed(page);
	for (size_t i = 0; i < form->n; i++)
		if (str_equal(form->fields[i].name, field) && str_equal(form->fields[i].value, code))
			return true;
	return false;
}

static void add_option(const struct page *page, json_t *options, const char *field, const char *code,
                       const char *text) {
	size_t n = json_array_size(options) + 1;
	const char *id = n == 1 ? field : arena_printf(page->cx->arena, "%s-%zu", field, n);
	json_array_append_new(options, json_pack("{s:s, s:s, s:b, s:s}", "code", code, "label", text, "chosen",
	                                         chosen(page, field, code), "id", id));
}

json_t *page_options(const struct page *page, enum field_id field) {
	const struct cx *cx = page->cx;
	json_t *options = json_array();
	enum list list = fields[field].list;
	for (size_t i = 0; code_at(cx->profile, list, i) != 0; i++) {
		const char *code = code_name(cx->profile, list, code_at(cx->profile, list, i));
		add_option(page, options, fields[field].name, code, label(page->cx, list, code));
	}
	return options;
}

json_t *page_options_rows(const struct page *page, enum field_id field, json_t *rows, const char *code,
                          const char *text) {
	json_t *options = json_array(), *row;
	size_t i;
	json_array_foreach(rows, i, row) {
		const char *value = json_string_value(json_object_get(row, code));
		const char *shown = json_string_value(json_object_get(row, text));
		if (value != NULL && shown != NULL)
			add_option(page, options, fields[field].name, value, shown);
	}
	return options;
}

/* A rule of the program's stands in the catalogues, one of the country's in its profile. */
static const char *rule_say(const struct cx *cx, const char *rule) {
	const json_t *reason = cx->profile == NULL ? NULL : profile_reason(cx->profile, rule);
	return reason == NULL ? text_say(cx->lang, rule) : profile_say(reason, cx->lang);
}

json_t *page_error_json(struct cx *cx, int code) {
	const struct err *err = &cx->err;
	bool said = err->code == code;
	json_t *error = json_pack("{s:s, s:s}", "code", err_kinds[code].name, "say",
	                          rule_say(cx, said && err->rule != NULL ? err->rule : err_kinds[code].say));
	/* What is not there and what is not for you differ in nothing. */
	if (code == ERR_NOTFOUND)
		json_object_set_new(error, "say", json_string(text_say(cx->lang, err_kinds[code].say)));
	else if (said && err->field != NULL)
		json_object_set_new(error, "field", json_string(err->field));
	if (said && err->rule != NULL && code != ERR_NOTFOUND)
		json_object_set_new(error, "rule", json_string(err->rule));
	if (said && err->value != NULL && code != ERR_NOTFOUND)
		json_object_set_new(error, "value", json_string(err->value));
	return error;
}

/* Two refusals name what would mend them: the file has to be opened first, or the reader has to prove again who it is. */
static bool is_refused_for(const struct page *page, int code, const char *field) {
	const struct err *err = &page->cx->err;
	return code == ERR_DENIED && err->code == code && err->field != NULL && str_equal(err->field, field) &&
	       page->who != NULL;
}

/* Where this very page can be asked for again; a form without what was typed into it. */
static const char *here(const struct page *page) {
	const char *to = page_posted(page) ? page->request->path : page->request->target;
	return form_encode(page->cx->arena, http_local(to) ? to : "/work");
}

bool page_mend(struct page *page, int rc) {
	/* Without a session "denied" is a wrong password; with one, a right the reader does not have, or had too long ago. */
	bool stale = page_posted(page) && is_refused_for(page, rc, "fresh");
	if (rc != ERR_INVALID && rc != ERR_CONFLICT && rc != ERR_BUSY && !stale &&
	    !(rc == ERR_DENIED && (page->route->flags & ROUTE_PUBLIC) != 0))
		return false;
	struct cx *cx = page->cx;
	const char *field = cx->err.field == NULL ? "" : cx->err.field;
	const char *rule = cx->err.rule == NULL ? err_kinds[rc].say : cx->err.rule;
	json_t *error = json_pack("{s:s, s:b, s:s, s:s}", "field", field, "apart", stale, "href",
	                          stale ? arena_printf(cx->arena, "/prove?next=%s", here(page))
	                                : arena_printf(cx->arena, "#%s", field[0] == 0 ? "main" : field), "text",
	                          rule_say(cx, rule));
	if (page->errors == NULL)
		page->errors = json_array();
	json_array_append_new(page->errors, error);
	page->status = err_kinds[rc].http;
	return true;
}

static json_t *typed(const struct page *page) {
	json_t *all = json_object();
	for (size_t i = 0; i < page->posted.n; i++) {
		const struct form_field *f = &page->posted.fields[i];
		enum field_id id = field_find(f->name);
		if (f->file != NULL || (id != F__NONE && fields[id].type == T_SECRET) || str_equal(f->name, "csrf") ||
		    str_equal(f->name, "key") || str_equal(f->name, "draft"))
			continue;
		json_t *was = json_object_get(all, f->name);
		if (was == NULL)
			json_object_set_new(all, f->name, json_string(f->value));
		else if (json_is_array(was))
			json_array_append_new(was, json_string(f->value));
		else
			json_object_set_new(all, f->name, json_pack("[O, s]", was, f->value));
	}
	return all;
}

/* "?lang=en", with whatever else the address asked for: the same page in another language. */
static json_t *languages(const struct page *page) {
	struct cx *cx = page->cx;
	struct buf rest = buf_new(cx->arena, HTTP_HEAD_MAX);
	for (size_t i = 0; i < page->query.n; i++)
		if (!str_equal(page->query.fields[i].name, "lang"))
			buf_printf(&rest, "&%s=%s", form_encode(cx->arena, page->query.fields[i].name),
			           form_encode(cx->arena, page->query.fields[i].value));
	json_t *langs = json_array();
	for (size_t i = 0; i < TEXT_LANGS; i++)
		json_array_append_new(langs, json_pack("{s:s, s:s, s:s, s:b}", "code", text_langs[i], "name", lang_names[i],
			"href", arena_printf(cx->arena, "?lang=%s%s", text_langs[i], rest.at), "current",
			str_equal(cx->lang, text_langs[i])));
	return langs;
}

static const char *asset_url(struct cx *cx, const char *name) {
	const struct asset *asset = asset_find(&view_assets, arena_printf(cx->arena, "web/static/%s", name));
	return arena_printf(cx->arena, "/static/%s?%s", name, asset == NULL ? "" : asset->hash);
}

/* Who is signed in, as a page may show it: without the csrf token. */
static json_t *who(const struct page *page, json_t *ret_may) {
	if (page->who == NULL)
		return json_null();
	json_t *shown = json_copy((json_t *)page->who), *can = json_object_get(shown, "can"), *one;
	size_t i;
	json_array_foreach(can, i, one)
		json_object_set_new(ret_may, json_string_value(one), json_true());
	json_object_del(shown, "csrf");
	json_object_set_new(shown, "role_label", labels_of(page->cx, L_ROLE, json_object_get(shown, "roles")));
	return shown;
}

static void set(json_t *view, const char *key, json_t *value) {
	if (json_object_get(view, key) == NULL)
		json_object_set_new(view, key, value);
}

/* The path with what is not plain in it percent-encoded. */
static const char *path_encode(struct cx *cx, const char *path) {
	struct buf b = buf_new(cx->arena, 3 * HTTP_PATH_MAX + 64);
	for (; *path != 0; path++) {
		char one[2] = {*path, 0};
		buf_str(&b, *path == '/' ? one : (unsigned char)*path < 0x80 ? form_encode(cx->arena, one)
		                                                           : arena_printf(cx->arena, "%%%02X", (unsigned char)*path));
	}
	return b.at;
}

static void complete(const struct page *page, json_t *view, const char *path) {
	struct cx *cx = page->cx;
	json_t *may = json_object();
	set(view, "who", who(page, may));
	set(view, "may", may);
	set(view, "lang", json_string(cx->lang));
	set(view, "langs", languages(page));
	set(view, "path", json_string(path_encode(cx, path)));
	set(view, "here", json_stringn(path + 1, strcspn(path + 1, "/")));
	set(view, "at", json_pack("{s:b}", arena_strndup(cx->arena, path + 1, strcspn(path + 1, "/")), 1));
	set(view, "demonstration", json_boolean(page->demonstration));
	set(view, "now", json_string(instant_text(cx->arena, cx->now)));
	set(view, "today", json_string(day_text(cx->arena, day_of(cx->now))));
	set(view, "exit", json_string(profile_exit(cx->profile)));
	bool bare = page->route != NULL && (page->route->flags & ROUTE_BARE) != 0;
	set(view, "leave", bare ? json_string("/report/leave") : page->who == NULL ? json_null()
		: json_string(profile_exit(cx->profile)));
	set(view, "css", json_string(asset_url(cx, "atrama.css")));
	set(view, "js", json_string(asset_url(cx, "atrama.js")));
	set(view, "error", page->errors == NULL ? json_null() : json_incref(json_array_get(page->errors, 0)));
	set(view, "errors", page->errors == NULL ? json_array() : json_incref(page->errors));
	set(view, "typed", typed(page));
	const char *draft = page_posted(page) ? page_field(page, "draft") : page_query(page, "draft");
	set(view, "draft", draft[0] == 0 ? json_null() : json_string(draft));
}

static int put(const char *bytes, size_t n, void *body) {
	buf_add(body, bytes, n);
	return 0;
}

void page_put_json(struct http_response *response, int status, const json_t *json) {
	response->status = status;
	response->type = "application/json";
	response->body.n = 0;
	json_dump_callback(json, put, &response->body, JSON_COMPACT | JSON_ENCODE_ANY);
	buf_char(&response->body, '\n');
}

int page_render(struct page *page, const char *name, json_t *view) {
	int rc = page_meet(page);
	if (rc != 0)
		return rc;
	struct cx *cx = page->cx;
	complete(page, view, page->request->path);
	int status = page->status == 0 ? 200 : page->status;
	if (page->json) {
		page_put_json(page->response, status, view);
		return ERR_OK;
	}
	set(view, "csrf", json_string(page->csrf));
	struct ref key = ref_new(cx);
	set(view, "key", json_string(ref_text(cx->arena, &key)));
	page->response->status = status;
	return template_render(cx, name, view, &page->response->body);
}

/* An answer as a body may show it: a session is for the cookie alone. */
static json_t *without_secrets(const struct page_call *call) {
	json_t *shown = call->answer == NULL ? json_null() : json_copy(call->answer);
	for (const uint16_t *f = ops[call->op].out; *f != 0; f++)
		if (*f != EACH && fields[*f & FIELD_ID].type == T_SECRET)
			json_object_del(shown, fields[*f & FIELD_ID].name);
	return shown;
}

int page_redirect(struct page *page, const char *fmt, ...) {
	struct cx *cx = page->cx;
	va_list ap;
	va_start(ap, fmt);
	const char *to = arena_vprintf(cx->arena, fmt, ap);
	va_end(ap);
	int rc = bug_if(cx, !http_local(to));
	if (rc != 0)
		return rc;
	struct http_response *response = page->response;
	page->led = true;
	if (page->json) {
		json_t *answers = json_array();
		for (size_t i = 0; i < page->first; i++)
			json_array_append_new(answers, without_secrets(&page->calls[i]));
		page_put_json(response, 200, json_pack("{s:s, s:o}", "location", to, "answers", answers));
		return ERR_OK;
	}
	response->status = 303;
	response->body.n = 0;
	http_add(response, "Location", to);
	return ERR_OK;
}

const char *page_next(const struct page *page) {
	const char *to = page_posted(page) ? page_field(page, "next") : page_query(page, "next");
	return http_local(to) ? to : "/";
}

static const char *session_cookie(const struct http_request *request) {
	return request->tls ? "__Host-sid" : "sid";
}

void page_sign_in(struct page *page, const char *session) {
	http_add(page->response, "Set-Cookie",
	         http_cookie(page->cx->arena, page->request, session_cookie(page->request), session, -1));
}

void page_sign_out(struct page *page) {
	http_add(page->response, "Set-Cookie",
	         http_cookie(page->cx->arena, page->request, session_cookie(page->request), "", 0));
}

/* The address a visitor asked for, to come back to; a form is asked for again, not sent again. */
static int lead_to_sign_in(struct page *page) {
	const char *to = page->request->target;
	return page_redirect(page, "/sign-in?next=%s", form_encode(page->cx->arena, http_local(to) ? to : "/"));
}

/* What has to be opened first, as /open takes it: "person=..." or "likeness=..."; "" if nothing. */
static const char *unopened(const struct page *page) {
	static const enum field_id kinds[] = {F_PERSON, F_LIKENESS};
	for (size_t i = 0; i < page->first; i++)
		for (size_t k = 0; k < sizeof kinds / sizeof *kinds && page_unopened(page, i); k++) {
			const char *name = fields[kinds[k]].name, *ref = json_text(page->calls[i].in, name);
			if (ref[0] != 0)
				return arena_printf(page->cx->arena, "%s=%s", name, form_encode(page->cx->arena, ref));
		}
	return "";
}

bool page_proved(struct page *page, int *ret_rc) {
	*ret_rc = page_meet(page);
	if (*ret_rc != 0)
		return false;
	if (page_posted(page) || page->json || !json_is_false(json_object_get(page->who, "fresh")))
		return true;
	*ret_rc = page_redirect(page, "/prove?next=%s", here(page));
	return false;
}

/* Lead to where the refusal can be mended. */
static bool leads_on(struct page *page, int code) {
	if (page->json)
		return false;
	const char *what = is_refused_for(page, code, "opened") ? unopened(page) : "";
	page->response->body.n = 0;
	if (what[0] != 0)
		return page_redirect(page, "/open?%s&next=%s", what, here(page)) == 0;
	return is_refused_for(page, code, "fresh") && page_redirect(page, "/prove?next=%s", here(page)) == 0;
}

void page_refuse(struct page *page, int code) {
	struct cx *cx = page->cx;
	struct http_response *response = page->response;
	if (leads_on(page, code))
		return;
	/* A part of the path that cannot be a reference leads nowhere, like one that is a reference to nothing. */
	if (code == ERR_INVALID && cx->err.field != NULL && page_param(page, cx->err.field)[0] != 0)
		code = ERR_NOTFOUND;
	struct err err = cx->err;
	response->body.n = 0;
	bool signed_in = page->who != NULL, public = page->route == NULL || (page->route->flags & ROUTE_PUBLIC) != 0;
	bool stranger = page->sent && !signed_in && !public && (code == ERR_DENIED || code == ERR_NOTFOUND);
	if (stranger && !page->json && lead_to_sign_in(page) == 0)
		return;
	int status = stranger ? 401 : err_kinds[code].http;
	json_t *error = page_error_json(cx, code);
	if (page->json) {
		page_put_json(response, status, json_pack("{s:o}", "error", error));
		return;
	}
	json_t *view = json_pack("{s:i, s:O, s:O}", "status", status, "code", json_object_get(error, "code"), "say",
	                         json_object_get(error, "say"));
	json_object_set_new(view, "sealed", json_boolean(is_refused_for(page, code, "vault")));
	page->query = (struct form){0};
	complete(page, view, "/"); /* not the address asked for: every "nothing here" is the same page */
	json_object_set_new(view, "csrf", json_string(page->csrf));
	json_object_set_new(view, "typed", json_object());
	response->status = status;
	if (template_render(cx, "error", view, &response->body) != 0) {
		response->body.n = 0;
		response->type = "text/plain; charset=utf-8";
		buf_printf(&response->body, "%s\n", text_say(cx->lang, err_kinds[code].say));
	}
	cx->err = err;
}
