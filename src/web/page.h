/*
 * page.h - what a page handler works with: questions to the keeper, one view, two faces.
 *
 * A handler queues calls, runs them as one message, builds a JSON view of the answers and renders it; Accept decides
 * whether the reader gets the template or the view itself. It holds no right and decides none: the keeper does.
 *
 *	static int person_page(struct page *page) {
 *		json_t *in = json_pack("{s:s}", "person", page_param(page, "person"));
 *		page_add(page, OP_person_read, json_incref(in));
 *		page_add(page, OP_person_timeline, in);
 *		int rc = page_run(page);
 *		if (rc != 0)
 *			return rc;
 *		return page_render(page, "person", json_pack("{s:O, s:O}", "person", page_answer(page, 0),
 *			"facts", page_rows(page, 1)));
 *	}
 *
 *	static int sign_page(struct page *page) {
 *		if (page_posted(page)) {
 *			page_add(page, OP_signal_record, page_form(page, OP_signal_record));
 *			int rc = page_run(page);
 *			if (rc == 0)
 *				return page_redirect(page, "/person/%s", page_text(page, 0, "person"));
 *			if (!page_mend(page, rc))
 *				return rc;
 *		}
 *		return page_render(page, "sign", json_pack("{s:o}", "sources", page_options(page, F_SOURCE)));
 *	}
 *
 * An answer is what the row of ops.def declares, as the API gives it (days "2026-03-01", instants
 * "2026-03-01T15:05:00Z", which {{d}}, {{r}}, {{iso}} take both and {{t}} takes), with labels added to every object in
 * it:
 *   T_CODE field "status"         -> "status_label", translated; several codes "need" -> "need_label": [...]
 *   "detail" with "detail_list"   -> "detail_label"
 *   "sex" and "age"               -> "somebody": "Woman, 25 to 39" (somebody.h)
 *
 * page_render adds to every view (a key the handler has set itself stays):
 *   who          {name, org, org_name, org_kind, unit, unit_name, roles, role_label: [...], can: [...]} or null
 *   may          {"recognise": true, ...}: what the person signed in can do, for {{#may.decide}}
 *   lang         "lt"; langs [{code, name, href, current}]: this same page in each language
 *   path         of this page, encoded; here  its first part, "work"; at  {"work": true}, for {{#at.work}} in links
 *   demonstration true in a demonstration registry
 *   now          instant, as text; today  day, as text
 *   css, js      addresses of the style and the script, with the hash of their content
 *   error        null, or {field, href: "#field", text}; errors  the same in a list, for the error summary
 *   draft        the reference of the draft that is gone on with, or null
 *   typed        what was posted, by field; lists where a field came several times; never a T_SECRET
 * and in HTML only
 *   csrf, key    for the hidden fields of a form: <input type="hidden" name="csrf" value="{{csrf}}">, and "key"
 *
 * Two failures that a handler passes on lead further instead of ending in an error page: a file that has to be opened
 * first leads to /open, a proof that is too old to /prove; both come back to the page that was asked for.
 *
 * All of jansson's memory is the request's arena (page_memory): what is not decref'ed goes with the request, and what
 * json_dumps gives must never be freed.
 */
#pragma once
#include <jansson.h>

#include "base/cx.h"
#include "op/op.h"
#include "web/form.h"
#include "web/http.h"

struct wire;
struct route;

enum { PAGE_CALLS = 32, PAGE_PARAMS = 4 };

struct page_params {
	size_t n;
	struct {
		const char *name, *value; /* "person", its part of the path */
	} at[PAGE_PARAMS];
};

struct page_call {
	enum op_id op;
	bool optional;
	int code;          /* 0, or how it failed */
	const char *field; /* which field the failure names; NULL: none */
	json_t *in, *answer; /* answer: NULL if it failed */
};

struct page {
	struct cx *cx;
	struct wire *wire;
	const struct http_request *request;
	struct http_response *response;
	const struct route *route;
	struct page_params params;
	struct form query, posted;
	struct form resumed; /* what was kept of a form that is gone on with (draft.h) */
	bool json; /* the reader wants the view itself */
	bool led;  /* the answer leads to another page */
	bool sent; /* the keeper was asked: who, csrf and registry are known */
	const char *session; /* 64 hex digits, or NULL */
	const json_t *who;   /* NULL: not signed in, or by half */
	const char *half;    /* what is still needed to be signed in: a code of L_STEP; NULL: nobody is half signed in */
	const char *csrf;    /* "" where nobody is signed in */
	bool demonstration;
	bool by_itself;     /* what is queued now the page writes because somebody looked */
	struct ref own_key;
	size_t calls_n, first; /* calls[first..] are not yet run */
	struct page_call calls[PAGE_CALLS];
	json_t *errors;      /* to be mended, NULL without */
	int status;
};

/* What came in the path, the query (?after=...) or the posted form; "" when it did not. */
const char *page_param(const struct page *page, const char *name);
const char *page_query(const struct page *page, const char *name);
const char *page_field(const struct page *page, const char *name);
bool page_posted(const struct page *page);

