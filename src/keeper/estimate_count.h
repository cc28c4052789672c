/*
 * estimate_count.h - from the lists of an estimate to its finding: the whole honesty panel (estimate/panel.h), told
 * in the registry's codes. Arrays in, arrays out: no store, no clock.
 */
#pragma once
#include "core/estimate.h"

/* `go_on` (may be NULL) is asked now and then with the part that is being done; false ends it. False: it was ended,
   or there is not enough memory. A refusal carries its doubts and no number at all. */
MUST_CHECK bool estimate_count(const struct estimate_job *job, bool (*go_on)(void *arg, int part, int parts), void *arg,
	struct estimate_found *ret_found);
