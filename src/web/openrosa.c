#include "web/openrosa.h"

#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "base/md5.h"
#include "base/str.h"
#include "base/utf8.h"
#include "form/xml.h"
#include "text/catalogue.h"
#include "web/form.h"
#include "web/page.h"
#include "web/peer.h"

#define BASE "/openrosa"

/* Asking the keeper ----------------------------------------------------------------------------------------------- */

json_t *openrosa_call(struct openrosa *o, enum op_id op, json_t *in, const char *key) {
	json_t *call = json_pack("{s:s, s:o}", "op", ops[op].name, "in", in == NULL ? json_object() : in);
	if (ops[op].audit == AUDIT_WRITE && key == NULL) {
		const struct ref ref = ref_new(o->cx);
		key = ref_text(o->cx->arena, &ref);
	}
	if (ops[op].audit == AUDIT_WRITE)
		json_object_set_new(call, "key", json_string(key));
	return call;
}

int openrosa_ask(struct openrosa *o, json_t *calls, json_t **ret_answers) {
	json_t *answer = NULL;
	json_t *request = json_pack("{s:s, s:s, s:o}", "lang", o->cx->lang, "face", o->session == NULL ? "api" : "page", "calls",
		calls);
	if (o->session == NULL) {
		json_object_set_new(request, "field_key", json_string(o->key));
	} else {
		json_object_set_new(request, "session", json_string(o->session));
		json_object_set_new(request, "csrf", json_string(o->csrf));
	}
	peer_tell(o->cx, request, o->request);
	int rc = page_ask(o->cx, o->wire, request, &answer);
	o->known = json_is_object(json_object_get(answer, "who"));
	*ret_answers = json_object_get(answer, "answers");
	return rc;
}

const json_t *openrosa_ok(struct openrosa *o, const json_t *answers, size_t i, int *ret_code) {
	const json_t *one = json_array_get(answers, i), *ok = json_object_get(one, "ok");
	*ret_code = ok != NULL ? ERR_OK : page_say_error(o->cx, json_object_get(one, "error"));
	return ok;
}

/* One call that has to succeed. */
static int ask_one(struct openrosa *o, enum op_id op, json_t *in, const json_t **ret_ok) {
	json_t *answers = NULL;
	int rc = openrosa_ask(o, json_pack("[o]", openrosa_call(o, op, in, NULL)), &answers);
	if (rc == ERR_OK)
		*ret_ok = openrosa_ok(o, answers, 0, &rc);
	return rc;
}

/* Answering ------------------------------------------------------------------------------------------------------- */

static void put_xml(struct openrosa *o, int status) {
	o->response->status = status;
	o->response->type = "text/xml; charset=utf-8";
	http_add(o->response, "X-OpenRosa-Version", "1.0");
	http_add(o->response, "X-OpenRosa-Accept-Content-Length",
		arena_printf(o->cx->arena, "%d", (int)OPENROSA_BODY));
}

static void put_message(struct openrosa *o, int status, const char *nature, const char *say) {
	o->response->body.n = 0;
	put_xml(o, status);
	struct buf *b = &o->response->body;
	buf_printf(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OpenRosaResponse xmlns=\"http://openrosa.org/http/response\">\n"
		"<message nature=\"%s\">", nature);
	xml_text(b, say);
	buf_str(b, "</message>\n</OpenRosaResponse>\n");
}

/* A sentence that names field and rule; nothing of what was given but a short word. */
static const char *sentence(struct openrosa *o, int code) {
	const struct err *e = &o->cx->err;
	const char *rule = text_say(o->cx->lang, e->rule == NULL ? err_kinds[code].say : e->rule);
	return e->field == NULL || code != ERR_INVALID ? rule : arena_printf(o->cx->arena, "%s: %s", e->field, rule);
}

static void refuse(struct openrosa *o, int code) {
	if (code == ERR_DENIED && !o->known) {
		http_add(o->response, "WWW-Authenticate", "Basic realm=\"Atrama\", charset=\"UTF-8\"");
		put_message(o, 401, "error", text_say(o->cx->lang, N_("Give the user name and password of this telephone.")));
		return;
	}
	if (code == ERR_BUG)
		log_error("openrosa.bug");
	put_message(o, code == ERR_INVALID ? 400 : err_kinds[code].http, "error", sentence(o, code));
}

