/*
 * ask.c - many calls at the operators' door in one message: `ask DIR [LOGIN]`, calls as a JSON list on standard input.
 *
 * Prints the list of answers. It can do no more than `atrama op`; it saves starting that a hundred times. `ask DIR --lines`
 * takes one message a line, {"as": LOGIN, "calls": [...]}, and prints a line of answers to each, or null.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "cmd/lend.h"

enum { ROOM = 16 << 20 };

static int answer(struct cx *cx, struct lent *lent, const char *as, json_t *calls) {
	json_t *answers = NULL;
	int rc = lend_ask(cx, lent, as, 0, calls, &answers);
	char *said = rc == 0 ? json_dumps(answers, JSON_COMPACT) : NULL;
	puts(said != NULL ? said : "null");
	fflush(stdout);
	if (said == NULL)
		fprintf(stderr, "ask: %s\n", cx->err.rule);
	free(said);
	json_decref(answers);
	return rc;
}

static int line_by_line(struct cx *cx, struct lent *lent) {
	char *line = NULL;
	size_t room = 0;
	while (getline(&line, &room, stdin) > 0) {
		json_t *message = json_loads(line, 0, NULL);
		struct cx one = *cx;
		one.arena = arena_new(64 << 20);
		(void)!answer(&one, lent, json_string_value(json_object_get(message, "as")),
			json_incref(json_object_get(message, "calls")));
		arena_free(one.arena);
		json_decref(message);
	}
	free(line);
	return 0;
}

static int all_at_once(struct cx *cx, struct lent *lent, const char *as) {
	char *text = arena_alloc(cx->arena, ROOM);
	text[fread(text, 1, ROOM - 1, stdin)] = 0;
	json_t *calls = json_loads(text, 0, NULL);
	if (json_is_array(calls))
		return answer(cx, lent, as, calls);
	fprintf(stderr, "ask: DIR [LOGIN | --lines], and a JSON list of calls\n");
	return 1;
}

int main(int argc, char **argv) {
	struct cx cx = {.arena = arena_new(64 << 20), .lang = "en"};
	struct lent lent;
	log_level_set(LOG_ERROR);
	if (argc < 2 || argc > 3)
		return 1;
	bool lines = argc == 3 && strcmp(argv[2], "--lines") == 0;
	int rc = lend_open(&cx, argv[1], &lent);
	if (rc == 0)
		rc = lines ? line_by_line(&cx, &lent) : all_at_once(&cx, &lent, argc == 3 ? argv[2] : NULL);
	int end = rc == 0 ? lend_close(&cx, &lent) : rc;
	arena_free(cx.arena);
	return end;
}
