/*
 * role.h - what an account may do, until when, and what that depends on.
 *
 * A role is given by two persons (proposal.h) for at most the profile's "grant_months", and ended by one, at once.
 * Only whoever stands at the machine without an account gives one alone: the first accounts. Whoever keeps accounts
 * never leaves a realm without somebody to keep it.
 */
#pragma once
#include "op/in.h"

/* The last day a role may be given for, if it is given today. */
int32_t role_last_day(const struct cx *cx);

/* Whether the organisation of that kind may have people with the role. ERR_INVALID, of field role. */
MUST_CHECK int role_fits(struct cx *cx, int role, int org_kind);

/* ERR_INVALID, of field expires, where the role is a seconded officer's and the input does not say until when. */
MUST_CHECK int role_dated(struct cx *cx, const struct in *in, int role);

/* The last day OPT(F_EXPIRES) of the input gives a role; without it role_last_day. ERR_INVALID: past, or too far. */
MUST_CHECK int role_until(struct cx *cx, const struct in *in, int32_t *ret_until);

/* Gives an account a role at once, until that day; NONE for no end. */
MUST_CHECK int role_put(struct cx *cx, int64_t account, int role, int64_t until);

/* Asks a second person to give it. ERR_CONFLICT as proposal_add. */
MUST_CHECK int role_propose(struct cx *cx, int64_t account, int role, int32_t until, struct ref *ret_proposal);

/* "vetting:2027-03-01" as kind and day. ERR_INVALID, of field held. */
MUST_CHECK int credential_parse(struct cx *cx, const char *text, int *ret_kind, int32_t *ret_until);

/* Writes down that an account has it until that day. ERR_INVALID where the day is past or too far. */
MUST_CHECK int credential_put(struct cx *cx, int64_t account, enum field_id field, int kind, int32_t until);

/* ERR_CONFLICT if nobody else could keep the accounts this one keeps, so that it may not end. */
MUST_CHECK int role_last_keeper(struct cx *cx, int64_t account);
