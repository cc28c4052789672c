/*
 * trait.h - how what is known about a person in one code is shown.
 *
 * Help never depends on working with the police: that she takes part in a criminal case is shown to whoever wrote it
 * down and to whoever decides, and stands on no page of support.
 */
#pragma once
#include "op/op.h"

/* Whether the caller, who may read `shares` (consent_shares), sees a row of that kind by that organisation. */
bool trait_shown(const struct cx *cx, int kind, int64_t org, unsigned shares);

/* Wire name of a value in its kind's list; NULL if it is no longer there. */
const char *trait_text(const struct cx *cx, int kind, int value, enum list *ret_list);
