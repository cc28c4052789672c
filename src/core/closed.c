#include "core/closed.h"

#include "db/queries.h"

enum { WHY_BARRED = 1 }; /* `why` of the view `closed`; the others are conflicts */

enum audit_verdict closed_verdict(int64_t why) {
	if (why == NONE)
		return AUDIT_ALLOWED;
	return why == WHY_BARRED ? AUDIT_BLOCKED : AUDIT_CONFLICT;
}

int closed_to(struct cx *cx, int64_t person, enum audit_verdict *ret_verdict) {
	struct row_closed_why row;
	int rc = q_closed_why(cx, person, cx->actor.org, cx->actor.unit, cx->actor.user, &row);
	if (rc == 0)
		*ret_verdict = closed_verdict(row.why);
	return rc;
}
