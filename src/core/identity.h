/*
 * identity.h - a name and what goes with it, as one organisation wrote it down.
 *
 * Each organisation has its own record, and a new one stands in the place of its last: what is not given again is
 * kept. Other organisations' records stay as they are; nothing is merged. Texts live in cx->arena.
 */
#pragma once
#include "base/cx.h"
#include "crypt/token.h"

struct in;
struct out;

struct identity {
	const char *given, *family, *document, *phone, *safe; /* NULL where not known */
	int64_t born, birth;                                  /* year; day number; NONE where not known */
};

/* The caller's own newest record of a person, else the newest of all as far as her consent opens it to the caller (consent.h).
   ERR_NOTFOUND without one. */
MUST_CHECK int identity_get(struct cx *cx, int64_t person, struct identity *ret_identity);

/* The newest record of a person, whoever wrote it. ERR_NOTFOUND without one, and after an erasure. */
MUST_CHECK int identity_newest(struct cx *cx, int64_t person, struct identity *ret_identity);

/* The record of that row number. ERR_NOTFOUND after an erasure. */
MUST_CHECK int identity_of(struct cx *cx, int64_t id, struct identity *ret_identity);

/* The record of that row number, whose sealed text is at hand. ERR_NOTFOUND after an erasure. */
MUST_CHECK int identity_unseal(struct cx *cx, int64_t person, int64_t id, struct blob sealed, struct identity *ret_identity);

/* The age band (enum AGE_*) on that day; 0 where the record does not tell: a year of birth alone leaves two ages, which may
   be of two bands. */
int identity_age(const struct identity *who, int32_t day);

/* Name and birth into the answer, as far as they are known. */
void identity_put(const struct identity *who, struct out *out);

struct identity_tokens { /* the keyed tokens a record is found by; at most one a family */
	size_t n;
	struct {
		enum token_family family;
		struct token token;
	} at[TOKEN__MAX];
};

/* What the fields given, family, born, birth, document, phone and, where the row has it, safe say, over what `who` holds
   already. ERR_INVALID names the field. */
MUST_CHECK int identity_take(struct cx *cx, const struct in *in, struct identity *who);

/* The tokens of a record. ERR_INVALID for a document or telephone number that is none. */
MUST_CHECK int identity_tokens_make(struct cx *cx, const struct identity *who, struct identity_tokens *ret_tokens);

/* The token's value for a name and a year or day: independent of the order of names and of their spelling; NULL where
   the name gives no key. */
const char *identity_name_value(struct cx *cx, const char *given, const char *family, const char *when);
