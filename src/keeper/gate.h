/*
 * gate.h - whether this caller may do this to that person or thing.
 *
 * The one place that decides. First the role (policy.def); then what the country's profile forbids an organisation of
 * this kind whatever anybody grants it; then the thing the operation is about: who she said may never see her file
 * never does, whatever else would allow it; then the relation of the caller's organisation. A prohibition is found
 * before the thing is looked for, so it tells nothing about it. A thing that does not exist, one that is hidden and one
 * that is blocked get the same answer, byte for byte; only the log knows which it was.
 */
#pragma once
#include "audit/audit.h"
#include "op/in.h"

/* Whether it is a reading of figures over all, by an operator at the machine without an account: figures name nobody,
   and
 * whoever can read the keys could count for himself. It is logged as the operator's. */
bool gate_operator_reads(const struct cx *cx, const struct op *op);

/* Whether cx->actor may call `op` at all. ERR_DENIED. */
MUST_CHECK int gate_role(struct cx *cx, const struct op *op);

/* Whether the profile's prohibitions leave it to an organisation of the actor's kind. ERR_DENIED says why they do
   not. */
MUST_CHECK int gate_prohibited(struct cx *cx, const struct op *op);

/*
 * Finds the thing in ON, sets in->person and in->object, and decides. *ret_verdict says why in any case. ERR_NOTFOUND
 * for unknown, hidden and blocked alike; ERR_DENIED where the caller has no organisation to act for.
 */
MUST_CHECK int gate_thing(struct cx *cx, struct in *in, enum audit_verdict *ret_verdict);
