#include "web/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/time.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "view/template.h"
#include "web/page.h"
#include "web/route.h"
#include "web/sandbox.h"
#include "web/scgi.h"
#include "wire/client.h"

enum {
	READ_SECONDS = 15, /* nginx has the whole request before it calls us */
	WRITE_SECONDS = 60,
	KEEPER_TRIES = 500, /* of 10 ms */
	KEEPER_LONG_TRIES = 50000, /* and then of 500: whoever started us knows why */
	PAUSE_LONGEST = 5000, /* ms between a worker's death and its successor */
};

/* Signal handlers know nothing else. */
static volatile sig_atomic_t stopping, busy;

static void on_stop(int signal_number) {
	(void)signal_number;
	if (!busy)
		_exit(0);
	stopping = 1;
}

static void random_bytes(void *to, size_t n) {
	for (size_t got = 0; got < n;) {
		ssize_t more = getrandom((char *)to + got, n - got, 0);
		if (more < 0 && errno != EINTR)
			abort();
		got += more > 0 ? (size_t)more : 0;
	}
}

static int64_t seconds_now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static void timeout_set(int fd, int option, int seconds) {
	struct timeval t = {.tv_sec = seconds};
	setsockopt(fd, SOL_SOCKET, option, &t, sizeof t);
}

/* The whole request, as soon as it is there. ERR_IO: the other side went away or dawdles. */
static int receive(struct cx *cx, int fd, struct buf *in) {
	int64_t until = seconds_now() + READ_SECONDS;
	size_t size = 0;
	timeout_set(fd, SO_RCVTIMEO, READ_SECONDS);
	while (size == 0 || in->n < size) {
		size_t want = size == 0 ? 16 << 10 : size - in->n;
		ssize_t got = recv(fd, buf_room(in, want), want, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0 || seconds_now() > until)
			return err_say(cx, ERR_IO, NULL, err_kinds[ERR_IO].say, NULL);
		in->n += (size_t)got;
		int rc = size == 0 ? scgi_size(in->at, in->n, &size) : ERR_OK;
		if (rc != 0)
			return err_say(cx, rc, NULL, err_kinds[rc].say, NULL);
	}
	return in->n == size ? ERR_OK : err_say(cx, ERR_INVALID, NULL, N_("That is no request."), NULL);
}

static void send_all(int fd, const struct http_request *request, const struct http_response *response,
                     struct arena *arena) {
	struct buf head = buf_new(arena, 2 * HTTP_HEAD_MAX);
	http_head(&head, response);
	struct iovec parts[2] = {{head.at, head.n},
		{response->body.at, request->method == METHOD_HEAD ? 0 : response->body.n}};
	struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
	timeout_set(fd, SO_SNDTIMEO, WRITE_SECONDS);
	while (parts[0].iov_len + parts[1].iov_len > 0) {
		ssize_t sent = sendmsg(fd, &message, MSG_NOSIGNAL);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return; /* the reader has gone */
		for (int i = 0; i < 2; i++) {
			size_t part = (size_t)sent < parts[i].iov_len ? (size_t)sent : parts[i].iov_len;
			parts[i].iov_base = (char *)parts[i].iov_base + part;
			parts[i].iov_len -= part;
			sent -= (ssize_t)part;
		}
	}
}

/* One plain sentence, where no page can be made. */
static void plain(struct cx *cx, struct http_response *response, int status, const char *say) {
	*response = http_response_new(cx->arena);
	response->status = status;
	response->type = "text/plain; charset=utf-8";
	buf_printf(&response->body, "%s\n", text_say(cx->lang, say));
}

