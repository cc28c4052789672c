/* `atrama keeper DIR READERS [--post FD] [--ready FD]`: what serve, or a command that finds none running, starts. */
#include "keeper/keeper.h"

#include <limits.h>
#include <signal.h>
#include <unistd.h>

#include "base/log.h"
#include "base/str.h"
#include "cmd/cmd.h"

enum { READERS_MAX = 64 };

/* The number of a descriptor it was given; 0 without the option. */
static int read_fd(const char *text, int *ret_fd) {
	int64_t n = 0;
	if (text != NULL && (!int_parse(text, &n) || n < 3 || n > INT_MAX))
		return ERR_INVALID;
	*ret_fd = (int)n;
	return ERR_OK;
}

int cmd_keeper(struct cx *cx, int argc, char **argv) {
	int64_t readers = 0;
	signal(SIGPIPE, SIG_IGN); /* who started it may have heard enough before it has said all */
	bool quiet = cmd_flag(&argc, argv, "--quiet");
	if (quiet) /* a command's own keeper: its coming and going is no news */
		log_level_set(LOG_WARN);
	int post, ready;
	if (read_fd(cmd_option(&argc, argv, "--post"), &post) != 0 || read_fd(cmd_option(&argc, argv, "--ready"), &ready) != 0)
		return ERR_INVALID;
	if (argc != 3 || !int_parse(argv[2], &readers) || readers < 1 || readers > READERS_MAX)
		return ERR_INVALID;
	int rc = keeper_run(cx, argv[1], &KEEPER_OPTIONS(.bind = &binding_core, .readers = (int)readers, .post_fd = post,
		.ready_fd = ready, .matches = !quiet));
	if (rc != ERR_OK)
		return rc;
	/* Closed in as it is, the process may do nothing of what other exits would: leave now. */
	_exit(0);
}
