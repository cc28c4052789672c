/*
 * call.h - a call to a hotline, and who answers.
 *
 * What is counted of a call stands in the register `call` of the profile and nowhere else: the sheet writes its record
 * there in the same act, under the call's number, and corrects it there; so a call is counted once, however it came.
 * Here stands what is not counted: the minute and the clock on the wall, who called, when the police was told, and which
 * signal or persons it led to. One matter may have many calls, and one call be about several persons.
 */
#pragma once
#include "core/operations.h"

/* ERR_DENIED where the organisation of cx->actor does not keep the register of calls. */
MUST_CHECK int call_kept(struct cx *cx);

/* F_STAFF_NAME of an account; nothing for NONE. */
MUST_CHECK int call_name_put(struct cx *cx, int64_t account, struct out *out);
