/*
 * openrosa_turn.c - from answers to records, by one rule for every form.
 *
 * A group of answers that is named after an operation becomes a call of it, and each answer in it the field of its name
 * (a group without answers becomes none); the group "answer" holds what was asked of the person, each by the code of its question. So a form says itself what it
 * becomes, and a form that has no group "signal_record" becomes nothing. All calls go in one message, which is kept whole or
 * not at all; whatever the registry does not take stays as it came, with the reason, for a hand.
 */
#include <string.h>

#include "base/blake.h"
#include "base/str.h"
#include "form/answers.h"
#include "op/instrument.h"
#include "web/bytes64.h"
#include "web/openrosa.h"
#include "web/page.h"

enum { PART = 450000, MOST = 8 << 20 };

/* Help does not wait for questions: whatever becomes of those, she is referred before. */
static const enum op_id becomes[] = {OP_signal_record, OP_identity_record, OP_consent_record, OP_referral_send,
	OP_screening_record};

/* Answers to calls ------------------------------------------------------------------------------------------------ */

static struct node *group_of(const struct submission *s, const char *name) {
	struct node *root = (struct node *)(uintptr_t)s->root;
	for (struct node *n = root; n != NULL; n = node_walk(root, n))
		if (n->name != NULL && str_equal(n->name, name) && n->first != NULL)
			return n;
	return NULL;
}

static bool takes(enum op_id op, enum field_id id, bool *ret_many) {
	for (const uint16_t *f = ops[op].in; *f != 0; f++)
		if ((*f & FIELD_ID) == id) {
			*ret_many = (*f & FIELD_MANY) != 0;
			return true;
		}
	return false;
}

/* "a b c" of a question with several answers. */
static json_t *words_of(struct arena *a, const char *text) {
	json_t *all = json_array();
	for (text += strspn(text, " \t\n"); *text != 0; text += strspn(text, " \t\n")) {
		size_t n = strcspn(text, " \t\n");
		json_array_append_new(all, json_string(arena_strndup(a, text, n)));
		text += n;
	}
	return all;
}

static json_t *value_of(struct arena *a, enum field_id id, bool many, const char *text) {
	enum type type = fields[id].type;
	if (many)
		return type == T_CODE || type == T_WORD || type == T_REF ? words_of(a, text) : json_pack("[s]", text);
	if (type == T_BOOL)
		return json_boolean(str_equal(text, "yes") || str_equal(text, "true") || str_equal(text, "1"));
	return json_string(text);
}

static void add_field(struct arena *a, json_t *in, enum op_id op, const struct node *n) {
	enum field_id id = n->name == NULL ? F__NONE : field_find(n->name);
	bool many = false;
	if (id != F__NONE && id != F_PERSON && n->first == NULL && n->value[strspn(n->value, " \t\n")] != 0 && takes(op, id, &many))
		json_object_set_new(in, n->name, value_of(a, id, many, n->value));
}

/* An answer as it stands on the wire, by the kind of its question; words are sealed. */
static void add_answer(struct cx *cx, json_t *in, int instrument, const struct node *n) {
	int place = n->name == NULL ? -1 : instrument_question_find(cx->profile, instrument, n->name);
	if (place < 0 || n->first != NULL || n->value[0] == 0)
		return;
	const struct question q = instrument_question(cx->profile, instrument, (size_t)place);
	bool told = q.kind == ASK_TEXT;
	json_t *to = json_object_get(in, told ? "told" : "answer"), *words, *one;
	if (to == NULL) {
		to = json_array();
		json_object_set_new(in, told ? "told" : "answer", to);
	}
	words = q.kind == ASK_SEVERAL ? words_of(cx->arena, n->value) : json_pack("[s]", n->value);
	size_t i;
	json_array_foreach(words, i, one)
		json_array_append_new(to, json_string(arena_printf(cx->arena, "%s:%s", q.code, json_string_value(one))));
}

static json_t *input_of(struct cx *cx, const struct submission *s, enum op_id op, int instrument) {
	json_t *in = json_object();
	struct node *group = group_of(s, ops[op].name), *asked = op == OP_screening_record ? group_of(s, "answer") : NULL;
	for (struct node *n = group; n != NULL; n = node_walk(group, n))
		add_field(cx->arena, in, op, n);
	for (struct node *n = asked; n != NULL; n = node_walk(asked, n))
		add_answer(cx, in, instrument, n);
	return in;
}

/* A language is asked once, and stands in every record. */
static void share_language(json_t *in, enum op_id op, const json_t *signal) {
	bool many;
	const char *name = fields[F_SPEECH].name;
	if (takes(op, F_SPEECH, &many) && json_object_get(in, name) == NULL && json_object_get(signal, name) != NULL)
		json_object_set(in, name, json_object_get(signal, name));
}

