#include "base/err.h"

#include <string.h>

const struct err_kind err_kinds[ERR__MAX] = {
	[ERR_OK] = {"ok", 200, 0, ""},
	[ERR_NOTFOUND] = {"not_found", 404, 3, N_("There is nothing here, or it is not yours to see.")},
	[ERR_DENIED] = {"denied", 403, 4, N_("Your role does not allow this.")},
	[ERR_INVALID] = {"invalid", 422, 2, N_("Something in the answer needs to be mended.")},
	[ERR_CONFLICT] = {"conflict", 409, 5, N_("Somebody changed this meanwhile. Look again before you save.")},
	[ERR_BUSY] = {"busy", 503, 6, N_("The registry is busy. Try again in a moment.")},
	[ERR_LIMIT] = {"limit", 413, 7, N_("That is more than the registry takes at once.")},
	[ERR_IO] = {"io", 500, 8, N_("The registry could not read or write its files.")},
	[ERR_DB] = {"db", 500, 9, N_("The registry's store did not answer as it should.")},
	[ERR_CRYPTO] = {"crypto", 500, 10, N_("A sealed record could not be opened.")},
	[ERR_BUG] = {"bug", 500, 11, N_("This is a fault of the program, not yours. Nothing was changed.")},
};

int err_by_name(const char *name) {
	for (int i = 0; i < ERR__MAX; i++)
		if (strcmp(err_kinds[i].name, name) == 0)
			return i;
	return ERR_BUG;
}
