/*
 * `atrama mailer FD COMMAND`: tells people that there is work, and nothing else.
 *
 * It has no keys and no store: only a socket to the keeper, which lends it addresses (keeper/post.h), and a command that
 * takes one message on its standard input, as sendmail -t does. The address stands in the head of the message and never
 * among the command's arguments, where other accounts could read it; what the command prints is thrown away, for it may
 * hold the address. It counts as sent when the command ends with 0.
 */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/str.h"
#include "cmd/cmd.h"
#include "text/catalogue.h"
#include "wire/client.h"

enum { COMMAND_WITHIN = 60000, STEP = 20 /* ms */ };

/* The same for everybody: no name, no reference, no organisation. */
static const char *letter_text(struct cx *cx, const char *to) {
	struct buf b = buf_new(cx->arena, 16 << 10);
	buf_printf(&b, "To: %s\nSubject: Atrama\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
		"Content-Transfer-Encoding: 8bit\nAuto-Submitted: auto-generated\n\n", to);
	for (size_t i = 0; i < TEXT_LANGS; i++)
		buf_printf(&b, "%s\n", text_say(text_langs[i], N_("You have work in Atrama.")));
	return b.at;
}

static _Noreturn void become(const char *command, int in) {
	int null = open("/dev/null", O_RDWR);
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (dup2(in, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0)
		_exit(126);
	signal(SIGPIPE, SIG_DFL);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

static bool write_all(int fd, const char *at, size_t n) {
	while (n > 0) {
		ssize_t put = write(fd, at, n); /* a message is shorter than what a pipe holds */
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		at += put;
		n -= (size_t)put;
	}
	return true;
}

/* Its exit code; -1 where it was killed, or took too long. */
static int await(pid_t pid) {
	int status = 0;
	for (int waited = 0; waited < COMMAND_WITHIN; waited += STEP) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
		poll(NULL, 0, STEP);
	}
	kill(-pid, SIGKILL);
	waitpid(pid, &status, 0);
	return -1;
}

static bool letter_send(struct cx *cx, const char *command, const char *to) {
	int pipes[2];
	const char *text = letter_text(cx, to);
	if (pipe2(pipes, O_CLOEXEC) != 0)
		return false;
	pid_t pid = fork();
	if (pid == 0)
		become(command, pipes[0]);
	close(pipes[0]);
	bool written = pid > 0 && write_all(pipes[1], text, strlen(text));
	close(pipes[1]);
	int code = pid > 0 ? await(pid) : -1;
	if (code != 0)
		log_warn("mail.refused", L_INT("exit", code));
	return written && code == 0;
}

static void tell(json_t *post, const char *key, json_t *id) {
	if (json_object_get(post, key) == NULL)
		json_object_set_new(post, key, json_array());
	json_array_append(json_object_get(post, key), id);
}

static int ask(struct cx *cx, struct wire *wire, const json_t *post, json_t **ret_answer) {
	json_t *request = json_pack("{s:O}", "post", post);
	char *text = json_dumps(request, JSON_COMPACT);
	struct blob reply;
	int rc = wire_call(wire, cx, (struct blob){text, strlen(text)}, &reply);
	if (rc == ERR_OK)
		*ret_answer = json_loadb(reply.at, reply.n, 0, NULL);
	free(text);
	json_decref(request);
	return rc == ERR_OK ? bug_if(cx, *ret_answer == NULL) : rc;
}

/* One question: what was lent before is told, what is lent now is sent. */
static int round_go(struct cx *cx, struct wire *wire, const char *command, json_t **post) {
	json_t *answer = NULL, *letter;
	size_t i;
	int rc = ask(cx, wire, *post, &answer);
	if (rc != ERR_OK)
		return rc;
	json_decref(*post);
	*post = json_object();
	if (json_object_get(answer, "error") != NULL)
		sleep(1); /* the keeper has said it to its own log */
	json_array_foreach(json_object_get(answer, "letters"), i, letter) {
		const char *to = json_string_value(json_object_get(letter, "to"));
		bool sent = to != NULL && letter_send(cx, command, to);
		tell(*post, sent ? "sent" : "failed", json_object_get(letter, "id"));
	}
	json_decref(answer);
	return ERR_OK;
}

int cmd_mailer(struct cx *cx, int argc, char **argv) {
	int64_t fd;
	if (argc != 3 || !int_parse(argv[1], &fd) || fd < 3 || fd > INT_MAX || fcntl((int)fd, F_SETFD, FD_CLOEXEC) != 0)
		return ERR_INVALID;
	signal(SIGPIPE, SIG_IGN);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	struct wire *wire = wire_adopt((int)fd);
	json_t *post = json_object();
	int rc = ERR_OK;
	while (rc == ERR_OK) {
		rc = round_go(cx, wire, argv[2], &post);
		arena_reset(cx->arena);
	}
	json_decref(post);
	wire_close(wire);
	return rc;
}
