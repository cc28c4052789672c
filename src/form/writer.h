/*
 * writer.h - an XForm while it is being written: instance, binds, texts and body grow side by side; for the files of
 * this storey only.
 */
#pragma once
#include <jansson.h>

#include "base/buf.h"
#include "form/write.h"
#include "op/profile.h"
#include "text/catalogue.h"

enum { WRITER_SHARED = 400, WRITER_GROUPS = 12 };

struct writer_group { /* of the instance */
	const char *name;
	struct buf fields;
};

struct writer {
	struct cx *cx;
	const struct profile *profile;
	const char *id, *version;
	struct buf lists, binds, body, texts[TEXT_LANGS];
	struct writer_group groups[WRITER_GROUPS], *group; /* group: the one that is open */
	size_t groups_n, texts_n;
	bool listed[L__MAX];           /* whose labels are in the texts */
	const void *shared[WRITER_SHARED]; /* messages and texts that have an id */
	const char *shared_id[WRITER_SHARED];
	size_t shared_n;
};

struct question_ask {
	const char *name;                  /* of the field, in the group that is open */
	const char *control, *type;        /* "select1", "string" */
	const char *label, *hint;          /* message ids; or: */
	const char *label_id, *hint_id;    /* ids of texts */
	const char *required, *relevant, *readonly, *calculate; /* expressions; NULL */
	const char *constraint, *constraint_say; /* and a message id */
	const char *value;                 /* at the start */
	const char *appearance;
	enum list list;                    /* its choices; */
	const char *without;               /* but for this one; */
	void (*choices)(struct writer *w, void *arg); /* or these */
	void *arg;
};

struct writer *writer_new(struct cx *cx, const struct profile *p, const char *id, const char *version);

/* What follows is of that group of the instance; it may be opened again. */
void writer_open(struct writer *w, const char *name);

/* What follows stands on one page; label may be NULL. */
void writer_page(struct writer *w, const char *label);
void writer_page_end(struct writer *w);

void writer_ask(struct writer *w, const struct question_ask *ask);

/* A line to read; and a field that nobody sees, worked out. */
void writer_note(struct writer *w, const char *name, const char *label_id, const char *relevant);
void writer_hidden(struct writer *w, const char *name, const char *type, const char *calculate, const char *value);

/* The field begins with the day the form is opened on. */
void writer_today(struct writer *w, const char *name);

/* A text in every language; gives its id. The same message, or the same JSON, gives the same id. */
const char *writer_say(struct writer *w, const char *message);
const char *writer_say_output(struct writer *w, const char *message, const char *path); /* and a field's value behind */
const char *writer_say_json(struct writer *w, const json_t *texts);

void writer_choice(struct writer *w, const char *code, const char *label_id);
void writer_choices(struct writer *w, enum list list, const char *without);

/* A list from outside. */
void writer_outside(struct writer *w, const char *id);
void writer_itemset(struct writer *w, const char *nodeset, const char *value, const char *label);

struct blob writer_end(struct writer *w, const char *title, const char *public_key);

/* Where, when, how old, in which language: /data/signal_record. Then /data/shown/child is 'yes' or 'no'. */
void writer_sign(struct writer *w, bool child);
/* The name, where the person wants it written down: /data/identity_record. */
void writer_identity(struct writer *w);

/* Two choices, "yes" and "no". */
void writer_yes_no(struct writer *w, void *arg);
