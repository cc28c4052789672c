/*
 * openrosa_send.c - answers and files from a telephone, put away before anything is made of them.
 *
 * What comes again does nothing again: a retry, copies at the same moment, files spread over several requests. The keeper
 * knows a submission by its instance id and a piece by its place; records have keys made of the id and the answers.
 */
#include <string.h>

#include "base/blake.h"
#include "base/str.h"
#include "form/answers.h"
#include "web/bytes64.h"
#include "web/form.h"
#include "web/openrosa.h"
#include "web/page.h"

enum { PART = 450000 /* bytes of a piece: 600 kB as text */ };

static const char *const answers_file = "submission.xml", *const manifest_file = "manifest.xml";

const char *openrosa_key(struct cx *cx, const struct openrosa_sent *sent, const char *what, const char *which) {
	char hash[BLAKE_TEXT];
	const char *text = arena_printf(cx->arena, "openrosa 1\n%s\n%s\n%s\n%s", sent->head->instance, sent->hash, what, which);
	blake_hex(hash, text, strlen(text));
	return arena_strndup(cx->arena, hash, 2 * REF_SIZE);
}

/* Reading the request --------------------------------------------------------------------------------------------- */

static int take_parts(struct openrosa *o, struct openrosa_sent *sent) {
	struct cx *cx = o->cx;
	struct form form;
	int rc = form_parse_parts(cx, o->request->content_type, o->request->body, o->request->body_n, &form);
	if (rc != ERR_OK)
		return rc;
	for (size_t i = 0; i < form.n; i++) {
		const struct form_field *f = &form.fields[i];
		struct blob bytes = {f->value, f->n};
		if (str_equal(f->name, "xml_submission_file")) {
			rc = bad_if(cx, sent->main.bytes.at != NULL, "xml_submission_file", N_("This was given twice."), NULL);
			sent->main.bytes = bytes;
		} else if (str_equal(f->name, "*isIncomplete*")) {
			sent->incomplete = str_equal(f->value, "yes");
		} else if (f->file != NULL && f->n > 0) {
			const char *name = f->file[0] != 0 ? f->file : f->name;
			rc = bad_if(cx, sent->files_n == OPENROSA_PARTS - 2, "file", N_("Too many files go with these answers."), NULL);
			if (rc == ERR_OK)
				rc = bad_if(cx, strlen(name) > 200 || strchr(name, '/') != NULL || str_equal(name, answers_file)
						|| str_equal(name, manifest_file),
					"file", N_("A file cannot have this name."), NULL);
			if (rc == ERR_OK)
				sent->files[sent->files_n++] = (struct openrosa_file){name, bytes};
		}
		if (rc != ERR_OK)
			return rc;
	}
	return bad_if(cx, sent->main.bytes.n == 0, "xml_submission_file", N_("This is needed."), NULL);
}

/* Names of the files of an encrypted letter: each once, and none that stands for the answers here. */
static bool names_fit(const struct submission *s) {
	for (size_t i = 0; s->media[i] != NULL; i++) {
		const char *name = s->media[i];
		bool ours = str_equal(name, manifest_file) || str_equal(name, answers_file) || str_equal(name, s->xml);
		if (ours || strlen(name) > 200 || i >= OPENROSA_PARTS - 3)
			return false;
		for (size_t k = 0; k < i; k++)
			if (str_equal(s->media[k], name))
				return false;
	}
	return !str_equal(s->xml, manifest_file) && !str_equal(s->xml, answers_file) && strlen(s->xml) <= 200;
}

static int check_head(struct cx *cx, const struct submission *s) {
	int rc = bad_if(cx, s->form[0] == 0 || strlen(s->form) > 100, "id", N_("This is needed."), NULL);
	if (rc == ERR_OK)
		rc = bad_if(cx, s->instance[0] == 0 || strlen(s->instance) > 200, "instanceID", N_("This is needed."), NULL);
	if (rc == ERR_OK)
		rc = bad_if(cx, strlen(s->version) > 100, "version", N_("This is longer than it can be."), NULL);
	if (rc == ERR_OK && s->encrypted) {
		rc = bad_if(cx, s->key[0] == 0, "base64EncryptedKey", N_("This is needed."), NULL);
		if (rc == ERR_OK)
			rc = bad_if(cx, s->xml[0] == 0, "encryptedXmlFile", N_("This is needed."), NULL);
		if (rc == ERR_OK)
			rc = bad_if(cx, s->signature[0] == 0, "base64EncryptedElementSignature", N_("This is needed."), NULL);
		if (rc == ERR_OK)
			rc = bad_if(cx, !names_fit(s), "media", N_("A file cannot have this name."), NULL);
	}
	return rc;
}

/* Putting away ---------------------------------------------------------------------------------------------------- */

static json_t *wanted_of(const struct submission *s) {
	json_t *all = json_array();
	for (size_t i = 0; s->encrypted && s->media[i] != NULL; i++)
		json_array_append_new(all, json_string(s->media[i]));
	if (s->encrypted)
		json_array_append_new(all, json_string(s->xml));
	return all;
}

