/* Questions to the keeper, and what a visitor sent. How an answer looks is render.c. */
#include "web/page.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "web/peer.h"
#include "web/route.h"
#include "wire/client.h"

static _Thread_local struct arena *json_arena; /* jansson's allocator is told nothing but a size */

static void *json_alloc(size_t n) {
	return arena_alloc(json_arena, n);
}

static void json_forget(void *p) {
	(void)p; /* goes with the arena */
}

void page_memory(struct arena *a) {
	json_arena = a;
	json_set_alloc_funcs(a == NULL ? malloc : json_alloc, a == NULL ? free : json_forget);
}

const char *page_param(const struct page *page, const char *name) {
	for (size_t i = 0; i < page->params.n; i++)
		if (str_equal(page->params.at[i].name, name))
			return page->params.at[i].value;
	return "";
}

const char *page_query(const struct page *page, const char *name) {
	const char *value = form_get(&page->query, name);
	return value == NULL ? "" : value;
}

const char *page_field(const struct page *page, const char *name) {
	const char *value = form_get(&page->posted, name);
	return value == NULL ? "" : value;
}

bool page_posted(const struct page *page) {
	return page->request->method == METHOD_POST;
}

const struct form *page_typed(const struct page *page) {
	return page_posted(page) ? &page->posted : page->resumed.n > 0 ? &page->resumed : &page->query;
}

/* The key of call i: the form's own random number, moved on by i, so that every call of a form has another. */
static const char *call_key(const struct page *page, size_t i) {
	struct ref key;
	if (page->by_itself)
		return ref_text(page->cx->arena, &page->own_key);
	if (!ref_parse(page_field(page, "key"), &key))
		return NULL;
	key.at[REF_SIZE - 1] = (uint8_t)(key.at[REF_SIZE - 1] + i);
	return ref_text(page->cx->arena, &key);
}

size_t page_note(struct page *page, enum op_id op, json_t *in) {
	page->by_itself = true;
	page->cx->rng(page->own_key.at, REF_SIZE);
	return page_try(page, op, in);
}

static size_t add(struct page *page, enum op_id op, json_t *in, bool optional) {
	if (page->calls_n == PAGE_CALLS)
		abort(); /* a handler that loops over what a visitor sent */
	page->calls[page->calls_n] = (struct page_call){.op = op, .optional = optional, .code = ERR_BUG,
		.in = in == NULL ? json_object() : in};
	return page->calls_n++;
}

size_t page_add(struct page *page, enum op_id op, json_t *in) {
	return add(page, op, in, false);
}

size_t page_try(struct page *page, enum op_id op, json_t *in) {
	return add(page, op, in, true);
}

static json_t *request_of(const struct page *page) {
	json_t *calls = json_array();
	for (size_t i = page->first; i < page->calls_n; i++) {
		const struct page_call *c = &page->calls[i];
		json_t *call = json_pack("{s:s, s:O}", "op", ops[c->op].name, "in", c->in);
		const char *key = ops[c->op].audit == AUDIT_WRITE ? call_key(page, i) : NULL;
		if (key != NULL)
			json_object_set_new(call, "key", json_string(key));
		json_array_append_new(calls, call);
	}
	json_t *request = json_pack("{s:s, s:s, s:o}", "lang", page->cx->lang, "face", "page", "calls", calls);
	if (page->session != NULL)
		json_object_set_new(request, "session", json_string(page->session));
	if (page_posted(page))
		json_object_set_new(request, "csrf", json_string(page_field(page, "csrf")));
	else if (page->by_itself)
		json_object_set_new(request, "csrf", json_string(page->csrf));
	if (page->sent && !page_posted(page)) /* counted once a page; anew after what a form may have changed */
		json_object_set_new(request, "alerts", json_string("told"));
	peer_tell(page->cx, request, page->request);
	return request;
}

int page_say_error(struct cx *cx, const json_t *error) {
	const char *code = json_string_value(json_object_get(error, "code"));
	int rc = code == NULL ? ERR_BUG : err_by_name(code);
	const char *rule = json_string_value(json_object_get(error, "rule"));
	return err_say(cx, rc == 0 ? ERR_BUG : rc, json_string_value(json_object_get(error, "field")),
	               rule == NULL ? err_kinds[rc].say : rule, json_string_value(json_object_get(error, "value")));
}

static void meet(struct page *page, const json_t *answer) {
	json_t *who = json_object_get(answer, "who"), *alerts = json_object_get(page->who, "alerts");
	if (alerts != NULL && json_is_object(who) && json_object_get(who, "alerts") == NULL)
		json_object_set(who, "alerts", alerts);
	bool half = json_is_true(json_object_get(who, "half"));
	page->half = half ? json_text(who, "step") : NULL;
	page->who = json_is_object(who) && !half ? who : NULL;
	const char *csrf = json_string_value(json_object_get(who, "csrf"));
	page->csrf = csrf == NULL ? "" : csrf;
	page->demonstration = json_is_true(json_object_get(json_object_get(answer, "registry"), "demonstration"));
	const char *now = json_string_value(json_object_get(answer, "now"));
	int64_t instant;
	if (now != NULL && instant_parse(now, &instant))
		page->cx->now = instant; /* the registry's clock, which a demonstration may have set */
	page->sent = true;
}

