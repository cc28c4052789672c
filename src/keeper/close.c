/* What the keeper gives up once everything is open: all folders but its registry's, all calls but these. */
#include <errno.h>
#include <seccomp.h>

#include "keeper/inside.h"
#include "wire/sandbox.h"

#define CALL(name) SCMP_SYS(name)

static const int allowed[] = {
	/* memory and threads; ones that are there already: no new ones are made */
	CALL(brk), CALL(mmap), CALL(munmap), CALL(mremap), CALL(mprotect), CALL(madvise), CALL(mlock), CALL(munlock),
	CALL(futex), CALL(sched_yield), CALL(rseq), CALL(set_robust_list), CALL(membarrier),
	CALL(exit), CALL(exit_group), CALL(restart_syscall), CALL(rt_sigreturn), CALL(rt_sigaction), CALL(rt_sigprocmask),
	CALL(sigaltstack), CALL(getpid), CALL(gettid), CALL(tgkill), CALL(getuid), CALL(geteuid), CALL(getgid), CALL(getegid),
	/* time and chance */
	CALL(clock_gettime), CALL(clock_nanosleep), CALL(nanosleep), CALL(gettimeofday), CALL(time), CALL(getrandom),
	CALL(timerfd_settime),
	/* files, in the folder that Landlock leaves */
	CALL(openat), CALL(open), CALL(close), CALL(read), CALL(write), CALL(readv), CALL(writev), CALL(pread64),
	CALL(pwrite64), CALL(lseek), CALL(stat), CALL(lstat), CALL(fstat), CALL(newfstatat), CALL(statx), CALL(access),
	CALL(faccessat), CALL(faccessat2), CALL(fcntl), CALL(flock), CALL(fsync), CALL(fdatasync), CALL(ftruncate),
	CALL(fallocate), CALL(unlink), CALL(unlinkat), CALL(getcwd), CALL(readlink), CALL(readlinkat), CALL(fchmod),
	CALL(fchown), CALL(utimensat), CALL(getdents64),
	/* peers that have come through the doors */
	CALL(epoll_wait), CALL(epoll_pwait), CALL(epoll_ctl), CALL(poll), CALL(ppoll), CALL(accept4), CALL(recvfrom),
	CALL(recvmsg), CALL(sendto), CALL(sendmsg), CALL(shutdown), CALL(getsockopt), CALL(setsockopt), CALL(getsockname),
	SANDBOX_END,
};

/* Nothing in the keeper has a reason to do these: whoever does is not the keeper any more. */
static const int fatal[] = {
	CALL(execve), CALL(execveat), CALL(fork), CALL(vfork), CALL(clone), CALL(socket), CALL(socketpair), CALL(connect),
	CALL(bind), CALL(listen), CALL(ptrace), CALL(process_vm_readv), CALL(process_vm_writev), CALL(mount), CALL(unshare),
	CALL(setns), CALL(chroot), CALL(pivot_root), CALL(bpf), CALL(userfaultfd), CALL(keyctl), CALL(add_key),
	CALL(memfd_create), CALL(init_module), CALL(finit_module), CALL(kexec_load), CALL(io_uring_setup),
	SANDBOX_END,
};

static const int absent[] = {CALL(clone3), SANDBOX_END};

int keeper_close_in(struct keeper *k, struct cx *cx) {
	const struct sandbox_path paths[] = {{k->dir, SANDBOX_WRITE}};
	int r = sandbox_process(cx);
	return r == ERR_OK ? sandbox_landlock(cx, paths, 1, sandbox_abi_cap()) : r;
}

int keeper_close_calls(struct cx *cx) {
	return sandbox_seccomp(cx, &(struct sandbox_calls){.allow = allowed, .fatal = fatal, .absent = absent});
}
