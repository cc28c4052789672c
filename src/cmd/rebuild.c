/* `atrama rebuild DIR`: every current state made again from the recorded facts. */
#include <unistd.h>

#include "cmd/cmd.h"
#include "core/projection.h"
#include "core/registry.h"
#include "crypt/ring.h"
#include "db/db.h"
#include "keeper/keeper.h"

static int in_one_transaction(struct cx *cx) {
	int rc = db_begin(cx);
	if (rc != ERR_OK)
		return rc;
	rc = core_rebuild(cx);
	if (rc == ERR_OK)
		rc = db_commit(cx);
	if (rc != ERR_OK)
		db_rollback(cx);
	return rc;
}

int cmd_rebuild(struct cx *cx, int argc, char **argv) {
	struct registry registry;
	int lock = -1;
	if (argc != 2)
		return ERR_INVALID;
	int rc = keeper_lock(cx, argv[1], &lock);
	if (rc == ERR_OK)
		rc = ring_open(cx, argv[1], &cx->ring);
	if (rc == ERR_OK)
		rc = db_open(cx, arena_printf(cx->arena, "%s/" KEEPER_STORE, argv[1]), DB_WRITER, &cx->db);
	if (rc == ERR_OK)
		rc = db_migrate(cx);
	if (rc == ERR_OK)
		rc = registry_check(cx, &registry);
	if (rc == ERR_OK)
		rc = in_one_transaction(cx);
	db_close(cx->db);
	ring_free(cx->ring);
	cx->db = NULL;
	cx->ring = NULL;
	if (lock >= 0)
		close(lock);
	return rc;
}
