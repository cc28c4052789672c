/*
 * Doors and peers: bytes in, bytes out. A peer that breaks the form of messages is cut off, and only that peer.
 *
 * The answer to a message with a TIMED call leaves at a tick counted from the moment the message was there: whatever
 * the work took, the asker measures a whole number of ticks. Nobody waits for it but the asker.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "base/str.h"
#include "base/time.h"
#include "crypt/crypt.h"
#include "keeper/post.h"

static int door_open(struct keeper *k, struct cx *cx, enum wire_door door) {
	/* Through the folder's descriptor: a socket's path may have 107 bytes. A socket left behind is nobody's, since we
	   hold the lock. */
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	snprintf(at.sun_path, sizeof at.sun_path, "/proc/self/fd/%d/%s", k->run_fd, wire_socket(door));
	if (unlinkat(k->run_fd, wire_socket(door), 0) != 0 && errno != ENOENT)
		goto failed;
	k->listen_fd[door] = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (k->listen_fd[door] < 0)
		goto failed;
	/* Of mode 0600 from the moment it exists: fchmod before bind sets what bind makes of it. */
	if (fchmod(k->listen_fd[door], 0600) != 0 || bind(k->listen_fd[door], (const struct sockaddr *)&at, sizeof at) != 0
		|| listen(k->listen_fd[door], 64) != 0)
		goto failed;
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = &k->listen_fd[door]};
	if (epoll_ctl(k->epoll_fd, EPOLL_CTL_ADD, k->listen_fd[door], &event) != 0)
		goto failed;
	return ERR_OK;
failed:
	return err_say(cx, ERR_IO, NULL, N_("The keeper's socket cannot be made."), wire_socket(door));
}

/* A new one each time, and whole before the door is open: who got in reads that of the keeper it has reached. */
static int proof_make(struct keeper *k, struct cx *cx) {
	const char *path = arena_printf(cx->arena, "%s/" WIRE_PROOF, k->dir);
	uint8_t random[WIRE_PROOF_TEXT / 2];
	crypt_random(random, sizeof random);
	hex_put(k->proof, random, sizeof random);
	crypt_wipe(random, sizeof random);
	unlink(path); /* left by a keeper that was killed */
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd >= 0)
		k->proof_path = path;
	bool whole = fd >= 0 && write(fd, k->proof, WIRE_PROOF_TEXT) == WIRE_PROOF_TEXT;
	if (fd >= 0)
		close(fd);
	return whole ? ERR_OK : err_say(cx, ERR_IO, NULL, N_("The key folder cannot be read or written."), WIRE_PROOF);
}

int conn_doors_open(struct keeper *k, struct cx *cx) {
	int r = proof_make(k, cx);
	if (r == ERR_OK)
		r = door_open(k, cx, WIRE_OPERATOR);
	return r == ERR_OK ? door_open(k, cx, WIRE_WORKER) : r;
}

void conn_doors_close(struct keeper *k) {
	for (int door = 0; door < WIRE__DOORS; door++) {
		if (k->listen_fd[door] < 0)
			continue;
		close(k->listen_fd[door]);
		k->listen_fd[door] = -1;
		unlinkat(k->run_fd, wire_socket((enum wire_door)door), 0);
	}
	if (k->proof_path != NULL)
		unlink(k->proof_path);
	k->proof_path = NULL;
}

static void watch(struct keeper *k, struct conn *c, uint32_t events) {
	struct epoll_event event = {.events = events, .data.ptr = c};
	epoll_ctl(k->epoll_fd, EPOLL_CTL_MOD, c->fd, &event);
}

static void conn_end(struct keeper *k, struct conn *c) {
	if (c->request != NULL) { /* work on it goes on and is logged */
		post_forget(k, c->request);
		c->request->conn = NULL;
		request_release(c->request);
	}
	*(c->before == NULL ? &k->conns : &c->before->next) = c->next;
	if (c->next != NULL)
		c->next->before = c->before;
	k->conns_n--;
	close(c->fd); /* leaves epoll with it */
	frame_dispose(&c->in);
	free(c);
}

