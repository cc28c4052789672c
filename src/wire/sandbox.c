#include "wire/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"
#include "base/str.h"

static int cannot(struct cx *cx, const char *step) {
	log_error("sandbox.failed", L_STR("step", step), L_INT("errno", errno));
	return err_say(cx, ERR_IO, NULL, N_("This machine does not let the program close itself in."), step);
}

int sandbox_process(struct cx *cx) {
	struct rlimit none = {0, 0};
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return cannot(cx, "no_new_privs");
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return cannot(cx, "dumpable");
	if (setrlimit(RLIMIT_CORE, &none) != 0)
		return cannot(cx, "core");
	return ERR_OK;
}

/* The rights by the version that brought them; Debian 12's header knows the first two. */
#define FS_1 ((UINT64_C(1) << 13) - 1)
#define FS_REFER (UINT64_C(1) << 13)
#define FS_TRUNCATE (UINT64_C(1) << 14)
#define FS_IOCTL (UINT64_C(1) << 15)
#define NET_TCP UINT64_C(3)

struct ruleset { /* as of version 4; shorter before */
	uint64_t fs, net;
};

static uint64_t rights_handled(int abi) {
	return FS_1 | FS_REFER | (abi >= 3 ? FS_TRUNCATE : 0) | (abi >= 5 ? FS_IOCTL : 0);
}

static uint64_t rights_on(const struct sandbox_path *path, bool folder) {
	uint64_t rights = LANDLOCK_ACCESS_FS_READ_FILE;
	if (folder)
		rights |= LANDLOCK_ACCESS_FS_READ_DIR;
	if (path->use == SANDBOX_RUN)
		rights |= LANDLOCK_ACCESS_FS_EXECUTE;
	if (path->use == SANDBOX_WRITE) {
		rights |= LANDLOCK_ACCESS_FS_WRITE_FILE | FS_TRUNCATE;
		if (folder)
			rights |= LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE;
	}
	return rights;
}

static int path_add(struct cx *cx, int rules, const struct sandbox_path *path, uint64_t handled) {
	struct stat st;
	int fd = open(path->path, O_PATH | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) != 0) {
		int r = cannot(cx, "landlock path");
		if (fd >= 0)
			close(fd);
		return r;
	}
	struct landlock_path_beneath_attr rule = {
		.allowed_access = rights_on(path, S_ISDIR(st.st_mode)) & handled,
		.parent_fd = fd,
	};
	long done = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	int r = done == 0 ? ERR_OK : cannot(cx, "landlock rule");
	close(fd);
	return r;
}

int sandbox_landlock(struct cx *cx, const struct sandbox_path *paths, size_t n, int abi) {
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	if (version < SANDBOX_ABI_LEAST)
		return cannot(cx, "landlock");
	if (abi == 0 || abi > version)
		abi = (int)version;
	struct ruleset what = {.fs = rights_handled(abi), .net = abi >= 4 ? NET_TCP : 0};
	int rules = (int)syscall(SYS_landlock_create_ruleset, &what, abi >= 4 ? sizeof what : sizeof what.fs, 0);
	if (rules < 0)
		return cannot(cx, "landlock ruleset");
	int r = ERR_OK;
	for (size_t i = 0; i < n && r == ERR_OK; i++)
		r = path_add(cx, rules, &paths[i], what.fs);
	if (r == ERR_OK && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		r = cannot(cx, "no_new_privs");
	if (r == ERR_OK && syscall(SYS_landlock_restrict_self, rules, 0) != 0)
		r = cannot(cx, "landlock restrict");
	close(rules);
	return r;
}

int sandbox_abi_cap(void) {
	int64_t cap = 0;
	const char *text = getenv("ATRAMA_LANDLOCK_ABI");
	if (text == NULL || !int_parse(text, &cap) || cap > 100)
		return 0;
	return cap < SANDBOX_ABI_LEAST ? SANDBOX_ABI_LEAST : (int)cap;
}

static int rules_add(struct cx *cx, scmp_filter_ctx filter, uint32_t action, const int *calls) {
	for (; calls != NULL && *calls != SANDBOX_END; calls++)
		if (seccomp_rule_add(filter, action, *calls, 0) != 0)
			return cannot(cx, "seccomp rule");
	return ERR_OK;
}

int sandbox_seccomp(struct cx *cx, const struct sandbox_calls *calls) {
	scmp_filter_ctx filter = seccomp_init(calls->kill ? SCMP_ACT_KILL_PROCESS : SCMP_ACT_ERRNO(EPERM));
	if (filter == NULL)
		return cannot(cx, "seccomp");
	int r = rules_add(cx, filter, SCMP_ACT_ALLOW, calls->allow);
	if (r == ERR_OK)
		r = rules_add(cx, filter, SCMP_ACT_ERRNO(EACCES), calls->refuse);
	if (r == ERR_OK)
		r = rules_add(cx, filter, SCMP_ACT_ERRNO(ENOSYS), calls->absent);
	if (r == ERR_OK && !calls->kill)
		r = rules_add(cx, filter, SCMP_ACT_KILL_PROCESS, calls->fatal);
	if (r == ERR_OK && (seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) != 0 || seccomp_load(filter) != 0))
		r = cannot(cx, "seccomp load");
	seccomp_release(filter);
	return r;
}
