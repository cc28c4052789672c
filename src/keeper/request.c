#include "keeper/request.h"

#include "base/str.h"
#include "base/time.h"
#include "base/utf8.h"
#include "core/mail.h"
#include "core/prepared.h"
#include "op/out.h"

enum { KEEP = 4 * FRAME_ANSWER_MAX + (4 << 20), FIELD_SHOWN = 60 };

static const char *const faces[] = {"page", "api", "cli"};
static const char *const langs[] = {"lt", "en", "uk", "ru"};

/* Index of `text` in a list of words, or -1. */
static int word_find(const char *const *words, size_t n, const char *text) {
	for (size_t i = 0; text != NULL && i < n; i++)
		if (str_equal(words[i], text))
			return (int)i;
	return -1;
}

/* Takes one key of the message; false if that breaks its form. */
static bool take(struct request *r, const char *key, json_t *value) {
	const char *text = json_string_value(value);
	int i = -1;
	if (str_equal(key, "calls")) {
		r->calls = value;
		r->n = json_array_size(value);
		return json_is_array(value);
	}
	if (str_equal(key, "post")) {
		r->post = value;
		r->writes = true;
		return json_is_object(value) && r->door == WIRE_POST;
	}
	if (text == NULL || r->door == WIRE_POST)
		return false;
	if (str_equal(key, "session"))
		return (r->session = text, true);
	if (str_equal(key, "csrf"))
		return (r->csrf = text, true);
	if (str_equal(key, "field_key"))
		return (r->field_key = text, r->door == WIRE_WORKER);
	if (str_equal(key, "from"))
		return (r->from = text, r->door == WIRE_WORKER);
	if (str_equal(key, "origin"))
		return (r->origin = text, r->door == WIRE_WORKER);
	if (str_equal(key, "alerts"))
		return (r->told = str_equal(text, "told"));
	if (str_equal(key, "as"))
		return (r->as = text, r->door == WIRE_OPERATOR);
	if (str_equal(key, "at"))
		return instant_parse(text, &r->at) && r->door == WIRE_OPERATOR;
	if (str_equal(key, "lang")) {
		i = word_find(langs, sizeof langs / sizeof *langs, text);
		return i >= 0 && (r->lang = langs[i], true);
	}
	if (str_equal(key, "face")) {
		i = word_find(faces, sizeof faces / sizeof *faces, text);
		r->face = (enum face)i;
		return i >= 0 && (r->face != FACE_CLI || r->door == WIRE_OPERATOR);
	}
	return false;
}

/* What counts over the whole store: figures over all, and what asks for as much memory as they do. */
static bool is_long(const struct op *op) {
	enum { MUCH = 128 << 20 };
	return op->audit != AUDIT_WRITE && (op->on.scope == SCOPE_NATIONAL || op->ceiling > MUCH);
}

/* What kind of work the calls are. ERR_INVALID if one breaks the form, ERR_LIMIT for more than may come at once. */
static int sort(struct request *r) {
	size_t i;
	json_t *call, *value;
	const char *key;
	int passwords = 0;
	bool opens = false;
	json_array_foreach(r->calls, i, call) {
		if (json_string_value(json_object_get(call, "op")) == NULL)
			return ERR_INVALID;
		json_object_foreach(call, key, value)
			if (!(str_equal(key, "in") ? json_is_object(value) : json_is_string(value)
				&& (str_equal(key, "op") || str_equal(key, "key"))))
				return ERR_INVALID;
		int id = op_find(json_string_value(json_object_get(call, "op")));
		if (id >= 0 && ops[id].audit == AUDIT_WRITE)
			r->writes = true;
		if (id == OP_import_run || id == OP_import_cancel)
			r->slices = true;
		if (id == OP_estimate_start)
			r->estimates = true;
		if (id == OP_session_open || id == OP_session_confirm)
			opens = true;
		if (id >= 0 && prepared_field((enum op_id)id) != F__NONE)
			r->hashes = true;
		if (opens || r->hashes)
			r->class = CLASS_PASSWORD;
		else if (id >= 0 && is_long(&ops[id]) && r->class == CLASS_PLAIN)
			r->class = CLASS_LONG;
		passwords += id == OP_session_open || id == OP_session_confirm
			|| (id >= 0 && prepared_field((enum op_id)id) != F__NONE);
	}
	/* The writer never waits for the Argon2 of whoever is not signed in, and nobody on the network makes anybody wait
	   for five hundred of them. */
	if (r->writes && opens)
		return ERR_INVALID;
	return passwords > 1 && r->door == WIRE_WORKER ? ERR_LIMIT : ERR_OK;
}