static int put(const char *bytes, size_t n, void *text) {
	buf_add(text, bytes, n);
	return 0;
}

int page_ask(struct cx *cx, struct wire *wire, const json_t *request, json_t **ret_answer) {
	struct buf text = buf_new(cx->arena, 4 * HTTP_BODY_MAX);
	int rc = bug_if(cx, json_dump_callback(request, put, &text, JSON_COMPACT) != 0);
	struct blob reply;
	if (rc == 0)
		rc = wire_call(wire, cx, (struct blob){text.at, text.n}, &reply);
	if (rc != 0)
		return rc;
	json_t *answer = json_loadb(reply.at, reply.n, 0, NULL);
	rc = bug_if(cx, answer == NULL);
	if (rc == 0 && json_is_object(json_object_get(answer, "error")))
		rc = page_say_error(cx, json_object_get(answer, "error"));
	*ret_answer = answer;
	return rc;
}

int page_run(struct page *page) {
	struct cx *cx = page->cx;
	json_t *answer = NULL;
	size_t first = page->first;
	int rc = page_ask(cx, page->wire, request_of(page), &answer);
	page->by_itself = false; /* what is asked next is the visitor's again */
	if (answer != NULL)
		meet(page, answer);
	if (rc != 0)
		return rc;
	const json_t *answers = json_object_get(answer, "answers");
	rc = bug_if(cx, json_array_size(answers) != page->calls_n - first);
	if (rc != 0)
		return rc;
	page->first = page->calls_n;
	struct err failed = {0};
	for (size_t i = first; i < page->calls_n; i++) {
		struct page_call *c = &page->calls[i];
		const json_t *one = json_array_get(answers, i - first);
		c->answer = json_object_get(one, "ok");
		c->code = c->answer != NULL ? ERR_OK : page_say_error(cx, json_object_get(one, "error"));
		c->field = c->code == 0 ? NULL : cx->err.field;
		if (c->code == 0)
			page_add_labels(cx, &ops[c->op], c->answer);
		else if (!c->optional && failed.code == 0)
			failed = cx->err;
	}
	cx->err = failed;
	return failed.code;
}

int page_meet(struct page *page) {
	return page->sent ? ERR_OK : page_run(page);
}

json_t *page_answer(const struct page *page, size_t i) {
	return i < page->first ? page->calls[i].answer : NULL;
}

json_t *page_rows(const struct page *page, size_t i) {
	json_t *rows = json_object_get(page_answer(page, i), "rows");
	return rows == NULL ? json_array() : rows;
}

const char *json_text(const json_t *object, const char *key) {
	const char *text = json_string_value(json_object_get(object, key));
	return text == NULL ? "" : text;
}

const char *page_text(const struct page *page, size_t i, const char *field) {
	return json_text(page_answer(page, i), field);
}

int page_error(const struct page *page, size_t i) {
	return i < page->first ? page->calls[i].code : ERR_BUG;
}

bool page_unopened(const struct page *page, size_t i) {
	return i < page->first && page->calls[i].code == ERR_DENIED && page->calls[i].field != NULL &&
	       str_equal(page->calls[i].field, "opened");
}

int64_t page_day(const json_t *object, const char *field) {
	const char *text = json_string_value(json_object_get(object, field));
	int32_t day;
	int64_t instant;
	if (text != NULL && day_parse(text, &day))
		return day;
	if (text != NULL && instant_parse(text, &instant))
		return day_of(instant);
	return NONE;
}

/* A day written into three boxes; "" if all are empty. Two digits are made of one; the operation judges the rest. */
static const char *three_boxes(struct arena *a, const struct form *form, const char *name) {
	const char *part[3];
	static const char *const ends[3] = {"year", "month", "day"};
	size_t given = 0;
	for (int i = 0; i < 3; i++) {
		part[i] = form_get(form, arena_printf(a, "%s-%s", name, ends[i]));
		if (part[i] == NULL)
			return "";
		given += part[i][0] != 0;
	}
	if (given == 0)
		return "";
	return arena_printf(a, "%s-%s%s-%s%s", part[0], strlen(part[1]) == 1 ? "0" : "", part[1],
	                    strlen(part[2]) == 1 ? "0" : "", part[2]);
}

json_t *page_form(const struct page *page, enum op_id op) {
	const struct form *form = page_posted(page) ? &page->posted : &page->query;
	json_t *in = json_object();
	for (const uint16_t *row = ops[op].in; *row != 0; row++) {
		const struct field *field = &fields[*row & FIELD_ID];
		json_t *list = json_array();
		for (size_t i = 0; i < form->n; i++)
			if (str_equal(form->fields[i].name, field->name) && form->fields[i].value[0] != 0)
				json_array_append_new(list, json_string(form->fields[i].value));
		const char *day = field->type == T_DAY && json_array_size(list) == 0
		                          ? three_boxes(page->cx->arena, form, field->name) : "";
		if (day[0] != 0)
			json_object_set_new(in, field->name, json_string(day));
		else if (json_array_size(list) > 0 && ((*row & FIELD_MANY) != 0 || json_array_size(list) > 1))
			json_object_set_new(in, field->name, list); /* several where one is asked: the operation says so */
		else if (json_array_size(list) > 0)
			json_object_set(in, field->name, json_array_get(list, 0));
	}
	return in;
}