json_t *openrosa_records(struct cx *cx, const struct submission *s, int instrument) {
	if (group_of(s, ops[OP_signal_record].name) == NULL)
		return NULL;
	json_t *all = json_array(), *signal = NULL;
	for (size_t i = 0; i < sizeof becomes / sizeof *becomes; i++) {
		enum op_id op = becomes[i];
		json_t *in = input_of(cx, s, op, instrument);
		if (op == OP_screening_record && instrument != 0 && json_object_size(in) > 0)
			json_object_set_new(in, "instrument", json_string(code_name(cx->profile, L_INSTRUMENT, instrument)));
		bool empty = json_object_size(in) == 0 || (op == OP_screening_record && instrument == 0);
		if (empty && op != OP_signal_record)
			continue;
		if (op == OP_signal_record)
			signal = in;
		else
			json_object_set_new(in, "person", json_string("$1.person"));
		share_language(in, op, signal);
		json_array_append_new(all, json_pack("{s:s, s:o}", "op", ops[op].name, "in", in));
	}
	return all;
}

/* Writing them ---------------------------------------------------------------------------------------------------- */

/* It stays, with the reason, and the person where somebody is recorded already. */
static int stay(struct openrosa *o, const struct openrosa_sent *sent, const char *person, const char *field, const char *rule) {
	json_t *answers = NULL;
	json_t *in = json_pack("{s:s, s:s}", "submission", sent->submission, "rule", rule == NULL ? err_kinds[ERR_INVALID].say : rule);
	if (field != NULL && field_find(field) != F__NONE)
		json_object_set_new(in, "column", json_string(field));
	if (person[0] != 0)
		json_object_set_new(in, "person", json_string(person));
	int rc = openrosa_ask(o, json_pack("[o]", openrosa_call(o, OP_submission_note, in, NULL)), &answers);
	if (rc == ERR_OK)
		openrosa_ok(o, answers, 0, &rc);
	return rc == ERR_CONFLICT ? ERR_OK : rc; /* another copy of it was faster */
}

static const char *media_of(struct blob bytes) {
	static const struct {
		const char *code, *first;
		size_t n;
	} all[] = {{"pdf", "%PDF-", 5}, {"jpeg", "\xff\xd8\xff", 3}, {"png", "\x89PNG\r\n\x1a\n", 8}};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (bytes.n > all[i].n && memcmp(bytes.at, all[i].first, all[i].n) == 0)
			return all[i].code;
	return NULL;
}

/* A file's bytes: as they came just now, or as they were put away. */
static int bytes_of(struct openrosa *o, const struct openrosa_sent *sent, const char *name, struct blob *ret_bytes) {
	json_t *answers = NULL, *row;
	size_t i;
	for (i = 0; i < sent->files_n; i++)
		if (str_equal(sent->files[i].name, name)) {
			*ret_bytes = sent->files[i].bytes;
			return ERR_OK;
		}
	struct buf bytes = buf_new(o->cx->arena, HTTP_UPLOAD_MAX + 16);
	json_t *in = json_pack("{s:s, s:s, s:s}", "submission", sent->submission, "answers_name", "submission.xml", "file_name", name);
	int rc = openrosa_ask(o, json_pack("[o]", openrosa_call(o, OP_submission_open, in, NULL)), &answers);
	const json_t *ok = rc == ERR_OK ? openrosa_ok(o, answers, 0, &rc) : NULL;
	json_array_foreach(json_object_get(ok, "rows"), i, row)
		if (rc == ERR_OK)
			rc = bytes64_add(&bytes, json_text(row, "bytes"));
	*ret_bytes = (struct blob){bytes.n == 0 ? "" : bytes.at, bytes.n};
	return rc;
}

static int attach(struct openrosa *o, const struct openrosa_sent *sent, const char *person, const char *name,
	struct blob bytes) {
	const char *attachment = NULL, *media = media_of(bytes);
	if (media == NULL || bytes.n > MOST)
		return err_say(o->cx, ERR_INVALID, NULL, N_("A file that came with it is no picture or PDF of at most 8 MiB. It stays here."),
			NULL);
	for (size_t at = 0; at < bytes.n; at += PART) {
		size_t n = bytes.n - at < PART ? bytes.n - at : PART;
		json_t *answers = NULL;
		json_t *in = json_pack("{s:s, s:s, s:s, s:I, s:s}", "person", person, "media", media, "title", name, "bytes_n",
			(json_int_t)bytes.n, "bytes", bytes64_put(o->cx->arena, (struct blob){(const char *)bytes.at + at, n}));
		if (attachment != NULL)
			json_object_set_new(in, "attachment", json_string(attachment));
		const char *key = openrosa_key(o->cx, sent, name, arena_printf(o->cx->arena, "attach %zu", at));
		int rc = openrosa_ask(o, json_pack("[o]", openrosa_call(o, OP_attachment_add, in, key)), &answers);
		const json_t *ok = rc == ERR_OK ? openrosa_ok(o, answers, 0, &rc) : NULL;
		if (rc != ERR_OK)
			return rc;
		attachment = json_text(ok, "attachment");
	}
	return ERR_OK;
}

