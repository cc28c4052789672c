#include "op/staff.h"

#include "base/str.h"

bool profile_independent(const struct profile *p, int org_kind) {
	const json_t *kinds = profile_part(p, "independent_kinds"), *kind;
	const char *name = code_name(p, L_ORG_KIND, org_kind);
	size_t i;
	json_array_foreach((json_t *)kinds, i, kind)
		if (name != NULL && str_equal(json_string_value(kind), name))
			return true;
	return false;
}

unsigned profile_credentials(const struct profile *p, int role) {
	const char *name = code_name(p, L_ROLE, role);
	const json_t *list = name == NULL ? NULL : json_object_get(profile_part(p, "credentials"), name), *one;
	unsigned needed = 0;
	size_t i;
	json_array_foreach((json_t *)list, i, one)
		needed |= 1U << code_find(p, L_CREDENTIAL, json_string_value(one));
	return needed;
}

int profile_commissioner(const struct profile *p, const char *org_code) {
	const char *country = json_string_value(json_object_get(profile_part(p, "commissioners"), org_code));
	return country == NULL ? 0 : code_find(p, L_COUNTRY, country);
}

uint32_t profile_passkey_roles(const struct profile *p) {
	const json_t *one;
	uint32_t roles = 0;
	size_t i;
	json_array_foreach((json_t *)profile_part(p, "passkey_roles"), i, one)
		roles |= UINT32_C(1) << code_find(p, L_ROLE, json_string_value(one));
	return roles;
}

/* Whether it is a list of codes of `list`, and of nothing else. */
static bool all_codes(const struct profile *p, const json_t *codes, enum list list) {
	const json_t *one;
	size_t i;
	if (!json_is_array(codes))
		return false;
	json_array_foreach((json_t *)codes, i, one)
		if (!json_is_string(one) || code_find(p, list, json_string_value(one)) == 0)
			return false;
	return true;
}

const char *staff_fault(struct cx *cx, const struct profile *p) {
	const json_t *credentials = profile_part(p, "credentials"), *list;
	const char *role;
	const json_t *country;
	if (!all_codes(p, profile_part(p, "independent_kinds"), L_ORG_KIND))
		return "\"independent_kinds\" is a list of kinds of organisations";
	if (!all_codes(p, profile_part(p, "passkey_roles"), L_ROLE))
		return "\"passkey_roles\" is a list of roles";
	const json_t *desk = profile_part(p, "triage"), *kind;
	size_t i;
	if (!json_is_array(json_object_get(desk, "orgs")) || !all_codes(p, json_object_get(desk, "kinds"), L_ORG_KIND))
		return "\"triage\" says who reads signals: \"orgs\" by their codes, and \"kinds\" of organisations";
	json_array_foreach(json_object_get(desk, "kinds"), i, kind)
		if (profile_prohibits(p, code_find(p, L_ORG_KIND, json_string_value(kind)), OP_lead_read) != NULL)
			return "\"triage\", kinds: one of them may not read signals";
	if (!json_is_object(credentials))
		return "\"credentials\" says of roles what they depend on";
	json_object_foreach((json_t *)credentials, role, list)
		if (code_find(p, L_ROLE, role) == 0 || !all_codes(p, list, L_CREDENTIAL))
			return arena_printf(cx->arena, "credentials, %s: a role, and a list of credentials", role);
	json_object_foreach((json_t *)profile_part(p, "commissioners"), role, country)
		if (!json_is_string(country) || code_find(p, L_COUNTRY, json_string_value(country)) == 0)
			return arena_printf(cx->arena, "commissioners, %s: the code of a country", role);
	return NULL;
}
