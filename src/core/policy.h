/*
 * policy.h - the policy in force: as delivered (op/policy.def), and as two people changed it since.
 *
 * A change is proposed by an administrator of the registry and made by a second person (core/proposal.h); every one
 * stays in the history, with the proposal it came from. No change joins a pair that policy.def calls NEVER, and none
 * takes the keeping of accounts from administrators, which would leave nobody who could change it back.
 */
#pragma once
#include "base/cx.h"
#include "op/policy.h"

/* The policy the gate asks, as of now. */
MUST_CHECK int policy_in_force(struct cx *cx, struct policy *ret_policy);

/* What cx->actor may call by it, bits 1 << enum capability: only by roles its kind of organisation may hold. */
MUST_CHECK int policy_may(struct cx *cx, uint32_t *ret_may);
