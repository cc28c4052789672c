/*
 * vault_pair.h - what the files of the vault share; for core/vault*.c only.
 */
#pragma once
#include "core/vault.h"

struct box_use vault_use(const char *what, int64_t org, int64_t row, int64_t version);

/* A stored key; ERR_BUG if it is none. */
MUST_CHECK int vault_key_of(struct cx *cx, struct blob blob, const uint8_t **ret_key);

/* Whether these roles make a member. */
bool vault_entitles(uint32_t roles);

/* Seals the vault's secret key to a member of cx->actor.org. */
MUST_CHECK int vault_member_add(struct cx *cx, int64_t version, int64_t account, const uint8_t public[BOX_KEY],
	const uint8_t secret[BOX_KEY]);
