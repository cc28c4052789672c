/*
 * sandbox.h - what a process gives up for good, before it meets anything hostile.
 *
 * Three steps, each irrevocable and inherited by threads started later: no new privileges, no core file and no
 * debugger; Landlock, which leaves only named folders; seccomp, which leaves only named calls. The keeper, the web
 * worker and nginx each bring their own lists. A machine without Landlock is an error, not a silent weakening.
 */
#pragma once
#include "base/cx.h"

/* No privileges by exec, no core file, no ptrace by others of the same account. ERR_IO. */
MUST_CHECK int sandbox_process(struct cx *cx);

struct sandbox_path {
	const char *path;
	enum sandbox_use {
		SANDBOX_READ,
		SANDBOX_WRITE, /* also make, change and remove files there */
		SANDBOX_RUN,   /* also execute: what may be changed may never be run */
	} use;
};

enum { SANDBOX_ABI_LEAST = 2 }; /* Landlock as of Linux 5.19; Debian 12 has it */

/*
 * Only these folders (or files) from now on, for the calling thread and the threads it starts; files open already stay
 * open. TCP is closed too where the kernel can. `abi` caps what is used of the kernel's Landlock, 0 takes all.
 * ERR_IO where the machine cannot.
 */
MUST_CHECK int sandbox_landlock(struct cx *cx, const struct sandbox_path *paths, size_t n, int abi);

/* The cap that the environment sets for tests (ATRAMA_LANDLOCK_ABI), never below SANDBOX_ABI_LEAST; 0 if none. */
int sandbox_abi_cap(void);

struct sandbox_calls {
	const int *allow; /* system call numbers, ending with SANDBOX_END */
	const int *refuse; /* these fail with EACCES */
	const int *absent; /* these fail with ENOSYS, so that libc takes its other way */
	bool kill;         /* whatever else: the process ends; else it fails with EPERM */
	const int *fatal;  /* these end the process even so */
};

enum { SANDBOX_END = -1 };

/* Only these calls from now on, for every thread of the process. Lists may be NULL. ERR_IO. */
MUST_CHECK int sandbox_seccomp(struct cx *cx, const struct sandbox_calls *calls);
