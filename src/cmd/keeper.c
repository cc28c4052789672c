/* `atrama keeper DIR READERS`: what serve, or a command that finds none running, starts. */
#include "keeper/keeper.h"

#include <unistd.h>

#include "base/log.h"
#include "base/str.h"
#include "cmd/cmd.h"

enum { READERS_MAX = 64 };

int cmd_keeper(struct cx *cx, int argc, char **argv) {
	int64_t readers = 0;
	if (cmd_flag(&argc, argv, "--quiet")) /* a command's own keeper: its coming and going is no news */
		log_level_set(LOG_WARN);
	if (argc != 3 || !int_parse(argv[2], &readers) || readers < 1 || readers > READERS_MAX)
		return ERR_INVALID;
	int rc = keeper_run(cx, argv[1], &KEEPER_OPTIONS(.bind = &binding_core, .readers = (int)readers));
	if (rc != ERR_OK)
		return rc;
	/* Closed in as it is, the process may do nothing of what other exits would: leave now. */
	_exit(0);
}