struct request *request_new(struct blob text, enum wire_door door, const struct registry_head *registry) {
	struct request *r = calloc(1, sizeof *r);
	if (r == NULL)
		abort();
	*r = (struct request){.holders = 2, .door = door, .registry = registry, .at = NONE, .lang = "en", .who = "null",
		.face = door == WIRE_OPERATOR ? FACE_CLI : FACE_API, .keep = arena_new(KEEP)};
	r->entries_end = &r->entries;
	r->laters_end = &r->laters;
	r->json = json_loadb(text.at, text.n, JSON_REJECT_DUPLICATES, NULL);
	bool sound = json_is_object(r->json);
	const char *key;
	json_t *value;
	if (sound)
		json_object_foreach(r->json, key, value)
			sound = sound && take(r, key, value);
	sound = sound && (r->calls == NULL) == (r->door == WIRE_POST) && (r->post == NULL) == (r->door != WIRE_POST);
	int code = !sound ? ERR_INVALID : r->n > REQUEST_CALLS ? ERR_LIMIT : sort(r);
	if (code == ERR_INVALID) {
		r->n = 0;
		request_refuse(r, ERR_INVALID, NULL, N_("This is no request the registry understands."));
	} else if (code == ERR_LIMIT) {
		r->n = 0;
		request_refuse(r, ERR_LIMIT, NULL, err_kinds[ERR_LIMIT].say);
	} else {
		r->answers = arena_array(r->keep, r->n + 1, sizeof *r->answers);
	}
	return r;
}

void request_release(struct request *r) {
	if (--r->holders > 0)
		return;
	json_decref(r->json);
	arena_free(r->keep);
	free(r);
}

static void member(struct buf *b, const char *name, const char *text) {
	if (text == NULL)
		return;
	buf_printf(b, ",\"%s\":", name);
	json_put(b, text);
}

static void error_put(struct request *r, struct buf *b, const struct err *err) {
	buf_str(b, "\"error\":{\"code\":");
	json_put(b, err_kinds[err->code].name);
	if (err->field != NULL)
		member(b, "field", arena_strndup(r->keep, err->field, utf8_cut(err->field, FIELD_SHOWN)));
	member(b, "rule", err->rule == NULL ? err_kinds[err->code].say : err->rule);
	member(b, "value", err->value);
	buf_char(b, '}');
}

const char *request_error(struct request *r, const struct err *err) {
	struct buf b = buf_new(r->keep, FRAME_PAYLOAD);
	buf_char(&b, '{');
	error_put(r, &b, err);
	buf_char(&b, '}');
	r->spent += b.n;
	return b.at;
}

static void put_together(struct request *r, const struct err *refusal, int64_t now) {
	struct buf b = buf_new(r->keep, FRAME_ANSWER_MAX);
	buf_room(&b, r->spent + r->n + 16384);
	buf_printf(&b, "{\"who\":%s,\"registry\":{\"demonstration\":%s,\"profile\":", r->who,
		r->registry->demonstration ? "true" : "false");
	json_put(&b, r->registry->profile);
	buf_char(&b, '}');
	if (now != NONE)
		member(&b, "now", instant_text(r->keep, now));
	if (refusal != NULL) {
		buf_char(&b, ',');
		error_put(r, &b, refusal);
	}
	buf_str(&b, ",\"answers\":[");
	for (size_t i = 0; i < r->n; i++) {
		if (i > 0)
			buf_char(&b, ',');
		buf_str(&b, r->answers[i]);
	}
	buf_str(&b, "]}");
	r->answer = (struct blob){b.at, b.n};
}

void request_refuse(struct request *r, int code, const char *field, const char *rule) {
	struct err err = {.code = code, .field = field, .rule = rule};
	const char *each = r->n == 0 ? NULL : request_error(r, &err);
	r->spent = 0;
	for (size_t i = 0; i < r->n; i++) {
		r->answers[i] = each;
		r->spent += strlen(each);
	}
	put_together(r, &err, NONE);
}

void request_letters(struct request *r, const struct letter *letters, size_t n) {
	struct buf b = buf_new(r->keep, FRAME_PAYLOAD);
	buf_str(&b, "{\"letters\":[");
	for (size_t i = 0; i < n; i++) {
		buf_printf(&b, "%s{\"id\":%lld,\"to\":", i > 0 ? "," : "", (long long)letters[i].id);
		json_put(&b, letters[i].to);
		buf_char(&b, '}');
	}
	buf_str(&b, "]}");
	r->answer = (struct blob){b.at, b.n};
}

void request_finish(struct request *r, int64_t now) {
	put_together(r, NULL, now);
}

void request_owe(struct request *r, const struct audit_entry *audit) {
	struct entry *e = arena_alloc(r->keep, sizeof *e);
	e->audit = *audit;
	if (audit->object.at != NULL)
		e->audit.object.at = arena_strndup(r->keep, audit->object.at, audit->object.n);
	if (audit->digest.at != NULL)
		e->audit.digest.at = arena_strndup(r->keep, audit->digest.at, audit->digest.n);
	if (audit->policy.at != NULL)
		e->audit.policy.at = arena_strndup(r->keep, audit->policy.at, audit->policy.n);
	*r->entries_end = e;
	r->entries_end = &e->next;
}

void request_later(struct request *r, later_run *run, const void *arg, size_t n) {
	struct later *l = arena_alloc(r->keep, sizeof *l);
	*l = (struct later){.run = run, .arg = arena_strndup(r->keep, arg, n)};
	*r->laters_end = l;
	r->laters_end = &l->next;
}

void request_ends(struct request *r, int64_t account, bool others) {
	struct ending *e = arena_alloc(r->keep, sizeof *e);
	*e = (struct ending){r->endings, account, others};
	r->endings = e;
}
