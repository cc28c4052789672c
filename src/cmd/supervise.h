/*
 * supervise.h - the processes of a service: started, watched, ended.
 *
 * Each child has a process group of its own, so that Ctrl-C reaches only us and we decide the order; each is told to
 * end when we end, however that happens. Nothing is left running.
 */
#pragma once
#include <sys/types.h>

#include "base/cx.h"

struct child {
	const char *name; /* for people: "keeper" */
	pid_t pid;        /* 0 when it has ended */
	int status;       /* as of waitpid, once it has ended */
	int stop;         /* the signal that asks it to finish what it has begun */
	int patience;     /* ms until it is killed */
	int (*enclose)(struct cx *cx, const void *with); /* what it gives up just before it begins; NULL for nothing */
	const void *with;
};

/* Start argv[0] (searched in PATH and the sbin folders) in folder `where`. ERR_IO. */
MUST_CHECK int child_start(struct cx *cx, struct child *child, const char *where, char *const argv[]);

/* Note whoever has ended. Gives one of them that had not been noted, or NULL. */
struct child *child_reap(struct child *children, size_t n);

/* Ask it to end, wait as long as its patience lasts, then end it. Nothing if it has ended already. */
void child_stop(struct child *child);

/* "was killed by signal 9", "ended with code 1". */
const char *child_end(struct cx *cx, const struct child *child);

/* End a process that a service before us left behind, if `pid_file` names one and its command line holds `mark`.
 * Gives whether there was one. */
bool stale_stop(struct cx *cx, const char *pid_file, const char *mark);
