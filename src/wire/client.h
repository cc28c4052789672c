/*
 * client.h - asking the keeper, from a web worker or a command.
 *
 * One request at a time: wire_call sends it and waits for its answer. Request and answer are JSON text:
 *   request  {"session" or "field_key", "csrf", "as", "at", "lang", "face": "page"|"api"|"cli", "alerts": "told",
 *            "calls": [{"op", "key", "in": {...}}]}
 *   answer   {"who": {...}|null, "registry": {"demonstration", "profile"}, "now", "answers": [{"ok": {...}} | {"error":
 *            {"code", "field", "rule", "value"}}]}, and "error" beside them where the whole request was refused.
 * The two doors are two sockets in DIR/run. An operator may act as somebody and is logged as one; a worker may not.
 * So the operators' door asks for a proof: what stands in DIR/keys/door, another at every start of the keeper, is the
 * first message, of a type of its own, and whoever says anything else is cut off unheard. Other processes of the same
 * account, closed in so that they cannot read the keys, cannot speak as operators either.
 */
#pragma once
#include "base/cx.h"

struct wire;

enum wire_door {
	WIRE_WORKER, WIRE_OPERATOR, WIRE__DOORS,
	WIRE_POST = WIRE__DOORS, /* no door: the mailer's socket, given at birth (keeper/post.h) */
};

#define WIRE_PROOF "keys/door"
enum { WIRE_PROOF_TEXT = 64 }; /* 32 random bytes in hex, and nothing after them */

/* Name of a door's socket in DIR/run. */
const char *wire_socket(enum wire_door door);

/* Connect to the keeper of DIR, as an operator with the proof. ERR_NOTFOUND: none is running; ERR_DENIED: it is another
   account's, or DIR/keys may not be read. */
MUST_CHECK int wire_open(struct cx *cx, const char *dir, enum wire_door door, struct wire **ret_wire);
/* A socket to the keeper that somebody else opened; taken over. Somebody before may have asked and not lived to hear: each
   answer that comes is taken for the next, so it must not matter which question it answers. */
struct wire *wire_adopt(int fd);

void wire_close(struct wire *wire); /* takes NULL */

/* The socket, for a sandbox's list or poll. */
int wire_fd(const struct wire *wire);

/* The keeper's answer, NUL-terminated in cx->arena. ERR_LIMIT: the request is over 1 MiB; ERR_IO: the keeper has gone,
   and whether a write was done is known only by sending the same keys again. */
MUST_CHECK int wire_call(struct wire *wire, struct cx *cx, struct blob request, struct blob *ret_answer);
