/*
 * prepared.h - what the keeper has ready for a call before it is made: what Argon2id makes of passwords, and whom the names in its
 * memory are like.
 *
 * Argon2id takes a fifth of a second, so the keeper runs it on a reader thread, and the writer, which all wait for, only
 * looks at it. cx->prepared is NULL where nobody prepared the call: a function then does the work itself, or without.
 */
#pragma once
#include "crypt/password.h"
#include "op/op.h"

struct alike {
	int64_t person;
	bool own; /* by a name that the caller's organisation wrote down; else by one of another's */
};

struct prepared {
	int code;                     /* why it cannot be done, or 0 */
	const char *field, *rule;     /* of that */
	const char *was;              /* stored text that the password given is right for; NULL where none was asked for */
	uint8_t was_key[PASSWORD_KEY];
	char hash[PASSWORD_HASH_SIZE]; /* of the new password */
	uint8_t key[PASSWORD_KEY];
	size_t alike_n;               /* of person_find: persons of the whole registry whose name is like the one that is looked for, */
	const struct alike *alike;    /* the likest first; who of them may be told of is the function's matter */
};

/* Whether the operation makes a hash of a new password, and in which field that comes; F__NONE if it does not. */
enum field_id prepared_field(enum op_id op);

/* Makes it: `now` is the new password, `was` the present one and `stored` what it has to be right for (both NULL:
   not asked for). Always gives something; what went wrong stands in it. */
void prepared_make(struct cx *cx, const char *stored, const char *was, const char *now, struct prepared *ret_prepared);
