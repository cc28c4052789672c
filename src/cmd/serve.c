#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <jansson.h>
#include <limits.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"
#include "cmd/cmd.h"
#include "cmd/nginx.h"
#include "cmd/port.h"
#include "cmd/ready.h"
#include "cmd/supervise.h"
#include "keeper/keeper.h"
#include "web/page.h"
#include "web/worker.h"
#include "wire/client.h"

enum { READY_WITHIN = 30000, STEP = 2 /* ms */ };

enum { KEEPER, WEB, MAILER, NGINX, CHILDREN }; /* ended from the last to the first */

struct service {
	struct cx *cx;
	const char *dir, *run, *send; /* send: what takes mail on its standard input; NULL: none is sent */
	char *self;
	int post[2]; /* the keeper's end and the mailer's, kept for a mailer that takes the place of another */
	struct ready ready; /* what the keeper says before it answers */
	struct port port;
	struct nginx_options nginx;
	int64_t workers, readers;
	bool tls, ours; /* ours: nobody else serves this registry */
	sigset_t heard;
	struct child children[CHILDREN];
};

static int read_number(struct cx *cx, const char *text, const char *name, int64_t most, int64_t *ret_n) {
	if (text == NULL)
		return ERR_OK;
	if (!int_parse(text, ret_n) || *ret_n < 1 || *ret_n > most)
		return err_say(cx, ERR_INVALID, name, N_("That number is out of range."), text);
	return ERR_OK;
}

static int read_options(struct service *s, int argc, char **argv) {
	struct cx *cx = s->cx;
	const char *listen = cmd_option(&argc, argv, "--listen"), *cert = cmd_option(&argc, argv, "--cert"),
		*key = cmd_option(&argc, argv, "--key");
	s->send = cmd_option(&argc, argv, "--send");
	s->workers = WEB_WORKERS;
	s->readers = 2;
	int rc = read_number(cx, cmd_option(&argc, argv, "--workers"), "--workers", WEB_WORKERS_MAX, &s->workers);
	if (rc == 0)
		rc = read_number(cx, cmd_option(&argc, argv, "--readers"), "--readers", 64, &s->readers);
	if (rc == 0)
		rc = port_parse(cx, listen == NULL ? "127.0.0.1:8080" : listen, &s->port);
	if (rc != 0)
		return rc;
	if (argc != 2 || (cert == NULL) != (key == NULL))
		return ERR_INVALID;
	s->tls = cert != NULL;
	if (!s->tls && !s->port.loopback)
		return err_say(cx, ERR_INVALID, "listen",
		               N_("Without --cert and --key only this machine may be served: choose 127.0.0.1."), s->port.text);
	s->nginx.listen = s->port.text;
	if (s->tls) {
		s->nginx.cert = realpath(cert, arena_alloc(cx->arena, PATH_MAX));
		s->nginx.key = realpath(key, arena_alloc(cx->arena, PATH_MAX));
		if (s->nginx.cert == NULL || s->nginx.key == NULL)
			return err_say(cx, ERR_NOTFOUND, "cert", N_("Certificate or key is not there."), cert);
	}
	s->dir = realpath(argv[1], arena_alloc(cx->arena, PATH_MAX));
	if (s->dir == NULL || access(arena_printf(cx->arena, "%s/keys", s->dir), F_OK) != 0)
		return err_say(cx, ERR_NOTFOUND, NULL, N_("There is no registry in that folder; `atrama init` makes one."),
		               argv[1]);
	s->run = arena_printf(cx->arena, "%s/" KEEPER_RUN, s->dir);
	return ERR_OK;
}

/* As root, act as the owner of DIR from here on; root comes back once, for a low port, and then never again. */
static int become_owner(struct service *s) {
	struct stat st;
	if (geteuid() != 0)
		return ERR_OK;
	if (stat(s->dir, &st) != 0)
		return err_say(s->cx, ERR_IO, NULL, N_("The folder cannot be read."), s->dir);
	s->nginx.root = st.st_uid == 0;
	if (st.st_uid == 0)
		fprintf(stderr, "atrama: %s belongs to root, so root serves it; give it to an account of its own instead\n",
		        s->dir);
	const struct passwd *owner = getpwuid(st.st_uid);
	gid_t group = owner == NULL ? st.st_gid : owner->pw_gid;
	if (st.st_uid != 0 && (setgroups(0, NULL) != 0 || setresgid(group, group, group) != 0 ||
	                       setresuid(st.st_uid, st.st_uid, 0) != 0))
		return err_say(s->cx, ERR_IO, NULL, N_("The program could not become the owner of the folder."), s->dir);
	return ERR_OK;
}

static int take_port(struct service *s) {
	uid_t real, effective, saved;
	getresuid(&real, &effective, &saved);
	bool was_root = effective != 0 && saved == 0;
	if (was_root && seteuid(0) != 0)
		return bug_if(s->cx, true);
	int rc = port_open(s->cx, &s->port);
	if (was_root && setresuid(real, real, real) != 0)
		return bug_if(s->cx, true);
	return rc;
}

