/*
 * throttle.h - who has tried too often.
 *
 * A key is a keyed hash of what is tried and from where, so nothing here names an account or an address. After some
 * failures it has to wait, twice as long each time, up to 15 minutes; a name that does not exist waits the same.
 * Whoever hammers an account from one network makes that network wait, and a device the account has signed in from
 * keeps a budget of its own: nobody is locked out by others. Kept in memory, in a table of fixed size. Any thread may
 * call.
 */
#pragma once
#include "crypt/token.h"

enum { THROTTLE_LONGEST = 15 * 60 /* seconds, the longest wait */ };

enum throttle_kind {
	THROTTLE_NAME,    /* of a name and a network, or a name and a device: 5 failures are free */
	THROTTLE_CODE,    /* of an account whose password was right: 20 are free */
	THROTTLE_NETWORK, /* of a network: 20 in a minute, then it waits for the rest of that minute */
	THROTTLE_DAY,     /* of a network: 60 in a day, then it waits for the rest of that day */
	THROTTLE_SEARCH,  /* of an account: 60 searches for a name in a minute, then it waits for the rest of that minute */
	THROTTLE__KINDS
};

struct throttles;

struct throttles *throttles_new(void);
void throttles_free(struct throttles *throttles); /* takes NULL */

/* Whether it may be tried again. ERR_BUSY: not yet. */
MUST_CHECK int throttle_ask(struct throttles *throttles, const struct cx *cx, const struct token *key);

/* How a try went; a success forgets the failures. */
void throttle_note(struct throttles *throttles, const struct cx *cx, const struct token *key, enum throttle_kind kind,
	bool success);

/* The key of a subject and a place, each any bytes. */
MUST_CHECK int throttle_key(struct cx *cx, const char *what, struct blob subject, struct blob place,
	struct token *ret_key);

/* What an address stands for here: a keyed hash of it, for IPv6 of the first half, which is what a line is given.
   `from` may be NULL: an operator at the machine. */
MUST_CHECK int throttle_network(struct cx *cx, const char *from, uint8_t ret_network[HASH_SIZE]);
