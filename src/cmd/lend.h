/*
 * lend.h - a keeper for a command: the one that runs on the registry, or one started for the command's own lifetime.
 */
#pragma once
#include <jansson.h>
#include <sys/types.h>

#include "cmd/ready.h"
#include "wire/client.h"

struct lent {
	struct wire *wire;  /* the operators' door */
	pid_t pid;          /* of a keeper of our own; 0 if one was running */
	struct ready ready; /* of that one, open while it lives: it still has something to say when its door is open */
};

/* ERR_NOTFOUND if DIR holds no registry; ERR_BUSY if the keeper does not open its door within ten seconds, or six
   hours where an older registry has to be brought up to this program first. */
MUST_CHECK int lend_open(struct cx *cx, const char *dir, struct lent *ret_lent);

/* Hangs up, and ends a keeper of our own once it has finished. ERR_IO if that one did not end well. */
MUST_CHECK int lend_close(struct cx *cx, struct lent *lent);

/* One request of one face, as `as` (NULL: the registry itself), at `at` (0: now); gives the parsed answer, which the
   caller frees. `calls` is taken over. ERR_* of the request as a whole; the calls carry their own. */
MUST_CHECK int lend_ask(struct cx *cx, const struct lent *lent, const char *as, int64_t at, json_t *calls,
                        json_t **ret_answers);

/* The country profile of the registry, which the caller frees (op/profile.h). ERR_* of the request or of
   profile_load. */
MUST_CHECK int lend_profile(struct cx *cx, const struct lent *lent, struct profile **ret_profile);

/* One operation, from borrowing a keeper to giving it back: its answer, which the caller frees. `call` is {"op", "in"}
   and may have a "key"; it is taken over. Fails as the operation does, with its field, rule and value. */
MUST_CHECK int lend_one(struct cx *cx, const char *dir, const char *as, json_t *call, json_t **ret_ok);
