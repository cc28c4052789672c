/*
 * desk.h - where one thread of the keeper works.
 *
 * A desk has its own connection, arena and cx; the writer's is one of them. `cx` stands first, so the two operations
 * that belong to the keeper itself (session_open, session_close) find their desk from the cx they are given.
 */
#pragma once
#include "base/cx.h"
#include "keeper/bind.h"
#include "keeper/request.h"
#include "keeper/session.h"

struct desk {
	struct cx cx;
	const struct binding *bind;
	struct sessions *sessions;
	int64_t (*clock)(void);
	bool writer;

	/* Of the request at hand: */
	struct request *request;
	const char *session; /* text of the session it came in or opened; NULL if none */
	bool lost;           /* the writer's transaction cannot be committed any more */
};

/* The actor of a request and what its answer says about her. Any error refuses the whole request. */
MUST_CHECK int desk_identify(struct desk *d, struct request *r);

/* Who is signed in, as JSON in the request's arena; "null" where nobody is. */
MUST_CHECK int desk_who(struct desk *d, struct request *r);

/*
 * Answers a request: all its calls in order, each entry of the log, the answer put together. On the writer inside its
 * transaction; on a reader a snapshot is taken and the entries are left with the request.
 */
void dispatch(struct desk *d, struct request *r);

/* Calls step(d, arg) with the arena's trap set: ERR_LIMIT, every list closed, if it asks for more than the ceiling. */
MUST_CHECK int desk_guard(struct desk *d, int (*step)(struct desk *d, void *arg), void *arg);

/* Writes an entry to the log; the writer only. After a failure nothing of this transaction may be committed. */
MUST_CHECK int desk_log(struct desk *d, const struct audit_entry *entry);
