/*
 * mail.h - telling somebody that there is work, and nothing else.
 *
 * A message names no person, organisation or reference: it is the same for everybody. The registry tells whoever wrote
 * down an address of a task that is urgent when it comes and of any other when its day has come, each task once, each
 * account once an hour at most; what comes in between waits for the next message. An address is sealed; only the mailer,
 * which has no keys, is given it, and gives back whether the mail system took the message. What it did not take is tried
 * again, later each time, and never given up.
 */
#pragma once
#include "base/cx.h"

enum {
	MAIL_TAKEN = 20,   /* messages lent to the mailer at once */
	MAIL_GAP = 3600,   /* seconds between two messages to one account */
	MAIL_LENT = 600,   /* seconds until one that the mailer never spoke of again is lent anew */
	MAIL_FIRST = 60,   /* seconds until the first new attempt, twice as long each time ... */
	MAIL_LAST = 3600,  /* ... and no longer than this */
};

/* Whether the text may stand as an address in the head of a message: "name@place.country", ASCII, nothing else. */
bool mail_address_fits(const char *text);

/* The account has no address any more, and no message waits for it. */
MUST_CHECK int mail_forget(struct cx *cx, int64_t account);

/* When somebody is to be told of a task; NONE if nobody is. */
MUST_CHECK int mail_due(struct cx *cx, int64_t *ret_instant);

/* Put into the outbox what is due by cx->now; how many tasks were told of. */
MUST_CHECK int mail_run(struct cx *cx, int64_t *ret_ran);

/* When the mailer may have something; NONE if nothing waits. */
MUST_CHECK int mail_next(struct cx *cx, int64_t *ret_instant);

struct letter {
	int64_t id; /* of the outbox */
	const char *to;
};

/* Lend the mailer up to MAIL_TAKEN messages. */
MUST_CHECK int mail_take(struct cx *cx, struct letter ret_letters[MAIL_TAKEN], size_t *ret_n);

/* What became of one that was lent. A number of none is left alone. */
MUST_CHECK int mail_settle(struct cx *cx, int64_t id, bool sent);
