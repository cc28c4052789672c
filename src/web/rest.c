#include "web/rest.h"

#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "base/str.h"
#include "op/openapi.h"
#include "web/peer.h"

static const char *session_of(const struct http_request *r) {
	static const char scheme[] = "Bearer ";
	uint8_t bytes[32];
	if (strncasecmp(r->authorization, scheme, sizeof scheme - 1) != 0)
		return NULL;
	const char *token = r->authorization + sizeof scheme - 1;
	return hex_get(bytes, sizeof bytes, token) ? token : NULL;
}

/* The body as JSON. A few levels are all that inputs have, so deep nesting is refused before it costs anything. */
static int read_json(struct cx *cx, const struct http_request *r, json_t **ret_json) {
	static const char type[] = "application/json";
	if (strncasecmp(r->content_type, type, sizeof type - 1) != 0)
		return err_say(cx, ERR_INVALID, "Content-Type", N_("Send application/json."), NULL);
	int depth = 0;
	bool quoted = false;
	for (size_t i = 0; i < r->body_n; i++) {
		char c = r->body[i];
		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '[' || c == '{') && ++depth > 8)
			return err_say(cx, ERR_INVALID, NULL, N_("The input is nested too deeply."), NULL);
		else if (!quoted && (c == ']' || c == '}'))
			depth--;
	}
	json_error_t error;
	*ret_json = json_loadb(r->body, r->body_n, JSON_REJECT_DUPLICATES, &error);
	if (*ret_json == NULL)
		return err_say(cx, ERR_INVALID, NULL, N_("That is not well-formed JSON."), NULL);
	return ERR_OK;
}

/* A query as input: several of one name make a list; the operation checks every value as text. */
static int read_query(struct cx *cx, const struct http_request *r, const struct op *op, json_t **ret_json) {
	struct form form;
	int rc = form_parse(cx, r->query, strlen(r->query), &form);
	if (rc != 0)
		return rc;
	json_t *in = json_object();
	for (size_t i = 0; i < form.n; i++) {
		const struct form_field *f = &form.fields[i];
		enum field_id id = field_find(f->name);
		/* An address stands in logs and histories: nothing there that would be sealed in the store. */
		if (id != F__NONE && fields[id].compartment != C_META)
			return err_say(cx, ERR_INVALID, fields[id].name, N_("This belongs into a body, not into an address."), NULL);
		bool many = false;
		for (const uint16_t *row = op->in; *row != 0; row++)
			many |= (*row & FIELD_ID) == id && (*row & FIELD_MANY) != 0;
		json_t *was = json_object_get(in, f->name);
		if (json_is_array(was))
			json_array_append_new(was, json_string(f->value));
		else if (was != NULL || many)
			json_object_set_new(in, f->name, was != NULL ? json_pack("[O, s]", was, f->value) : json_pack("[s]", f->value));
		else
			json_object_set_new(in, f->name, json_string(f->value));
	}
	*ret_json = in;
	return ERR_OK;
}

static int check_key(struct cx *cx, const char *key) {
	uint8_t bytes[REF_SIZE];
	if (key == NULL || key[0] == 0)
		return err_say(cx, ERR_INVALID, "Idempotency-Key", N_("A write needs this header: 32 random hex digits."), NULL);
	return hex_get(bytes, sizeof bytes, key) ? ERR_OK
	       : err_say(cx, ERR_INVALID, "Idempotency-Key", N_("This must be 32 hex digits."), key);
}

/* What leaves a demonstration says so, whoever reads it later. */
static int ask(struct cx *cx, struct wire *wire, const struct http_request *r, json_t *calls,
               struct http_response *response, json_t **ret_answer) {
	json_t *request = json_pack("{s:s, s:s, s:o}", "lang", cx->lang, "face", "api", "calls", calls);
	peer_tell(cx, request, r);
	const char *session = session_of(r);
	if (session != NULL)
		json_object_set_new(request, "session", json_string(session));
	int rc = page_ask(cx, wire, request, ret_answer);
	if (json_is_true(json_object_get(json_object_get(*ret_answer, "registry"), "demonstration")))
		http_add(response, "X-Atrama-Demonstration", "nobody here is real");
	return rc;
}

