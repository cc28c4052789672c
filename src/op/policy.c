#include "op/policy.h"

#include <string.h>

#include "op/profile.h"

static const char *const names[CAN__MAX] = {
#define CAPABILITY(capability, name) [capability] = name,
#define MAY(role, capability)
#define NEVER(role, capability)
#include "op/policy.def"
#undef CAPABILITY
#undef MAY
#undef NEVER
};

struct pair {
	int role;
	enum capability capability;
};

static const struct pair may[] = {
#define CAPABILITY(capability, name)
#define MAY(role, capability) {role, capability},
#define NEVER(role, capability)
#include "op/policy.def"
#undef MAY
#undef NEVER
};

static const struct pair never[] = {
#define MAY(role, capability)
#define NEVER(role, capability) {role, capability},
#include "op/policy.def"
#undef CAPABILITY
#undef MAY
#undef NEVER
};

const char *capability_name(enum capability capability) {
	return names[capability];
}

enum capability capability_find(const char *name) {
	for (int i = 0; i < CAN__MAX; i++)
		if (strcmp(names[i], name) == 0)
			return (enum capability)i;
	return CAN__MAX;
}

struct policy policy_delivered(void) {
	struct policy policy = {0};
	for (size_t i = 0; i < sizeof may / sizeof *may; i++)
		policy.can[may[i].role] |= 1U << may[i].capability;
	return policy;
}

bool policy_never(int role, enum capability capability) {
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (never[i].role == role && never[i].capability == capability)
			return true;
	return false;
}

bool policy_changeable(enum capability capability) {
	return capability < CAN__MAX && capability != CAN_ENTER && capability != CAN_BE && capability != CAN_ENROL
		&& capability != CAN_FINISH && capability != CAN_SEND;
}

void policy_change(struct policy *policy, const struct policy_change *change) {
	uint32_t bit = 1U << change->capability;
	if (change->role <= 0 || change->role >= POLICY_ROLES || !policy_changeable(change->capability))
		return;
	if (!change->allowed)
		policy->can[change->role] &= ~bit;
	else if (!policy_never(change->role, change->capability))
		policy->can[change->role] |= bit;
}

bool policy_change_parse(const char *text, struct policy_change *ret_change) {
	char role[32], capability[32], answer[4];
	int end = 0;
	if (sscanf(text, "%31[a-z_]:%31[a-z_]:%3[a-z]%n", role, capability, answer, &end) != 3 || text[end] != 0)
		return false;
	bool yes = strcmp(answer, "yes") == 0;
	*ret_change = (struct policy_change){code_find(NULL, L_ROLE, role), capability_find(capability), yes};
	return ret_change->role > 0 && ret_change->capability != CAN__MAX && (yes || strcmp(answer, "no") == 0);
}

uint32_t policy_capabilities(const struct policy *policy, uint32_t roles) {
	uint32_t can = 0;
	for (int role = 1; role < POLICY_ROLES; role++)
		if (roles >> role & 1)
			can |= policy->can[role];
	return can;
}

uint32_t policy_capabilities_at(const struct profile *profile, const struct policy *policy, uint32_t roles,
	int org_kind) {
	return policy_capabilities(policy, roles & profile_roles(profile, org_kind));
}

uint32_t role_capabilities(uint32_t roles) {
	struct policy policy = policy_delivered();
	return policy_capabilities(&policy, roles) | 1U << CAN_ENTER | (roles != 0 ? 1U << CAN_BE : 0);
}

bool policy_allows(uint32_t roles, const struct op *op) {
	return op->capability == CAN_ENROL || (role_capabilities(roles) >> op->capability & 1);
}