/* Lists and forms ------------------------------------------------------------------------------------------------- */

static const char *site(const struct openrosa *o) {
	return arena_printf(o->cx->arena, "%s://%s" BASE, o->request->tls ? "https" : "http", o->request->host);
}

static void element(struct buf *b, const char *name, const char *text) {
	buf_printf(b, "<%s>", name);
	xml_text(b, text);
	buf_printf(b, "</%s>", name);
}

/* Whether a form chooses from that list. */
static bool wants(struct blob text, const char *list) {
	return memmem(text.at, text.n, list, strlen(list)) != NULL;
}

static bool wants_any(struct blob text) {
	for (size_t i = 0; openrosa_list_name(i) != NULL; i++)
		if (wants(text, openrosa_list_name(i)))
			return true;
	return false;
}

static void put_form(struct openrosa *o, const struct openrosa_form *f, const char *hash, bool lists) {
	struct buf *b = &o->response->body;
	const char *address = arena_printf(o->cx->arena, "%s/forms/%s", site(o), form_encode(o->cx->arena, f->id));
	buf_str(b, "<xform>");
	element(b, "formID", f->id);
	element(b, "name", f->title);
	element(b, "version", f->version);
	element(b, "hash", arena_printf(o->cx->arena, "md5:%s", hash));
	element(b, "downloadUrl", address);
	if (lists)
		element(b, "manifestUrl", arena_printf(o->cx->arena, "%s/manifest", address));
	buf_str(b, "</xform>\n");
}

static int form_list_page(struct openrosa *o) {
	struct form query;
	const json_t *ok = NULL;
	json_t *row;
	size_t i;
	int rc = form_parse(o->cx, o->request->query, strlen(o->request->query), &query);
	if (rc == ERR_OK)
		rc = ask_one(o, OP_form_list, NULL, &ok);
	if (rc != ERR_OK)
		return rc;
	const char *only = form_get(&query, "formID");
	put_xml(o, 200);
	buf_str(&o->response->body,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xforms xmlns=\"http://openrosa.org/xforms/xformsList\">\n");
	for (i = 0; rc == ERR_OK && i < openrosa_shipped_n(o); i++) {
		struct openrosa_form f;
		char hash[MD5_TEXT];
		rc = openrosa_shipped(o, i, true, &f);
		if (rc != ERR_OK || (only != NULL && !str_equal(only, f.id)))
			continue;
		md5_text(f.text.at, f.text.n, hash);
		put_form(o, &f, hash, wants_any(f.text));
	}
	json_array_foreach(json_object_get(ok, "rows"), i, row) {
		const struct openrosa_form f = {.id = json_text(row, "form_id"), .version = json_text(row, "form_version"),
			.title = json_text(row, "form_title")};
		if (only == NULL || str_equal(only, f.id))
			put_form(o, &f, json_text(row, "form_hash"), true);
	}
	buf_str(&o->response->body, "</xforms>\n");
	return rc;
}

static int form_page(struct openrosa *o, const char *id) {
	struct openrosa_form f;
	int rc = openrosa_form(o, id, &f);
	if (rc != ERR_OK)
		return rc;
	put_xml(o, 200);
	buf_add(&o->response->body, f.text.at, f.text.n);
	return ERR_OK;
}

static int manifest_page(struct openrosa *o, const char *id) {
	struct openrosa_form f;
	char hash[MD5_TEXT];
	int rc = openrosa_form(o, id, &f);
	if (rc != ERR_OK)
		return rc;
	struct buf *b = &o->response->body;
	put_xml(o, 200);
	buf_str(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest xmlns=\"http://openrosa.org/xforms/xformsManifest\">\n");
	for (size_t i = 0; openrosa_list_name(i) != NULL; i++) {
		const char *name = openrosa_list_name(i);
		if (!wants(f.text, name))
			continue;
		struct buf csv = openrosa_list(o, i);
		md5_text(csv.at, csv.n, hash);
		buf_str(b, "<mediaFile>");
		element(b, "filename", name);
		element(b, "hash", arena_printf(o->cx->arena, "md5:%s", hash));
		element(b, "downloadUrl", arena_printf(o->cx->arena, "%s/media/%s", site(o), name));
		buf_str(b, "</mediaFile>\n");
	}
	buf_str(b, "</manifest>\n");
	return ERR_OK;
}