/* The status of a failure; nobody signed in is told so, not that a role is missing. */
static int refuse(struct cx *cx, struct http_response *response, int code, const json_t *answer) {
	bool stranger = code == ERR_DENIED && (answer == NULL || !json_is_object(json_object_get(answer, "who")));
	int status = stranger ? 401 : err_kinds[code].http;
	if (stranger)
		http_add(response, "WWW-Authenticate", "Bearer");
	page_put_json(response, status, json_pack("{s:o}", "error", page_error_json(cx, code)));
	return status;
}

static void one(struct cx *cx, struct wire *wire, const struct http_request *r, const struct op *op,
                struct http_response *response) {
	json_t *in = NULL, *answer = NULL;
	bool write = op->audit == AUDIT_WRITE;
	int rc = ERR_OK;
	if (r->method == METHOD_POST)
		rc = read_json(cx, r, &in);
	else if (write)
		rc = err_say(cx, ERR_INVALID, NULL, N_("A write is asked for with POST."), NULL);
	else
		rc = read_query(cx, r, op, &in);
	if (rc == 0 && write)
		rc = check_key(cx, r->idempotency_key);
	if (rc == 0) {
		json_t *call = json_pack("{s:s, s:o}", "op", op->name, "in", in);
		if (write)
			json_object_set_new(call, "key", json_string(r->idempotency_key));
		rc = ask(cx, wire, r, json_pack("[o]", call), response, &answer);
	}
	json_t *result = json_array_get(json_object_get(answer, "answers"), 0);
	if (rc == 0 && json_object_get(result, "ok") == NULL)
		rc = page_say_error(cx, json_object_get(result, "error"));
	if (rc != 0)
		refuse(cx, response, rc, answer);
	else
		page_put_json(response, 200, json_object_get(result, "ok"));
}

/* Several calls in one message; the caller gives each write its own key. Answers stand in the order of the calls. */
static void batch(struct cx *cx, struct wire *wire, const struct http_request *r, struct http_response *response) {
	json_t *body = NULL, *answer = NULL, *call, *key;
	int rc = r->method == METHOD_POST ? read_json(cx, r, &body)
	         : err_say(cx, ERR_INVALID, NULL, N_("A batch is asked for with POST."), NULL);
	json_t *calls = json_object_get(body, "calls");
	if (rc == 0 && (!json_is_array(calls) || json_object_size(body) != 1))
		rc = err_say(cx, ERR_INVALID, "calls", N_("A batch is {\"calls\": [...]}."), NULL);
	size_t i;
	json_array_foreach(calls, i, call) {
		const char *name = json_string_value(json_object_get(call, "op"));
		int op = name == NULL ? -1 : op_find(name);
		key = json_object_get(call, "key");
		if (rc == 0 && op < 0)
			rc = err_say(cx, ERR_INVALID, "op", N_("There is no such operation."), name);
		if (rc == 0 && ops[op].audit == AUDIT_WRITE)
			rc = check_key(cx, json_string_value(key));
	}
	if (rc == 0)
		rc = ask(cx, wire, r, json_incref(calls), response, &answer);
	if (rc != 0) {
		refuse(cx, response, rc, answer);
		return;
	}
	json_t *answers = json_object_get(answer, "answers"), *said = json_array(), *result;
	json_array_foreach(answers, i, result) {
		json_t *error = json_object_get(result, "error");
		int code = error == NULL ? 0 : page_say_error(cx, error);
		json_array_append_new(said, error == NULL ? json_incref(result)
		                                          : json_pack("{s:o}", "error", page_error_json(cx, code)));
	}
	page_put_json(response, 200, json_pack("{s:o}", "answers", said));
}

void rest_answer(struct cx *cx, struct wire *wire, const struct http_request *r, struct http_response *response) {
	static const char prefix[] = "/api/v1/";
	if (str_equal(r->path, "/api/openapi.json")) {
		response->type = "application/json";
		openapi_write(cx, &response->body);
		return;
	}
	const char *name = str_starts(r->path, prefix) ? r->path + sizeof prefix - 1 : "";
	if (str_equal(name, "batch")) {
		batch(cx, wire, r, response);
		return;
	}
	int op = op_find(name);
	if (op >= 0)
		one(cx, wire, r, &ops[op], response);
	else
		refuse(cx, response, err_say(cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL), NULL);
}
