/*
 * openrosa.h - what telephones speak (OpenRosa 1.0): a list of forms, each form and what goes with it, and sending in.
 *
 * Every request under /openrosa/ brings the name and password of a telephone's key (core/field_key.h) and leaves nothing
 * behind: no cookie, no session. Forms are made here, of the country's profile and of what was added (form_list); what is
 * sent in is put away piece by piece before anything is made of it (openrosa_send.c), and read only here, never by the
 * keeper. An answer is XML with a sentence that an app shows to its user.
 */
#pragma once
#include <jansson.h>

#include "base/buf.h"
#include "op/op.h"
#include "web/http.h"

struct wire;
struct submission;

#define OPENROSA_INSTRUMENT "instrument." /* then the code of the set of questions */
enum {
	OPENROSA_PARTS = 32,       /* files of one request */
	OPENROSA_BODY = 10 << 20,  /* bytes of one request: what is opened and sealed again takes some ten times as much */
};

struct openrosa {
	struct cx *cx;
	struct wire *wire;
	const struct http_request *request;
	struct http_response *response;
	const char *key;      /* "NAME:PASSWORD" of a telephone; or, from a page: */
	const char *session, *csrf;
	const char *form_key; /* public key, as forms have it */
	bool known;           /* the last answer was to somebody */
};

/* Answer a request whose path begins with /openrosa/. */
void openrosa_answer(struct cx *cx, struct wire *wire, const struct http_request *request,
	struct http_response *response);

/* A call: `in` is taken over. `key` NULL: a new one for a write. */
json_t *openrosa_call(struct openrosa *o, enum op_id op, json_t *in, const char *key);

/* Ask all `calls` (taken over) at once; the answer of one: {"ok"} or {"error"}. */
MUST_CHECK int openrosa_ask(struct openrosa *o, json_t *calls, json_t **ret_answers);

/* What call i answered; *ret_code what went wrong with it, said in cx->err. */
const json_t *openrosa_ok(struct openrosa *o, const json_t *answers, size_t i, int *ret_code);

/* A form's text; of this program, or added. ERR_NOTFOUND. */
struct openrosa_form {
	const char *id, *version, *title;
	int instrument; /* 0: none of the country's sets of questions */
	bool shipped;
	struct blob text;
};
MUST_CHECK int openrosa_form(struct openrosa *o, const char *id, struct openrosa_form *ret_form);

/* How many this program brings along, and the i-th. */
size_t openrosa_shipped_n(const struct openrosa *o);
MUST_CHECK int openrosa_shipped(struct openrosa *o, size_t i, bool text, struct openrosa_form *ret_form);

/* Lists for choices inside forms, as CSV: help by place (never an address), organisations. The i-th's file name, NULL past
   the last; and the list. */
const char *openrosa_list_name(size_t i);
struct buf openrosa_list(struct openrosa *o, size_t i);

/* POST /openrosa/submission: gives the status and what to say. */
MUST_CHECK int openrosa_send(struct openrosa *o, const char **ret_say);

/* The same with what a page has made: `head` of `main`, and files. Gives sent->submission, ->state, ->person. */
struct openrosa_sent;
MUST_CHECK int openrosa_put(struct openrosa *o, struct openrosa_sent *sent);

struct openrosa_file {
	const char *name;
	struct blob bytes;
};

struct openrosa_sent { /* one request to send in, read */
	const struct submission *head;
	struct openrosa_file main;
	struct openrosa_file files[OPENROSA_PARTS];
	size_t files_n;
	bool incomplete; /* more comes in another request */
	char hash[65];
	const char *submission, *state, *person; /* as the keeper has it; person "" */
	int64_t count;   /* files there */
};

/* Makes records of it, or says why it stays. What is left for a hand is no failure. */
MUST_CHECK int openrosa_turn(struct openrosa *o, struct openrosa_sent *sent, struct blob answers);

/* The operations that answers become: [{"op", "in"}], NULL where they become none. */
json_t *openrosa_records(struct cx *cx, const struct submission *answers, int instrument);

/* A key for one thing of one submission: the same each time it is sent. */
const char *openrosa_key(struct cx *cx, const struct openrosa_sent *sent, const char *what, const char *which);