static int media_page(struct openrosa *o, const char *name) {
	size_t i = 0;
	while (openrosa_list_name(i) != NULL && !str_equal(openrosa_list_name(i), name))
		i++;
	if (openrosa_list_name(i) == NULL)
		return ERR_NOTFOUND;
	struct buf csv = openrosa_list(o, i);
	put_xml(o, 200);
	o->response->type = "text/csv; charset=utf-8";
	buf_add(&o->response->body, csv.at, csv.n);
	return ERR_OK;
}

/* Who it is and what is wanted ------------------------------------------------------------------------------------ */

static int base64_digit(char c) {
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c == 0 ? NULL : strchr(digits, c);
	return at == NULL ? -1 : (int)(at - digits);
}

/* "NAME:PASSWORD" of an Authorization header; NULL where it holds none. */
static const char *key_of(struct arena *a, const char *header) {
	static const char scheme[] = "Basic ";
	if (strncasecmp(header, scheme, sizeof scheme - 1) != 0 || strlen(header) > 600)
		return NULL;
	const char *from = header + sizeof scheme - 1;
	char *to = arena_alloc(a, strlen(from) + 1);
	unsigned bits = 0, held = 0;
	size_t n = 0;
	for (; base64_digit(*from) >= 0; from++) {
		bits = bits << 6 | (unsigned)base64_digit(*from);
		held += 6;
		if (held >= 8) {
			held -= 8;
			to[n++] = (char)(bits >> held);
		}
	}
	to[n] = 0;
	bool fine = from[strspn(from, "=")] == 0 && memchr(to, 0, n) == NULL && utf8_valid(to, n) && strchr(to, ':') != NULL;
	return fine ? to : NULL;
}

static int know(struct openrosa *o) {
	const json_t *ok = NULL;
	o->key = key_of(o->cx->arena, o->request->authorization);
	if (o->key == NULL)
		return ERR_DENIED;
	int rc = ask_one(o, OP_form_key, NULL, &ok);
	if (rc == ERR_OK)
		o->form_key = json_text(ok, "form_key");
	return rc;
}

static int send_page(struct openrosa *o) {
	const char *say = NULL;
	if (o->request->method == METHOD_POST) {
		int rc = o->request->body_n <= OPENROSA_BODY ? openrosa_send(o, &say)
			: err_say(o->cx, ERR_LIMIT, NULL, N_("That is more than the registry takes at once: 10 MiB. Send fewer pictures together."), NULL);
		if (rc == ERR_OK)
			put_message(o, 201, "submit_success", text_say(o->cx->lang, say));
		return rc;
	}
	put_xml(o, o->request->method == METHOD_HEAD ? 204 : 200);
	if (o->request->method == METHOD_HEAD)
		http_add(o->response, "Location", arena_printf(o->cx->arena, "%s/submission", site(o)));
	return ERR_OK;
}

static int answer(struct openrosa *o) {
	const char *path = o->request->path + strlen(BASE), *forms = "/forms/", *manifest = "/manifest";
	bool sends = str_equal(path, "/submission");
	int rc = know(o);
	if (rc != ERR_OK)
		return rc;
	if (sends)
		return send_page(o);
	if (o->request->method == METHOD_POST)
		return err_say(o->cx, ERR_DENIED, NULL, N_("This page takes no form."), NULL);
	if (str_equal(path, "/formList"))
		return form_list_page(o);
	if (str_starts(path, "/media/"))
		return media_page(o, path + strlen("/media/"));
	if (!str_starts(path, forms))
		return ERR_NOTFOUND;
	const char *id = path + strlen(forms);
	if (!str_ends(id, manifest))
		return form_page(o, id);
	return manifest_page(o, arena_strndup(o->cx->arena, id, strlen(id) - strlen(manifest)));
}

void openrosa_answer(struct cx *cx, struct wire *wire, const struct http_request *request,
	struct http_response *response) {
	struct openrosa o = {.cx = cx, .wire = wire, .request = request, .response = response};
	int rc = answer(&o);
	if (rc == ERR_OK)
		return;
	if (cx->err.code != rc)
		cx->err = (struct err){.code = rc, .rule = err_kinds[rc].say};
	response->headers_n = 0;
	refuse(&o, rc);
}
