#include "cmd/store.h"

#include <unistd.h>

#include "core/registry.h"
#include "crypt/ring.h"
#include "db/db.h"
#include "keeper/keeper.h"

int store_open(struct cx *cx, const char *dir, int *ret_lock) {
	int lock = -1;
	int rc = keeper_lock(cx, dir, &lock);
	if (rc == 0)
		rc = ring_open(cx, dir, &cx->ring);
	if (rc == 0)
		rc = db_open(cx, arena_printf(cx->arena, "%s/" KEEPER_STORE, dir), DB_WRITER, &cx->db);
	if (rc == 0)
		rc = db_migrate(cx);
	struct registry registry;
	if (rc == 0)
		rc = registry_check(cx, &registry);
	if (rc == 0)
		*ret_lock = lock;
	else
		store_close(cx, lock);
	return rc;
}

void store_close(struct cx *cx, int lock) {
	db_close(cx->db);
	ring_free(cx->ring);
	cx->db = NULL;
	cx->ring = NULL;
	if (lock >= 0)
		close(lock);
}
