/*
 * profile.h - the country, as data.
 *
 * A profile is a folder of JSON files built into the program (profiles/lt): code lists of the country, deadlines,
 * prohibitions, instruments, indicators. It is read once at the start, never changed, and shared by all threads;
 * nothing in C knows a country.
 */
#pragma once
#include <jansson.h>

#include "op/op.h"

struct profile;

/* The profile of that name ("lt"); days are those of its time zone from then on. ERR_NOTFOUND; ERR_INVALID if a file
   breaks its form (this is logged). */
MUST_CHECK int profile_load(struct cx *cx, const char *name, struct profile **ret_profile);
void profile_free(struct profile *p);

const char *profile_name(const struct profile *p);

/* A whole number under "rules" (for example "referral_hours"). Asking for one that is not there ends the process. */
int64_t profile_rule(const struct profile *p, const char *rule);

/* Whether organisations of that kind decide on victim status ("deciding_kinds" under "rules"). */
bool profile_decides(const struct profile *p, int org_kind);

/* What `name` of parameters.json is on that day ("2022-12-31"); NONE before its first day, where its value
   is null (not known from then on), and for an unknown name. */
int64_t profile_parameter(const struct profile *p, const char *name, const char *day);
bool profile_has_parameter(const struct profile *p, const char *name);

/* The money amounts are in, as "code" ("EUR") or "sign"; NULL where the profile names none. */
const char *profile_currency(const struct profile *p, const char *part);

/* The member of that name of profile.json; NULL if there is none. */
const json_t *profile_part(const struct profile *p, const char *part);

/* The address that takes the place of a page somebody hides: an everyday one, over https. */
const char *profile_exit(const struct profile *p);

/* The number of an entry by its code name, and of the i-th entry in the file's order; 0 if there is none. */
int profile_code(const struct profile *p, enum list list, const char *name);
int profile_number(const struct profile *p, enum list list, size_t i);

/* The JSON of an entry of one of the profile's lists (profiles/README.md), by its code number; NULL if there is
   none. */
const json_t *profile_entry(const struct profile *p, enum list list, int code);

/* The text of a {"lt": ..., "en": ...} object in `lang`, else in English. */
const char *profile_say(const json_t *texts, const char *lang);

/* What no right can lift: why an organisation of that kind may never call the operation, as texts for profile_say;
 * NULL if nothing forbids it. An error carries the English text, and profile_reason finds the texts again; NULL if it
 * is no prohibition's. */
const json_t *profile_prohibits(const struct profile *p, int org_kind, enum op_id op);

/* The same of what is not finished, by a code of L_DRAFT: where nobody may read what a person told, her answers are not
 * kept for their writer either. */
const json_t *profile_prohibits_draft(const struct profile *p, int org_kind, int draft);
const json_t *profile_reason(const struct profile *p, const char *english);

/* Which roles an account of an organisation of that kind may hold ("roles"): bits 1 << enum ROLE_*; none for kind 0. */
uint32_t profile_roles(const struct profile *p, int org_kind);
bool profile_holds(const struct profile *p, int role, int org_kind);

/* Whether a field of an operation's answer is kept from an organisation of that kind, whatever right it has
 * ("withholds" of a prohibition). */
bool profile_withholds(const struct profile *p, int org_kind, enum op_id op, enum field_id field);

/* The words read aloud before somebody agrees: {"before": [texts], "ask": {purpose: texts with %{org}}, "shared":
   [texts],
 * "block": [texts]}. */
const json_t *profile_consent(const struct profile *p);

/* What stands on papers for the person: {"consent": ..., "who": ..., "copy": ...}; every text for profile_say. */
const json_t *profile_papers(const struct profile *p);

/* Tables of public holidays (op/calendar.h), or NULL. */
const json_t *profile_holidays(const struct profile *p);

/* Report group (enum GROUP_*) of a form of exploitation. */
int profile_group(const struct profile *p, int form);