static json_t *piece_of(struct openrosa *o, const struct openrosa_sent *sent, const struct openrosa_file *file, size_t at) {
	struct cx *cx = o->cx;
	const struct submission *s = sent->head;
	size_t n = file->bytes.n - at < PART ? file->bytes.n - at : PART;
	struct blob bytes = {(const char *)file->bytes.at + at, n};
	json_t *in = json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:s}", "form_id", s->form, "instance", s->instance,
		"file_hash", sent->hash, "answers_name", sent->main.name, "file_name", file->name, "file_n",
		(json_int_t)file->bytes.n, "from_n", (json_int_t)at, "bytes", bytes64_put(cx->arena, bytes));
	json_t *wanted = wanted_of(s);
	if (s->version[0] != 0)
		json_object_set_new(in, "form_version", json_string(s->version));
	if (json_array_size(wanted) > 0)
		json_object_set_new(in, "wanted", wanted);
	return openrosa_call(o, OP_submission_put, in, NULL);
}

static int put_file(struct openrosa *o, struct openrosa_sent *sent, const struct openrosa_file *file) {
	for (size_t at = 0; at < file->bytes.n; at += PART) {
		json_t *answers = NULL;
		int rc = openrosa_ask(o, json_pack("[o]", piece_of(o, sent, file, at)), &answers);
		const json_t *ok = rc == ERR_OK ? openrosa_ok(o, answers, 0, &rc) : NULL;
		if (rc != ERR_OK)
			return rc;
		sent->submission = json_text(ok, "submission");
		sent->state = json_text(ok, "submission_state");
		sent->person = json_text(ok, "person");
		sent->count = json_integer_value(json_object_get(ok, "count"));
	}
	return ERR_OK;
}

/* What was encrypted ---------------------------------------------------------------------------------------------- */

static json_t *opening_of(const struct openrosa_sent *sent) {
	const struct submission *s = sent->head;
	json_t *in = json_pack("{s:s, s:s, s:s, s:s, s:s}", "submission", sent->submission, "answers_name", s->xml, "instance",
		s->instance, "sealed_key", s->key, "sealed_sum", s->signature);
	json_t *media = json_array();
	for (size_t i = 0; s->media[i] != NULL; i++)
		json_array_append_new(media, json_string(s->media[i]));
	if (json_array_size(media) > 0)
		json_object_set_new(in, "wanted", media);
	return in;
}

/* The answers in clear; what breaks a rule is taken out again, so that the right files can come. */
static int open_answers(struct openrosa *o, struct openrosa_sent *sent, struct blob *ret_answers) {
	json_t *answers = NULL, *row;
	size_t i;
	struct buf text = buf_new(o->cx->arena, HTTP_UPLOAD_MAX + 16);
	int rc = openrosa_ask(o, json_pack("[o]", openrosa_call(o, OP_submission_open, opening_of(sent), NULL)), &answers);
	const json_t *ok = rc == ERR_OK ? openrosa_ok(o, answers, 0, &rc) : NULL;
	if (rc == ERR_INVALID) {
		struct err why = o->cx->err;
		json_t *ignored = NULL;
		json_t *in = json_pack("{s:s}", "submission", sent->submission);
		rc = openrosa_ask(o, json_pack("[o]", openrosa_call(o, OP_submission_drop, in, NULL)), &ignored);
		o->cx->err = why;
		return rc == ERR_OK ? why.code : rc;
	}
	json_array_foreach(json_object_get(ok, "rows"), i, row)
		if (rc == ERR_OK)
			rc = bytes64_add(&text, json_text(row, "bytes"));
	*ret_answers = (struct blob){text.n == 0 ? "" : text.at, text.n};
	return rc;
}

/* All of it is there and nobody has made anything of it yet. */
static int go_on(struct openrosa *o, struct openrosa_sent *sent) {
	struct blob answers = sent->main.bytes;
	if (str_equal(sent->state, "received") || str_equal(sent->state, "finished"))
		return ERR_OK;
	if (sent->head->encrypted) {
		if (str_equal(sent->state, "waiting") || str_equal(sent->state, "done"))
			return ERR_OK;
		int rc = open_answers(o, sent, &answers);
		if (rc == ERR_CONFLICT) /* another copy of it was faster, and nothing is left to open */
			return ERR_OK;
		if (rc != ERR_OK)
			return rc;
	} else if (sent->incomplete && !str_equal(sent->state, "done")) {
		return ERR_OK;
	}
	return openrosa_turn(o, sent, answers);
}

int openrosa_put(struct openrosa *o, struct openrosa_sent *sent) {
	sent->main.name = sent->head->encrypted ? manifest_file : answers_file;
	blake_hex(sent->hash, sent->main.bytes.at, sent->main.bytes.n);
	int rc = put_file(o, sent, &sent->main);
	for (size_t i = 0; rc == ERR_OK && i < sent->files_n; i++)
		rc = put_file(o, sent, &sent->files[i]);
	return rc == ERR_OK ? go_on(o, sent) : rc;
}

int openrosa_send(struct openrosa *o, const char **ret_say) {
	struct submission head;
	struct openrosa_sent *sent = arena_alloc(o->cx->arena, sizeof *sent);
	*sent = (struct openrosa_sent){.head = &head, .submission = "", .state = "", .person = ""};
	int rc = take_parts(o, sent);
	if (rc == ERR_OK)
		rc = submission_read(o->cx, sent->main.bytes, &head);
	if (rc == ERR_OK)
		rc = check_head(o->cx, &head);
	if (rc == ERR_OK)
		rc = openrosa_put(o, sent);
	*ret_say = N_("The registry has it.");
	return rc;
}
