#include "op/policy.h"

static const char *const names[CAN__MAX] = {
#define CAPABILITY(capability, name) [capability] = name,
#define MAY(role, capability)
#include "op/policy.def"
#undef CAPABILITY
#undef MAY
};

static const struct {
	int role;
	enum capability capability;
} rows[] = {
#define CAPABILITY(capability, name)
#define MAY(role, capability) {role, capability},
#include "op/policy.def"
#undef CAPABILITY
#undef MAY
};

const char *capability_name(enum capability capability) {
	return names[capability];
}

uint32_t role_capabilities(uint32_t roles) {
	uint32_t may = 1U << CAN_ENTER;
	if (roles != 0)
		may |= 1U << CAN_BE;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (roles >> rows[i].role & 1)
			may |= 1U << rows[i].capability;
	return may;
}

bool policy_allows(uint32_t roles, const struct op *op) {
	return role_capabilities(roles) >> op->capability & 1;
}