/* What came in this request for a person who is recorded already. */
static int attach_late(struct openrosa *o, const struct openrosa_sent *sent) {
	int rc = ERR_OK;
	for (size_t i = 0; rc == ERR_OK && sent->person[0] != 0 && i < sent->files_n; i++)
		rc = attach(o, sent, sent->person, sent->files[i].name, sent->files[i].bytes);
	return rc == ERR_INVALID ? ERR_OK : rc;
}

static int attach_all(struct openrosa *o, const struct openrosa_sent *sent, const char *person, const json_t *names) {
	size_t i;
	json_t *name;
	json_array_foreach(names, i, name) {
		const char *text = json_string_value(name);
		struct blob bytes;
		if (str_equal(text, "submission.xml") || str_equal(text, "manifest.xml"))
			continue;
		int rc = bytes_of(o, sent, text, &bytes);
		if (rc == ERR_OK)
			rc = attach(o, sent, person, text, bytes);
		if (rc != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

static int done(struct openrosa *o, const struct openrosa_sent *sent, const char *person) {
	json_t *answers = NULL;
	json_t *in = json_pack("{s:s, s:s}", "submission", sent->submission, "person", person);
	int rc = openrosa_ask(o, json_pack("[o]", openrosa_call(o, OP_submission_done, in,
		openrosa_key(o->cx, sent, "done", ""))), &answers);
	if (rc == ERR_OK)
		openrosa_ok(o, answers, 0, &rc);
	return rc == ERR_CONFLICT ? ERR_OK : rc;
}

/* The first call claims it, the second records the sign; then what the answers say of her. */
static int write_all(struct openrosa *o, struct openrosa_sent *sent, const json_t *records) {
	struct cx *cx = o->cx;
	json_t *calls = json_array(), *answers = NULL, *record;
	size_t i;
	json_array_append_new(calls, openrosa_call(o, OP_submission_turn, json_pack("{s:s}", "submission", sent->submission), NULL));
	json_array_foreach(records, i, record) {
		const char *name = json_text(record, "op");
		json_array_append_new(calls, openrosa_call(o, (enum op_id)op_find(name), json_incref(json_object_get(record, "in")),
			openrosa_key(cx, sent, name, "")));
	}
	int rc = openrosa_ask(o, calls, &answers);
	if (rc != ERR_OK)
		return rc;
	const json_t *turned = openrosa_ok(o, answers, 0, &rc);
	if (rc != ERR_OK)
		return rc == ERR_CONFLICT ? ERR_OK : rc; /* another copy of it was faster */
	const char *person = json_text(json_object_get(json_array_get(answers, 1), "ok"), "person");
	for (i = 1; rc == ERR_OK && i <= json_array_size(records); i++)
		openrosa_ok(o, answers, i, &rc);
	if (rc == ERR_OK)
		rc = attach_all(o, sent, person, json_object_get(turned, "wanted"));
	if (rc == ERR_OK)
		rc = done(o, sent, person);
	if (rc == ERR_OK) {
		sent->person = person;
		sent->state = "done";
		return ERR_OK;
	}
	return rc >= ERR_IO || rc == ERR_BUSY ? rc : stay(o, sent, person, cx->err.field, cx->err.rule);
}

static int instrument_of(const struct openrosa *o, const char *form) {
	bool ours = str_starts(form, OPENROSA_INSTRUMENT);
	return ours ? code_find(o->cx->profile, L_INSTRUMENT, form + strlen(OPENROSA_INSTRUMENT)) : 0;
}

int openrosa_turn(struct openrosa *o, struct openrosa_sent *sent, struct blob answers) {
	struct submission s;
	if (str_equal(sent->state, "done"))
		return attach_late(o, sent);
	int rc = submission_read(o->cx, answers, &s);
	if (rc == ERR_INVALID || rc == ERR_LIMIT)
		return stay(o, sent, "", NULL, o->cx->err.rule);
	if (rc != ERR_OK)
		return rc;
	if (!str_equal(s.form, sent->head->form) || !str_equal(s.instance, sent->head->instance))
		return stay(o, sent, "", NULL, N_("The answers inside say that they are of another form."));
	if (s.deprecated[0] != 0)
		return stay(o, sent, "", NULL, N_("This corrects answers that were sent before. Correct the records by hand."));
	json_t *records = openrosa_records(o->cx, &s, instrument_of(o, s.form));
	if (records == NULL)
		return stay(o, sent, "", NULL, N_("This is a form of its own: nothing is recorded by itself."));
	return write_all(o, sent, records);
}