/* Ours, or root's: the sockets' modes say so already, and a folder's rights can be set wrongly. */
static bool may_connect(int fd) {
	struct ucred peer;
	socklen_t n = sizeof peer;
	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &n) == 0 && (peer.uid == geteuid() || peer.uid == 0);
}

static void let_in(struct keeper *k, enum wire_door door, int fd) {
	struct conn *c = k->conns_n < KEEPER_CONNS && may_connect(fd) ? calloc(1, sizeof *c) : NULL;
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
	if (c == NULL || epoll_ctl(k->epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0) {
		log_warn("connection.refused", L_INT("connections", k->conns_n));
		free(c);
		close(fd);
		return;
	}
	*c = (struct conn){.next = k->conns, .fd = fd, .door = door, .proven = door != WIRE_OPERATOR, .arrived = NONE};
	if (c->proven)
		frame_init(&c->in, FRAME_REQUEST, FRAME_REQUEST_MAX);
	else
		frame_init(&c->in, FRAME_PROOF, WIRE_PROOF_TEXT);
	if (k->conns != NULL)
		k->conns->before = c;
	k->conns = c;
	k->conns_n++;
}

int conn_adopt(struct keeper *k, struct cx *cx, int fd) {
	int n = k->conns_n;
	if (fcntl(fd, F_SETFL, O_NONBLOCK) == 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) == 0)
		let_in(k, WIRE_POST, fd);
	return k->conns_n > n ? ERR_OK
		: err_say(cx, ERR_IO, NULL, N_("The machine does not give the keeper what it needs."), "post");
}

