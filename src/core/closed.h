/*
 * closed.h - to whom a person's file is closed, whatever else would open it.
 *
 * In her own words: to an account, a unit or a whole organisation; an account without a unit counts as of every unit.
 * And to an account that knows her outside its work: it said so, or declared somebody of its own who has a token of
 * hers. Nothing opens it but her word taken back (core/block.h); a conflict stays.
 */
#pragma once
#include "audit/audit.h"
#include "base/cx.h"

/* The verdict for cx->actor: AUDIT_ALLOWED, AUDIT_BLOCKED or AUDIT_CONFLICT. Nobody (0) costs the same and is
   allowed. */
MUST_CHECK int closed_to(struct cx *cx, int64_t person, enum audit_verdict *ret_verdict);

/* The verdict a reason of the view `closed` stands for; NONE: AUDIT_ALLOWED. */
enum audit_verdict closed_verdict(int64_t why);
