/*
 * err.h - the ten ways to fail, and where the detail goes.
 *
 * A function gives 0 or one of the ten. Whoever knows the cause says it once, into cx->err, and returns the
 * code; everybody above passes the code on. `rule` is a message id (English, marked N_() where it is written)
 * and never holds what a person typed; `value` does, and never reaches a log.
 */
#pragma once

enum {
	ERR_OK = 0,
	ERR_NOTFOUND, /* not there, or not for you: the two look the same */
	ERR_DENIED,
	ERR_INVALID, /* the input breaks a rule; field, value and rule are named */
	ERR_CONFLICT,
	ERR_BUSY, /* try again */
	ERR_LIMIT,
	ERR_IO,
	ERR_DB,
	ERR_CRYPTO,
	ERR_BUG, /* our fault */
	ERR__MAX
};

struct err {
	int code;
	const char *field; /* name of the input field, or NULL */
	const char *rule;  /* message id of the rule that was broken */
	const char *value; /* what was given, cut to 80 bytes, or NULL */
};

struct err_kind {
	const char *name; /* on the wire: "not_found" */
	int http, exit;
	const char *say; /* message id: one plain sentence */
};

extern const struct err_kind err_kinds[ERR__MAX];

/* The code whose wire name is `name`, or ERR_BUG. */
int err_by_name(const char *name);

#define MUST_CHECK __attribute__((warn_unused_result))

/* Marks a message id for translation without translating it here. */
#define N_(text) text