static void answer(struct cx *cx, struct wire *wire, int fd) {
	struct http_request request = {0};
	struct http_response response = http_response_new(cx->arena);
	struct buf in = buf_new(cx->arena, HTTP_HEAD_MAX + HTTP_UPLOAD_MAX + (32 << 10));
	int rc = receive(cx, fd, &in);
	if (rc == 0)
		rc = scgi_parse(cx, in.at, in.n, &request);
	if (rc == ERR_IO)
		return;
	if (rc != 0)
		plain(cx, &response, rc == ERR_DENIED ? 405 : rc == ERR_LIMIT ? 413 : 400, cx->err.rule);
	else if (request.body_n > HTTP_BODY_MAX && !route_takes_upload(cx->arena, request.path))
		plain(cx, &response, 413, N_("That is more than the registry takes at once."));
	else
		route_answer(cx, wire, &request, &response);
	send_all(fd, &request, &response, cx->arena);
}

static bool keeper_gone(const struct wire *wire) {
	char c;
	ssize_t got = recv(wire_fd(wire), &c, 1, MSG_PEEK | MSG_DONTWAIT);
	return got >= 0 || errno != EAGAIN; /* between requests it has nothing to say */
}

/* Answer requests for ever. `world` is what every request begins with. */
static _Noreturn void work(const struct cx *world, struct wire *wire, int listener) {
	struct arena *arena = arena_new(WEB_ARENA);
	jmp_buf trap;
	for (;;) {
		int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (fd < 0 && (errno == EINTR || errno == ECONNABORTED))
			continue;
		if (fd < 0)
			_exit(1);
		busy = 1;
		page_memory(arena);
		arena_trap(arena, &trap);
		struct cx cx = *world;
		cx.arena = arena;
		cx.now = instant_now();
		if (setjmp(trap) == 0) {
			answer(&cx, wire, fd);
		} else {
			log_warn("web.ceiling");
			arena_reset(arena);
			struct cx fresh = *world;
			fresh.arena = arena;
			struct http_response response;
			plain(&fresh, &response, err_kinds[ERR_LIMIT].http, err_kinds[ERR_LIMIT].say);
			send_all(fd, &(struct http_request){0}, &response, arena);
		}
		close(fd);
		arena_reset(arena);
		busy = 0;
		if (stopping || keeper_gone(wire))
			_exit(0);
	}
}

static void handle(int signal_number, void (*handler)(int)) {
	struct sigaction action = {.sa_handler = handler};
	sigaction(signal_number, &action, NULL);
}

static _Noreturn void worker(const struct cx *world, const char *dir, int listener, pid_t parent) {
	handle(SIGTERM, on_stop);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(0);
	prctl(PR_SET_NAME, "atrama-worker");
	struct arena *arena = arena_new(ARENA_DEFAULT);
	struct cx cx = *world;
	cx.arena = arena;
	struct wire *wire = NULL;
	int rc = wire_open(&cx, dir, WIRE_WORKER, &wire);
	if (rc == 0)
		rc = web_sandbox(&cx);
	if (rc != 0) {
		log_error("web.worker.failed", L_STR("why", cx.err.rule));
		_exit(1);
	}
	arena_free(arena);
	work(world, wire, listener);
}

/* Whether serve says stop within that time. */
static bool told_within(int ms) {
	struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};
	sigset_t end;
	sigemptyset(&end);
	sigaddset(&end, SIGTERM);
	return sigtimedwait(&end, NULL, &t) == SIGTERM;
}

/* What every page needs is made here, once, and shared by all forks. */
static int warm(struct cx *cx, const char *dir, struct profile **ret_profile) {
	tzset();
	json_object_seed(0);
	template_warm();
	struct wire *wire = NULL;
	int rc = wire_open(cx, dir, WIRE_WORKER, &wire);
	for (int i = 0; rc == ERR_NOTFOUND && i < KEEPER_TRIES + KEEPER_LONG_TRIES; i++) {
		if (told_within(i < KEEPER_TRIES ? 10 : 500))
			return err_say(cx, ERR_BUSY, NULL, N_("The service was stopped before it was ready."), NULL);
		rc = wire_open(cx, dir, WIRE_WORKER, &wire);
	}
	if (rc != 0)
		return rc;
	json_t *request = json_pack("{s:s, s:s, s:[]}", "lang", "en", "face", "page", "calls"), *answer = NULL;
	rc = page_ask(cx, wire, request, &answer);
	wire_close(wire);
	const char *name = json_string_value(json_object_get(json_object_get(answer, "registry"), "profile"));
	if (rc == 0)
		rc = bug_if(cx, name == NULL);
	if (rc == 0)
		rc = profile_load(cx, name, ret_profile);
	json_decref(request);
	json_decref(answer);
	return rc;
}

