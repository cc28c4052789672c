/*
 * staff.h - what a country's profile says of accounts: which organisations keep themselves, what a right depends on,
 * of which country a foreign commissioner is.
 *
 * All stand in profile.json, and the profile is refused where a word of them is misspelt (profile_check.h).
 */
#pragma once
#include "op/profile.h"

/* Whether organisations of that kind keep their own accounts, and nobody else does ("independent_kinds"). */
bool profile_independent(const struct profile *p, int org_kind);

/* What a role depends on, as bits 1 << enum CREDENTIAL_* ("credentials": {"support": ["vetting", "training"]}). */
unsigned profile_credentials(const struct profile *p, int role);

/* The country a foreign commissioner of that code is of ("commissioners": {"code": "gb"}), in L_COUNTRY; 0 if it is none. */
int profile_commissioner(const struct profile *p, const char *org_code);

/* Roles whose accounts sign in with a passkey, as bits 1 << enum ROLE_* ("passkey_roles"), once the rule "passkeys_required"
   is 1: until then they are asked for nothing more than others, so that a registry can begin. */
uint32_t profile_passkey_roles(const struct profile *p);

/* What is wrong with any, as one sentence; NULL if nothing is. */
const char *staff_fault(struct cx *cx, const struct profile *p);
