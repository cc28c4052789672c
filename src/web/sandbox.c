#include "web/sandbox.h"

#include <sys/syscall.h>

#include "wire/sandbox.h"

/* Read a request, ask the keeper, answer, give memory back, end. Nothing that makes a descriptor but accept. */
static const int allow[] = {
	SYS_read, SYS_readv, SYS_write, SYS_writev, SYS_recvfrom, SYS_recvmsg, SYS_sendto, SYS_sendmsg, SYS_close,
	SYS_shutdown, SYS_accept4, SYS_setsockopt, SYS_poll, SYS_ppoll, SYS_brk, SYS_mmap, SYS_munmap, SYS_mremap,
	SYS_madvise, SYS_futex, SYS_getrandom, SYS_clock_gettime, SYS_gettimeofday, SYS_rt_sigreturn,
	SYS_rt_sigprocmask, SYS_restart_syscall, SYS_getpid, SYS_gettid, SYS_tgkill, SYS_exit, SYS_exit_group,
	SYS_fstat, SYS_newfstatat,
#ifdef __SANITIZE_ADDRESS__
	SYS_mprotect, SYS_sigaltstack, SYS_rt_sigaction, SYS_sched_yield, SYS_sched_getaffinity, SYS_clone, SYS_prctl,
	SYS_set_robust_list, SYS_rseq, SYS_process_vm_readv,
#endif
	SANDBOX_END,
};

/* libraries that would like to read something must find another way, not end the process */
static const int refuse[] = {
	SYS_open, SYS_openat, SYS_readlink, SYS_readlinkat, SYS_access, SYS_faccessat, SYS_stat, SYS_lstat, SYS_getcwd,
	SYS_ioctl, SANDBOX_END,
};

int web_sandbox(struct cx *cx) {
	int rc = sandbox_process(cx);
	if (rc == 0)
		rc = sandbox_landlock(cx, NULL, 0, sandbox_abi_cap());
	if (rc == 0)
		rc = sandbox_seccomp(cx, &(struct sandbox_calls){.allow = allow, .refuse = refuse, .kill = true});
	return rc;
}
