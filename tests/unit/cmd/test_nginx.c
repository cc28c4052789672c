/* Closed in as nginx is: what a broken one could still reach of a registry. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd/nginx.h"

static char dir[] = "/tmp/atrama-nginx-XXXXXX";
static char run[64], cert[64], key[64];

static const char *in_dir(const char *name) {
	static char path[128];
	snprintf(path, sizeof path, "%s/%s", dir, name);
	return path;
}

/* 0, or why not. */
static int try_open(const char *path, int flags) {
	int fd = open(path, flags | O_CLOEXEC, 0600);
	int error = fd < 0 ? errno : 0;
	if (fd >= 0)
		close(fd);
	return error;
}

/* What a child, closed in as nginx without or with TLS, leaves with; 0 where everything is as said. */
static int closed_in(bool tls, int (*fn)(void)) {
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		struct cx cx = {.arena = arena_new(ARENA_DEFAULT)};
		struct nginx_options options = {.listen = "127.0.0.1:8080", .cert = tls ? cert : NULL, .key = tls ? key : NULL};
		_exit(nginx_enclose(&cx, run, &options) == 0 ? fn() : 99);
	}
	int status = 0;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 100;
}

static int sees_nothing_of_the_registry(void) {
	static const char *const names[] = {"keys/root", "keys/door", "store.db", "store.db-wal", "lock"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (try_open(in_dir(names[i]), O_RDONLY) != EACCES || try_open(in_dir(names[i]), O_WRONLY) != EACCES)
			return (int)i + 1;
	if (try_open(dir, O_RDONLY | O_DIRECTORY) != EACCES || try_open(in_dir("keys"), O_RDONLY | O_DIRECTORY) != EACCES)
		return 10;
	if (try_open(in_dir("run/../keys/root"), O_RDONLY) != EACCES || try_open(in_dir("run/way"), O_RDONLY) != EACCES)
		return 11;
	if (link(in_dir("keys/root"), run) == 0 || unlink(in_dir("store.db")) == 0 || unlink(in_dir("keys/door")) == 0)
		return 12;
	return 0;
}

static int works_in_run(void) {
	if (try_open(in_dir("run/x"), O_RDONLY) != 0 || try_open(in_dir("run/x"), O_RDWR) != 0)
		return 1;
	if (try_open(in_dir("run/nginx.pid"), O_RDWR | O_CREAT) != 0 || unlink(in_dir("run/nginx.pid")) != 0)
		return 2;
	return try_open("/dev/null", O_RDWR) != 0 || try_open("/dev/urandom", O_RDONLY) != 0 ? 3 : 0;
}

/* Nobody who connects to the keeper may find a door that nginx has put there. */
static int makes_no_door(void) {
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	snprintf(at.sun_path, sizeof at.sun_path, "%s/keeper.sock", run);
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind(fd, (const struct sockaddr *)&at, sizeof at) == 0 || errno != EACCES)
		return 1;
	return symlink("/tmp", in_dir("run/link")) == 0 || mkdir(in_dir("run/folder"), 0700) == 0 ? 2 : 0;
}

static int leaves_the_machine_alone(void) {
	if (try_open("/tmp", O_RDONLY | O_DIRECTORY) != EACCES || try_open("/proc/self/environ", O_RDONLY) != EACCES)
		return 1;
	execl("/bin/sh", "sh", "-c", "exit 0", (char *)NULL);
	return errno == EACCES ? 0 : 2;
}

static int runs_nothing_it_has_written(void) {
	execl(in_dir("run/x"), "x", (char *)NULL);
	return errno == EACCES ? 0 : 1;
}

static int has_no_certificate(void) {
	return try_open(cert, O_RDONLY) == EACCES && try_open(key, O_RDONLY) == EACCES ? 0 : 1;
}

static int reads_its_certificate(void) {
	if (try_open(cert, O_RDONLY) != 0 || try_open(key, O_RDONLY) != 0 || try_open(key, O_WRONLY) != EACCES)
		return 1;
	return try_open(in_dir("keys/root"), O_RDONLY) == EACCES ? 0 : 2;
}

static int finds_nginx(void) {
	execlp("nginx", "nginx", "-v", (char *)NULL);
	return errno == ENOENT ? 0 : 1; /* not installed here */
}

static void cannot_read_keys_store_or_lock(void **state) {
	(void)state;
	assert_int_equal(closed_in(false, sees_nothing_of_the_registry), 0);
	assert_int_equal(closed_in(true, sees_nothing_of_the_registry), 0);
}

