/*
 * rights.h - roles, capabilities and their last days, in words.
 */
#pragma once
#include "web/page.h"

/* Whether the person signed in has that capability ("review"): for what a page offers; the keeper decides. */
bool rights_may(const struct page *page, const char *capability);

/* "officer:2027-03-01" and "vetting" of `list`, named by the codes of `codes`: [{code, label, until: day or null, over:
 * whether that day is past}]. `texts` may be NULL. */
json_t *rights_held(const struct page *page, const json_t *texts, enum list codes);

/* What a capability lets one do, translated; its own name for an unknown one. */
const char *rights_say(const struct page *page, const char *capability);

/* "officer:ask:no" of policy changes: [{change, role_label, says, allowed}]. `texts` may be NULL. */
json_t *rights_changes(const struct page *page, const json_t *texts);
