#include "wire/client.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "wire/frame.h"

struct wire {
	int fd;
	uint64_t request;
	bool adopted; /* any answer will do */
	struct frame_state answer;
};

const char *wire_socket(enum wire_door door) {
	return door == WIRE_OPERATOR ? "keeper.sock" : "worker.sock";
}

static int cannot(struct cx *cx, int error) {
	switch (error) {
	case ENOENT: case ENOTDIR: case ECONNREFUSED:
		return err_say(cx, ERR_NOTFOUND, NULL, N_("No keeper is running on this registry."), NULL);
	case EACCES: case EPERM:
		return err_say(cx, ERR_DENIED, NULL, N_("This registry's keeper belongs to another account."), NULL);
	default:
		return err_say(cx, ERR_IO, NULL, N_("The registry's keeper cannot be reached."), NULL);
	}
}

static int prove(struct wire *wire, struct cx *cx, const char *dir) {
	char text[WIRE_PROOF_TEXT + 1];
	int fd = open(arena_printf(cx->arena, "%s/" WIRE_PROOF, dir), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text);
	int r = n == WIRE_PROOF_TEXT ? ERR_OK : cannot(cx, n < 0 ? errno : EIO);
	if (fd >= 0)
		close(fd);
	struct frame_out out = {.type = FRAME_PROOF, .text = {text, WIRE_PROOF_TEXT}};
	if (r == ERR_OK && frame_send(wire->fd, &out, 0) != ERR_OK)
		r = cannot(cx, EPIPE);
	explicit_bzero(text, sizeof text);
	return r;
}

int wire_open(struct cx *cx, const char *dir, enum wire_door door, struct wire **ret_wire) {
	int run = open(arena_printf(cx->arena, "%s/run", dir), O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (run < 0)
		return cannot(cx, errno);
	/* Through the descriptor, because a socket's path may have 107 bytes and a folder's any number. */
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	snprintf(to.sun_path, sizeof to.sun_path, "/proc/self/fd/%d/%s", run, wire_socket(door));
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	int error = fd < 0 || connect(fd, (const struct sockaddr *)&to, sizeof to) != 0 ? errno : 0;
	close(run);
	struct wire *wire = error == 0 ? malloc(sizeof *wire) : NULL;
	if (wire == NULL) {
		if (fd >= 0)
			close(fd);
		return cannot(cx, error == 0 ? ENOMEM : error);
	}
	*wire = (struct wire){.fd = fd};
	frame_init(&wire->answer, FRAME_ANSWER, FRAME_ANSWER_MAX);
	int r = door == WIRE_OPERATOR ? prove(wire, cx, dir) : ERR_OK; /* read now: the door was open, so the file was whole */
	if (r == ERR_OK)
		*ret_wire = wire;
	else
		wire_close(wire);
	return r;
}

struct wire *wire_adopt(int fd) {
	struct wire *wire = malloc(sizeof *wire);
	if (wire == NULL)
		abort();
	*wire = (struct wire){.fd = fd, .adopted = true};
	frame_init(&wire->answer, FRAME_ANSWER, FRAME_ANSWER_MAX);
	return wire;
}

void wire_close(struct wire *wire) {
	if (wire == NULL)
		return;
	close(wire->fd);
	frame_dispose(&wire->answer);
	free(wire);
}

int wire_fd(const struct wire *wire) {
	return wire->fd;
}

int wire_call(struct wire *wire, struct cx *cx, struct blob request, struct blob *ret_answer) {
	if (request.n > FRAME_REQUEST_MAX)
		return err_say(cx, ERR_LIMIT, NULL, err_kinds[ERR_LIMIT].say, NULL);
	struct frame_out out = {.type = FRAME_REQUEST, .request = ++wire->request, .text = request};
	int r = frame_send(wire->fd, &out, 0);
	enum frame_result got = FRAME_MORE;
	frame_forget(&wire->answer);
	while (r == ERR_OK && got == FRAME_MORE)
		got = frame_receive(wire->fd, &wire->answer, 0);
	if (r != ERR_OK || got != FRAME_WHOLE || (wire->answer.request != wire->request && !wire->adopted)) {
		shutdown(wire->fd, SHUT_RDWR); /* whatever comes now would be taken for the answer to something else */
		return err_say(cx, ERR_IO, NULL, N_("The registry's keeper has gone away."), NULL);
	}
	char *text = arena_strndup(cx->arena, wire->answer.text.at, wire->answer.text.n);
	*ret_answer = (struct blob){text, wire->answer.text.n};
	frame_forget(&wire->answer);
	return ERR_OK;
}