/* Where the answers of a form stand: what was posted, else what was kept of it, else the address. */
const struct form *page_typed(const struct page *page);

/* Queue a call; takes over `in` (NULL: {}). Gives its number, for page_answer. A value "$0.person" in `in` is the
 * field of an earlier answer of the same page_run. A write call gets the key of the posted form. */
size_t page_add(struct page *page, enum op_id op, json_t *in);

/* The same, but the page can do without: when it fails, page_run does not, and its answer is NULL. */
size_t page_try(struct page *page, enum op_id op, json_t *in);

/* The same for the one thing a page writes when it is only looked at: that something was seen. Alone in its page_run,
 * after another that has told who looks. */
size_t page_note(struct page *page, enum op_id op, json_t *in);

/* Send what was queued, as one message. Gives the code of the first failed call that was not tried only; its rule is
 * in cx->err. May be called again after more was queued. */
MUST_CHECK int page_run(struct page *page);

/* The answer of call i, borrowed; NULL if it failed. Its "rows" (an empty list if there are none), one of its texts. */
json_t *page_answer(const struct page *page, size_t i);
json_t *page_rows(const struct page *page, size_t i);
const char *page_text(const struct page *page, size_t i, const char *field);

/* One of the texts of any object; "" if it has none of that name. */
const char *json_text(const json_t *object, const char *key);

/* How call i failed: 0 or ERR_*. */
int page_error(const struct page *page, size_t i);

/* Whether call i was refused only because the person's file has to be opened first. */
bool page_unopened(const struct page *page, size_t i);

/* The posted form (on GET: the query) as input for `op`: only the fields of its row, with lists for MANY, whole numbers
 * for T_INT, and a day also from "happened-year", "-month" and "-day". What was left empty is left out. */
json_t *page_form(const struct page *page, enum op_id op);

/* Whether the failure `rc` of page_run can be shown in the form it came from, with what was typed kept: then render the
 * form again. Also for a failure of the handler's own: after err_say. */
bool page_mend(struct page *page, int rc);

/* For a page whose form needs a fresh proof of who sends it: whether the reader has given one. If not, the page that asks
 * for it is the answer (it leads back here), as *ret_rc says. */
MUST_CHECK bool page_proved(struct page *page, int *ret_rc);

/* The codes of a T_CODE field in the order of its list: [{code, label, chosen, id}], `chosen` when it was posted,
 * `id` unique on the page ("need", "need-2", ...: the first is what an error links to). */
json_t *page_options(const struct page *page, enum field_id field);

/* The same from rows of an answer: `code` and `label` name their fields ("org", "org_name"); posted as `field`. */
json_t *page_options_rows(const struct page *page, enum field_id field, json_t *rows, const char *code,
                          const char *label);

/* The label of one code, in the language of the page: page_label(page, L_STATUS, "presumed"). "" for an unknown one. */
const char *page_label(const struct page *page, enum list list, const char *code);

/* A day or an instant of an answer as a day number; NONE if it is not there. */
int64_t page_day(const json_t *object, const char *field);

/* Answer with the template, or with the view itself; takes over `view`. 422 after page_mend, else 200. */
MUST_CHECK int page_render(struct page *page, const char *name, json_t *view);

/* Learn who is signed in, if no page_run has told yet; page_render does it by itself. */
MUST_CHECK int page_meet(struct page *page);

/* Answer 303 to a path of this site. The JSON face gets {"location": ..., "answers": [...]} with 200. */
MUST_CHECK int page_redirect(struct page *page, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Where the visitor wanted to go before signing in (?next= or the field `next`): always a path of this site. */
const char *page_next(const struct page *page);

/* Begin or end the session of this browser. The route's handler redirects afterwards. */
void page_sign_in(struct page *page, const char *session);
void page_sign_out(struct page *page);

/* Where jansson's memory comes from until the next call: an arena, whose ceiling and trap then hold for JSON too.
 * Called before each request; a process that has called it keeps no JSON of its own. NULL is malloc's: for the time of
 * code that frees what it makes, and whose JSON ends with it. */
void page_memory(struct arena *a);

/* For the router: answer a failure. ERR_NOTFOUND and what one may not see give the same bytes,
   but for the form's token, which is another on each page. */
void page_refuse(struct page *page, int code);

/* Add labels to an answer of `op`. */
void page_add_labels(struct cx *cx, const struct op *op, json_t *answer);

/* Ask the keeper; `request` and answer as in wire/client.h. *ret_answer is set even when the whole request was
   refused. */
MUST_CHECK int page_ask(struct cx *cx, struct wire *wire, const json_t *request, json_t **ret_answer);

/* What an error object of the keeper says, into cx->err; gives its code. */
int page_say_error(struct cx *cx, const json_t *error);

/* {"code", "say", "field", "rule", "value"} of the failure in cx->err, in the reader's language. */
json_t *page_error_json(struct cx *cx, int code);

/* `json` as the whole answer. */
void page_put_json(struct http_response *response, int status, const json_t *json);
