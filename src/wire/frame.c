#include "wire/frame.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/uio.h>

static void le_write(uint8_t *to, uint64_t value, size_t n) {
	for (size_t i = 0; i < n; i++)
		to[i] = (uint8_t)(value >> 8 * i);
}

static uint64_t le_read(const uint8_t *from, size_t n) {
	uint64_t value = 0;
	for (size_t i = n; i-- > 0;)
		value = value << 8 | from[i];
	return value;
}

void frame_head_put(uint8_t to[FRAME_HEADER], const struct frame_head *head) {
	le_write(to, head->type, 4);
	le_write(to + 4, head->request, 8);
	le_write(to + 12, head->part, 2);
	to[14] = head->last;
	to[15] = 0;
}

bool frame_head_get(const uint8_t *bytes, size_t n, struct frame_head *ret_head) {
	if (n < FRAME_HEADER || n > FRAME_BYTES || bytes[14] > 1 || bytes[15] != 0)
		return false;
	*ret_head = (struct frame_head){
		.type = (uint32_t)le_read(bytes, 4),
		.request = le_read(bytes + 4, 8),
		.part = (uint16_t)le_read(bytes + 12, 2),
		.last = bytes[14] == 1,
	};
	return ret_head->last || n == FRAME_BYTES;
}

void frame_init(struct frame_state *state, enum frame_type type, size_t ceiling) {
	/* A buf that grows leaves its smaller selves behind in the arena: together less than twice the last. */
	*state = (struct frame_state){.type = type, .ceiling = ceiling, .arena = arena_new(4 * ceiling + (1 << 20))};
	state->text = buf_new(state->arena, ceiling + 1);
}

void frame_dispose(struct frame_state *state) {
	arena_free(state->arena);
	*state = (struct frame_state){0};
}

void frame_forget(struct frame_state *state) {
	arena_reset(state->arena);
	state->text = buf_new(state->arena, state->ceiling + 1);
	state->next = 0;
	state->over = false;
}

enum frame_result frame_take(struct frame_state *state, const void *bytes, size_t n) {
	struct frame_head head;
	if (!frame_head_get(bytes, n, &head) || head.type != state->type || head.part != state->next)
		return FRAME_BROKEN;
	if (state->next == 0)
		state->request = head.request;
	else if (head.request != state->request)
		return FRAME_BROKEN;
	state->next++;
	size_t payload = n - FRAME_HEADER;
	if (payload > state->ceiling - state->text.n)
		state->over = true;
	if (!state->over)
		buf_add(&state->text, (const uint8_t *)bytes + FRAME_HEADER, payload);
	if (head.last)
		return state->over ? FRAME_OVER : FRAME_WHOLE;
	/* Too long by an honest mistake is answered; without end it is not. */
	return (size_t)state->next * FRAME_PAYLOAD > 4 * state->ceiling || state->next > UINT16_MAX ? FRAME_BROKEN : FRAME_MORE;
}

enum frame_result frame_receive(int fd, struct frame_state *state, int flags) {
	uint8_t bytes[FRAME_BYTES];
	ssize_t n;
	do {
		n = recv(fd, bytes, sizeof bytes, flags | MSG_TRUNC);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return errno == EAGAIN || errno == EWOULDBLOCK ? FRAME_EMPTY : FRAME_CLOSED;
	if (n == 0)
		return FRAME_CLOSED;
	enum frame_result r = (size_t)n > sizeof bytes ? FRAME_BROKEN : frame_take(state, bytes, (size_t)n);
	explicit_bzero(bytes, (size_t)n < sizeof bytes ? (size_t)n : sizeof bytes);
	return r;
}

int frame_send(int fd, struct frame_out *out, int flags) {
	uint8_t head[FRAME_HEADER];
	for (;;) {
		size_t from = (size_t)out->part * FRAME_PAYLOAD;
		size_t left = out->text.n - from;
		bool last = left <= FRAME_PAYLOAD;
		frame_head_put(head, &(struct frame_head){out->type, out->request, out->part, last});
		struct iovec parts[2] = {
			{head, sizeof head},
			{(char *)(uintptr_t)out->text.at + from, last ? left : FRAME_PAYLOAD},
		};
		struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
		ssize_t n = sendmsg(fd, &message, flags | MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN || errno == EWOULDBLOCK ? ERR_BUSY : ERR_IO;
		if (last)
			return ERR_OK;
		out->part++;
	}
}
