/* `atrama keeper DIR READERS [--post FD]`: what serve, or a command that finds none running, starts. */
#include "keeper/keeper.h"

#include <limits.h>
#include <unistd.h>

#include "base/log.h"
#include "base/str.h"
#include "cmd/cmd.h"

enum { READERS_MAX = 64 };

int cmd_keeper(struct cx *cx, int argc, char **argv) {
	int64_t readers = 0;
	if (cmd_flag(&argc, argv, "--quiet")) /* a command's own keeper: its coming and going is no news */
		log_level_set(LOG_WARN);
	int64_t post = 0;
	const char *post_text = cmd_option(&argc, argv, "--post");
	if (post_text != NULL && (!int_parse(post_text, &post) || post < 3 || post > INT_MAX))
		return ERR_INVALID;
	if (argc != 3 || !int_parse(argv[2], &readers) || readers < 1 || readers > READERS_MAX)
		return ERR_INVALID;
	int rc = keeper_run(cx, argv[1], &KEEPER_OPTIONS(.bind = &binding_core, .readers = (int)readers, .post_fd = (int)post));
	if (rc != ERR_OK)
		return rc;
	/* Closed in as it is, the process may do nothing of what other exits would: leave now. */
	_exit(0);
}
