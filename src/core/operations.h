/*
 * operations.h - one prototype for every row of ops.def: a function of another signature does not compile.
 *
 * The keeper has checked the input, capability, relation and blocks, and writes the audit entry; a core function
 * checks only the state of its thing. It runs in the caller's transaction and may be undone after any failure.
 */
#pragma once
#include "op/in.h"
#include "op/op.h"
#include "op/out.h"

typedef int operation(struct cx *cx, const struct in *in, struct out *out);

#define OP(name, ...) operation name;
#include "op/ops.def"
#undef OP
