/*
 * account.h - who may sign in.
 *
 * A sign-in name stands in the store as a keyed token and the name of the member of staff is sealed, so the store
 * alone tells nobody who works for whom. A right ends by itself: on its last day, and when what it depends on (vetting,
 * training: the profile's "credentials") has run out or was never recorded; never so in a demonstration. Strings live
 * in cx->arena.
 */
#pragma once
#include "crypt/password.h"
#include "crypt/token.h"
#include "op/op.h"

struct out;

struct account {
	int64_t id, org, unit; /* unit: 0 where there is none */
	int org_kind;          /* enum ORG_* */
	uint32_t roles;        /* bits 1 << enum ROLE_*: those that hold today */
	const char *name;      /* of the member of staff */
	const char *org_code, *org_name;
	const char *unit_code, *unit_name; /* NULL where there is none */
};

/* The account, if login and password are right and it may sign in. ERR_DENIED otherwise: an unknown name costs the same
   work and reads the same. ERR_BUSY when there is no memory for Argon2id now. */
MUST_CHECK int account_sign_in(struct cx *cx, const char *login, const char *password, struct account *ret_account);

/* The account of that sign-in name, without a password: for an operator at the machine. ERR_NOTFOUND. */
MUST_CHECK int account_by_login(struct cx *cx, const char *login, struct account *ret_account);

/* The account of that row number: for a session in hand. ERR_NOTFOUND, also when it may no longer sign in. */
MUST_CHECK int account_by_id(struct cx *cx, int64_t id, struct account *ret_account);

/* The account as the gate would see it, signed in. */
struct actor account_actor(const struct account *a);

/* The roles that hold today, as bits 1 << enum ROLE_*. */
MUST_CHECK int account_roles(struct cx *cx, int64_t account, uint32_t *ret_roles);

/* A sign-in name's token: the same in capitals, so that nobody is kept out by a phone that writes the first letter
   large. */
MUST_CHECK int account_login_token(struct cx *cx, const char *login, struct token *ret_token);

/* The name of a member of staff, sealed for its row, and opened as the store gave it. */
MUST_CHECK int account_name_seal(struct cx *cx, int64_t id, const struct ref *ref, const char *name,
	struct blob *ret_sealed);
MUST_CHECK int account_name_open(struct cx *cx, int64_t id, struct blob ref, struct blob sealed, const char **ret_name);

/* What to store for a new password that came in `field`. ERR_INVALID where others would try it first; `login` may be
   NULL. */
MUST_CHECK int account_password_take(struct cx *cx, enum field_id field, const char *password, const char *login,
	char ret_hash[PASSWORD_HASH_SIZE]);

/* An account's roles as F_ROLE of the row being written. */
MUST_CHECK int account_put_roles(struct cx *cx, int64_t account, struct out *out);
