/* A registry is born: folder, keys, store, its own row, the beginning of its log. */
#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "core/registry.h"
#include "crypt/crypt.h"
#include "crypt/ring.h"
#include "db/db.h"
#include "keeper/keeper.h"
#include "op/profile.h"

static int empty_folder(struct cx *cx, const char *dir) {
	if (mkdir(dir, 0700) == 0)
		return ERR_OK;
	if (errno != EEXIST)
		return err_say(cx, ERR_IO, NULL, N_("The registry's folder cannot be made."), dir);
	DIR *d = opendir(dir);
	if (d == NULL)
		return err_say(cx, ERR_IO, NULL, N_("The registry's folder cannot be read."), dir);
	const struct dirent *e;
	int r = ERR_OK;
	while ((e = readdir(d)) != NULL)
		if (!str_equal(e->d_name, ".") && !str_equal(e->d_name, ".."))
			r = err_say(cx, ERR_CONFLICT, NULL, N_("There is something in this folder already."), dir);
	closedir(d);
	if (r == ERR_OK && chmod(dir, 0700) != 0)
		r = err_say(cx, ERR_IO, NULL, N_("The registry's folder cannot be made."), dir);
	return r;
}

struct birth {
	const char *profile;
	bool demonstration;
};

static int give_birth(struct cx *cx, void *arg) {
	const struct birth *b = arg;
	return registry_create(cx, b->profile, b->demonstration);
}

int keeper_create(struct cx *cx, const char *dir, const char *profile, bool demonstration) {
	struct profile *known = NULL;
	struct birth birth = {profile, demonstration};
	int lock = -1;
	int r = crypt_init();
	if (r == ERR_OK)
		r = profile_load(cx, profile, &known);
	if (r != ERR_OK)
		return r;
	cx->rng = crypt_random;
	r = empty_folder(cx, dir);
	if (r == ERR_OK)
		r = keeper_lock(cx, dir, &lock);
	if (r == ERR_OK)
		r = ring_create(cx, dir, demonstration);
	if (r == ERR_OK)
		r = ring_open(cx, dir, &cx->ring);
	if (r == ERR_OK)
		r = db_open(cx, arena_printf(cx->arena, "%s/" KEEPER_STORE, dir), DB_CREATE, &cx->db);
	if (r == ERR_OK)
		r = db_migrate(cx);
	if (r == ERR_OK)
		r = db_tx(cx, give_birth, &birth);
	db_close(cx->db);
	ring_free(cx->ring);
	cx->db = NULL;
	cx->ring = NULL;
	profile_free(known);
	if (lock >= 0)
		close(lock);
	return r;
}
