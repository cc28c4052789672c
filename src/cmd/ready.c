#include "cmd/ready.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "keeper/keeper.h"

int ready_open(struct cx *cx, struct ready *ret_ready) {
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) != 0)
		return err_say(cx, ERR_IO, NULL, N_("A process could not be started."), "keeper");
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	*ret_ready = (struct ready){ends[0], ends[1], false};
	return ERR_OK;
}

const char *ready_number(struct cx *cx, const struct ready *ready) {
	return arena_printf(cx->arena, "%d", ready->tell);
}

void ready_lend(const struct ready *ready) {
	fcntl(ready->tell, F_SETFD, 0);
}

void ready_lent(struct ready *ready) {
	if (ready->tell >= 0)
		close(ready->tell);
	ready->tell = -1;
}

void ready_hear(struct ready *ready) {
	char said = 0;
	while (ready->hear >= 0 && read(ready->hear, &said, 1) == 1)
		if (said == KEEPER_UPGRADES && !ready->upgrades) {
			ready->upgrades = true;
			fprintf(stderr, "atrama: an older Atrama wrote this registry. It is brought up to this one first; a large one takes "
				"minutes\n");
		}
}

void ready_close(struct ready *ready) {
	ready_lent(ready);
	if (ready->hear >= 0)
		close(ready->hear);
	ready->hear = -1;
}
