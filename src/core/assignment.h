/*
 * assignment.h - who of an organisation works with a person.
 *
 * An assignment gives nobody a right; it says whom to ask, and whose work has to be handed over when somebody leaves.
 */
#pragma once
#include "op/in.h"

struct account;

/* The name of who of the caller's organisation works with the person as F_STAFF_NAME; nothing where nobody was named. */
MUST_CHECK int assignment_put(struct cx *cx, int64_t person, struct out *out);

/* The account that `field` names: of the caller's organisation, one who may sign in and works with persons. ERR_INVALID. */
MUST_CHECK int assignment_colleague(struct cx *cx, const struct in *in, enum field_id field, struct account *ret_account);

/* Whether the person's file is closed to that account, by her own word or because it said that it knows her. */
MUST_CHECK int assignment_closed(struct cx *cx, int64_t person, const struct account *a, bool *ret_closed);
