/* One operation from a shell: `atrama op DIR NAME [JSON|-] [--as LOGIN] [--key HEX]`. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cmd/cmd.h"
#include "cmd/lend.h"
#include "op/op.h"
#include "wire/frame.h"

/* The input from standard input: names and passwords do not belong in a list of processes. */
static const char *read_input(struct cx *cx) {
	struct buf b = buf_new(cx->arena, FRAME_REQUEST_MAX + 1);
	char piece[4096];
	size_t n;
	while (b.n < FRAME_REQUEST_MAX && (n = fread(piece, 1, sizeof piece, stdin)) > 0)
		buf_add(&b, piece, b.n + n > FRAME_REQUEST_MAX ? FRAME_REQUEST_MAX - b.n : n);
	return b.at;
}

static int print(struct cx *cx, const json_t *ok) {
	char *text = json_dumps(ok, JSON_INDENT(2));
	if (bug_if(cx, text == NULL))
		return ERR_BUG;
	printf("%s\n", text);
	free(text);
	return ERR_OK;
}

int cmd_op(struct cx *cx, int argc, char **argv) {
	const char *as = cmd_option(&argc, argv, "--as"), *key = cmd_option(&argc, argv, "--key");
	if (argc < 3 || argc > 4)
		return ERR_INVALID;
	if (op_find(argv[2]) < 0)
		return err_say(cx, ERR_NOTFOUND, NULL, N_("There is no such operation."), argv[2]);
	const char *text = argc < 4 ? "{}" : strcmp(argv[3], "-") == 0 ? read_input(cx) : argv[3];
	json_t *in = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(in)) {
		json_decref(in);
		return err_say(cx, ERR_INVALID, NULL, N_("The input of an operation is an object."), NULL);
	}
	json_t *call = json_pack("{s:s, s:o}", "op", argv[2], "in", in);
	if (key != NULL)
		json_object_set_new(call, "key", json_string(key));
	json_t *ok = NULL;
	int rc = lend_one(cx, argv[1], as, call, &ok);
	if (rc == ERR_OK)
		rc = print(cx, ok);
	json_decref(ok);
	return rc;
}
