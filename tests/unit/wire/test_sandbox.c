#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "wire/sandbox.h"

static char dir[] = "/tmp/atrama-sandbox-XXXXXX";

/* What a child leaves with: its code, or 128 + the signal that ended it. */
static int in_child(int (*fn)(struct cx *cx)) {
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		struct cx cx = {.arena = arena_new(ARENA_DEFAULT)};
		_exit(fn(&cx));
	}
	int status = 0;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static bool opens(const char *path, int flags) {
	int fd = open(path, flags | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static int only_its_folder(struct cx *cx, int abi) {
	char inside[64], made[64];
	snprintf(inside, sizeof inside, "%s/inside", dir);
	snprintf(made, sizeof made, "%s/made-%d", dir, abi);
	const struct sandbox_path paths[] = {{dir, SANDBOX_WRITE}, {"/usr/share", SANDBOX_READ}};
	if (!opens("/etc/passwd", O_RDONLY) || !opens(inside, O_WRONLY | O_CREAT))
		return 1;
	if (sandbox_landlock(cx, paths, 2, abi) != ERR_OK)
		return 2;
	if (opens("/etc/passwd", O_RDONLY) || errno != EACCES)
		return 3;
	if (!opens(inside, O_RDWR) || !opens(made, O_WRONLY | O_CREAT) || unlink(made) != 0)
		return 4;
	if (!opens("/usr/share", O_RDONLY | O_DIRECTORY) || opens("/usr/share/atrama-made", O_WRONLY | O_CREAT))
		return 5;
	return mkdir(made, 0700) == 0 ? 6 : 0;
}

static int landlock_whole(struct cx *cx) {
	return only_its_folder(cx, 0);
}

static int landlock_oldest(struct cx *cx) {
	return only_its_folder(cx, SANDBOX_ABI_LEAST);
}

static int no_core_no_debugger(struct cx *cx) {
	if (sandbox_process(cx) != ERR_OK)
		return 1;
	return prctl(PR_GET_DUMPABLE) == 0 && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 0 : 2;
}

static int close_calls(struct cx *cx, bool kill) {
	static const int allow[] = {SCMP_SYS(exit_group), SCMP_SYS(write), SCMP_SYS(close), SCMP_SYS(openat),
		SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mprotect), SCMP_SYS(sigaltstack), SCMP_SYS(futex), SANDBOX_END};
	static const int fatal[] = {SCMP_SYS(execve), SANDBOX_END};
	return sandbox_process(cx) == ERR_OK
		? sandbox_seccomp(cx, &(struct sandbox_calls){.allow = allow, .fatal = fatal, .kill = kill}) : ERR_IO;
}

static int unlisted_call_fails(struct cx *cx) {
	if (close_calls(cx, false) != ERR_OK)
		return 1;
	return socket(AF_UNIX, SOCK_STREAM, 0) < 0 && errno == EPERM ? 0 : 2;
}

static int unlisted_call_kills(struct cx *cx) {
	if (close_calls(cx, true) != ERR_OK)
		return 1;
	socket(AF_UNIX, SOCK_STREAM, 0);
	return 2;
}

static int fatal_call_kills(struct cx *cx) {
	if (close_calls(cx, false) != ERR_OK)
		return 1;
	execl("/bin/true", "true", (char *)NULL);
	return 2;
}

/* abuse 40 */
static void leaves_only_the_folders_it_was_given(void **state) {
	(void)state;
	assert_int_equal(in_child(landlock_whole), 0);
}

static void does_so_with_the_oldest_landlock_it_takes(void **state) {
	(void)state;
	assert_int_equal(in_child(landlock_oldest), 0);
}

static void gives_up_core_files_debuggers_and_privileges(void **state) {
	(void)state;
	assert_int_equal(in_child(no_core_no_debugger), 0);
}

static void lets_an_unlisted_call_fail_or_kill(void **state) {
	(void)state;
	assert_int_equal(in_child(unlisted_call_fails), 0);
	assert_int_equal(in_child(unlisted_call_kills), 128 + SIGSYS);
}

/* abuse 37 */
static void ends_the_process_at_a_call_it_has_no_reason_for(void **state) {
	(void)state;
	assert_int_equal(in_child(fatal_call_kills), 128 + SIGSYS);
}

static void takes_no_cap_below_the_least(void **state) {
	(void)state;
	setenv("ATRAMA_LANDLOCK_ABI", "0", 1);
	assert_int_equal(sandbox_abi_cap(), SANDBOX_ABI_LEAST);
	setenv("ATRAMA_LANDLOCK_ABI", "nonsense", 1);
	assert_int_equal(sandbox_abi_cap(), 0);
	setenv("ATRAMA_LANDLOCK_ABI", "3", 1);
	assert_int_equal(sandbox_abi_cap(), 3);
}

static int setup(void **state) {
	(void)state;
	return mkdtemp(dir) == NULL;
}

static int teardown(void **state) {
	char inside[64];
	(void)state;
	snprintf(inside, sizeof inside, "%s/inside", dir);
	unlink(inside);
	return rmdir(dir);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leaves_only_the_folders_it_was_given),
		cmocka_unit_test(does_so_with_the_oldest_landlock_it_takes),
		cmocka_unit_test(gives_up_core_files_debuggers_and_privileges),
		cmocka_unit_test(lets_an_unlisted_call_fail_or_kill),
		cmocka_unit_test(ends_the_process_at_a_call_it_has_no_reason_for),
		cmocka_unit_test(takes_no_cap_below_the_least),
	};
	return cmocka_run_group_tests_name("sandbox", tests, setup, teardown);
}
