/*
 * desk.h - where one thread of the keeper works.
 *
 * A desk has its own connection, arena and cx; the writer's is one of them. `cx` stands first, so the operations
 * that belong to the keeper itself (signin.c, enrol.c) find their desk from the cx they are given.
 */
#pragma once
#include "base/cx.h"
#include "keeper/bind.h"
#include "keeper/request.h"
#include "keeper/session.h"
#include "keeper/throttle.h"

struct account;

struct desk {
	struct cx cx;
	const struct binding *bind;
	struct sessions *sessions;
	struct throttles *throttles;
	struct seek *seek;          /* seek.h: names to look among */
	int64_t (*clock)(void);
	bool writer;

	/* Of the request at hand: */
	struct request *request;
	const char *session;        /* text of the session it came in or opened; NULL if none */
	struct session_state state; /* as it was found; account 0 without one */
	bool lost;                  /* the writer's transaction cannot be committed any more */
};

static inline struct desk *desk_of(struct cx *cx) {
	return (struct desk *)cx;
}

/* The actor of a request and what its answer says about her. Any error refuses the whole request. */
MUST_CHECK int desk_identify(struct desk *d, struct request *r);

/* The same of a telephone, by its key (field.c); nobody where it is not right, or was wrong too often. */
MUST_CHECK int desk_by_key(struct desk *d, struct request *r, struct account *ret_account);

/* Who is signed in, as JSON in the request's arena; "null" where nobody is. */
MUST_CHECK int desk_who(struct desk *d, struct request *r);

/* The actor is that account, in the session d->state. */
void desk_act_as(struct desk *d, const struct account *a, bool operator);

/* What an account in a session of that level still has to show to be signed in wholly: enum STEP_*. */
MUST_CHECK int desk_step(struct desk *d, const struct actor *actor, enum session_level level, int *ret_step);

/*
 * Does something on the writer, in the transaction of the entry that tells of this request; at once where this desk
 * is the writer's. What fails is undone by itself, and logged: it must not be what the answer stands on. `arg` is
 * copied.
 */
void desk_later(struct desk *d, later_run *run, const void *arg, size_t n);

/* Runs one of them. False: it failed, and the transaction is lost. */
bool desk_run_later(struct desk *d, const struct later *later);

/* Makes what Argon2id has to say about a request that writes, on a reader, before the writer has it. */
void desk_prepare(struct desk *d, struct request *r);

/*
 * Answers a request: all its calls in order, each entry of the log, the answer put together. On the writer inside its
 * transaction; on a reader a snapshot is taken and the entries are left with the request.
 */
void dispatch(struct desk *d, struct request *r);

/* Calls step(d, arg) with the arena's trap set: ERR_LIMIT, every list closed, if it asks for more than the ceiling. */
MUST_CHECK int desk_guard(struct desk *d, int (*step)(struct desk *d, void *arg), void *arg);

/* Writes an entry to the log; the writer only. After a failure nothing of this transaction may be committed. */
MUST_CHECK int desk_log(struct desk *d, const struct audit_entry *entry);
