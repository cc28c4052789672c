/*
 * prepared.h - what Argon2id makes of a call's passwords, before the call is made.
 *
 * It takes a fifth of a second, so the keeper makes it on a reader thread, and the writer, which all wait for, only
 * looks at it. cx->prepared is NULL where nobody prepared the call: a function then does the work itself.
 */
#pragma once
#include "crypt/password.h"
#include "op/op.h"

struct prepared {
	int code;                     /* why it cannot be done, or 0 */
	const char *field, *rule;     /* of that */
	const char *was;              /* stored text that the password given is right for; NULL where none was asked for */
	uint8_t was_key[PASSWORD_KEY];
	char hash[PASSWORD_HASH_SIZE]; /* of the new password */
	uint8_t key[PASSWORD_KEY];
};

/* Whether the operation makes a hash of a new password, and in which field that comes; F__NONE if it does not. */
enum field_id prepared_field(enum op_id op);

/* Makes it: `now` is the new password, `was` the present one and `stored` what it has to be right for (both NULL:
   not asked for). Always gives something; what went wrong stands in it. */
void prepared_make(struct cx *cx, const char *stored, const char *was, const char *now, struct prepared *ret_prepared);