static int prepare(struct service *s) {
	struct cx *cx = s->cx;
	int lock = -1, rc = become_owner(s);
	if (rc == 0)
		rc = keeper_lock(cx, s->dir, &lock);
	if (rc == 0 && mkdir(s->run, 0700) != 0 && errno != EEXIST)
		rc = err_say(cx, ERR_IO, NULL, N_("A file of the service could not be written."), s->run);
	if (rc != 0)
		return rc;
	s->ours = true;
	const char *mark = arena_printf(cx->arena, "-p %s/", s->run);
	if (stale_stop(cx, arena_printf(cx->arena, "%s/nginx.pid", s->run), mark))
		fprintf(stderr, "atrama: an nginx that an earlier service left behind was ended\n");
	unlink(arena_printf(cx->arena, "%s/web.sock", s->run));
	close(lock); /* the keeper takes it next */
	rc = take_port(s);
	return rc == 0 ? nginx_write(cx, s->run, &s->nginx) : rc;
}

static int enclose_nginx(struct cx *cx, const void *with) {
	const struct service *s = with;
	return nginx_enclose(cx, s->run, &s->nginx);
}

/* A process given one end of the mail's socket, whose number is the last of its arguments. */
static int start_with(struct service *s, struct child *child, int fd, char *const argv[]) {
	fcntl(fd, F_SETFD, 0);
	int rc = child_start(s->cx, child, "/", argv);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	return rc;
}

static int start_keeper(struct service *s, char *readers) {
	struct cx *cx = s->cx;
	char *dir = arena_strdup(cx->arena, s->dir);
	char *ready = arena_strdup(cx->arena, ready_number(cx, &s->ready));
	ready_lend(&s->ready);
	if (s->send == NULL)
		return child_start(cx, &s->children[KEEPER], "/",
			(char *[]){s->self, "keeper", dir, readers, "--ready", ready, NULL});
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, s->post) != 0)
		return err_say(cx, ERR_IO, NULL, N_("A process could not be started."), "mailer");
	return start_with(s, &s->children[KEEPER], s->post[0], (char *[]){s->self, "keeper", dir, readers, "--ready",
		ready, "--post", arena_printf(cx->arena, "%d", s->post[0]), NULL});
}

static int start_mailer(struct service *s) {
	struct cx *cx = s->cx;
	if (s->send == NULL)
		return ERR_OK;
	return start_with(s, &s->children[MAILER], s->post[1], (char *[]){s->self, "mailer",
		arena_printf(cx->arena, "%d", s->post[1]), arena_strdup(cx->arena, s->send), NULL});
}

static int start(struct service *s) {
	struct cx *cx = s->cx;
	/* By its own path, for ps; but the account that we have become need not be able to walk there. */
	static char own[] = "/proc/self/exe";
	char *self = realpath(own, arena_alloc(cx->arena, PATH_MAX));
	if (self == NULL || eaccess(self, X_OK) != 0)
		self = own;
	s->self = self;
	char *dir = arena_strdup(cx->arena, s->dir), *prefix = arena_printf(cx->arena, "%s/", s->run);
	char *readers = arena_printf(cx->arena, "%d", (int)s->readers),
		*workers = arena_printf(cx->arena, "%d", (int)s->workers);
	s->children[KEEPER] = (struct child){.name = "keeper", .stop = SIGTERM, .patience = 30000};
	s->children[MAILER] = (struct child){.name = "mailer", .stop = SIGTERM, .patience = 2000};
	s->children[WEB] = (struct child){.name = "web", .stop = SIGTERM, .patience = 10000};
	s->children[NGINX] = (struct child){.name = "nginx", .stop = SIGQUIT, .patience = 5000,
		.enclose = enclose_nginx, .with = s};
	fcntl(s->port.fd, F_SETFD, FD_CLOEXEC);
	int rc = ready_open(cx, &s->ready);
	if (rc == 0)
		rc = start_keeper(s, readers);
	ready_lent(&s->ready);
	if (rc == 0)
		rc = start_mailer(s);
	if (rc == 0)
		rc = child_start(cx, &s->children[WEB], "/", (char *[]){self, "web", dir, workers, NULL});
	if (rc != 0)
		return rc;
	fcntl(s->port.fd, F_SETFD, 0);
	setenv("NGINX", arena_printf(cx->arena, "%d;", s->port.fd), 1); /* how nginx learns of a socket it inherits */
	/* Before it has read its configuration it tells only warnings on standard error, and the rest to -e. */
	rc = child_start(cx, &s->children[NGINX], s->run,
	                 (char *[]){"nginx", "-p", prefix, "-e", "/dev/null", "-c", "nginx.conf", NULL});
	unsetenv("NGINX");
	close(s->port.fd);
	return rc;
}

