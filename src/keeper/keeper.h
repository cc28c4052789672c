/*
 * keeper.h - the one process that has the keys and the store.
 *
 * A registry is a folder: `keys` (crypt/ring.h), `store.db`, `lock`, and `run` with the two sockets. One keeper runs
 * on it at a time and holds the lock; whoever else wants something connects (wire/client.h, also for `keys/door`).
 * The calling thread takes messages and is the only writer; reader threads answer what only reads. The keeper never
 * forks.
 */
#pragma once
#include "base/cx.h"
#include "keeper/bind.h"

#define KEEPER_STORE "store.db"
#define KEEPER_LOCK "lock"
#define KEEPER_RUN "run"
#define KEEPER_UPGRADES 'u' /* what is said on ready_fd */
#define KEEPER_READY '!'

struct keeper_options {
	const struct binding *bind; /* the functions behind the operations: &binding_core but in tests */
	int readers;                /* reader threads; 0 means 2 */
	int waiting;                /* requests that may wait for a reader before ERR_BUSY; 0 means 256 */
	int ready_fd;               /* gets KEEPER_UPGRADES when an older registry is brought up to this program first, and
	                               KEEPER_READY when the doors are open; then it is closed; 0 for none */
	int stop_fd;                /* readable means stop, as SIGTERM does; 0 for none */
	int post_fd;                /* the mailer's socket (post.h); 0 for none */
	bool matches;               /* hold names against each other: not for a keeper that lives for one command */
	bool open;                  /* no sandbox and no signals taken: for tests and debuggers only */
	int64_t (*clock)(void);     /* NULL: the machine's */
	int tick;                   /* microseconds: answers to TIMED calls leave at a multiple; 0: 100 ms; -1: never held,
	                               for the test that shows what would then be told */
};

#define KEEPER_OPTIONS(...) ((struct keeper_options){__VA_ARGS__})

/* Make a registry in `dir`, which must not exist or be empty: keys, store, log. ERR_CONFLICT if there is something. */
MUST_CHECK int keeper_create(struct cx *cx, const char *dir, const char *profile, bool demonstration);

/*
 * Serve the registry in `dir` until SIGTERM, SIGINT or stop_fd; whatever was asked by then is answered first.
 * ERR_CONFLICT: another keeper runs on it; ERR_NOTFOUND: there is no registry. ERR_DB: a commit failed, so nothing more
 * may be promised and the process should end.
 */
MUST_CHECK int keeper_run(struct cx *cx, const char *dir, const struct keeper_options *options);

/* Take DIR/lock without serving: for a command that must have the store to itself. ERR_CONFLICT names the holder. */
MUST_CHECK int keeper_lock(struct cx *cx, const char *dir, int *ret_fd);
