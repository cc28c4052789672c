/*
 * assignment.h - who of an organisation works with a person.
 *
 * An assignment gives nobody a right; it says whom to ask, and whose work has to be handed over when somebody leaves.
 */
#pragma once
#include "base/cx.h"

struct out;

/* The name of who of the caller's organisation works with the person as F_STAFF_NAME; nothing where nobody was named. */
MUST_CHECK int assignment_put(struct cx *cx, int64_t person, struct out *out);
