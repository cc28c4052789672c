/* `atrama rebuild DIR`: every current state made again from the recorded facts. */
#include "cmd/cmd.h"
#include "cmd/store.h"
#include "core/projection.h"
#include "db/db.h"

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
	int lock = -1;
	if (argc != 2)
		return ERR_INVALID;
	int rc = store_open(cx, argv[1], &lock);
	if (rc != ERR_OK)
		return rc;
	rc = in_one_transaction(cx);
	store_close(cx, lock);
	return rc;
}
