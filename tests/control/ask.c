/*
 * ask.c - many calls at the operators' door in one message: `ask DIR [LOGIN]`, calls as a JSON list on standard input.
 *
 * Prints the list of answers. It can do no more than `atrama op`; it saves starting that a hundred times.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "cmd/lend.h"

enum { ROOM = 16 << 20 };

int main(int argc, char **argv) {
	struct cx cx = {.arena = arena_new(64 << 20), .lang = "en"};
	struct lent lent;
	json_t *answers = NULL;
	char *text = arena_alloc(cx.arena, ROOM);
	text[fread(text, 1, ROOM - 1, stdin)] = 0;
	json_t *calls = json_loads(text, 0, NULL);
	log_level_set(LOG_ERROR);
	if (argc < 2 || argc > 3 || !json_is_array(calls)) {
		fprintf(stderr, "ask: DIR [LOGIN], and a JSON list of calls\n");
		return 1;
	}
	int rc = lend_open(&cx, argv[1], &lent);
	if (rc == 0)
		rc = lend_ask(&cx, &lent, argc == 3 ? argv[2] : NULL, 0, calls, &answers);
	char *said = rc == 0 ? json_dumps(answers, JSON_COMPACT) : NULL;
	if (said != NULL)
		puts(said);
	else
		fprintf(stderr, "ask: %s\n", cx.err.rule);
	free(said);
	json_decref(answers);
	if (rc == 0)
		rc = lend_close(&cx, &lent);
	arena_free(cx.arena);
	return rc;
}
