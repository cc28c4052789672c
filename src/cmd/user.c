/* `atrama user add DIR LOGIN ...`: an account, by whoever is at the machine. */
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/str.h"
#include "cmd/cmd.h"
#include "cmd/lend.h"

/* One line of standard input; typed unseen at a terminal. Wiped with the arena. */
static int read_password(struct cx *cx, const char **ret_password) {
	enum { ROOM = 1100 };
	char *line = arena_alloc(cx->arena, ROOM);
	struct termios was;
	bool terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &was) == 0;
	if (terminal) {
		struct termios unseen = was;
		unseen.c_lflag &= ~(tcflag_t)ECHO;
		fputs("Password: ", stderr);
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
	}
	setvbuf(stdin, NULL, _IONBF, 0); /* no copy of it in a buffer of libc's */
	bool got = fgets(line, ROOM, stdin) != NULL;
	if (terminal) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &was);
		fputc('\n', stderr);
	}
	if (!got)
		return err_say(cx, ERR_INVALID, "password", N_("Give the password on standard input."), NULL);
	line[strcspn(line, "\r\n")] = 0;
	*ret_password = line;
	return ERR_OK;
}

/* The last days of vetting and training, as the operation takes them; for what is not given it writes a year. */
static json_t *held_of(struct cx *cx, const char *vetted, const char *trained) {
	json_t *held = json_array();
	if (vetted != NULL)
		json_array_append_new(held, json_string(arena_printf(cx->arena, "vetting:%s", vetted)));
	if (trained != NULL)
		json_array_append_new(held, json_string(arena_printf(cx->arena, "training:%s", trained)));
	return held;
}

int cmd_user(struct cx *cx, int argc, char **argv) {
	const char *name = cmd_option(&argc, argv, "--name"), *org = cmd_option(&argc, argv, "--org"),
		*unit = cmd_option(&argc, argv, "--unit"), *vetted = cmd_option(&argc, argv, "--vetted"),
		*trained = cmd_option(&argc, argv, "--trained"), *until = cmd_option(&argc, argv, "--until");
	json_t *roles = json_array();
	for (const char *role = cmd_option(&argc, argv, "--role"); role != NULL; role = cmd_option(&argc, argv, "--role"))
		json_array_append_new(roles, json_string(role));
	const char *password = NULL;
	bool right = argc == 4 && str_equal(argv[1], "add") && name != NULL && org != NULL && json_array_size(roles) > 0;
	int rc = right ? read_password(cx, &password) : ERR_INVALID;
	json_t *in = rc != 0 ? NULL : json_pack("{s:s, s:s, s:s, s:s, s:O}", "login", argv[3], "password", password,
		"staff_name", name, "org", org, "role", roles);
	json_decref(roles);
	if (rc != 0)
		return rc;
	if (in == NULL)
		return err_say(cx, ERR_INVALID, NULL, N_("The text is not well-formed UTF-8."), NULL);
	if (unit != NULL)
		json_object_set_new(in, "unit", json_string(unit));
	if (until != NULL)
		json_object_set_new(in, "expires", json_string(until));
	json_object_set_new(in, "held", held_of(cx, vetted, trained));
	json_t *ok = NULL;
	rc = lend_one(cx, argv[2], NULL, json_pack("{s:s, s:o}", "op", "user_create", "in", in), &ok);
	if (rc == 0)
		printf("%s\n", json_string_value(json_object_get(ok, "user")));
	json_decref(ok);
	return rc;
}