static int listen_on(struct cx *cx, const char *dir, int *ret_fd) {
	/* Through the folder, because a socket's path may have 107 bytes and a folder's any number. */
	int run = open(arena_printf(cx->arena, "%s/run", dir), O_PATH | O_DIRECTORY | O_CLOEXEC);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	snprintf(at.sun_path, sizeof at.sun_path, "/proc/self/fd/%d/web.sock", run);
	if (run >= 0)
		unlinkat(run, "web.sock", 0);
	mode_t was = umask(0177);
	bool ok = run >= 0 && fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, 1024) == 0;
	umask(was);
	if (run >= 0)
		close(run);
	if (!ok)
		return err_say(cx, ERR_IO, NULL, N_("The socket for the web workers cannot be made."), NULL);
	*ret_fd = fd;
	return ERR_OK;
}

struct crew {
	const struct cx *world;
	const char *dir;
	int listener, n;
	pid_t pids[WEB_WORKERS_MAX];
	int64_t begun;
	int pause; /* ms */
};

static void hire(struct crew *crew, int i) {
	pid_t parent = getpid(), pid = fork();
	if (pid == 0)
		worker(crew->world, crew->dir, crew->listener, parent);
	if (pid < 0)
		log_error("web.fork", L_INT("errno", errno));
	crew->pids[i] = pid;
}

/* Replace those that died. One that dies again and again comes back after longer and longer pauses. True: told to stop. */
static bool tend(struct crew *crew) {
	int status;
	for (pid_t dead = waitpid(-1, &status, WNOHANG); dead > 0; dead = waitpid(-1, &status, WNOHANG)) {
		int i = 0;
		while (i < crew->n && crew->pids[i] != dead)
			i++;
		if (i == crew->n)
			continue;
		log_warn("web.worker.replaced", L_INT("pid", dead), L_INT("signal", WIFSIGNALED(status) ? WTERMSIG(status) : 0));
		int64_t now = seconds_now();
		crew->pause = now - crew->begun > 10 ? 0 : crew->pause == 0 ? 10 : crew->pause * 2;
		if (crew->pause > PAUSE_LONGEST)
			crew->pause = PAUSE_LONGEST;
		crew->begun = now;
		crew->pids[i] = 0;
		if (told_within(crew->pause))
			return true;
		hire(crew, i);
	}
	return false;
}

int web_run(struct cx *cx, const char *dir, int workers) {
	sigset_t heard;
	sigemptyset(&heard);
	sigaddset(&heard, SIGTERM);
	sigaddset(&heard, SIGCHLD);
	sigprocmask(SIG_BLOCK, &heard, NULL); /* both are waited for, so none is missed */
	handle(SIGINT, SIG_IGN);              /* Ctrl-C reaches the whole terminal; serve says when to stop */
	handle(SIGPIPE, SIG_IGN);
	struct profile *profile = NULL;
	int rc = warm(cx, dir, &profile);
	struct crew crew = {.world = cx, .dir = dir, .n = workers, .begun = seconds_now()};
	if (rc == 0)
		rc = listen_on(cx, dir, &crew.listener);
	if (rc != 0)
		return rc;
	cx->profile = profile;
	cx->rng = random_bytes;
	malloc_trim(0);
	for (int i = 0; i < crew.n; i++)
		hire(&crew, i);
	bool stop = false;
	while (!stop)
		stop = sigwaitinfo(&heard, NULL) == SIGTERM || tend(&crew);
	for (int i = 0; i < crew.n; i++)
		if (crew.pids[i] > 0)
			kill(crew.pids[i], SIGTERM);
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		;
	cx->profile = NULL;
	profile_free(profile);
	return ERR_OK;
}
