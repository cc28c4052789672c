/*
 * cx.h - the world as a function may see it.
 *
 * First parameter of everything impure. Tests set `now` and `rng`, so that every output can be reproduced.
 * Nothing in it is owned by the functions that receive it.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct db;
struct ring;    /* crypt/ring.h: the keys */
struct prepared;
struct profile; /* op/profile.h: the country */

enum { REF_SIZE = 16 };
struct ref { /* a random reference: what the world outside calls a person, a referral, an organisation */
	uint8_t at[REF_SIZE];
};

struct blob { /* bytes owned by somebody else, usually cx->arena; at == NULL is SQL's NULL */
	const void *at;
	size_t n;
};

#define NONE INT64_MIN /* a whole number that is not there: SQL's NULL */

struct actor {
	int64_t user, org, unit; /* row numbers; 0 where there is none */
	int org_kind;            /* enum ORG_*; 0 without an organisation */
	uint32_t roles;          /* bits 1 << enum role */
	bool operator;           /* an operator at the machine, on behalf of `user` */
	bool half;               /* has given a password, not yet the second proof */
	bool keyed;              /* a telephone of the account, which has proved itself with its key alone */
	int64_t fresh;           /* until when it counts as having just proved who it is; 0: it does not */
	uint8_t session[8];      /* tells sessions apart in the log; zeros without one */
	const uint8_t *vault;    /* the account's secret key of 32 bytes, where its session could open it; else NULL */
};

struct cx {
	struct arena *arena;
	struct db *db;
	struct ring *ring;
	const struct profile *profile;
	struct actor actor;
	const struct prepared *prepared; /* core/prepared.h: of the call at hand; NULL: nobody did */
	int64_t act;                 /* number of the act being recorded; 0 in a read */
	bool wipe;                   /* keys were destroyed: once it is committed, the keeper cuts off the write-ahead log */
	int64_t sign_out;            /* account all of whose sessions end once this act is committed; 0: none */
	int64_t now;                 /* microseconds since 1970-01-01 UTC */
	const char *lang;            /* "lt", "en", "uk" or "ru" */
	void (*rng)(void *, size_t); /* cryptographic random bytes */
	struct err err;
};

/* Say why, once: `rule` is a message id, `value` (may be NULL) what was given. Gives `code`. */
int err_say(struct cx *cx, int code, const char *field, const char *rule, const char *value);

/* Our own fault: writes one log line (file, line, condition) and gives ERR_BUG. */
int err_bug(struct cx *cx, const char *what, const char *file, int line);

#define bug_if(cx, x) ((x) ? err_bug((cx), #x, __FILE__, __LINE__) : ERR_OK)
#define bad_if(cx, x, field, rule, value) ((x) ? err_say((cx), ERR_INVALID, (field), (rule), (value)) : ERR_OK)