void conn_accept(struct keeper *k, enum wire_door door) {
	for (;;) {
		int fd = accept4(k->listen_fd[door], NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
		if (fd < 0)
			return;
		let_in(k, door, fd);
	}
}

static void send_on(struct keeper *k, struct conn *c) {
	int r = frame_send(c->fd, &c->out, MSG_DONTWAIT);
	if (r == ERR_BUSY) {
		watch(k, c, EPOLLOUT);
		return;
	}
	if (r != ERR_OK) {
		conn_end(k, c);
		return;
	}
	struct request *done = c->request;
	c->request = NULL;
	c->sending = false;
	done->conn = NULL;
	request_release(done);
	watch(k, c, EPOLLIN);
}

/* Wakes the keeper when the next answer may leave: at a time of the clock, not after a time from now, or the work done
   would be measured after all. */
static void tick_plan(struct keeper *k) {
	int64_t due = INT64_MAX;
	for (const struct conn *c = k->conns; c != NULL; c = c->next)
		if (c->held && c->due < due)
			due = c->due;
	struct itimerspec at = {0};
	if (due != INT64_MAX)
		at.it_value = (struct timespec){.tv_sec = due / SECOND, .tv_nsec = due % SECOND * 1000};
	timerfd_settime(k->tick_fd, TFD_TIMER_ABSTIME, &at, NULL);
}

static void hold(struct keeper *k, struct conn *c) {
	int64_t ticks = (keeper_monotonic() - c->arrived) / k->tick + 1;
	c->due = c->arrived + ticks * k->tick;
	c->held = true;
	tick_plan(k);
}

void conn_ticks(struct keeper *k) {
	uint64_t times;
	int64_t now = keeper_monotonic();
	if (read(k->tick_fd, &times, sizeof times) < 0 && errno != EAGAIN)
		log_warn("tick.unread");
	for (struct conn *c = k->conns, *next; c != NULL; c = next) {
		next = c->next;
		if (!c->held || c->due > now)
			continue;
		c->held = false;
		c->sending = true;
		send_on(k, c);
	}
	tick_plan(k);
}

void conn_answer(struct keeper *k, struct request *r) {
	struct conn *c = r->conn;
	if (c == NULL)
		return;
	c->out = (struct frame_out){.type = FRAME_ANSWER, .request = r->number, .text = r->answer};
	if (c->arrived != NONE && k->tick > 0) {
		hold(k, c);
		return;
	}
	c->sending = true;
	send_on(k, c);
}

/* Whether a call of it would tell something by the time it takes. */
static bool is_timed(const struct request *r) {
	size_t i;
	json_t *call;
	json_array_foreach(r->calls, i, call) {
		int id = op_find(json_string_value(json_object_get(call, "op")));
		if (id >= 0 && ops[id].timed)
			return true;
	}
	return false;
}

/* The first message at the operators' door. Any type but that of a proof was a broken form already. */
static void check_proof(struct keeper *k, struct conn *c, enum frame_result got) {
	if (got != FRAME_WHOLE || c->in.text.n != WIRE_PROOF_TEXT || !crypt_equal(c->in.text.at, k->proof, WIRE_PROOF_TEXT)) {
		log_warn("connection.unproven");
		conn_end(k, c);
		return;
	}
	c->proven = true;
	frame_dispose(&c->in);
	frame_init(&c->in, FRAME_REQUEST, FRAME_REQUEST_MAX);
}

static void take_in(struct keeper *k, struct conn *c) {
	enum frame_result got;
	do {
		got = frame_receive(c->fd, &c->in, MSG_DONTWAIT);
	} while (got == FRAME_MORE);
	if (got == FRAME_EMPTY)
		return;
	if (got == FRAME_BROKEN)
		log_warn("connection.broken");
	if (got == FRAME_BROKEN || got == FRAME_CLOSED) {
		conn_end(k, c);
		return;
	}
	if (!c->proven) {
		check_proof(k, c, got);
		return;
	}
	int64_t arrived = keeper_monotonic();
	struct blob text = {c->in.text.at, got == FRAME_OVER ? 0 : c->in.text.n};
	struct request *r = request_new(text, c->door, &k->registry);
	if (got == FRAME_OVER)
		request_refuse(r, ERR_LIMIT, NULL, err_kinds[ERR_LIMIT].say);
	r->conn = c;
	r->number = c->in.request;
	c->request = r;
	c->arrived = is_timed(r) ? arrived : NONE;
	frame_forget(&c->in);
	watch(k, c, 0); /* one request at a time: more is read when this one is answered */
	writer_take(k, r);
	if (k->post == r)
		watch(k, c, EPOLLIN); /* a mailer that took the place of another asks before the other was answered */
}

/* The question that waited is forgotten for the one that has come. */
static void ask_anew(struct keeper *k, struct conn *c) {
	struct request *waited = c->request;
	c->request = NULL;
	waited->conn = NULL;
	post_forget(k, waited);
	request_release(waited);
	take_in(k, c);
}

void conn_ready(struct keeper *k, struct conn *c, uint32_t events) {
	if (c->sending)
		send_on(k, c);
	else if (c->request != NULL && c->request == k->post && !k->stopping)
		ask_anew(k, c);
	else if (c->request != NULL)
		conn_end(k, c); /* only a peer that has gone is heard of now */
	else if (!k->stopping)
		take_in(k, c);
	else if (events & (EPOLLHUP | EPOLLERR))
		conn_end(k, c);
}

/* Of connections: the first whose answer is on its way out; whether one waits for its tick. */
static struct conn *first_sending(struct keeper *k, bool *ret_held) {
	struct conn *found = NULL;
	*ret_held = false;
	for (struct conn *c = k->conns; c != NULL; c = c->next) {
		*ret_held = *ret_held || c->held;
		found = found == NULL && c->sending ? c : found;
	}
	return found;
}

void conn_flush(struct keeper *k, int64_t for_microseconds) {
	int64_t until = keeper_monotonic() + for_microseconds;
	for (;;) {
		bool held;
		struct conn *c = first_sending(k, &held);
		int64_t left = until - keeper_monotonic();
		if ((c == NULL && !held) || left <= 0)
			return;
		struct pollfd p = {.fd = c == NULL ? k->tick_fd : c->fd, .events = c == NULL ? POLLIN : POLLOUT};
		poll(&p, 1, (int)(left / 1000) + 1);
		if (c == NULL)
			conn_ticks(k);
		else
			send_on(k, c);
	}
}

void conn_close_all(struct keeper *k) {
	while (k->conns != NULL)
		conn_end(k, k->conns);
}