static void reads_and_writes_run(void **state) {
	(void)state;
	assert_int_equal(closed_in(false, works_in_run), 0);
}

static void cannot_put_up_a_door_of_its_own(void **state) {
	(void)state;
	assert_int_equal(closed_in(false, makes_no_door), 0);
}

static void starts_neither_a_shell_nor_what_it_has_written(void **state) {
	(void)state;
	assert_int_equal(closed_in(false, leaves_the_machine_alone), 0);
	assert_int_equal(closed_in(false, runs_nothing_it_has_written), 0);
}

static void reads_certificate_and_key_where_there_are_some(void **state) {
	(void)state;
	assert_int_equal(closed_in(false, has_no_certificate), 0);
	assert_int_equal(closed_in(true, reads_its_certificate), 0);
}

static void can_begin_itself(void **state) {
	(void)state;
	assert_int_equal(closed_in(true, finds_nginx), 0);
}

static void is_as_strict_with_the_oldest_landlock(void **state) {
	(void)state;
	setenv("ATRAMA_LANDLOCK_ABI", "2", 1);
	assert_int_equal(closed_in(true, sees_nothing_of_the_registry), 0);
	assert_int_equal(closed_in(true, works_in_run), 0);
	assert_int_equal(closed_in(true, makes_no_door), 0);
	unsetenv("ATRAMA_LANDLOCK_ABI");
}

/* The words between a location's braces. */
static const char *location(struct cx *cx, const char *conf, const char *name) {
	const char *at = strstr(conf, name);
	assert_non_null(at);
	return arena_printf(cx->arena, "%.*s", (int)strcspn(at, "}"), at);
}

static void lets_documents_take_nothing_from_lists(void **state) {
	struct cx cx = {.arena = arena_new(ARENA_DEFAULT)};
	const struct nginx_options options = {.listen = "127.0.0.1:8080"};
	const char *conf = NULL;
	(void)state;
	assert_int_equal(nginx_conf(&cx, &options, &conf), 0);
	const char *lists = location(&cx, conf, "location = /import {"), *documents = location(&cx, conf, "/attachments$ {");
	assert_non_null(strstr(lists, "limit_conn lists 8;"));
	assert_null(strstr(documents, "limit_conn lists"));
	assert_non_null(strstr(conf, "limit_conn_zone $binary_remote_addr zone=brings:1m;"));
	assert_non_null(strstr(documents, "limit_conn brings 4;"));
	assert_non_null(strstr(conf, "limit_conn_zone $server_name zone=documents:1m;"));
	assert_non_null(strstr(documents, "limit_conn documents 16;"));
	arena_free(cx.arena);
}

static const char *const files[] = {"keys/root", "keys/door", "store.db", "store.db-wal", "lock", "cert", "key", "run/x"};

static int setup(void **state) {
	(void)state;
	setenv("PATH", "/usr/local/sbin:/usr/sbin:/usr/bin:/bin", 1);
	if (mkdtemp(dir) == NULL || mkdir(in_dir("keys"), 0700) != 0 || mkdir(in_dir("run"), 0700) != 0)
		return -1;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (try_open(in_dir(files[i]), O_WRONLY | O_CREAT) != 0)
			return -1;
	snprintf(run, sizeof run, "%s/run", dir);
	snprintf(cert, sizeof cert, "%s/cert", dir);
	snprintf(key, sizeof key, "%s/key", dir);
	return chmod(in_dir("run/x"), 0700) + symlink("../keys/root", in_dir("run/way"));
}

static int teardown(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		unlink(in_dir(files[i]));
	unlink(in_dir("run/way"));
	rmdir(in_dir("keys"));
	rmdir(run);
	return rmdir(dir);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cannot_read_keys_store_or_lock),
		cmocka_unit_test(reads_and_writes_run),
		cmocka_unit_test(cannot_put_up_a_door_of_its_own),
		cmocka_unit_test(starts_neither_a_shell_nor_what_it_has_written),
		cmocka_unit_test(reads_certificate_and_key_where_there_are_some),
		cmocka_unit_test(can_begin_itself),
		cmocka_unit_test(lets_documents_take_nothing_from_lists),
		cmocka_unit_test(is_as_strict_with_the_oldest_landlock),
	};
	return cmocka_run_group_tests_name("nginx", tests, setup, teardown);
}