static bool web_answers(const struct service *s) {
	int run = open(s->run, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	snprintf(to.sun_path, sizeof to.sun_path, "/proc/self/fd/%d/web.sock", run);
	bool answers = run >= 0 && fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0;
	if (fd >= 0)
		close(fd);
	if (run >= 0)
		close(run);
	return answers;
}

static int lost(struct service *s, const struct child *child) {
	int code = WIFEXITED(child->status) ? WEXITSTATUS(child->status) : 0;
	if (child == &s->children[NGINX] && code == 127)
		return err_say(s->cx, ERR_NOTFOUND, NULL, N_("nginx is not installed: apt-get install nginx."), NULL);
	fprintf(stderr, "atrama: the %s %s; the service stops\n", child->name, child_end(s->cx, child));
	for (int i = 1; i < ERR__MAX; i++) /* a child that gave a reason has said it itself: pass its code on */
		if (code != 0 && err_kinds[i].exit == code)
			return err_say(s->cx, i, NULL, N_("The service has stopped."), NULL);
	return err_say(s->cx, ERR_IO, NULL, N_("The service has stopped."), NULL);
}

/* The web parent listens once the keeper has answered it; nginx writes its pid once its configuration holds. */
static int await(struct service *s) {
	const char *pid = arena_printf(s->cx->arena, "%s/nginx.pid", s->run);
	struct timespec step = {.tv_nsec = STEP * 1000000};
	sigset_t end = s->heard;
	sigdelset(&end, SIGCHLD);
	for (int waited = 0; waited < (s->ready.upgrades ? READY_UPGRADE * 1000 : READY_WITHIN); waited += STEP) {
		ready_hear(&s->ready);
		struct child *child = child_reap(s->children, CHILDREN);
		if (child != NULL)
			return lost(s, child);
		if (access(pid, F_OK) == 0 && web_answers(s))
			return ERR_OK;
		if (sigtimedwait(&end, NULL, &step) > 0)
			return err_say(s->cx, ERR_BUSY, NULL, N_("The service was stopped before it was ready."), NULL);
	}
	return err_say(s->cx, ERR_BUSY, NULL, N_("The service did not become ready."), NULL);
}

static bool demonstration(struct service *s) {
	struct cx *cx = s->cx;
	struct wire *wire = NULL;
	json_t *request = json_pack("{s:s, s:s, s:[]}", "lang", "en", "face", "cli", "calls"), *answer = NULL;
	int rc = wire_open(cx, s->dir, WIRE_OPERATOR, &wire);
	if (rc == 0)
		rc = page_ask(cx, wire, request, &answer);
	bool is = rc == 0 && json_is_true(json_object_get(json_object_get(answer, "registry"), "demonstration"));
	wire_close(wire);
	json_decref(request);
	json_decref(answer);
	return is;
}

static void greet(struct service *s) {
	printf("Atrama is at %s://%s\n", s->tls ? "https" : "http", s->port.text);
	if (demonstration(s))
		demo_print_signins(stdout);
	printf("Ctrl-C stops it.\n");
	fflush(stdout);
}

static bool child_next(struct service *s, struct child **ret_child) {
	*ret_child = child_reap(s->children, CHILDREN);
	return *ret_child != NULL;
}

static int watch(struct service *s) {
	for (;;) {
		int got = sigwaitinfo(&s->heard, NULL);
		if (got == SIGINT || got == SIGTERM || got == SIGHUP)
			return ERR_OK;
		struct child *child;
		while (child_next(s, &child)) {
			if (child != &s->children[MAILER])
				return lost(s, child);
			/* Without mail the service goes on; another takes its place. */
			fprintf(stderr, "atrama: the mailer %s\n", child_end(s->cx, child));
			sleep(1);
			int rc = start_mailer(s);
			if (rc != 0)
				return rc;
		}
	}
}

int cmd_serve(struct cx *cx, int argc, char **argv) {
	struct service s = {.cx = cx, .port.fd = -1, .ready = READY_NONE};
	int rc = read_options(&s, argc, argv);
	if (rc != 0)
		return rc;
	umask(077);
	sigemptyset(&s.heard);
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGCHLD};
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		sigaddset(&s.heard, signals[i]);
	sigprocmask(SIG_BLOCK, &s.heard, NULL);
	rc = prepare(&s);
	if (rc == 0)
		rc = start(&s);
	if (rc == 0)
		rc = await(&s);
	if (rc == 0) {
		greet(&s);
		rc = watch(&s);
	}
	for (int i = CHILDREN - 1; i >= 0; i--) /* the network first, the keeper last */
		child_stop(&s.children[i]);
	ready_close(&s.ready);
	if (s.ours)
		unlink(arena_printf(cx->arena, "%s/web.sock", s.run));
	return rc;
}

int cmd_web(struct cx *cx, int argc, char **argv) {
	int64_t workers;
	if (argc != 3 || !int_parse(argv[2], &workers) || workers < 1 || workers > WEB_WORKERS_MAX)
		return ERR_INVALID;
	return web_run(cx, argv[1], (int)workers);
}
