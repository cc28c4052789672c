/* `atrama audit verify DIR`: whether the log is whole. Reads a snapshot, so a keeper may run meanwhile. */
#include "audit/audit.h"

#include <inttypes.h>

#include "base/str.h"
#include "cmd/cmd.h"
#include "crypt/ring.h"
#include "db/db.h"
#include "keeper/keeper.h"
#include "text/catalogue.h"

static int verify(struct cx *cx, struct audit_report *ret_report) {
	int rc = db_read_begin(cx);
	if (rc != ERR_OK)
		return rc;
	rc = audit_verify(cx, ret_report);
	db_read_end(cx);
	return rc;
}

int cmd_audit(struct cx *cx, int argc, char **argv) {
	struct audit_report report = {0};
	if (argc != 3 || !str_equal(argv[1], "verify"))
		return ERR_INVALID;
	int rc = ring_open(cx, argv[2], &cx->ring);
	if (rc == ERR_OK)
		rc = db_open(cx, arena_printf(cx->arena, "%s/" KEEPER_STORE, argv[2]), DB_READER, &cx->db);
	if (rc == ERR_OK)
		rc = verify(cx, &report);
	db_close(cx->db);
	ring_free(cx->ring);
	cx->db = NULL;
	cx->ring = NULL;
	if (rc != ERR_OK)
		return rc;
	printf("%s\n", text_say(cx->lang, audit_reason_say(report.reason)));
	printf("rows %" PRId64 ", signed up to %" PRId64 "\n", report.rows, report.head);
	if (report.ok)
		return ERR_OK;
	return err_say(cx, ERR_CRYPTO, NULL, N_("The log is not whole: look at this row first."),
		arena_printf(cx->arena, "%" PRId64, report.first_bad));
}
