/*
 * frame.h - messages between a worker and the keeper.
 *
 * A message travels over SOCK_SEQPACKET in parts of a 16-byte header {u32 type, u64 request, u16 part, u8 last, u8 0},
 * little-endian, and at most 64 KiB of text. Parts are numbered from 0 and follow each other; all but the last are
 * full. Assembling is apart from reading the socket: frame_take sees bytes only, and a peer that breaks the form is
 * cut off, not answered. What is merely too long is swallowed to its end and reported, so that it can be answered.
 */
#pragma once
#include "base/buf.h"
#include "base/cx.h"

enum {
	FRAME_HEADER = 16,
	FRAME_PAYLOAD = 64 << 10,
	FRAME_BYTES = FRAME_HEADER + FRAME_PAYLOAD,
	FRAME_REQUEST_MAX = 1 << 20,
	FRAME_ANSWER_MAX = 32 << 20,
};

enum frame_type { FRAME_REQUEST = 1, FRAME_ANSWER = 2, FRAME_PROOF = 3 /* client.h */ };

struct frame_head {
	uint32_t type;
	uint64_t request;
	uint16_t part;
	bool last;
};

void frame_head_put(uint8_t to[FRAME_HEADER], const struct frame_head *head);

/* False for what no sound peer sends. */
bool frame_head_get(const uint8_t *bytes, size_t n, struct frame_head *ret_head);

struct frame_state { /* one direction of one connection */
	enum frame_type type; /* the only type taken */
	size_t ceiling;
	struct arena *arena;
	struct buf text;      /* of the message being put together */
	uint64_t request;
	uint32_t next;        /* part that must come next; 0 between messages */
	bool over;            /* the ceiling was passed: parts are counted, not kept */
};

enum frame_result {
	FRAME_MORE,   /* a part was taken, more must come */
	FRAME_WHOLE,  /* state->text is a whole message, until frame_forget */
	FRAME_OVER,   /* a whole message went by that was longer than the ceiling */
	FRAME_BROKEN, /* cut this peer off */
	FRAME_EMPTY,  /* frame_receive: nothing has come */
	FRAME_CLOSED, /* frame_receive: the peer has gone */
};

void frame_init(struct frame_state *state, enum frame_type type, size_t ceiling);
void frame_dispose(struct frame_state *state);

/* Take one part, exactly as it came from the socket. */
enum frame_result frame_take(struct frame_state *state, const void *bytes, size_t n);

/* Ready for the next message; the text is wiped. */
void frame_forget(struct frame_state *state);

/* Read one part from a socket and take it; `flags` as of recv. */
enum frame_result frame_receive(int fd, struct frame_state *state, int flags);

/* A message on its way out: what has left so far stands in `part`. */
struct frame_out {
	enum frame_type type;
	uint64_t request;
	struct blob text;
	uint16_t part;
};

/* Send what is left; `flags` as of send. ERR_BUSY: the socket is full, go on later. ERR_IO: the peer has gone. */
MUST_CHECK int frame_send(int fd, struct frame_out *out, int flags);
