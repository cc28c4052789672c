/*
 * post.h - the mailer's side of the keeper.
 *
 * The mailer is a process without keys at the other end of a socket that it and the keeper were given at birth; it
 * stands in no folder. It asks {"post": {"sent": [N], "failed": [N]}}, telling what became of what it was lent, and is
 * answered {"letters": [{"id", "to"}]}: at once if it told something or something is due, else when something is, half a
 * minute later at most, unless it asks anew before. That is all it can ask. Each time that addresses leave the keeper stands in the log.
 */
#pragma once
#include "keeper/inside.h"

/* The socket given at birth is a peer from now on. */
MUST_CHECK int post_open(struct keeper *k, struct cx *cx);

/* A question of the mailer's: whether it has to wait. */
bool post_waits(struct keeper *k, struct request *r);

/* When the question that waits is to be answered: monotonic, microseconds from now; INT64_MAX if none waits. */
int64_t post_left(const struct keeper *k);

/* Put the question that waits among the writes once it is due. */
void post_run(struct keeper *k);

/* When the mailer may have something; after every transaction. */
MUST_CHECK int post_plan(struct keeper *k);

/* The peer of the question that waits has gone. */
void post_forget(struct keeper *k, struct request *r);

/* Answer it, on the writer, inside its transaction. */
void post_dispatch(struct desk *d, struct request *r);
