#include "cmd/supervise.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"

enum { STEP = 5 /* ms between looks */, STALE_PATIENCE = 3000 };

static _Noreturn void become(struct cx *cx, const struct child *child, const char *where, char *const argv[],
                             pid_t parent) {
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, child->stop);
	if (getppid() != parent || chdir(where) != 0)
		_exit(126);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	int null = open("/dev/null", O_RDONLY);
	if (null >= 0)
		dup2(null, STDIN_FILENO);
	int rc = child->enclose == NULL ? ERR_OK : child->enclose(cx, child->with);
	if (rc != 0)
		_exit(err_kinds[rc].exit);
	execvp(argv[0], argv);
	_exit(127);
}

int child_start(struct cx *cx, struct child *child, const char *where, char *const argv[]) {
	/* Debian keeps nginx where only root looks. */
	const char *path = getenv("PATH");
	setenv("PATH", arena_printf(cx->arena, "%s:/usr/local/sbin:/usr/sbin:/sbin", path == NULL ? "/usr/bin" : path), 1);
	pid_t parent = getpid(), pid = fork();
	if (pid == 0)
		become(cx, child, where, argv, parent);
	if (path != NULL)
		setenv("PATH", arena_strdup(cx->arena, path), 1);
	if (pid < 0)
		return err_say(cx, ERR_IO, NULL, N_("A process could not be started."), child->name);
	child->pid = pid;
	return ERR_OK;
}

struct child *child_reap(struct child *children, size_t n) {
	for (size_t i = 0; i < n; i++) {
		struct child *c = &children[i];
		if (c->pid > 0 && waitpid(c->pid, &c->status, WNOHANG) == c->pid) {
			kill(-c->pid, SIGKILL); /* whoever it leaves behind in its group */
			c->pid = 0;
			return c;
		}
	}
	return NULL;
}

void child_stop(struct child *child) {
	if (child->pid <= 0)
		return;
	kill(child->pid, child->stop);
	for (int waited = 0; waited < child->patience; waited += STEP) {
		if (child_reap(child, 1) != NULL)
			return;
		poll(NULL, 0, STEP);
	}
	kill(-child->pid, SIGKILL);
	waitpid(child->pid, &child->status, 0);
	child->pid = 0;
}

const char *child_end(struct cx *cx, const struct child *child) {
	if (WIFSIGNALED(child->status))
		return arena_printf(cx->arena, "was killed by signal %d", WTERMSIG(child->status));
	return arena_printf(cx->arena, "ended with code %d", WEXITSTATUS(child->status));
}

/* A small file of /proc or ours, cut to `room`; false if there is none. NULs become blanks. */
static bool slurp(const char *path, char *to, size_t room) {
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, to, room - 1);
	if (fd >= 0)
		close(fd);
	if (n < 0)
		return false;
	for (ssize_t i = 0; i < n; i++)
		if (to[i] == 0)
			to[i] = ' ';
	to[n] = 0;
	return true;
}

bool stale_stop(struct cx *cx, const char *pid_file, const char *mark) {
	char text[32], command[4096];
	int64_t pid;
	if (!slurp(pid_file, text, sizeof text))
		return false;
	text[strcspn(text, "\n ")] = 0;
	const char *line = !int_parse(text, &pid) || pid <= 1 ? NULL
	                   : arena_printf(cx->arena, "/proc/%lld/cmdline", (long long)pid);
	bool ours = line != NULL && slurp(line, command, sizeof command) && strstr(command, mark) != NULL;
	if (ours) {
		kill((pid_t)pid, SIGTERM);
		for (int waited = 0; waited < STALE_PATIENCE && kill((pid_t)pid, 0) == 0; waited += STEP)
			poll(NULL, 0, STEP);
		kill((pid_t)pid, SIGKILL);
	}
	unlink(pid_file);
	return ours;
}
