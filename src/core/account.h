/*
 * account.h - who may sign in.
 *
 * A sign-in name stands in the store as a keyed token and the name of the member of staff is sealed, so the store
 * alone tells nobody who works for whom. Strings live in cx->arena.
 */
#pragma once
#include "base/cx.h"

struct out;

struct account {
	int64_t id, org, unit; /* unit: 0 where there is none */
	int org_kind;          /* enum ORG_* */
	uint32_t roles;        /* bits 1 << enum ROLE_* */
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

/* An account's roles as F_ROLE of the row being written. */
MUST_CHECK int account_put_roles(struct cx *cx, int64_t account, struct out *out);
