/* `atrama init DIR`: an empty registry. */
#include "cmd/cmd.h"
#include "keeper/keeper.h"

int cmd_init(struct cx *cx, int argc, char **argv) {
	const char *profile = cmd_option(&argc, argv, "--profile");
	if (argc != 2 || argv[1][0] == '-')
		return ERR_INVALID;
	int rc = keeper_create(cx, argv[1], profile == NULL ? "lt" : profile, false);
	if (rc == 0)
		printf("%s is a registry. Keep a copy of %s/keys apart from it: without that nobody can read it.\n"
		       "Next: add organisations (atrama op %s org_create ...) and accounts (atrama user add %s ...).\n",
		       argv[1], argv[1], argv[1], argv[1]);
	return rc;
}
