/*
 * field_key.h - what a telephone proves itself with where a whole sign-in cannot be done: a name and a long password.
 *
 * Such a key is an account's own, has a last day, and reaches only the operations marked KEYED (op/ops.def): fetch forms,
 * send them in, and what a form that was sent in becomes. It reads nothing about anybody. The password is 160 random bits,
 * shown once; the store has a keyed hash of it.
 */
#pragma once
#include "base/cx.h"

struct field_key {
	int64_t id, account;
	struct ref ref;
	int64_t used; /* NONE: never */
};

/* The key of that name, if it stands and that is its password. ERR_NOTFOUND for every way in which it is not. */
MUST_CHECK int field_key_check(struct cx *cx, const char *name, const char *secret, struct field_key *ret_key);

/* It was used now. */
MUST_CHECK int field_key_used(struct cx *cx, int64_t id);

/* All of an account end: it left, or begins anew. */
MUST_CHECK int field_key_forget(struct cx *cx, int64_t account);
