/*
 * draft.h - what somebody has written and not finished: hers alone, for a week.
 *
 * Its key is sealed to her organisation's vault (core/vault.h), so the registry's own key opens none. One that is about
 * a person is there only for whoever could still open her file: it is hidden once that is closed, and goes when she is
 * erased. Whatever goes is cut out of the write-ahead log too. What the profile's prohibitions let an organisation write
 * down and never read again (answers, a sheet) is not kept there for anybody, its writer included.
 */
#pragma once
#include "base/cx.h"

/* All that an account keeps goes: it ended. */
MUST_CHECK int draft_forget(struct cx *cx, int64_t account);

/* The job of a day: what is older than a week goes. */
MUST_CHECK int draft_past(struct cx *cx);
