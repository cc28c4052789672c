/*
 * policy.h - roles and what they may do, as the table policy.def says and as two people changed it since.
 *
 * A struct policy is the whole of it: for every role the capabilities it has. Nothing ever joins a pair that policy.def
 * calls NEVER; what everybody has (CAN_ENTER, CAN_BE, CAN_ENROL, CAN_FINISH, CAN_SEND) belongs to no role and cannot be changed.
 * The matrix people read is printed from the same struct the gate asks (core/policy.h reads the changes in force).
 */
#pragma once
#include "op/op.h"

struct profile;

enum { POLICY_ROLES = 32 };

struct policy {
	uint32_t can[POLICY_ROLES]; /* bits 1 << enum capability, by enum ROLE_* */
};

/* One change: "officer:ask:no". */
struct policy_change {
	int role; /* enum ROLE_* */
	enum capability capability;
	bool allowed;
};

/* The policy as delivered. */
struct policy policy_delivered(void);

/* Whether no change can ever give that role the capability. */
bool policy_never(int role, enum capability capability);

/* Whether a role can have it or not at all: false for what everybody has. */
bool policy_changeable(enum capability capability);

/* Makes a change; one that is NEVER, or of what cannot be changed, changes nothing. */
void policy_change(struct policy *policy, const struct policy_change *change);

/* Reads "role:capability:yes" or ":no"; false if it is none. */
bool policy_change_parse(const char *text, struct policy_change *ret_change);

/* What an account with these role bits may call: bits 1 << enum capability, without what everybody may. With a profile:
   only by roles that an organisation of that kind may hold. */
uint32_t policy_capabilities(const struct policy *policy, uint32_t roles);
uint32_t policy_capabilities_at(const struct profile *profile, const struct policy *policy, uint32_t roles,
	int org_kind);

/* Name of a capability on the wire: "recognise"; and the capability of that name, or CAN__MAX. */
const char *capability_name(enum capability capability);
enum capability capability_find(const char *name);

/* Whether an account with these role bits may call the operation at all, by the policy as delivered; the relation is
   another question. */
bool policy_allows(uint32_t roles, const struct op *op);
