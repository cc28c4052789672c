/*
 * policy.h - roles and what they may do, as the table policy.def says.
 *
 * role_capabilities stands in op.h. The matrix of roles and operations that people read is printed from here, so that
 * what is printed is what the gate asks.
 */
#pragma once
#include "op/op.h"

/* Name of a capability on the wire: "recognise". */
const char *capability_name(enum capability capability);

/* Whether an account with these role bits may call the operation at all; the relation is another question. */
bool policy_allows(uint32_t roles, const struct op *op);
